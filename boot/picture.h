/* SPDX-License-Identifier: MIT */
/*
 * picture.h - where the framebuffer that the loader tells of is mapped, from
 * the first instructions on. arch/x86/dev/framebuffer.c draws on it.
 *
 * One above 4 GiB shows nothing before the kernel's own page tables are there.
 */
#ifndef BOOT_PICTURE_H
#define BOOT_PICTURE_H

#include "arch/x86/dev/framebuffer.h"
#include "arch/x86/mm/paging.h"

/* Use it for the screen, if it makes sense and is not where the kernel is.
 * Paging is off, with the segments of entry.S. */
void picture_start(const struct framebuffer *framebuffer);

/* Map it from FRAMEBUFFER_BASE on in a page directory that is all empty. It
 * must not be drawn on any more until paging is on. */
void picture_map_early(struct pte *directory);

/* Map it in the kernel's page tables: between paging_init() and paging_load().
 */
void picture_map(void);

/* After paging_load(): show what could not be shown before. */
void picture_show(void);

#endif
