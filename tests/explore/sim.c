/* SPDX-License-Identifier: MIT */
/* sim.c - see sim.h */
#include "sim.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locations.h"
#include "names.h"
#include "smp/crosscall.h"
#include "smp/heldlocks.h"
#include "smp/idle.h"
#include "smp/spinwait.h"
#include "smp/tlb.h"

#define BAD_PAGE   15        /* the number of what is no page of ours */
#define PFN_STRIDE 0x100001u /* both words of an entry differ between pages */

struct sim sim;
u8 sim_stacks[NR_CPUS][SIM_STACK] __aligned(64);

enum finding sim_finding;
char sim_finding_text[200];
bool sim_perfect_tlbs;
unsigned int sim_store_buffer = SIM_STORES;
void (*sim_device_handler)(void);
void (*sim_tell)(unsigned int cpu, const char *text);

/* Not part of the state: who runs right now. */
static bool running; /* else: set-up or check, on the scheduler's stack */
static unsigned int me;
static unsigned int nr_cpus;
static void *scheduler_stack;
static void (*program)(void);

void sim_switch(void **save, void *load);

unsigned int sim_cpus(void)
{
	return nr_cpus;
}

unsigned int sim_cpu_id(void)
{
	return running ? me : 0;
}

static struct sim_cpu *self(void)
{
	return &sim.cpu[me];
}

int sim_context(void)
{
	return running ? (int)(me * 2 + self()->in_handler) : -1;
}

void sim_say(const char *fmt, ...)
{
	char text[200];
	va_list args;

	if (!sim_tell || !running)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	sim_tell(me, text);
}

const char *finding_name(enum finding finding)
{
	static const char *const names[] = {
		[FOUND_NOTHING] = "nothing",
		[FOUND_STALE] = "stale",
		[FOUND_DOUBLE_MAP] = "double-map",
		[FOUND_DEADLOCK] = "deadlock",
		[FOUND_LOST_WAKEUP] = "lost-wakeup",
		[FOUND_IRQ_STATE] = "irq-state",
		[FOUND_LIVELOCK] = "livelock",
		[FOUND_PLAIN] = "plain access",
		[FOUND_COUNT] = "count",
	};

	return names[finding];
}

void sim_found(enum finding finding, const char *fmt, ...)
{
	va_list args;

	if (sim_finding)
		return; /* the first one counts */
	sim_finding = finding;
	va_start(args, fmt);
	vsnprintf(sim_finding_text, sizeof(sim_finding_text), fmt, args);
	va_end(args);
}

/*
 * Pages. mem_map is a huge sparse array, so that a page's number has bits in
 * both words of an entry.
 */
struct page *sim_page(unsigned int n)
{
	return pfn_to_page((n + 1) * PFN_STRIDE);
}

int sim_page_number(u32 pfn)
{
	if (pfn == 0 || pfn % PFN_STRIDE || pfn / PFN_STRIDE > SIM_PAGES)
		return -1;
	return (int)(pfn / PFN_STRIDE) - 1;
}

struct pte *pte_of(unsigned long vaddr)
{
	return &sim.table[(vaddr - PKMAP_BASE) >> PAGE_SHIFT];
}

/* Slot of a word of the page table, or -1. */
static int slot_of_word(const void *at)
{
	const u8 *byte = at;
	const u8 *first = (const u8 *)sim.table;

	if (byte < first || byte >= first + sizeof(sim.table))
		return -1;
	return (int)((size_t)(byte - first) / sizeof(struct pte));
}

static u64 entry_now(int slot)
{
	const struct pte *pte = &sim.table[slot];

	return (u64)pte->high.shared_value << 32 | pte->low.shared_value;
}

/* The set with the one page that the entry maps now, or the empty one. */
static u16 page_set(u64 entry)
{
	int page = sim_page_number(pte_pfn(entry));

	if (!(entry & PTE_PRESENT))
		return 0;
	return (u16)(1u << (page < 0 ? BAD_PAGE : page));
}

/* Everybody may have filled a TLB from the entry as it was. */
static void may_be_held(int slot, u64 entry)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		sim.cpu[cpu].old[slot] |= page_set(entry);
}

/* Memory changes: others that spin may want to look. */
static void memory_write(void *at, unsigned int size, u64 value)
{
	int slot = slot_of_word(at);
	u64 before = slot < 0 ? 0 : entry_now(slot);

	memcpy(at, &value, size);
	if (slot >= 0 && page_set(before) != page_set(entry_now(slot)))
		may_be_held(slot, before);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		if (cpu != me && sim.cpu[cpu].spins)
			sim.cpu[cpu].changed = true;
}

