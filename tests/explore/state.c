/* SPDX-License-Identifier: MIT */
/* state.c - see state.h */
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "mm/highmem.h"
#include "sim.h"
#include "smp/tlb.h"

/* tests/explore/portable.ld puts the portable objects' variables here. Those of
 * the scheduler and of the deadlock detector are part of a state only if these
 * are used. */
extern u8 portable_start[], portable_end[];
extern u8 scheduler_start[], scheduler_end[];
extern u8 waits_start[], waits_end[];

#define MAX_PFN        (1u << 24)
#define STACK_SCRUBBED 2048 /* bytes below a stack pointer, made zero */

/* The portable variables at program start. */
static u8 *initial, *initial_scheduler, *initial_waits;

struct page *mem_map;
u32 max_pfn = MAX_PFN;
u32 highstart_pfn = 1; /* all memory is high; frame 0 does not exist */

struct state {
	size_t size;
	u8 bytes[];
};

/* The parts of a state, one after the other. */
struct part {
	u8 *at;
	size_t size;
};

#define NR_PARTS (5 + SIM_STACKS)

static size_t portable_size(void)
{
	return (size_t)(portable_end - portable_start);
}

static size_t scheduler_size(void)
{
	return (size_t)(scheduler_end - scheduler_start);
}

static size_t waits_size(void)
{
	return (size_t)(waits_end - waits_start);
}

static size_t sim_size(void)
{
	return offsetof(struct sim, cpu) + sim_cpus() * sizeof(sim.cpu[0]);
}

/* What is in use of each stack lies above this; NULL: nothing. */
static void find_stack_pointers(u8 *stack_pointer[SIM_STACKS])
{
	for (unsigned int stack = 0; stack < SIM_STACKS; stack++)
		stack_pointer[stack] = sim.parked[stack];
	for (unsigned int cpu = sim_cpus(); cpu-- > 0;)
		stack_pointer[sim.cpu[cpu].stack] = sim.cpu[cpu].stack_pointer;
}

/* Those of the current state. The pages are among them by what read_pages()
 * makes of them. */
static unsigned int find_parts(struct part parts[NR_PARTS],
			       unsigned long pages[SIM_PAGES])
{
	u8 *stack_pointer[SIM_STACKS];
	unsigned int n = 0;

	parts[n++] = (struct part){ (u8 *)&sim, sim_size() };
	parts[n++] = (struct part){ portable_start, portable_size() };
	parts[n++] = (struct part){ (u8 *)pages, SIM_PAGES * sizeof(*pages) };
	if (sim_real_threads)
		parts[n++] = (struct part){ scheduler_start, scheduler_size() };
	if (sim_detects)
		parts[n++] = (struct part){ waits_start, waits_size() };
	find_stack_pointers(stack_pointer);
	for (unsigned int stack = 0; stack < SIM_STACKS; stack++) {
		u8 *start = stack_pointer[stack];
		u8 *end = sim_stacks[stack] + SIM_STACK;

		if (start)
			parts[n++] =
				(struct part){ start, (size_t)(end - start) };
	}
	return n;
}

/* Pages are far apart in memory: their only variable, in a row. */
static void read_pages(unsigned long *to)
{
	for (unsigned int n = 0; n < SIM_PAGES; n++)
		to[n] = sim_page(n)->kmap_address.shared_value;
}

static void write_pages(const unsigned long *from)
{
	for (unsigned int n = 0; n < SIM_PAGES; n++)
		sim_page(n)->kmap_address.shared_value = from[n];
}

