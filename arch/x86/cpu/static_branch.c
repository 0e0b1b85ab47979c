/* SPDX-License-Identifier: MIT */
/*
 * static_branch.c - see arch/static_branch.h
 *
 * The kernel's text is never writable at the addresses where it runs. It is
 * changed through two pages that are mapped for a moment:
 * TRICKS, "text is changed elsewhere".
 */
#include "arch/static_branch.h"

#include "arch/machine.h"
#include "arch/paging.h"
#include "lib/string.h"

#define JMP_REL32 0xe9

struct instruction {
	u8 byte[5];
};

extern const struct static_branch_site __start_static_branches[],
	__stop_static_branches[];

static struct instruction wanted(const struct static_branch_site *site)
{
	struct instruction code = { STATIC_BRANCH_NOP };
	u32 distance = site->target - (site->at + sizeof(code));

	if (READ_ONCE(site->key->enabled)) {
		code.byte[0] = JMP_REL32;
		memcpy(&code.byte[1], &distance, sizeof(distance));
	}
	return code;
}

static bool differs(const struct static_branch_site *site)
{
	struct instruction code = wanted(site);

	return memcmp((const void *)site->at, &code, sizeof(code)) != 0;
}

bool static_branches_differ(void)
{
	const struct static_branch_site *site = __start_static_branches;

	while (site < __stop_static_branches && !differs(site))
		site++;
	return site < __stop_static_branches;
}

/* A processor may have cached these entries by itself while they mapped other
 * pages. So they are flushed before the write. */
static void map_alias(u32 page)
{
	map_page(TEXT_ALIAS_BASE, page);
	map_page(TEXT_ALIAS_BASE + PAGE_SIZE, page + PAGE_SIZE);
	local_flush_tlb_one(TEXT_ALIAS_BASE);
	local_flush_tlb_one(TEXT_ALIAS_BASE + PAGE_SIZE);
}

static void write_text(u32 at, const struct instruction *code)
{
	u32 phys = virt_to_phys((const void *)at);
	u32 page = ALIGN_DOWN(phys, PAGE_SIZE);

	map_alias(page);
	memcpy((void *)(TEXT_ALIAS_BASE + (phys - page)), code, sizeof(*code));
	unmap_page(TEXT_ALIAS_BASE);
	unmap_page(TEXT_ALIAS_BASE + PAGE_SIZE);
}

void static_branches_patch(void)
{
	const struct static_branch_site *site = __start_static_branches;

	for (; site < __stop_static_branches; site++) {
		struct instruction code = wanted(site);

		if (differs(site))
			write_text(site->at, &code);
	}
}
