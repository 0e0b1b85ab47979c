/* SPDX-License-Identifier: MIT */
/* reftimer.c - see reftimer.h */
#include "arch/x86/time/reftimer.h"

#include "arch/machine.h"
#include "arch/x86/dev/console.h"
#include "arch/x86/time/pm_timer.h"
#include "lib/div64.h"

/* Intel 8254 data sheet; channel 2's gate and output are at port 61h. */
#define PIT_CHANNEL_2 0x42
#define PIT_COMMAND   0x43
#define PIT_SPEAKER   0x61
#define PIT_LATCH_2   0x80
#define PIT_START_2   0xb4 /* low byte, high byte, mode 2, binary */
#define SPEAKER_GATE  0x01
#define SPEAKER_ON    0x02

#define BUSY_TURNS      1000000 /* another CPU does three port accesses */
#define PART            100     /* of a second, to compare the two */
#define PLAUSIBLE_TRIES 10

#define TICK_TRIES 100000 /* reads, of about 1 us each, to see it move */

static u16 pm_timer_port;

static u32 pm_read_port(void)
{
	return inl(pm_timer_port);
}

static u32 pm_read(void);

static struct reftimer pm_timer = { "ACPI PM timer", 3579545, 0xffffff,
				    pm_read };

static u32 pm_read(void)
{
	return pm_timer_steady(pm_read_port, pm_timer.mask);
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

static const struct reftimer pit = { "PIT", 1193182, 0xffff, pit_read };

static bool ticks(const struct reftimer *timer)
{
	u32 start = timer->read() & timer->mask;

	for (int i = 0; i < TICK_TRIES; i++)
		if ((timer->read() & timer->mask) != start)
			return true;
	return false;
}

/* Both timers at the same time, which is between two reads of one of them: the
 * hosts of emulators stall. */
struct both {
	u32 before, pit, after;
};

static struct both read_both(void)
{
	struct both now;

	now.before = pm_timer.read();
	now.pit = pit.read();
	now.after = pm_timer.read();
	return now;
}

/* The PIT's counts for so many of the PM timer. */
static u32 pit_counts(u32 from, u32 to)
{
	u64 passed = (to - from) & pm_timer.mask;

	return (u32)min(div_u64(passed * pit.hz, pm_timer.hz), (u64)pit.mask);
}

/* While the PM timer counted 1/100 s, has the PIT counted neither more nor less
 * than it can have? False, too, if it may have gone round. */
static bool compare(void)
{
	struct both start = read_both();
	struct both end = start;
	u32 counted, least, most;

	for (int i = 0; i < TICK_TRIES; i++) {
		end = read_both();
		if (pit_counts(start.after, end.before) >= pit.hz / PART)
			break;
	}
	counted = (end.pit - start.pit) & pit.mask;
	least = pit_counts(start.after, end.before);
	most = pit_counts(start.before, end.after);
	return most < pit.mask - pit.mask / 10 &&
	       counted >= least - least / 10 && counted <= most + most / 10;
}

/* Does the PM timer go at its speed, as the PIT sees it? Once is enough: hosts
 * of emulators stall. */
static bool is_plausible(void)
{
	pit_start();
	if (!ticks(&pit))
		return true;
	for (int i = 0; i < PLAUSIBLE_TRIES; i++)
		if (compare())
			return true;
	console_printf("clock: the ACPI PM timer is not as fast as it should "
		       "be, so the PIT is used\n");
	return false;
}

const struct reftimer *reftimer_find(u16 pm_port, bool pm_32bit)
{
	pm_timer_port = pm_port;
	if (pm_32bit)
		pm_timer.mask = 0xffffffff;
	if (pm_port && ticks(&pm_timer) && is_plausible())
		return &pm_timer;
	pit_start();
	return ticks(&pit) ? &pit : NULL;
}
