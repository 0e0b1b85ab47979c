/* SPDX-License-Identifier: MIT */
/*
 * pm_timer.h - read the ACPI power management timer (ACPI 6.5, 4.8.3.3) also
 * where it is not latched: a read while it counts may have some bits of before
 * and some of after. (Intel 82371AB (PIIX4) specification update, erratum 20.)
 */
#ifndef ARCH_X86_TIME_PM_TIMER_H
#define ARCH_X86_TIME_PM_TIMER_H

#include "lib/types.h"

/*
 * A count that it really had: read three times, until they follow each other
 * closely. If they never do, the last one. `read` is the port's; `mask` has the
 * bits that count.
 */
u32 pm_timer_steady(u32 (*read)(void), u32 mask);

#endif
