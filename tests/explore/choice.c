/* SPDX-License-Identifier: MIT */
/* choice.c - see choice.h */
#include "choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is(const char *text, size_t length, const char *name)
{
	return strlen(name) == length && strncmp(text, name, length) == 0;
}

/* What comes after this name; NULL if it is the last. */
static const char *next(const char *list)
{
	const char *comma = strchr(list, ',');

	return comma ? comma + 1 : NULL;
}

bool choice_has(const char *list, const char *name)
{
	if (!list || strcmp(list, "all") == 0)
		return true;
	for (; list; list = next(list))
		if (is(list, strcspn(list, ","), name))
			return true;
	return false;
}

static bool known(const char *text, size_t length, unsigned int count,
		  const char *(*name_at)(unsigned int index))
{
	for (unsigned int i = 0; i < count; i++)
		if (is(text, length, name_at(i)))
			return true;
	return false;
}

void choice_check(const char *option, const char *list, unsigned int count,
		  const char *(*name_at)(unsigned int index))
{
	if (!list || strcmp(list, "all") == 0)
		return;
	for (; list; list = next(list)) {
		int length = (int)strcspn(list, ",");

		if (known(list, (size_t)length, count, name_at))
			continue;
		fprintf(stderr, "explore: %s: there is no '%.*s'; there are",
			option, length, list);
		for (unsigned int i = 0; i < count; i++)
			fprintf(stderr, "%s %s", i ? "," : "", name_at(i));
		fputc('\n', stderr);
		exit(2);
	}
}
