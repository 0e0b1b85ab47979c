/* SPDX-License-Identifier: MIT */
/*
 * test_smpboot.c - starting CPUs that come up, late or not at all, that die on
 * the way, or that do not exist although the firmware lists them: behind fake
 * local APICs, on a clock that each turn of a wait moves on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/clock.h"
#include "arch/context.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/trap/idt.h"
#include "boot/smpboot.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/deadlock.h"
#include "smp/idle.h"
#include "smp/thread.h"
#include "smp/tick.h"
#include "smp/tlb.h"

#define PAGE      0x8000u
#define US        10 /* cycles */
#define BOOT_APIC 5  /* is not the first that is listed */
#define FAR       300
#define NEVER     UINT64_MAX
#define SECOND    (1000000 * US)
#define MOST_CPUS 256
#define STACK(n)  ((void *)(uintptr_t)(0x1000 * ((n) + 1)))

/* How a CPU behaves, from when on it is told to start. */
enum kind {
	GOOD,        /* after some us */
	SLOW,        /* after half a second */
	NEEDS_TWO,   /* the first STARTUP is lost */
	LATE,        /* after two seconds, when nobody waits any more */
	DEAD,        /* never */
	ABSENT,      /* nobody takes the INIT */
	NO_STARTUP,  /* it takes INIT, and nothing else */
	NO_SECOND,   /* the second STARTUP fails, */
	COMES_LATER, /* and then the first one has an effect */
	UNREACHABLE, /* an id of more than 8 bits */
};

static struct {
	u32 apic_id;
	enum kind kind;
	unsigned int number; /* that the kernel has given it */
	unsigned int inits, startups;
	u64 online_at;
	bool came_up;
} cpu[MOST_CPUS];

static struct firmware_cpus firmware;
static unsigned int stacks_made;
static unsigned int stacks_left;
static char said[20000];
static unsigned int lapic_cpus;
static u8 low_memory[PAGE + 4096];

/* What is copied to the page where they start. */
__asm__(".data\n"
	".globl trampoline_start, trampoline_end\n"
	".globl trampoline_cr3, trampoline_stack, trampoline_nx\n"
	"trampoline_start: .fill 12, 1, 0x90\n"
	"trampoline_cr3: .long 0\n"
	"trampoline_stack: .long 0\n"
	"trampoline_nx: .long 0\n"
	"trampoline_end:\n"
	".text\n");

/* Time passes; whoever is due is online. */
static void pass(u64 cycles)
{
	unit_machine.cycles += cycles;
	for (unsigned int i = 0; i < firmware.count; i++)
		if (cpu[i].online_at <= unit_machine.cycles) {
			cpu[i].online_at = NEVER;
			cpu[i].came_up = true;
			shared_cpumask_set(&cpu_online_mask, cpu[i].number);
		}
}

static void relax(void)
{
	assert_true(unit_machine.cycles < 100ull * SECOND);
	pass(US);
}

void delay_us(u32 us)
{
	pass((u64)us * US);
}

u64 clock_from_us(u32 us)
{
	return (u64)us * US;
}

static unsigned int index_of(u32 apic_id)
{
	unsigned int i = 0;

	while (cpu[i].apic_id != apic_id)
		assert_true(++i < firmware.count);
	return i;
}

void (*lapic_error_hook)(const char *what);

u32 lapic_id(void)
{
	return BOOT_APIC;
}

bool lapic_can_reach(u32 apic_id)
{
	return apic_id < 0xff;
}

void lapic_add_cpu(unsigned int number, u32 apic_id)
{
	if (apic_id != BOOT_APIC)
		cpu[index_of(apic_id)].number = number;
}

void lapic_set_nr_cpus(unsigned int n)
{
	lapic_cpus = n;
}

/* Whatever it was at, it waits for a STARTUP. */
bool lapic_send_init(u32 apic_id)
{
	unsigned int i = index_of(apic_id);

	cpu[i].inits++;
	cpu[i].startups = 0;
	cpu[i].online_at = NEVER;
	cpu[i].came_up = false;
	return cpu[i].kind != ABSENT;
}

static u64 online_after(unsigned int i)
{
	switch (cpu[i].kind) {
	case GOOD:
		return 50 * US;
	case SLOW:
	case COMES_LATER:
		return SECOND / 2;
	case NEEDS_TWO:
		return cpu[i].startups == 2 ? 50 * US : NEVER;
	case LATE:
		return 2 * SECOND;
	default:
		return NEVER;
	}
}

