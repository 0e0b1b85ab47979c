/* SPDX-License-Identifier: MIT */
/*
 * kmap.pml - the model of kmaplab's pkmap window, for Spin: README.md here says
 * how it corresponds to the code, and how to run it.
 *
 * Parameters (-DNAME=value):
 *	STRATEGY  one of those below
 *	LOCK      SPIN, IRQ
 *	CPUS      1, 2, 3
 *	PREEMPT   1: CPU 0 has a second thread, and they preempt each other
 *	SLOTS     of the window
 *	PAGES     at least as many as slots
 *	MAPPERS   how many of the CPUs map pages: the others use addresses that
 *	          they are given
 *	OPS       how often each of them maps, uses and unmaps a page
 *	FLUSHES   1: it may also call kmap_flush_unused() instead
 *	OUTER     1: or kmap_high_get() with another lock held (LOCK=IRQ)
 *	HANDLERS  how many CPUs get an interrupt that uses kmap_high_get()
 *	START     how the window is at the start

 *	FIND      sum of the kinds of error to report
 *	BREAK     a planted defect
 */
#define HELD	   1
#define DROPPED	   2
#define RECHECK	   3
#define QUARANTINE 4
#define POLLED	   5
#define EPOCH	   6
#define CPUMASK	   7
#define LOCKLESS   8

/* START */
#define ANY  0 /* each slot free, unused or (but for slot 0) in use for good */
#define FULL 1 /* all unused: mapped, used by nobody */
#define ONE  2 /* slot 0 unused, the others in use for good */

#define SPIN 0
#define IRQ  1

/* FIND */
#define STALE	    1 /* another page than the address stands for */
#define DOUBLE_MAP  2 /* a page gets a second slot */
#define DEADLOCK    4
#define LOST_WAKEUP 8
#define BAD_COUNT   16 /* count, entry and address disagree */

/* BREAK */
#define NOTHING		 0
#define NO_REMOTE_FLUSH	 1 /* the handler acknowledges, flushes nothing */
#define NO_RECHECK	 2 /* quarantine: page_address() not looked at again */
#define PUBLISH_ALL	 3 /* quarantine: others' slots too */
#define NO_PUBLISH_WAKE	 4 /* quarantine: publishing wakes nobody */
#define NO_WAKE_UP	 5 /* kunmap_high() wakes nobody */
#define STORE_FIRST	 6 /* epoch: the generation stored before the flush */
#define RAISE_FIRST	 7 /* epoch: it rises before the entry is cleared */
#define NO_VERIFY	 8 /* lockless: no second look at the address */
#define HAND_OVER	 9 /* cpumask: the address used on another CPU */
#define POLL_KMAP_ONLY	10 /* polled: not while it spins on other locks */
#define KEEP_ADDRESS	11 /* a page that is unmapped keeps its address */
#define MARK_BY_CPU	12 /* quarantine: the mark is the CPU's number */
#define LOCK_PREEMPTED	13 /* a thread may be preempted with the lock held */

#include "machine.pml"
#include "highmem.pml"
#include "strategies.pml"

#if STRATEGY == CPUMASK && BREAK != HAND_OVER
#define may_use(c) ((c) == me)
#else
#define may_use(c) (!(resting & bit(c)))
#endif

#if STRATEGY == CPUMASK
#define MARK_ACCESSED accessed[vaddr - 1] = true
#else
#define MARK_ACCESSED
#endif

/* Use what kmap_high() returned. A page that is pinned may be used by any CPU
 * that gets its address: all are checked. */
inline use(page)
{
	atomic {
		for (i : 0 .. CPUS - 1) {
			if
			:: may_use(i) && reaches_other(i, vaddr - 1, page) ->
				printf("@%d has slot %d's address for page %d;",
				       me, vaddr - 1, page);
				printf(" on CPU %d it may reach another page\n",
				       i);
				found(stale, STALE)
			:: else
			fi
		}
		MARK_ACCESSED
	}
}

byte done;    /* set of CPUs whose program has ended */
bool started;
byte outer_lock;

inline choose_page(page)
{
	select(page : 0 .. PAGES - 1)
}

inline map_use_unmap(page)
{
	atomic {
		choose_page(page);
		printf("@%d calls kmap_high(page %d)\n", me, page)
	};
	kmap_high(page);
	use(page);
	kunmap_high(page)
}

