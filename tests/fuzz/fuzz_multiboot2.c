/* SPDX-License-Identifier: MIT */
/* fuzz_multiboot2.c - any bytes as what a Multiboot 2 loader tells. */
#include "tests/fuzz/loader_memory.h"

#include "boot/multiboot2.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_reader(multiboot2_read, data, size);
	return 0;
}
