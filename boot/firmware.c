/* SPDX-License-Identifier: MIT */
/* firmware.c - see firmware.h */
#include "boot/firmware.h"

#include "arch/page.h"
#include "arch/x86/cpu/asm.h"
#include "arch/x86/cpu/cpuid.h"
#include "arch/x86/dev/console.h"
#include "arch/x86/firmware/acpi.h"
#include "arch/x86/firmware/mptable.h"
#include "arch/x86/irq/apic.h"
#include "arch/x86/mm/physwindow.h"
#include "boot/memory.h"
#include "lib/string.h"

#define WHY_SIZE 256

#define IOAPIC_BYTES 0x20

/* QEMU's configuration port: selector 0 reads as "QEMU" (docs/specs/fw_cfg). */
#define FW_CFG_SELECT 0x510
#define FW_CFG_DATA   0x511

static struct firmware_cpus cpus;

static void complain(const char *why)
{
	if (why[0])
		console_printf("firmware: %s\n", why);
}

/* An I/O APIC is silenced by writing to it, so drop those that lie in RAM. */
static void drop_ioapics_in_ram(void)
{
	unsigned int good = 0;

	for (unsigned int i = 0; i < cpus.nr_ioapics; i++) {
		if (memory_is_ram(cpus.ioapic[i].address, IOAPIC_BYTES))
			console_printf("firmware: an I/O APIC at %llx is left "
				       "out: that is RAM\n",
				       (u64)cpus.ioapic[i].address);
		else
			cpus.ioapic[good++] = cpus.ioapic[i];
	}
	cpus.nr_ioapics = good;
}

static void read_tables(bool acpi, u64 rsdp)
{
	static struct firmware_cpus from_acpi;
	char why[WHY_SIZE];
	bool found = false;

	if (acpi) {
		found = acpi_find_cpus(&phys_window_reader, rsdp, &from_acpi,
				       why, sizeof(why));
		complain(why);
		cpus = from_acpi;
	}
	if (found)
		return;
	mptable_find_cpus(&phys_window_reader, &cpus, why, sizeof(why));
	complain(why);
	/* The rest of ACPI can be used even if the list of CPUs cannot. */
	cpus.pm_timer_port = from_acpi.pm_timer_port;
	cpus.pm_timer_32bit = from_acpi.pm_timer_32bit;
	cpus.x2apic_opt_out = from_acpi.x2apic_opt_out;
}

void firmware_read(bool acpi, u64 rsdp)
{
	read_tables(acpi, rsdp);
	drop_ioapics_in_ram();
}

const struct firmware_cpus *firmware_cpus(void)
{
	return &cpus;
}

u64 firmware_lapic_address(void)
{
	u64 address = cpus.lapic_address;

	/* The CPU itself says where they really are. */
	if (cpu_features.msr)
		address = rdmsr(MSR_APIC_BASE) & ~0xfffull;
	if (!address || address >> cpu_features.phys_bits ||
	    memory_is_ram(address, PAGE_SIZE))
		address = FIRMWARE_LAPIC_DEFAULT;
	return address;
}

/* The firmware of QEMU and of Bochs has the same OEM id, but only QEMU has the
 * configuration port. */
bool firmware_is_bochs(void)
{
	if (strncmp(cpus.oem_id, "BOCHS", 5) != 0 || cpu_features.hypervisor)
		return false;
	outw(FW_CFG_SELECT, 0);
	return inb(FW_CFG_DATA) != 'Q';
}
