/* SPDX-License-Identifier: MIT */
/*
 * boot_info.h - what the boot loader tells, whichever protocol it speaks.
 *
 * boot/multiboot.c and boot/multiboot2.c fill it. Nothing above knows which of
 * them did.
 */
#ifndef BOOT_BOOT_INFO_H
#define BOOT_BOOT_INFO_H

#include "arch/x86/dev/framebuffer.h"
#include "lib/types.h"
#include "mm/memmap.h"

#define COMMAND_LINE_MAX  1024 /* bytes, with the terminating 0 */
#define LOADER_NAME_MAX   64
#define BOOT_RESERVED_MAX 32
#define BOOT_RSDP_MAX     64 /* bytes; ACPI 6.5 has 36 */

/* Everything worth keeping, copied out of the loader's memory. */
struct boot_info {
	char command_line[COMMAND_LINE_MAX];
	bool command_line_cut; /* it was longer, or not readable */
	char loader[LOADER_NAME_MAX];
	struct memmap ram;    /* what is RAM and not reserved */
	bool from_memory_map; /* else from the BIOS's two memory sizes */
	/* In use although the map may say RAM: modules, the framebuffer. */
	struct mem_range reserved[BOOT_RESERVED_MAX];
	unsigned int nr_reserved;
	struct framebuffer framebuffer; /* not checked */
	/* ACPI's root pointer, where a loader has passed it on. UEFI does not
	 * leave it where a BIOS does. */
	u8 rsdp[BOOT_RSDP_MAX];
	u32 rsdp_bytes; /* 0: not passed on */
};

/* What the loader of this run told. */
extern struct boot_info boot_info;

/*
 * Fill boot_info. magic is what the loader left in EAX, phys the address that
 * it left in EBX. Nothing in its structure is trusted: whatever does not lie in
 * the first 896 MiB, or makes no sense, is left out. No RAM at all is possible.
 *
 * False if no known protocol has this magic. Boot CPU, once, before any memory
 * is allocated; paging may still be off.
 */
bool boot_info_read(u32 magic, u32 phys);

/*
 * From here on: for the protocols.
 */

/* `bytes` bytes of the loader's memory, or NULL if they are not mapped. */
const void *loader_memory(u32 phys, u32 bytes);

/* Copy a string of at most `room` bytes, with its end; false, and what could be
 * copied, if it is not readable or does not fit. */
bool loader_string(char *to, u32 room, u32 phys);

/* Keep [start, end) from being used; what is empty, or too much, is left out.*/
void boot_info_reserve(struct boot_info *info, u64 start, u64 end);

/* The two sizes that a BIOS gives, in KiB, where there is no map. */
void boot_info_add_sizes(struct boot_info *info, u32 lower, u32 upper);

#endif
