/* SPDX-License-Identifier: MIT */
/*
 * plain.h - what orders plain accesses: told to plain.c, which looks for those
 * that nothing orders. Only in the program explore-plain; else nothing is done.
 */
#ifndef TESTS_EXPLORE_PLAIN_H
#define TESTS_EXPLORE_PLAIN_H

#include "lib/types.h"

/* Is this explore-plain? What it knows of the past is no part of a state. So it
 * can follow a walk, but not a search, which goes back to states. */
bool plain_looks(void);

/* All begins again: forget everything. */
void plain_reset(void);

/* The running CPU has taken a lock, or is about to release it. */
void plain_lock_taken(const void *lock);
void plain_lock_released(const void *lock);

/* Its interrupts have gone off, or a handler begins; or go on, or it ends. */
void plain_irqs_off(void);
void plain_irqs_on(void);

/* It executes smp_store_mb(), or any load. */
void plain_store_mb(const void *at);
void plain_load(const void *at);

#endif