static u64 memory_read(const void *at, unsigned int size)
{
	u64 value = 0;

	memcpy(&value, at, size);
	return value;
}

static void drain_one(struct sim_cpu *cpu)
{
	struct sim_store_entry oldest = cpu->store[0];
	unsigned int left = --cpu->stores;

	memmove(&cpu->store[0], &cpu->store[1], left * sizeof(oldest));
	memset(&cpu->store[left], 0, sizeof(oldest));
	memory_write(oldest.at, oldest.size, oldest.value);
}

static void drain_all(struct sim_cpu *cpu)
{
	while (cpu->stores)
		drain_one(cpu);
}

static void run_interrupt(enum sim_action action);

/* Let the scheduler decide what comes next, until that is this CPU's step. */
static void suspend(enum sim_at at)
{
	struct sim_cpu *cpu = self();
	u8 action;

	do {
		cpu->at = (u8)at;
		sim_switch(&cpu->stack_pointer, scheduler_stack);
		action = cpu->action;
		cpu->action = cpu->at = 0;
		if (action != DO_STEP)
			run_interrupt(action);
	} while (action != DO_STEP && at != AT_HALT && at != AT_SPIN);
}

/* Before a visible step. */
static void step(void)
{
	if (self()->may_step)
		self()->may_step = false;
	else
		suspend(AT_STEP);
}

static enum visibility visible(const void *at, bool write)
{
	const struct sim_cpu *cpu = self();

	return location_visible(at, write, me * 2 + cpu->in_handler,
				cpu->locks);
}

u64 sim_load(const void *at, unsigned int size)
{
	struct sim_cpu *cpu = self();
	u64 value;

	if (!running)
		return memory_read(at, size);
	if (visible(at, false))
		step();
	value = memory_read(at, size);
	for (unsigned int i = 0; i < cpu->stores; i++)
		if (cpu->store[i].at == at)
			value = cpu->store[i].value; /* the newest wins */
	say_load(at, value);
	return value;
}

/*
 * The high word of an entry that is not present: no TLB looks at it, and nobody
 * else before the low word is there.
 */
static bool is_hidden_word(const void *at)
{
	int slot = slot_of_word(at);

	if (slot < 0 || at == &sim.table[slot].low ||
	    entry_now(slot) & PTE_PRESENT)
		return false;
	for (unsigned int i = 0; i < self()->stores; i++)
		if (self()->store[i].at == &sim.table[slot].low)
			return false;
	return true;
}

static bool store_is_visible(const void *at)
{
	if (slot_of_word(at) < 0)
		return visible(at, true) != INVISIBLE;
	visible(at, true); /* for the readers' sake */
	return !is_hidden_word(at);
}

/* Into the buffer: nobody sees it yet but this CPU, handlers included. */
static void buffer_store(void *at, unsigned int size, u64 value)
{
	struct sim_cpu *cpu = self();

	if (visible(at, true) == VISIBLE_TO_HANDLER ||
	    cpu->stores == sim_store_buffer)
		step();
	if (cpu->stores == sim_store_buffer)
		drain_one(cpu);
	cpu->store[cpu->stores++] = (struct sim_store_entry){ at, value, size };
}

void sim_store(void *at, unsigned int size, u64 value, bool fence)
{
	bool is_visible;

	if (!running) {
		memcpy(at, &value, size);
		return;
	}
	is_visible = store_is_visible(at);
	say_store(at, value);
	if (is_visible && !fence && sim_store_buffer) {
		buffer_store(at, size, value);
		return;
	}
	if (is_visible || self()->stores)
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

	if (!running) {
		old = memory_read(at, size);
		new = compute(op, old, operand, expected);
		memcpy(at, &new, size);
		return old;
	}
	is_visible = visible(at, true) != INVISIBLE;
	if (is_visible || self()->stores)
		step();
	drain_all(self());
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
	if (!running || !self()->stores)
		return;
	step();
	drain_all(self());
}

/* Take an entry. Has anybody filled a TLB from it? The accessed bit knows; if
 * nobody has used it, a processor may have all the same. */
