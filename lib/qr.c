/* SPDX-License-Identifier: MIT */
/*
 * qr.c - see qr.h
 *
 * Section numbers are those of ISO/IEC 18004:2015.
 */
#include "lib/qr.h"

#include "lib/string.h"

/* Version 6, level L (table 9): two blocks, whose bytes take turns. */
#define BLOCKS      2
#define BLOCK_DATA  68
#define BLOCK_CHECK 18
#define DATA        (BLOCKS * BLOCK_DATA)
#define CODEWORDS   (BLOCKS * (BLOCK_DATA + BLOCK_CHECK))

#define MODE_ALPHANUMERIC 2
#define COUNT_BITS        9
#define LEVEL_L           1
#define ALIGNMENT         34 /* centre, row and column (annex E) */
#define TIMING            6  /* row and column */
#define CORNER            8  /* modules of a finder and its border */

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

struct bits {
	u8 bytes[DATA];
	unsigned int count;
};

bool qr_has(char c)
{
	return c && strchr(alphabet, c);
}

static void add_bits(struct bits *bits, u32 value, unsigned int count)
{
	while (count--) {
		if (value >> count & 1)
			bits->bytes[bits->count / 8] |= 0x80 >> bits->count % 8;
		bits->count++;
	}
}

static u32 value_of(char c)
{
	return (u32)(strchr(alphabet, c) - alphabet);
}

/* 7.4.4 and 7.4.10: the text, and what fills the rest. */
static void make_data(struct bits *bits, const char *text, u32 length)
{
	memset(bits, 0, sizeof(*bits));
	add_bits(bits, MODE_ALPHANUMERIC, 4);
	add_bits(bits, length, COUNT_BITS);
	for (u32 i = 0; i + 1 < length; i += 2)
		add_bits(bits, value_of(text[i]) * 45 + value_of(text[i + 1]),
			 11);
	if (length % 2)
		add_bits(bits, value_of(text[length - 1]), 6);
	bits->count = min(bits->count + 4, DATA * 8u);
	bits->count = ALIGN_UP(bits->count, 8u);
	for (u8 filler = 0xec; bits->count < DATA * 8; filler ^= 0xec ^ 0x11)
		add_bits(bits, filler, 8);
}

/* In the field of 256 elements with x^8 + x^4 + x^3 + x^2 + 1 (7.5.2). */
static u8 multiply(u8 a, u8 b)
{
	u32 product = 0;

	for (int i = 7; i >= 0; i--) {
		product = product << 1 ^ (product >> 7) * 0x11d;
		if (b >> i & 1)
			product ^= a;
	}
	return (u8)product;
}

/* The coefficients of (x - 1)(x - 2)(x - 4)..., without the leading 1. */
static void make_generator(u8 *generator)
{
	u8 root = 1;

	memset(generator, 0, BLOCK_CHECK);
	generator[BLOCK_CHECK - 1] = 1;
	for (int i = 0; i < BLOCK_CHECK; i++) {
		for (int j = 0; j < BLOCK_CHECK; j++) {
			generator[j] = multiply(generator[j], root);
			if (j + 1 < BLOCK_CHECK)
				generator[j] ^= generator[j + 1];
		}
		root = multiply(root, 2);
	}
}

/* The remainder of a block by the generator. */
static void make_check(const u8 *data, const u8 *generator, u8 *check)
{
	memset(check, 0, BLOCK_CHECK);
	for (int i = 0; i < BLOCK_DATA; i++) {
		u8 factor = data[i] ^ check[0];

		for (int j = 0; j < BLOCK_CHECK; j++)
			check[j] = (j + 1 < BLOCK_CHECK ? check[j + 1] : 0) ^
				   multiply(generator[j], factor);
	}
}

/* 7.6: first all data, then all check bytes. */
static void make_codewords(const u8 *data, u8 *codewords)
{
	u8 generator[BLOCK_CHECK], check[BLOCK_CHECK];

	make_generator(generator);
	for (int block = 0; block < BLOCKS; block++) {
		const u8 *its = data + block * BLOCK_DATA;

		make_check(its, generator, check);
		for (int i = 0; i < BLOCK_DATA; i++)
			codewords[i * BLOCKS + block] = its[i];
		for (int i = 0; i < BLOCK_CHECK; i++)
			codewords[DATA + i * BLOCKS + block] = check[i];
	}
}

static int distance(int row, int column, int centre_row, int centre_column)
{
	int down = row - centre_row;
	int right = column - centre_column;

	down = down < 0 ? -down : down;
	right = right < 0 ? -right : right;
	return max(down, right);
}

