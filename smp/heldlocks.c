/* SPDX-License-Identifier: MIT */
/* heldlocks.c - see heldlocks.h */
#include "smp/heldlocks.h"

struct held_locks held_locks[NR_CPUS];
