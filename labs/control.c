/* SPDX-License-Identifier: MIT */
/* control.c - see control.h */
#include "labs/control.h"

#include "mm/highmem.h"
#include "programs_impl.h"

void map_wrongly(void)
{
	void *vaddr = map(0);

	ptep_xchg(&pkmap_page_table[PKMAP_NR((unsigned long)vaddr)],
		  (u64)page_to_pfn(sim_page(1)) << PAGE_SHIFT |
			  kernel_page_flags());
	sim_use(vaddr, sim_page(0));
}
