/* SPDX-License-Identifier: MIT */
/* console.c - see console.h */
#include "arch/x86/dev/console.h"

#include "arch/x86/cpu/asm.h"
#include "arch/x86/dev/framebuffer.h"
#include "arch/x86/dev/keyboard.h"
#include "arch/x86/dev/screen.h"
#include "arch/x86/dev/serial.h"
#include "arch/x86/dev/vga.h"
#include "lib/printf.h"

/* QEMU's and Bochs' debug port: a byte written is a byte printed. */
#define DEBUGCON_PORT 0xe9

static unsigned int active;
static enum results_device results = RESULTS_DEBUGCON;

static void start_screen(void)
{
	bool graphics = framebuffer_in_use();

	if (graphics)
		framebuffer_clear();
	screen_init(graphics ? &framebuffer_device : &vga_device);
}

void console_init(unsigned int consoles)
{
	static unsigned int started;
	unsigned int fresh = consoles & ~started;

	if (fresh & CONSOLE_VGA)
		start_screen();
	if (fresh & CONSOLE_COM1)
		serial_init(COM1_PORT);
	if (fresh & CONSOLE_COM2)
		serial_init(COM2_PORT);
	started |= consoles;
	active = consoles;
}

static void serial_text(u16 port, char c)
{
	if (c == '\n')
		serial_putc(port, '\r');
	serial_putc(port, c);
}

static void put(void *unused, char c)
{
	(void)unused;
	if (active & CONSOLE_VGA)
		screen_putc(c);
	if (active & CONSOLE_COM1)
		serial_text(COM1_PORT, c);
	if (active & CONSOLE_COM2)
		serial_text(COM2_PORT, c);
}

void console_vprintf(const char *fmt, va_list args)
{
	kvprintf(put, NULL, fmt, args);
	if (active & CONSOLE_VGA)
		screen_flush();
}

void console_printf(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	console_vprintf(fmt, args);
	va_end(args);
}

void console_show(const char *text)
{
	if (active & CONSOLE_VGA)
		screen_show(text);
}

void console_drain(void)
{
	if (active & CONSOLE_COM1 || results == RESULTS_COM1)
		serial_drain(COM1_PORT);
	if (active & CONSOLE_COM2 || results == RESULTS_COM2)
		serial_drain(COM2_PORT);
}

int console_getc(void)
{
	int c = -1;

	if (active & CONSOLE_VGA)
		c = keyboard_getc();
	if (c < 0 && active & CONSOLE_COM1)
		c = serial_getc(COM1_PORT);
	if (c < 0 && active & CONSOLE_COM2)
		c = serial_getc(COM2_PORT);
	return c;
}

void results_init(enum results_device device)
{
	results = device;
	if (device == RESULTS_COM1 && !(active & CONSOLE_COM1))
		serial_init(COM1_PORT);
	if (device == RESULTS_COM2 && !(active & CONSOLE_COM2))
		serial_init(COM2_PORT);
	/* A boot loader's last words may have no end. */
	if (device == RESULTS_COM1 || device == RESULTS_COM2)
		results_write("\n");
}

void results_write(const char *line)
{
	for (; *line && results != RESULTS_NONE; line++) {
		if (results == RESULTS_COM1)
			serial_putc(COM1_PORT, *line);
		else if (results == RESULTS_COM2)
			serial_putc(COM2_PORT, *line);
		else
			outb(DEBUGCON_PORT, (u8)*line);
	}
}