/* Is there a pattern, and no data? */
static bool is_pattern(int row, int column)
{
	bool top = row <= CORNER, left = column <= CORNER;
	bool bottom = row >= QR_SIDE - CORNER;
	bool right = column >= QR_SIDE - CORNER;

	return (top && left) || (top && right) || (bottom && left) ||
	       row == TIMING || column == TIMING ||
	       distance(row, column, ALIGNMENT, ALIGNMENT) <= 2;
}

/* 6.3: finders, timing, alignment. What is not that is left light. */
static bool pattern_is_dark(int row, int column)
{
	static const u8 finder[3][2] = { { 3, 3 },
					 { 3, QR_SIDE - 4 },
					 { QR_SIDE - 4, 3 } };

	for (unsigned int i = 0; i < ARRAY_SIZE(finder); i++) {
		int far = distance(row, column, finder[i][0], finder[i][1]);

		if (far <= 4)
			return far != 2 && far != 4;
	}
	if (row == TIMING || column == TIMING)
		return (row + column) % 2 == 0;
	return distance(row, column, ALIGNMENT, ALIGNMENT) <= 2 &&
	       distance(row, column, ALIGNMENT, ALIGNMENT) != 1;
}

/* 7.8.2, table 10. */
static bool mask_inverts(unsigned int mask, int row, int column)
{
	int product = row * column;

	switch (mask) {
	case 0:
		return (row + column) % 2 == 0;
	case 1:
		return row % 2 == 0;
	case 2:
		return column % 3 == 0;
	case 3:
		return (row + column) % 3 == 0;
	case 4:
		return (row / 2 + column / 3) % 2 == 0;
	case 5:
		return product % 2 + product % 3 == 0;
	case 6:
		return (product % 2 + product % 3) % 2 == 0;
	default:
		return ((row + column) % 2 + product % 3) % 2 == 0;
	}
}

/* 7.7.3: two columns at a time from the right, up and down by turns. */
static void place_data(struct qr *qr, const u8 *codewords, unsigned int mask)
{
	unsigned int bit = 0;
	bool up = true;

	for (int right = QR_SIDE - 1; right > 0; right -= 2, up = !up) {
		if (right == TIMING)
			right--;
		for (int i = 0; i < 2 * QR_SIDE; i++) {
			int row = up ? QR_SIDE - 1 - i / 2 : i / 2;
			int column = right - i % 2;
			bool dark = false;

			if (is_pattern(row, column))
				continue;
			if (bit < CODEWORDS * 8)
				dark = codewords[bit / 8] >> (7 - bit % 8) & 1;
			qr->dark[row][column] =
				dark ^ mask_inverts(mask, row, column);
			bit++;
		}
	}
}

/* 7.9.1: level and mask, with ten check bits, in two places. */
static void place_format(struct qr *qr, unsigned int mask)
{
	u32 data = LEVEL_L << 3 | mask;
	u32 check = data;

	for (int i = 0; i < 10; i++)
		check = check << 1 ^ (check >> 9) * 0x537;
	data = (data << 10 | check) ^ 0x5412;
	for (int i = 0; i < 15; i++) {
		bool dark = data >> i & 1;
		/* It goes around the corner, past the timing patterns. */
		int near = i < 6 ? i : i < 8 ? i + 1 : i == 8 ? 7 : 14 - i;

		if (i < 8) {
			qr->dark[near][CORNER] = dark;
			qr->dark[CORNER][QR_SIDE - 1 - i] = dark;
		} else {
			qr->dark[CORNER][near] = dark;
			qr->dark[QR_SIDE - 15 + i][CORNER] = dark;
		}
	}
	qr->dark[QR_SIDE - CORNER][CORNER] = true;
}

bool qr_encode(struct qr *qr, const char *text, unsigned int mask)
{
	u32 length = (u32)strnlen(text, QR_TEXT_MAX + 1);
	struct bits bits;
	u8 codewords[CODEWORDS];

	if (length > QR_TEXT_MAX || mask >= QR_MASKS)
		return false;
	for (u32 i = 0; i < length; i++)
		if (!qr_has(text[i]))
			return false;
	make_data(&bits, text, length);
	make_codewords(bits.bytes, codewords);
	for (int row = 0; row < QR_SIDE; row++)
		for (int column = 0; column < QR_SIDE; column++)
			qr->dark[row][column] = pattern_is_dark(row, column);
	place_data(qr, codewords, mask);
	place_format(qr, mask);
	return true;
}
