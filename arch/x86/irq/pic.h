/* SPDX-License-Identifier: MIT */
/*
 * pic.h - silence the interrupt controllers of devices. This kernel uses no
 * device interrupts; keyboard and serial ports are polled.
 */
#ifndef ARCH_X86_IRQ_PIC_H
#define ARCH_X86_IRQ_PIC_H

#include "arch/x86/firmware/firmware.h"

/* Move the vectors of both 8259s away from those of exceptions, and mask every
 * line; mask every entry of the I/O APICs. Boot CPU, interrupts off, paging on.
 */
void pic_silence(void);
void ioapic_silence(const struct firmware_cpus *firmware);

#endif
