/* SPDX-License-Identifier: MIT */
/* apic.c - see apic.h */
#include "arch/x86/irq/apic.h"

#include "arch/panic.h"
#include "arch/x86/cpu/asm.h"
#include "arch/x86/cpu/barrier.h"
#include "arch/x86/cpu/cpuid.h"
#include "arch/x86/cpu/gdt.h"
#include "arch/x86/cpu/irqflags.h"
#include "arch/x86/irq/apic_error.h"
#include "arch/x86/mm/paging.h"
#include "arch/x86/trap/fault.h"
#include "arch/x86/trap/idt.h"

/* Registers: offset in the page; as an MSR, 0x800 + offset / 16. */
enum lapic_register {
	REG_ID = 0x020,
	REG_TPR = 0x080,
	REG_EOI = 0x0b0,
	REG_SVR = 0x0f0,
	REG_ESR = 0x280,
	REG_ICR = 0x300,
	REG_ICR_HIGH = 0x310,
	REG_LVT_TIMER = 0x320,
	REG_LVT_LINT0 = 0x350,
	REG_LVT_LINT1 = 0x360,
	REG_LVT_ERROR = 0x370,
	REG_TIMER_INITIAL = 0x380,
	REG_TIMER_CURRENT = 0x390,
	REG_TIMER_DIVIDE = 0x3e0,
};

#define APIC_BASE_X2    BIT(10)
#define APIC_BASE_ON    BIT(11)
#define MSR_X2APIC_BASE 0x800

#define SVR_ENABLE   0x100
#define LVT_MASKED   0x10000
#define LVT_PERIODIC 0x20000
#define DIVIDE_BY_16 0x3

/* Interrupt command register */
#define ICR_NMI          0x400
#define ICR_INIT         0x500
#define ICR_STARTUP      0x600
#define ICR_PENDING      0x1000
#define ICR_ASSERT       0x4000
#define ICR_ALL_BUT_SELF 0xc0000

#define ICR_WAIT_TURNS 1000000 /* far more than any bus needs */

void (*lapic_error_hook)(const char *what);

static bool x2apic;
static volatile u32 *registers; /* of the xAPIC */
static unsigned int nr_cpus = 1;

static struct {
	u64 sent[NR_IPIS];
} __cacheline ipi_counts[NR_CPUS];

static u32 lapic_read(enum lapic_register reg)
{
	if (x2apic)
		return (u32)rdmsr(MSR_X2APIC_BASE + reg / 16);
	return registers[reg / 4];
}

static void lapic_write(enum lapic_register reg, u32 value)
{
	if (x2apic)
		wrmsr(MSR_X2APIC_BASE + reg / 16, value);
	else
		registers[reg / 4] = value;
}

void lapic_discover(u64 base, bool opt_out)
{
	x2apic = cpu_features.x2apic &&
		 (!opt_out || rdmsr(MSR_APIC_BASE) & APIC_BASE_X2);
	if (!x2apic)
		registers = map_device(base, PAGE_SIZE);
}

static void enable(void)
{
	u64 base;

	if (!cpu_features.msr)
		return; /* the APIC of such a CPU is on after reset */
	base = rdmsr(MSR_APIC_BASE) | APIC_BASE_ON;
	wrmsr(MSR_APIC_BASE, base);
	if (x2apic)
		wrmsr(MSR_APIC_BASE, base | APIC_BASE_X2);
}

static void error_interrupt(void)
{
	const char *what;
	u32 error;

	lapic_write(REG_ESR, 0);
	error = lapic_read(REG_ESR) & 0xff;
	if (error & ESR_OURS)
		panic("local APIC error %02x", error);
	what = lapic_error_count(error);
	if (what && lapic_error_hook)
		lapic_error_hook(what);
}

void lapic_init(void)
{
	enable();
	lapic_write(REG_TPR, 0);
	lapic_write(REG_SVR, SVR_ENABLE | VECTOR_SPURIOUS);
	lapic_write(REG_LVT_TIMER, LVT_MASKED);
	lapic_write(REG_LVT_LINT0, LVT_MASKED);
	lapic_write(REG_LVT_LINT1, ICR_NMI);
	lapic_write(REG_ESR, 0);
	lapic_write(REG_LVT_ERROR, VECTOR_LAPIC_ERR);
	irq_register(VECTOR_LAPIC_ERR, error_interrupt);
	lapic_eoi(); /* the firmware may have left one in service */
}

