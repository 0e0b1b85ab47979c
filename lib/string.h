/* SPDX-License-Identifier: MIT */
/*
 * string.h - the C library's string functions that the project uses.
 *
 * The kernel links lib/string.c; host programs link their C library's, which
 * these prototypes agree with. ISO C 7.24, strnlen() from POSIX.1-2008.
 *
 * Context: any, interrupts on or off; they take no lock and never sleep. Sizes
 * are in bytes. Pointers must not be NULL, except where the size is 0.
 */
#ifndef LIB_STRING_H
#define LIB_STRING_H

#include "lib/types.h"

/* Sets `size` bytes at `to` to the low byte of `value`; returns `to`. */
void *memset(void *to, int value, size_t size);

/* Copies `size` bytes between areas that do not overlap; returns `to`. */
void *memcpy(void *to, const void *from, size_t size);

/* Like memcpy(), but the areas may overlap. */
void *memmove(void *to, const void *from, size_t size);

/*
 * The compare functions return less than, equal to or more than 0 as the first
 * byte that differs is lower, absent or higher in `a`; bytes count as unsigned.
 * strncmp() looks at no more than `size` bytes.
 */
int memcmp(const void *a, const void *b, size_t size);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t size);

/* Length of a string without its final NUL. */
size_t strlen(const char *s);

/* The same, but `size` if none of the first `size` bytes is NUL. */
size_t strnlen(const char *s, size_t size);

/* First `c` in the string, its final NUL included; NULL if there is none. */
char *strchr(const char *s, int c);

#endif
