/* SPDX-License-Identifier: MIT */
/* stack.c - see stack.h and arch/context.h */
#include "stack.h"

#include "arch/machine.h"

#define STACK_SIZE (64 * KiB)
#define STACKS     (4 * NR_CPUS) /* the CPUs', the threads' */
#define SAVED      6             /* registers, as sim_switch() pushes them */

static u8 stacks[STACKS][STACK_SIZE] __aligned(4096);

bool is_on_stack(const void *at)
{
	return (const u8 *)at >= stacks[0] &&
	       (const u8 *)at < stacks[0] + sizeof(stacks);
}

void *map_stack(unsigned int n)
{
	return n < STACKS ? stacks[n] + STACK_SIZE : NULL;
}

/* `entry` begins as after a call: its return address would be NULL. */
void *fresh_stack(void *top, void (*entry)(void))
{
	void **at = top;

	*--at = NULL;
	*--at = (void *)entry;
	for (int i = 0; i < SAVED; i++)
		*--at = NULL;
	return at;
}

void switch_stack(void **save, void *load)
{
	sim_switch(save, load);
}
