/* SPDX-License-Identifier: MIT */
/* cpuid.c - see cpuid.h */
#include "arch/x86/cpu/cpuid.h"

#include "arch/cpu_info.h"
#include "arch/x86/cpu/asm.h"
#include "lib/string.h"

enum { EAX, EBX, ECX, EDX };

struct cpu_features cpu_features;

/* CPUID exists where EFLAGS.ID can be changed. */
static bool has_cpuid(void)
{
	u32 flags = read_eflags();
	bool changed;

	write_eflags(flags ^ EFLAGS_ID);
	changed = (read_eflags() ^ flags) & EFLAGS_ID;
	write_eflags(flags);
	return changed;
}

/* Three registers as twelve characters. */
static void copy_id(char *to, u32 a, u32 b, u32 c)
{
	memcpy(to, &a, 4);
	memcpy(to + 4, &b, 4);
	memcpy(to + 8, &c, 4);
	to[12] = '\0';
}

static void read_signature(struct cpu_features *f, u32 eax)
{
	f->stepping = eax & 0xf;
	f->model = eax >> 4 & 0xf;
	f->family = eax >> 8 & 0xf;
	if (f->family == 6 || f->family == 15)
		f->model |= eax >> 12 & 0xf0;
	if (f->family == 15)
		f->family += eax >> 20 & 0xff;
}

static void read_basic(struct cpu_features *f)
{
	u32 r[4];

	cpuid(1, r);
	read_signature(f, r[EAX]);
	f->tsc = r[EDX] & BIT(4);
	f->msr = r[EDX] & BIT(5);
	f->pae = r[EDX] & BIT(6);
	f->cx8 = r[EDX] & BIT(8);
	f->apic = r[EDX] & BIT(9);
	f->mtrr = r[EDX] & BIT(12);
	f->pge = r[EDX] & BIT(13);
	f->pat = r[EDX] & BIT(16);
	f->x2apic = r[ECX] & BIT(21);
	f->hypervisor = r[ECX] & BIT(31);
	/* No leaf that says it: 36 bits go with PSE-36 (SDM vol. 3, 4.1.4). */
	f->phys_bits = r[EDX] & BIT(17) ? 36 : 32;
}

static void read_brand(struct cpu_features *f)
{
	u32 r[4];

	for (u32 i = 0; i < 3; i++) {
		cpuid(0x80000002 + i, r);
		memcpy(f->name + 16 * i, r, 16);
	}
	f->name[48] = '\0';
}

static void read_extended(struct cpu_features *f)
{
	u32 r[4];
	u32 last;

	cpuid(0x80000000, r);
	last = r[EAX];
	/* Processors without extended leaves answer anything. */
	if (last < 0x80000001 || last > 0x8000ffff)
		return;
	cpuid(0x80000001, r);
	f->nx = r[EDX] & BIT(20);
	f->lm = r[EDX] & BIT(29);
	if (last >= 0x80000004)
		read_brand(f);
	if (last >= 0x80000008) {
		cpuid(0x80000008, r);
		if ((r[EAX] & 0xff) >= 32 && (r[EAX] & 0xff) <= 52)
			f->phys_bits = r[EAX] & 0xff;
	}
}

/* Where what CPUID says is not so: docs/hardware.md. */
static void correct(struct cpu_features *f)
{
	if (strcmp(f->vendor, "GenuineIntel") != 0)
		return;
	if (f->family == 5 && f->model == 9) {
		f->pge = false;
		f->erratum = "Quark: changing CR4.PGE does not flush its TLB; "
			     "global pages are not used";
	} else if (f->family == 6 && f->model <= 1) {
		f->erratum = "Pentium Pro: spin locks are not safe with "
			     "several CPUs (errata 66, 92); use maxcpus=1";
	} else if (f->family == 6 && (f->model == 9 || f->model == 13)) {
		f->hides_pae = !f->pae;
	} else if (f->family == 15 && f->model == 3 &&
		   (f->stepping == 3 || f->stepping == 4)) {
		f->phys_bits = 36;
		f->erratum = "Pentium 4 0F33/0F34: CPUID's address width is "
			     "wrong; 36 bits are used";
	}
}

void cpu_detect(void)
{
	struct cpu_features *f = &cpu_features;
	u32 r[4];

	f->cpuid = has_cpuid();
	if (!f->cpuid)
		return;
	cpuid(0, r);
	copy_id(f->vendor, r[EBX], r[EDX], r[ECX]);
	if (r[EAX] < 1)
		return;
	read_basic(f);
	read_extended(f);
	correct(f);
	if (!f->msr) {
		/* All of these are, or are switched on by, model-specific
		 * registers. */
		f->nx = false;
		f->lm = false;
		f->x2apic = false;
		f->pat = false;
		f->mtrr = false;
	}
	if (f->hypervisor) {
		cpuid(0x40000000, r);
		copy_id(f->hypervisor_id, r[EBX], r[ECX], r[EDX]);
	}
}

void cpu_force_pae(void)
{
	if (!cpu_features.hides_pae)
		return;
	cpu_features.pae = true;
	cpu_features.erratum = "Pentium M: PAE is used although CPUID does not "
			       "tell of it (forcepae)";
}

const char *cpu_missing(void)
{
	const struct cpu_features *f = &cpu_features;

	if (!f->cpuid)
		return "the CPUID instruction (it is older than a Pentium)";
	if (!f->pae && f->hides_pae)
		return "PAE, which a Pentium M may have without telling: the "
		       "parameter forcepae uses it";
	if (!f->pae)
		return "PAE, the 36-bit page tables this kernel is about";
	if (!f->cx8)
		return "the CMPXCHG8B instruction";
	if (!f->apic)
		return "a local APIC (or the firmware has switched it off)";
	return NULL;
}

struct cpu_info cpu_info(void)
{
	return (struct cpu_info){
		.vendor = cpu_features.vendor,
		.name = cpu_features.name,
		.phys_bits = cpu_features.phys_bits,
		.family = cpu_features.family,
		.model = cpu_features.model,
		.stepping = cpu_features.stepping,
		.erratum = cpu_features.erratum,
	};
}
