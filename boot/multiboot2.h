/* SPDX-License-Identifier: MIT */
/*
 * multiboot2.h - what a Multiboot 2 loader tells. (Multiboot2 Specification
 * 2.0, "Boot information".)
 */
#ifndef BOOT_MULTIBOOT2_H
#define BOOT_MULTIBOOT2_H

#include "boot/boot_info.h"

#define MULTIBOOT2_LOADER_MAGIC 0x36d76289u

/*
 * Fill info, all zero before, from the tags at phys. As boot_info_read(). Where
 * a kind of tag is there twice, the first one counts. A tag that is shorter
 * than its head, or longer than what is left, ends the list.
 *
 * Returns whether there is any RAM.
 */
bool multiboot2_read(struct boot_info *info, u32 phys);

#endif
