/* SPDX-License-Identifier: MIT */
/*
 * main.c - the steps of the start, in order. boot/setup.c has them;
 * boot/entry.S comes before.
 */
#include "boot/setup.h"
#include "job/run.h"
#include "smp/thread.h"

void main(void);

void main(void)
{
	setup_traps();      /* arch/x86/: segments, exceptions, panics */
	setup_parameters(); /* boot/boot_info.c, job/params.c: what to do */
	setup_memory();     /* boot/memory.c: which RAM there is, paging */
	setup_clock();      /* arch/x86/: local APIC, and how fast time goes */
	setup_cpus();       /* boot/smpboot.c: the other CPUs */
	setup_highmem();    /* mm/: the pkmap window */
	run_start(&params, setup_machine_info()); /* job/: what run= asks for */
	thread_idle(); /* smp/: from now on this CPU runs threads, too */
}
