/* SPDX-License-Identifier: MIT */
/*
 * frames.h - what surrounds the maps in a row: the check of the page, and the
 * loop.
 */
#ifndef SCALE_FRAMES_H
#define SCALE_FRAMES_H

#include "lib/types.h"

/* What passes at each check of a page, in ticks. */
extern u64 outside_ticks;

#endif
