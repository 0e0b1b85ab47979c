/* SPDX-License-Identifier: MIT */
/* setup.c - see setup.h */
#include "boot/setup.h"

#include "arch/exit.h"
#include "arch/paging.h"
#include "arch/x86/cpu/gdt.h"
#include "arch/x86/dev/console.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/irq/pic.h"
#include "arch/x86/time/clock.h"
#include "arch/x86/trap/fault.h"
#include "arch/x86/trap/idt.h"
#include "boot/alike.h"
#include "boot/boot_info.h"
#include "boot/firmware.h"
#include "boot/memory.h"
#include "boot/smpboot.h"
#include "job/run.h"
#include "lib/string.h"
#include "mm/highmem.h"
#include "mm/kmap_local.h"
#include "record/record.h"
#include "smp/mailbox.h"
#include "smp/printk.h"

struct params params;

void setup_traps(void)
{
	gdt_init(0);
	idt_init();
	panic_init();
	panic_end_hook = record_panic;
}

static __noreturn void refuse(const char *why)
{
	console_printf("%s\n", why);
	record_end(END_BAD_PARAMETER);
	machine_exit(EXIT_BAD_PARAMETER);
}

void setup_parameters(void)
{
	char error[PARAMS_ERROR_SIZE];
	bool qemu;
	enum params_status status;

	if (!boot_info.ram.count)
		panic("the boot loader gave no memory map");
	/* QEMU's loader puts the kernel's file name first; GRUB does not. */
	qemu = strncmp(boot_info.loader, "qemu", 4) == 0;
	status = params_parse(&params, boot_info.command_line, run_names(),
			      qemu, error, sizeof(error));
	console_init(params.console);
	results_init(params.results);
	if (boot_info.command_line_cut)
		refuse("bad parameter: the command line is longer than 1023 "
		       "characters");
	if (status != PARAMS_OK)
		refuse(error);
	console_printf("kmaplab: loaded by %s\n",
		       boot_info.loader[0] ? boot_info.loader : "Multiboot");
}

void setup_memory(void)
{
	memory_init(&boot_info, &params);
	firmware_read(!params.acpi_off,
		      boot_info.rsdp_bytes ? virt_to_phys(boot_info.rsdp) : 0);
	memory_hand_over();
}

/* What we run on. Bochs is recognised by its firmware tables; of all others the
 * runner says it. */
static enum params_platform platform(void)
{
	return firmware_is_bochs() ? PLATFORM_BOCHS : params.platform;
}

static const char *clock_source;

void setup_clock(void)
{
	const struct firmware_cpus *firmware = firmware_cpus();
	const char *by;

	pic_silence();
	ioapic_silence(firmware);
	lapic_discover(firmware_lapic_address(), firmware->x2apic_opt_out);
	lapic_init();
	by = clock_calibrate(firmware->pm_timer_port, firmware->pm_timer_32bit);
	if (platform() == PLATFORM_EXACT || platform() == PLATFORM_BOCHS)
		clock_measure_unit();
	clock_source = by;
	console_printf("clock: %u.%03u MHz %s %s%s\n", clock_khz() / 1000,
		       clock_khz() % 1000,
		       by ? "by the" : "assumed:", by ? by : "no timer ticks",
		       clock_counts_instructions() ? ", counts instructions"
		       : cpu_features.tsc          ? ""
						   : ", no TSC: times are "
						     "coarse");
}

void setup_cpus(void)
{
	const struct firmware_cpus *firmware = firmware_cpus();
	unsigned int max = NR_CPUS;
	unsigned int count = 1;

	if (params.maxcpus)
		max = min(max, params.maxcpus);
	smp_init_boot_cpu();
	if (!params.nosmp && memory_startup_page())
		count = smp_boot(firmware, max, memory_startup_page());
	if (params.broadcast_off)
		mailbox_set_broadcast(false);
	printk("cpus: %u online, listed by %s%s\n", count,
	       firmware->source ? firmware->source : "no firmware table",
	       count == 1 || mailbox_broadcasts() ? ""
						  : ", without broadcasts");
	cpus_compare();
}

void setup_highmem(void)
{
	kmap_init();
	kmap_local_init();
}

const struct machine_info *setup_machine_info(void)
{
	static struct machine_info info;

	info.platform = platform();
	info.mem_kib = memory_kib();
	info.ram = memory_map();
	info.cpus_source = firmware_cpus()->source;
	info.clock_source = clock_source;
	return &info;
}
