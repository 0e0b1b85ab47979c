/* SPDX-License-Identifier: MIT */
/*
 * machine_impl.h - the machine seam on a simulated machine: every access by a
 * name of arch/machine.h becomes a call into sim.c. The contracts are in
 * arch/machine.h.
 */
#ifndef TESTS_EXPLORE_MACHINE_IMPL_H
#define TESTS_EXPLORE_MACHINE_IMPL_H

#include "lib/types.h"

/* tests/scale/machine_impl.h has another machine behind the same functions:
 * with more CPUs, and with caches. */
#ifndef NR_CPUS
#define NR_CPUS 4
#define CACHE_LINE \
	8 /* bytes: no caches here, and a small state is a fast one */
#define sim_relax() ((void)0)
#endif

enum sim_rmw { RMW_XCHG, RMW_CMPXCHG, RMW_ADD, RMW_OR, RMW_AND };

u64 sim_load(const void *at, unsigned int size);
void sim_store(void *at, unsigned int size, u64 value, bool fence);
u64 sim_rmw(enum sim_rmw op, void *at, unsigned int size, u64 operand,
	    u64 expected);
u64 sim_xchg_pte(void *at, u64 value);
void sim_fence(void);
unsigned int sim_cpu_id(void);
bool sim_irqs_on(void);
void sim_set_irqs(bool on);
void sim_halt(void);
void sim_flush_one(unsigned long vaddr);
void sim_flush_all(void);
void sim_lock_taken(const void *lock);
void sim_lock_released(const void *lock);
void sim_preempt_off(void);
void sim_preempt_on(void);
u32 sim_preempt_count(unsigned int cpu);
u32 sim_interrupts_taken(unsigned int cpu);
u64 sim_cycles(void);
void sim_send_ipi(unsigned int cpu, unsigned int ipi);
void sim_send_ipi_all_but_self(unsigned int ipi);

#define barrier() __asm__ volatile("" ::: "memory")
#define smp_mb()  sim_fence()

/* The type of what is shared, without const: a comma drops qualifiers. */
#define SIM_TYPE(x) __typeof__(((void)0, (x).shared_value))

/* Values of any type up to 8 bytes, as 64 bits and back. An argument must not
 * have a variable of such a name. */
#define SIM_TO_RAW(x, v)                                                   \
	({                                                                 \
		SIM_TYPE(x) sim_typed = (v);                               \
		u64 sim_raw = 0;                                           \
		__builtin_memcpy(&sim_raw, &sim_typed, sizeof(sim_typed)); \
		sim_raw;                                                   \
	})
#define SIM_FROM_RAW(x, r)                                                \
	({                                                                \
		u64 sim_from = (r);                                       \
		SIM_TYPE(x) sim_back;                                     \
		__builtin_memcpy(&sim_back, &sim_from, sizeof(sim_back)); \
		sim_back;                                                 \
	})
#define SIM_RMW(op, x, v, expected)                                         \
	SIM_FROM_RAW(x, sim_rmw(op, (void *)&(x).shared_value,              \
				sizeof((x).shared_value), SIM_TO_RAW(x, v), \
				SIM_TO_RAW(x, expected)))

#define READ_ONCE(x) \
	SIM_FROM_RAW(x, sim_load(&(x).shared_value, sizeof((x).shared_value)))
#define WRITE_ONCE(x, v)                                               \
	sim_store((void *)&(x).shared_value, sizeof((x).shared_value), \
		  SIM_TO_RAW(x, v), false)
#define smp_store_mb(x, v)                                             \
	sim_store((void *)&(x).shared_value, sizeof((x).shared_value), \
		  SIM_TO_RAW(x, v), true)
#define xchg(x, v)           SIM_RMW(RMW_XCHG, x, v, 0)
#define cmpxchg(x, old, new) SIM_RMW(RMW_CMPXCHG, x, new, old)
#define fetch_add(x, v)      SIM_RMW(RMW_ADD, x, v, 0)
#define fetch_or(x, v)       SIM_RMW(RMW_OR, x, v, 0)
#define fetch_and(x, v)      SIM_RMW(RMW_AND, x, v, 0)

static inline unsigned int smp_processor_id(void)
{
	return sim_cpu_id();
}

static inline bool irqs_disabled(void)
{
	return !sim_irqs_on();
}

static inline void local_irq_disable(void)
{
	sim_set_irqs(false);
}

static inline void local_irq_enable(void)
{
	sim_set_irqs(true);
}

static inline bool local_irq_save(void)
{
	bool were_on = sim_irqs_on();

	sim_set_irqs(false);
	return were_on;
}

static inline void local_irq_restore(bool were_on)
{
	if (were_on)
		sim_set_irqs(true);
}

static inline void safe_halt(void)
{
	sim_halt();
}

static inline u32 preempt_count_of(unsigned int cpu)
{
	return sim_preempt_count(cpu);
}

static inline u32 preempt_count(void)
{
	return preempt_count_of(sim_cpu_id());
}

static inline void preempt_count_inc(void)
{
	sim_preempt_off();
}

static inline void preempt_count_dec(void)
{
	sim_preempt_on();
}

static inline u32 interrupts_taken(unsigned int cpu)
{
	return sim_interrupts_taken(cpu);
}

static inline void lock_taken(const void *lock)
{
	sim_lock_taken(lock);
}

static inline void lock_released(const void *lock)
{
	sim_lock_released(lock);
}

static inline void local_flush_tlb_one(unsigned long vaddr)
{
	sim_flush_one(vaddr);
}

static inline void local_flush_tlb_all(void)
{
	sim_flush_all();
}

static inline u64 pte_xchg64(void *at, u64 value)
{
	return sim_xchg_pte(at, value);
}

static inline void send_ipi(unsigned int cpu, enum ipi ipi)
{
	sim_send_ipi(cpu, ipi);
}

static inline void sync_core(void)
{
}

static inline void send_ipi_all_but_self(enum ipi ipi)
{
	sim_send_ipi_all_but_self(ipi);
}

static inline u64 get_cycles(void)
{
	return sim_cycles(); /* in the explorer only ticks take time */
}

static inline void cpu_relax(void)
{
	sim_relax();
}

#endif
