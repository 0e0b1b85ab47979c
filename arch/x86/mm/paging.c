/* SPDX-License-Identifier: MIT */
/* paging.c - see paging.h */
#include "arch/x86/mm/paging.h"

#include "arch/context.h"

#include "arch/x86/cpu/gdt.h"
#include "arch/x86/trap/fault.h"
#include "lib/string.h"

#define ENTRIES    512
#define LARGE_PAGE (2 * MiB)
#define MSR_EFER   0xc0000080
#define EFER_NXE   BIT(11)
/* The end of the device range is physwindow.c's. */
#define DEVICE_LIMIT (DEVICE_END - 1 * MiB)
#define STACK_STRIDE ((STACK_PAGES + 1) * PAGE_SIZE)

/* linker.ld: each starts on a page of its own */
extern const char image_start[], text_start[], text_end[], rodata_end[],
	image_end[];

/*
 * The page directories cover 1 GiB each; all are static, so that a pointer
 * entry never changes: processors cache those at CR3 loads (SDM vol. 3, 4.4.1).
 */
static struct pte directory[4][ENTRIES] __aligned(PAGE_SIZE);
static struct pte pointers[4] __aligned(32);

/* What a starting CPU needs besides: its code at the physical address. */
static struct pte startup_directory[ENTRIES] __aligned(PAGE_SIZE);
static struct pte startup_pointers[4] __aligned(32);

static page_source_t page_source;
static unsigned long device_next = DEVICE_BASE;

static u64 global_flag(void)
{
	return cpu_features.pge ? PTE_GLOBAL : 0;
}

/*
 * What PWT alone means, once PAT is set: stores are combined before they go out
 * (SDM vol. 3, 12.12). Entry 1 of 8 differs from what a reset sets. The upper
 * four are never used: docs/hardware.md, errata.
 */
#define MSR_PAT         0x277
#define PAT_COMBINING_1 0x0007040600070106ull

static u64 nx_flag(void)
{
	return cpu_features.nx ? PTE_NX : 0;
}

bool paging_uses_nx(void)
{
	return cpu_features.nx;
}

u64 kernel_page_flags(void)
{
	return PTE_PRESENT | PTE_WRITE | global_flag() | nx_flag();
}

void paging_set_source(page_source_t source)
{
	page_source = source;
}

static struct pte *directory_entry(unsigned long vaddr)
{
	return &directory[vaddr >> 30][vaddr >> 21 & (ENTRIES - 1)];
}

static struct pte *new_table(void)
{
	u32 phys = page_source();

	if (!phys)
		panic("no low memory left for page tables");
	return memset(phys_to_virt(phys), 0, PAGE_SIZE);
}

static struct pte *table_of(u64 directory_value)
{
	return phys_to_virt((u32)(directory_value & PTE_ADDRESS));
}

struct pte *pte_of(unsigned long vaddr)
{
	struct pte *entry = directory_entry(vaddr);
	u64 value = pte_read(entry);

	if (value & PTE_LARGE)
		return NULL;
	if (!(value & PTE_PRESENT)) {
		value = virt_to_phys(new_table()) | PTE_PRESENT | PTE_WRITE;
		set_pte(entry, value);
	}
	return &table_of(value)[vaddr >> 12 & (ENTRIES - 1)];
}

void map_page(unsigned long vaddr, u64 phys)
{
	struct pte *pte = pte_of(vaddr);

	assert(pte && !(pte_read(pte) & PTE_PRESENT));
	set_pte(pte, phys | kernel_page_flags());
}

void unmap_page(unsigned long vaddr)
{
	pte_clear(pte_of(vaddr));
	local_flush_tlb_one(vaddr);
}

bool is_mapped(unsigned long vaddr)
{
	u64 value = pte_read(directory_entry(vaddr));

	if (!(value & PTE_PRESENT) || value & PTE_LARGE)
		return value & PTE_PRESENT;
	return pte_read(&table_of(value)[vaddr >> 12 & (ENTRIES - 1)]) &
	       PTE_PRESENT;
}

void *map_device(u64 phys, u32 bytes)
{
	u64 first = ALIGN_DOWN(phys, PAGE_SIZE);
	u64 last = ALIGN_UP(phys + bytes, PAGE_SIZE);
	unsigned long at = device_next;

	if (last - first > DEVICE_LIMIT - at)
		panic("no room to map %u bytes of device at %llx", bytes, phys);
	for (u64 page = first; page < last; page += PAGE_SIZE) {
		set_pte(pte_of(device_next),
			page | kernel_page_flags() | PTE_PCD | PTE_PWT);
		device_next += PAGE_SIZE;
	}
	return (void *)(at + (unsigned long)(phys - first));
}