/* If it is mapped. What may be done with interrupts off. */
inline get_use_unmap(page)
{
	atomic {
		choose_page(page);
		printf("@%d calls kmap_high_get(page %d)\n", me, page)
	};
	kmap_high_get(page);
	if
	:: vaddr != NONE ->
		use(page);
		kunmap_high(page)
	:: else
	fi
}

/* The same with another lock held, which others may spin on. */
inline get_under_outer_lock(page)
{
	atomic {
		irqs_off[me] = true;
		spin_lock_outer(outer_lock);
		printf("@%d takes the outer lock\n", me)
	};
	get_use_unmap(page);
	atomic { outer_lock = 0; irqs_off[me] = false }
}

active [THREADS] proctype thread()
	provided (started && !over && !(in_handler & (1 << cpu_of(_pid))) &&
		  has_the_cpu(_pid))
{
	byte me = cpu_of(_pid);
	byte page;
	byte ops = (_pid < MAPPERS -> OPS : 0);
	CALLER;

	do
	:: atomic { ops > 0 -> ops-- };
		map_use_unmap(page)
	:: atomic {
		FLUSHES && ops > 0 ->
		ops--;
		printf("@%d calls kmap_flush_unused()\n", me)
	};
		until_it_waits { kmap_flush_unused() }
#if OUTER
	:: atomic { ops > 0 -> ops-- };
		get_under_outer_lock(page)
#endif
	:: else -> break
	od;
	done = done | bit(self);
end:
	idle_until(false)
}

inline enter_handler()
{
	irqs_off[me] = true;
	in_handler = in_handler | bit(me)
}

inline leave_handler()
{
	in_handler = in_handler & ~bit(me);
	irqs_off[me] = false
}

/* A handler's CPU is not idle: smp/idle.c sees to that. */
#define may_interrupt (!irqs_off[me] && !(resting & bit(me)))

active [CPUS] proctype interrupts() provided (started && !over)
{
	byte me = _pid - THREADS;
	byte page;
	bool interrupted;
	CALLER;

end:
	do
	:: d_step { !irqs_off[me] && inbox[me] -> mailbox_serve() }
#if STRATEGY == EPOCH
	:: atomic {
		may_interrupt && seen[me] != generation ->
		enter_handler();
		pass_flush()
	}
		atomic { pass_store() };
		atomic { pass_wake(); leave_handler() }
#endif
#if HANDLERS
	:: atomic {
		may_interrupt && me < HANDLERS && !interrupted ->
		interrupted = true;
		enter_handler();
		printf("@%d takes an interrupt\n", me)
	}
		get_use_unmap(page);
		atomic {
			leave_handler();
			printf("@%d returns from the interrupt\n", me)
		}
#endif
	od
}

#define spinning ((~(done | asleep) & (bit(THREADS) - 1)) | in_handler)

inline say_what_it_waits_for(c)
{
	if
	:: asleep & bit(c) -> printf("@%d sleeps for ever\n", cpu_of(c))
	:: unacked[cpu_of(c)] ->
		printf("@%d waits for acknowledgements for ever\n", cpu_of(c))
	:: (spinning & bit(c)) && !unacked[cpu_of(c)] ->
		printf("@%d waits for kmap_lock for ever\n", cpu_of(c));
		if
		:: irqs_off[cpu_of(c)] ->
			printf("@%d has interrupts off\n", cpu_of(c))
		:: else
		fi
	:: else
	fi
}

#define START_MAPPED(n)                                     \
	pte[i] = i + 1; address[i] = i + 1; count[i] = n;   \
	printf("@*: slot %d maps page %d (count %d)\n", i, i, n)

active proctype referee()
{
	atomic {
		do
		:: i < SLOTS ->
			/* Free, unused, in use for good. */
			if
			:: START == ANY
			:: START != ONE || i == 0 -> START_MAPPED(1)
			:: START != FULL && i > 0 -> START_MAPPED(2)
			fi;
			i++
		:: else -> break
		od;
		started = true
	};
end:
	atomic {
		timeout ->
		for (i : 0 .. THREADS - 1) {
			say_what_it_waits_for(i)
		}
		if
		:: over
		:: !over && spinning -> found(deadlock, DEADLOCK)
		:: !over && !spinning && asleep ->
			found(lost_wakeup, LOST_WAKEUP)
		:: else
		fi
	}
}
