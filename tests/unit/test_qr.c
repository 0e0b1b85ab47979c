/* SPDX-License-Identifier: MIT */
/*
 * QR codes: module for module those of another encoder, Debian's
 * libqrcodegen-dev, of which nothing gets into the kernel.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <qrcodegen/qrcodegen.h>

#include "lib/qr.h"

#define VERSION 6

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

static void compare(const char *text, unsigned int mask)
{
	uint8_t theirs[qrcodegen_BUFFER_LEN_FOR_VERSION(VERSION)];
	uint8_t room[qrcodegen_BUFFER_LEN_FOR_VERSION(VERSION)];
	uint8_t data[qrcodegen_BUFFER_LEN_FOR_VERSION(VERSION)];
	struct qrcodegen_Segment segment =
		qrcodegen_makeAlphanumeric(text, data);
	struct qr ours;

	assert_true(qrcodegen_encodeSegmentsAdvanced(
		&segment, 1, qrcodegen_Ecc_LOW, VERSION, VERSION,
		(enum qrcodegen_Mask)mask, false, room, theirs));
	assert_int_equal(qrcodegen_getSize(theirs), QR_SIDE);
	memset(&ours, 0xff, sizeof(ours));
	assert_true(qr_encode(&ours, text, mask));
	for (int row = 0; row < QR_SIDE; row++)
		for (int column = 0; column < QR_SIDE; column++)
			if (ours.dark[row][column] !=
			    qrcodegen_getModule(theirs, column, row))
				fail_msg("mask %u, row %d, column %d of %s",
					 mask, row, column, text);
}

static void all_masks(void **state)
{
	(void)state;
	for (unsigned int mask = 0; mask < QR_MASKS; mask++)
		compare(alphabet, mask);
}

static void all_lengths(void **state)
{
	char text[QR_TEXT_MAX + 1] = "";

	(void)state;
	srand(1);
	for (unsigned int length = 1; length <= QR_TEXT_MAX; length++) {
		for (unsigned int i = 0; i < length; i++)
			text[i] = alphabet[rand() % 45];
		compare(text, length % QR_MASKS);
	}
}

static void refuses(void **state)
{
	struct qr qr;
	char text[QR_TEXT_MAX + 2];

	(void)state;
	memset(text, 'A', sizeof(text) - 1);
	text[QR_TEXT_MAX + 1] = '\0';
	assert_false(qr_encode(&qr, text, 0));
	text[QR_TEXT_MAX] = '\0';
	assert_true(qr_encode(&qr, text, 0));
	assert_false(qr_encode(&qr, text, QR_MASKS));
	assert_false(qr_encode(&qr, "small", 0));
	assert_false(qr_encode(&qr, "A\nB", 0));
}

static void knows_its_alphabet(void **state)
{
	(void)state;
	for (int c = -128; c < 128; c++)
		assert_int_equal(qr_has((char)c), c && strchr(alphabet, c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_masks),
		cmocka_unit_test(all_lengths),
		cmocka_unit_test(refuses),
		cmocka_unit_test(knows_its_alphabet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
