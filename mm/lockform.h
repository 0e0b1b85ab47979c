/* SPDX-License-Identifier: MIT */
/*
 * lockform.h - the two forms of kmap_lock (lock_kmap() in mm/pkmap.h), as sets:
 * some workloads and scenarios make sense with one of them only.
 */
#ifndef MM_LOCKFORM_H
#define MM_LOCKFORM_H

#include "lib/types.h"

#define LOCK_SPIN BIT(0) /* leaves interrupts as they are */
#define LOCK_IRQ  BIT(1) /* turns them off */
#define LOCK_BOTH (LOCK_SPIN | LOCK_IRQ)

static inline u32 lock_form(bool irq)
{
	return irq ? LOCK_IRQ : LOCK_SPIN;
}

/* As lock= and the records have it. */
static inline const char *lock_form_name(bool irq)
{
	return irq ? "irq" : "spin";
}

#endif
