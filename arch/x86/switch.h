/* SPDX-License-Identifier: MIT */
/*
 * switch.h - stacks of threads.
 */
#ifndef ARCH_X86_SWITCH_H
#define ARCH_X86_SWITCH_H

#include "lib/types.h"

/* Leave this stack, its state saved at *save, for the one saved as `load`.
 * Returns when somebody switches back. Interrupts off. */
void switch_stack(void **save, void *load);

/* What to switch to for `entry` to start on a fresh stack that ends at `top`.
 * It must not return. */
static inline void *fresh_stack(void *top, void (*entry)(void))
{
	void **sp = top;

	*--sp = NULL;          /* entry's caller: nobody */
	*--sp = (void *)entry; /* switch_stack returns to it */
	*--sp = NULL;          /* ebp: ends the chain of frames */
	*--sp = NULL;          /* ebx */
	*--sp = NULL;          /* esi */
	*--sp = NULL;          /* edi */
	return sp;
}

#endif
