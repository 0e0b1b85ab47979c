/* SPDX-License-Identifier: MIT */
/*
 * types.h - the short integer names and the few macros everybody uses.
 *
 * Everything in lib/ is freestanding and pure: it compiles for the kernel and,
 * unchanged, for the host, where tests/unit checks it under sanitizers.
 */
#ifndef LIB_TYPES_H
#define LIB_TYPES_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n)        (1u << (n))

#define KiB 1024u
#define MiB (1024u * KiB)
#define GiB (1024ull * MiB)

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#define __printf(fmt, args) __attribute__((format(printf, fmt, args)))
#define __noreturn          __attribute__((noreturn))
#define __packed            __attribute__((packed))
#define __noinline          __attribute__((noinline))
#define __used              __attribute__((used))
#define __section(name)     __attribute__((section(name)))
#define __aligned(n)        __attribute__((aligned(n)))

#ifndef __always_inline /* glibc has it */
#define __always_inline inline __attribute__((always_inline))
#endif

#define min(a, b)                              \
	({                                     \
		__typeof__(a) min_a = (a);     \
		__typeof__(b) min_b = (b);     \
		min_a < min_b ? min_a : min_b; \
	})
#define max(a, b)                              \
	({                                     \
		__typeof__(a) max_a = (a);     \
		__typeof__(b) max_b = (b);     \
		max_a > max_b ? max_a : max_b; \
	})

/* Round up or down to a multiple of `to`, a power of two; any integer type. */
#define ALIGN_DOWN(x, to) ((x) & ~((__typeof__(x))(to)-1))
#define ALIGN_UP(x, to)   ALIGN_DOWN((x) + ((__typeof__(x))(to)-1), to)

#endif
