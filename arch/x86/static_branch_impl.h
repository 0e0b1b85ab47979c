/* SPDX-License-Identifier: MIT */
/*
 * static_branch_impl.h - arch/static_branch.h by changing the code: 5 bytes
 * that are one NOP, or the jump to where the branch goes.
 */
#ifndef ARCH_X86_STATIC_BRANCH_IMPL_H
#define ARCH_X86_STATIC_BRANCH_IMPL_H

/* What the linker collects of each branch. */
struct static_branch_site {
	u32 at; /* the 5 bytes */
	u32 target;
	const struct static_key *key;
};

/* lea %ds:0(%esi), %esi: see TRICKS, "a NOP of 5 bytes" */
#define STATIC_BRANCH_NOP "\x3e\x8d\x74\x26\x00"

static inline __attribute__((always_inline)) bool static_branch_taken(
	const struct static_key *key)
{
	__asm__ volatile goto("1: .byte 0x3e, 0x8d, 0x74, 0x26, 0x00\n"
			      ".pushsection static_branches, \"a\"\n"
			      ".balign 4\n"
			      ".long 1b, %l[taken], %c0\n"
			      ".popsection"
			      :
			      : "i"(key)
			      :
			      : taken);
	return false;
taken:
	return true;
}

#define static_branch_unlikely(key) unlikely(static_branch_taken(key))

#endif
