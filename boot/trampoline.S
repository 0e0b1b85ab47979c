/* SPDX-License-Identifier: MIT */
/*
 * trampoline.S - where a started CPU begins: real mode, at the start of a page
 * below 1 MiB that boot/smpboot.c copied this to.
 *
 * It runs wherever it is copied to: the code computes its own address from %cs,
 * and corrects the two far pointers before it uses them.
 */
#include "arch/x86/layout_impl.h"

#define CR0_BOOT_PAGING 0x80010033	/* with write protection */
#define CR0_PROTECTED	0x00000011
#define CR4_PAE		0x20
#define MSR_EFER	0xc0000080
#define EFER_LME	0x100
#define EFER_NXE	0x800

	.section .rodata
	.globl	trampoline_start, trampoline_end
	.globl	trampoline_cr3, trampoline_stack, trampoline_nx

	.balign 16
	.code16
trampoline_start:
	cli
	cld
	xorl	%ebx, %ebx
	movw	%cs, %bx
	movw	%bx, %ds
	shll	$4, %ebx		/* our physical address */
	addl	%ebx, gdt_pointer - trampoline_start + 2
	addl	%ebx, protected_pointer - trampoline_start
	lgdtl	gdt_pointer - trampoline_start
	movl	$CR0_PROTECTED, %eax
	movl	%eax, %cr0
	ljmpl	*(protected_pointer - trampoline_start)

	.code32
protected:
	movw	$KERNEL_DS, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	trampoline_cr3 - trampoline_start(%ebx), %eax
	movl	%eax, %cr3
	cmpl	$0, trampoline_nx - trampoline_start(%ebx)
	je	1f
	/* The tables hold no-execute bits: reserved until this is set. */
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_NXE, %eax
	andl	$~EFER_LME, %eax	/* or CR0.PG enters long mode */
	wrmsr
1:	movl	$CR0_BOOT_PAGING, %eax
	movl	%eax, %cr0
	movl	trampoline_stack - trampoline_start(%ebx), %esp
	xorl	%ebp, %ebp
	movl	$ap_start, %eax		/* absolute: this code has been moved */
	call	*%eax			/* does not return */
	ud2

	.balign 8
gdt:	.quad	0
	.quad	0x00cf9a000000ffff
	.quad	0x00cf92000000ffff
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt - trampoline_start	/* + our address */
protected_pointer:
	.long	protected - trampoline_start
	.word	KERNEL_CS
	.balign 4
trampoline_cr3:
	.long	0
trampoline_stack:
	.long	0
trampoline_nx:
	.long	0
trampoline_end:

	.section .note.GNU-stack, "", @progbits
