/* SPDX-License-Identifier: MIT */
/*
 * page.h - the size of a page: 4 KiB, which is all that PAE has besides 2 MiB
 * (Intel SDM vol. 3, 4.4). Portable code uses no other.
 */
#ifndef ARCH_PAGE_H
#define ARCH_PAGE_H

#define PAGE_SHIFT 12
#define PAGE_SIZE  (1ul << PAGE_SHIFT) /* bytes */
#define PAGE_MASK  (~(PAGE_SIZE - 1))

#endif
