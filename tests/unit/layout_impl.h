/* SPDX-License-Identifier: MIT */
/*
 * layout_impl.h for unit tests: the real machine's layout, but the direct map
 * is wherever a test has put it.
 */
#ifndef TESTS_UNIT_LAYOUT_IMPL_H
#define TESTS_UNIT_LAYOUT_IMPL_H

#include "arch/x86/layout_impl.h"
#include "machine.h"

#undef PAGE_OFFSET
#define PAGE_OFFSET ((unsigned long)unit_machine.low_memory)

#endif
