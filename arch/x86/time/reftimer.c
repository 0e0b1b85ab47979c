/* SPDX-License-Identifier: MIT */
/* reftimer.c - see reftimer.h */
#include "arch/x86/time/reftimer.h"

#include "arch/machine.h"

/* Intel 8254 data sheet; channel 2's gate and output are at port 61h. */
#define PIT_CHANNEL_2 0x42
#define PIT_COMMAND   0x43
#define PIT_SPEAKER   0x61
#define PIT_LATCH_2   0x80
#define PIT_START_2   0xb4 /* low byte, high byte, mode 2, binary */
#define SPEAKER_GATE  0x01
#define SPEAKER_ON    0x02

#define BUSY_TURNS 1000000 /* another CPU does three port accesses */
#define TICK_TRIES 100000  /* reads, of about 1 us each, to see it move */

static u16 pm_timer_port;

static u32 pm_read(void)
{
	return inl(pm_timer_port);
}

static void pit_start(void)
{
	outb(PIT_SPEAKER, (inb(PIT_SPEAKER) & ~SPEAKER_ON) | SPEAKER_GATE);
	outb(PIT_COMMAND, PIT_START_2);
	outb(PIT_CHANNEL_2, 0); /* 65536 */
	outb(PIT_CHANNEL_2, 0);
}

/* Latch, then two reads: no other CPU may come between. */
static u32 pit_read(void)
{
	static SHARED(u32) busy;
	bool were_on = local_irq_save();
	u32 count;

	for (int i = 0; xchg(busy, 1) && i < BUSY_TURNS; i++)
		cpu_relax();
	outb(PIT_COMMAND, PIT_LATCH_2);
	count = inb(PIT_CHANNEL_2);
	count |= (u32)inb(PIT_CHANNEL_2) << 8;
	WRITE_ONCE(busy, 0);
	local_irq_restore(were_on);
	return 0xffff - count; /* it counts down */
}

static struct reftimer pm_timer = { "ACPI PM timer", 3579545, 0xffffff,
				    pm_read };
static const struct reftimer pit = { "PIT", 1193182, 0xffff, pit_read };

static bool ticks(const struct reftimer *timer)
{
	u32 start = timer->read() & timer->mask;

	for (int i = 0; i < TICK_TRIES; i++)
		if ((timer->read() & timer->mask) != start)
			return true;
	return false;
}

const struct reftimer *reftimer_find(u16 pm_port, bool pm_32bit)
{
	pm_timer_port = pm_port;
	if (pm_32bit)
		pm_timer.mask = 0xffffffff;
	if (pm_port && ticks(&pm_timer))
		return &pm_timer;
	pit_start();
	return ticks(&pit) ? &pit : NULL;
}
