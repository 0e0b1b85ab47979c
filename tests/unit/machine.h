/* SPDX-License-Identifier: MIT */
/*
 * machine.h - what the machine of the unit tests is like at the moment: tests
 * set it. (machine_impl.h and layout_impl.h have the machine.)
 */
#ifndef TESTS_UNIT_MACHINE_H
#define TESTS_UNIT_MACHINE_H

#include "arch/ipi.h"
#include "lib/types.h"

#define UNIT_CPUS 64

extern struct unit_machine {
	unsigned int cpu; /* smp_processor_id() */
	u64 cycles;       /* get_cycles() */
	bool irqs_off;
	u32 preempt_counts[UNIT_CPUS]; /* preempt_count_of() */
	u32 interrupts[UNIT_CPUS];     /* interrupts_taken() */
	u8 *low_memory;                /* what phys_to_virt(0) points to */
	/* May be NULL: then nobody is told. */
	void (*relax)(void);
	void (*send_ipi)(unsigned int cpu, enum ipi ipi);
	void (*send_ipi_all_but_self)(enum ipi ipi);
} unit_machine;

#endif
