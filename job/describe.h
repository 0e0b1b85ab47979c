/* SPDX-License-Identifier: MIT */
/*
 * describe.h - the kernel describes itself: a catalog record for everything
 * that registers, and for the words that other records use.
 */
#ifndef JOB_DESCRIBE_H
#define JOB_DESCRIBE_H

/* Write them. From a thread, after the env record. */
void describe_all(void);

#endif
