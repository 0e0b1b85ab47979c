/* SPDX-License-Identifier: MIT */
/*
 * claims.h - which claim of a strategy a verdict would contradict.
 */
#ifndef RECORD_CLAIMS_H
#define RECORD_CLAIMS_H

#include "mm/strategy.h"
#include "record/verdict.h"

/*
 * The claim that this does not happen to callers that keep the rules; 0 if no
 * claim is about it. Pure; any context.
 */
u32 claim_against(enum verdict verdict, bool lock_irq);

#endif
