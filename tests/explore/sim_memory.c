/* SPDX-License-Identifier: MIT */
/* sim_memory.c - see sim_impl.h */
#include "sim_impl.h"

#include <string.h>

#include "arch/panic.h"
#include "names.h"
#include "plain.h"
#include "state.h"

unsigned int sim_store_buffer = SIM_STORES;

/* A CPU that spins looks again once something that it has read is another: any
 * earlier it would only see the same, and wait on. */
static void wake_spinners(const void *at)
{
	u64 bit = location_bit(at);

	for (unsigned int cpu = 0; cpu < sim_cpus(); cpu++) {
		if (cpu == sim_cpu_id() || !(sim.cpu[cpu].watched & bit))
			continue;
		footprint_add(cpu, PART_WAIT);
		sim.cpu[cpu].changed = true;
		sim.cpu[cpu].watched = 0;
	}
}

static void memory_write(void *at, unsigned int size, u64 value)
{
	int slot = slot_of_word(at);
	u64 before = slot < 0 ? 0 : entry_now(slot);

	footprint_write(at);
	wake_spinners(at);
	memcpy(at, &value, size);
	if (slot >= 0 && page_set(before) != page_set(entry_now(slot))) {
		may_be_held(slot, before);
		say_entry(slot, entry_now(slot));
	}
}

/* The usual sizes first: each is one instruction. */
u64 memory_read(const void *at, unsigned int size)
{
	u64 value = 0;

	if (size == sizeof(u32))
		memcpy(&value, at, sizeof(u32));
	else if (size == sizeof(u64))
		memcpy(&value, at, sizeof(u64));
	else
		memcpy(&value, at, size);
	return value;
}

void drain_one(struct sim_cpu *cpu)
{
	struct sim_store_entry oldest = cpu->store[0];
	unsigned int left = --cpu->stores;

	memmove(&cpu->store[0], &cpu->store[1], left * sizeof(oldest));
	memset(&cpu->store[left], 0, sizeof(oldest));
	memory_write(oldest.at, oldest.size, oldest.value);
}

void drain_all(struct sim_cpu *cpu)
{
	while (cpu->stores)
		drain_one(cpu);
}

bool visible(const void *at, bool write)
{
	const struct sim_cpu *cpu = self();
	unsigned int who = sim_preemption ? cpu->stack : sim_cpu_id();
	struct access access = { at, write, who * 2 + cpu->in_handler,
				 !can_take_irqs(cpu), cpu->locks };

	if ((size_t)at < PAGE_SIZE)
		panic("an access through a null pointer");
	return location_visible(&access);
}

/* What is read decides how this CPU goes on. */
static void look_at(const void *at)
{
	struct sim_cpu *cpu = self();

	footprint_read(at);
	if (cpu->spins && !cpu->changed)
		cpu->watched |= location_bit(at);
}

u64 sim_load(const void *at, unsigned int size)
{
	struct sim_cpu *cpu = self();
	u64 value;

	if (!sim_running())
		return memory_read(at, size);
	if (visible(at, false)) {
		step();
		look_at(at);
	}
	plain_load(at);
	value = memory_read(at, size);
	for (unsigned int i = 0; i < cpu->stores; i++)
		if (cpu->store[i].at == at)
			value = cpu->store[i].value; /* the newest wins */
	say_load(at, value);
	return value;
}

/*
 * The high word of an entry that is not present: no TLB looks at it, and no CPU
 * does before the low word is there.
 */
static bool is_hidden_word(const void *at)
{
	int slot = slot_of_word(at);

	if (slot >= 0)
		footprint_read(at);
	if (slot < 0 || at == &sim.table[slot].low ||
	    entry_now(slot) & PTE_PRESENT)
		return false;
	return !has_buffered(slot);
}

/* The same CPU may have made a store there when interrupts were on. That must
 * not reach memory after this one. */
static bool is_in_buffer(const void *at)
{
	for (unsigned int i = 0; i < self()->stores; i++)
		if (self()->store[i].at == at)
			return true;
	return false;
}

static bool store_is_visible(const void *at)
{
	if (slot_of_word(at) < 0)
		return visible(at, true) || is_in_buffer(at);
	visible(at, true); /* for the readers' sake */
	return !is_hidden_word(at);
}

/*
 * Put a store into the buffer: only this CPU, its handlers included, sees it
 * yet. But if an interrupt may come first, then what the interrupt does may
 * reach memory before.
 */
static void buffer_store(void *at, unsigned int size, u64 value)
{
	struct sim_cpu *cpu = self();

	if (can_take_irqs(cpu) || cpu->stores == sim_store_buffer)
		step();
	if (cpu->stores == sim_store_buffer)
		drain_one(cpu);
	cpu->store[cpu->stores++] = (struct sim_store_entry){ at, value, size };
}

/*
 * A wait entry lies on a stack. Plain stores there are not simulated and would
 * overtake one in the buffer, which would then hit the next function's frame.
 */
static bool is_on_stack(const void *at)
{
	unsigned int stack;

	return state_is_stack(at, &stack);
}

void sim_store(void *at, unsigned int size, u64 value, bool fence)
{
	bool is_visible;

	if (!sim_running()) {
		memcpy(at, &value, size);
		return;
	}
	if (fence)
		plain_store_mb(at);
	is_visible = store_is_visible(at);
	fence |= is_visible && is_on_stack(at);
	say_store(at, value);
	if (is_visible && !fence && sim_store_buffer) {
		buffer_store(at, size, value);
		return;
	}
	if (is_visible || (fence && self()->stores))
		step();
	if (fence)
		drain_all(self());
	if (is_visible)
		memory_write(at, size, value);
	else
		memcpy(at, &value, size);
}

static u64 compute(enum sim_rmw op, u64 old, u64 operand, u64 expected)
{
	switch (op) {
	case RMW_XCHG:
		return operand;
	case RMW_CMPXCHG:
		return old == expected ? operand : old;
	case RMW_ADD:
		return old + operand;
	case RMW_OR:
		return old | operand;
	case RMW_AND:
		return old & operand;
	}
	return old;
}

u64 sim_rmw(enum sim_rmw op, void *at, unsigned int size, u64 operand,
	    u64 expected)
{
	bool is_visible;
	u64 old;
	u64 new;

	if (!sim_running()) {
		old = memory_read(at, size);
		new = compute(op, old, operand, expected);
		memcpy(at, &new, size);
		return old;
	}
	is_visible = visible(at, true);
	if (is_visible || self()->stores)
		step();
	drain_all(self());
	if (is_visible)
		look_at(at);
	old = memory_read(at, size);
	new = compute(op, old, operand, expected);
	say_rmw(at, old, new);
	if (!is_visible)
		memcpy(at, &new, size);
	else if (memcmp(at, &new, size) != 0)
		memory_write(at, size, new);
	return old;
}

void sim_fence(void)
{
	if (!sim_running() || !self()->stores)
		return;
	step();
	drain_all(self());
}
