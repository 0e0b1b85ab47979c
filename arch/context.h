/* SPDX-License-Identifier: MIT */
/*
 * context.h - stacks, and the switch from one to another.
 */
#ifndef ARCH_CONTEXT_H
#define ARCH_CONTEXT_H

/*
 * Stack number `n`, with an unmapped guard page below it, mapped to fresh low
 * memory: its top. NULL when there is no memory or room. A lock of the caller's
 * keeps others out; never unmapped.
 */
void *map_stack(unsigned int n);

/* Leave this stack, its state saved at *save, for the one saved as `load`.
 * Returns when somebody switches back. Interrupts off. */
void switch_stack(void **save, void *load);

/* What to switch to for `entry` to start on a fresh stack that ends at `top`.
 * It must not return. */
void *fresh_stack(void *top, void (*entry)(void));

#endif
