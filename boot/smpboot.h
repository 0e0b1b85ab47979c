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
 * Start the enabled CPUs of the list, so that there are at most `max` in all.
 * They start in `page` (the physical address of a free page below 1 MiB). A CPU
 * that does not come up is left out, and a message names it. Returns how many
 * CPUs there are; threads may be created for CPUs 0 to that number less one.
 * Takes some 10 ms for each CPU, and for those that do not answer 2 s in all,
 * and 50 ms each.
 */
unsigned int smp_boot(const struct firmware_cpus *cpus, unsigned int max,
		      u32 page);

#endif
