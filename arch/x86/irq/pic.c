/* SPDX-License-Identifier: MIT */
/* pic.c - see pic.h. (Intel 8259A and 82093AA data sheets.) */
#include "arch/x86/irq/pic.h"

#include "arch/x86/cpu/asm.h"
#include "arch/x86/mm/paging.h"
#include "arch/x86/trap/idt.h"

#define PIC1_COMMAND 0x20
#define PIC1_DATA    0x21
#define PIC2_COMMAND 0xa0
#define PIC2_DATA    0xa1
#define ICW1_INIT    0x11 /* with ICW4, cascaded, edge */
#define ICW4_8086    0x01

#define IMCR_SELECT    0x22
#define IMCR_DATA      0x23
#define IMCR_REGISTER  0x70
#define IMCR_APIC_MODE 0x01

#define IOAPIC_INDEX   (0x00 / 4)
#define IOAPIC_DATA    (0x10 / 4)
#define IOAPIC_VERSION 0x01
#define IOAPIC_ENTRIES 0x10 /* two registers each */
#define ENTRY_MASKED   0x10000

void pic_silence(void)
{
	outb(PIC1_COMMAND, ICW1_INIT);
	outb(PIC2_COMMAND, ICW1_INIT);
	outb(PIC1_DATA, VECTOR_PIC);
	outb(PIC2_DATA, VECTOR_PIC + 8);
	outb(PIC1_DATA, 1 << 2); /* the second is on line 2 of the first */
	outb(PIC2_DATA, 2);
	outb(PIC1_DATA, ICW4_8086);
	outb(PIC2_DATA, ICW4_8086);
	outb(PIC1_DATA, 0xff);
	outb(PIC2_DATA, 0xff);
}

static void silence_one(u64 address)
{
	volatile u32 *regs = map_device(address, 0x20);
	u32 last;

	regs[IOAPIC_INDEX] = IOAPIC_VERSION;
	last = regs[IOAPIC_DATA] >> 16 & 0xff;
	for (u32 i = 0; i <= last && last < 240; i++) {
		regs[IOAPIC_INDEX] = IOAPIC_ENTRIES + 2 * i;
		regs[IOAPIC_DATA] = ENTRY_MASKED;
	}
}

void ioapic_silence(const struct firmware_cpus *firmware)
{
	/* Boards that start in PIC mode route the 8259's line around the local
	 * APIC until told otherwise (MP specification, 3.6.2.1). */
	if (firmware->has_imcr) {
		outb(IMCR_SELECT, IMCR_REGISTER);
		outb(IMCR_DATA, IMCR_APIC_MODE);
	}
	for (unsigned int i = 0; i < firmware->nr_ioapics; i++)
		silence_one(firmware->ioapic[i].address);
}
