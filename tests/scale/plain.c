/* SPDX-License-Identifier: MIT */
/*
 * plain.c - plain instructions. The sources are compiled with
 * -fsanitize=thread, so that the compiler calls a function here at each access
 * that is not to a local variable, and at each call of a function. Nothing else
 * of ThreadSanitizer is used. In between, time passes in proportion.
 */
#include "cache.h"
#include "cpu.h"
#include "stack.h"

static void touch(const void *at, bool write)
{
	if (is_on_stack(at)) /* the CPU's own, and mostly in registers */
		return;
	pass_plain();
	cache_access(at, write);
}

/* What the compiler calls. */
#define HOOK(bytes)                                   \
	void __tsan_read##bytes(void *at);            \
	void __tsan_write##bytes(void *at);           \
	void __tsan_unaligned_read##bytes(void *at);  \
	void __tsan_unaligned_write##bytes(void *at); \
	void __tsan_read##bytes(void *at)             \
	{                                             \
		touch(at, false);                     \
	}                                             \
	void __tsan_write##bytes(void *at)            \
	{                                             \
		touch(at, true);                      \
	}                                             \
	void __tsan_unaligned_read##bytes(void *at)   \
	{                                             \
		touch(at, false);                     \
	}                                             \
	void __tsan_unaligned_write##bytes(void *at)  \
	{                                             \
		touch(at, true);                      \
	}

HOOK(1)
HOOK(2)
HOOK(4)
HOOK(8)
HOOK(16)

void __tsan_read_range(void *at, size_t size);
void __tsan_write_range(void *at, size_t size);

void __tsan_read_range(void *at, size_t size)
{
	for (size_t done = 0; done < size; done += CACHE_LINE)
		touch((u8 *)at + done, false);
}

void __tsan_write_range(void *at, size_t size)
{
	for (size_t done = 0; done < size; done += CACHE_LINE)
		touch((u8 *)at + done, true);
}

void __tsan_init(void);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);

void __tsan_init(void)
{
}

void __tsan_func_entry(void *caller)
{
	(void)caller;
	pass_plain();
}

void __tsan_func_exit(void)
{
}
