/* SPDX-License-Identifier: MIT */
/*
 * machine.h - the machine seam: all that portable code needs from a CPU.
 *
 * mm/ and the locks, cross calls and shootdown of smp/ include this and nothing
 * below it, so that the same sources compile for the machines behind it:
 *
 *	arch/x86/machine_impl.h       the real one
 *	tests/unit/machine_impl.h     one CPU on the host, for unit tests
 *	tests/explore/machine_impl.h  several simulated CPUs with modelled TLBs
 *
 * The include path picks the implementation. Whatever it defines must keep the
 * contracts written here.
 */
#ifndef ARCH_MACHINE_H
#define ARCH_MACHINE_H

#include "arch/ipi.h"
#include "arch/shared.h"
#include "lib/types.h"

/*
 * Shared memory.
 *
 * Whatever two CPUs may touch is declared SHARED(type) (arch/shared.h). That
 * wraps it in a struct, so that the compiler rejects every access that does not
 * go through the names below; the explorer hooks those names and so sees every
 * access.
 *
 *	READ_ONCE(x)           one load, never torn or repeated
 *	WRITE_ONCE(x, v)       one store, likewise
 *	xchg(x, v)             store v, return what was there
 *	cmpxchg(x, old, new)   store new if x is old; returns what was there
 *	fetch_add(x, v)        add, return what was there; also fetch_or and
 *	                       fetch_and
 *	smp_mb()               full barrier: earlier stores are visible to all
 *	                       CPUs before later loads are done
 *	smp_store_mb(x, v)     WRITE_ONCE, then smp_mb(), in one instruction
 *	barrier()              for the compiler only
 *
 * Types are up to the size of a pointer. xchg, cmpxchg and fetch_* are locked
 * instructions, hence full barriers too. x86 keeps loads in order with loads,
 * and stores in order with stores (Intel SDM vol. 3, 8.2.2): the portable code
 * relies on that and names no weaker barrier.
 */
/*
 * Also defined by the implementation:
 *
 *	NR_CPUS                the most CPUs it can have, 1 to 64
 *	CACHE_LINE             bytes; what two CPUs write is so far apart
 *	u64 pte_xchg64(p, v)   exchange the 64 bits at p (8-byte aligned) in one
 *	                       locked operation (CMPXCHG8B), return the old ones
 */
/* In preempt_count(): an interrupt handler, in addition to all else */
#define HARDIRQ_OFFSET 0x10000u

#include "machine_impl.h"

/*
 * For paths where every instruction counts, as a machine may have fewer for
 * them:
 *
 *	try_cmpxchg(x, old, new)  did cmpxchg() store? Of 4 bytes
 *	READ_ONCE_EXCEEDS(x, v)   READ_ONCE(x) > v, of ints
 */
#ifndef try_cmpxchg
#define try_cmpxchg(x, old, new) (cmpxchg(x, old, new) == (old))
#endif
#ifndef READ_ONCE_EXCEEDS
#define READ_ONCE_EXCEEDS(x, v) (READ_ONCE(x) > (v))
#endif

/* Number of the CPU this runs on: 0 (the boot CPU) to NR_CPUS - 1. */
static inline unsigned int smp_processor_id(void);

/* Interrupts of this CPU: off (returns whether they were on), as they were,
 * off, on. */
static inline bool local_irq_save(void);
static inline void local_irq_restore(bool were_on);
static inline void local_irq_disable(void);
static inline void local_irq_enable(void);
static inline bool irqs_disabled(void);

/* Turn interrupts on and wait for one, in one step: none is taken before the
 * wait. Called with interrupts off; they are on at return. */
static inline void safe_halt(void);

/*
 * What keeps the running thread on this CPU: a 1 for each spin lock that it
 * holds or waits for, and for each preempt_disable() (smp/preempt.h), plus
 * HARDIRQ_OFFSET if this is an interrupt handler: Linux's preempt_count. A
 * thread may sleep if it is 0. For smp/preempt.h: one more, and one less.
 *
 * lock_taken() and lock_released() are for the implementation of locks: right
 * after this CPU has got a lock, and right before it releases one. Only
 * simulated machines need to know; on others they do nothing.
 */
static inline u32 preempt_count(void);
static inline void preempt_count_inc(void);
static inline void preempt_count_dec(void);
static inline void lock_taken(const void *lock);
static inline void lock_released(const void *lock);

/*
 * The count of any CPU, as it was a moment ago; and how many interrupts that
 * CPU has taken. Both have changed, in this order, before a handler takes a
 * lock.
 */
static inline u32 preempt_count_of(unsigned int cpu);
static inline u32 interrupts_taken(unsigned int cpu);

/*
 * Flush this CPU's TLB: the translation of one address, or all of them, global
 * ones included. Both serialise: the CPU uses no older translation afterwards
 * (Intel SDM vol. 3, 4.10.4.1). Any context.
 */
static inline void local_flush_tlb_one(unsigned long vaddr);
static inline void local_flush_tlb_all(void);

/*
 * Interrupt another CPU. Stores done before are visible to the handler, which
 * runs as soon as that CPU has interrupts on. Any context.
 */
static inline void send_ipi(unsigned int cpu, enum ipi ipi);

/*
 * The same to every CPU but this one, by one message. It reaches every CPU on
 * the bus, started or not, so use it only if all of them are online.
 */
static inline void send_ipi_all_but_self(enum ipi ipi);

/*
 * Drop everything that this CPU has fetched or decoded in advance, because
 * others have changed its code (Intel SDM vol. 3, 8.1.3). Any context.
 */
static inline void sync_core(void);

/* Free-running clock in cycles; never goes back on one CPU. Any context. */
static inline u64 get_cycles(void);

/* For wait loops: lets the other hyperthread, or an emulator's CPUs, run. */
static inline void cpu_relax(void);

#endif
