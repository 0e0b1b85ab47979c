/* SPDX-License-Identifier: MIT */
/*
 * catalog.h - records in which the kernel lists what it consists of, one for
 * each item. So a name is written once, where the thing is.
 */
#ifndef RECORD_CATALOG_H
#define RECORD_CATALOG_H

#include "lib/registry.h"

struct catalog_names {
	const char *names[REGISTRY_MAX];
	unsigned int count;
};

/* What does not apply to an item of its kind is NULL or 0, and null in the
 * record. */
struct catalog_item {
	const char *what; /* the kind: "strategy", "workload"... */
	const char *name;
	const char *title;
	const struct catalog_names *claims;
	const char *contract;
	const bool *baseline;
	const struct catalog_names *locks;
	const char *callers, *addresses;
	unsigned int cpus;
	const char *shows;
	const char *screen;
};

/* From threads, as all records. */
void record_catalog(const struct catalog_item *item);

#endif
