/* SPDX-License-Identifier: MIT */
/*
 * multiboot.h - what a Multiboot 1 loader tells. (Multiboot Specification
 * 0.6.96, "Boot information format".)
 */
#ifndef BOOT_MULTIBOOT_H
#define BOOT_MULTIBOOT_H

#include "boot/boot_info.h"

#define MULTIBOOT_LOADER_MAGIC 0x2badb002u

/* Fill info, all zero before, from the structure at phys. As boot_info_read().
 * Returns whether there is any RAM. */
bool multiboot_read(struct boot_info *info, u32 phys);

#endif
