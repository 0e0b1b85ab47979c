/* SPDX-License-Identifier: MIT */
/*
 * qr.h - a QR code, so that a photograph of the screen can be read by a program
 * (ISO/IEC 18004:2015).
 *
 * One size only, the largest that a screen of 25 rows has room for: version 6,
 * error correction level L, alphanumeric mode.
 *
 * Context: any; nothing here locks, sleeps or allocates. 1 KiB of stack.
 */
#ifndef LIB_QR_H
#define LIB_QR_H

#include "lib/types.h"

#define QR_SIDE     41  /* modules */
#define QR_QUIET    4   /* light modules that must surround it */
#define QR_TEXT_MAX 195 /* characters */
#define QR_MASKS    8

struct qr {
	bool dark[QR_SIDE][QR_SIDE]; /* [row][column] */
};

/* Can this character be in it? Digits, capital letters, and  $%*+-./: */
bool qr_has(char c);

/*
 * Make the code for a text. mask: 0 to 7, one of the patterns that data are
 * mixed with; a reader takes any. False if the text is too long or has other
 * characters.
 */
bool qr_encode(struct qr *qr, const char *text, unsigned int mask);

#endif
