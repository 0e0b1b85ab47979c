/* SPDX-License-Identifier: MIT */
/*
 * thread.h - kernel threads.
 *
 * A thread runs until it sleeps, yields, moves or ends, or, with preempt=full,
 * until it is preempted (smp/preempt.h). The threads of a CPU that are ready
 * run in turn. None moves to another CPU unless it asks to. Interrupt handlers
 * run on the stack of what they interrupt. A CPU that has no thread to run is
 * idle, in HLT.
 */
#ifndef SMP_THREAD_H
#define SMP_THREAD_H

#include "smp/spinlock.h"

enum thread_state {
	THREAD_FREE,     /* no such thread */
	THREAD_READY,    /* on a run queue, or about to be */
	THREAD_RUNNING,  /* on its CPU */
	THREAD_SLEEPING, /* or about to; until thread_wake() */
	THREAD_MOVING,   /* leaves its CPU for another one */
	THREAD_ENDING,   /* on its stack for the last time */
	THREAD_DONE,     /* ended; waits for thread_join() */
};

#define KMAP_LOCAL_DEPTH 16 /* nested kmap_local mappings of a thread */

struct thread {
	const char *name;
	SHARED(u32) state;
	SHARED(unsigned int) cpu; /* where it runs, or will */
	/* Preempted between thread_prepare_sleep() and thread_sleep(): it is
	 * ready so as to get there. Under the queue's lock. */
	bool going_to_sleep;
	void (*func)(void *arg);
	void *arg;
	void *stack_pointer; /* while it does not run */
	struct thread *next; /* on the run queue of `cpu` */
	u64 wake_at;         /* cycles; while it sleeps with a time limit, */
	struct thread *next_timed;      /* with others of its CPU */
	SHARED(struct thread *) joiner; /* to be woken when it is done */
	/* mm/kmap_local.c: what the thread has mapped, restored when it runs */
	SHARED(u32) kmap_local_pfn[KMAP_LOCAL_DEPTH];
	SHARED(unsigned int) kmap_local_depth; /* handlers use it, too */
};

/* What each CPU runs; only thread_current() and thread.c touch it. */
extern struct current_thread {
	struct thread *thread;
} __cacheline current_threads[NR_CPUS];

/* The thread that runs here. In an interrupt: the interrupted one. */
static inline struct thread *thread_current(void)
{
	return current_threads[smp_processor_id()].thread;
}

/*
 * A new thread that runs func(arg) on `cpu`, and ends when that returns. NULL
 * if there is no room for one more. From threads only.
 */
struct thread *thread_create(const char *name, unsigned int cpu,
			     void (*func)(void *arg), void *arg);

/*
 * Sleep until a thread has ended, but at most `ms` milliseconds. True if it has
 * ended; then it does not exist any more. False if it still runs or sleeps. One
 * caller per thread.
 */
bool thread_join(struct thread *thread, u32 ms);

/* Let other ready threads of this CPU run. Interrupts on, no lock held. */
void thread_yield(void);

/* Let others run if this CPU needs to reschedule. Interrupts off, preempt_count
 * 0. For smp/preempt.c. */
void thread_preempt(void);

/* Move this thread to another online CPU. Interrupts on, no lock held, nothing
 * mapped by kmap_local_page(). */
void thread_migrate(unsigned int cpu);

/*
 * Sleeping, in three steps, so that a wake-up in between is not lost:
 *
 *	thread_prepare_sleep();
 *	if (nothing to wait for any more)
 *		thread_cancel_sleep();
 *	else
 *		thread_sleep();     returns after thread_wake()
 *
 * thread_prepare_sleep() is a full barrier: the condition is checked after
 * other CPUs can see that this thread sleeps. Call thread_sleep() with
 * interrupts on and no lock held.
 */
void thread_prepare_sleep(void);
void thread_cancel_sleep(void);
void thread_sleep(void);

/* The same as thread_sleep(), but for at most `ms`, to the precision of the
 * tick. The caller has to find out why it woke up. */
void thread_sleep_timeout(u32 ms);

/* Wake a thread that sleeps, or is about to sleep. Any context. */
void thread_wake(struct thread *thread);

/* Sleep this long, to the precision of the tick. */
void thread_sleep_ms(u32 ms);

/* This CPU's boot code becomes its idle thread; on each CPU, once. */
void thread_init_cpu(void);
/* Run threads for ever; the last thing that a CPU's boot code does. */
__noreturn void thread_idle(void);

/* Wake this CPU's threads whose time limit is over, and end the slice of the
 * one that runs: at each tick. */
void thread_tick(void);

/* A hook for mm/: called with the thread that stops running and the one that
 * starts, on their CPU, interrupts off; may be NULL. */
extern void (*thread_switch_hook)(struct thread *from, struct thread *to);
/* Called on the new CPU after a thread has moved; may be NULL. */
extern void (*thread_migrate_hook)(struct thread *thread);

#endif
