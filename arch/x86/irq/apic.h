/* SPDX-License-Identifier: MIT */
/*
 * apic.h - the local APIC: interrupts between CPUs, and each CPU's timer.
 * (Intel SDM vol. 3, chapter "Advanced Programmable Interrupt Controller".)
 */
#ifndef ARCH_X86_IRQ_APIC_H
#define ARCH_X86_IRQ_APIC_H

#include "arch/ipi.h"
#include "lib/types.h"

#define MSR_APIC_BASE 0x1b /* where the local APIC is, and its state */

/*
 * Choose how to reach the local APICs: through x2APIC registers if the CPU has
 * them, otherwise at physical address `base`. opt_out: the firmware does not
 * want x2APIC mode; if it is on all the same, it stays on, since only a reset
 * leads back to usable registers. Boot CPU, paging on.
 */
void lapic_discover(u64 base, bool opt_out);

/*
 * Switch this CPU's local APIC on: spurious vector set, LINT0 and the timer
 * masked, LINT1 an NMI. Every CPU, interrupts off.
 */
void lapic_init(void);

/* Called at the first error of a kind that the hardware recovers from, with
 * what it is; may be NULL. Interrupts off. */
extern void (*lapic_error_hook)(const char *what);

/* This CPU's APIC id. After lapic_discover(). */
u32 lapic_id(void);

/* Say which APIC id CPU number `cpu` has. CPUs are numbered without gaps. */
void lapic_add_cpu(unsigned int cpu, u32 apic_id);
/* How many CPUs there are, once all of them are up. */
void lapic_set_nr_cpus(unsigned int n);
unsigned int lapic_nr_cpus(void);

/* Send an IPI. Waits, for a bounded time, until the APIC accepts it. Any
 * context. */
void lapic_send_ipi(unsigned int cpu, enum ipi ipi);
/* The same to all CPUs but this one, by one command. It reaches every CPU on
 * the bus, started or not. */
void lapic_send_ipi_others(enum ipi ipi);
void lapic_nmi_others(void);

/* Can a message be sent to this id? Without x2APIC an id has 8 bits, and 255
 * means all CPUs. The firmware may list higher ones. */
bool lapic_can_reach(u32 apic_id);

/* The two messages that start a CPU; `page` is the address of its first
 * instruction, divided by 4096. False if the APIC reports an error, or does not
 * accept the message. */
bool lapic_send_init(u32 apic_id);
bool lapic_send_startup(u32 apic_id, u8 page);

void lapic_eoi(void);

/* Timer: count down from `count` at 1/16 of the bus clock. Then, if `vector` is
 * not 0, interrupt and start again. */
void lapic_timer_start(u8 vector, u32 count);
u32 lapic_timer_count(void);

#endif
