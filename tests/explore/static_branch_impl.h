/* SPDX-License-Identifier: MIT */
/*
 * static_branch_impl.h - instead of a processor's: what static branches turn on,
 * such as the accounting of locks, is off for ever here.
 */
#ifndef TESTS_EXPLORE_STATIC_BRANCH_IMPL_H
#define TESTS_EXPLORE_STATIC_BRANCH_IMPL_H

#define static_branch_unlikely(key) false

#endif
