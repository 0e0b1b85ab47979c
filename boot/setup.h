/* SPDX-License-Identifier: MIT */
/*
 * setup.h - the steps of main(), in its order. Boot CPU; each once.
 */
#ifndef BOOT_SETUP_H
#define BOOT_SETUP_H

#include "job/env.h"

extern struct params params; /* valid after setup_parameters() */

void setup_traps(void);

/* Ends the run if a parameter is wrong. */
void setup_parameters(void);
void setup_memory(void);
void setup_clock(void);
void setup_cpus(void);
void setup_highmem(void);

/* What the records say about the machine. */
const struct machine_info *setup_machine_info(void);

#endif
