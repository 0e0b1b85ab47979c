/* SPDX-License-Identifier: MIT */
/*
 * exit.h - end the run: tell the emulator, or halt.
 */
#ifndef ARCH_EXIT_H
#define ARCH_EXIT_H

#include "lib/types.h"

/* Exit status: a contract with whoever runs the kernel (docs/results.md). */
enum exit_status {
	EXIT_OK = 0,         /* all as expected */
	EXIT_UNEXPECTED = 1, /* a verdict or test was not as expected */
	EXIT_PANIC = 2,
	EXIT_BAD_PARAMETER = 3,
};

/*
 * Print the last line, and tell QEMU (isa-debug-exit: its own status becomes
 * 2 * status + 1) and Bochs to end. On any other machine, halt with the result
 * on the screen. Any context.
 */
__noreturn void machine_exit(enum exit_status status);

/* Make this CPU reset, as a triple fault does: for tests of whoever watches the
 * machine. Any context. */
__noreturn void machine_reset(void);

#endif
