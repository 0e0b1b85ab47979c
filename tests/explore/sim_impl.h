/* SPDX-License-Identifier: MIT */
/*
 * sim_impl.h - what the parts of the simulated machine know about each other:
 *
 *	sim.c         the CPUs, and whose turn it is
 *	sim_memory.c  loads, stores, locked instructions, store buffers
 *	sim_tlb.c     the window's entries, and what TLBs hold of them
 *	sim_irq.c     interrupts, HLT, locks held
 *	sim_wait.c    wait loops
 *	sim_threads.c stacks, and the switch between them, for smp/thread.c
 *	sim_say.c     explanations and findings
 */
#ifndef TESTS_EXPLORE_SIM_IMPL_H
#define TESTS_EXPLORE_SIM_IMPL_H

#include "footprint.h"
#include "locations.h"
#include "sim.h"

/* sim.c: the CPU that runs; false: it is set-up, and nothing is a step. */
bool sim_running(void);
struct sim_cpu *self(void);

/* Let the scheduler decide what comes next, until that is this CPU's step. */
void suspend(enum sim_at at);

/* Before a visible step. */
void step(void);

/* From one stack to another: switch.S. What a stack that ends at `top` has to
 * be switched to so that it starts `entry`. */
void sim_switch(void **save, void *load);
void *start_of_stack(void *top, void (*entry)(void));

/* The program, which began on `of_cpu`. */
void run_program(unsigned int of_cpu);

/* Set-up: run something as CPU `cpu`; or let that CPU run, from the start of
 * its stack to its first suspend(). Nothing of that is a step. */
void set_up_as(unsigned int cpu, void (*entry)(void));
void boot(unsigned int cpu, void (*entry)(void));

/* sim_memory.c: an access is made. Is it a visible step? */
bool visible(const void *at, bool write);

u64 memory_read(const void *at, unsigned int size);

/* The oldest store in the buffer reaches memory, or all do. */
void drain_one(struct sim_cpu *cpu);
void drain_all(struct sim_cpu *cpu);

/* sim_tlb.c: slot of a word of the page table, or -1; of an address. */
int slot_of_word(const void *at);
int slot_of_address(unsigned long vaddr);
u64 entry_now(int slot);

/* Has this CPU stores to a slot's entry in its buffer? */
bool has_buffered(int slot);

/* The entry is about to change, or has been taken: any CPU may have filled its
 * TLB from it as it was. */
void may_be_held(int slot, u64 entry);

/* The set with the one page that an entry maps, or the empty one. */
u16 page_set(u64 entry);

/*
 * sim_irq.c: can it take an interrupt where it is? Also if interrupts went off
 * since its last visible step: nobody can have noticed what it has done after
 * that, so the interrupt may as well have come just before they went off.
 */
bool can_take_irqs(const struct sim_cpu *cpu);

/* Can its thread be preempted where it is? As above, also if preemption went
 * off since the last visible step. */
bool can_be_preempted(const struct sim_cpu *cpu);

/* The CPU takes an interrupt, now. */
void run_interrupt(enum sim_action action);

#endif