/* Small pages: an emulator may flush its whole TLB at an INVLPG once it has
 * used a large one (TRICKS, "4k or 2m"). */
void *paging_map_framebuffer(u64 phys, u32 bytes)
{
	u64 first = ALIGN_DOWN(phys, LARGE_PAGE);
	u64 kind = cpu_features.pat ? PTE_PWT : PTE_PCD | PTE_PWT;

	if (phys + bytes - first > FRAMEBUFFER_END - FRAMEBUFFER_BASE)
		panic("no room to map a framebuffer of %u bytes", bytes);
	for (u64 page = ALIGN_DOWN(phys, PAGE_SIZE); page < phys + bytes;
	     page += PAGE_SIZE)
		set_pte(pte_of(FRAMEBUFFER_BASE + (u32)(page - first)),
			page | kernel_page_flags() | kind);
	return (void *)(FRAMEBUFFER_BASE + (u32)(phys - first));
}

void *map_stack(unsigned int n)
{
	unsigned long guard = STACK_BASE + n * STACK_STRIDE;
	unsigned long top = guard + STACK_STRIDE;

	if (n >= (STACK_END - STACK_BASE) / STACK_STRIDE)
		return NULL;
	for (unsigned long page = guard + PAGE_SIZE; page < top;
	     page += PAGE_SIZE) {
		u32 phys = page_source();

		if (!phys)
			return NULL;
		map_page(page, phys);
	}
	return (void *)top;
}

/* What may be done with a page of the direct map. */
static u64 direct_map_flags(unsigned long vaddr)
{
	if (vaddr < (u32)image_start || vaddr >= (u32)rodata_end)
		return kernel_page_flags() | PTE_ACCESSED | PTE_DIRTY;
	if (vaddr >= (u32)text_start && vaddr < (u32)text_end)
		return PTE_PRESENT | PTE_ACCESSED | global_flag();
	return PTE_PRESENT | PTE_ACCESSED | global_flag() | nx_flag();
}

/* The first MiB has devices in it, and the image needs rights page by page. */
static bool needs_small_pages(unsigned long vaddr)
{
	return vaddr < ALIGN_UP((u32)image_end, LARGE_PAGE);
}

static void map_low_memory(u32 lowmem_end, bool large)
{
	for (u32 phys = 0; phys < lowmem_end;) {
		unsigned long vaddr = PAGE_OFFSET + phys;
		u64 flags = direct_map_flags(vaddr);

		if (large && !needs_small_pages(vaddr)) {
			set_pte(directory_entry(vaddr),
				phys | flags | PTE_LARGE);
			phys += LARGE_PAGE;
		} else {
			set_pte(pte_of(vaddr), phys | flags);
			phys += PAGE_SIZE;
		}
	}
}

static void fill_pointers(void)
{
	for (int i = 0; i < 4; i++)
		set_pte(&pointers[i], virt_to_phys(directory[i]) | PTE_PRESENT);
	memcpy(startup_pointers, pointers, sizeof(pointers));
	set_pte(&startup_directory[0], 0 | PTE_PRESENT | PTE_WRITE | PTE_LARGE);
	pte_clear(&startup_pointers[0]);
	set_pte(&startup_pointers[0],
		virt_to_phys(startup_directory) | PTE_PRESENT);
}

u32 paging_startup_cr3(void)
{
	return virt_to_phys(startup_pointers);
}

/* Control registers are written as a whole: a loader may leave anything there.
 */
void paging_load(void)
{
	if (cpu_features.nx)
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
	if (cpu_features.pat)
		wrmsr(MSR_PAT, PAT_COMBINING_1);
	write_cr4(CR4_PAE);
	write_cr3(virt_to_phys(pointers));
	write_cr0(CR0_BOOT | CR0_PG | CR0_WP);
	write_cr4(CR4_PAE | (cpu_features.pge ? CR4_PGE : 0));
	x86_cpus[smp_processor_id()].df_tss.cr3 = read_cr3();
}

void paging_init(u32 lowmem_end, bool large, page_source_t source)
{
	page_source = source;
	fill_pointers();
	map_low_memory(lowmem_end, large);
	pte_of(TEXT_ALIAS_BASE); /* makes its table */
}
