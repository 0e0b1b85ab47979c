/* SPDX-License-Identifier: MIT */
/* page.c - see page.h */
#include "job/page.h"

#include "lib/printf.h"
#include "smp/printk.h"

void page_printf(struct screen_page *page, const char *fmt, ...)
{
	char line[256];
	va_list args;

	va_start(args, fmt);
	if (page) {
		size_t room = sizeof(page->text) - page->length;
		size_t added = (size_t)kvsnprintf(page->text + page->length,
						  room, fmt, args);

		page->length += min(added, room - 1);
	} else {
		kvsnprintf(line, sizeof(line), fmt, args);
		printk("%s", line);
	}
	va_end(args);
}
