/* SPDX-License-Identifier: MIT */
/*
 * cmdline.h - reads a command line by a table of parameters.
 *
 * The line is words separated by blanks and tabs, each `key=value` or a bare
 * `key`; no quoting. job/params.c has the kernel's table.
 *
 * Context: any; nothing here locks, sleeps or allocates.
 */
#ifndef LIB_CMDLINE_H
#define LIB_CMDLINE_H

#include "lib/text.h"
#include "lib/types.h"

struct params; /* what the parsers fill in; of no concern here */

/* Words that a value may be made of; at most 64. */
struct param_names {
	const char *const *names;
	unsigned int count;
};

/* What a parser gets. */
struct cmdline_value {
	struct text text;                /* after the = */
	const struct param_names *words; /* those of the parameter */
};

struct cmdline_param {
	const char *key; /* ends in = if a value follows */

	/* Returns whether the value is legal, and changes *p only then. */
	bool (*parse)(struct params *p, const struct cmdline_value *value);

	const char *expected;     /* what is legal, in words */
	struct param_names words; /* what is legal, listed after that */
};

/*
 * Hands each word of a line to its parser. After a bad word the others are
 * parsed all the same.
 *
 * @cmdline: any bytes, ended by NUL
 * @skip_first: whether to ignore the first word. It is ignored in any case if
 *     it has a / or . before any =: some loaders put the kernel's path there.
 * @table, @count: the parameters, at most 32
 * @p: handed to the parsers
 * @error: gets one line about the first bad word, without newline:
 *         bad parameter: 'TEXT' (expected ...)
 *     or an empty string if there is none. TEXT is the word, cut after 40
 *     characters, with ? for bytes that are not printable ASCII.
 * @error_size: of error in bytes, NUL included; what does not fit is cut
 *
 * Returns whether all words were good: known, legal, and no key given twice.
 */
bool cmdline_parse(const char *cmdline, bool skip_first,
		   const struct cmdline_param *table, unsigned int count,
		   struct params *p, char *error, size_t error_size);

#endif
