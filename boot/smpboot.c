/* SPDX-License-Identifier: MIT */
/*
 * smpboot.c - see smpboot.h
 *
 * INIT, 10 ms, STARTUP, 200 us, and a second STARTUP if the CPU is not up by
 * then (Intel SDM vol. 3, "MP Initialization"; MP specification 1.4, B.4). One
 * CPU at a time, since all of them start in the same page.
 */
#include "boot/smpboot.h"

#include "arch/context.h"
#include "arch/x86/cpu/gdt.h"
#include "arch/x86/dev/console.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/irq/apic_error.h"
#include "arch/x86/mm/paging.h"
#include "arch/x86/time/clock.h"
#include "arch/x86/trap/fault.h"
#include "arch/x86/trap/idt.h"
#include "lib/string.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/deadlock.h"
#include "smp/idle.h"
#include "smp/mailbox.h"
#include "smp/printk.h"
#include "smp/thread.h"
#include "smp/tick.h"
#include "smp/tlb.h"

#define INIT_DELAY_US    10000
#define STARTUP_DELAY_US 200
/* How long a CPU is waited for. Firmware may list many that are not there: each
 * one that does not answer halves it. */
#define ONLINE_LIMIT_US (1000 * 1000)
#define ONLINE_LEAST_US (20 * 1000)
#define US_A_TURN       10 /* at most, or the host stalls: see spinwait.h */

/* boot/trampoline.S */
extern const u8 trampoline_start[], trampoline_end[];
extern const u32 trampoline_cr3, trampoline_stack, trampoline_nx;

/* The CPU being started, for ap_start(). */
static unsigned int starting;
static u32 online_limit_us;

void ap_start(void);

static void go_online(void)
{
	thread_init_cpu();
	lapic_init();
	clock_start_tick(TICK_HZ, TICK_APART);
	set_cpu_online();
}

static void nothing(void)
{
	/* IPI_RESCHEDULE only wakes the CPU. */
}

static void say_error(const char *what)
{
	printk("CPU %u: local APIC: %s; this is said once\n",
	       smp_processor_id(), what);
}

static void register_interrupts(void)
{
	irq_enter_hook = idle_leave;
	lapic_error_hook = say_error;
	irq_register(VECTOR_IPI(IPI_CALL), crosscall_interrupt);
	irq_register(VECTOR_IPI(IPI_FLUSH), tlb_serve_shootdowns);
	irq_register(VECTOR_IPI(IPI_RESCHEDULE), nothing);
	irq_register(VECTOR_IPI(IPI_QUIESCE), quiesce);
	irq_register(VECTOR_TIMER, tick_interrupt);
}

/* In reports: what this CPU holds and waits for. */
static void report(void)
{
	console_printf("  %s\n", deadlock_describe_wait(smp_processor_id()));
	if (lapic_errors())
		console_printf("  errors of local APICs so far: %u\n",
			       lapic_errors());
}

static bool is_idle(void)
{
	return READ_ONCE(cpu_idle[smp_processor_id()].is_idle);
}

void smp_init_boot_cpu(void)
{
	panic_report_hook = report;
	panic_idle_hook = is_idle;
	lapic_add_cpu(0, lapic_id());
	register_interrupts();
	go_online();
	local_irq_enable();
}

/* A started CPU's first C, on its idle thread's stack. */
void ap_start(void)
{
	gdt_init(starting);
	idt_load();
	paging_load();
	go_online();
	local_irq_enable();
	thread_idle();
}

static void *in_page(u32 page, const void *symbol)
{
	return (u8 *)phys_to_virt(page) +
	       ((const u8 *)symbol - trampoline_start);
}

static void fill_trampoline(u32 page, void *stack)
{
	memcpy(phys_to_virt(page), trampoline_start,
	       (size_t)(trampoline_end - trampoline_start));
	*(u32 *)in_page(page, &trampoline_cr3) = paging_startup_cr3();
	*(u32 *)in_page(page, &trampoline_stack) = (u32)stack;
	*(u32 *)in_page(page, &trampoline_nx) = paging_uses_nx();
}

