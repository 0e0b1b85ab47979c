/* SPDX-License-Identifier: MIT */
/*
 * entry.S - from the boot loader to main(): paging off to PAE on.
 *
 *	loader       flat segments, no paging, we run at 1 MiB
 *	boot_entry   segments whose base is -PAGE_OFFSET: now the addresses the
 *	             kernel is linked at are right although paging is off, so
 *	             that the rest can be written in C
 *	early_start  boot/early.c: is this CPU good enough? first page tables
 *	paging on    the same tables map the kernel where it is linked
 *	main         flat segments again
 */
#include "arch/x86/layout_impl.h"

#define MULTIBOOT_MAGIC 0x1badb002
#define MULTIBOOT_FLAGS 0x3	/* modules on page boundaries; memory map */

/* Multiboot2 Specification 2.0, "OS image format" */
#define MULTIBOOT2_MAGIC  0xe85250d6
#define MULTIBOOT2_I386	  0
#define TAG_OPTIONAL	  1
#define TAG_END		  0
#define TAG_CONSOLE	  4
#define TAG_FRAMEBUFFER	  5
#define TAG_ALIGN_MODULES 6
#define CONSOLE_EGA_TEXT  2

#define CR0_BOOT_PAGING 0x80000033
#define CR4_PAE		0x20

#define BOOT_STACK_SIZE 16384

	.section .multiboot, "a"
	.balign 8
multiboot2_header:
	.long	MULTIBOOT2_MAGIC
	.long	MULTIBOOT2_I386
	.long	multiboot2_header_end - multiboot2_header
	.long	-(MULTIBOOT2_MAGIC + MULTIBOOT2_I386 + multiboot2_header_end - multiboot2_header)
	.word	TAG_CONSOLE, TAG_OPTIONAL
	.long	12
	.long	CONSOLE_EGA_TEXT	/* is supported, nothing is required */
	.long	0			/* tags start at multiples of 8 */
	.word	TAG_FRAMEBUFFER, TAG_OPTIONAL
	.long	20
	.long	0, 0, 0			/* any width, height, depth */
	.long	0
	.word	TAG_ALIGN_MODULES, TAG_OPTIONAL
	.long	8
	.word	TAG_END, 0
	.long	8
multiboot2_header_end:

	.balign 4
	.long	MULTIBOOT_MAGIC
	.long	MULTIBOOT_FLAGS
	.long	-(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

	.section .boot, "ax"
	.globl	boot_entry
boot_entry:
	cli
	cld
	lgdt	offset_gdt_pointer
	ljmp	$KERNEL_CS, $offset_entry

	.balign 8
	/* Base 0x40000000 = -PAGE_OFFSET; otherwise flat. */
offset_gdt:
	.quad	0
	.quad	0x40cf9a000000ffff
	.quad	0x40cf92000000ffff
	/* The same two, flat. */
	.quad	0x00cf9a000000ffff
	.quad	0x00cf92000000ffff
offset_gdt_end:
offset_gdt_pointer:
	.word	offset_gdt_end - offset_gdt - 1
	.long	offset_gdt
#define FLAT_CS 0x18
#define FLAT_DS 0x20

	.text
offset_entry:
	movw	$KERNEL_DS, %cx
	movw	%cx, %ds
	movw	%cx, %es
	movw	%cx, %ss
	movw	%cx, %fs
	movw	%cx, %gs
	movl	$boot_stack_top, %esp
	xorl	%ebp, %ebp
	movl	%ebx, %edx		/* where the loader's structure is */
	call	early_start		/* eax: its magic number, then CR3 */

	movl	%eax, %cr3
	movl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$CR0_BOOT_PAGING, %eax
	movl	%eax, %cr0
	/* We now run in the identity mapping of the first GiB: base and link
	 * address add up to the physical address, as before. */
	ljmp	$FLAT_CS, $1f
1:	movw	$FLAT_DS, %cx
	movw	%cx, %ds
	movw	%cx, %es
	movw	%cx, %ss
	movw	%cx, %fs
	movw	%cx, %gs
	call	main			/* does not return */
	ud2

	.bss
	.balign 16
	.skip	BOOT_STACK_SIZE
	.globl	boot_stack_top
boot_stack_top:

	.section .note.GNU-stack, "", @progbits
