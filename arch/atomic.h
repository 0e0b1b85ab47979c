/* SPDX-License-Identifier: MIT */
/*
 * atomic.h - the machine seam's shared-memory names on a real memory system.
 *
 * For machine_impl.h of targets where a plain aligned access is one access and
 * the compiler's __atomic builtins are the processor's own: x86, and the host.
 * arch/machine.h documents the names.
 */
#ifndef ARCH_ATOMIC_H
#define ARCH_ATOMIC_H

#define barrier() __asm__ volatile("" ::: "memory")

#define READ_ONCE(x) \
	(*(const volatile __typeof__((x).shared_value) *)&(x).shared_value)

#define WRITE_ONCE(x, v)                                                      \
	((void)(*(volatile __typeof__((x).shared_value) *)&(x).shared_value = \
			(v)))

#define smp_store_mb(x, v) \
	((void)__atomic_exchange_n(&(x).shared_value, (v), __ATOMIC_SEQ_CST))

#define xchg(x, v) __atomic_exchange_n(&(x).shared_value, (v), __ATOMIC_SEQ_CST)

#define cmpxchg(x, old, new)                                                \
	({                                                                  \
		__typeof__((x).shared_value) was = (old);                   \
		__atomic_compare_exchange_n(&(x).shared_value, &was, (new), \
					    false, __ATOMIC_SEQ_CST,        \
					    __ATOMIC_SEQ_CST);              \
		was;                                                        \
	})

#define fetch_add(x, v) \
	__atomic_fetch_add(&(x).shared_value, (v), __ATOMIC_SEQ_CST)
#define fetch_or(x, v) \
	__atomic_fetch_or(&(x).shared_value, (v), __ATOMIC_SEQ_CST)
#define fetch_and(x, v) \
	__atomic_fetch_and(&(x).shared_value, (v), __ATOMIC_SEQ_CST)

#endif
