/* SPDX-License-Identifier: MIT */
/*
 * safecopy.h - for trap.c: the instruction of safe_copy() (arch/safecopy.h)
 * that may fault, and where to continue then.
 */
#ifndef ARCH_X86_TRAP_SAFECOPY_H
#define ARCH_X86_TRAP_SAFECOPY_H

extern const char safe_copy_access[], safe_copy_fault[];

#endif
