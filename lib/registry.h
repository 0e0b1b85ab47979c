/* SPDX-License-Identifier: MIT */
/*
 * registry.h - things that register themselves: the linker collects a pointer
 * to each of them in a section, so there is no list to maintain.
 *
 *	struct thing { const char *name; unsigned int order; ... };
 *
 *	REGISTER(things, struct thing, mine);    in the file of each
 *	REGISTRY(things, struct thing, thing);   in one file: thing_count() and
 *	                                         thing_at(index)
 *
 * They are sorted by `order`, and by name where that is the same. A section's
 * name is a C identifier; linker.ld has those of the kernel.
 */
#ifndef LIB_REGISTRY_H
#define LIB_REGISTRY_H

#include "lib/string.h"
#include "lib/types.h"

/* As many as a parameter's mask has bits; linker.ld checks that. */
#define REGISTRY_MAX 64

#define REGISTER(section, type, variable)                                  \
	static const type *const variable##_registered __section(#section) \
		__used = &(variable)

#define REGISTRY(section, type, what)                                        \
	extern const type *const __start_##section[];                        \
	extern const type *const __stop_##section[];                         \
                                                                             \
	unsigned int what##_count(void)                                      \
	{                                                                    \
		return (unsigned int)(__stop_##section - __start_##section); \
	}                                                                    \
                                                                             \
	static bool what##_precedes(const type *a, const type *b)            \
	{                                                                    \
		if (a->order != b->order)                                    \
			return a->order < b->order;                          \
		return strcmp(a->name, b->name) < 0;                         \
	}                                                                    \
                                                                             \
	const type *what##_at(unsigned int index)                            \
	{                                                                    \
		for (unsigned int i = 0; i < what##_count(); i++) {          \
			const type *it = __start_##section[i];               \
			unsigned int before = 0;                             \
                                                                             \
			for (unsigned int j = 0; j < what##_count(); j++)    \
				before += what##_precedes(                   \
					__start_##section[j], it);           \
			if (before == index)                                 \
				return it;                                   \
		}                                                            \
		return NULL;                                                 \
	}                                                                    \
	_Static_assert(1, "takes the semicolon")

#endif
