/* SPDX-License-Identifier: MIT */
/*
 * tlb_model.h - what the TLBs of the simulated CPUs hold of the window. A TLB
 * keeps what it has filled in until it is flushed.
 */
#ifndef SCALE_TLB_MODEL_H
#define SCALE_TLB_MODEL_H

#include "lib/types.h"

/* This CPU's TLB drops one address, or all. */
void tlb_forget(unsigned long vaddr);
void tlb_forget_all(void);

/* The frame that an address of the window leads to on this CPU. */
u32 tlb_translate(unsigned long vaddr);

#endif
