/* SPDX-License-Identifier: MIT */
/*
 * probe.h - is the RAM above 4 GiB what the firmware says?
 */
#ifndef MM_PROBE_H
#define MM_PROBE_H

#include "mm/memmap.h"

/*
 * Write to places above 4 GiB and see that each keeps its own value, and that
 * nothing lower changes: boards and emulators exist that cut addresses to 32
 * bits. RAM from the first bad place on is taken out of the map and said so.
 * Every word is put back. `ram` must not hold memory that is in use. Boot CPU,
 * alone, before any of `ram` is given out.
 */
void probe_high_ram(struct memmap *ram);

#endif
