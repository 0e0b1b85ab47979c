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

/* tests/explore/portable.ld puts the portable objects' variables here. The
 * scheduler's are part of a state only if it is used. */
extern u8 portable_start[], portable_end[];
extern u8 scheduler_start[], scheduler_end[];

#define MAX_PFN        (1u << 24)
#define STACK_SCRUBBED 2048 /* bytes below a stack pointer, made zero */

/* A frame's unused words hold what was there before: leave nothing there. */
static u8 *initial; /* the portable variables at program start */
static u8 *initial_scheduler;

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

#define NR_PARTS (4 + SIM_STACKS)

static size_t portable_size(void)
{
	return (size_t)(portable_end - portable_start);
}

static size_t scheduler_size(void)
{
	return (size_t)(scheduler_end - scheduler_start);
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

	parts[n++] = (struct part){ (u8 *)&sim, sizeof(sim) };
	parts[n++] = (struct part){ portable_start, portable_size() };
	parts[n++] = (struct part){ (u8 *)pages, SIM_PAGES * sizeof(*pages) };
	if (sim_real_threads || sim_detects)
		parts[n++] = (struct part){ scheduler_start, scheduler_size() };
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
	if (mem_map == MAP_FAILED || !initial || !initial_scheduler) {
		perror("no memory");
		exit(2);
	}
	memcpy(initial, portable_start, portable_size());
	memcpy(initial_scheduler, scheduler_start, scheduler_size());
}

void state_reset(void)
{
	static const unsigned long none[SIM_PAGES];

	memcpy(portable_start, initial, portable_size());
	memcpy(scheduler_start, initial_scheduler, scheduler_size());
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

/* What lies below a stack pointer is not used. But the frame of the next call
 * keeps it in the words that it does not write, and equal states would differ.
 */
static void scrub_stacks(void)
{
	u8 *stack_pointer[SIM_STACKS];

	find_stack_pointers(stack_pointer);
	for (unsigned int stack = 0; stack < SIM_STACKS; stack++) {
		u8 *end = stack_pointer[stack];
		u8 *bottom = sim_stacks[stack];
		u8 *start = max(bottom, end - STACK_SCRUBBED);

		if (end)
			memset(start, 0, (size_t)(end - start));
	}
}

void state_restore(const struct state *state)
{
	unsigned long pages[SIM_PAGES];
	struct part parts[NR_PARTS];
	const u8 *from = state->bytes;
	unsigned int n;

	/* It comes first, and says how much stack there is. */
	memcpy(&sim, from, sizeof(sim));
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

/* In four lanes: a processor multiplies them side by side. */
static u64 hash_bytes(u64 hash, const u8 *at, size_t size)
{
	u64 a = hash, b = hash + 1, c = hash + 2, d = hash + 3;
	u64 last = size;

	for (; size >= 32; at += 32, size -= 32) {
		a = mix(a, word_at(at));
		b = mix(b, word_at(at + 8));
		c = mix(c, word_at(at + 16));
		d = mix(d, word_at(at + 24));
	}
	hash = mix(mix(mix(a, b), c), d);
	for (; size >= 8; at += 8, size -= 8)
		hash = mix(hash, word_at(at));
	memcpy(&last, at, size);
	return mix(hash, last);
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
