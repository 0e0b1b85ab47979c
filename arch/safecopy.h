/* SPDX-License-Identifier: MIT */
/*
 * safecopy.h - touch memory that may not be mapped, and live.
 */
#ifndef ARCH_SAFECOPY_H
#define ARCH_SAFECOPY_H

#include "lib/types.h"

/*
 * Copy so many 32-bit words, aligned to 4 bytes, rising. False if one of the
 * addresses is not mapped, or not writable: what came before it is copied. Any
 * context.
 */
bool safe_copy(void *to, const void *from, u32 words);

#endif
