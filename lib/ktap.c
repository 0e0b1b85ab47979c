/* SPDX-License-Identifier: MIT */
/*
 * ktap.c - writes test results as KTAP version 1.
 */
#include "lib/ktap.h"

#include "lib/printf.h"

static void __printf(2, 3) write(struct ktap *k, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	kvprintf(k->put, k->ctx, fmt, args);
	va_end(args);
}

/* Text that stays on its line. */
static void write_char(struct ktap *k, char c)
{
	k->put(k->ctx, c >= ' ' && c <= '~' ? c : '?');
}

static void write_text(struct ktap *k, const char *s)
{
	for (; *s; s++)
		write_char(k, *s);
}

/* A name: what follows a bare # would be read as a directive, like TODO. */
static void write_name(struct ktap *k, const char *s)
{
	for (; *s; s++) {
		if (*s == '#' || *s == '\\')
			k->put(k->ctx, '\\');
		write_char(k, *s);
	}
}

static unsigned int results(const struct ktap *k)
{
	return k->passed + k->failed + k->skipped;
}

void ktap_begin(struct ktap *k, void (*put)(void *ctx, char c), void *ctx)
{
	*k = (struct ktap){ .put = put, .ctx = ctx };
	write(k, "KTAP version 1\n");
}

void ktap_plan(struct ktap *k, unsigned int n)
{
	k->planned = n;
	write(k, "1..%u\n", n);
}

void ktap_ok(struct ktap *k, bool ok, const char *name, const char *detail)
{
	if (ok)
		k->passed++;
	else
		k->failed++;
	write(k, "%s %u - ", ok ? "ok" : "not ok", results(k));
	write_name(k, name);
	write(k, "\n");
	if (detail) {
		write(k, "# ");
		write_text(k, detail);
		write(k, "\n");
	}
}

void ktap_skip(struct ktap *k, const char *name, const char *reason)
{
	k->skipped++;
	write(k, "ok %u - ", results(k));
	write_name(k, name);
	write(k, " # SKIP ");
	write_text(k, reason);
	write(k, "\n");
}

bool ktap_end(struct ktap *k)
{
	bool some_ran = k->passed || k->failed;

	write(k, "# Totals: pass:%u fail:%u skip:%u\n", k->passed, k->failed,
	      k->skipped);
	if (!some_ran)
		write(k, "Bail out! no test ran\n");
	return some_ran && !k->failed && results(k) == k->planned;
}
