/* SPDX-License-Identifier: MIT */
/*
 * printf.h - formatted output.
 *
 * ISO C's printf (7.21.6.1) without floating point:
 *
 *	flags        - 0 + space #
 *	width        a number or *, precision . and a number or *; each counts
 *	             as PRINTF_FIELD_MAX if it is larger
 *	length       hh h l ll z
 *	conversions  d i u x X c s p %
 *
 * %p prints 0x and every digit of the pointer. %s prints "(null)" for NULL. Any
 * other conversion is printed as it stands and takes no argument, %n and %f
 * among them.
 *
 * Context: any that the output function can be called in; nothing here locks,
 * sleeps or allocates.
 */
#ifndef LIB_PRINTF_H
#define LIB_PRINTF_H

#include "lib/types.h"

#define PRINTF_FIELD_MAX 32767

/*
 * Formats to a function that takes one character at a time.
 *
 * @put: called in order for each character
 * @ctx: passed to put
 *
 * Returns the number of characters put.
 */
int kvprintf(void (*put)(void *ctx, char c), void *ctx, const char *fmt,
	     va_list args) __printf(3, 0);

/*
 * Formats to a buffer, which then ends in NUL, cut short if need be.
 *
 * @size: of the buffer in bytes; with 0 nothing is stored, and buf may be NULL
 *
 * Returns the length in characters, without NUL, that an ample buffer would
 * hold: the text was cut if that is `size` or more.
 */
int kvsnprintf(char *buf, size_t size, const char *fmt, va_list args)
	__printf(3, 0);
int ksnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);

#endif
