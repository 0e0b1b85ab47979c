/* SPDX-License-Identifier: MIT */
/*
 * machine_impl.h - the machine seam on a simulated machine with caches: the
 * explorer's functions, with a machine behind them that has a clock (seam.c).
 */
#ifndef TESTS_SCALE_MACHINE_IMPL_H
#define TESTS_SCALE_MACHINE_IMPL_H

#define NR_CPUS    64
#define CACHE_LINE 64 /* bytes */

void sim_relax(void);

#include "tests/explore/machine_impl.h"

#endif
