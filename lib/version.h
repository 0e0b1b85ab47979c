/* SPDX-License-Identifier: MIT */
#ifndef LIB_VERSION_H
#define LIB_VERSION_H

#define KMAPLAB_VERSION "0.2"

#endif
