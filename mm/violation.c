/* SPDX-License-Identifier: MIT */
/* violation.c - see violation.h */
#include "mm/violation.h"

static struct {
	SHARED(u32) count;
	SHARED(u32) cpu;
	SHARED(u32) slot;
	SHARED(u32) pfn;
	SHARED(u32) other;
	SHARED(const char *) what;
	u64 when; /* with the first, by its CPU */
} reports[NR_VIOLATIONS];

void violation(enum violation kind, unsigned int slot, u32 pfn, u32 other,
	       const char *what)
{
	if (fetch_add(reports[kind].count, 1) > 0)
		return;
	WRITE_ONCE(reports[kind].cpu, smp_processor_id());
	WRITE_ONCE(reports[kind].slot, slot);
	WRITE_ONCE(reports[kind].pfn, pfn);
	WRITE_ONCE(reports[kind].other, other);
	WRITE_ONCE(reports[kind].what, what);
	reports[kind].when = get_cycles();
}

struct violation_report violation_first(enum violation kind)
{
	return (struct violation_report){
		.count = READ_ONCE(reports[kind].count),
		.cpu = READ_ONCE(reports[kind].cpu),
		.slot = READ_ONCE(reports[kind].slot),
		.pfn = READ_ONCE(reports[kind].pfn),
		.other = READ_ONCE(reports[kind].other),
		.what = READ_ONCE(reports[kind].what),
		.when = reports[kind].when,
	};
}

bool violation_any(void)
{
	for (int kind = 0; kind < NR_VIOLATIONS; kind++)
		if (READ_ONCE(reports[kind].count))
			return true;
	return false;
}

void violation_reset(void)
{
	for (int kind = 0; kind < NR_VIOLATIONS; kind++)
		WRITE_ONCE(reports[kind].count, 0);
}
