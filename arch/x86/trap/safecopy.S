/* SPDX-License-Identifier: MIT */
/*
 * safecopy.S - a copy that may meet an address that is not mapped.
 *
 * bool safe_copy(void *to, const void *from, u32 words): in eax, edx and ecx.
 *
 * After a page fault at safe_copy_access, trap.c continues at safe_copy_fault.
 * The stack is the same there, and the other registers do not matter.
 */
	.text
	.globl	safe_copy, safe_copy_access, safe_copy_fault
safe_copy:
	pushl	%esi
	pushl	%edi
	movl	%eax, %edi
	movl	%edx, %esi
safe_copy_access:
	rep movsl
	movl	$1, %eax
	jmp	1f
safe_copy_fault:
	xorl	%eax, %eax
1:	popl	%edi
	popl	%esi
	ret

	.section .note.GNU-stack, "", @progbits
