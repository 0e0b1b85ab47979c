/* SPDX-License-Identifier: MIT */
/*
 * early.c - before paging: is this a machine the kernel can run on?
 *
 * This runs with segments that make link addresses work (entry.S). Nothing here
 * may depend on page tables or on anything that main() sets up.
 */
#include "arch/exit.h"
#include "arch/pte.h"
#include "arch/x86/cpu/asm.h"
#include "arch/x86/cpu/cpuid.h"
#include "arch/x86/dev/console.h"
#include "arch/x86/layout_impl.h"
#include "arch/x86/mm/paging.h"
#include "boot/boot_info.h"
#include "boot/picture.h"
#include "lib/text.h"
#include "record/record.h"

#define LARGE_PAGE (2 * MiB)

/* These map the first GiB twice: at its physical address, and at PAGE_OFFSET;
 * and the framebuffer. */
static struct pte boot_pointers[4] __aligned(32);
static struct pte boot_directory[512] __aligned(4096);
static struct pte boot_framebuffer[512] __aligned(4096);

#define MSR_EFER 0xc0000080
#define EFER_LME BIT(8)

/* The command line is parsed when paging is on; this cannot wait. */
static bool asked_for(const char *parameter)
{
	const char *line = boot_info.command_line;
	struct text word;

	do {
		word = text_next_word(&line);
		if (text_is(word, parameter))
			return true;
	} while (word.len);
	return false;
}

/* Called by entry.S. Returns the physical address of the page tables. */
u32 early_start(u32 magic, u32 info_phys);

static __noreturn void refuse(const char *needed)
{
	console_printf("kmaplab cannot run on this machine: it needs %s.\n",
		       needed);
	record_end(END_PANIC);
	machine_exit(EXIT_PANIC);
}

static u32 build_tables(void)
{
	u32 directory = virt_to_phys(boot_directory);

	for (u32 i = 0; i < ARRAY_SIZE(boot_directory); i++)
		set_pte(&boot_directory[i], (u64)i * LARGE_PAGE | PTE_PRESENT |
						    PTE_WRITE | PTE_LARGE);
	set_pte(&boot_pointers[0], directory | PTE_PRESENT);
	set_pte(&boot_pointers[PAGE_OFFSET >> 30], directory | PTE_PRESENT);
	set_pte(&boot_pointers[FRAMEBUFFER_BASE >> 30],
		virt_to_phys(boot_framebuffer) | PTE_PRESENT);
	picture_map_early(boot_framebuffer);
	return virt_to_phys(boot_pointers);
}

/* A loader that came from 64-bit firmware may have left the bit that makes the
 * start of paging the start of long mode. */
static void leave_long_mode(void)
{
	if (cpu_features.lm)
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) & ~(u64)EFER_LME);
}

u32 early_start(u32 magic, u32 info_phys)
{
	bool known = boot_info_read(magic, info_phys);

	picture_start(&boot_info.framebuffer);
	console_init(CONSOLE_VGA | CONSOLE_COM1);
	if (!known)
		refuse("a Multiboot boot loader, such as GRUB");
	cpu_detect();
	if (asked_for("forcepae"))
		cpu_force_pae();
	if (cpu_missing())
		refuse(cpu_missing());
	leave_long_mode();
	return build_tables();
}
