/* SPDX-License-Identifier: MIT */
/*
 * cases.h - the programs and machines that are explored, how far, and what the
 * search should find in them, for each strategy and lock.
 */
#ifndef TESTS_EXPLORE_CASES_H
#define TESTS_EXPLORE_CASES_H

#include "mm/strategy.h"
#include "search.h"

/* How much of a case is searched exhaustively. */
struct explore_bound {
	int preemptions;     /* UNBOUNDED: any number of them */
	unsigned int stores; /* entries of a store buffer, up to SIM_STORES */
};

struct explore_case {
	const char *name;
	const char *what; /* in a line */
	/* What strategies show that do not claim to prevent it; SAFE: nothing
	 * should ever be found. */
	enum verdict shows;
	bool hands_over;   /* an address goes to another CPU */
	bool breaks_rules; /* so no claim helps */
	bool takes_turns;  /* nobody wants the lock while another one flushes */
	unsigned int cpus, slots, colors;
	unsigned int batch;    /* slots; 0: the default, which is all of them */
	void (*program)(void); /* of every CPU */
	void (*before)(void);  /* set-up, or NULL */
	void (*device_handler)(void);
	u8 devices;        /* device interrupts on each CPU */
	u8 ticks;          /* timer ticks on each CPU, or SIM_ALWAYS */
	u8 preempts;       /* how often a thread of each CPU is preempted */
	u32 lost_ipis;     /* a bit each */
	bool perfect_tlbs; /* only bookkeeping is looked at */
	bool irq_only;     /* only with lock=irq */
	bool one_by_one;   /* no IPI is a broadcast */
	bool counts_turns; /* how often is the first waiter overtaken? */
	/* Only for strategies that have a hook, or not, or make that claim. */
	enum {
		ANY_STRATEGY,
		IF_QUIESCE,
		UNLESS_QUIESCE,
		IF_MIGRATED,
		IF_UNLOCKED,
		IF_IN_BATCHES,
		IF_NO_LOST_WAKEUP,
		ONCE /* it has nothing to do with strategies */
	} needs;
	u8 looks;              /* for a deadlock, by each CPU that waits */
	bool looks_when_stuck; /* only when nothing else can happen */
	bool real_threads;     /* those of smp/thread.c */
	bool goes_round;       /* livelocks are looked for first */
	bool walks_only;       /* too large for an exhaustive search */
	bool deep_only;        /* too large for make test */
	bool in_full;          /* for `clock`, too, which maps like `percpu` */
	/* Strategies that wait for others to pass have more states. */
	struct explore_bound bound, quiesce_bound;
};

/* Those of cases.c; then those of the explorer of a lab (labs/), which defines
 * this: an array that ends with a case without a name. */
const struct explore_case *more_cases(void);

unsigned int case_count(void);
const struct explore_case *case_at(unsigned int index);

/* One search: a case, for one strategy, with one lock. */
struct explore_job {
	const struct explore_case *of;
	const struct kmap_strategy *strategy;
	bool irq;
};

bool job_applies(const struct explore_job *job);

/* The bound of `make test`, or with DEEP=1 the one beyond. */
struct explore_bound job_bound(const struct explore_job *job, bool deep);

/* What should be found. It follows from the strategy's claims. */
enum verdict job_expected(const struct explore_job *job);

#endif
