/* SPDX-License-Identifier: MIT */
/*
 * static_branch_impl.h - static branches on the simulated machine. What they
 * turn on, such as the accounting of locks, is always off here.
 */
#ifndef TESTS_EXPLORE_STATIC_BRANCH_IMPL_H
#define TESTS_EXPLORE_STATIC_BRANCH_IMPL_H

#define static_branch_unlikely(key) false

#endif
