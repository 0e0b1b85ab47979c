/* SPDX-License-Identifier: MIT */
/*
 * pic.h - the interrupt controllers of devices: silenced. This kernel uses no
 * device interrupts; keyboard and serial ports are polled.
 */
#ifndef ARCH_X86_IRQ_PIC_H
#define ARCH_X86_IRQ_PIC_H

#include "arch/x86/firmware/firmware.h"

/* Move both 8259s' vectors out of the exceptions' way and mask every line; mask
 * every entry of the I/O APICs. Boot CPU, interrupts off, paging on. */
void pic_silence(void);
void ioapic_silence(const struct firmware_cpus *firmware);

#endif
