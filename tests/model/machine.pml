/* SPDX-License-Identifier: MIT */
/*
 * machine.pml - the machine and what smp/ makes of it: page table entries and
 * TLBs, interrupts, spin locks, TLB shootdown, sleeping and idling.
 *
 * CPUs are numbered from 0; sets of CPUs, slots or pages are bit masks. Whoever
 * calls an inline has the variable `me`, its CPU. A hidden variable is no part
 * of a state: it is used within one step only.
 */
#define bit(n)	  (1 << (n))
#define NONE	  0 /* no page, no slot; else its number + 1 */
#define others	  ((bit(CPUS) - 1) & ~bit(me))
#define ALL_SLOTS (bit(SLOTS) - 1)

hidden byte i, j;

/*
 * Threads. One on each CPU, whose number it has; with PREEMPT, CPU 0 has one
 * more, the last. A thread may be stopped, and the other one of its CPU go on,
 * at any step, unless the one that goes has preemption off: it holds or waits
 * for a spin lock, or waits for acknowledgements. `self` is the thread.
 */
#define THREADS (CPUS + PREEMPT)
#define self	_pid
#if PREEMPT
#if STRATEGY == EPOCH || OUTER || HANDLERS
#error "not with PREEMPT"
#endif
byte stays; /* on CPU 0: thread + 1 that has preemption off; 0: none */
#define cpu_of(thread)	    ((thread) < CPUS -> (thread) : 0)
#define has_the_cpu(thread) (cpu_of(thread) || !stays || stays == (thread) + 1)
#define preempt_disable()   stays = (me == 0 -> self + 1 : stays)
#define preempt_enable()    stays = (me == 0 -> 0 : stays)
#define preempt_enable_unless_locked() \
	stays = (me == 0 && kmap_lock != self + 1 -> 0 : stays)
#define holder		    (self + 1)
#else
#define cpu_of(thread)	    (thread)
#define has_the_cpu(thread) true
#define preempt_disable()   skip
#define preempt_enable()    skip
#define preempt_enable_unless_locked() skip
#define holder		    (me + 1)
#endif

/* What can be found. A kind that is not in FIND is not reported: a run that
 * meets it ends there, without a word. */
bool stale, double_map, bad_count, deadlock, lost_wakeup;
bool over;

inline found(kind, KIND)
{
	kind = (FIND & KIND) != 0;
	assert(!kind);
	over = true
}

/*
 * Page table and TLBs. A TLB may take in a present entry at any time and keep
 * it until it is flushed; it may also drop it. So what CPU c may use for slot s
 * is the entry as it is now, or any that was there since c flushed s last: the
 * pages in tlb[c].old[s]. An access is wrong if it could be wrong.
 */
typedef old_entries { byte old[SLOTS] };
old_entries tlb[CPUS];
byte pte[SLOTS]; /* page + 1; NONE: not present */

inline every_tlb_may_keep(slot)
{
	for (i : 0 .. CPUS - 1) {
		tlb[i].old[slot] = tlb[i].old[slot] | bit(pte[slot] - 1)
	}
}

inline local_flush(slots)
{
	for (j : 0 .. SLOTS - 1) {
		if
		:: slots & bit(j) -> tlb[me].old[j] = 0
		:: else
		fi
	}
}

/* May CPU c reach another page than this one, by this slot's address? */
#define reaches_other(c, slot, page) \
	(pte[slot] != (page) + 1 || (tlb[c].old[slot] & ~bit(page)))

/* Interrupts. A thread stands still while its CPU's handler runs. */
bool irqs_off[CPUS];
byte in_handler; /* set of CPUs */

/* smp/mailbox.c, smp/tlb.c: each CPU's request, who has it still in its inbox,
 * and who has not acknowledged it. */
byte range[CPUS];   /* set of slots to flush */
byte inbox[CPUS];   /* set of initiators */
byte unacked[CPUS]; /* set of targets */