u32 lapic_id(void)
{
	u32 id = lapic_read(REG_ID);

	return x2apic ? id : id >> 24;
}

void lapic_add_cpu(unsigned int cpu, u32 apic_id)
{
	x86_cpus[cpu].apic_id = apic_id;
}

void lapic_set_nr_cpus(unsigned int n)
{
	nr_cpus = n;
}

unsigned int lapic_nr_cpus(void)
{
	return nr_cpus;
}

void lapic_eoi(void)
{
	lapic_write(REG_EOI, 0);
}

static bool icr_idle(void)
{
	for (int i = 0; i < ICR_WAIT_TURNS; i++) {
		if (!(lapic_read(REG_ICR) & ICR_PENDING))
			return true;
		cpu_relax();
	}
	return false;
}

/*
 * The command register is written in two halves, and the second write sends. An
 * interrupt handler that sent a message in between would redirect ours: so
 * interrupts are off.
 */
static inline bool icr_write(u32 apic_id, u32 command)
{
	bool idle = true;

	if (x2apic) {
		wrmsr_fence();
		wrmsr(MSR_X2APIC_BASE + REG_ICR / 16,
		      (u64)apic_id << 32 | command);
		return true;
	}
	if (unlikely(registers[REG_ICR / 4] & ICR_PENDING))
		idle = icr_idle();
	registers[REG_ICR_HIGH / 4] = apic_id << 24;
	registers[REG_ICR / 4] = command;
	return idle;
}

static bool icr_send(u32 apic_id, u32 command)
{
	bool were_on = local_irq_save();
	bool sent = icr_write(apic_id, command);

	local_irq_restore(were_on);
	return sent;
}

/* Send an IPI that `cpus` CPUs receive. */
static inline void send_ipi_to(u32 apic_id, u32 shorthand, enum ipi ipi,
			       unsigned int cpus)
{
	bool were_on = local_irq_save();

	smp_mb();
	icr_write(apic_id, ICR_ASSERT | shorthand | VECTOR_IPI(ipi));
	ipi_counts[smp_processor_id()].sent[ipi] += cpus;
	local_irq_restore(were_on);
}

void lapic_send_ipi(unsigned int cpu, enum ipi ipi)
{
	send_ipi_to(x86_cpus[cpu].apic_id, 0, ipi, 1);
}

void lapic_send_ipi_others(enum ipi ipi)
{
	send_ipi_to(0, ICR_ALL_BUT_SELF, ipi, nr_cpus - 1);
}

u64 ipis_sent(unsigned int cpu, enum ipi ipi)
{
	return ipi_counts[cpu].sent[ipi];
}

void lapic_nmi_others(void)
{
	if (nr_cpus > 1)
		icr_send(0, ICR_ASSERT | ICR_ALL_BUT_SELF | ICR_NMI);
}

/* The error status register latches at a write (SDM, "Error Handling"). */
static bool send_checked(u32 apic_id, u32 command)
{
	bool idle;

	lapic_write(REG_ESR, 0);
	lapic_read(REG_ESR);
	idle = icr_send(apic_id, command) && (x2apic || icr_idle());
	lapic_write(REG_ESR, 0);
	return idle && (lapic_read(REG_ESR) & 0xef) == 0;
}

bool lapic_can_reach(u32 apic_id)
{
	return apic_id < (x2apic ? 0xffffffff : 0xff);
}

bool lapic_send_init(u32 apic_id)
{
	return send_checked(apic_id, ICR_INIT | ICR_ASSERT);
}

bool lapic_send_startup(u32 apic_id, u8 page)
{
	return send_checked(apic_id, ICR_STARTUP | ICR_ASSERT | page);
}

void lapic_timer_start(u8 vector, u32 count)
{
	lapic_write(REG_TIMER_DIVIDE, DIVIDE_BY_16);
	lapic_write(REG_LVT_TIMER, vector ? LVT_PERIODIC | vector : LVT_MASKED);
	lapic_write(REG_TIMER_INITIAL, count);
}

u32 lapic_timer_count(void)
{
	return lapic_read(REG_TIMER_CURRENT);
}

void ipi_set_handler(enum ipi ipi, void (*handler)(void))
{
	irq_register((u8)VECTOR_IPI(ipi), handler);
}
