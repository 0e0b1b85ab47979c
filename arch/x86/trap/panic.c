/* SPDX-License-Identifier: MIT */
/*
 * panic.c - see arch/panic.h and fault.h
 *
 * Nothing here may wait for a lock, or for long: the holder of the lock may be
 * what is broken. CPUs print one after the other, by number. If the CPU before
 * it does not finish soon, a CPU prints all the same.
 */
#include "arch/x86/trap/fault.h"

#include "arch/atomic.h"
#include "arch/exit.h"
#include "arch/shared.h"
#include "arch/x86/cpu/asm.h"
#include "arch/x86/cpu/barrier.h"
#include "arch/x86/cpu/gdt.h"
#include "arch/x86/dev/console.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/trap/backtrace.h"
#include "lib/printf.h"

void (*panic_report_hook)(void);
void (*panic_end_hook)(void);
bool (*panic_idle_hook)(void);

#define NO_CPU     (-1)
#define TURN_LIMIT 2000000 /* wait turns for one CPU's report */

static SHARED(int) panicking = SHARED_INIT(NO_CPU); /* the CPU that panics */
static SHARED(unsigned int) reports; /* CPUs that have shown their state */

static SHARED(unsigned int) idle; /* of those, left out as they were idle */
static char reason[200];

static const char *const exception_name[] = {
	"divide error",
	"debug",
	"NMI",
	"breakpoint",
	"overflow",
	"bound range",
	"invalid opcode",
	"no FPU",
	"double fault",
	"FPU segment overrun",
	"invalid TSS",
	"segment not present",
	"stack fault",
	"general protection",
	"page fault",
	"exception 15",
	"FPU error",
	"alignment check",
	"machine check",
	"SIMD error",
};

static void show_registers(const struct trap_frame *f)
{
	console_printf("  eax %08x ebx %08x ecx %08x edx %08x\n", f->eax,
		       f->ebx, f->ecx, f->edx);
	console_printf("  esi %08x edi %08x ebp %08x eflags %08x\n", f->esi,
		       f->edi, f->ebp, f->eflags);
	console_printf("  cr0 %08x cr2 %08x cr3 %08x cr4 %08x\n", read_cr0(),
		       read_cr2(), read_cr3(), read_cr4());
	console_printf("  at %08x ", f->eip);
	print_symbol(f->eip);
	console_printf("\n");
}

void panic_show_cpu(const struct trap_frame *frame)
{
	console_printf("CPU %u, interrupts %s\n", smp_processor_id(),
		       frame->eflags & EFLAGS_IF ? "on" : "off");
	show_registers(frame);
	backtrace(frame->ebp);
	if (panic_report_hook)
		panic_report_hook();
}

/* Wait for our turn to print; false if those before us take too long. */
static void wait_turn(unsigned int turn)
{
	for (int i = 0; i < TURN_LIMIT && READ_ONCE(reports) != turn; i++)
		cpu_relax();
}

/*
 * An NMI asks a CPU what it is doing. It comes from a CPU that panics, or, when
 * nothing moves any more, from the program that runs the emulator.
 */
static void nmi(const struct trap_frame *frame)
{
	int by = READ_ONCE(panicking);
	unsigned int id = smp_processor_id();

	if (by == (int)id)
		return;
	/* The panicking CPU has shown itself before it asked. */
	wait_turn(by == NO_CPU || (int)id > by ? id : id + 1);
	if (by != NO_CPU && panic_idle_hook && panic_idle_hook())
		fetch_add(idle, 1);
	else
		panic_show_cpu(frame);
	fetch_add(reports, 1);
	if (by != NO_CPU)
		halt_forever();
	if (id == lapic_nr_cpus() - 1)
		WRITE_ONCE(reports, 0); /* ready for the next NMI */
}

/* Make this the CPU that panics, or stop if another one is at it. */
static void panic_begin(void)
{
	int id = (int)smp_processor_id();
	int before;

	cli();
	before = cmpxchg(panicking, NO_CPU, id);
	if (before == id) { /* the panic code itself faulted */
		console_printf("\npanic within a panic\n");
		machine_exit(EXIT_PANIC);
	}
	if (before != NO_CPU)
		halt_forever();
}

static void say_reason(void)
{
	console_printf("panic: CPU %u: %s\n", smp_processor_id(), reason);
}

/* The reason comes first, for whoever reads on, and last, for a screen that has
 * scrolled. */
static __noreturn void panic_end(void)
{
	WRITE_ONCE(reports, 1);
	lapic_nmi_others();
	wait_turn(lapic_nr_cpus());
	if (READ_ONCE(idle))
		console_printf("CPUs that were idle are not shown: %u\n",
			       READ_ONCE(idle));
	say_reason();
	if (panic_end_hook)
		panic_end_hook();
	machine_exit(EXIT_PANIC);
}

__noreturn void panic(const char *fmt, ...)
{
	va_list args;

	panic_begin();
	va_start(args, fmt);
	kvsnprintf(reason, sizeof(reason), fmt, args);
	va_end(args);
	console_printf("\n");
	say_reason();
	backtrace((u32)__builtin_frame_address(0));
	if (panic_report_hook)
		panic_report_hook();
	panic_end();
}

__noreturn void panic_trap(const struct trap_frame *frame)
{
	const char *name = "reserved exception";

	panic_begin();
	if (frame->vector < ARRAY_SIZE(exception_name))
		name = exception_name[frame->vector];
	ksnprintf(reason, sizeof(reason), "%s (vector %u, error code %x)", name,
		  frame->vector, frame->error);
	console_printf("\n");
	say_reason();
	panic_show_cpu(frame);
	panic_end();
}

void panic_init(void)
{
	nmi_hook = nmi;
}
