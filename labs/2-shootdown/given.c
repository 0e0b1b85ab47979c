/* SPDX-License-Identifier: MIT */
/* given.c - what smp/tlb.c has besides the code that lab 2 is about. */
#include "smp/tlb.h"

struct mailbox tlb_box = {
	.name = "TLB flush",
	.ipi = IPI_FLUSH,
};

struct tlb_stats tlb_stats[NR_CPUS];

/* The trace asks. What was asked for is known to your file alone. */
unsigned long tlb_last_request(void)
{
	return 0;
}
