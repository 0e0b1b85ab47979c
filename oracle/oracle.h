/* SPDX-License-Identifier: MIT */
/*
 * oracle.h - does an address reach the frame it should?
 *
 * The oracle reads the frame's tag through the mapping, and compares it with
 * what the tag should be. Then it writes a number that has never been written
 * before through the mapping, and looks for it through the alias. So it finds
 * out what the CPU's TLB did, not what the page tables say.
 */
#ifndef ORACLE_ORACLE_H
#define ORACLE_ORACLE_H

#include "oracle/testframes.h"

enum oracle_context { ORACLE_THREAD, ORACLE_HANDLER };

struct oracle_counts {
	u64 checked;
	u64 stale_reads;
	u64 stale_writes;
};

/*
 * Check one mapping of test frame `index` at vaddr, and add the result to
 * `counts`. False if the mapping led elsewhere. Any context; one handler per
 * CPU at a time.
 */
bool oracle_check(u32 index, void *vaddr, enum oracle_context context,
		  struct oracle_counts *counts);

/* The first wrong access since oracle_reset(), of all CPUs. */
struct oracle_finding {
	bool found;
	bool write; /* else it was a read */
	unsigned int cpu;
	unsigned int slot;
	u32 expected; /* number of the frame that the address stood for */
	u32 reached;  /* number of the frame it led to, or one of those below */
	u64 when;     /* cycles since oracle_reset() */
};
#define ORACLE_NO_FRAME 0xffffffffu /* memory that is no test frame */
#define ORACLE_FAULT    0xfffffffeu /* the page was not mapped */

void oracle_reset(void);
struct oracle_finding oracle_first(void);

/* "CPU 3 wrote to frame 0x1a2b0 through the address of frame 0x14c11, ..." */
int oracle_describe(char *to, size_t room,
		    const struct oracle_finding *finding);

#endif
