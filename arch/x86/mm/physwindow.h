/* SPDX-License-Identifier: MIT */
/*
 * physwindow.h - arch/physmem.h for the parsers of firmware tables.
 */
#ifndef ARCH_X86_MM_PHYSWINDOW_H
#define ARCH_X86_MM_PHYSWINDOW_H

#include "arch/physmem.h"
#include "arch/x86/firmware/firmware.h"

extern const struct phys_reader phys_window_reader;

#endif
