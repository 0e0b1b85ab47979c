/* SPDX-License-Identifier: MIT */
/*
 * mem_map.h - make room for the array that describes all frames.
 */
#ifndef MM_MEM_MAP_H
#define MM_MEM_MAP_H

#include "mm/memmap.h"

/*
 * Set up mem_map, max_pfn and highstart_pfn (mm/page.h). Frames below low_end
 * (bytes, whole pages) are low. The array is taken out of the map's low memory.
 * If that is too small for it, RAM at the top is left out, and a message says
 * so. The map's ranges shrink to whole pages. Boot CPU, once.
 */
void mem_map_init(struct memmap *ram, u32 low_end);

#endif
