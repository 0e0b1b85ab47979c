/* SPDX-License-Identifier: MIT */
/* footprint.c - see footprint.h */
#include "footprint.h"

#include "sim_impl.h"

#define PART_END (NR_CPUS * NR_PARTS_OF_CPU) /* it belongs to no CPU */

struct footprint footprint;

void footprint_begin(void)
{
	footprint = (struct footprint){ 0 };
}

/* The words of an entry are one location: TLBs read both. */
u64 location_bit(const void *at)
{
	int slot = slot_of_word(at);
	u64 location = (u64)(size_t)(slot < 0 ? at : &sim.table[slot]);

	return 1ull << (location * 0x9e3779b97f4a7c15ull >> 58);
}

void footprint_read(const void *at)
{
	footprint.reads |= location_bit(at);
}

void footprint_write(const void *at)
{
	footprint.writes |= location_bit(at);
}

static u32 bit_of_part(unsigned int cpu, enum footprint_part part)
{
	return 1u << (cpu * NR_PARTS_OF_CPU + part);
}

void footprint_own(unsigned int cpu, enum footprint_part part)
{
	footprint.owns |= bit_of_part(cpu, part);
}

void footprint_add(unsigned int cpu, enum footprint_part part)
{
	footprint.adds |= bit_of_part(cpu, part);
}

void footprint_own_end(void)
{
	footprint.owns |= 1u << PART_END;
}

void footprint_add_end(void)
{
	footprint.adds |= 1u << PART_END;
}

bool footprints_commute(const struct footprint *a, const struct footprint *b)
{
	return !(a->writes & (b->reads | b->writes)) &&
	       !(b->writes & a->reads) && !(a->owns & (b->owns | b->adds)) &&
	       !(b->owns & a->adds);
}
