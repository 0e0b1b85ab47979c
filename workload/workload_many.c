/* SPDX-License-Identifier: MIT */
/*
 * workload_many.c - the workloads that hold several pages at a time: pressure
 * and copy.
 *
 * A thread that has pages mapped and waits for a slot could wait for a thread
 * that does the same. That cannot hang as long as
 *
 *	threads x (pins per thread - 1) < slots
 *
 * because then some thread gets all the slots it wants. Both workloads keep to
 * that.
 */
#include "arch/safecopy.h"
#include "workload/workload.h"

#define PRESSURE_PINS 4 /* pages that each thread holds at once, at most */
#define COPY_PINS     2

/*
 * pressure: the threads want more pages than there are slots, so they sleep. As
 * few slots are left as the rule above allows: the rest of the window is filled
 * with pages that stay mapped during the row. Only pages of colour 0 are used,
 * so that one part of a coloured window is under pressure.
 */
static struct {
	unsigned int pins;
	unsigned int ballast; /* slots that are filled up */
	struct page *filler[PKMAP_SLOTS_MAX];
	u32 frame[NR_CPUS][PRESSURE_PINS]; /* each thread's, colour 0 */
} pressure;

static unsigned int most_pins(unsigned int threads, unsigned int slots)
{
	unsigned int pins = PRESSURE_PINS;

	while (pins > 1 && threads * (pins - 1) >= slots)
		pins--;
	return pins;
}

/* So many slots that the threads lack at least one, but never get stuck. */
static unsigned int tight_window(unsigned int threads, unsigned int pins)
{
	if (pins > 1)
		return threads * (pins - 1) + 1;
	return threads > 1 ? threads - 1 : 1;
}

/* The next frame from *at on that has colour 0; false if there is none. */
static bool next_of_color_0(u32 *at, u32 *frame)
{
	while (*at < test_frames_count() &&
	       get_pkmap_color(test_frame_page(*at)) != 0)
		(*at)++;
	*frame = (*at)++;
	return *frame < test_frames_count();
}

static const char *plan_pressure(const struct row_config *config,
				 struct worker *workers)
{
	unsigned int slots = get_pkmap_entries_count(0);
	u32 at = 0;

	pressure.pins = most_pins(config->threads, slots);
	if (tight_window(config->threads, pressure.pins) > slots)
		return "more threads than slots";
	pressure.ballast = slots - tight_window(config->threads, pressure.pins);
	for (unsigned int i = 0; i < config->threads; i++) {
		workers[i].count = pressure.pins;
		for (unsigned int pin = 0; pin < pressure.pins; pin++)
			if (!next_of_color_0(&at, &pressure.frame[i][pin]))
				return "not enough high memory";
	}
	for (unsigned int i = 0; i < pressure.ballast; i++) {
		u32 frame;

		if (!next_of_color_0(&at, &frame))
			return "not enough high memory";
		pressure.filler[i] = test_frame_page(frame);
	}
	return NULL;
}

static void begin_pressure(const struct row_config *config)
{
	(void)config;
	for (unsigned int i = 0; i < pressure.ballast; i++)
		kmap_high(pressure.filler[i]);
}

static void end_pressure(const struct row_config *config)
{
	(void)config;
	for (unsigned int i = 0; i < pressure.ballast; i++)
		kunmap_high(pressure.filler[i]);
}

/* Map or unmap, and add the time it took. */
static void *timed_map(u32 frame, struct stopwatch *watch)
{
	struct page *page = test_frame_page(frame);
	void *vaddr;

	stopwatch_start(watch);
	vaddr = kmap_high(page);
	stopwatch_stop(watch);
	return vaddr;
}

static void timed_unmap(u32 frame, struct stopwatch *watch)
{
	struct page *page = test_frame_page(frame);

	stopwatch_start(watch);
	kunmap_high(page);
	stopwatch_stop(watch);
}

