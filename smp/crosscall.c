/* SPDX-License-Identifier: MIT */
/* crosscall.c - see crosscall.h */
#include "smp/crosscall.h"

#include "smp/cpu.h"

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

void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func,
			    void *info, bool wait)
{
	unsigned int me = smp_processor_id();
	struct cpumask targets = cpus_online_but_me();

	for (int i = 0; i < CPUMASK_WORDS; i++)
		targets.word[i] &= mask->word[i];
	if (cpumask_empty(&targets))
		return;
	mailbox_wait(&crosscall_box); /* an earlier call may still be out */
	WRITE_ONCE(calls[me].func, func);
	WRITE_ONCE(calls[me].info, info);
	mailbox_post(&crosscall_box, &targets);
	if (wait)
		mailbox_wait(&crosscall_box);
}

void smp_call_function_single(unsigned int cpu, smp_call_func_t func,
			      void *info, bool wait)
{
	struct cpumask mask = { 0 };

	if (cpu == smp_processor_id()) {
		bool were_on = local_irq_save();

		func(info);
		local_irq_restore(were_on);
		return;
	}
	cpumask_set(&mask, cpu);
	smp_call_function_many(&mask, func, info, wait);
}

void on_each_cpu(smp_call_func_t func, void *info)
{
	struct cpumask others = cpus_online_but_me();

	smp_call_function_many(&others, func, info, false);
	smp_call_function_single(smp_processor_id(), func, info, true);
	mailbox_wait(&crosscall_box);
}

void crosscall_interrupt(void)
{
	mailbox_serve(&crosscall_box);
}
