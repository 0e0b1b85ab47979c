/* SPDX-License-Identifier: MIT */
/*
 * ipi.h - what one CPU can ask another for: see send_ipi() (arch/machine.h).
 */
#ifndef ARCH_IPI_H
#define ARCH_IPI_H

#include "lib/types.h"

enum ipi {
	IPI_CALL,       /* cross calls are waiting: smp/crosscall.c */
	IPI_FLUSH,      /* TLB shootdowns are waiting: smp/tlb.c */
	IPI_RESCHEDULE, /* leave HLT and look at the run queue: smp/thread.c */
	IPI_QUIESCE,    /* run the quiesce hook: smp/idle.c */
	NR_IPIS
};

/* Which function an IPI calls, on the CPU that takes it, from now on. While
 * none of that kind is under way. */
void ipi_set_handler(enum ipi ipi, void (*handler)(void));

/* How many IPIs of a kind CPU `cpu` has sent. A broadcast counts once for each
 * CPU that it reaches. Any context. */
u64 ipis_sent(unsigned int cpu, enum ipi ipi);

/* All kinds together except IPI_RESCHEDULE, which belongs to the scheduler: the
 * interrupts that mapping memory causes on other CPUs. */
static inline u64 ipis_sent_for_memory(unsigned int cpu)
{
	return ipis_sent(cpu, IPI_CALL) + ipis_sent(cpu, IPI_FLUSH) +
	       ipis_sent(cpu, IPI_QUIESCE);
}

#endif
