/* SPDX-License-Identifier: MIT */
/*
 * static_branch_impl.h - a static branch on the host is a test of its key.
 */
#ifndef TESTS_UNIT_STATIC_BRANCH_IMPL_H
#define TESTS_UNIT_STATIC_BRANCH_IMPL_H

#define static_branch_unlikely(key) unlikely((key)->enabled.shared_value)

#endif