bool lapic_send_startup(u32 apic_id, u8 page)
{
	unsigned int i = index_of(apic_id);
	u64 after;

	assert_int_equal(page, PAGE >> 12);
	assert_true(cpu[i].inits > 0);
	cpu[i].startups++;
	after = online_after(i);
	if (after != NEVER && cpu[i].online_at == NEVER && !cpu[i].came_up)
		cpu[i].online_at = unit_machine.cycles + after;
	if (cpu[i].kind == NO_SECOND || cpu[i].kind == COMES_LATER)
		return cpu[i].startups < 2;
	return cpu[i].kind != NO_STARTUP;
}

void *map_stack(unsigned int n)
{
	assert_true(n > 0);
	if (!stacks_left)
		return NULL;
	stacks_left--;
	return STACK(stacks_made++);
}

void printk(const char *fmt, ...)
{
	size_t used = strlen(said);
	va_list args;

	va_start(args, fmt);
	vsnprintf(said + used, sizeof(said) - used, fmt, args);
	va_end(args);
}

u32 paging_startup_cr3(void)
{
	return 0x1234;
}

bool paging_uses_nx(void)
{
	return true;
}

/* What only the started CPUs and the boot CPU's own start use. */
void (*panic_report_hook)(void);
bool (*panic_idle_hook)(void);
struct cpu_idle cpu_idle[NR_CPUS];
void (*irq_enter_hook)(void);
struct mailbox crosscall_box, tlb_box;

void console_printf(const char *fmt, ...)
{
	(void)fmt;
}

void irq_register(u8 vector, void (*handler)(void))
{
	(void)vector;
	(void)handler;
}

void clock_start_tick(u32 hz, u32 apart)
{
	(void)hz;
	(void)apart;
}

void gdt_init(unsigned int number);

void gdt_init(unsigned int number)
{
	(void)number;
}

const char *deadlock_describe_wait(unsigned int number)
{
	(void)number;
	return "";
}

#define NOTHING(function)    \
	void function(void); \
	void function(void)  \
	{                    \
	}

NOTHING(lapic_init)
NOTHING(thread_init_cpu)
NOTHING(idle_leave)
NOTHING(quiesce)
NOTHING(crosscall_interrupt)
NOTHING(tlb_serve_shootdowns)
NOTHING(tick_interrupt)
NOTHING(idt_load)
NOTHING(paging_load)

void thread_idle(void)
{
	abort();
}

void spin_poll(void)
{
}

void spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
		     const void *object)
{
	(void)wait;
	(void)kind;
	(void)object;
}

void spin_wait_turn(struct spin_wait *wait)
{
	(void)wait;
}

void spin_wait_end(struct spin_wait *wait)
{
	(void)wait;
}

static int setup(void **state)
{
	(void)state;
	unit_machine = (struct unit_machine){ .low_memory = low_memory,
					      .relax = relax };
	memset(&cpu_online_mask, 0, sizeof(cpu_online_mask));
	memset(&firmware, 0, sizeof(firmware));
	memset(cpu, 0, sizeof(cpu));
	shared_cpumask_set(&cpu_online_mask, 0);
	stacks_made = 0;
	stacks_left = 100;
	said[0] = '\0';
	lapic_cpus = 0;
	mailbox_set_broadcast(false);
	return 0;
}

static void list(u32 apic_id, enum kind kind)
{
	unsigned int i = firmware.count++;

	assert_true(i < MOST_CPUS);
	firmware.cpu[i] = (struct firmware_cpu){ apic_id, true };
	cpu[i].apic_id = apic_id;
	cpu[i].kind = kind;
	cpu[i].online_at = NEVER;
}

/* So many are online, numbered from 0; and no other comes up ever after. */
static void expect_cpus(unsigned int n, unsigned int max)
{
	u64 start = unit_machine.cycles;
	u64 slow = 0;

	for (unsigned int i = 0; i < firmware.count; i++)
		slow += cpu[i].kind == SLOW;
	assert_int_equal(smp_boot(&firmware, max, PAGE), n);
	assert_int_equal(lapic_cpus, n);
	/* Two seconds for all that fail, and a bit for each */
	assert_true(unit_machine.cycles - start <=
		    2 * SECOND + firmware.count * (SECOND / 20) +
			    slow * (SECOND / 2));
	pass(10 * SECOND);
	assert_int_equal(num_online_cpus(), n);
	for (unsigned int i = 0; i < n; i++)
		assert_true(cpu_online(i));
	/* A stack each, and one kept for the next at most. */
	assert_in_range(stacks_made, n - 1, n);
}

static void expect_said(const char *what)
{
	assert_non_null(strstr(said, what));
}

