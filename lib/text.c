/* SPDX-License-Identifier: MIT */
/*
 * text.c - pieces of a line that somebody typed.
 */
#include "lib/text.h"

#include "lib/div64.h"
#include "lib/string.h"

bool text_is(struct text t, const char *s)
{
	return t.len == strlen(s) && memcmp(t.at, s, t.len) == 0;
}

bool text_starts_with(struct text t, const char *s)
{
	size_t len = strlen(s);

	return t.len >= len && memcmp(t.at, s, len) == 0;
}

struct text text_after(struct text t, size_t n)
{
	return (struct text){ .at = t.at + n, .len = t.len - n };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct text text_next_word(const char **line)
{
	struct text word = { .at = *line };

	while (is_blank(*word.at))
		word.at++;
	while (word.at[word.len] && !is_blank(word.at[word.len]))
		word.len++;
	*line = word.at + word.len;
	return word;
}

struct text text_next_member(struct text *list)
{
	struct text member = { .at = list->at };

	while (member.len < list->len && member.at[member.len] != ',')
		member.len++;
	if (member.len < list->len)
		*list = text_after(*list, member.len + 1);
	else
		list->at = NULL;
	return member;
}

static u32 digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (u32)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (u32)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (u32)(c - 'A') + 10;
	return UINT32_MAX;
}

/* Digits, one or more, of a number from `least` to `most`. */
static bool read_digits(struct text t, u32 base, u64 least, u64 most, u64 *n)
{
	u64 value = 0;

	for (size_t i = 0; i < t.len; i++) {
		u32 digit = digit_value(t.at[i]);

		if (digit >= base || digit > most)
			return false;
		if (value > div_u64(most - digit, base))
			return false; /* would exceed `most`, maybe wrap */
		value = value * base + digit;
	}
	if (t.len == 0 || value < least)
		return false;
	*n = value;
	return true;
}

bool text_number(struct text t, u64 least, u64 most, u64 *n)
{
	return read_digits(t, 10, least, most, n);
}

bool text_number_or_hex(struct text t, u64 least, u64 most, u64 *n)
{
	if (text_starts_with(t, "0x") || text_starts_with(t, "0X"))
		return read_digits(text_after(t, 2), 16, least, most, n);
	return read_digits(t, 10, least, most, n);
}

static u32 suffix_shift(char c)
{
	switch (c) {
	case 'k':
	case 'K':
		return 10;
	case 'm':
	case 'M':
		return 20;
	case 'g':
	case 'G':
		return 30;
	default:
		return 0;
	}
}

bool text_size(struct text t, u64 *bytes)
{
	u32 shift = t.len ? suffix_shift(t.at[t.len - 1]) : 0;
	u64 value;

	if (shift)
		t.len--;
	if (!text_number_or_hex(t, 1, UINT64_MAX >> shift, &value))
		return false;
	*bytes = value << shift;
	return true;
}
