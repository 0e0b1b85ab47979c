/* SPDX-License-Identifier: MIT */
/* probe.c - see probe.h */
#include "mm/probe.h"

#include "arch/page.h"
#include "arch/physmem.h"
#include "smp/printk.h"

#define FOUR_GIB   (4ull * GiB)
#define FAR_STEP   (512ull * MiB) /* between two places, at first */
#define NEAR_STEP  (64ull * MiB)  /* once one was bad */
#define MAX_PLACES 1024           /* 64 GiB */
#define MAX_SHIFTS 4096           /* frames tried for a harmless place */

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

static void choose_places(const struct memmap *ram, u64 step)
{
	nr_places = 0;
	for (unsigned int i = 0; i < ram->count; i++) {
		u64 start = max(ram->ram[i].start, FOUR_GIB);
		u64 end = ram->ram[i].end;

		for (u64 at = start; at < end; at += step)
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
 * Most are not: then only reading the other one saves an emulator's host the
 * memory for it. */
static void put_back(void)
{
	for (unsigned int i = nr_places; i-- > 0;) {
		write_word(places[i].address, places[i].old);
		if (read_word(places[i].alias) != places[i].alias_old)
			write_word(places[i].alias, places[i].alias_old);
	}
}

/* A place every `step`, and the last page of each piece of RAM. */
static const struct place *try_places(const struct memmap *ram, u64 step)
{
	const struct place *bad;

	choose_places(ram, step);
	bad = find_bad();
	put_back();
	return bad;
}

/* Where RAM is known to be good up to: what is between the last good place and
 * the bad one has not been tried. */
static u64 good_up_to(const struct place *bad, u64 step)
{
	u64 good = FOUR_GIB;

	if (bad > places)
		good = ALIGN_DOWN(bad[-1].address, step) + step;
	return min(good, ALIGN_DOWN(bad->address, step));
}

/*
 * Address lines that are not there, and RAM that ends too early, are seen from
 * afar. How much of it is good is looked at only then: whatever is touched, an
 * emulator's host has to clear first, 2 MiB at a time.
 */
void probe_high_ram(struct memmap *ram)
{
	const struct place *bad = try_places(ram, FAR_STEP);
	u64 address, good, cut;

	if (!bad)
		return;
	address = bad->address;
	good = good_up_to(bad, FAR_STEP);
	bad = try_places(ram, NEAR_STEP);
	if (bad) {
		address = bad->address;
		good = good_up_to(bad, NEAR_STEP);
	}
	cut = memmap_limit(ram, good);
	printk("RAM at %llx does not exist, or is an alias of lower RAM: "
	       "%llu MiB from there on are left out\n",
	       address, cut / MiB);
}
