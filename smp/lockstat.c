/* SPDX-License-Identifier: MIT */
/* lockstat.c - see lockstat.h */
#include "smp/lockstat.h"

const char *const accounting_names[NR_ACCOUNTINGS] = {
	[ACCOUNTING_NONE] = "none",
	[ACCOUNTING_CONTENDED] = "contended",
	[ACCOUNTING_ALL] = "all",
};

void lockstat_reset(struct lock_stat *stat)
{
	for (unsigned int i = 0; i < NR_CPUS; i++) {
		struct lock_stat_cpu *cpu = &stat->cpu[i];

		hist_reset(&cpu->wait);
		hist_reset(&cpu->hold);
		cpu->irqoff_max = 0;
		cpu->acquired_at = 0;
		cpu->irqoff_at = 0;
	}
}
