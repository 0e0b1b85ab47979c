/* SPDX-License-Identifier: MIT */
/* mtrr.c - see mtrr.h */
#include "arch/x86/cpu/mtrr.h"

#include "arch/x86/cpu/asm.h"
#include "arch/x86/cpu/cpuid.h"
#include "lib/string.h"

#define MSR_CAPABILITIES 0xfe
#define HAS_FIXED        BIT(8)
#define MSR_VARIABLE     0x200 /* base and mask of each */
#define MASK_VALID       BIT(11)
#define MSR_DEFAULT      0x2ff
#define FIXED_ON         BIT(10)
#define ON               BIT(11)

#define VARIABLE_MOST 16 /* as many as there are numbers of registers for */

static const u32 fixed_msrs[] = { 0x250, 0x258, 0x259, 0x268, 0x269, 0x26a,
				  0x26b, 0x26c, 0x26d, 0x26e, 0x26f };

struct mtrrs {
	u64 capabilities, by_default;
	u64 fixed[ARRAY_SIZE(fixed_msrs)];
	struct {
		u64 base, mask;
	} variable[VARIABLE_MOST];
};

static struct mtrrs kept;
static bool off_is_different;

/* What is switched off is left 0. */
static void read(struct mtrrs *m)
{
	unsigned int n;

	*m = (struct mtrrs){ .capabilities = rdmsr(MSR_CAPABILITIES),
			     .by_default = rdmsr(MSR_DEFAULT) };
	if (!(m->by_default & ON))
		return;
	if (m->capabilities & HAS_FIXED && m->by_default & FIXED_ON)
		for (unsigned int i = 0; i < ARRAY_SIZE(fixed_msrs); i++)
			m->fixed[i] = rdmsr(fixed_msrs[i]);
	n = min((unsigned int)(m->capabilities & 0xff),
		(unsigned int)VARIABLE_MOST);
	for (unsigned int i = 0; i < n; i++) {
		u64 mask = rdmsr(MSR_VARIABLE + 2 * i + 1);

		if (!(mask & MASK_VALID))
			continue;
		m->variable[i].mask = mask;
		m->variable[i].base = rdmsr(MSR_VARIABLE + 2 * i);
	}
}

void mtrr_keep(bool off_counts)
{
	off_is_different = off_counts;
	if (cpu_features.mtrr)
		read(&kept);
}

const char *mtrr_difference(void)
{
	struct mtrrs mine;

	if (!cpu_features.mtrr)
		return NULL;
	read(&mine);
	if (!(mine.by_default & ON) && !off_is_different)
		return NULL;
	if (mine.capabilities != kept.capabilities)
		return "it has other ones";
	if ((mine.by_default ^ kept.by_default) & ON)
		return mine.by_default & ON ? "they are on" : "they are off";
	if (mine.by_default != kept.by_default)
		return "another default type";
	if (memcmp(mine.fixed, kept.fixed, sizeof(kept.fixed)) != 0)
		return "other fixed ranges";
	if (memcmp(mine.variable, kept.variable, sizeof(kept.variable)) != 0)
		return "other variable ranges";
	return NULL;
}
