/* SPDX-License-Identifier: MIT */
/* fuzz_acpi.c - any bytes as the RSDP and the tables behind it. */
#include "tests/fuzz/firmware_memory.h"

#include "arch/x86/firmware/acpi.h"

/* As where no boot loader says where the RSDP is, and as where one says it. */
static bool search(const struct phys_reader *r, struct firmware_cpus *out,
		   char *why, size_t why_size)
{
	return acpi_find_cpus(r, 0, out, why, why_size);
}

static bool told(const struct phys_reader *r, struct firmware_cpus *out,
		 char *why, size_t why_size)
{
	return acpi_find_cpus(r, FUZZ_BASE, out, why, why_size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_parser(size % 2 ? told : search, data, size);
	return 0;
}
