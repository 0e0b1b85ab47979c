/* SPDX-License-Identifier: MIT */
/* vga.c - see vga.h */
#include "arch/x86/dev/vga.h"

#include "arch/x86/cpu/asm.h"
#include "arch/x86/layout_impl.h"

#define LIGHT_GREY_ON_BLACK 0x0700

/* CRT controller: index and data port; the cursor's cell number */
#define CRTC_INDEX       0x3d4
#define CRTC_DATA        0x3d5
#define CRTC_CURSOR_HIGH 0x0e
#define CRTC_CURSOR_LOW  0x0f

static volatile u16 *const cells = (u16 *)(PAGE_OFFSET + 0xB8000);

static void draw(unsigned int row, unsigned int column, u8 c)
{
	cells[row * SCREEN_COLUMNS + column] = LIGHT_GREY_ON_BLACK | c;
}

static void show_cursor(unsigned int row, unsigned int column)
{
	unsigned int cell = row * SCREEN_COLUMNS + column;

	outb(CRTC_INDEX, CRTC_CURSOR_HIGH);
	outb(CRTC_DATA, (u8)(cell >> 8));
	outb(CRTC_INDEX, CRTC_CURSOR_LOW);
	outb(CRTC_DATA, (u8)cell);
}

const struct screen_device vga_device = {
	.draw = draw,
	.cursor = show_cursor,
};
