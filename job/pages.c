/* SPDX-License-Identifier: MIT */
/* pages.c - see pages.h */
#include "job/pages.h"

#include "arch/console.h"
#include "job/compact.h"
#include "smp/thread.h"

#define TURN_MS 10000 /* time for a photograph */
#define LOOK_MS 50    /* from one look at the keyboard to the next */

/* A character of code page 437 is two modules, one above the other. Lit is
 * light: this is right on a dark screen. */
#define BOTH_LIT  0xdb
#define UPPER_LIT 0xdf
#define LOWER_LIT 0xdc

#define CODE_COLUMNS (QR_SIDE + 2 * QR_QUIET)
#define MASK         2

static bool is_lit(const struct qr *qr, int row, int column)
{
	if (row < 0 || row >= QR_SIDE || column < 0 || column >= QR_SIDE)
		return true; /* the quiet zone */
	return !qr->dark[row][column];
}

static u8 half_blocks(const struct qr *qr, int row, int column)
{
	bool upper = is_lit(qr, row, column);
	bool lower = is_lit(qr, row + 1, column);

	if (upper && lower)
		return BOTH_LIT;
	return upper ? UPPER_LIT : lower ? LOWER_LIT : ' ';
}

/* What stands beside the code. */
static void print_beside(struct screen_page *page, unsigned int row,
			 unsigned int part, unsigned int parts)
{
	if (row == 2)
		page_printf(page, "  Results, code %u of %u", part + 1, parts);
	if (row == 4)
		page_printf(page, "  Photograph each of them:");
	if (row == 5)
		page_printf(page, "  make report-machine");
	if (row == 6)
		page_printf(page, "  reads the pictures.");
	if (row == 8)
		page_printf(page, "  Any key: next page");
}

static void code_page(struct screen_page *page, unsigned int part,
		      unsigned int parts)
{
	char text[QR_TEXT_MAX + 1];
	static struct qr qr;

	compact_part(part, text);
	if (!qr_encode(&qr, text, MASK))
		return;
	for (unsigned int row = 0; row < PAGE_ROWS; row++) {
		for (int column = 0; column < CODE_COLUMNS; column++)
			page_printf(page, "%c",
				    half_blocks(&qr, 2 * (int)row - QR_QUIET,
						column - QR_QUIET));
		print_beside(page, row, part, parts);
		if (row + 1 < PAGE_ROWS)
			page_printf(page, "\n");
	}
}

/* Until the page is to turn. */
static void wait_for_turn(void)
{
	for (int i = 0; i < TURN_MS / LOOK_MS; i++) {
		if (console_getc() >= 0)
			return;
		thread_sleep_ms(LOOK_MS);
	}
}

static void show(struct screen_page *page)
{
	console_show(page->text);
	wait_for_turn();
	page->length = 0;
	page->text[0] = '\0';
}

__noreturn void pages_show(const page_maker_t *makers, unsigned int count,
			   const struct params *params,
			   const struct machine_info *machine)
{
	static struct screen_page page;
	unsigned int parts = compact_make(params, machine);

	for (;;) {
		for (unsigned int i = 0; i < count; i++) {
			makers[i](&page, params, machine);
			if (page.length)
				show(&page);
		}
		for (unsigned int i = 0; i < parts; i++) {
			code_page(&page, i, parts);
			show(&page);
		}
	}
}
