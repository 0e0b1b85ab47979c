/* SPDX-License-Identifier: MIT */
/* fuzz_mptable.c - any bytes as the MP floating pointer and its table. */
#include "tests/fuzz/firmware_memory.h"

#include "arch/x86/firmware/mptable.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_parser(mptable_find_cpus, data, size);
	return 0;
}
