/* SPDX-License-Identifier: MIT */
/* static_key.c - see static_key.h */
#include "smp/static_key.h"

#include "arch/machine.h"
#include "smp/stop_machine.h"

static void patch(void *unused)
{
	(void)unused;
	static_branches_patch();
}

void static_keys_apply(void)
{
	if (static_branches_differ())
		stop_machine(patch, NULL);
}

void static_key_set(struct static_key *key, bool enabled)
{
	WRITE_ONCE(key->enabled, enabled);
	static_keys_apply();
}
