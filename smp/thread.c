/* SPDX-License-Identifier: MIT */
/*
 * thread.c - see thread.h
 *
 * A CPU's run queue and the switch between its threads are guarded by that
 * CPU's queue lock. The lock is held across the switch: the thread that is
 * switched to releases it (finish_switch). So nobody can put a thread back on a
 * queue, let alone run it, while it is still on its way off its stack.
 */
#include "smp/thread.h"

#include "arch/clock.h"
#include "arch/context.h"
#include "arch/paging.h"
#include "arch/panic.h"
#include "lib/string.h"
#include "smp/cpu.h"
#include "smp/idle.h"
#include "smp/preempt.h"

#define MAX_THREADS (2 * NR_CPUS + 16)

struct run_queue {
	spinlock_t lock;
	struct thread *head, *tail; /* ready ones */
	struct thread *timed;       /* sleep with a time limit */
	struct thread *previous;    /* left in the switch under way */
	SHARED(bool) need_resched;  /* others want the CPU */
	struct thread idle;
} __cacheline;

static struct run_queue queues[NR_CPUS];
LIST_SPINLOCKS(queues, &queues[0].lock, sizeof(queues[0]), NR_CPUS);

/* A CPU writes its own, with its queue locked. */
struct current_thread current_threads[NR_CPUS];

static DEFINE_SPINLOCK(threads_lock);
static struct thread threads[MAX_THREADS]; /* threads_lock: FREE or not */
static void *stacks[MAX_THREADS];          /* mapped at first use, then kept */

void (*thread_switch_hook)(struct thread *from, struct thread *to);
void (*thread_migrate_hook)(struct thread *thread);

/* Queue locked. Who then switches away has done what it is told here. */
static void enqueue(struct run_queue *queue, struct thread *thread)
{
	WRITE_ONCE(thread->state, THREAD_READY);
	thread->next = NULL;
	if (queue->head)
		queue->tail->next = thread;
	else
		queue->head = thread;
	queue->tail = thread;
	WRITE_ONCE(queue->need_resched, true);
}

static struct thread *dequeue(struct run_queue *queue)
{
	struct thread *thread = queue->head;

	if (thread)
		queue->head = thread->next;
	return thread;
}

/* Put a ready thread on the queue of its CPU, and tell that CPU. */
static void make_ready(struct thread *thread)
{
	unsigned int cpu = READ_ONCE(thread->cpu);
	bool were_on = spin_lock_irqsave(&queues[cpu].lock);

	enqueue(&queues[cpu], thread);
	spin_unlock_irqrestore(&queues[cpu].lock, were_on);
	if (cpu != smp_processor_id())
		send_ipi(cpu, IPI_RESCHEDULE);
}

/* On the new thread's stack, the queue locked by the old one. */
static void finish_switch(void)
{
	struct run_queue *queue = &queues[smp_processor_id()];
	struct thread *previous = queue->previous;
	u32 state = READ_ONCE(previous->state);
	struct thread *joiner;

	spin_unlock(&queue->lock);
	if (state == THREAD_MOVING) {
		make_ready(previous); /* nobody else could until now */
	} else if (state == THREAD_ENDING) {
		joiner = READ_ONCE(previous->joiner);
		/* A locked store: either the joiner sees the new state, or we
		 * see the joiner. */
		smp_store_mb(previous->state, THREAD_DONE);
		if (!joiner)
			joiner = READ_ONCE(previous->joiner);
		if (joiner)
			thread_wake(joiner);
	}
}

/* Leave the CPU to the next ready thread, or to the idle one. Interrupts off,
 * queue locked; returns with it unlocked. */
static void switch_away(struct run_queue *queue)
{
	struct thread *from = thread_current();
	struct thread *to = dequeue(queue);

	if (!to)
		to = &queue->idle;
	WRITE_ONCE(to->state,
		   to->going_to_sleep ? THREAD_SLEEPING : THREAD_RUNNING);
	to->going_to_sleep = false;
	WRITE_ONCE(queue->need_resched, false);
	if (to == from) {
		spin_unlock(&queue->lock);
		return;
	}
	if (thread_switch_hook)
		thread_switch_hook(from, to);
	current_threads[smp_processor_id()].thread = to;
	queue->previous = from;
	switch_stack(&from->stack_pointer, to->stack_pointer);
	finish_switch();
}

