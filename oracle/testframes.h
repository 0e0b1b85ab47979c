/* SPDX-License-Identifier: MIT */
/*
 * testframes.h - test frames: high page frames that say who they are.
 *
 * A frame is 64 lines of 64 bytes, and line i is for CPU i. Each line starts
 * with the same tag: the frame's number and a nonce. Workloads only read the
 * tag. After it come two words that only CPU i writes. So each CPU can check
 * and write a frame without touching what another CPU writes.
 *
 * Each frame has an alias: a 4 KiB mapping that is made once and never changed,
 * so no TLB can be wrong about it. Where there are frames below and above 4 GiB
 * they alternate: then an entry that is half of one and half of another leads
 * to a wrong tag.
 */
#ifndef ORACLE_TESTFRAMES_H
#define ORACLE_TESTFRAMES_H

#include "mm/highmem.h"

#define FRAME_LINES 64
_Static_assert(FRAME_LINES >= NR_CPUS, "a line for each CPU");

#define TAG_MAGIC 0x6b6d6170u /* "kmap" */

struct frame_line {
	u32 magic;
	u32 pfn;
	u32 nonce;
	u32 scribble[2]; /* the CPU's: thread's, interrupt handlers' */
	u32 rest[11];
};
_Static_assert(sizeof(struct frame_line) * FRAME_LINES == 4096, "a frame");

/* Make at most `wanted` of them, and take at most half of the high memory for
 * them. Boot CPU, once. */
void test_frames_init(u32 wanted);
u32 test_frames_count(void);

struct page *test_frame_page(u32 index);

/* The frame's lines, through the alias. */
struct frame_line *test_frame_alias(u32 index);

/* Write the tags of one frame, or of all, while nobody else uses them. */
void test_frame_tag(u32 index);
void test_frames_tag_all(void);

/* The nonce of all tags: changes with each test_frames_tag_all(). */
u32 test_frames_nonce(void);

#endif
