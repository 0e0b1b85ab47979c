/* SPDX-License-Identifier: MIT */
#include "arch/x86/console.h"
#include "arch/x86/exit.h"
#include "arch/x86/gdt.h"
#include "arch/x86/idt.h"
#include "arch/x86/panic.h"

void main(void);
void main(void)
{
	gdt_init(0);
	idt_init();
	panic_init();
	console_printf("hello\n");
	machine_exit(0);
}
