/* SPDX-License-Identifier: MIT */
/*
 * string.c - memory and string functions for the kernel.
 *
 * Portable C: whole words where alignment allows, bytes elsewhere. Nothing on a
 * measured path copies memory, so there is no assembly to get wrong.
 *
 * Compile this with -fno-tree-loop-distribute-patterns: GCC otherwise sees that
 * the loop in memset() is a memset() and makes the function call itself.
 */
#include "lib/string.h"

/* may_alias: a word here stands for bytes of whatever type the caller has. */
typedef unsigned long __attribute__((may_alias)) word;

static bool word_aligned(const void *p)
{
	return (uintptr_t)p % sizeof(word) == 0;
}

/* Whether both become word aligned after the same number of bytes. */
static bool same_alignment(const void *a, const void *b)
{
	return ((uintptr_t)a - (uintptr_t)b) % sizeof(word) == 0;
}

void *memset(void *to, int value, size_t size)
{
	word pattern = ~(word)0 / 0xff * (u8)value;
	u8 *p = to;

	for (; size && !word_aligned(p); size--)
		*p++ = (u8)value;
	for (; size >= sizeof(word); size -= sizeof(word), p += sizeof(word))
		*(word *)(void *)p = pattern;
	while (size--)
		*p++ = (u8)value;
	return to;
}

/*
 * Right for overlapping areas too if `to` is the lower: where words are copied,
 * the distance is a multiple of a word, so no word is overwritten unread.
 */
static void copy_forward(u8 *to, const u8 *from, size_t size)
{
	if (same_alignment(to, from)) {
		for (; size && !word_aligned(to); size--)
			*to++ = *from++;
		for (; size >= sizeof(word); size -= sizeof(word)) {
			*(word *)(void *)to = *(const word *)(const void *)from;
			to += sizeof(word);
			from += sizeof(word);
		}
	}
	while (size--)
		*to++ = *from++;
}

/* The mirror image: `to` and `from` are the ends, and `to` is the higher. */
static void copy_backward(u8 *to, const u8 *from, size_t size)
{
	if (same_alignment(to, from)) {
		for (; size && !word_aligned(to); size--)
			*--to = *--from;
		for (; size >= sizeof(word); size -= sizeof(word)) {
			to -= sizeof(word);
			from -= sizeof(word);
			*(word *)(void *)to = *(const word *)(const void *)from;
		}
	}
	while (size--)
		*--to = *--from;
}

void *memcpy(void *to, const void *from, size_t size)
{
	copy_forward(to, from, size);
	return to;
}

void *memmove(void *to, const void *from, size_t size)
{
	/* Unsigned: with `to` below `from` the distance wraps and is huge. */
	if ((uintptr_t)to - (uintptr_t)from >= size)
		copy_forward(to, from, size);
	else
		copy_backward((u8 *)to + size, (const u8 *)from + size, size);
	return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const u8 *p = a, *q = b;

	for (; size; size--, p++, q++) {
		if (*p != *q)
			return *p - *q;
	}
	return 0;
}

int strcmp(const char *a, const char *b)
{
	while (*a == *b && *a != '\0')
		a++, b++;
	return (u8)*a - (u8)*b;
}

int strncmp(const char *a, const char *b, size_t size)
{
	for (; size; size--, a++, b++) {
		if (*a != *b || *a == '\0')
			return (u8)*a - (u8)*b;
	}
	return 0;
}

size_t strlen(const char *s)
{
	size_t length = 0;

	while (s[length] != '\0')
		length++;
	return length;
}

size_t strnlen(const char *s, size_t size)
{
	size_t length = 0;

	while (length < size && s[length] != '\0')
		length++;
	return length;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++) {
		if (*s == '\0')
			return NULL;
	}
	return (char *)(uintptr_t)s;
}
