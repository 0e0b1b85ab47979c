/* SPDX-License-Identifier: MIT */
/*
 * crosscall.h - run a function on other CPUs.
 */
#ifndef SMP_CROSSCALL_H
#define SMP_CROSSCALL_H

#include "smp/cpumask.h"
#include "smp/mailbox.h"

typedef void (*smp_call_func_t)(void *info);

extern struct mailbox crosscall_box;

/*
 * Run func(info) on every online CPU in `mask` but this one, in an interrupt
 * handler: interrupts are off there, and func must not sleep or take a lock in
 * its plain form. With `wait`, returns when all have done so. Otherwise the
 * next cross call of this CPU waits for them, and `info` must exist until then.
 * Call it with interrupts on, not from a handler.
 */
void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func,
			    void *info, bool wait);

/* On one other CPU, or right here if `cpu` is this one. */
void smp_call_function_single(unsigned int cpu, smp_call_func_t func,
			      void *info, bool wait);

/* On every online CPU, this one included; returns after all have. */
void on_each_cpu(smp_call_func_t func, void *info);

/* The handler of IPI_CALL. */
void crosscall_interrupt(void);

#endif
