/* SPDX-License-Identifier: MIT */
/*
 * backtrace.h - who called whom, by name.
 */
#ifndef ARCH_X86_TRAP_BACKTRACE_H
#define ARCH_X86_TRAP_BACKTRACE_H

#include "lib/types.h"

/*
 * Print the chain of callers from frame pointer `ebp`, with console_printf().
 * Follows only frames on mapped kernel stacks, and a bounded number of them.
 */
void backtrace(u32 ebp);

/* Print an address as "name+0x12". */
void print_symbol(u32 address);

#endif