static bool wait_online(unsigned int cpu, u32 us, u32 min_turns)
{
	u64 start = get_cycles();

	for (u32 turn = 0;
	     turn < min_turns || get_cycles() - start < clock_from_us(us);
	     turn++) {
		if (cpu_online(cpu))
			return true;
		cpu_relax();
	}
	return cpu_online(cpu);
}

/* NULL when it is up, else what went wrong. */
static const char *init_and_startup(unsigned int cpu, u32 apic_id, u32 page)
{
	if (!lapic_send_init(apic_id))
		return "it did not take the INIT message";
	delay_us(INIT_DELAY_US);
	if (!lapic_send_startup(apic_id, (u8)(page >> 12)))
		return "it did not take the STARTUP message";
	if (wait_online(cpu, STARTUP_DELAY_US, 0))
		return NULL;
	if (!lapic_send_startup(apic_id, (u8)(page >> 12)))
		return "it did not take the second STARTUP message";
	if (wait_online(cpu, online_limit_us, online_limit_us / US_A_TURN))
		return NULL;
	online_limit_us = max(online_limit_us / 2, (u32)ONLINE_LEAST_US);
	return "it does not answer";
}

/* INIT makes it wait for a STARTUP again. It must not come up late, on a stack
 * that another CPU has been given; nor be counted, if it has come up just now.
 * Whatever went wrong: a message may arrive although the sender is told that it
 * has not. */
static void give_up(unsigned int cpu, u32 apic_id)
{
	lapic_send_init(apic_id);
	delay_us(INIT_DELAY_US);
	shared_cpumask_clear(&cpu_online_mask, cpu);
}

/* The same, if it can be tried at all. */
static const char *start_cpu(unsigned int cpu, u32 apic_id, u32 page,
			     void *stack)
{
	const char *problem;

	if (!stack)
		return "no memory for its stack";
	if (!lapic_can_reach(apic_id))
		return "its id needs an x2APIC";
	fill_trampoline(page, stack);
	starting = cpu;
	lapic_add_cpu(cpu, apic_id);
	problem = init_and_startup(cpu, apic_id, page);
	if (problem)
		give_up(cpu, apic_id);
	return problem;
}

/* The enabled CPUs that there are too many. */
struct surplus {
	unsigned int count;
	u32 first, last; /* APIC ids */
};

static void add_surplus(struct surplus *surplus, u32 apic_id)
{
	if (!surplus->count++)
		surplus->first = apic_id;
	surplus->last = apic_id;
}

static void say_surplus(const struct surplus *surplus, unsigned int max)
{
	if (surplus->count == 1)
		printk("1 more CPU is not used: the limit is %u (its APIC id "
		       "is %u)\n",
		       max, surplus->first);
	else if (surplus->count)
		printk("%u more CPUs are not used: the limit is %u (the first "
		       "has APIC id %u, the last %u)\n",
		       surplus->count, max, surplus->first, surplus->last);
}

unsigned int smp_boot(const struct firmware_cpus *cpus, unsigned int max,
		      u32 page)
{
	unsigned int cpu = 1;
	struct surplus surplus = { 0 };
	unsigned int failed = 0;
	void *stack = NULL; /* kept for the next if one does not come up */

	online_limit_us = ONLINE_LIMIT_US;
	for (unsigned int i = 0; i < cpus->count; i++) {
		u32 apic_id = cpus->cpu[i].apic_id;
		const char *problem;

		if (!cpus->cpu[i].enabled || apic_id == lapic_id())
			continue;
		if (cpu >= max) {
			add_surplus(&surplus, apic_id);
			continue;
		}
		if (!stack)
			stack = map_stack(cpu);
		problem = start_cpu(cpu, apic_id, page, stack);
		if (problem) {
			printk("CPU with APIC id %u is left out: %s\n", apic_id,
			       problem);
			failed++;
		} else {
			stack = NULL;
			cpu++;
		}
	}
	lapic_set_nr_cpus(cpu);
	/* A broadcast must not reach a CPU that does not expect it. */
	mailbox_set_broadcast(!failed && !surplus.count);
	say_surplus(&surplus, max);
	return cpu;
}
