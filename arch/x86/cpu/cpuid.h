/* SPDX-License-Identifier: MIT */
/*
 * cpuid.h - what this processor can do. Optional features are used only where
 * they are set here.
 */
#ifndef ARCH_X86_CPU_CPUID_H
#define ARCH_X86_CPU_CPUID_H

#include "lib/types.h"

struct cpu_features {
	bool cpuid; /* there is a CPUID instruction at all */
	bool pae;   /* needed */
	bool cx8;   /* needed: CMPXCHG8B */
	bool apic;  /* needed */
	bool tsc;
	bool msr;
	bool mtrr;
	bool pge;
	bool pat;
	bool nx;
	bool x2apic;
	bool hides_pae; /* it has PAE, and does not say so */
	bool lm;        /* long mode, which this kernel leaves off */
	bool hypervisor;
	u8 phys_bits; /* width of a physical address: 32 to 52 */
	u8 family, model, stepping;
	char vendor[13];
	char name[49]; /* brand string; may be empty */
	char hypervisor_id[13];
	/* An erratum of this CPU, and what is done about it; or NULL. */
	const char *erratum;
};

/* Of the boot CPU; the others are assumed to be alike. */
extern struct cpu_features cpu_features;

/*
 * Fills cpu_features (Intel SDM vol. 2, CPUID). For the boot CPU, before
 * paging: it uses no memory but its own.
 */
void cpu_detect(void);

/* Use PAE on a CPU that hides it, as Linux does with forcepae. After
 * cpu_detect(). */
void cpu_force_pae(void);

/*
 * The first thing that the kernel needs and this CPU lacks, in words; or NULL.
 * After cpu_detect().
 */
const char *cpu_missing(void);

#endif
