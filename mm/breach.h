/* SPDX-License-Identifier: MIT */
/*
 * breach.h - invariants of the window that were found broken.
 *
 * A strategy that is wrong on purpose breaks them; that is a result, not a
 * panic. It is counted and the first of each kind is kept; whoever runs the
 * strategy looks, stops, and rebuilds the window with kmap_reset().
 */
#ifndef MM_BREACH_H
#define MM_BREACH_H

#include "mm/page.h"

enum breach {
	BREACH_DOUBLE_MAP, /* I2: a page got a second slot */
	BREACH_COUNT,      /* I3 to I6: count, entry and address disagree */
	BREACH_CALLER,     /* the caller broke the contract of mm/highmem.h */
	NR_BREACHES
};

struct breach_report {
	u32 count;
	unsigned int cpu;
	unsigned int slot;
	u32 pfn;   /* of the page */
	u32 other; /* slot or pfn that contradicts it */
	u64 when;  /* cycles */
	const char *what;
};

/* Report one. Any context. */
void breach(enum breach kind, unsigned int slot, u32 pfn, u32 other,
	    const char *what);

/* Since breach_reset(), the first of the kind; and whether there was any. */
struct breach_report breach_first(enum breach kind);
bool breach_any(void);
void breach_reset(void);

#endif
