/* SPDX-License-Identifier: MIT */
/* spinwait.c - see spinwait.h */
#include "smp/spinwait.h"

#include "arch/clock.h"
#include "arch/panic.h"
#include "smp/deadlock.h"
#include "smp/mailbox.h"
#include "smp/preempt.h"

/* Turns between two looks for a deadlock; a power of two */
#define CHECK_TURNS 512

/* Turns after which an unanswered IPI counts as lost: milliseconds, where an
 * answer takes microseconds; a multiple of CHECK_TURNS */
#define LOST_IPI_TURNS 65536

struct cpu_wait cpu_waits[NR_CPUS];

/*
 * A handler may come in between, and have to wait, too. It leaves the sequence
 * odd then, as the rest is half old and half new, whatever it adds. So nobody
 * sees its wait; if that never ends, there is still the time limit. (Interrupts
 * could be off here instead, but that would make every shootdown dearer.)
 */
static void publish(struct cpu_wait *me, enum wait_kind kind,
		    const void *object, bool irqs_off, u32 count)
{
	u32 sequence = READ_ONCE(me->sequence);

	WRITE_ONCE(me->sequence, sequence | 1);
	WRITE_ONCE(me->kind, kind);
	WRITE_ONCE(me->object, object);
	WRITE_ONCE(me->irqs_off, irqs_off);
	WRITE_ONCE(me->preempt_count, count);
	WRITE_ONCE(me->sequence, sequence % 2 ? sequence : sequence + 2);
}

/* Out of line, like what follows: hardly any wait lasts that long. */
static __noinline void publish_wait(struct spin_wait *wait)
{
	struct cpu_wait *me = &cpu_waits[smp_processor_id()];

	wait->outer_kind = READ_ONCE(me->kind);
	wait->outer_object = READ_ONCE(me->object);
	wait->outer_irqs_off = READ_ONCE(me->irqs_off);
	wait->outer_preempt_count = READ_ONCE(me->preempt_count);
	publish(me, wait->kind, wait->object, irqs_disabled(), preempt_count());
}

void spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
		     const void *object)
{
	preempt_disable();
	wait->kind = kind;
	wait->object = object;
	wait->turns = 0;
	wait->start = get_cycles();
}

static void ask_again(void)
{
	const struct cpu_wait *me = &cpu_waits[smp_processor_id()];

	if (READ_ONCE(me->kind) == WAIT_ACK)
		mailbox_send_again(READ_ONCE(me->object));
}

static __noinline void look_around(const struct spin_wait *wait)
{
	deadlock_rescue();
	deadlock_check();
	if (wait->turns % LOST_IPI_TURNS == 0)
		ask_again();
	if (wait->turns >= SPIN_WAIT_MIN_TURNS &&
	    get_cycles() - wait->start >
		    clock_from_us(1000) * SPIN_WAIT_LIMIT_MS)
		panic("a wait has lasted for more than %u s: %s",
		      SPIN_WAIT_LIMIT_MS / 1000,
		      deadlock_describe_wait(smp_processor_id()));
}

void spin_wait_turn(struct spin_wait *wait)
{
	cpu_relax();
	if (++wait->turns == SPIN_WAIT_PUBLISH_TURNS)
		publish_wait(wait);
	else if (wait->turns % CHECK_TURNS == 0)
		look_around(wait);
}

static __noinline void unpublish(const struct spin_wait *wait)
{
	publish(&cpu_waits[smp_processor_id()], wait->outer_kind,
		wait->outer_object, wait->outer_irqs_off,
		wait->outer_preempt_count);
}

void spin_wait_end(struct spin_wait *wait)
{
	if (wait->turns >= SPIN_WAIT_PUBLISH_TURNS)
		unpublish(wait);
	preempt_enable();
}
