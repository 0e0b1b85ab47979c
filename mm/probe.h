/* SPDX-License-Identifier: MIT */
/*
 * probe.h - is the RAM above 4 GiB what the firmware says?
 */
#ifndef MM_PROBE_H
#define MM_PROBE_H

#include "mm/memmap.h"

/*
 * Write to places above 4 GiB, and check that each keeps its own value and that
 * nothing lower changes: some boards and emulators cut addresses to 32 bits.
 * From the first bad place on, RAM is taken out of the map, and a message says
 * so. Every word is put back. `ram` must not contain memory that is in use.
 * Boot CPU, alone, before any of `ram` is allocated.
 */
void probe_high_ram(struct memmap *ram);

#endif
