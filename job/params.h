/* SPDX-License-Identifier: MIT */
/*
 * params.h - the kernel's command line.
 *
 * docs/ has the table for users. Lists have commas. Numbers are decimal; the
 * seed and sizes may be hexadecimal after 0x. Sizes take K, M or G, in either
 * case, for powers of 1024.
 *
 * Context: any; nothing here locks, sleeps or allocates.
 */
#ifndef JOB_PARAMS_H
#define JOB_PARAMS_H

#include "arch/console.h"
#include "lib/cmdline.h"
#include "lib/types.h"
#include "smp/lockstat.h"

#define PARAMS_MAX_THREADS 16  /* members that threads= may have */
#define PARAMS_ERROR_SIZE  384 /* bytes; ample for an error line */

enum params_run {
	RUN_MEASURE,
	RUN_ROWS,
	RUN_SCENARIOS,
	RUN_STRESS,
	RUN_TESTS,
	RUN_SHELL,
	RUN_HALT,
	RUN_REPORT,
};

/* What the host's runner says it is. TCG is QEMU's emulator. */
enum params_platform {
	PLATFORM_UNKNOWN,
	PLATFORM_TCG,
	PLATFORM_MTTCG,
	PLATFORM_EXACT,
	PLATFORM_BOCHS,
	PLATFORM_KVM,
};

struct params {
	enum params_run run;
	u64 strategies; /* bit n: known strategy n */
	u64 workloads;  /* bit n: known workload n */
	u64 scenarios;  /* bit n: known scenario n */
	bool lock_spin;
	bool lock_irq;
	u8 threads[PARAMS_MAX_THREADS]; /* each 1 to 64, in the order given */
	unsigned int nr_threads;        /* valid in threads; 0: default */
	unsigned int window;            /* slots, 8 to 512 */
	unsigned int colors;            /* 1, 2 or 4 */
	unsigned int batch;             /* slots, 1 to 512 */
	u64 accounting;                 /* bit n: mode n; 0: default */
	u64 ops;                        /* per bench row; 0: default */
	u32 seconds;                    /* of a stress run; 0: default */
	u32 seed;
	unsigned int maxcpus; /* 0: no limit; maxcpus=0 sets nosmp */
	bool nosmp;
	bool broadcast_off; /* tell CPUs one by one: smp/mailbox.h */
	bool preempt_full;  /* smp/preempt.h */
	bool acpi_off;
	u64 mem;    /* bytes; 0: no limit */
	u64 lowmem; /* bytes of direct map; 0: no limit */
	bool directmap_2m;
	enum results_device results;
	unsigned int console; /* CONSOLE_ bits */
	enum params_platform platform;
	bool trace;
};

/* What the caller knows and this file does not. */
struct params_names {
	struct param_names strategies;
	struct param_names workloads;
	struct param_names scenarios;
};

enum params_status {
	PARAMS_OK,
	PARAMS_BAD,
};

/*
 * Reads a command line.
 *
 * @p: filled in. All of it is valid even if a parameter was bad: the good ones,
 *     and the defaults for the rest. So the caller knows where to complain.
 * @cmdline: as the loader passed it; NULL is an empty one
 * @known: what strategy=, workload= and scenario= may name
 * @first_is_loader: the first word is the loader's own and no parameter. One
 *     with a / or . before any = is never taken for a parameter.
 * @error: gets one line about the first bad parameter, see cmdline_parse(), or
 *     an empty string
 * @error_size: of error in bytes, NUL included
 *
 * Returns PARAMS_BAD if a parameter is unknown, malformed, out of range or
 * there twice.
 */
enum params_status params_parse(struct params *p, const char *cmdline,
				const struct params_names *known,
				bool first_is_loader, char *error,
				size_t error_size);

/*
 * Changes parameters of a kernel that runs already, for one job: those that
 * matter to jobs alone. Any other one is a bad parameter.
 *
 * @p: valid before; what is named is changed
 * @words, @known, @error, @error_size: as for params_parse()
 */
enum params_status params_for_job(struct params *p, const char *words,
				  const struct params_names *known, char *error,
				  size_t error_size);

/* The names that the command line uses; "unknown" for any other value. */
const char *params_run_name(enum params_run run);
const char *params_platform_name(enum params_platform platform);

#endif
