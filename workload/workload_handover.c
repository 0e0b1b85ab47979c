/* SPDX-License-Identifier: MIT */
/*
 * workload_handover.c - the workload in which nobody uses an address alone, or
 * at once: handover.
 *
 * Each thread has a box. An op maps a page and puts its address into the box of
 * any thread. What was in there goes to the one who puts: it keeps that address
 * among others, and in exchange lets go the one that it has kept for longest.
 * So a page is mapped by one thread, used by others on their CPUs, and unmapped
 * by one of them much later, after the rest of the window has been recycled.
 *
 * A thread that waits for a slot keeps its pages, and the boxes are full. That
 * cannot hang as long as
 *
 *	threads x (kept per thread + 1) < slots
 */
#include "lib/string.h"
#include "workload/workload.h"

#define KEPT_MAX 64

static struct {
	unsigned int keep; /* addresses that each thread keeps */
	/* The frame that the address of a slot is for. Who maps writes it and
	 * then hands the address on, by a locked instruction. */
	SHARED(u32) frame[PKMAP_SLOTS_MAX];
} handover;

static struct {
	SHARED(void *) address;
} __cacheline box[NR_CPUS];

static struct {
	void *address[KEPT_MAX]; /* NULL: room for one */
	unsigned int oldest;
} __cacheline kept[NR_CPUS];

static const char *plan_handover(const struct row_config *config,
				 struct worker *workers)
{
	/* Of the last colour, which has the fewest: all pages may be of it. */
	unsigned int slots = get_pkmap_entries_count(config->window.colors - 1);
	unsigned int held = (slots - 1) / config->threads;

	if (!(config->strategy->claims & CLAIM_ANY_CPU))
		return "an address is good only on the CPU that mapped";
	if (held < 1)
		return "more threads than slots";
	/* Half of the window goes on being recycled, if it is large enough. */
	handover.keep = min(held - 1, slots / config->threads / 2);
	handover.keep = min(handover.keep, (unsigned int)KEPT_MAX);
	return own_frames(config, workers,
			  config->window.slots + config->window.slots / 8 + 1);
}

static void begin_handover(const struct row_config *config)
{
	for (unsigned int i = 0; i < config->threads; i++) {
		WRITE_ONCE(box[i].address, NULL);
		memset(&kept[i], 0, sizeof(kept[i]));
	}
}

static u32 frame_of(const void *address)
{
	return READ_ONCE(handover.frame[PKMAP_NR((unsigned long)address)]);
}

static void check(struct worker *worker, void *address)
{
	oracle_check(frame_of(address), address, ORACLE_THREAD,
		     &worker->oracle);
}

/* Put an address into a box, and take what was in there; NULL: nothing was. */
static void *hand_on(struct worker *worker, u32 frame, void *address)
{
	u32 to = prng_below(&worker->random, worker->config->threads);

	WRITE_ONCE(handover.frame[PKMAP_NR((unsigned long)address)], frame);
	return xchg(box[to].address, address);
}

/* Keep an address; returns the one that has been kept for longest, or NULL. */
static void *keep(const struct worker *worker, void *address)
{
	unsigned int *oldest = &kept[worker->index].oldest;
	void **place = &kept[worker->index].address[*oldest];
	void *other = *place;

	if (!handover.keep)
		return address;
	*place = address;
	*oldest = *oldest + 1 < handover.keep ? *oldest + 1 : 0;
	return other;
}

static void let_go(struct worker *worker, void *address,
		   struct stopwatch *watch)
{
	struct page *page = test_frame_page(frame_of(address));

	check(worker, address);
	stopwatch_start(watch);
	kunmap_high(page);
	stopwatch_stop(watch);
	worker_add(worker, watch);
}

static void op_handover(struct worker *worker)
{
	u32 frame = worker_next_frame(worker);
	struct page *page = test_frame_page(frame);
	struct stopwatch watch = { 0 };
	void *address;

	stopwatch_start(&watch);
	address = kmap_high(page);
	stopwatch_stop(&watch);
	if (!address)
		return; /* the row is being ended */
	oracle_check(frame, address, ORACLE_THREAD, &worker->oracle);
	address = hand_on(worker, frame, address);
	if (!address)
		return;
	check(worker, address);
	address = keep(worker, address);
	if (address)
		let_go(worker, address, &watch);
}

static void unmap(void *address)
{
	if (address)
		kunmap_high(test_frame_page(frame_of(address)));
}

static void end_handover(const struct row_config *config)
{
	for (unsigned int i = 0; i < config->threads; i++) {
		unmap(READ_ONCE(box[i].address));
		for (unsigned int j = 0; j < handover.keep; j++)
			unmap(kept[i].address[j]);
	}
}

/* Until all boxes and all that is kept are full. */
static u32 fill(const struct row_config *config)
{
	return max(handover.keep + 2, window_share(config));
}

static const struct workload handover_workload = {
	.name = "handover",
	.title = "threads hand their addresses on to others, which keep them "
		 "for long",
	.contract = "threads that keep the rules; an address is used, and the "
		    "page unmapped, by other threads than the one that mapped, "
		    "on other CPUs: only for strategies that claim any-cpu",
	.order = 55,
	.locks = LOCK_BOTH,
	.ops = 2048,
	.plan = plan_handover,
	.begin = begin_handover,
	.end = end_handover,
	.op = op_handover,
	.warm_up = fill,
};

WORKLOAD(handover_workload);
