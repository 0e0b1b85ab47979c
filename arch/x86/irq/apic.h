/* SPDX-License-Identifier: MIT */
/*
 * apic.h - the local APIC: interrupts between CPUs, and each CPU's timer.
 * (Intel SDM vol. 3, chapter "Advanced Programmable Interrupt Controller".)
 */
#ifndef ARCH_X86_IRQ_APIC_H
#define ARCH_X86_IRQ_APIC_H

#include "arch/ipi.h"
#include "lib/types.h"

/*
 * Find out how to reach the local APICs: by x2APIC registers where the CPU has
 * them, else at physical address `base`. Boot CPU, paging on.
 */
void lapic_discover(u64 base);

/*
 * Switch this CPU's local APIC on: spurious vector set, LINT0 and the timer
 * masked, LINT1 an NMI. Every CPU, interrupts off.
 */
void lapic_init(void);

/* This CPU's APIC id. After lapic_discover(). */
u32 lapic_id(void);

/* Say which APIC id CPU number `cpu` has. CPUs are numbered without gaps. */
void lapic_add_cpu(unsigned int cpu, u32 apic_id);
/* How many there are, once all that will be are up. */
void lapic_set_nr_cpus(unsigned int n);
unsigned int lapic_nr_cpus(void);

/* Send; waits, a bounded time, for the APIC to take it. Any context. */
void lapic_send_ipi(unsigned int cpu, enum ipi ipi);
/* The same to all CPUs but this one, in one command: it reaches whatever there
 * is on the bus, started or not. */
void lapic_send_ipi_others(enum ipi ipi);
void lapic_nmi_others(void);

/* Can a message be sent to this id? Without x2APIC it has 8 bits, of which 255
 * means everybody; firmware may list more. */
bool lapic_can_reach(u32 apic_id);

/* The two messages that start a CPU; `page` is its first instruction's address
 * divided by 4096. False: the APIC reported an error or took no message. */
bool lapic_send_init(u32 apic_id);
bool lapic_send_startup(u32 apic_id, u8 page);

void lapic_eoi(void);

/* Timer: count down from `count` at 1/16 of the bus clock, then (if `vector`
 * is not 0) interrupt and start again. */
void lapic_timer_start(u8 vector, u32 count);
u32 lapic_timer_count(void);

#endif