/* Every thread but the idle ones starts here. */
static void thread_entry(void)
{
	struct thread *me;

	finish_switch();
	local_irq_enable();
	me = thread_current();
	me->func(me->arg);
	local_irq_disable();
	spin_lock(&queues[smp_processor_id()].lock);
	WRITE_ONCE(me->state, THREAD_ENDING);
	switch_away(&queues[smp_processor_id()]);
	panic("a thread that had ended ran again");
}

static struct thread *find_free(void)
{
	for (int i = 0; i < MAX_THREADS; i++)
		if (READ_ONCE(threads[i].state) == THREAD_FREE)
			return &threads[i];
	return NULL;
}

/* Stacks are never unmapped, so no TLB has to be flushed for them. */
static void *stack_of(const struct thread *thread)
{
	unsigned int i = (unsigned int)(thread - threads);

	if (!stacks[i])
		stacks[i] = map_stack(NR_CPUS + i);
	return stacks[i];
}

struct thread *thread_create(const char *name, unsigned int cpu,
			     void (*func)(void *arg), void *arg)
{
	struct thread *thread;
	void *stack = NULL;

	assert(cpu_online(cpu));
	spin_lock(&threads_lock);
	thread = find_free();
	if (thread)
		stack = stack_of(thread);
	if (stack)
		WRITE_ONCE(thread->state, THREAD_READY);
	spin_unlock(&threads_lock);
	if (!stack)
		return NULL;
	thread->name = name;
	thread->func = func;
	thread->arg = arg;
	thread->stack_pointer = fresh_stack(stack, thread_entry);
	WRITE_ONCE(thread->joiner, NULL);
	thread->going_to_sleep = false;
	WRITE_ONCE(thread->kmap_local_depth, 0);
	WRITE_ONCE(thread->cpu, cpu);
	make_ready(thread);
	return thread;
}

bool thread_join(struct thread *thread, u32 ms)
{
	u64 end = get_cycles() + clock_from_us(1000) * ms;

	WRITE_ONCE(thread->joiner, thread_current());
	for (;;) {
		thread_prepare_sleep();
		if (READ_ONCE(thread->state) == THREAD_DONE)
			break;
		if (get_cycles() >= end) {
			thread_cancel_sleep();
			return false;
		}
		thread_sleep_timeout(ms);
	}
	thread_cancel_sleep();
	WRITE_ONCE(thread->state, THREAD_FREE);
	return true;
}

void thread_yield(void)
{
	struct run_queue *queue;

	local_irq_disable();
	queue = &queues[smp_processor_id()];
	spin_lock(&queue->lock);
	if (thread_current() != &queue->idle)
		enqueue(queue, thread_current());
	switch_away(queue);
	local_irq_enable();
}

void set_need_resched(void)
{
	WRITE_ONCE(queues[smp_processor_id()].need_resched, true);
}

void thread_preempt(void)
{
	struct run_queue *queue = &queues[smp_processor_id()];
	struct thread *me = thread_current();

	if (!READ_ONCE(queue->need_resched) || me == &queue->idle)
		return;
	spin_lock(&queue->lock);
	me->going_to_sleep = READ_ONCE(me->state) == THREAD_SLEEPING;
	enqueue(queue, me);
	switch_away(queue);
}

void thread_migrate(unsigned int cpu)
{
	struct run_queue *queue;
	struct thread *me = thread_current();

	assert(cpu_online(cpu) && !READ_ONCE(me->kmap_local_depth));
	if (cpu == smp_processor_id())
		return;
	local_irq_disable();
	queue = &queues[smp_processor_id()];
	spin_lock(&queue->lock);
	WRITE_ONCE(me->cpu, cpu);
	WRITE_ONCE(me->state, THREAD_MOVING);
	switch_away(queue);
	local_irq_enable();
	if (thread_migrate_hook)
		thread_migrate_hook(me);
}

void thread_prepare_sleep(void)
{
	smp_store_mb(thread_current()->state, THREAD_SLEEPING);
}

