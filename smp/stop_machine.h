/* SPDX-License-Identifier: MIT */
/*
 * stop_machine.h - do something while every other CPU stands still.
 */
#ifndef SMP_STOP_MACHINE_H
#define SMP_STOP_MACHINE_H

/*
 * Run func(info) here, interrupts off, while all other online CPUs wait in the
 * handler of a cross call, interrupts off. Every CPU executes a serialising
 * instruction before it goes on, so func may change code that they run. From a
 * thread that holds no lock, interrupts on. Takes as long as the slowest CPU
 * keeps its interrupts off.
 */
void stop_machine(void (*func)(void *info), void *info);

#endif
