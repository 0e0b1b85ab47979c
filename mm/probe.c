/* SPDX-License-Identifier: MIT */
/* probe.c - see probe.h */
#include "mm/probe.h"

#include "arch/page.h"
#include "arch/physmem.h"
#include "smp/printk.h"

#define FOUR_GIB   (4ull * GiB)
#define STEP       (64ull * MiB) /* between two places */
#define MAX_PLACES 1024          /* 64 GiB */
#define MAX_SHIFTS 4096          /* frames tried for a harmless place */

/* A word above 4 GiB, and what to put back there. */
struct place {
	u64 address;
	u64 alias; /* the same address cut to 32 bits, if RAM is there */
	u32 old;
	u32 alias_old;
};

static struct place places[MAX_PLACES];
static unsigned int nr_places;

static u32 read_word(u64 phys)
{
	return *(volatile u32 *)phys_window(phys, 4);
}

static void write_word(u64 phys, u32 value)
{
	*(volatile u32 *)phys_window(phys, 4) = value;
}

static u32 pattern(u64 address)
{
	return 0x9e3779b9u * (u32)(address >> 12) ^ 0x5a5aa5a5u;
}

/* Frame 0 is never free: memmap_find() says 0 if it finds nothing. */
static bool is_free_ram(const struct memmap *ram, u64 address)
{
	return address &&
	       memmap_find(ram, PAGE_SIZE, PAGE_SIZE, address,
			   address + PAGE_SIZE, MEMMAP_LOWEST) == address;
}

/*
 * A frame near `address` that may be written even if it is an alias: what it
 * could be an alias of is free RAM too. 0 if there is none up to `end`.
 */
static u64 harmless_place(const struct memmap *ram, u64 address, u64 end)
{
	for (int i = 0; i < MAX_SHIFTS && address < end; i++) {
		if (is_free_ram(ram, address & 0xffffffff))
			return address;
		address += PAGE_SIZE;
	}
	return 0;
}

static void add_place(const struct memmap *ram, u64 address, u64 end)
{
	u64 at = harmless_place(ram, address, end);
	struct place *place = &places[nr_places];

	if (!at || nr_places == MAX_PLACES)
		return;
	place->address = at;
	place->alias = at & 0xffffffff;
	place->old = read_word(at);
	place->alias_old = read_word(place->alias);
	nr_places++;
}

static void choose_places(const struct memmap *ram)
{
	nr_places = 0;
	for (unsigned int i = 0; i < ram->count; i++) {
		u64 start = max(ram->ram[i].start, FOUR_GIB);
		u64 end = ram->ram[i].end;

		for (u64 at = start; at < end; at += STEP)
			add_place(ram, at, end);
		if (end > start)
			add_place(ram, end - PAGE_SIZE, end);
	}
}

/* The first place that does not keep its own value, or touches its alias. */
static const struct place *find_bad(void)
{
	for (unsigned int i = 0; i < nr_places; i++)
		write_word(places[i].address, pattern(places[i].address));
	/* Otherwise the caches would answer for memory that is not there. */
	write_back_caches();
	for (unsigned int i = 0; i < nr_places; i++)
		if (read_word(places[i].address) !=
			    pattern(places[i].address) ||
		    read_word(places[i].alias) != places[i].alias_old)
			return &places[i];
	return NULL;
}

/* In reverse order: if places are aliases of each other, the first value wins.
 */
static void put_back(void)
{
	for (unsigned int i = nr_places; i-- > 0;) {
		write_word(places[i].address, places[i].old);
		write_word(places[i].alias, places[i].alias_old);
	}
}

/* Where RAM is known to be good up to: what is between the last good place and
 * the bad one has not been tried. */
static u64 good_up_to(const struct place *bad)
{
	u64 good = FOUR_GIB;

	if (bad > places)
		good = ALIGN_DOWN(bad[-1].address, STEP) + STEP;
	return min(good, ALIGN_DOWN(bad->address, STEP));
}

void probe_high_ram(struct memmap *ram)
{
	const struct place *bad;
	u64 cut;

	choose_places(ram);
	bad = find_bad();
	put_back();
	if (!bad)
		return;
	cut = memmap_limit(ram, good_up_to(bad));
	printk("RAM at %llx does not exist, or is an alias of lower RAM: "
	       "%llu MiB from there on are left out\n",
	       bad->address, cut / MiB);
}
