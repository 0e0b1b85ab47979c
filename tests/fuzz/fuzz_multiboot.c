/* SPDX-License-Identifier: MIT */
/* fuzz_multiboot.c - any bytes as what a Multiboot 1 loader tells. */
#include "tests/fuzz/loader_memory.h"

#include "boot/multiboot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_reader(multiboot_read, data, size);
	return 0;
}
