/* SPDX-License-Identifier: MIT */
/* claims.c - see claims.h */
#include "record/claims.h"

u32 claim_against(enum verdict verdict, bool lock_irq)
{
	switch (verdict) {
	case VERDICT_STALE:
		return CLAIM_NO_STALE;
	case VERDICT_DOUBLE_MAP:
	case VERDICT_BAD_COUNT:
		return CLAIM_NO_DOUBLE_MAP;
	case VERDICT_LOST_WAKEUP:
		return CLAIM_NO_LOST_WAKEUP;
	case VERDICT_DEADLOCK:
		return lock_irq ? CLAIM_NO_DEADLOCK_IRQ : CLAIM_NO_DEADLOCK;
	default:
		return 0;
	}
}
