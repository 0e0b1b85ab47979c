/* SPDX-License-Identifier: MIT */
/* clock.c - see clock.h */
#include "arch/x86/time/clock.h"

#include "arch/x86/cpu/barrier.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/time/reftimer.h"
#include "arch/x86/trap/idt.h"
#include "lib/div64.h"
#include "lib/stats.h"

#define SAMPLES           5
#define SAMPLE_HZ         100      /* a sample takes 1/100 s */
#define SAMPLE_TURNS      10000000 /* should the reference stop all at once */
#define ASSUMED_KHZ       1000000
#define ASSUMED_LAPIC_KHZ (100000 / 16)

static u32 khz = ASSUMED_KHZ;
static u32 lapic_timer_khz = ASSUMED_LAPIC_KHZ; /* after its divider */
static const struct reftimer *reference;

/*
 * The reference counter, extended beyond its width: each reader adds what has
 * passed since the last one read it. It is read at every tick at least, and a
 * tick is shorter than the period of any reference.
 */
u64 clock_slow_cycles(void)
{
	static u64 extended;
	u64 old = extended; /* maybe torn: then the exchange fails */
	u64 new;

	if (!reference)
		return 0;
	for (;;) {
		u32 now = reference->read();
		u64 was = old;

		new = old + ((now - (u32)old) & reference->mask);
		old = cmpxchg64(&extended, old, new);
		if (old == was)
			return new;
	}
}

struct sample {
	u64 khz, lapic_khz;
};

/* Count cycles and APIC timer ticks while the reference counts 10 ms. */
static struct sample take_sample(void)
{
	u32 wanted = reference->hz / SAMPLE_HZ;
	u32 start_ref = reference->read();
	u32 start_lapic = lapic_timer_count();
	u64 start = clock_cycles();
	u32 passed = 0;
	u64 cycles = 0;
	u32 lapic = 0;

	for (u32 turn = 0; passed < wanted && turn < SAMPLE_TURNS; turn++) {
		passed = (reference->read() - start_ref) & reference->mask;
		lapic = start_lapic - lapic_timer_count();
		cycles = clock_cycles() - start;
	}
	passed = max(passed, 1u);
	return (struct sample){
		div_u64(div_u64(cycles * reference->hz, passed), 1000),
		div_u64(div_u64((u64)lapic * reference->hz, passed), 1000),
	};
}

/* Emulators and their hosts stall now and then. So take a few samples, and of
 * these the median. */
static void measure(void)
{
	u64 tsc[SAMPLES];
	u64 lapic[SAMPLES];

	lapic_timer_start(0, 0xffffffff);
	for (int i = 0; i < SAMPLES; i++) {
		struct sample sample = take_sample();

		tsc[i] = sample.khz;
		lapic[i] = sample.lapic_khz;
	}
	khz = max((u32)stats_median(tsc, SAMPLES), 1u);
	lapic_timer_khz = max((u32)stats_median(lapic, SAMPLES), 1u);
}

const char *clock_calibrate(u16 pm_port, bool pm_32bit)
{
	reference = reftimer_find(pm_port, pm_32bit);
	if (!reference)
		return NULL;
	measure();
	return reference->name;
}

u32 clock_khz(void)
{
	return khz;
}

u64 clock_from_us(u32 us)
{
	return div_u64((u64)us * khz, 1000);
}

void delay_us(u32 us)
{
	u64 start = clock_cycles();
	u64 wanted = clock_from_us(us);

	/* If there is no clock at all: a port access takes about 1 us. */
	for (u32 turn = 0; clock_cycles() - start < wanted; turn++) {
		if (!cpu_features.tsc && !reference) {
			if (turn >= us)
				return;
			inb(0x61);
		}
		cpu_relax();
	}
}

void clock_start_tick(u32 hz, u32 apart)
{
	u64 count = div_u64((u64)lapic_timer_khz * 1000, hz);
	u64 least = div_u64((u64)lapic_timer_khz * apart, khz) + 1;

	lapic_timer_start(VECTOR_TIMER, (u32)max(count, least));
}
