/* SPDX-License-Identifier: MIT */
/*
 * Letters on a framebuffer, dot by dot, in memory that ends where it ends; and
 * which framebuffers are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/x86/dev/font.h"
#include "arch/x86/dev/framebuffer.h"

#define GREY 0x00aaaaaau

/* No two rows alike, nor left and right. */
const u8 font_glyphs[256][FONT_HEIGHT] = {
	['F'] = { 0x00, 0xfe, 0x80, 0x81, 0xf0, 0x03, 0x81, 0x40, 0x20, 0x10,
		  0x08, 0x04, 0x02, 0x01, 0x55, 0xaa },
};

static struct framebuffer screen(u32 width, u32 height, u8 bits)
{
	return (struct framebuffer){
		.address = 0xfd000000,
		.pitch = width * bits / 8,
		.width = width,
		.height = height,
		.bits = bits,
		.is_rgb = true,
		.red_at = 16,
		.red_bits = 8,
		.green_at = 8,
		.green_bits = 8,
		.blue_at = 0,
		.blue_bits = 8,
	};
}

/* Its pixel, as a word. */
static u32 pixel(const struct framebuffer *f, const u8 *memory, u32 x, u32 y)
{
	const u8 *at = memory + y * f->pitch + x * (f->bits / 8);
	u32 word = 0;

	for (u32 i = 0; i < f->bits / 8u; i++)
		word |= (u32)at[i] << 8 * i;
	return word;
}

/* Is the F in this cell as the font has it, each dot `scale` pixels wide? */
static void look_at_f(const struct framebuffer *f, const u8 *memory, u32 row,
		      u32 column, u32 scale, u32 grey)
{
	u32 left = (f->width - 640 * scale) / 2 + column * 8 * scale;
	u32 top = (f->height - 400 * scale) / 2 + row * 16 * scale;

	for (u32 y = 0; y < 16 * scale; y++)
		for (u32 x = 0; x < 8 * scale; x++) {
			u8 dots = font_glyphs['F'][y / scale];

			assert_int_equal(pixel(f, memory, left + x, top + y),
					 dots & 0x80 >> x / scale ? grey : 0);
		}
}

/* In the first cell and the last; the memory ends with the picture. */
static void draw_at(struct framebuffer f, u32 scale, u32 grey)
{
	u32 bytes = framebuffer_bytes(&f);
	u8 *memory = malloc(bytes);

	assert_int_equal(bytes, f.pitch * f.height);
	memset(memory, 0x5a, bytes);
	framebuffer_use(&f, memory);
	assert_true(framebuffer_in_use());
	framebuffer_clear();
	for (u32 y = 0; y < f.height; y++)
		for (u32 i = 0; i < f.width * f.bits / 8; i++)
			assert_int_equal(memory[y * f.pitch + i], 0);
	framebuffer_device.draw(0, 0, 'F');
	framebuffer_device.draw(24, 79, 'F');
	look_at_f(&f, memory, 0, 0, scale, grey);
	look_at_f(&f, memory, 24, 79, scale, grey);
	free(memory);
}

static void draws_in_all_sizes(void **state)
{
	(void)state;
	draw_at(screen(640, 400, 32), 1, GREY);
	draw_at(screen(800, 600, 24), 1, GREY);
	draw_at(screen(1024, 768, 32), 1, GREY);
	draw_at(screen(1366, 768, 24), 1, GREY);
	draw_at(screen(1280, 1024, 24), 2, GREY);
	draw_at(screen(1920, 1080, 32), 2, GREY);
	draw_at(screen(3840, 2160, 24), 5, GREY);
	draw_at(screen(3840, 2160, 32), 5, GREY);
}

static void rows_may_be_farther_apart(void **state)
{
	struct framebuffer f = screen(1366, 768, 32);

	(void)state;
	f.pitch = 5504;
	draw_at(f, 1, GREY);
}

static void colours_are_where_the_loader_says(void **state)
{
	struct framebuffer f = screen(800, 600, 32);

	(void)state;
	f.red_at = 0;
	f.green_at = 10;
	f.green_bits = 6;
	f.blue_at = 24;
	draw_at(f, 1, 0xaau | 0x2au << 10 | 0xaau << 24);
}

static void cursor_goes_away(void **state)
{
	struct framebuffer f = screen(800, 600, 32);
	u32 bytes = framebuffer_bytes(&f);
	u8 *memory = calloc(1, bytes);

	(void)state;
	framebuffer_use(&f, memory);
	framebuffer_device.draw(1, 2, 'F');
	framebuffer_device.cursor(1, 2);
	assert_int_equal(pixel(&f, memory, 80 + 16, 100 + 16 + 15), GREY);
	assert_int_equal(pixel(&f, memory, 80 + 17, 100 + 16 + 15), GREY);
	framebuffer_device.draw(1, 2, 'F');
	look_at_f(&f, memory, 1, 2, 1, GREY);
	free(memory);
}

static void nothing_is_drawn_while_it_is_not_mapped(void **state)
{
	struct framebuffer f = screen(800, 600, 32);

	(void)state;
	framebuffer_use(&f, NULL);
	framebuffer_clear();
	framebuffer_device.draw(0, 0, 'F');
	framebuffer_device.cursor(0, 0);
}

/* One thing of a good one is changed. */
#define REFUSE(change)                                          \
	do {                                                    \
		struct framebuffer f = screen(1024, 768, 32);   \
                                                                \
		assert_int_not_equal(framebuffer_bytes(&f), 0); \
		f.change;                                       \
		assert_int_equal(framebuffer_bytes(&f), 0);     \
	} while (0)

static void refuses_nonsense(void **state)
{
	(void)state;
	REFUSE(address = 0);
	REFUSE(is_rgb = false);
	REFUSE(bits = 8);
	REFUSE(bits = 16);
	REFUSE(bits = 0);
	REFUSE(bits = 255);
	REFUSE(red_bits = 0);
	REFUSE(green_bits = 9);
	REFUSE(blue_bits = 255);
	REFUSE(red_at = 25);
	REFUSE(red_at = 255);
	REFUSE(width = 639);
	REFUSE(width = 0);
	REFUSE(height = 399);
	REFUSE(width = 1025); /* more than a row has bytes for */
	REFUSE(pitch = 4095);
	REFUSE(pitch = 0);
	REFUSE(pitch = 0xffffffff);
	REFUSE(height = 16385);
	REFUSE(height = 0xffffffff);
	REFUSE(address = 0xffffffffffffffff);
	REFUSE(address = 0ull - 4096 * 768);
}

static void refuses_what_wraps(void **state)
{
	struct framebuffer f = screen(0x40000000u, 768, 32);

	(void)state;
	assert_int_equal(f.pitch, 0);
	assert_int_equal(framebuffer_bytes(&f), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_in_all_sizes),
		cmocka_unit_test(rows_may_be_farther_apart),
		cmocka_unit_test(colours_are_where_the_loader_says),
		cmocka_unit_test(cursor_goes_away),
		cmocka_unit_test(nothing_is_drawn_while_it_is_not_mapped),
		cmocka_unit_test(refuses_nonsense),
		cmocka_unit_test(refuses_what_wraps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
