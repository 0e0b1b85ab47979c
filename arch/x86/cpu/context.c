/* SPDX-License-Identifier: MIT */
/* context.c - what a stack looks like that switch_stack() can switch to. */
#include "arch/context.h"

#include "lib/types.h"

void *fresh_stack(void *top, void (*entry)(void))
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