u64 sim_xchg_pte(void *at, u64 value)
{
	int slot = slot_of_word(at);
	u64 old;

	if (!running) {
		old = memory_read(at, 8);
		memcpy(at, &value, 8);
		return old;
	}
	visible(&sim.table[slot].low, true);
	self()->taking = at;
	suspend(AT_XCHG);
	self()->taking = NULL;
	drain_all(self());
	old = entry_now(slot);
	if (old & PTE_PRESENT && self()->arg)
		old |= PTE_ACCESSED;
	if (old & PTE_ACCESSED)
		may_be_held(slot, old);
	memcpy(at, &value, 8);
	sim_say("takes the entry of slot %d: the accessed bit is %s", slot,
		old & PTE_ACCESSED ? "set" : "clear");
	return old;
}

bool sim_irqs_on(void)
{
	return !running || self()->irqs_on;
}

void sim_set_irqs(bool on)
{
	struct sim_cpu *cpu = self();

	if (!running || cpu->irqs_on == on)
		return;
	cpu->irqs_on = on;
	if (on && (cpu->pending || cpu->ticks || cpu->devices))
		suspend(AT_STEP); /* one may come before they go off again */
}

void sim_halt(void)
{
	if (!running)
		return;
	self()->irqs_on = true;
	suspend(AT_HALT);
}

static void flush(int first, int last)
{
	step();
	drain_all(self());
	for (int slot = first; slot <= last; slot++)
		self()->old[slot] = 0;
}

void sim_flush_one(unsigned long vaddr)
{
	int slot = (int)((vaddr - PKMAP_BASE) >> PAGE_SHIFT);

	if (!running)
		return;
	flush(slot, slot);
	sim_say("flushes slot %d from its TLB", slot);
}

void sim_flush_all(void)
{
	if (!running)
		return;
	flush(0, PKMAP_SLOTS_MAX - 1);
	sim_say("flushes its whole TLB");
}

/* Sent together with the step before: it may be taken at any time from now. */
void sim_send_ipi(unsigned int cpu, unsigned int ipi)
{
	if (!running)
		return;
	if (self()->stores) {
		step();
		drain_all(self());
	}
	sim.cpu[cpu].pending |= (u8)(1u << ipi);
	sim_say("sends CPU %u an interrupt (%s)", cpu, ipi_name(ipi));
}

static bool has_buffered(int slot)
{
	for (unsigned int i = 0; i < self()->stores; i++)
		if (slot_of_word(self()->store[i].at) == slot)
			return true;
	return false;
}

void sim_use(const void *vaddr, const struct page *page)
{
	int slot = (int)(((unsigned long)vaddr - PKMAP_BASE) >> PAGE_SHIFT);
	int wanted = sim_page_number(page_to_pfn(page));
	u16 may;

	step();
	/* A CPU's own page walks see its stores; setting the accessed bit is a
	 * locked access to the entry, which then must be in memory. */
	if (has_buffered(slot))
		drain_all(self());
	may = page_set(entry_now(slot));
	sim_say("uses slot %d, to reach page P%d", slot, wanted);
	if (!sim_perfect_tlbs)
		may |= self()->old[slot];
	if (may == 0)
		sim_found(FOUND_STALE, "CPU %u faults: slot %d is not mapped",
			  me, slot);
	else if (may & ~(1u << wanted))
		sim_found(FOUND_STALE,
			  "CPU %u wants page P%d through slot %d, but its TLB "
			  "may still have %s there",
			  me, wanted, slot,
			  page_set_text(may & (u16) ~(1u << wanted)));
	if (entry_now(slot) & PTE_PRESENT)
		sim.table[slot].low.shared_value |= PTE_ACCESSED;
}

/* Interrupts */
static void handle(enum sim_action action)
{
	struct sim_cpu *cpu = self();
	unsigned int ipi = 0;

	if (action == DO_TICK) {
		cpu->ticks--;
		sim_say("-- timer tick");
		idle_leave();
		quiesce();
		return;
	}
	if (action == DO_DEVICE) {
		cpu->devices--;
		sim_say("-- device interrupt");
		idle_leave();
		sim_device_handler();
		return;
	}
	while (cpu->pending >> (ipi + 1))
		ipi++; /* the highest vector comes first */
	cpu->pending &= (u8) ~(1u << ipi);
	sim_say("-- takes the interrupt (%s)", ipi_name(ipi));
	idle_leave();
	if (ipi == IPI_CALL)
		crosscall_interrupt();
	else if (ipi == IPI_FLUSH)
		tlb_serve_shootdowns();
	else if (ipi == IPI_QUIESCE)
		quiesce();
}

