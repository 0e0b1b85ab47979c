/* SPDX-License-Identifier: MIT */
/*
 * programs_threads.c - see programs.h: threads that sleep, wake each other,
 * begin, end and move, on the run queues of smp/thread.c; and what each of them
 * has mapped by mm/kmap_local.c.
 */
#include "mm/highmem.h"
#include "mm/kmap_local.h"
#include "programs_impl.h"
#include "smp/thread.h"

#define LONG_MS 200 /* longer than any case lasts */

/* Until somebody says so, however often this thread is woken. */
static void sleep_until(unsigned int note)
{
	for (;;) {
		thread_prepare_sleep();
		if (READ_ONCE(sim.note[note]))
			break;
		thread_sleep();
	}
	thread_cancel_sleep();
}

static void wake_twice(void)
{
	WRITE_ONCE(sim.note[0], 1);
	thread_wake(sim_thread_of(0));
	WRITE_ONCE(sim.note[1], 1);
	thread_wake(sim_thread_of(0));
}

void sleep_program(void)
{
	if (smp_processor_id() == 0) {
		sleep_until(0);
		sleep_until(1);
	} else {
		wake_twice();
	}
}

static void tell(void *note)
{
	WRITE_ONCE(sim.note[(size_t)note], 1);
}

static struct thread *begin(unsigned int cpu, void (*func)(void *arg),
			    size_t arg)
{
	struct thread *thread = thread_create("extra", cpu, func, (void *)arg);

	sim_expect(thread, "there is no room for one more thread");
	return thread;
}

static void end(struct thread *thread)
{
	sim_expect(thread_join(thread, LONG_MS), "a thread does not end");
}

/* Two threads wait in a queue, and the third CPU wakes all that are in it. (It
 * is the window's: nobody else uses that here.) */
void queue_program(void)
{
	struct wait_queue *queue = get_pkmap_wait_queue_head(0);
	struct wait_entry entry = WAIT_ENTRY_INIT;

	if (smp_processor_id() == 2) {
		tell(0);
		wake_up(queue);
		return;
	}
	for (;;) {
		prepare_to_wait(queue, &entry);
		if (READ_ONCE(sim.note[0]))
			break;
		thread_sleep();
	}
	finish_wait(queue, &entry);
}

/* The second one gets the stack of the first. */
void join_program(void)
{
	if (smp_processor_id() == 1)
		return;
	for (size_t note = 0; note < 2; note++) {
		end(begin(1, tell, note));
		sim_expect(READ_ONCE(sim.note[note]),
			   "a thread has ended before it has run");
	}
}

/* CPU 0 has another thread, to which it may switch when this one is about to
 * sleep. */
void nap_program(void)
{
	struct thread *other;

	if (smp_processor_id() == 1) {
		tell(0);
		thread_wake(sim_thread_of(0));
		return;
	}
	other = begin(0, tell, 1);
	sleep_until(0);
	end(other);
}

/* Each CPU makes a thread for the other one, and the two are not the same. */
void make_program(void)
{
	size_t me = smp_processor_id();

	end(begin(1 - (unsigned int)me, tell, me));
	sim_expect(READ_ONCE(sim.note[me]),
		   "a thread has ended before it has run");
}

static void move_and_sleep(void)
{
	sleep_until(0);
	thread_migrate(1);
	sim_expect(smp_processor_id() == 1, "it is on another CPU");
	sleep_until(1);
}

void migrate_program(void)
{
	if (smp_processor_id() == 0)
		move_and_sleep();
	else if (smp_processor_id() == sim_cpus() - 1)
		wake_twice();
}

static void yield_and_tell(void *note)
{
	thread_yield();
	tell(note);
	thread_yield();
}

/* While these two take turns, CPU 1 has one more thread begin there. */
void yield_program(void)
{
	struct thread *other;

	if (smp_processor_id() == 1) {
		end(begin(0, yield_and_tell, 1));
		return;
	}
	other = begin(0, yield_and_tell, 0);
	for (int i = 0; i < 3; i++)
		thread_yield();
	sim_expect(READ_ONCE(sim.note[0]), "the other thread gets no turn");
	end(other);
}

/* At most 0 ms: until the next tick. */
static void sleep_for_a_tick(void *unused)
{
	(void)unused;
	thread_sleep_ms(0);
}

void timeout_program(void)
{
	if (smp_processor_id() == 0) {
		struct thread *other = begin(0, sleep_for_a_tick, 0);

		sleep_for_a_tick(NULL);
		end(other);
	} else {
		thread_wake(sim_thread_of(0));
	}
}

/* Pages that a thread maps for itself. */
static void *map_local(unsigned int n)
{
	void *vaddr = kmap_local_page(sim_page(n));

	sim_say("kmap_local_page(P%u)", n);
	return vaddr;
}

static void unmap_local(const void *vaddr)
{
	sim_say("kunmap_local()");
	kunmap_local(vaddr);
}

static void use_local(unsigned int n)
{
	void *vaddr = map_local(n);

	sim_use(vaddr, sim_page(n));
	unmap_local(vaddr);
}

void local_in_handler(void)
{
	use_local(7);
}

void local_program(void)
{
	void *outer = map_local(0);

	use_local(1);
	use_local(2);
	sim_use(outer, sim_page(0));
	unmap_local(outer);
	use_local(3);
}

/* It keeps its page over the switches to the other thread and back. */
static void use_local_and_yield(void *n)
{
	unsigned int first = (unsigned int)(size_t)n;
	void *vaddr = map_local(first);

	thread_yield();
	sim_use(vaddr, sim_page(first));
	unmap_local(vaddr);
	use_local(first + 1);
}

void switch_program(void)
{
	struct thread *other = begin(0, use_local_and_yield, 0);

	use_local_and_yield((void *)2);
	end(other);
}

/* Two threads of one CPU recycle. The first recycles slots 0 and 2, and wants
 * all; the second gives slot 1 back, and recycles that. */
static void recycle_slot_1(void *unused)
{
	(void)unused;
	sim_say("the other thread gives slot 1 back");
	kunmap_high(filler(0));
	kmap_flush_unused();
}

static void use_all_slots(void)
{
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		sim_use(map(n), sim_page(n));
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		unmap(n);
}

void share_program(void)
{
	struct thread *other = begin(0, recycle_slot_1, 0);

	use_all_slots();
	end(other);
}

void carry_program(void)
{
	if (smp_processor_id() == 0) {
		use_local(0);
		thread_migrate(1);
		use_local(1);
		thread_migrate(0);
		use_local(2);
	} else {
		use_local_and_yield((void *)3);
	}
}
