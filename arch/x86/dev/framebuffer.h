/* SPDX-License-Identifier: MIT */
/*
 * framebuffer.h - the screen where there is no text mode, as under UEFI: a
 * picture in memory, a word of 24 or 32 bits a pixel (Multiboot2 Specification
 * 2.0, 3.6.12).
 *
 * Letters are as large as fits, in the middle.
 */
#ifndef ARCH_X86_DEV_FRAMEBUFFER_H
#define ARCH_X86_DEV_FRAMEBUFFER_H

#include "arch/x86/dev/screen.h"

#define FRAMEBUFFER_MAX (128 * MiB) /* 7680 x 4320 has 127 */

/* What a boot loader says about it. */
struct framebuffer {
	u64 address; /* physical; 0: there is none */
	u32 pitch;   /* bytes from one row to the next */
	u32 width;   /* pixels */
	u32 height;
	u8 bits;
	bool is_rgb;                  /* else a palette, or text */
	u8 red_at, green_at, blue_at; /* lowest bit of each colour */
	u8 red_bits, green_bits, blue_bits;
};

/* Bytes from its first pixel to its end; 0 if it makes no sense, or is none
 * that this can draw on. Nothing in it is trusted. */
u32 framebuffer_bytes(const struct framebuffer *framebuffer);

/* Draw here from now on: framebuffer_bytes() of it is not 0. `pixels` is where
 * its memory is mapped; NULL: nowhere yet, so nothing is drawn. */
void framebuffer_use(const struct framebuffer *framebuffer, void *pixels);

/* It is the same one, mapped elsewhere. */
void framebuffer_move(void *pixels);

/* Is it in use? */
bool framebuffer_in_use(void);

/* All of it black. */
void framebuffer_clear(void);

extern const struct screen_device framebuffer_device;

#endif
