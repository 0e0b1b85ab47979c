/* SPDX-License-Identifier: MIT */
/* cache.c - see cache.h */
#include "cache.h"

#include "arch/panic.h"
#include "cpu.h"
#include "lib/string.h"
#include "spin.h"

#define LINES (1u << 16) /* a power of two */

static struct line lines[LINES];
static u64 transfers;

void cache_reset(void)
{
	memset(lines, 0, sizeof(lines));
	transfers = 0;
}

void cache_start_counting(void)
{
	transfers = 0;
	for (u32 i = 0; i < LINES; i++)
		lines[i].transfers = 0;
}

u64 cache_transfers(void)
{
	return transfers;
}

void cache_each_line(void (*call)(unsigned long address, u64 count))
{
	for (u32 i = 0; i < LINES; i++)
		if (lines[i].transfers)
			call(lines[i].number * CACHE_LINE, lines[i].transfers);
}

static struct line *find(const void *at)
{
	unsigned long number = (unsigned long)at / CACHE_LINE;
	u32 i = (u32)(number * 0x9e3779b97f4a7c15ull >> 48);

	for (u32 tries = 0; tries < LINES; tries++, i = (i + 1) % LINES) {
		if (!lines[i].number)
			lines[i].number = number;
		if (lines[i].number == number)
			return &lines[i];
	}
	panic("more than %u lines are in use", LINES);
}

static enum distance distance(unsigned int a, unsigned int b)
{
	if (a / machine->cpus_per_die == b / machine->cpus_per_die)
		return SAME_DIE;
	if (a / machine->cpus_per_node == b / machine->cpus_per_node)
		return SAME_NODE;
	return FAR;
}

/* A reader gets it from the nearest of these CPUs; a writer hears from the
 * farthest that its copy is gone. */
static u32 cost_from(u64 sharers, bool write)
{
	enum distance near = FAR;
	enum distance far = SAME_DIE;

	for (; sharers; sharers &= sharers - 1) {
		enum distance d = distance(
			this_cpu, (unsigned int)__builtin_ctzll(sharers));

		near = min(near, d);
		far = max(far, d);
	}
	return write ? machine->store[far] : machine->load[near];
}

/* The CPU waits until the line is here, after it has arrived where it goes to
 * now. Several may read it at a time, once it is clean. */
static void miss(struct line *line, u64 others, bool write)
{
	u64 me = 1ull << this_cpu;
	bool was_exclusive = line->exclusive;
	u32 cost = others ? cost_from(others, write) : machine->memory;
	u64 now = self()->clock;
	u64 end = max(now, line->busy_until) + ((u64)cost << TICK_SHIFT);

	if (others) {
		line->transfers++;
		transfers++;
	}
	spin_other();
	if (write)
		spin_wake(line);
	line->sharers = write ? me : line->sharers | me;
	line->exclusive = write || !others;
	if (write || was_exclusive)
		line->busy_until = end;
	pass_ticks(end - now);
}

void cache_access(const void *at, bool write)
{
	struct line *line = find(at);
	u64 me = 1ull << this_cpu;
	u64 others = line->sharers & ~me;

	if (line->sharers & me && (!write || !others)) {
		line->exclusive = line->exclusive || write;
		if (write)
			spin_other();
		else
			spin_read(line);
		pass(machine->hit);
		return;
	}
	miss(line, others, write);
}
