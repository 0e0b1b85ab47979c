/* SPDX-License-Identifier: MIT */
/*
 * axioms.c - what x86-TSO allows, from its axioms instead of from a machine
 * with store buffers (Owens, Sarkar, Sewell, TPHOLs 2009; in the form of
 * Alglave, Maranget, Tautschnig, Herding cats, TOPLAS 2014):
 *
 *	each load reads from a store to its location, or the initial value (rf);
 *	the stores to a location have one order (co);
 *	a load comes before the stores that follow the one it read from (fr);
 *	acyclic: program order to one location, rf, fr, co;
 *	no store comes between a locked instruction's load and its store;
 *	acyclic: program order, but not from a store to a later load, unless a
 *	fence or a locked instruction lies between or is one of them; rf from
 *	another CPU; fr; co.
 *
 * All choices of rf and co are tried. It shares nothing with the simulated
 * machine, so that the two can judge each other.
 */
#include "litmus.h"

#include <string.h>

#define MAX_EVENTS 16
#define INITIAL    (-1)

struct event {
	u8 cpu, place; /* its number there */
	u8 at, value, to;
	bool load, store, fence, locked;
	bool add;
};

static struct event events[MAX_EVENTS];
static int nr_events;
static int reads_from[MAX_EVENTS]; /* of loads: a store, or INITIAL */
static u8 rank[MAX_EVENTS];        /* of stores: place in co, from 1 */
static u16 edge[MAX_EVENTS];       /* from each event, a bit each */
static struct outcome_set *found;

static bool same_place(const struct event *e, const struct event *f)
{
	return e->at == f->at && !e->fence && !f->fence;
}

static bool in_program_order(const struct event *e, const struct event *f)
{
	return e->cpu == f->cpu && e->place < f->place;
}

static bool fence_between(const struct event *e, const struct event *f)
{
	for (int i = 0; i < nr_events; i++)
		if (events[i].fence && in_program_order(e, &events[i]) &&
		    in_program_order(&events[i], f))
			return true;
	return false;
}

/* Program order that all CPUs see. */
static bool is_preserved(const struct event *e, const struct event *f)
{
	if (!in_program_order(e, f))
		return false;
	if (e->load || !f->load || f->store)
		return true;
	return e->locked || f->locked || fence_between(e, f);
}

/* A load's value is older than what store f stores. */
static bool is_from_read(int e, int f)
{
	u8 seen;

	if (!events[e].load || !events[f].store || e == f ||
	    !same_place(&events[e], &events[f]))
		return false;
	seen = reads_from[e] == INITIAL ? 0 : rank[reads_from[e]];
	return rank[f] > seen;
}

static bool is_coherence(int e, int f)
{
	return events[e].store && events[f].store &&
	       same_place(&events[e], &events[f]) && rank[e] < rank[f];
}

static bool has_cycle(void)
{
	u16 left = (u16)((1u << nr_events) - 1);

	for (int round = 0; round < nr_events; round++)
		for (int i = 0; i < nr_events; i++)
			if (!(edge[i] & left))
				left &= (u16) ~(1u << i);
	return left != 0;
}

/* Must e come before f: for one location, or for all that CPUs see? */
static bool comes_before(int e, int f, bool everywhere)
{
	const struct event *first = &events[e];
	const struct event *then = &events[f];
	bool order = everywhere ? is_preserved(first, then)
				: in_program_order(first, then) &&
					  same_place(first, then);
	bool read = then->load && reads_from[f] == e &&
		    !(everywhere && first->cpu == then->cpu);

	return order || read || is_coherence(e, f) || is_from_read(e, f);
}

static bool is_acyclic(bool everywhere)
{
	for (int e = 0; e < nr_events; e++) {
		edge[e] = 0;
		for (int f = 0; f < nr_events; f++)
			if (comes_before(e, f, everywhere))
				edge[e] |= (u16)(1u << f);
	}
	return !has_cycle();
}

/* Locked: nothing comes between its load and its store. */
static bool is_atomic(void)
{
	for (int e = 0; e < nr_events; e++)
		for (int f = 0; f < nr_events; f++)
			if (events[e].load && events[e].store &&
			    is_from_read(e, f) && rank[f] < rank[e])
				return false;
	return true;
}

/* What a store stores, or a load loads; additions depend on others. */
static u16 stored(int e, int depth)
{
	u16 value = events[e].value;

	if (events[e].add && depth < MAX_EVENTS)
		value = (u16)(value +
			      (reads_from[e] == INITIAL
				       ? 0
				       : stored(reads_from[e], depth + 1)));
	return value;
}

static void check_execution(void)
{
	struct litmus_outcome outcome = { { 0 } };
	u8 last[NR_VALUES] = { 0 };

	if (!is_acyclic(false) || !is_atomic() || !is_acyclic(true))
		return;
	for (int e = 0; e < nr_events; e++) {
		const struct event *event = &events[e];

		if (event->load && reads_from[e] != INITIAL)
			outcome.value[event->to] = stored(reads_from[e], 0);
		if (event->store && rank[e] > last[event->at]) {
			last[event->at] = rank[e];
			outcome.value[event->at] = stored(e, 0);
		}
	}
	outcome_add(found, &outcome);
}

/* Give each load from event e on something to read from. */
static void choose_reads(int e)
{
	while (e < nr_events && !events[e].load)
		e++;
	if (e == nr_events) {
		check_execution();
		return;
	}
	for (int from = INITIAL; from < nr_events; from++) {
		if (from == e || (from != INITIAL &&
				  !(events[from].store &&
				    same_place(&events[from], &events[e]))))
			continue;
		reads_from[e] = from;
		choose_reads(e + 1);
	}
}

static u8 stores_like(int e)
{
	u8 count = 0;

	for (int f = 0; f < nr_events; f++)
		if (events[f].store && same_place(&events[e], &events[f]))
			count++;
	return count;
}

/* Give each store from event e on a place in the order of its location. */
static void choose_order(int e)
{
	while (e < nr_events && !events[e].store)
		e++;
	if (e == nr_events) {
		choose_reads(0);
		return;
	}
	for (u8 place = 1; place <= stores_like(e); place++) {
		bool is_free = true;

		for (int f = 0; f < e; f++)
			if (events[f].store && rank[f] == place &&
			    same_place(&events[e], &events[f]))
				is_free = false;
		rank[e] = place;
		if (is_free)
			choose_order(e + 1);
	}
}

static bool add_event(u8 cpu, u8 place, const struct litmus_insn *i)
{
	struct event e = { .cpu = cpu,
			   .place = place,
			   .at = i->at,
			   .value = i->value,
			   .to = i->to };

	e.load = i->to != NOTHING;
	e.store = i->op != OP_LOAD && i->op != OP_MFENCE &&
		  i->op != OP_CMPXCHG_99;
	e.add = i->op == OP_ADD;
	e.fence = i->op == OP_MFENCE;
	e.locked = i->op == OP_STORE_MB || i->op == OP_XCHG ||
		   i->op == OP_CMPXCHG_99 || i->op == OP_ADD;
	events[nr_events++] = e;
	return i->op <= OP_MFENCE && nr_events < MAX_EVENTS;
}

bool axioms_outcomes(const struct litmus_test *test, struct outcome_set *set)
{
	nr_events = 0;
	found = set;
	for (u8 cpu = 0; cpu < litmus_cpus(test); cpu++)
		for (u8 n = 0; test->cpu[cpu][n].op != OP_END; n++)
			if (!add_event(cpu, n, &test->cpu[cpu][n]))
				return false;
	choose_order(0);
	return true;
}