static void all_come_up(void **state)
{
	(void)state;
	list(0, GOOD);
	list(BOOT_APIC, GOOD);
	list(2, SLOW);
	list(9, NEEDS_TWO);
	expect_cpus(4, NR_CPUS);
	assert_string_equal(said, "");
	assert_true(mailbox_broadcasts());
	assert_int_equal(cpu[0].number, 1);
	assert_int_equal(cpu[2].number, 2);
	assert_int_equal(cpu[3].number, 3);
	assert_int_equal(cpu[1].inits, 0); /* not this CPU itself */
}

/* One fails in each way; those behind it are started. */
static void one_fails(enum kind kind, u32 apic_id, const char *why)
{
	setup(NULL);
	list(BOOT_APIC, GOOD);
	list(apic_id, kind);
	list(2, GOOD);
	list(3, GOOD);
	expect_cpus(3, NR_CPUS);
	expect_said(why);
	/* Its number is given to the next; a broadcast could reach it. */
	assert_int_equal(cpu[2].number, 1);
	assert_int_equal(cpu[3].number, 2);
	assert_false(mailbox_broadcasts());
}

static void whatever_fails_is_left_out(void **state)
{
	(void)state;
	one_fails(DEAD, 1, "APIC id 1 is left out: it does not answer");
	one_fails(ABSENT, 1, "APIC id 1 is left out: it did not take the INIT");
	one_fails(NO_STARTUP, 1, "it did not take the STARTUP");
	one_fails(NO_SECOND, 1, "it did not take the second STARTUP");
	one_fails(UNREACHABLE, FAR, "id 300 is left out: its id needs an x2");
}

/* It would have come up on a stack that another CPU has got by then. */
static void one_that_is_late_does_not_come_up(void **state)
{
	(void)state;
	one_fails(LATE, 1, "APIC id 1 is left out: it does not answer");
	assert_int_equal(cpu[1].inits, 2);
	assert_false(cpu[1].came_up);
	one_fails(COMES_LATER, 1, "it did not take the second STARTUP");
	assert_false(cpu[1].came_up);
}

static void none_comes_up(void **state)
{
	(void)state;
	list(BOOT_APIC, GOOD);
	for (u32 id = 10; id < 16; id++)
		list(id, id % 2 ? DEAD : ABSENT);
	expect_cpus(1, NR_CPUS);
	assert_int_equal(stacks_made, 1);
}

/* As a hostile table has it: 250 CPUs, and the one that is there comes last. */
static void phantoms_cost_little(void **state)
{
	(void)state;
	list(BOOT_APIC, GOOD);
	for (u32 id = 6; id < 254; id++)
		list(id, DEAD);
	list(1, GOOD);
	expect_cpus(2, NR_CPUS);
	assert_true(unit_machine.cycles < 15ull * SECOND + 10ull * SECOND);
}

static void disabled_ones_are_not_started(void **state)
{
	(void)state;
	list(BOOT_APIC, GOOD);
	list(1, GOOD);
	list(2, GOOD);
	firmware.cpu[1].enabled = false;
	expect_cpus(2, NR_CPUS);
	assert_int_equal(cpu[1].inits, 0);
	assert_int_equal(cpu[2].number, 1);
	assert_string_equal(said, "");
}

static void no_more_than_the_limit(void **state)
{
	(void)state;
	list(BOOT_APIC, GOOD);
	for (u32 id = 10; id < 15; id++)
		list(id, GOOD);
	expect_cpus(3, 3);
	expect_said("3 more CPUs are not used: the limit is 3 (the first has "
		    "APIC id 12, the last 14)");
	assert_false(mailbox_broadcasts());
	assert_int_equal(cpu[3].inits, 0);
}

static void one_more_than_the_limit(void **state)
{
	(void)state;
	list(BOOT_APIC, GOOD);
	list(7, GOOD);
	list(FAR, UNREACHABLE);
	expect_cpus(2, 2);
	expect_said("1 more CPU is not used: the limit is 2 (its APIC id is "
		    "300)");
}

static void no_memory_for_stacks(void **state)
{
	(void)state;
	list(BOOT_APIC, GOOD);
	for (u32 id = 10; id < 14; id++)
		list(id, GOOD);
	stacks_left = 2;
	expect_cpus(3, NR_CPUS);
	expect_said("id 13 is left out: no memory for its stack");
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_come_up),
		TEST(whatever_fails_is_left_out),
		TEST(one_that_is_late_does_not_come_up),
		TEST(none_comes_up),
		TEST(phantoms_cost_little),
		TEST(disabled_ones_are_not_started),
		TEST(no_more_than_the_limit),
		TEST(one_more_than_the_limit),
		TEST(no_memory_for_stacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
