/* SPDX-License-Identifier: MIT */
/*
 * smpboot.h - start the other CPUs.
 */
#ifndef BOOT_SMPBOOT_H
#define BOOT_SMPBOOT_H

#include "arch/x86/firmware/firmware.h"

/* This CPU becomes CPU 0, online, with interrupts on and the tick running. */
void smp_init_boot_cpu(void);

/*
 * Start the enabled CPUs of the list, up to `max` in all, with `page` (physical
 * address, below 1 MiB, a free page) to begin in. One that does not come up is
 * named and left out. Threads may be made for CPUs 0 to the returned number,
 * less one. Takes some 10 ms a CPU.
 */
unsigned int smp_boot(const struct firmware_cpus *cpus, unsigned int max,
		      u32 page);

#endif
