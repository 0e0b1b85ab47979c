/* SPDX-License-Identifier: MIT */
/*
 * claims.h - what a strategy claims, in the words of verdicts: which promise a
 * verdict would break.
 */
#ifndef RECORD_CLAIMS_H
#define RECORD_CLAIMS_H

#include "mm/strategy.h"
#include "record/verdict.h"

/*
 * The claim that says of callers who keep the rules that this does not happen
 * to them. 0 if no claim is about it. Pure; any context.
 */
u32 claim_against(enum verdict verdict, bool lock_irq);

#endif
