/* SPDX-License-Identifier: MIT */
/* memory.c - see memory.h */
#include "boot/memory.h"

#include "arch/pte.h"
#include "arch/x86/cpu/asm.h"
#include "arch/x86/cpu/cpuid.h"
#include "arch/x86/dev/console.h"
#include "arch/x86/firmware/firmware.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/mm/paging.h"
#include "arch/x86/trap/fault.h"
#include "boot/picture.h"
#include "mm/mem_map.h"
#include "mm/memblock.h"
#include "mm/probe.h"

#define LOW_ALIGN   (2 * MiB)
#define LOW_MIN     (16 * MiB) /* kernel, tables, stacks */
#define STARTUP_MIN 0x1000     /* not the BIOS' own data */
#define STARTUP_MAX 0x90000    /* nor its extended data */

extern const char image_end[]; /* linker.ld */

static struct memmap *ram;
static struct memmap all_ram; /* according to the loader, in use or not */
static u32 low_end;           /* bytes */
static u32 startup_page;
static u64 total; /* bytes */

/* Some firmware calls RAM what is hidden by APICs. */
static void remove_apics(void)
{
	memmap_remove(ram, FIRMWARE_IOAPIC_DEFAULT, PAGE_SIZE);
	memmap_remove(ram, FIRMWARE_LAPIC_DEFAULT, PAGE_SIZE);
	if (cpu_features.msr)
		memmap_remove(ram, rdmsr(MSR_APIC_BASE) & PTE_ADDRESS,
			      PAGE_SIZE);
}

/* RAM that the CPU has no address lines for. (Linux uses it, and crashes.) */
static void limit_to_cpu(void)
{
	u64 cut = memmap_limit(ram, 1ull << cpu_features.phys_bits);

	if (cut)
		console_printf("%llu MiB of RAM are left out: this CPU has %u "
			       "address bits\n",
			       cut / MiB, cpu_features.phys_bits);
}

static void limit_to_64_gib(void)
{
	u64 cut = memmap_limit(ram, 64 * GiB);

	if (cut)
		console_printf("%llu MiB of RAM above 64 GiB are left out\n",
			       cut / MiB);
}

/* Take out what is in use, and the whole first MiB. The page that other CPUs
 * will start in is chosen there. */
static void remove_taken(const struct boot_info *info)
{
	for (unsigned int i = 0; i < info->nr_reserved; i++)
		memmap_remove(ram, info->reserved[i].start,
			      info->reserved[i].end - info->reserved[i].start);
	startup_page = (u32)memmap_find(ram, PAGE_SIZE, PAGE_SIZE, STARTUP_MIN,
					STARTUP_MAX, MEMMAP_HIGHEST);
	memmap_remove(ram, 0, MiB);
	memmap_remove(ram, KERNEL_PHYS, virt_to_phys(image_end) - KERNEL_PHYS);
}

/*
 * Where the direct map ends: at lowmem=, or else as far up as possible. If that
 * would leave a machine without high memory, and so with nothing to show, half
 * of its RAM is made high.
 */
static u32 choose_low_end(u64 wanted)
{
	u64 end = min((u64)DIRECT_MAP_SIZE, memmap_end(ram));
	u64 asked = wanted;

	if (!wanted && memmap_end(ram) <= DIRECT_MAP_SIZE)
		wanted = end / 2;
	if (wanted)
		end = min(end, wanted);
	end = max(ALIGN_DOWN(end, (u64)LOW_ALIGN), (u64)LOW_MIN);
	if (asked && asked != end)
		console_printf("lowmem=%llu is not possible on this machine: "
			       "%llu is used instead\n",
			       asked, end);
	else if (!asked && wanted)
		console_printf("no RAM above the direct map: to have high "
			       "memory, the direct map ends at %llu MiB\n",
			       end / MiB);
	return (u32)end;
}

/* Pages for page tables, before there is an allocator. */
static u32 early_page(void)
{
	return (u32)memmap_take(ram, PAGE_SIZE, PAGE_SIZE, MiB, low_end,
				MEMMAP_LOWEST);
}

static u32 late_page(void)
{
	struct page *page = memblock_alloc(ZONE_LOW, 1);

	return page ? page_to_pfn(page) << PAGE_SHIFT : 0;
}

void memory_init(struct boot_info *info, const struct params *params)
{
	ram = &info->ram;
	remove_apics();
	all_ram = *ram;
	if (cpu_features.erratum)
		console_printf("%s\n", cpu_features.erratum);
	limit_to_cpu();
	limit_to_64_gib();
	if (params->mem)
		memmap_limit(ram, params->mem);
	remove_taken(info);
	memmap_align(ram);
	if (ram->overflowed)
		console_printf("the memory map has too many ranges: the "
			       "smallest ones are left out\n");
	total = memmap_bytes(ram);
	low_end = choose_low_end(params->lowmem);
	paging_init(low_end, params->directmap_2m, early_page);
	picture_map();
	paging_load();
	picture_show();
}

void memory_hand_over(void)
{
	probe_high_ram(ram);
	mem_map_init(ram, low_end);
	memblock_init(ram, low_end);
	paging_set_source(late_page);
	console_printf("memory: %u MiB low, %u MiB high, %u address bits\n",
		       memblock_nr_free(ZONE_LOW) / 256,
		       memblock_nr_free(ZONE_HIGH) / 256,
		       cpu_features.phys_bits);
}

bool memory_is_ram(u64 phys, u32 bytes)
{
	for (unsigned int i = 0; i < all_ram.count; i++)
		if (phys < all_ram.ram[i].end &&
		    phys + bytes > all_ram.ram[i].start)
			return true;
	return false;
}

const struct memmap *memory_map(void)
{
	return &all_ram;
}

u64 memory_kib(void)
{
	return total / KiB;
}

u32 memory_startup_page(void)
{
	return startup_page;
}
