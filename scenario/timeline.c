/* SPDX-License-Identifier: MIT */
/*
 * timeline.c - see timeline.h
 *
 * The trace has what the code tells: names and numbers. Here that becomes
 * events as the explorer has them: pages have the numbers of the test frames,
 * and what a shootdown's points say is told as interrupts, flushes and
 * acknowledgements. (The points come just after the request and the flush.)
 */
#include "scenario/timeline.h"

#include "arch/clock.h"
#include "lib/div64.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "mm/strategy.h"
#include "mm/window_trace.h"
#include "oracle/testframes.h"
#include "record/event.h"
#include "smp/cpu.h"
#include "smp/tlb.h"
#include "smp/trace.h"

#define TEXT_SIZE 80 /* bytes */

static u64 started;
static unsigned long posted[NR_CPUS]; /* tlb_last_request() */
static u64 events;
static bool counting; /* else: writing */

void timeline_begin(void)
{
	window_trace_begin();
	started = get_cycles();
}

/* The test frame that a page frame is. */
static int page_number(u32 pfn)
{
	for (u32 n = 0; n < EVENT_NO_PAGE && n < test_frames_count(); n++)
		if (page_to_pfn(test_frame_page(n)) == pfn)
			return (int)n;
	return EVENT_NO_PAGE;
}

static void put(const struct event *event)
{
	events++;
	if (counting)
		return;
	event_fields(record_begin("event"), event);
	record_write();
}

/* As `like`, but another kind of event: when, where, interrupts. */
static struct event also(const struct event *like, enum event_kind kind)
{
	struct event event = event_of(kind);

	event.at = like->at;
	event.cpu = like->cpu;
	event.irqs = like->irqs;
	return event;
}

/* What happened, with its words. */
static void say(struct event event)
{
	char text[TEXT_SIZE];

	if (event.kind == EVENT_SAY)
		ksnprintf(text, sizeof(text), "%s", event.name);
	else
		ksnprintf(text, sizeof(text), "%s%s%s", event_name(event.kind),
			  event.name ? " " : "", event.name ? event.name : "");
	event.text = text;
	event.at = div_u64(event.at - started, clock_ticks_per_unit());
	put(&event);
}

/* This CPU forgets what a CPU has asked for. */
static void say_flush(const struct event *like, unsigned long request)
{
	unsigned long pages = request % PAGE_SIZE;
	struct event event = also(like, EVENT_FLUSH);

	if (pages >= LAST_PKMAP) {
		say(event);
		return;
	}
	event.slot = (int)PKMAP_NR(request - pages);
	for (; pages--; event.slot++)
		say(event);
}

static void say_posted(const struct event *point)
{
	struct event sent = also(point, EVENT_IPI_SEND);
	struct event waits = also(point, EVENT_ACK_WAIT);

	posted[point->cpu] = point->arg;
	sent.name = waits.name = tlb_box.name;
	say(sent);
	say_flush(point, point->arg);
	say(waits);
}

static void say_flushed_for(const struct event *point)
{
	struct event ack = also(point, EVENT_ACK);

	ack.other = (int)point->arg;
	say_flush(point, posted[point->arg]);
	say(ack);
}

/* A call of kmap_high() or kunmap_high() begins or ends. */
static void say_call(const struct event *point, enum event_kind kind,
		     const char *name)
{
	struct event call = also(point, kind);

	call.name = name;
	call.page = page_number((u32)point->arg);
	say(call);
}

static bool is(const struct event *point, const char *name)
{
	return strcmp(point->name, name) == 0;
}

static void say_point(const struct event *point)
{
	if (is(point, "tlb_posted"))
		say_posted(point);
	else if (is(point, "tlb_flushed_for"))
		say_flushed_for(point);
	else if (is(point, "tlb_all_flushed"))
		say(also(point, EVENT_ACK_ALL));
	else if (is(point, "kmap_sleeps"))
		say(also(point, EVENT_SLEEP));
	else if (is(point, "kmap_enter"))
		say_call(point, EVENT_CALL, "kmap_high");
	else if (is(point, "kunmap_done"))
		say_call(point, EVENT_RETURN, "kunmap_high");
	else
		say(*point);
}

static void say_event(struct event event)
{
	if (event.kind == EVENT_POINT) {
		say_point(&event);
		return;
	}
	if (event.kind == EVENT_ENTRY_SET)
		event.page = page_number((u32)event.page);
	say(event);
}

/* How the window was at the start. */
static void put_beginning(void)
{
	for (unsigned int nr = 0; nr < min(LAST_PKMAP, WINDOW_TRACED + 0u);
	     nr++) {
		struct window_slot slot = window_trace_first(nr);
		struct event count =
			event_of_slot(EVENT_COUNT, (int)nr, EVENT_NONE);
		struct event entry = event_of_slot(EVENT_ENTRY_SET, (int)nr,
						   page_number(slot.pfn));

		count.count = slot.count;
		put(&count);
		if (slot.pfn)
			put(&entry);
	}
}

static void put_all(bool count_only)
{
	struct trace_cursor cursor = { { 0 } };
	const struct event *event;

	events = 0;
	counting = count_only;
	put_beginning();
	while ((event = trace_next(&cursor)))
		say_event(*event);
}

void timeline_write(const struct scenario_result *result, const char *title,
		    const char *strategy_title)
{
	struct timeline timeline = {
		.source = "kernel",
		.name = result->name,
		.title = title,
		.strategy = result->strategy,
		.strategy_title = strategy_title,
		.lock = result->lock,
		.cpus = num_online_cpus(),
		.slots = LAST_PKMAP,
		.unit = record_unit(),
		.verdict = verdict_name(result->verdict),
		.detail = result->detail,
		.lost = trace_lost(),
	};

	put_all(true);
	timeline.events = events;
	timeline_fields(record_begin("timeline"), &timeline);
	record_write();
	put_all(false);
}
