/* SPDX-License-Identifier: MIT */
/*
 * workers.h - run many jobs, some at a time, each in a process of its own: the
 * simulated machine is one set of variables.
 */
#ifndef TESTS_EXPLORE_WORKERS_H
#define TESTS_EXPLORE_WORKERS_H

#include "outcome.h"

/*
 * Do all jobs, `at_once` at a time. `tell` is called for each that is finished,
 * in order. Returns the outcomes, which stay for the rest of the program's
 * life. Those of jobs that were never finished are not `done`.
 */
const struct outcome *workers_do(const struct explore_job *jobs,
				 unsigned int count, unsigned int at_once,
				 const struct effort *effort,
				 void (*tell)(unsigned int job,
					      const struct outcome *outcome));

#endif
