/* SPDX-License-Identifier: MIT */
/* picture.c - see picture.h */
#include "boot/picture.h"

#include "arch/x86/cpu/cpuid.h"
#include "arch/x86/layout_impl.h"

#define LARGE_PAGE (2 * MiB)

extern const char image_end[]; /* linker.ld */

static u64 address;
static u32 bytes; /* 0: it is not used */

static bool in_kernel(void)
{
	return address < virt_to_phys(image_end) &&
	       address + bytes > KERNEL_PHYS;
}

static bool is_high(void)
{
	return address + bytes > 4 * GiB;
}

void picture_start(const struct framebuffer *framebuffer)
{
	address = framebuffer->address;
	bytes = framebuffer_bytes(framebuffer);
	if (!bytes || in_kernel()) {
		bytes = 0;
		return;
	}
	/* The segments' base makes this right for all of the 4 GiB. */
	framebuffer_use(framebuffer,
			is_high() ? NULL : phys_to_virt((u32)address));
}

void picture_map_early(struct pte *directory)
{
	u64 first = ALIGN_DOWN(address, LARGE_PAGE);

	if (!bytes || is_high())
		return;
	for (u64 page = first; page < address + bytes; page += LARGE_PAGE)
		set_pte(directory++, page | PTE_PRESENT | PTE_WRITE |
					     PTE_LARGE | PTE_PCD | PTE_PWT);
	framebuffer_move((void *)(FRAMEBUFFER_BASE + (u32)(address - first)));
}

void picture_map(void)
{
	if (bytes && !((address + bytes - 1) >> cpu_features.phys_bits))
		framebuffer_move(paging_map_framebuffer(address, bytes));
}

void picture_show(void)
{
	if (!bytes || !is_high())
		return;
	framebuffer_clear();
	screen_redraw();
}
