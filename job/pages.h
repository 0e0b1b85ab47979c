/* SPDX-License-Identifier: MIT */
/*
 * pages.h - results that stay on the screen, for machines where nothing reads
 * the records: pages that turn by themselves and by any key, each fit for a
 * photograph. The last ones are QR codes.
 */
#ifndef JOB_PAGES_H
#define JOB_PAGES_H

#include "job/page.h"
#include "job/run.h"

/* Makes a page; one without text is left out. page NULL: print it. */
typedef void (*page_maker_t)(struct screen_page *page,
			     const struct params *params,
			     const struct machine_info *machine);

/* Show these pages and the codes for ever. From a thread. */
__noreturn void pages_show(const page_maker_t *makers, unsigned int count,
			   const struct params *params,
			   const struct machine_info *machine);

#endif
