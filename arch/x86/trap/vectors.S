/* SPDX-License-Identifier: MIT */
/*
 * vectors.S - where the CPU enters the kernel: a stub for each of the 256
 * vectors, and what they share. Everything runs in ring 0 on flat segments, so
 * there are no segments to save.
 */
	.text

	/* Exceptions that push an error code themselves (SDM vol. 3, 6.3.1). */
	.set HAS_ERROR, (1<<8)|(1<<10)|(1<<11)|(1<<12)|(1<<13)|(1<<14)|(1<<17)|(1<<21)

	.altmacro
	.macro stub n
vector_\n:
	.if ((HAS_ERROR >> \n) & 1) == 0
	pushl	$0
	.endif
	pushl	$\n
	jmp	vector_common
	.endm
	/* No handler of these looks at a frame: %eax has the number. */
	.macro irq_stub n
vector_\n:
	pushal
	movl	$\n, %eax
	jmp	irq_common
	.endm

	.set n, 0
	.rept 32
	stub %n
	.set n, n + 1
	.endr
	.rept 256 - 32
	irq_stub %n
	.set n, n + 1
	.endr

vector_common:
	pushal
	cld
	movl	%esp, %eax		/* struct trap_frame * */
	call	trap_dispatch
	popal
	addl	$8, %esp		/* vector, error */
	iret

irq_common:
	cld
	call	irq_dispatch
	popal
	iret

	.globl double_fault_task
double_fault_task:
	xorl	%ebp, %ebp
	call	double_fault

	.macro entry n
	.long	vector_\n
	.endm

	.section .rodata
	.globl vector_entry
	.balign 4
vector_entry:
	.set n, 0
	.rept 256
	entry %n
	.set n, n + 1
	.endr

	.section .note.GNU-stack, "", @progbits