void thread_cancel_sleep(void)
{
	WRITE_ONCE(thread_current()->state, THREAD_RUNNING);
}

void thread_sleep(void)
{
	struct run_queue *queue;

	assert(!preempt_count());
	local_irq_disable();
	queue = &queues[smp_processor_id()];
	spin_lock(&queue->lock);
	/* Woken meanwhile? Under the lock that thread_wake() takes. */
	if (READ_ONCE(thread_current()->state) == THREAD_SLEEPING)
		switch_away(queue);
	else
		spin_unlock(&queue->lock);
	local_irq_enable();
}

/*
 * Threads that sleep with a time limit are on a list of their CPU. They cannot
 * move while they sleep, so only that CPU touches it: interrupts off is enough.
 */
static void add_timed(struct thread *thread, u64 wake_at)
{
	struct run_queue *queue = &queues[smp_processor_id()];

	thread->wake_at = wake_at;
	thread->next_timed = queue->timed;
	queue->timed = thread;
}

static void remove_timed(struct thread *thread)
{
	struct thread **link = &queues[smp_processor_id()].timed;

	while (*link != thread)
		link = &(*link)->next_timed;
	*link = thread->next_timed;
}

void thread_sleep_timeout(u32 ms)
{
	struct thread *me = thread_current();

	local_irq_disable();
	add_timed(me, get_cycles() + clock_from_us(1000) * ms);
	local_irq_enable();
	thread_sleep();
	local_irq_disable();
	remove_timed(me);
	local_irq_enable();
}

void thread_sleep_ms(u32 ms)
{
	thread_prepare_sleep();
	thread_sleep_timeout(ms);
}

void thread_tick(void)
{
	struct thread *thread = queues[smp_processor_id()].timed;
	u64 now = thread ? get_cycles() : 0;

	for (; thread; thread = thread->next_timed)
		if (thread->wake_at <= now)
			thread_wake(thread);
	set_need_resched(); /* a slice is a tick */
}

/* Lock the queue of the CPU that a thread is on; the thread may be about to
 * move to another one. */
static struct run_queue *lock_queue_of(struct thread *thread, bool *were_on)
{
	for (;;) {
		unsigned int cpu = READ_ONCE(thread->cpu);

		*were_on = spin_lock_irqsave(&queues[cpu].lock);
		if (READ_ONCE(thread->cpu) == cpu)
			return &queues[cpu];
		spin_unlock_irqrestore(&queues[cpu].lock, *were_on);
	}
}

void thread_wake(struct thread *thread)
{
	bool were_on;
	struct run_queue *queue = lock_queue_of(thread, &were_on);
	unsigned int cpu = (unsigned int)(queue - queues);
	bool was_off_cpu = false;

	if (READ_ONCE(thread->state) == THREAD_SLEEPING) {
		was_off_cpu = current_threads[cpu].thread != thread;
		if (was_off_cpu)
			enqueue(queue, thread);
		else
			WRITE_ONCE(thread->state, THREAD_RUNNING);
	}
	thread->going_to_sleep = false; /* it was preempted before it could */
	spin_unlock_irqrestore(&queue->lock, were_on);
	if (was_off_cpu && cpu != smp_processor_id())
		send_ipi(cpu, IPI_RESCHEDULE);
}

void thread_init_cpu(void)
{
	unsigned int me = smp_processor_id();
	struct run_queue *queue = &queues[me];

	queue->lock = (spinlock_t)SPINLOCK_INIT("run queue");
	queue->idle.name = "idle";
	WRITE_ONCE(queue->idle.state, THREAD_RUNNING);
	WRITE_ONCE(queue->idle.cpu, me);
	current_threads[me].thread = &queue->idle;
}

__noreturn void thread_idle(void)
{
	struct run_queue *queue = &queues[smp_processor_id()];

	for (;;) {
		local_irq_disable();
		/* Without the lock: who makes a thread ready says so, and then
		 * interrupts us, which ends the wait. */
		if (READ_ONCE(queue->need_resched)) {
			spin_lock(&queue->lock);
			switch_away(queue);
			local_irq_enable();
		} else {
			idle_wait();
		}
	}
}
