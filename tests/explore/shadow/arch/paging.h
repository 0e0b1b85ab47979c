/* SPDX-License-Identifier: MIT */
/*
 * paging.h - instead of arch/paging.h: all that is simulated of page tables is
 * in mm/layout.h.
 */
#ifndef ARCH_PAGING_H
#define ARCH_PAGING_H

#include "mm/layout.h"

#endif