inline mailbox_serve()
{
	for (i : 0 .. CPUS - 1) {
		if
		:: inbox[me] & bit(i) ->
			if
			:: BREAK != NO_REMOTE_FLUSH ->
				local_flush(range[i]);
				printf("@%d flushes its TLB for CPU %d, ", me, i)
			:: else ->
				printf("@%d flushes nothing for CPU %d, ", me, i)
			fi;
			unacked[i] = unacked[i] & ~bit(me);
			printf("and acknowledges\n")
		:: else
		fi
	}
	inbox[me] = 0
}

/* smp/spinlock.c: an option of each loop that spins. */
#if STRATEGY == POLLED
#define SPIN_POLL :: d_step { irqs_off[me] && inbox[me] -> mailbox_serve() }
#else
#define SPIN_POLL
#endif

#if BREAK == POLL_KMAP_ONLY
#define OUTER_POLL
#else
#define OUTER_POLL SPIN_POLL
#endif

inline spin_lock(lock)
{
	do
	:: atomic { lock == 0 -> lock = holder; break }
	SPIN_POLL
	od
}

/* Any lock but kmap_lock: the same, but for a planted defect. */
inline spin_lock_outer(lock)
{
	do
	:: atomic { lock == 0 -> lock = holder; break }
	OUTER_POLL
	od
}

inline flush_tlb_kernel_range(slots)
{
	atomic {
		preempt_disable();
		range[me] = slots;
		unacked[me] = others;
		for (i : 0 .. CPUS - 1) {
			inbox[i] = inbox[i] | (i == me -> 0 : bit(me))
		}
		local_flush(slots);
		printf("@%d flushes its TLB, asks the other CPUs to, ", me);
		printf("and waits\n")
	}
	do
	:: atomic {
		unacked[me] == 0 ->
		range[me] = 0;
		preempt_enable_unless_locked();
		printf("@%d goes on: all have acknowledged\n", me);
		break
	}
	SPIN_POLL
	od
}

/* smp/wait.c, smp/thread.c: one queue, in order, and one thread a CPU. Their
 * own locks are held for a few instructions, without waiting: one step. */
byte waiting[THREADS]; /* the queue: thread + 1, the first one first, then 0s */
byte queued;           /* the same as a set of threads */
byte asleep;           /* set of threads: nobody has woken them */

#define waitqueue_active (queued != 0)

inline prepare_to_wait()
{
	atomic {
		for (i : 0 .. THREADS - 1) {
			if
			:: !(queued & bit(self)) && waiting[i] == 0 ->
				waiting[i] = self + 1;
				queued = queued | bit(self)
			:: else
			fi
		}
		asleep = asleep | bit(self)
	}
}

inline cancel_sleep()
{
	asleep = asleep & ~bit(self)
}

/* Those behind move up. */
inline finish_wait()
{
	atomic {
		cancel_sleep();
		for (i : 0 .. THREADS - 2) {
			if
			:: waiting[i] == self + 1 ->
				waiting[i] = waiting[i + 1];
				waiting[i + 1] = self + 1
			:: else
			fi
		}
		waiting[THREADS - 1] = (waiting[THREADS - 1] == self + 1 ->
			0 : waiting[THREADS - 1]);
		queued = queued & ~bit(self)
	}
}

inline wake_up()
{
	atomic {
		if
		:: asleep -> printf("@%d wakes all who sleep\n", me)
		:: else
		fi;
		asleep = asleep & ~queued
	}
}

/*
 * smp/idle.c: while a CPU's thread sleeps, or has ended. Only `epoch` cares.
 * `resting` is for the check alone: from becoming idle to having passed, a CPU
 * uses no address.
 */
byte is_idle; /* set of CPUs */
byte resting; /* set of CPUs */

#if STRATEGY == EPOCH
inline idle_until(condition)
{
	do
	:: condition -> break
	:: atomic {
			!(condition) ->
			is_idle = is_idle | bit(me);
			resting = resting | bit(me)
		}
		/* It goes on for an interrupt: the wake-up, or a tick. */
		atomic {
			(condition) || generation != seen[me] ->
			is_idle = is_idle & ~bit(me)
		}
		atomic { pass_flush() };
		atomic { pass_store() };
		atomic { pass_wake(); resting = resting & ~bit(me) }
	od
}
#else
inline idle_until(condition)
{
	condition
}
#endif
