/* SPDX-License-Identifier: MIT */
/* programs_fill.c - see programs.h: the window before a program begins */
#include "mm/highmem.h"
#include "programs_impl.h"

void fill_window(void)
{
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kmap_high(filler(n));
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kunmap_high(filler(n));
}

void fill_window_all_used(void)
{
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kmap_high(filler(n));
}

struct page *still_used;

void fill_window_but_one(void)
{
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kmap_high(filler(n));
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		if (page_address(filler(n)) == (void *)PKMAP_ADDR(0))
			kunmap_high(filler(n));
		else
			still_used = filler(n);
}

void fill_window_but_slot_1(void)
{
	fill_window();
	kmap_high(filler(0));
}

void fill_window_one_color_used(void)
{
	unsigned int used = get_pkmap_color(sim_page(0));

	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		kmap_high(filler(n));
	for (unsigned int n = 0; n < LAST_PKMAP; n++)
		if (get_pkmap_color(filler(n)) != used)
			kunmap_high(filler(n));
}

void fill_slot_1(void)
{
	kmap_high(filler(0));
	kunmap_high(filler(0));
}

void fill_window_cpu_1_away(void)
{
	fill_window();
	sim.cpu[1].offline = true;
}

void last_cpu_away(void)
{
	sim.cpu[sim_cpus() - 1].offline = true;
}
