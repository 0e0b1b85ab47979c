/* SPDX-License-Identifier: MIT */
/*
 * json.c - writes one JSON object a line.
 */
#include "lib/json.h"

#include "lib/printf.h"

/*
 * The only place that stores. Once a character did not fit, none that follows
 * does, so that the text in the buffer never has a gap.
 */
static void put(void *ctx, char c)
{
	struct json_writer *w = ctx;

	if (w->len + 1 < w->size)
		w->buf[w->len++] = c;
	else
		w->truncated = true;
}

static void __printf(2, 3) write(struct json_writer *w, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	kvprintf(put, w, fmt, args);
	va_end(args);
}

static void write_string(struct json_writer *w, const char *s)
{
	if (!s) {
		write(w, "null");
		return;
	}
	put(w, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			write(w, "\\%c", *s);
		else if (*s >= ' ' && *s <= '~')
			put(w, *s);
		else
			write(w, "\\u%04x", (u8)*s);
	}
	put(w, '"');
}

static void write_comma(struct json_writer *w)
{
	if (w->comma)
		put(w, ',');
	w->comma = true;
}

/* Every member starts here. */
static void write_key(struct json_writer *w, const char *key)
{
	write_comma(w);
	write_string(w, key);
	put(w, ':');
}

static void open(struct json_writer *w, char bracket)
{
	put(w, bracket);
	w->comma = false;
}

static void close(struct json_writer *w, char bracket)
{
	put(w, bracket);
	w->comma = true;
}

void json_begin(struct json_writer *w, char *buf, size_t size, const char *kind)
{
	*w = (struct json_writer){ .buf = buf, .size = size, .depth = 1 };
	open(w, '{');
	json_u64(w, "v", JSON_VERSION);
	json_str(w, "kind", kind);
}

size_t json_end(struct json_writer *w)
{
	close(w, '}');
	put(w, '\n');
	if (w->truncated || w->depth != 1)
		w->len = 0;
	if (w->size)
		w->buf[w->len] = '\0';
	return w->len;
}

void json_u64(struct json_writer *w, const char *key, u64 value)
{
	write_key(w, key);
	write(w, "%llu", (unsigned long long)value);
}

void json_s64(struct json_writer *w, const char *key, s64 value)
{
	u64 size = value < 0 ? 0 - (u64)value : (u64)value;

	write_key(w, key);
	write(w, "%s%llu", value < 0 ? "-" : "", (unsigned long long)size);
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
	write_key(w, key);
	write(w, value ? "true" : "false");
}

void json_null(struct json_writer *w, const char *key)
{
	write_key(w, key);
	write(w, "null");
}

void json_str(struct json_writer *w, const char *key, const char *value)
{
	write_key(w, key);
	write_string(w, value);
}

void json_array_u64(struct json_writer *w, const char *key, const u64 *values,
		    size_t n)
{
	write_key(w, key);
	open(w, '[');
	for (size_t i = 0; i < n; i++) {
		write_comma(w);
		write(w, "%llu", (unsigned long long)values[i]);
	}
	close(w, ']');
}

void json_array_str(struct json_writer *w, const char *key,
		    const char *const *values, size_t n)
{
	write_key(w, key);
	open(w, '[');
	for (size_t i = 0; i < n; i++) {
		write_comma(w);
		write_string(w, values[i]);
	}
	close(w, ']');
}

void json_object_begin(struct json_writer *w, const char *key)
{
	write_key(w, key);
	open(w, '{');
	w->depth++;
}

void json_object_end(struct json_writer *w)
{
	close(w, '}');
	if (w->depth <= 1)
		w->truncated = true;
	else
		w->depth--;
}
