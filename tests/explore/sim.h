/* SPDX-License-Identifier: MIT */
/*
 * sim.h - the simulated machine: CPUs that take turns at every access that
 * could matter to another one, with TLBs, store buffers and interrupts.
 *
 * Each CPU is a coroutine. It runs until just before its next visible step
 * (locations.h says what is visible), and is suspended there. The scheduler,
 * search.c, looks at all suspended CPUs, picks a transition, and resumes one.
 * Everything that makes up a state lies in a few known places, so that it can
 * be copied, compared and put back: state.h.
 *
 * TLB. Processors may fill a TLB from any present entry, at any time, and keep
 * it until it is flushed. So what CPU c may use for slot s is the entry as it
 * is now, or any that was present since c flushed s last. That set is kept
 * (`old`), instead of trying every filling: an access is wrong if it could be
 * wrong. Where the entry is exchanged, its accessed bit tells whether anybody
 * has filled from it; unless it was really used, both answers are tried.
 *
 * Store buffer. x86-TSO (Sewell et al., CACM 2010): a CPU's stores reach memory
 * in order but later; its own loads see them at once; locked instructions,
 * fences, TLB flushes, IPIs and IRET wait until the buffer is empty. It holds
 * SIM_STORES entries here, more drain the oldest.
 *
 * Interrupts come where they are enabled, between visible steps, and between
 * such a step and the place after it where they go off.
 */
#ifndef TESTS_EXPLORE_SIM_H
#define TESTS_EXPLORE_SIM_H

#include "arch/machine.h"
#include "arch/pte.h"
#include "mm/layout.h"
#include "mm/page.h"
#include "record/verdict.h"
#include "smp/event.h"
#include "smp/spinlock.h"

#define SIM_PAGES  8 /* pages P0 to P7 */
#define SIM_STORES 4
#define SIM_STACK  16384         /* bytes */
#define SIM_STACKS (NR_CPUS + 6) /* those of the CPUs come first */

/* Entries that are simulated: the window's, and a few of those that
 * mm/kmap_local.c has for each CPU. */
#define SIM_LOCAL_CPUS   2
#define SIM_LOCAL_LEVELS 3
#define SIM_SLOTS        (PKMAP_SLOTS_MAX + SIM_LOCAL_CPUS * SIM_LOCAL_LEVELS)

/* Where a CPU is suspended. */
enum sim_at {
	AT_STEP, /* before a visible step: may go on */
	AT_SPIN, /* in a wait loop: may go on when memory has changed */
	AT_HALT, /* in HLT: goes on after an interrupt */
	AT_XCHG, /* before a step that takes an entry: its accessed bit may
		      turn out set or clear */
};

/* What the scheduler can do with it. */
enum sim_action {
	DO_STEP,    /* go on; arg: which outcome */
	DO_DRAIN,   /* the oldest buffered store reaches memory */
	DO_IRQ,     /* take the interrupt that is pending */
	DO_TICK,    /* take a timer tick */
	DO_DEVICE,  /* take a device's interrupt: the case's handler runs */
	DO_PREEMPT, /* another thread of the CPU runs, if one is ready */
	DO_LOOK,    /* while it spins: look for a deadlock */
	NR_ACTIONS
};

struct sim_store_entry {
	void *at;
	u64 value;
	u32 size;
};

struct sim_cpu {
	void *stack_pointer;
	u8 at;
	u8 action, arg; /* what it was resumed for */
	bool irqs_on;
	bool irqs_just_off; /* and there has been no visible step since */
	bool in_handler;
	bool spins;        /* in a wait loop */
	bool wants_lock;   /* for a lock */
	bool changed;      /* what it waits for has, since it last looked */
	bool may_step;     /* the next visible step needs no turn of its own */
	bool looking;      /* for a deadlock */
	u8 looks;          /* how many more there may be, */
	u8 looks_given;    /* and were at first */
	u8 interrupts;     /* that it has taken, if that matters */
	bool finished;     /* its program has ended, wherever that was */
	bool offline;      /* not counted; set by the set-up */
	u8 pending;        /* interrupts, a bit each */
	u8 stack;          /* on which it is */
	u8 ticks, devices; /* how many more may come; or SIM_ALWAYS */
	u8 preempts;       /* how often a thread may yet be preempted */
	u8 stays;          /* preempt_count, without handlers */
	bool stays_just;   /* not 0 since then, and no visible step since */
	bool ticked;       /* since its last step outside of handlers */
	u8 clock;          /* ticks that have come */
	u8 stores;         /* in the buffer, oldest first */
	u32 locks;         /* held: bits by locations.h's numbers */
	u32 outer_locks;   /* in a handler: what the interrupted code holds */
	u64 watched; /* while it spins: what it has read since it last looked,
			by location_bit(); nothing once that has changed */
	struct pte *taking; /* AT_XCHG: the entry */
	struct sim_store_entry store[SIM_STORES];
	u16 old[SIM_SLOTS]; /* pages the TLB may hold, a bit each */
};

