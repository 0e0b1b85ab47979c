/* SPDX-License-Identifier: MIT */
/*
 * switch.S - from one thread's stack to another's.
 *
 * void switch_stack(void **save, void *load), in eax and edx: the C calling
 * convention lets a function change eax, ecx and edx. So the other four
 * registers and the stack pointer are the whole state of a thread. (System V
 * ABI, Intel386 supplement; -mregparm=3 of GCC and Clang.)
 */
	.text
	.globl	switch_stack
switch_stack:
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	%esp, (%eax)
	movl	%edx, %esp
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret

	.section .note.GNU-stack, "", @progbits
