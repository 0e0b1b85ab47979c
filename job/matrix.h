/* SPDX-License-Identifier: MIT */
/*
 * matrix.h - which verdict each scenario came to with each strategy and lock,
 * to be shown when all is over.
 */
#ifndef JOB_MATRIX_H
#define JOB_MATRIX_H

#include "job/page.h"
#include "record/verdict.h"
#include "scenario/scenario.h"

struct matrix_cell {
	bool played;
	bool as_expected;
	enum verdict verdict;
};

/* Remember one; the last of several counts. */
void matrix_add(const struct scenario *scenario,
		const struct kmap_strategy *strategy, bool irq,
		enum verdict verdict, bool as_expected);

/* By their places in the registries. */
struct matrix_cell matrix_at(unsigned int scenario, unsigned int strategy,
			     bool irq);

/* Were any played? */
bool matrix_is_empty(void);

/* All of it: a letter each, and what the letters mean. At most 25 lines. */
void matrix_print(struct screen_page *page);

#endif
