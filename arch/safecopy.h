/* SPDX-License-Identifier: MIT */
/*
 * safecopy.h - access memory that may not be mapped, without a panic.
 */
#ifndef ARCH_SAFECOPY_H
#define ARCH_SAFECOPY_H

#include "lib/types.h"

/*
 * Copy `words` 32-bit words, lowest address first; both addresses are aligned
 * to 4 bytes. False if one of the words is not mapped, or not writable: then
 * only those before it have been copied. Any context.
 */
bool safe_copy(void *to, const void *from, u32 words);

#endif
