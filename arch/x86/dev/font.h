/* SPDX-License-Identifier: MIT */
/*
 * font.h - a picture of each character of code page 437: Spleen 8x16, as Debian
 * has it. tools/font.py makes it at build time.
 */
#ifndef ARCH_X86_DEV_FONT_H
#define ARCH_X86_DEV_FONT_H

#include "lib/types.h"

#define FONT_WIDTH  8 /* pixels */
#define FONT_HEIGHT 16

/* A byte a row from the top; bit 7 is the pixel on the left. */
extern const u8 font_glyphs[256][FONT_HEIGHT];

#endif
