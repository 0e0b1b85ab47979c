/* SPDX-License-Identifier: MIT */
/* framebuffer.c - see framebuffer.h */
#include "arch/x86/dev/framebuffer.h"

#include "arch/x86/dev/font.h"

#define WIDTH     (SCREEN_COLUMNS * FONT_WIDTH) /* pixels, at scale 1 */
#define HEIGHT    (SCREEN_ROWS * FONT_HEIGHT)
#define SCALE_MAX 8
#define SIDE_MAX  16384 /* pixels; no monitor has more */
#define LIGHT     0xaa  /* of 255: VGA's light grey */

/* Rows of a glyph that the cursor covers. */
#define CURSOR_TOP    13
#define CURSOR_BOTTOM 15

/* With 24 bits a pixel, a row may start anywhere. */
typedef volatile u32 __attribute__((aligned(1))) any_u32;

static struct {
	volatile u8 *pixels;
	u32 pitch, width, height;
	u32 bytes; /* a pixel */
	u32 ink;   /* a pixel of a letter */
	u32 scale; /* pixels a dot of a letter is wide and high */
	u32 left, top;
} fb;

static bool colour_fits(u8 at, u8 bits, u8 of)
{
	return bits >= 1 && bits <= 8 && at + bits <= of;
}

u32 framebuffer_bytes(const struct framebuffer *f)
{
	u64 bytes = (u64)f->pitch * f->height;

	if (!f->address || !f->is_rgb || (f->bits != 24 && f->bits != 32) ||
	    !colour_fits(f->red_at, f->red_bits, f->bits) ||
	    !colour_fits(f->green_at, f->green_bits, f->bits) ||
	    !colour_fits(f->blue_at, f->blue_bits, f->bits))
		return 0;
	if (f->width < WIDTH || f->width > SIDE_MAX || f->height < HEIGHT ||
	    f->height > SIDE_MAX || f->pitch < f->width * (f->bits / 8))
		return 0;
	return bytes <= FRAMEBUFFER_MAX && f->address + bytes > f->address
		       ? (u32)bytes
		       : 0;
}

static u32 part(u8 at, u8 bits)
{
	return (u32)LIGHT >> (8 - bits) << at;
}

void framebuffer_use(const struct framebuffer *f, void *pixels)
{
	fb.pitch = f->pitch;
	fb.width = f->width;
	fb.height = f->height;
	fb.bytes = f->bits / 8;
	fb.ink = part(f->red_at, f->red_bits) |
		 part(f->green_at, f->green_bits) |
		 part(f->blue_at, f->blue_bits);
	fb.scale = min(f->width / WIDTH, f->height / HEIGHT);
	fb.scale = min(fb.scale, (u32)SCALE_MAX);
	fb.left = (f->width - fb.scale * WIDTH) / 2;
	fb.top = (f->height - fb.scale * HEIGHT) / 2;
	fb.pixels = pixels;
}

void framebuffer_move(void *pixels)
{
	fb.pixels = pixels;
}

bool framebuffer_in_use(void)
{
	return fb.scale > 0;
}

void framebuffer_clear(void)
{
	for (u32 y = 0; fb.pixels && y < fb.height; y++) {
		volatile u8 *row = fb.pixels + y * fb.pitch;
		u32 bytes = fb.width * fb.bytes;

		for (u32 i = 0; i + 4 <= bytes; i += 4)
			*(any_u32 *)(row + i) = 0;
		for (u32 i = bytes & ~3u; i < bytes; i++)
			row[i] = 0;
	}
}

/* A row of dots as pixels, put together in fast memory. Eight pixels of three
 * or four bytes are whole words. Returns how many. */
static u32 make_row(u32 *words, u8 dots)
{
	u8 *to = (u8 *)words;

	for (unsigned int dot = 0; dot < FONT_WIDTH; dot++) {
		u32 pixel = dots & 0x80 >> dot ? fb.ink : 0;

		for (u32 i = 0; i < fb.scale; i++, to += fb.bytes)
			for (u32 byte = 0; byte < fb.bytes; byte++)
				to[byte] = (u8)(pixel >> 8 * byte);
	}
	return FONT_WIDTH * fb.scale * fb.bytes / sizeof(*words);
}

/* One row of dots of the character in a cell. */
static void draw_dots(unsigned int row, unsigned int column, unsigned int line,
		      u8 dots)
{
	u32 words[FONT_WIDTH * SCALE_MAX];
	u32 x = fb.left + column * FONT_WIDTH * fb.scale;
	u32 y = fb.top + (row * FONT_HEIGHT + line) * fb.scale;
	u32 count = make_row(words, dots);

	for (u32 i = 0; i < fb.scale; i++) {
		any_u32 *to = (any_u32 *)(fb.pixels + (y + i) * fb.pitch +
					  x * fb.bytes);

		for (u32 word = 0; word < count; word++)
			to[word] = words[word];
	}
}

static void draw(unsigned int row, unsigned int column, u8 c)
{
	if (!fb.pixels)
		return;
	for (unsigned int line = 0; line < FONT_HEIGHT; line++)
		draw_dots(row, column, line, font_glyphs[c][line]);
}

static void show_cursor(unsigned int row, unsigned int column)
{
	if (!fb.pixels)
		return;
	for (unsigned int line = CURSOR_TOP; line <= CURSOR_BOTTOM; line++)
		draw_dots(row, column, line, 0xff);
}

const struct screen_device framebuffer_device = {
	.draw = draw,
	.cursor = show_cursor,
};
