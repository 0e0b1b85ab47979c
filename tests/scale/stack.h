/* SPDX-License-Identifier: MIT */
/*
 * stack.h - stacks of the simulated CPUs and of their threads; arch/context.h
 * has the rest of what stack.c does.
 */
#ifndef SCALE_STACK_H
#define SCALE_STACK_H

#include "arch/context.h"
#include "lib/types.h"

/* tests/explore/switch.S */
void sim_switch(void **save, void *load);

/* Is this address on any of them? */
bool is_on_stack(const void *at);

#endif
