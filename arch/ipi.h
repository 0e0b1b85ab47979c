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
	IPI_RESCHEDULE, /* leave HLT, look at the run queue: smp/thread.c */
	IPI_QUIESCE,    /* take stock: smp/idle.c */
	NR_IPIS
};

/* How many this CPU has sent, by kind; a broadcast counts for each CPU that it
 * reaches. Any context. */
u64 ipis_sent(unsigned int cpu, enum ipi ipi);

/* All kinds together but IPI_RESCHEDULE, which is the scheduler's business:
 * what mapping memory costs other CPUs. */
static inline u64 ipis_sent_for_memory(unsigned int cpu)
{
	return ipis_sent(cpu, IPI_CALL) + ipis_sent(cpu, IPI_FLUSH) +
	       ipis_sent(cpu, IPI_QUIESCE);
}

#endif
