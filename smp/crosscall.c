/* SPDX-License-Identifier: MIT */
/* crosscall.c - see crosscall.h */
#include "smp/crosscall.h"

#include "smp/cpu.h"
#include "smp/point.h"
#include "smp/preempt.h"

static struct {
	SHARED(smp_call_func_t) func;
	SHARED(void *) info;
} __cacheline calls[NR_CPUS]; /* each CPU's request */

static void serve(unsigned int initiator)
{
	smp_call_func_t func = READ_ONCE(calls[initiator].func);

	func(READ_ONCE(calls[initiator].info));
}

struct mailbox crosscall_box = {
	.name = "cross call",
	.ipi = IPI_CALL,
	.serve = serve,
};

/* Ask those of the mask that are online, but not this CPU. Preemption is off.
 */
static void post(const struct cpumask *mask, smp_call_func_t func, void *info,
		 bool wait)
{
	unsigned int me = smp_processor_id();
	struct cpumask others = cpus_online_but_me();
	struct cpumask targets = others;

	for (int i = 0; i < CPUMASK_WORDS; i++)
		targets.word[i] &= mask->word[i];
	if (cpumask_empty(&targets))
		return;
	mailbox_wait(&crosscall_box); /* an earlier call may still be out */
	WRITE_ONCE(calls[me].func, func);
	WRITE_ONCE(calls[me].info, info);
	mailbox_post(&crosscall_box, &targets,
		     cpumask_equal(&targets, &others));
	POINT(call_posted, cpumask_next(&targets, 0));
	if (wait)
		mailbox_wait(&crosscall_box);
}

void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func,
			    void *info, bool wait)
{
	preempt_disable(); /* the request is this CPU's */
	post(mask, func, info, wait);
	preempt_enable();
}

static void call_here(smp_call_func_t func, void *info)
{
	bool were_on = local_irq_save();

	func(info);
	local_irq_restore(were_on);
}

void smp_call_function_single(unsigned int cpu, smp_call_func_t func,
			      void *info, bool wait)
{
	struct cpumask mask = { 0 };

	preempt_disable();
	if (cpu == smp_processor_id()) {
		call_here(func, info);
	} else {
		cpumask_set(&mask, cpu);
		smp_call_function_many(&mask, func, info, wait);
	}
	preempt_enable();
}

void on_each_cpu(smp_call_func_t func, void *info)
{
	struct cpumask others;

	preempt_disable(); /* the same CPU in all three */
	others = cpus_online_but_me();
	smp_call_function_many(&others, func, info, false);
	call_here(func, info);
	mailbox_wait(&crosscall_box);
	preempt_enable();
}

void crosscall_interrupt(void)
{
	mailbox_serve(&crosscall_box);
}
