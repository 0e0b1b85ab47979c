/* SPDX-License-Identifier: MIT */
/*
 * costs.c - see costs.h. docs/scale.md has the sources of the numbers, and what
 * they leave out.
 */
#include "costs.h"

#include "lib/string.h"

/* Caches cost nothing, and an interrupt what its instructions cost: of its
 * sender, and of arch/x86/trap/vectors.S and trap.c. */
static const struct machine bochs = {
	.name = "bochs",
	.title = "no caches, an instruction a cycle",
	.khz = 1000,
	.cpus_per_die = 64,
	.cpus_per_node = 64,
	.pause = 1,
	.invlpg = 1,
	.flush = 8,
	.send = 25,
	.deliver = 5,
	.enter = 60,
	.leave = 25,
};

static const struct machine opteron = {
	.name = "opteron",
	.title = "AMD Opteron 6172, 6 CPUs a die, 2 dies a package, 2.1 GHz",
	.khz = 2100000,
	.cpus_per_die = 6,
	.cpus_per_node = 12,
	.hit = 3,
	.memory = 136,
	.load = { 81, 161, 212 },
	.store = { 83, 172, 232 },
	.locked = 27,
	.pause = 3,
	.invlpg = 100,
	.flush = 600,
	.walk = 30,
	.send = 200,
	.deliver = 600,
	.enter = 500,
	.leave = 300,
};

static const struct machine xeon = {
	.name = "xeon",
	.title = "Intel Xeon E7-8867L, 10 CPUs a package, 2.1 GHz",
	.khz = 2130000,
	.cpus_per_die = 10,
	.cpus_per_node = 10,
	.hit = 5,
	.memory = 355,
	.load = { 109, 109, 344 },
	.store = { 115, 115, 375 },
	.locked = 20,
	.pause = 9,
	.invlpg = 150,
	.flush = 800,
	.walk = 30,
	.send = 200,
	.deliver = 800,
	.enter = 600,
	.leave = 400,
};

static const struct machine haswell = {
	.name = "haswell",
	.title = "Intel Xeon E5 v3, 12 CPUs a package, 2.5 GHz",
	.khz = 2500000,
	.cpus_per_die = 12,
	.cpus_per_node = 12,
	.hit = 4,
	.memory = 241,
	.load = { 79, 79, 283 },
	.store = { 79, 79, 283 },
	.locked = 19,
	.pause = 9,
	.invlpg = 150,
	.flush = 800,
	.walk = 25,
	.send = 200,
	.deliver = 800,
	.enter = 600,
	.leave = 400,
};

static const struct machine *const machines[] = { &bochs, &opteron, &xeon,
						  &haswell };

const struct machine *machine_at(unsigned int index)
{
	return index < ARRAY_SIZE(machines) ? machines[index] : NULL;
}

const struct machine *machine_named(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(machines); i++)
		if (!strcmp(machines[i]->name, name))
			return machines[i];
	return NULL;
}
