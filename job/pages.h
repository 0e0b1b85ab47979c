/* SPDX-License-Identifier: MIT */
/*
 * pages.h - results that stay on the screen, for machines where nothing reads
 * the records: pages that turn by themselves and by any key, each fit for a
 * photograph. The last ones are QR codes.
 */
#ifndef JOB_PAGES_H
#define JOB_PAGES_H

#include "job/run.h"
#include "lib/types.h"

/* Show them for ever. From a thread. */
__noreturn void pages_show(const struct params *params,
			   const struct machine_info *machine);

#endif
