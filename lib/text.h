/* SPDX-License-Identifier: MIT */
/*
 * text.h - pieces of a line that somebody typed: words, list members, numbers.
 *
 * A piece points into the line and is not terminated, so that nothing has to be
 * copied and no length is too long. The line may hold any bytes.
 *
 * Context: any; nothing here locks, sleeps or allocates.
 */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include "lib/types.h"

struct text {
	const char *at;
	size_t len; /* bytes */
};

/* Whether the text is exactly s, or starts with s. */
bool text_is(struct text t, const char *s);
bool text_starts_with(struct text t, const char *s);

/* The text without its first n bytes, n up to its length. */
struct text text_after(struct text t, size_t n);

/*
 * Takes the next word off a line: *line then points to what follows it. Blanks
 * and tabs separate words. The word is empty only at the end of the line.
 */
struct text text_next_word(const char **line);

/*
 * Takes the first member off a list, whose members are separated by commas.
 * Members may be empty, and an empty list is one empty member. After the last,
 * list->at is NULL:
 *
 *	while (list.at)
 *		use(text_next_member(&list));
 */
struct text text_next_member(struct text *list);

/*
 * Numbers from `least` to `most`: decimal, and for the second function also
 * hexadecimal after 0x. For anything else they return false and leave *n alone:
 * another number, no digit at all, anything before or after the number.
 */
bool text_number(struct text t, u64 least, u64 most, u64 *n);
bool text_number_or_hex(struct text t, u64 least, u64 most, u64 *n);

/*
 * A size in bytes from 1 to 2^64 - 1: a number as above, optionally followed by
 * K, M or G (or k, m, g) for 2^10, 2^20 or 2^30 bytes. For anything else it
 * returns false and leaves *bytes alone.
 */
bool text_size(struct text t, u64 *bytes);

#endif
