/* SPDX-License-Identifier: MIT */
/*
 * program.c - runs the instructions of a litmus test. This file is built like
 * the portable sources: every access is a simulated one, and its variables are
 * part of the state.
 */
#include "litmus.h"

#include "mm/pkmap.h"
#include "sim.h"
#include "smp/idle.h"
#include "smp/spinwait.h"

static struct {
	SHARED(u64) value;
} memory[NR_VALUES], contents[SIM_PAGES];

/* Only the CPU whose instruction it is writes one. */
static u16 registers[NR_VALUES];

static const struct litmus_test *test;

static u64 entry_of(unsigned int page)
{
	return (u64)page_to_pfn(sim_page(page)) << PAGE_SHIFT | PTE_PRESENT;
}

static void *address(unsigned int slot)
{
	return (void *)PKMAP_ADDR(slot);
}

static void wait_for(unsigned int at)
{
	struct spin_wait wait;

	if (READ_ONCE(memory[at].value))
		return;
	spin_wait_begin(&wait, WAIT_OTHER, "another CPU");
	do
		spin_wait_turn(&wait);
	while (!READ_ONCE(memory[at].value));
	spin_wait_end(&wait);
}

/* The page that an access through a slot goes to, or -1. */
static int page_via(unsigned int slot)
{
	u16 pages = sim_reach(address(slot));

	for (int page = 0; page < SIM_PAGES; page++)
		if (pages == 1u << page)
			return page;
	return -1;
}

static void store_via(const struct litmus_insn *i)
{
	int page = page_via(i->at);

	if (page >= 0)
		WRITE_ONCE(contents[page].value, i->value);
}

static u64 load_via(const struct litmus_insn *i)
{
	int page = page_via(i->at);

	return page < 0 ? AMBIGUOUS : READ_ONCE(contents[page].value);
}

/* Instructions that have no result. */
static void act(const struct litmus_insn *i)
{
	struct pte *pte = &sim.table[i->at % PKMAP_SLOTS_MAX];

	switch (i->op) {
	case OP_STORE:
		WRITE_ONCE(memory[i->at].value, i->value);
		break;
	case OP_STORE_MB:
		smp_store_mb(memory[i->at].value, i->value);
		break;
	case OP_MFENCE:
		smp_mb();
		break;
	case OP_WAIT:
		wait_for(i->at);
		break;
	case OP_MAP:
		set_pte(pte, entry_of(i->value));
		break;
	case OP_UNMAP:
		pte_clear(pte);
		break;
	case OP_SET_LOW:
		WRITE_ONCE(pte->low, (u32)entry_of(i->value));
		break;
	case OP_SET_HIGH:
		WRITE_ONCE(pte->high, (u32)(entry_of(i->value) >> 32));
		break;
	case OP_INVLPG:
		local_flush_tlb_one(PKMAP_ADDR(i->at));
		break;
	case OP_FLUSH_ALL:
		local_flush_tlb_all();
		break;
	case OP_STORE_VIA:
		store_via(i);
		break;
	case OP_IPI:
		send_ipi(i->at, IPI_QUIESCE);
		break;
	}
}

static u64 result_of(const struct litmus_insn *i)
{
	struct pte *pte = &sim.table[i->at % PKMAP_SLOTS_MAX];

	switch (i->op) {
	case OP_LOAD:
		return READ_ONCE(memory[i->at].value);
	case OP_XCHG:
		return xchg(memory[i->at].value, i->value);
	case OP_CMPXCHG_99:
		return cmpxchg(memory[i->at].value, 99, i->value);
	case OP_CMPXCHG_0:
		return cmpxchg(memory[i->at].value, 0, i->value);
	case OP_ADD:
		return fetch_add(memory[i->at].value, i->value);
	case OP_REMAP:
		return (ptep_xchg(pte, entry_of(i->value)) & PTE_ACCESSED) != 0;
	case OP_USE:
		return sim_reach(address(i->at));
	default:
		return load_via(i);
	}
}

static void run(const struct litmus_insn *i)
{
	for (; i->op != OP_END; i++)
		if (i->to)
			registers[i->to] = (u16)result_of(i);
		else
			act(i);
}

static void handler(void)
{
	run(test->handler);
}

void litmus_program(void)
{
	run(test->cpu[smp_processor_id()]);
}

void litmus_begin(const struct litmus_test *begun)
{
	test = begun;
	WRITE_ONCE(quiesce_hook.call, handler);
	for (unsigned int slot = 0; slot < 2; slot++)
		set_pte(&sim.table[slot], entry_of(slot));
}

void litmus_result(struct litmus_outcome *outcome)
{
	for (unsigned int i = 0; i < NR_VALUES; i++)
		outcome->value[i] =
			i < A ? (u16)READ_ONCE(memory[i].value) : registers[i];
}

unsigned int litmus_cpus(const struct litmus_test *of)
{
	unsigned int cpus = 0;

	while (cpus < NR_CPUS && of->cpu[cpus][0].op != OP_END)
		cpus++;
	return cpus;
}
