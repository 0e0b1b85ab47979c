/* SPDX-License-Identifier: MIT */
/* serial.c - see serial.h */
#include "arch/x86/dev/serial.h"

#include "arch/x86/cpu/asm.h"

/* Registers, from the port's base */
#define REG_DATA    0
#define REG_DIVISOR 0 /* while LCR_DLAB is set: low byte, then high */
#define REG_IER     1
#define REG_FCR     2
#define REG_LCR     3
#define REG_MCR     4
#define REG_LSR     5
#define REG_SCRATCH 7

#define LCR_8N1  0x03
#define LCR_DLAB 0x80
#define FCR_ON   0x07 /* FIFOs on and empty */
#define MCR_ON   0x03 /* DTR, RTS */

#define LSR_DATA_READY 0x01
#define LSR_THR_EMPTY  0x20
#define LSR_ALL_SENT   0x40

/* A byte takes 87 us at 115200 baud, a port read about 1 us. So this is the
 * time of some thirty bytes: then give up, or a dead port would stop the
 * kernel. */
#define SPIN_LIMIT 3000

bool serial_init(u16 port)
{
	outb(port + REG_SCRATCH, 0x5a);
	if (inb(port + REG_SCRATCH) != 0x5a)
		return false;
	outb(port + REG_IER, 0);
	outb(port + REG_LCR, LCR_DLAB);
	outb(port + REG_DIVISOR, 1); /* 115200 baud */
	outb(port + REG_DIVISOR + 1, 0);
	outb(port + REG_LCR, LCR_8N1);
	outb(port + REG_FCR, FCR_ON);
	outb(port + REG_MCR, MCR_ON);
	return true;
}

static void wait_for(u16 port, u8 bit)
{
	for (int i = 0; i < SPIN_LIMIT; i++)
		if (inb(port + REG_LSR) & bit)
			return;
}

void serial_putc(u16 port, char c)
{
	wait_for(port, LSR_THR_EMPTY);
	outb(port + REG_DATA, (u8)c);
}

int serial_getc(u16 port)
{
	u8 status = inb(port + REG_LSR);

	/* 0xff: no port here at all */
	if (status == 0xff || !(status & LSR_DATA_READY))
		return -1;
	return inb(port + REG_DATA);
}

void serial_drain(u16 port)
{
	wait_for(port, LSR_ALL_SENT);
}
