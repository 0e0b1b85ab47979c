/* SPDX-License-Identifier: MIT */
/*
 * choice.h - what the user chooses by a list of names: "once2,third".
 */
#ifndef TESTS_EXPLORE_CHOICE_H
#define TESTS_EXPLORE_CHOICE_H

#include "lib/types.h"

/* Is the name one of the list? NULL and "all" have every name. */
bool choice_has(const char *list, const char *name);

/*
 * Ends the program, with status 2, if the list has a name that is not known.
 *
 * @option: where the list comes from, for the message
 * @count:  of known names
 * @name_at: each of them
 */
void choice_check(const char *option, const char *list, unsigned int count,
		  const char *(*name_at)(unsigned int index));

#endif
