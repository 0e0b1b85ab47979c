/* SPDX-License-Identifier: MIT */
/* cpu.c - see cpu.h */
#include "cpu.h"

#include "arch/panic.h"
#include "lib/string.h"
#include "stack.h"

/* A tournament: leaf NR_CPUS + c has the time of CPU c and, below it, c; each
 * other node the smaller of its two children. */
#define KEY_BITS 6
static u64 tree[2 * NR_CPUS];
static u64 horizon; /* the smallest key of the CPUs that do not run */

struct cpu cpus[NR_CPUS];
unsigned int this_cpu;
const struct machine *machine;
u64 plain_ticks = 1 << TICK_SHIFT;

static unsigned int count;
static bool running;
static void *host_stack;

unsigned int machine_cpus(void)
{
	return count;
}

static u64 key_of(unsigned int cpu)
{
	const struct cpu *c = &cpus[cpu];
	u64 time = c->clock;

	if (c->halted || c->parked)
		time = c->irqs_on ? max(time, c->due) : NEVER;
	return time << KEY_BITS | cpu;
}

static void set_key(unsigned int cpu, u64 key)
{
	unsigned int node = NR_CPUS + cpu;

	tree[node] = key;
	for (node /= 2; node; node /= 2)
		tree[node] = min(tree[2 * node], tree[2 * node + 1]);
}

static u64 smallest_but(unsigned int cpu)
{
	u64 smallest = ~0ull;

	for (unsigned int node = NR_CPUS + cpu; node > 1; node /= 2)
		smallest = min(smallest, tree[node ^ 1]);
	return smallest;
}

/* Let the CPU with the smallest clock run. */
static void give_way(void)
{
	unsigned int from = this_cpu;

	set_key(from, key_of(from));
	if (tree[1] >> KEY_BITS >= NEVER)
		panic("no CPU can go on");
	this_cpu = tree[1] & (NR_CPUS - 1);
	horizon = smallest_but(this_cpu);
	if (this_cpu != from)
		sim_switch(&cpus[from].stack_pointer,
			   cpus[this_cpu].stack_pointer);
}

void pass_ticks(u64 ticks)
{
	struct cpu *me = self();

	if (!running)
		return;
	me->clock += ticks;
	if (me->clock > horizon >> KEY_BITS)
		give_way();
	me = self();
	if (me->irqs_on && me->due <= me->clock)
		take_interrupts();
}

void halt(void)
{
	struct cpu *me = self();

	me->halted = true;
	me->irqs_on = true;
	give_way();
	me = self();
	me->clock = max(me->clock, me->due);
	me->halted = false;
	set_key(this_cpu, key_of(this_cpu));
	take_interrupts();
}

static void skip_turns(struct cpu *cpu, u64 until)
{
	u64 turn = max(cpu->turn, (u64)1);

	if (cpu->clock < until)
		cpu->clock += (until - cpu->clock + turn - 1) / turn * turn;
}

void park(u64 turn)
{
	self()->turn = turn;
	self()->parked = true;
	give_way();
	if (!self()->parked)
		return;
	self()->parked = false;
	skip_turns(self(), self()->due);
	set_key(this_cpu, key_of(this_cpu));
	take_interrupts();
}

void unpark(unsigned int cpu)
{
	cpus[cpu].parked = false;
	skip_turns(&cpus[cpu], self()->clock);
	set_key(cpu, key_of(cpu));
	horizon = min(horizon, tree[NR_CPUS + cpu]);
}

void due_changed(unsigned int cpu)
{
	if (cpu == this_cpu || !(cpus[cpu].halted || cpus[cpu].parked))
		return;
	set_key(cpu, key_of(cpu));
	horizon = min(horizon, tree[NR_CPUS + cpu]);
}

void machine_run(unsigned int wanted, void (*entry)(void))
{
	count = wanted;
	memset(tree, 0xff, sizeof(tree));
	for (unsigned int cpu = 0; cpu < wanted; cpu++) {
		cpus[cpu].stack_pointer = fresh_stack(map_stack(cpu), entry);
		for (int i = 0; i < NR_IPIS; i++)
			cpus[cpu].arrives[i] = NEVER;
		cpus[cpu].due = NEVER;
		cpus[cpu].next_timer = NEVER;
	}
	for (unsigned int cpu = 0; cpu < wanted; cpu++)
		set_key(cpu, key_of(cpu));
	this_cpu = 0;
	horizon = smallest_but(0);
	running = true;
	sim_switch(&host_stack, cpus[0].stack_pointer);
	running = false;
}

void machine_stop(void)
{
	void *unused;

	sim_switch(&unused, host_stack);
}
