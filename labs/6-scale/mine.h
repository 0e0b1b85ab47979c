/* SPDX-License-Identifier: MIT */
/* mine.h - lab 6: the strategy that you write. mm/strategy.h says what a
 * strategy consists of. */
#ifndef LABS_6_SCALE_MINE_H
#define LABS_6_SCALE_MINE_H

#include "mm/strategy.h"

extern const struct kmap_strategy mine;

#endif
