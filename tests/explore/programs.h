/* SPDX-License-Identifier: MIT */
/*
 * programs.h - what the simulated CPUs run: the small programs that cases.c is
 * made of. All CPUs of a case run the same one, which looks on which CPU it is.
 */
#ifndef TESTS_EXPLORE_PROGRAMS_H
#define TESTS_EXPLORE_PROGRAMS_H

/* Each CPU maps, uses and unmaps a page of its own (twice: two pages). */
void once_program(void);
void twice_program(void);

/* All CPUs do so with the same page. */
void same_program(void);

/* CPU 1 maps a page and gives the address to CPU 2, while CPU 0 recycles. */
void third_program(void);

/* Each maps and unmaps a page, without using it: bookkeeping only. */
void hold_program(void);

/* CPU 0 maps and unmaps one page until CPU 1, which sleeps for its slot, has
 * got another one. */
void starve_program(void);

/* While CPU 1 waits for a slot, the others give theirs back for other pages, a
 * few times. */
void overtake_program(void);

/* CPU 0 maps a page; CPU 1 unmaps the first slot of that page's colour. */
void other_unmaps_program(void);
void first_unmapped_program(void);

/* CPU 0 recycles the window; CPU 1 wants a page that is mapped in it. */
void reuse_program(void);
void kept_program(void);

/* CPU 0 recycles slot 0 twice; CPU 1 uses the page that was in it, if that is
 * still mapped: kmap_high_get(). */
void get_program(void);

/* CPU 0 recycles slot 0, and maps the page that was in it again, in slot 1; CPU
 * 1 uses that page, if it is mapped. */
void remap_program(void);

/* The same, but all slots are in use, and CPU 2 gives slot 0 back. */
void release_program(void);

/* CPU 0 recycles slot 0, and maps the page that was in it again, in slot 0; CPU
 * 1 uses that page, if it is mapped. */
void return_program(void);

/* CPU 0 flushes what nobody uses, but wants no slot; CPU 1 wants one. */
void flush_program(void);

/* The same, but CPU 1 wants a slot of the second colour. */
void flush_shade_program(void);

/* CPUs 0 and 1 both flush, a slot each, and CPU 2 must answer both. */
void flush_both_program(void);

/* CPU 0 recycles the slots around slot 1; CPU 1 gives that back, and recycles
 * it. */
void gap_program(void);

/* CPU 0 recycles slot 0, then slot 1, without waiting; CPU 1 maps a page. */
void retire_program(void);

/* As `once`, but CPU 1 is idle until CPU 0 wakes it. */
void idle_program(void);

/* As `once`, and an interrupt handler uses kmap_high_get(). */
void get_in_handler(void);

/* A caller that breaks the rules: its interrupts are off. */
void irqs_off_program(void);

/* CPU 1 takes a lock with interrupts off, then uses kmap_high_get(); CPU 2
 * wants that lock; CPU 0 recycles. */
void outer_program(void);

/* CPU 1 continues the thread of CPU 0, with its mapping. */
void move_program(void);

/* The same, but nobody tells the strategy. */
void move_unseen_program(void);

/* CPU 1 does nothing until CPU 0 has recycled a slot and mapped a page. */
void busy_program(void);

/* CPU 1 comes online while CPU 0 recycles; it had a TLB before. */
void online_program(void);

/* CPU 0 calls CPU 1 three times, and waits only for the last time. */
void calls_program(void);

/* CPUs 0 and 1 call each other, twice each; or both call CPU 2. */
void cross_program(void);
void call_third_program(void);

/* CPU 0 calls all; a CPU comes online. */
void call_all_program(void);
void stop_program(void);

/* CPU 0 holds a lock, interrupts off, and waits for a call of CPU 1, which may
 * want that lock, interrupts off. */
void circle_program(void);

/* The same, with interrupts on: CPU 1 answers while it waits. */
void answering_program(void);

/* CPU 0 takes a lock within another one, which CPU 1 wants, too. CPU 1's
 * handler takes the inner one. */
void handlers_lock_program(void);
void inner_lock_in_handler(void);

/* CPU 0's thread sleeps twice, and CPU 1 wakes it. */
void sleep_program(void);

/* CPU 0 has a thread run on CPU 1, and waits for its end; then another one. */
void join_program(void);
void make_program(void);
void nap_program(void);
void queue_program(void);

/* CPU 0's thread sleeps, moves to CPU 1, and sleeps there. The last CPU's wakes
 * it twice, at any time. */
void migrate_program(void);

/* Two threads of CPU 0 yield to each other, and a third one joins them. */
void yield_program(void);

/* Two threads of CPU 0 sleep until the next tick; CPU 1 wakes one of them. */
void timeout_program(void);

/* CPU 0 uses pages by kmap_local_page(), and so does an interrupt handler. */
void local_program(void);
void local_in_handler(void);

/* Two threads of CPU 0 each keep such a page while the other one runs. */
void switch_program(void);

/* Two threads of CPU 0 recycle, each its slot. */
void share_program(void);

/* A thread uses such pages on CPU 0, on CPU 1, and on CPU 0 again. */
void carry_program(void);

/* Set-up, by CPU 0 alone; nothing in it is a step. */
void fill_window(void);                /* every slot maps some page, unused */
void fill_window_all_used(void);       /* all slots in use */
void fill_window_but_one(void);        /* all slots in use, except slot 0 */
void fill_window_one_color_used(void); /* all slots of page 0's colour in use */
void fill_slot_1(void);                /* slot 1 maps a page; slot 0 is free */
void fill_window_but_slot_1(void);     /* slot 1 in use, the others not */
void fill_window_cpu_1_away(void);     /* as the first; CPU 1 is not online */
void last_cpu_away(void);              /* an empty window; it is not online */

#endif
