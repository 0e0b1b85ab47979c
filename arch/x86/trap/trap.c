/* SPDX-License-Identifier: MIT */
/*
 * trap.c - interrupts and exceptions, from vectors.S to their handlers.
 */
#include "arch/context.h"
#include "arch/machine.h"
#include "arch/x86/cpu/gdt.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/trap/fault.h"
#include "arch/x86/trap/idt.h"
#include "arch/x86/trap/safecopy.h"

static irq_handler_t irq_handlers[256];

void (*irq_enter_hook)(void);
struct irq_exit_hook irq_exit_hook __read_mostly;
void (*nmi_hook)(const struct trap_frame *frame);

void irq_register(u8 vector, irq_handler_t handler)
{
	assert(vector >= NR_EXCEPTIONS);
	irq_handlers[vector] = handler;
}

_Static_assert(VECTOR_PIC == NR_EXCEPTIONS, "none below the PICs'");

/* The spurious interrupts of the masked PICs and of the local APIC must not be
 * acknowledged. */
static bool wants_eoi(u32 vector)
{
	return vector >= VECTOR_PIC + 16 && vector != VECTOR_SPURIOUS;
}

void irq_dispatch(u32 vector)
{
	irq_exit_t at_exit;

	irq_enter();
	if (irq_enter_hook)
		irq_enter_hook();
	/* The next one may queue up at the APIC while the handler runs; the
	 * gate keeps it from interrupting. */
	if (wants_eoi(vector))
		lapic_eoi();
	if (irq_handlers[vector])
		irq_handlers[vector]();
	irq_exit();
	at_exit = READ_ONCE(irq_exit_hook.call);
	if (at_exit)
		at_exit();
}

/* Is it a page fault in safe_copy(), which is prepared for one? */
static bool is_expected(struct trap_frame *frame)
{
	if (frame->vector != VECTOR_PAGE_FAULT ||
	    frame->eip != (u32)safe_copy_access)
		return false;
	frame->eip = (u32)safe_copy_fault;
	return true;
}

void trap_dispatch(struct trap_frame *frame)
{
	if (frame->vector == VECTOR_NMI && nmi_hook)
		nmi_hook(frame);
	else if (!is_expected(frame))
		panic_trap(frame);
}

/* The state before the fault is in the TSS that the CPU switched away from. */
__noreturn void double_fault(void)
{
	const struct tss *tss = &x86_cpus[smp_processor_id()].tss;
	struct trap_frame frame = {
		.vector = VECTOR_DOUBLE_FAULT,
		.edi = tss->edi,
		.esi = tss->esi,
		.ebp = tss->ebp,
		.ebx = tss->ebx,
		.edx = tss->edx,
		.ecx = tss->ecx,
		.eax = tss->eax,
		.unused_esp = tss->esp,
		.eip = tss->eip,
		.cs = tss->cs,
		.eflags = tss->eflags,
	};

	panic_trap(&frame);
}
