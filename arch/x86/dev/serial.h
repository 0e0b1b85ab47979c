/* SPDX-License-Identifier: MIT */
/*
 * serial.h - 16550 serial ports, polled. (National Semiconductor PC16550D.)
 */
#ifndef ARCH_X86_DEV_SERIAL_H
#define ARCH_X86_DEV_SERIAL_H

#include "lib/types.h"

#define COM1_PORT 0x3f8
#define COM2_PORT 0x2f8

/*
 * 115200 baud, 8N1, FIFOs on, interrupts off. False if there is no port.
 * Writing to a port that does not exist returns at once.
 */
bool serial_init(u16 port);
void serial_putc(u16 port, char c);
int serial_getc(u16 port); /* or -1 */
void serial_drain(u16 port);

#endif
