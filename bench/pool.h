/* SPDX-License-Identifier: MIT */
/*
 * pool.h - the test pool: high frames that say who they are.
 *
 * A frame is 64 lines of 64 bytes, line i for CPU i. Each line starts with the
 * same tag, the frame's number and a nonce, that workloads only read; behind it
 * are two words that only CPU i writes. So every CPU can check and write a
 * frame without touching what another one writes.
 *
 * Each frame has an alias: a 4 KiB mapping made once and never changed, so no
 * TLB can be wrong about it. Frames below and above 4 GiB alternate where there
 * are both: an entry half of one and half of another then leads to a wrong tag.
 */
#ifndef BENCH_POOL_H
#define BENCH_POOL_H

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

/* Make the pool, of at most `wanted` frames; more than half of the high memory
 * is not taken. Boot CPU, once. */
void pool_init(u32 wanted);
u32 pool_size(void);

struct page *pool_page(u32 index);

/* The frame's lines, through the alias. */
struct frame_line *pool_alias(u32 index);

/* Write the tags of one frame, or of all. Nobody else uses them meanwhile. */
void pool_tag(u32 index);
void pool_tag_all(void);

/* The nonce of all tags: changes with each pool_tag_all(). */
u32 pool_nonce(void);

#endif
