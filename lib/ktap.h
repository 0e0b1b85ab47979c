/* SPDX-License-Identifier: MIT */
/*
 * ktap.h - writes test results as KTAP version 1.
 *
 *	KTAP version 1
 *	1..3
 *	ok 1 - a page gets a slot
 *	not ok 2 - slots are unique
 *	# slot 7 has two pages
 *	ok 3 - shootdown reaches all # SKIP needs 2 CPUs
 *	# Totals: pass:1 fail:1 skip:1
 *
 * The form is that of Linux's Documentation/dev-tools/ktap.rst; prove and other
 * TAP readers take it too. Tests are numbered as they come. A plan that runs no
 * test fails; TAP readers learn that from a last line "Bail out!".
 *
 * Texts cannot forge lines or directives: a newline or other byte that is not
 * printable ASCII becomes `?`, and # and \ in names are escaped with \.
 *
 * Context: any that the output function can be called in. A writer belongs to
 * one user: nothing here locks.
 */
#ifndef LIB_KTAP_H
#define LIB_KTAP_H

#include "lib/types.h"

struct ktap {
	void (*put)(void *ctx, char c);
	void *ctx;
	unsigned int planned;
	unsigned int passed;
	unsigned int failed;
	unsigned int skipped;
};

/*
 * Starts the report with its version line.
 *
 * @put: called in order for each character
 * @ctx: passed to put
 */
void ktap_begin(struct ktap *k, void (*put)(void *ctx, char c), void *ctx);

/* Says how many results will follow. Once, before the first of them. */
void ktap_plan(struct ktap *k, unsigned int n);

/* One result. `detail` says why, on a line of its own; NULL for none. */
void ktap_ok(struct ktap *k, bool ok, const char *name, const char *detail);

/* One test that cannot run here; counts as neither passed nor failed. */
void ktap_skip(struct ktap *k, const char *name, const char *reason);

/*
 * Ends the report with the totals.
 *
 * Returns whether there were as many results as planned, none of them failed,
 * and at least one test ran, that is, was not skipped.
 */
bool ktap_end(struct ktap *k);

#endif
