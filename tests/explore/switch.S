/* SPDX-License-Identifier: MIT */
/*
 * switch.S - from one stack to another, on the host (System V ABI, AMD64).
 *
 * void sim_switch(void **save, void *load);
 *
 * sim_switch_forgetting is the same, but for a caller that has nothing in
 * registers: what is left there would make equal states look different.
 */
	.text
	.globl	sim_switch, sim_switch_forgetting
	.type	sim_switch, @function
	.type	sim_switch_forgetting, @function
sim_switch_forgetting:
	xorl	%ebp, %ebp
	xorl	%ebx, %ebx
	xorl	%r12d, %r12d
	xorl	%r13d, %r13d
	xorl	%r14d, %r14d
	xorl	%r15d, %r15d
sim_switch:
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	ret

	.section .note.GNU-stack, "", @progbits
