/* SPDX-License-Identifier: MIT */
/*
 * page.h - a screen full of text, put together before it is shown.
 */
#ifndef JOB_PAGE_H
#define JOB_PAGE_H

#include "lib/types.h"

#define PAGE_COLUMNS 80
#define PAGE_ROWS    25

struct screen_page {
	char text[PAGE_ROWS * (PAGE_COLUMNS + 1) + 1]; /* ends in 0 */
	size_t length;
};

/* Add to it; what does not fit is left out. page NULL: print it. */
void page_printf(struct screen_page *page, const char *fmt, ...) __printf(2, 3);

#endif
