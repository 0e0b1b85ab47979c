/* SPDX-License-Identifier: MIT */
/*
 * layout.h - what is where in the 4 GiB of virtual addresses.
 *
 *	00000000  never mapped: a null pointer faults
 *	10020000  oracle aliases: one permanent 4 KiB mapping a test frame
 *	40000000  the framebuffer, if there is one
 *	C0000000  direct map of low memory, 896 MiB at most, and in it the
 *	          kernel image at C0100000
 *	F8400000  devices (local APIC, I/O APICs, firmware tables), uncached
 *	FA1F0000  an alias of kernel text, while it is changed
 *	FA200000  stacks, an unmapped guard page below each
 *	FE000000  pkmap window, 512 slots
 *	FE200000  kmap_local slots of every CPU
 *
 * All CPUs share one set of page tables. Included by assembly and by the linker
 * script too: plain numbers only.
 */
#ifndef ARCH_X86_LAYOUT_IMPL_H
#define ARCH_X86_LAYOUT_IMPL_H

/* Not a round number: see TRICKS, "a place in the TLB". */
#define ALIAS_BASE 0x10020000
#define ALIAS_END  0x40000000

/* The picture starts inside its first 2 MiB. */
#define FRAMEBUFFER_BASE 0x40000000
#define FRAMEBUFFER_END  0x48200000

#define PAGE_OFFSET     0xC0000000
#define DIRECT_MAP_SIZE 0x38000000 /* bytes: 896 MiB */
#define KERNEL_PHYS     0x00100000

/*
 * Not round numbers: an emulator finds a TLB entry by the low bits of the page
 * number, 11 of them in Bochs. Every interrupt touches the local APIC and a
 * stack, and must not evict the window's first slots from the TLB while a
 * scenario needs them there.
 */
#define DEVICE_BASE 0xF8400000
#define DEVICE_END  0xFA000000

#define TEXT_ALIAS_BASE 0xFA1F0000 /* two pages */

#define STACK_BASE  0xFA200000
#define STACK_END   0xFE000000
#define STACK_PAGES 4 /* a stack: 16 KiB */

#define PKMAP_BASE      0xFE000000
#define PKMAP_SLOTS_MAX 512 /* 2 MiB: exactly one page table */

#define KMAP_LOCAL_BASE  0xFE200000
#define KMAP_LOCAL_SLOTS 16 /* a CPU; deepest nesting of a thread */

/* Segment selectors; arch/x86/cpu/gdt.c fills the table. */
#define KERNEL_CS 0x08
#define KERNEL_DS 0x10
#define PERCPU_FS 0x18
#define TSS_SEL   0x20
#define DF_TSS    0x28

#endif
