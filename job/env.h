/* SPDX-License-Identifier: MIT */
/*
 * env.h - the record of what the kernel runs on, and what it was asked to do.
 */
#ifndef JOB_ENV_H
#define JOB_ENV_H

#include "job/params.h"
#include "mm/memmap.h"

/* What the boot code tells the job about the machine. */
struct machine_info {
	enum params_platform platform; /* as told, or recognised */
	u64 mem_kib;                   /* RAM in use, in KiB */
	const struct memmap *ram;      /* all that the loader calls RAM */
	const char *cpus_source;       /* who lists the CPUs; NULL: nobody */
	const char *clock_source;      /* what the clock was measured by; or
					  NULL */
};

/* The CPUs whose clock, or whose memory types, are not the boot CPU's: arrays
 * of NR_CPUS. Return how many there are. */
size_t cpus_of_other_clock(u64 *cpus);
size_t cpus_of_other_mtrr(u64 *cpus);

/* The machine and the parameters; `known` as they were parsed with. */
void record_env(const struct params *params, const struct params_names *known,
		const struct machine_info *machine);

#endif
