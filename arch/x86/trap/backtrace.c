/* SPDX-License-Identifier: MIT */
/*
 * backtrace.c - see backtrace.h
 *
 * The symbol table is made by tools/ksyms.awk from the linked kernel and linked
 * in by a second pass: addresses in rising order, and the names.
 */
#include "arch/x86/trap/backtrace.h"

#include "arch/x86/dev/console.h"
#include "arch/x86/mm/paging.h"

#define MAX_FRAMES 24

extern const u32 ksym_count;
extern const u32 ksym_address[];
extern const char *const ksym_name[];
extern const char text_start[], text_end[];

static bool is_text(u32 address)
{
	return address >= (u32)text_start && address < (u32)text_end;
}

void print_symbol(u32 address)
{
	u32 low = 0;
	u32 high = ksym_count;

	/* Find the last symbol at or below the address. */
	while (low < high) {
		u32 middle = (low + high) / 2;

		if (ksym_address[middle] <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!is_text(address) || low == 0)
		console_printf("%08x", address);
	else
		console_printf("%s+0x%x", ksym_name[low - 1],
			       address - ksym_address[low - 1]);
}

void backtrace(u32 ebp)
{
	console_printf("  called from:\n");
	for (int i = 0; i < MAX_FRAMES && ebp; i++) {
		const u32 *frame = (const u32 *)ebp;

		if (ebp % 4 || !is_mapped(ebp) || !is_mapped(ebp + 7) ||
		    !is_text(frame[1]))
			break;
		console_printf("    %08x ", frame[1]);
		print_symbol(frame[1]);
		console_printf("\n");
		if (frame[0] <= ebp)
			break; /* callers are higher up the stack */
		ebp = frame[0];
	}
}
