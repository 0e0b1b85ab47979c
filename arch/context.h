/* SPDX-License-Identifier: MIT */
/*
 * context.h - stacks, and the switch from one to another.
 */
#ifndef ARCH_CONTEXT_H
#define ARCH_CONTEXT_H

#include "arch/shared.h"

/*
 * Map stack number `n` to fresh low memory, with an unmapped guard page below
 * it. Returns its top, or NULL if there is no memory or room. One caller at a
 * time. A stack is never unmapped.
 */
void *map_stack(unsigned int n);

/* Save this stack's state at *save, and switch to the stack whose state was
 * saved as `load`. Returns when somebody switches back. Interrupts off. */
void switch_stack(void **save, void *load);

/* The state of a fresh stack that ends at `top`: a switch to it starts `entry`,
 * which must not return. */
void *fresh_stack(void *top, void (*entry)(void));

/* Called at the end of each interrupt, after its handler, interrupts off: it
 * may switch to another stack. NULL: nothing to do. */
typedef void (*irq_exit_t)(void);
extern struct irq_exit_hook {
	SHARED(irq_exit_t) call;
} irq_exit_hook;

#endif
