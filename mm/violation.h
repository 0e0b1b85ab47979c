/* SPDX-License-Identifier: MIT */
/*
 * violation.h - violations of the window's invariants.
 *
 * A strategy that is wrong on purpose causes them. That is a result, and no
 * panic: violations are counted, and the first of each kind is kept. The code
 * that runs the strategy looks for them, stops, and rebuilds the window by
 * kmap_reset().
 */
#ifndef MM_VIOLATION_H
#define MM_VIOLATION_H

#include "mm/page.h"

enum violation {
	VIOLATION_DOUBLE_MAP, /* I2: a page got a second slot */
	VIOLATION_COUNT,      /* I3 to I6: count, entry and address disagree */
	VIOLATION_CALLER, /* the caller broke the contract of mm/highmem.h */
	NR_VIOLATIONS
};

struct violation_report {
	u32 count;
	unsigned int cpu;
	unsigned int slot;
	u32 pfn;   /* of the page */
	u32 other; /* slot or pfn that contradicts it */
	u64 when;  /* cycles */
	const char *what;
};

/* Report one. Any context. */
void violation(enum violation kind, unsigned int slot, u32 pfn, u32 other,
	       const char *what);

/* Since violation_reset(), the first of the kind; and whether there was any. */
struct violation_report violation_first(enum violation kind);
bool violation_any(void);
void violation_reset(void);

#endif