void state_init(void)
{
	/* Only the pages that are touched take any memory. */
	mem_map = mmap(NULL, (size_t)MAX_PFN * sizeof(struct page),
		       PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	initial = malloc(portable_size());
	initial_scheduler = malloc(scheduler_size());
	initial_waits = malloc(waits_size());
	if (mem_map == MAP_FAILED || !initial || !initial_scheduler ||
	    !initial_waits) {
		perror("no memory");
		exit(2);
	}
	memcpy(initial, portable_start, portable_size());
	memcpy(initial_scheduler, scheduler_start, scheduler_size());
	memcpy(initial_waits, waits_start, waits_size());
}

void state_reset(void)
{
	static const unsigned long none[SIM_PAGES];

	memcpy(portable_start, initial, portable_size());
	memcpy(scheduler_start, initial_scheduler, scheduler_size());
	memcpy(waits_start, initial_waits, waits_size());
	write_pages(none);
}

struct state *state_save(void)
{
	unsigned long pages[SIM_PAGES];
	struct part parts[NR_PARTS];
	unsigned int n = find_parts(parts, pages);
	size_t size = 0;
	struct state *state;
	u8 *to;

	for (unsigned int i = 0; i < n; i++)
		size += parts[i].size;
	state = malloc(sizeof(*state) + size);
	if (!state) {
		fprintf(stderr, "out of memory\n");
		exit(2);
	}
	read_pages(pages);
	state->size = size;
	to = state->bytes;
	for (unsigned int i = 0; i < n; to += parts[i++].size)
		memcpy(to, parts[i].at, parts[i].size);
	return state;
}

/*
 * What lies below a stack pointer is not used. But the frame of the next call
 * keeps it in the words that it does not write, and equal states would differ.
 * So it is made zero, down to where it is so already.
 */
static u8 *zero_below[SIM_STACKS];

static void scrub_stacks(void)
{
	u8 *stack_pointer[SIM_STACKS];

	find_stack_pointers(stack_pointer);
	for (unsigned int stack = 0; stack < SIM_STACKS; stack++) {
		u8 *end = stack_pointer[stack];
		u8 *start = zero_below[stack];

		if (end > start)
			memset(start, 0, (size_t)(end - start));
		if (end)
			zero_below[stack] = end;
	}
}

void state_stacks_ran(unsigned int first, unsigned int last)
{
	u8 *stack_pointer[SIM_STACKS];

	find_stack_pointers(stack_pointer);
	for (unsigned int stack = first; stack <= last; stack++) {
		u8 *lowest = stack_pointer[stack] - STACK_SCRUBBED;

		if (stack_pointer[stack])
			zero_below[stack] = min(zero_below[stack], lowest);
	}
}

void state_stacks_anew(void)
{
	for (unsigned int stack = 0; stack < SIM_STACKS; stack++)
		zero_below[stack] = sim_stacks[stack];
}

void state_restore(const struct state *state)
{
	unsigned long pages[SIM_PAGES];
	struct part parts[NR_PARTS];
	const u8 *from = state->bytes;
	unsigned int n;

	/* It comes first, and says how much stack there is. */
	memcpy(&sim, from, sim_size());
	n = find_parts(parts, pages);
	for (unsigned int i = 0; i < n; from += parts[i++].size)
		memcpy(parts[i].at, from, parts[i].size);
	write_pages(pages);
	scrub_stacks();
}

void state_free(struct state *state)
{
	free(state);
}

size_t state_size(const struct state *state)
{
	return sizeof(*state) + state->size;
}

static u64 mix(u64 hash, u64 word)
{
	hash = (hash ^ word) * 0x9fb21c651e98df25ull;
	return hash ^ hash >> 35;
}

static u64 word_at(const u8 *at)
{
	u64 word;

	memcpy(&word, at, sizeof(word));
	return word;
}

#define KEYS 512 /* words of a block; a power of two */

/* Any numbers, the same ones each time. */
static const u64 *keys(void)
{
	static u64 all[KEYS];

	for (unsigned int i = 0; !all[KEYS - 1] && i < KEYS; i++)
		all[i] = mix(mix(i + 1, 0x13198a2e03707344ull), i);
	return all;
}

/*
 * NH: a sum of products of words, each with a key added. Unlike in a chain, no
 * multiplication waits for another one. (Black, Halevi, Krawczyk, Krovetz,
 * Rogaway, UMAC: fast and secure message authentication, CRYPTO 1999.)
 */
static u64 hash_block(u64 hash, const u8 *at, size_t words)
{
	const u64 *key = keys();
	unsigned __int128 sum = 0;

	for (size_t i = 0; i + 1 < words; i += 2, at += 16)
		sum += (unsigned __int128)(word_at(at) + key[i]) *
		       (word_at(at + 8) + key[i + 1]);
	if (words % 2)
		sum += (unsigned __int128)(word_at(at) + key[words - 1]) *
		       key[0];
	return mix(mix(mix(hash, (u64)sum), (u64)(sum >> 64)), words);
}

/* All parts of a state have whole words. */
static u64 hash_bytes(u64 hash, const u8 *at, size_t size)
{
	size_t words = size / sizeof(u64);

	for (; words > KEYS; words -= KEYS, at += KEYS * sizeof(u64))
		hash = hash_block(hash, at, KEYS);
	return hash_block(hash, at, words);
}

/* Statistics only grow, and nothing depends on them. */
static void scrub_statistics(void)
{
	memset(tlb_stats, 0, sizeof(tlb_stats));
	memset(kmap_stats, 0, sizeof(kmap_stats));
}

u64 state_hash(void)
{
	unsigned long pages[SIM_PAGES];
	struct part parts[NR_PARTS];
	unsigned int n = find_parts(parts, pages);
	u64 hash = 0x243f6a8885a308d3ull;

	scrub_stacks();
	scrub_statistics();
	read_pages(pages);
	for (unsigned int i = 0; i < n; i++)
		hash = hash_bytes(hash, parts[i].at, parts[i].size);
	return hash;
}

bool state_is_stack(const void *at, unsigned int *stack)
{
	const u8 *byte = at;

	*stack = (unsigned int)((byte - &sim_stacks[0][0]) / SIM_STACK);
	return byte >= &sim_stacks[0][0] && *stack < SIM_STACKS;
}
