/* SPDX-License-Identifier: MIT */
/*
 * event.h - records of a timeline: one that says what it is of, then one for
 * each event. docs/results.md says what is in them. The kernel and the explorer
 * (tests/explore) write them alike.
 *
 * Pure: they fill a record that the caller has begun. Any context.
 */
#ifndef RECORD_EVENT_H
#define RECORD_EVENT_H

#include "lib/json.h"
#include "record/verdict.h"
#include "smp/event.h"

/* What the events after it are of. */
struct timeline {
	const char *source; /* "kernel" or "explorer" */
	const char *name;   /* of the scenario or case */
	const char *title, *strategy, *strategy_title, *lock;
	unsigned int cpus, slots;
	const char *unit;    /* of `at`: "steps", "instructions", "cycles" */
	bool perfect_tlbs;   /* TLBs always hold what the entries say */
	const char *verdict; /* of record/verdict.h */
	const char *detail;  /* the evidence, in words */
	u64 events, lost;    /* how many follow, and did not fit */
};

void timeline_fields(struct json_writer *w, const struct timeline *timeline);
void event_fields(struct json_writer *w, const struct event *event);

#endif
