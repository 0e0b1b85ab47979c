/* SPDX-License-Identifier: MIT */
/*
 * static_key.h - turn static branches on and off: see arch/static_branch.h.
 */
#ifndef SMP_STATIC_KEY_H
#define SMP_STATIC_KEY_H

#include "arch/static_branch.h"

/*
 * When it returns, every CPU takes the key's branches, or none does. It may
 * stop all CPUs, so only callers that may use stop_machine() may call it.
 */
void static_key_set(struct static_key *key, bool enabled);

/* The same for many keys: write `enabled` of each, then call this. */
void static_keys_apply(void);

#endif
