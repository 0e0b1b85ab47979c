/* SPDX-License-Identifier: MIT */
/* spin.c - see spin.h */
#include "spin.h"

#include "cpu.h"
#include "smp/spinwait.h"

/*
 * Instructions of a contended path that nobody sees: they touch registers and
 * the stack only (plain.c). Before the wait, and after it, with the lock held,
 * until its holder is where it would be without a wait. A dozen on each side
 * are smp/spinwait.c's and smp/spinlock.c's, as disassembled; the rest is what
 * paths that may wait save and restore. Their sum is such that the simulated
 * machine without caches scales as Bochs does: docs/scale.md.
 */
#define WAIT_BEGIN 20
#define WAIT_END   35

#define MOST_LINES 6 /* that a loop looks at */

/* What each CPU has done since the end of its last turn. */
static struct {
	struct line *read[MOST_LINES];
	unsigned int count;
	bool other;
	u64 began;
} turns[NR_CPUS];

void spin_read(struct line *line)
{
	unsigned int n = turns[this_cpu].count;

	for (unsigned int i = 0; i < n; i++)
		if (turns[this_cpu].read[i] == line)
			return;
	if (n == MOST_LINES) {
		spin_other();
		return;
	}
	turns[this_cpu].read[n] = line;
	turns[this_cpu].count++;
}

void spin_other(void)
{
	turns[this_cpu].other = true;
}

/* Does the CPU still have all lines that the turn has read? */
static bool has_all(void)
{
	unsigned int n = turns[this_cpu].count;

	for (unsigned int i = 0; i < n; i++)
		if (!(turns[this_cpu].read[i]->sharers >> this_cpu & 1))
			return false;
	return n > 0;
}

static void wait_for_change(void)
{
	unsigned int n = turns[this_cpu].count;

	for (unsigned int i = 0; i < n; i++)
		turns[this_cpu].read[i]->watchers |= 1ull << this_cpu;
	park(self()->clock - turns[this_cpu].began);
	for (unsigned int i = 0; i < n; i++)
		turns[this_cpu].read[i]->watchers &= ~(1ull << this_cpu);
}

void spin_turn(void)
{
	if (!turns[this_cpu].other && has_all())
		wait_for_change();
	turns[this_cpu].count = 0;
	turns[this_cpu].other = false;
	turns[this_cpu].began = self()->clock;
}

void spin_wake(struct line *line)
{
	for (u64 left = line->watchers; left; left &= left - 1) {
		unsigned int cpu = (unsigned int)__builtin_ctzll(left);

		if (cpu != this_cpu && cpus[cpu].parked)
			unpark(cpu);
	}
}

/* The linker (--wrap) sends all waits here. */
void __real_spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
			    const void *object);
void __real_spin_wait_end(struct spin_wait *wait);
void __wrap_spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
			    const void *object);
void __wrap_spin_wait_end(struct spin_wait *wait);

void __wrap_spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
			    const void *object)
{
	pass(WAIT_BEGIN);
	__real_spin_wait_begin(wait, kind, object);
}

void __wrap_spin_wait_end(struct spin_wait *wait)
{
	pass(WAIT_END);
	__real_spin_wait_end(wait);
}
