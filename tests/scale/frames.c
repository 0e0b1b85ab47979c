/* SPDX-License-Identifier: MIT */
/*
 * frames.c - high memory of the simulated machine, the window's entries, the
 * TLBs, and the oracle, which asks them instead of reading a tag.
 */
#include "frames.h"
#include "arch/panic.h"
#include "cache.h"
#include "cpu.h"
#include "lib/string.h"
#include "oracle/oracle.h"
#include "run.h"
#include "tlb_model.h"

/* For every CPU as many as `cycle` wants; they are not the first. */
#define FIRST_FRAME 64
#define FRAMES      (NR_CPUS * (PKMAP_SLOTS_MAX + PKMAP_SLOTS_MAX / 8 + 1))

static struct page pages[FIRST_FRAME + FRAMES] __aligned(4096);
static struct pte window[PKMAP_SLOTS_MAX] __aligned(4096);
static u32 tlbs[NR_CPUS][PKMAP_SLOTS_MAX]; /* frames; 0: not filled in */

struct page *mem_map = pages;
u32 max_pfn = FIRST_FRAME + FRAMES;
u32 highstart_pfn;
u64 outside_ticks;

u32 test_frames_count(void)
{
	return FRAMES;
}

struct page *test_frame_page(u32 index)
{
	return &pages[FIRST_FRAME + index];
}

void test_frames_tag_all(void)
{
}

struct pte *pte_of(unsigned long vaddr)
{
	return &window[PKMAP_NR(vaddr)];
}

void tlb_forget(unsigned long vaddr)
{
	if (PKMAP_NR(vaddr) < PKMAP_SLOTS_MAX)
		tlbs[this_cpu][PKMAP_NR(vaddr)] = 0;
}

void tlb_forget_all(void)
{
	memset(tlbs[this_cpu], 0, sizeof(tlbs[this_cpu]));
}

u32 tlb_translate(unsigned long vaddr)
{
	unsigned int nr = PKMAP_NR(vaddr);

	if (!tlbs[this_cpu][nr]) {
		pass(machine->walk);
		cache_access(&window[nr], false);
		tlbs[this_cpu][nr] = pte_pfn(window[nr].low.shared_value);
	}
	return tlbs[this_cpu][nr];
}

bool oracle_check(u32 index, void *vaddr, enum oracle_context context,
		  struct oracle_counts *counts)
{
	u32 reached = tlb_translate((unsigned long)vaddr);

	(void)context;
	counts->checked++;
	counts->stale_reads += reached != FIRST_FRAME + index;
	pass_ticks(outside_ticks);
	row_checked();
	return reached == FIRST_FRAME + index;
}

void oracle_reset(void)
{
}

struct oracle_finding oracle_first(void)
{
	return (struct oracle_finding){ 0 };
}
