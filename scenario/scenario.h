/* SPDX-License-Identifier: MIT */
/*
 * scenario.h - the interleavings that matter, forced one by one.
 */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "scenario/stage.h"

struct scenario {
	const char *name;
	const char *question; /* that its verdict answers, in a line */
	unsigned int actors;
	bool irq_only; /* only with lock=irq: it uses kmap_high_get() */
	/*
	 * The play. In a control (stage->control) the same hooks are in place
	 * but the defect is not: it must be safe with every strategy.
	 */
	void (*play)(struct stage *stage);
};

unsigned int scenario_count(void);
const struct scenario *scenario_at(unsigned int index);

/*
 * Play it and its control with this strategy and lock, and write the record. A
 * verdict or a control that is not as expected counts as failed. From a thread
 * on CPU 0; some 50 ms, 2 s at most.
 */
void scenario_run(const struct scenario *scenario,
		  const struct kmap_strategy *strategy, bool lock_irq);

/* scenario/scenario_stale.c */
extern const struct scenario scenario_stale_own, scenario_stale_third,
	scenario_blind_flusher, scenario_mail_ab;
/* scenario/scenario_lock.c */
extern const struct scenario scenario_irq_deadlock, scenario_irq_state,
	scenario_wrong_caller, scenario_wrong_caller_lock, scenario_outer_lock;
/* scenario/scenario_count.c */
extern const struct scenario scenario_double_map, scenario_lost_wakeup;

#endif
