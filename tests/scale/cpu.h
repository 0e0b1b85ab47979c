/* SPDX-License-Identifier: MIT */
/*
 * cpu.h - the simulated CPUs, each with a clock of its own.
 *
 * Each CPU is a coroutine. The CPU with the smallest clock runs, the one with
 * the smaller number if two are equal, until its clock has passed another
 * CPU's. A CPU in HLT counts with the time of its next interrupt. So what
 * happens is the same each time.
 */
#ifndef SCALE_CPU_H
#define SCALE_CPU_H

#include "arch/machine.h"
#include "costs.h"

#define NEVER      (~0ull >> 8) /* a time, in ticks */
#define TICK_SHIFT 8            /* ticks in a cycle: 1 << TICK_SHIFT */

struct cpu {
	void *stack_pointer;  /* while another CPU runs */
	u64 clock;            /* ticks */
	u64 due;              /* when its next interrupt comes, or NEVER */
	u64 arrives[NR_IPIS]; /* when that IPI comes, or NEVER */
	u64 next_timer;
	bool irqs_on;
	bool halted;
	bool parked; /* in a wait loop, see spin.h */
	u64 turn;    /* of that loop, in ticks */
	u32 preempt_count;
	u32 interrupts;
	u64 sent[NR_IPIS];
	u64 plain; /* plain instructions' events */
};

extern struct cpu cpus[NR_CPUS];
extern unsigned int this_cpu;
extern const struct machine *machine;

/* Ticks that pass for each event of plain code: an access, a call. */
extern u64 plain_ticks;

static inline struct cpu *self(void)
{
	return &cpus[this_cpu];
}

/* Start `count` CPUs at entry(), and come back when machine_stop() is called
 * by one of them. Once. */
void machine_run(unsigned int count, void (*entry)(void));
void machine_stop(void);
unsigned int machine_cpus(void);

/* Time passes on this CPU. Then others may run, and interrupts come. */
void pass_ticks(u64 ticks);
static inline void pass(u32 cycles)
{
	pass_ticks((u64)cycles << TICK_SHIFT);
}
static inline void pass_plain(void)
{
	self()->plain++;
	pass_ticks(plain_ticks);
}

/* In HLT, until an interrupt is due. */
void halt(void);

/* In a wait loop whose turns take `turn` ticks: until unpark(), or an interrupt
 * that it can take. It goes on at the beginning of a turn. */
void park(u64 turn);
void unpark(unsigned int cpu);

/* irq.c: take those that are due, if interrupts are on; what CPU `cpu` has
 * coming has changed. */
void take_interrupts(void);
void due_changed(unsigned int cpu);
void start_timer(void);

#endif
