/* SPDX-License-Identifier: MIT */
/*
 * physwindow.h - look at any physical address, for a moment: firmware tables,
 * and RAM beyond the direct map before there is anything better.
 */
#ifndef ARCH_X86_PHYSWINDOW_H
#define ARCH_X86_PHYSWINDOW_H

#include "arch/x86/firmware.h"

#define PHYS_WINDOW_MAX (64 * KiB)

/*
 * `len` bytes at `phys`, until the next call. NULL for more than
 * PHYS_WINDOW_MAX bytes, or what this CPU cannot address. Boot CPU, paging on,
 * while it is alone.
 */
void *phys_window(u64 phys, u32 len);

/* The same, for the parsers of firmware tables. */
extern const struct phys_reader phys_window_reader;

#endif
