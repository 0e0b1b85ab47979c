/* SPDX-License-Identifier: MIT */
/*
 * irqflags.h - turn this CPU's interrupts off and on: arch/machine.h has the
 * contracts.
 */
#ifndef ARCH_X86_CPU_IRQFLAGS_H
#define ARCH_X86_CPU_IRQFLAGS_H

#include "arch/x86/cpu/asm.h"

static inline bool irqs_disabled(void)
{
	return !(read_eflags() & EFLAGS_IF);
}

static inline void local_irq_disable(void)
{
	cli();
}

static inline void local_irq_enable(void)
{
	sti();
}

static inline bool local_irq_save(void)
{
	bool were_on = !irqs_disabled();

	cli();
	return were_on;
}

static inline void local_irq_restore(bool were_on)
{
	if (were_on)
		sti();
}

static inline void safe_halt(void)
{
	sti_hlt();
}

#endif
