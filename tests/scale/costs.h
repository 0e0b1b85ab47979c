/* SPDX-License-Identifier: MIT */
/*
 * costs.h - what things cost on the machines that are modelled, in cycles.
 * costs.c has the machines, with the source of each number.
 */
#ifndef SCALE_COSTS_H
#define SCALE_COSTS_H

#include "lib/types.h"

/* From how far a line comes: out of a CPU of the same die, of the same node, of
 * another one. */
enum distance { SAME_DIE, SAME_NODE, FAR, NR_DISTANCES };

struct machine {
	const char *name;
	const char *title;
	u32 khz;
	unsigned int cpus_per_die, cpus_per_node;
	u32 hit;    /* more than an instruction takes */
	u32 memory; /* no CPU has the line */
	/* Another CPU has it, and may have changed it; to have it alone. */
	u32 load[NR_DISTANCES];
	u32 store[NR_DISTANCES];
	u32 locked; /* a locked instruction, on a line at hand */
	u32 pause;
	u32 invlpg;
	u32 flush; /* of the whole TLB, and refilling it with what is no slot */
	u32 walk;  /* of the page tables, if these are cached */
	u32 send;  /* an interrupt: the sender's part */
	u32 deliver; /* from then until the other CPU takes it */
	u32 enter;   /* taking it, up to the handler, acknowledged */
	u32 leave;
};

/* By number, or NULL; by name, or NULL. */
const struct machine *machine_at(unsigned int index);
const struct machine *machine_named(const char *name);

#endif
