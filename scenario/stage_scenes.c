/* SPDX-License-Identifier: MIT */
/* stage_scenes.c - what several scenarios have in common: see stage.h */
#include "scenario/stage.h"

void stage_map(struct stage *stage, unsigned int n)
{
	stage->vaddr[n] = kmap_high(test_frame_page(n));
}

void stage_check(struct stage *stage, unsigned int n)
{
	/* NULL: it has been told to give up. */
	if (stage->vaddr[n])
		oracle_check(n, stage->vaddr[n], ORACLE_THREAD,
			     &stage->oracle[stage_me()]);
}

void stage_unmap(struct stage *stage, unsigned int n)
{
	if (stage->vaddr[n])
		kunmap_high(test_frame_page(n));
	stage->vaddr[n] = NULL;
}

/* All are mapped before any is unmapped. Otherwise the last map would find
 * unused slots, recycle them, and flush the entries that are to be in the TLB.
 */
static void use_all_slots(struct stage *stage)
{
	unsigned int n;

	for (n = 0; n < STAGE_SLOTS; n++)
		stage_map(stage, n);
	for (n = 0; n < STAGE_SLOTS; n++)
		stage_check(stage, n);
}

void stage_fill_window(struct stage *stage)
{
	use_all_slots(stage);
	for (unsigned int n = 0; n < STAGE_SLOTS; n++)
		stage_unmap(stage, n);
}

void stage_keep_all_but_slot_0(struct stage *stage)
{
	use_all_slots(stage);
	for (unsigned int n = 0; n < STAGE_SLOTS; n++)
		if (stage->vaddr[n] == (void *)PKMAP_ADDR(0))
			stage_unmap(stage, n);
}

void stage_release_one(struct stage *stage)
{
	unsigned int n = 0;

	while (n < STAGE_SLOTS && !stage->vaddr[n])
		n++;
	stage_unmap(stage, n);
}

void stage_release_kept(struct stage *stage)
{
	for (unsigned int n = 0; n < STAGE_SLOTS; n++)
		stage_unmap(stage, n);
}