struct sim {
	struct pte table[SIM_SLOTS]; /* the window's entries come first */
	/* Of each stack that no CPU is on: its stack pointer. */
	void *parked[SIM_STACKS];
	spinlock_t outer_lock;   /* for programs: any lock but kmap_lock */
	spinlock_t inner_lock;   /* one more */
	SHARED(u64) note[2];     /* for programs: what CPUs tell each other */
	SHARED(u64) heard[3][2]; /* the last cross call, by target and caller */
	u8 in_use, overtaken;    /* for turns.c */
	u32 lost_ipis;           /* those that the machine loses, a bit each */
	struct sim_cpu cpu[NR_CPUS]; /* last, as most cases have fewer */
};

extern struct sim sim;
extern u8 sim_stacks[SIM_STACKS][SIM_STACK];

/* Ticks come until all programs have ended, but what a tick interrupts gets on
 * before the next one. They do not move the clock, so that states recur. */
#define SIM_ALWAYS 255

/*
 * What went wrong in the last step; VERDICT_SAFE: nothing. Two more things can
 * be found, which say nothing about the window: an access has escaped the
 * explorer (plain.c); and a promise is broken, as an assert() in the code or
 * sim_expect() in a program has noticed.
 */
#define FOUND_PLAIN  NR_VERDICTS
#define FOUND_BROKEN (NR_VERDICTS + 1)
extern enum verdict sim_finding;
extern char sim_finding_text[200];
/* What runs: 2 * CPU, + 1 in a handler; -1: no CPU, this is set-up. */
int sim_context(void);

void sim_found(enum verdict finding, const char *fmt, ...) __printf(2, 3);
const char *finding_name(enum verdict finding);

/* For programs: a condition that must hold, and what it means if it does not.
 */
void sim_expect(bool condition, const char *what);

/* What a transition is: one action on one CPU. */
struct transition {
	u8 cpu, action, arg;
};

/* Begin: `cpus` CPUs, each about to run program(). Set-up code may run first,
 * on the caller's stack, as CPU 0; nothing is a step then. */
void sim_reset(unsigned int cpus, void (*program)(void));

/* Whether the threads are those of smp/thread.c, or of the simpler threads.c.
 * If so: make a thread on each CPU that runs its program. */
extern bool sim_real_threads;
void sim_start_threads(void);

/* Whether threads are preempted; real threads only. Then it matters which
 * thread of a CPU has made an access, and not only which CPU. */
extern bool sim_preemption;

/* The thread that runs a CPU's program, wherever it is. Real threads only. */
struct thread *sim_thread_of(unsigned int cpu);
unsigned int sim_cpus(void);

/* All that can happen next. Returns how many; room for 5 a CPU and outcome. */
unsigned int sim_transitions(struct transition *list);
void sim_do(struct transition transition);

/* CPUs that took a lock in the transition done last, a bit each. */
extern u32 sim_got_lock;

/* For programs: use an address as a CPU does. Returns the pages that it may
 * reach, a bit each; none: it faults. */
u16 sim_reach(const void *vaddr);

/* The same; it is a finding if it may lead elsewhere. */
void sim_use(const void *vaddr, const struct page *page);
struct page *sim_page(unsigned int n);
int sim_page_number(u32 pfn); /* or -1 */

/* Whether TLBs are modelled, or perfect: always as the entries are. */
extern bool sim_perfect_tlbs;

/* Entries of a CPU's store buffer, at most SIM_STORES; 0: stores reach memory
 * at once (sequential consistency). */
extern unsigned int sim_store_buffer;

/* Whether waiting CPUs look for deadlocks: at any time, or only when nothing
 * else can happen any more. */
extern bool sim_detects, sim_looks_when_stuck;

/* The case's device interrupt handler, or NULL. */
extern void (*sim_device_handler)(void);

/* While on, every step is told to `sim_tell`, for the explanation. */
extern void (*sim_tell)(unsigned int cpu, const char *text);
void sim_say(const char *fmt, ...) __printf(1, 2);

/* The same, of something that timelines show. Meanwhile `sim_about` is what is
 * told of; else it is a mere remark. */
extern struct event sim_about;
#define sim_event(about, ...)                    \
	do {                                     \
		if (!sim_tell)                   \
			break;                   \
		sim_about = (about);             \
		sim_say(__VA_ARGS__);            \
		sim_about = event_of(EVENT_SAY); \
	} while (0)

#endif
