/* SPDX-License-Identifier: MIT */
/*
 * cmdline.c - reads a command line by a table of parameters.
 */
#include "lib/cmdline.h"

#include "lib/printf.h"
#include "lib/string.h"

#define TEXT_SHOWN 40 /* characters of a bad word */

struct table {
	const struct cmdline_param *params;
	unsigned int count;
};

/* The line about a bad word. */
struct complaint {
	char *at;
	size_t size;
	size_t len; /* below size: what is there always ends in NUL */
};

static void put(void *ctx, char c)
{
	struct complaint *to = ctx;

	if (to->len + 1 < to->size) {
		to->at[to->len++] = c;
		to->at[to->len] = '\0';
	}
}

static void __printf(2, 3) say(struct complaint *to, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	kvprintf(put, to, fmt, args);
	va_end(args);
}

static void say_bad(struct complaint *to, struct text word)
{
	say(to, "bad parameter: '");
	for (size_t i = 0; i < min(word.len, (size_t)TEXT_SHOWN); i++) {
		char c = word.at[i];

		put(to, c >= ' ' && c <= '~' ? c : '?');
	}
	say(to, "%s' (expected ", word.len > TEXT_SHOWN ? "..." : "");
}

static void say_unknown(struct complaint *to, const struct table *table)
{
	say(to, "one of");
	for (unsigned int i = 0; i < table->count; i++)
		say(to, "%s %s", i ? "," : "", table->params[i].key);
}

static void say_legal(struct complaint *to, const struct cmdline_param *param)
{
	say(to, "%s with %s", param->key, param->expected);
	for (unsigned int i = 0; i < param->words.count; i++)
		say(to, "%s %s", i ? "," : "", param->words.names[i]);
}

/* Which parameter a word gives; table->count if none. */
static unsigned int find(const struct table *table, struct text word)
{
	unsigned int i;

	for (i = 0; i < table->count; i++) {
		const char *key = table->params[i].key;
		bool has_value = strchr(key, '=') != NULL;

		if (has_value ? text_starts_with(word, key)
			      : text_is(word, key))
			break;
	}
	return i;
}

/*
 * Parses one word, or says what is wrong with it.
 *
 * @seen: bit n is set if parameter n was there before
 */
static bool take_word(const struct table *table, struct text word, u32 *seen,
		      struct params *p, struct complaint *to)
{
	unsigned int i = find(table, word);
	const struct cmdline_param *param = &table->params[i];
	struct cmdline_value value;

	if (i == table->count) {
		say_bad(to, word);
		say_unknown(to, table);
	} else if (*seen & BIT(i)) {
		say_bad(to, word);
		say(to, "%s only once", param->key);
	} else {
		*seen |= BIT(i);
		value.text = text_after(word, strlen(param->key));
		value.words = &param->words;
		if (param->parse(p, &value))
			return true;
		say_bad(to, word);
		say_legal(to, param);
	}
	say(to, ")");
	return false;
}

static bool is_path(struct text word)
{
	for (size_t i = 0; i < word.len && word.at[i] != '='; i++) {
		if (word.at[i] == '/' || word.at[i] == '.')
			return true;
	}
	return false;
}

bool cmdline_parse(const char *cmdline, bool skip_first,
		   const struct cmdline_param *params, unsigned int count,
		   struct params *p, char *error, size_t error_size)
{
	struct table table = { .params = params, .count = count };
	struct complaint to = { .at = error, .size = error_size };
	struct text word = text_next_word(&cmdline);
	bool good = true;
	u32 seen = 0;

	if (error_size)
		error[0] = '\0';
	if (skip_first || is_path(word))
		word = text_next_word(&cmdline);
	for (; word.len; word = text_next_word(&cmdline)) {
		if (take_word(&table, word, &seen, p, &to))
			continue;
		good = false;
		to.size = 0; /* the first bad word is enough */
	}
	return good;
}
