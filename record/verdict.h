/* SPDX-License-Identifier: MIT */
/*
 * verdict.h - the words for what can go wrong: one list for the kernel, its
 * records and the explorer (tests/explore). The model (tests/model) uses the
 * same words.
 *
 * Pure: no machine, no state. Any context.
 */
#ifndef RECORD_VERDICT_H
#define RECORD_VERDICT_H

#include "lib/types.h"

enum verdict {
	VERDICT_SAFE, /* 0: anything else went wrong */
	VERDICT_STALE,
	VERDICT_DOUBLE_MAP,
	VERDICT_BAD_COUNT,
	VERDICT_DEADLOCK,
	VERDICT_LOST_WAKEUP,
	VERDICT_IRQ_STATE,
	VERDICT_REFUSED,
	VERDICT_LIVELOCK, /* only the explorer can tell */
	VERDICT_TIMEOUT,
	VERDICT_NA,
	NR_VERDICTS
};

/* In records and on command lines: "double-map". */
const char *verdict_name(enum verdict verdict);

/* On screens, where it should be seen that something went wrong: "DOUBLE MAP".
 */
const char *verdict_screen(enum verdict verdict);

/* What it means, in one line. */
const char *verdict_title(enum verdict verdict);

#endif
