/* SPDX-License-Identifier: MIT */
/* alike.c - see alike.h */
#include "boot/alike.h"

#include "arch/clock.h"
#include "arch/cpu_info.h"
#include "arch/x86/cpu/cpuid.h"
#include "arch/x86/cpu/mtrr.h"
#include "arch/x86/time/tsc_sync.h"
#include "lib/div64.h"
#include "lib/string.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/printk.h"
#include "smp/trace.h"

static struct cpu_difference found[NR_CPUS];

struct cpu_difference cpu_difference(unsigned int cpu)
{
	return found[cpu];
}

/* On the other CPU. */
static void compare_me(void *difference)
{
	struct cpu_difference *mine = difference;

	mine->mtrr = mtrr_difference();
	if (cpu_features.tsc)
		tsc_sync_follow();
}

static void say_clock(unsigned int cpu, enum tsc_sync sync, s64 ahead)
{
	bool behind = ahead < 0;
	u64 by = (u64)(behind ? -ahead : ahead);

	/* Months of cycles, times 1000, need more than 64 bits. */
	by = by < ~0ull / 1000 ? div_u64(by * 1000, clock_khz())
			       : div_u64(by, clock_khz()) * 1000;

	if (sync == TSC_UNKNOWN)
		printk("CPU %u: it did not say in time what its clock shows\n",
		       cpu);
	else if (sync == TSC_APART)
		printk("CPU %u: its clock is %llu us %s that of CPU 0; each "
		       "time is taken from one CPU\n",
		       cpu, by, behind ? "behind" : "ahead of");
}

static void nothing(void *info)
{
	(void)info;
}

static void compare(unsigned int cpu)
{
	enum tsc_sync sync = TSC_TOGETHER;
	bool were_on;

	found[cpu] = (struct cpu_difference){ 0 };
	tsc_sync_prepare();
	smp_call_function_single(cpu, compare_me, &found[cpu], false);
	were_on = local_irq_save();
	if (cpu_features.tsc)
		sync = tsc_sync_lead(&found[cpu].ahead);
	local_irq_restore(were_on);
	/* It has left, and has said what it found, however late. */
	smp_call_function_single(cpu, nothing, NULL, true);
	trace_set_ahead(cpu, found[cpu].ahead);
	found[cpu].clock = sync != TSC_TOGETHER;
	say_clock(cpu, sync, found[cpu].ahead);
}

/* QEMU switches them off at INIT, after its firmware has set them. It has no
 * caches; and INIT leaves them as they are (SDM vol. 3, table 9-1). */
static bool is_qemu(void)
{
	return strcmp(cpu_features.hypervisor_id, "TCGTCGTCGTCG") == 0;
}

static void say_mtrr(void)
{
	unsigned int first = 0;
	unsigned int differ = 0;

	for (unsigned int cpu = 1; cpu < num_online_cpus(); cpu++) {
		if (found[cpu].mtrr && !first)
			first = cpu;
		differ += found[cpu].mtrr != NULL;
	}
	if (first)
		printk("CPU %u%s: the memory type ranges (MTRRs) are not those "
		       "of CPU 0: %s. So firmware has left it: some memory may "
		       "not be cached\n",
		       first, differ > 1 ? " and others" : "",
		       found[first].mtrr);
}

void cpus_compare(void)
{
	mtrr_keep(!is_qemu());
	for (unsigned int cpu = 1; cpu < num_online_cpus(); cpu++)
		compare(cpu);
	say_mtrr();
}
