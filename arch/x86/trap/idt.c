/* SPDX-License-Identifier: MIT */
/* idt.c - see idt.h */
#include "arch/x86/trap/idt.h"

#include "arch/x86/layout_impl.h"

#define GATE_INTERRUPT 0x8e00u /* present, 32 bits, interrupts off on entry */
#define GATE_TASK      0x8500u

static struct {
	u32 low, high;
} idt[256] __aligned(8);

static void set_gate(unsigned int vector, u32 selector, u32 offset, u32 type)
{
	idt[vector].low = selector << 16 | (offset & 0xffff);
	idt[vector].high = (offset & 0xffff0000) | type;
}

void idt_init(void)
{
	for (unsigned int v = 0; v < 256; v++)
		set_gate(v, KERNEL_CS, vector_entry[v], GATE_INTERRUPT);
	/* A double fault often means that the stack is no good: change it. */
	set_gate(VECTOR_DOUBLE_FAULT, DF_TSS, 0, GATE_TASK);
	idt_load();
}

void idt_load(void)
{
	struct {
		u16 limit;
		u32 base;
	} __packed idtr = { sizeof(idt) - 1, (u32)idt };

	__asm__ volatile("lidt %0" : : "m"(idtr));
}
