/* SPDX-License-Identifier: MIT */
/*
 * vga.h - the 80 x 25 text mode, at physical B8000. (IBM VGA Technical
 * Reference.) The direct map must cover the first MiB.
 */
#ifndef ARCH_X86_DEV_VGA_H
#define ARCH_X86_DEV_VGA_H

#include "arch/x86/dev/screen.h"

extern const struct screen_device vga_device;

#endif