static void op_pressure(struct worker *worker)
{
	const u32 *frame = pressure.frame[worker->index];
	void *vaddr[PRESSURE_PINS];
	struct stopwatch watch[PRESSURE_PINS] = { 0 };
	unsigned int mapped = 0;

	for (; mapped < pressure.pins; mapped++) {
		vaddr[mapped] = timed_map(frame[mapped], &watch[mapped]);
		if (!vaddr[mapped])
			break;
	}
	for (unsigned int i = 0; i < mapped; i++)
		oracle_check(frame[i], vaddr[i], ORACLE_THREAD,
			     &worker->oracle);
	for (unsigned int i = 0; i < mapped; i++) {
		timed_unmap(frame[i], &watch[i]);
		worker_add(worker, &watch[i]);
	}
}

static const struct workload pressure_workload = {
	.name = "pressure",
	.title = "threads want more pages at a time than there are slots, and "
		 "sleep",
	.contract = "threads that keep the rules, and hold so few pages "
		    "at a time that one can always go on; each uses its "
		    "addresses itself, on its CPU",
	.order = 40,
	.locks = LOCK_BOTH,
	.ops = 2048,
	.plan = plan_pressure,
	.begin = begin_pressure,
	.end = end_pressure,
	.op = op_pressure,
};

WORKLOAD(pressure_workload);

/* copy: each thread copies whole pages between frames of its own. */
static const char *plan_copy(const struct row_config *config,
			     struct worker *workers)
{
	u32 count = config->window.slots + config->window.slots / 8 + 2;

	if (config->threads * (COPY_PINS - 1) >= get_pkmap_entries_count(0))
		return "threads that each hold a page could fill the window";
	return own_frames(config, workers, count);
}

/* Has the copy from `from` arrived in `to`? Seen through the aliases. */
static bool copy_arrived(u32 from, u32 to)
{
	const volatile struct frame_line *source = test_frame_alias(from);
	const volatile struct frame_line *copy = test_frame_alias(to);

	for (int i = 0; i < FRAME_LINES; i++)
		if (copy[i].magic != TAG_MAGIC || copy[i].pfn != source[i].pfn)
			return false;
	return true;
}

static void copy_and_check(struct worker *worker, u32 from, u32 to,
			   void *source, void *copy)
{
	if (!oracle_check(from, source, ORACLE_THREAD, &worker->oracle) ||
	    !oracle_check(to, copy, ORACLE_THREAD, &worker->oracle)) {
		row_stop("a copy would have hit a wrong page");
		return;
	}
	if (!safe_copy(copy, source, PAGE_SIZE / 4) ||
	    !copy_arrived(from, to)) {
		worker->oracle.stale_writes++;
		row_stop("a copy did not arrive");
	}
	test_frame_tag(to);
}

static void op_copy(struct worker *worker)
{
	u32 from = worker_next_frame(worker);
	u32 to = worker_next_frame(worker);
	struct stopwatch from_watch = { 0 };
	struct stopwatch to_watch = { 0 };
	void *source = timed_map(from, &from_watch);
	void *copy = timed_map(to, &to_watch);

	if (source && copy)
		copy_and_check(worker, from, to, source, copy);
	if (source) {
		timed_unmap(from, &from_watch);
		worker_add(worker, &from_watch);
	}
	if (copy) {
		timed_unmap(to, &to_watch);
		worker_add(worker, &to_watch);
	}
}

/* Each op maps two. */
static u32 half_window_share(const struct row_config *config)
{
	return window_share(config) / COPY_PINS;
}

static const struct workload copy_workload = {
	.name = "copy",
	.title = "each thread copies 4 KiB between high pages of its own",
	.contract = "threads that keep the rules and hold two pages at "
		    "a time; each uses its addresses itself, on its CPU",
	.order = 50,
	.locks = LOCK_BOTH,
	.ops = 2048,
	.plan = plan_copy,
	.op = op_copy,
	.warm_up = half_window_share,
};

WORKLOAD(copy_workload);
