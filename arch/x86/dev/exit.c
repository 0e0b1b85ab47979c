/* SPDX-License-Identifier: MIT */
/* exit.c - see arch/exit.h */
#include "arch/exit.h"

#include "arch/x86/cpu/asm.h"
#include "arch/x86/dev/console.h"

#define QEMU_EXIT_PORT  0xf4   /* isa-debug-exit,iobase=0xf4,iosize=4 */
#define BOCHS_EXIT_PORT 0x8900 /* takes the letters of "Shutdown" */

__noreturn void machine_exit(enum exit_status status)
{
	cli();
	console_printf("--- DONE: %d ---\n", status);
	console_drain();
	outl(QEMU_EXIT_PORT, status);
	for (const char *c = "Shutdown"; *c; c++)
		outb(BOCHS_EXIT_PORT, (u8)*c);
	halt_forever();
}

/* An interrupt without an interrupt table (Intel SDM vol. 3, 6.15, double
 * fault). */
__noreturn void machine_reset(void)
{
	struct {
		u16 limit;
		u32 base;
	} __packed none = { 0, 0 };

	__asm__ volatile("lidt %0; int3" : : "m"(none));
	halt_forever();
}