static void run_interrupt(enum sim_action action)
{
	struct sim_cpu *cpu = self();
	bool may_step = cpu->may_step;
	bool spins = cpu->spins;

	cpu->outer_locks = cpu->locks;
	cpu->locks = 0;
	cpu->in_handler = true;
	cpu->irqs_on = false;
	cpu->may_step = cpu->spins = false;
	handle(action);
	sim_fence(); /* IRET */
	sim_say("-- end of interrupt");
	cpu->locks = cpu->outer_locks;
	cpu->outer_locks = 0;
	cpu->in_handler = false;
	cpu->irqs_on = true;
	cpu->may_step = may_step;
	cpu->spins = spins;
	cpu->changed = spins; /* look again */
}

/* smp/spinwait.h: a spinning CPU does not run until it could see something. */
void spin_wait_begin(struct spin_wait *wait, enum wait_kind kind,
		     const void *object)
{
	memset(wait, 0, sizeof(*wait));
	self()->spins = true;
	say_wait(kind, object);
}

void spin_wait_turn(struct spin_wait *wait)
{
	(void)wait;
	suspend(AT_SPIN);
	self()->changed = false;
	self()->may_step = true; /* looking is one step with going on */
}

void spin_wait_end(struct spin_wait *wait)
{
	(void)wait;
	self()->spins = self()->changed = false;
}

/* smp/heldlocks.h */
void sim_lock_taken(const spinlock_t *lock)
{
	if (!running)
		return;
	self()->locks |= 1u << lock_number(lock);
	sim_say("takes %s", lock->name);
}

void sim_lock_released(const spinlock_t *lock)
{
	if (!running)
		return;
	self()->locks &= ~(1u << lock_number(lock));
	sim_say("releases %s", lock->name);
}

bool sim_holds_locks(void)
{
	return running && self()->locks;
}

/* The life of a CPU: its program, then idleness. */
static void life(void)
{
	program();
	sim_say("is done");
	self()->finished = true;
	for (;;) {
		local_irq_disable();
		idle_wait();
	}
}

void sim_reset(unsigned int cpus, void (*cpu_program)(void))
{
	nr_cpus = cpus;
	program = cpu_program;
	running = false;
	sim_finding = FOUND_NOTHING;
	memset(&sim, 0, sizeof(sim));
	memset(sim_stacks, 0, sizeof(sim_stacks));
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		void **sp = (void **)(sim_stacks[cpu] + SIM_STACK - 16);

		*--sp = NULL; /* keeps the stack aligned as the ABI has it */
		*--sp = (void *)life;
		sp -= 6; /* sim_switch's registers */
		sim.cpu[cpu].stack_pointer = sp;
		sim.cpu[cpu].irqs_on = true;
	}
}

static bool may_go_on(const struct sim_cpu *cpu)
{
	return cpu->at == AT_STEP || cpu->at == AT_XCHG ||
	       (cpu->at == AT_SPIN && cpu->changed);
}

static unsigned int steps_of(u8 id, struct transition *list)
{
	const struct sim_cpu *cpu = &sim.cpu[id];
	u64 entry = cpu->taking ? entry_now(slot_of_word(cpu->taking)) : 0;
	unsigned int n = 0;

	if (!may_go_on(cpu))
		return 0;
	list[n++] = (struct transition){ id, DO_STEP, 0 };
	if (entry & PTE_PRESENT && !(entry & PTE_ACCESSED))
		list[n++] = (struct transition){ id, DO_STEP, 1 };
	return n;
}

unsigned int sim_transitions(struct transition *list)
{
	unsigned int n = 0;

	for (u8 id = 0; id < nr_cpus; id++) {
		const struct sim_cpu *cpu = &sim.cpu[id];

		n += steps_of(id, list + n);
		if (cpu->stores)
			list[n++] = (struct transition){ id, DO_DRAIN, 0 };
		if (!cpu->irqs_on)
			continue;
		if (cpu->pending)
			list[n++] = (struct transition){ id, DO_IRQ, 0 };
		if (cpu->ticks)
			list[n++] = (struct transition){ id, DO_TICK, 0 };
		if (cpu->devices)
			list[n++] = (struct transition){ id, DO_DEVICE, 0 };
	}
	return n;
}

void sim_do(struct transition transition)
{
	struct sim_cpu *cpu = &sim.cpu[transition.cpu];

	me = transition.cpu;
	running = true;
	if (transition.action == DO_DRAIN) {
		say_drain(cpu->store[0].at);
		drain_one(cpu);
	} else {
		cpu->action = transition.action;
		cpu->arg = transition.arg;
		sim_switch(&scheduler_stack, cpu->stack_pointer);
		cpu->arg = 0;
	}
	running = false;
}
