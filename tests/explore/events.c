/* SPDX-License-Identifier: MIT */
/* events.c - see events.h */
#include "events.h"

#include <string.h>

#include "mm/pkmap.h"
#include "record/event.h"
#include "sim_impl.h"
#include "target.h"

#define LINE_SIZE  1000 /* bytes; what is told has 200 at most */
#define MAX_EVENTS 5000

static char line[LINE_SIZE];
static FILE *out; /* NULL: they are only counted */
static u64 told;

static void put(struct json_writer *w)
{
	if (json_end(w))
		fputs(line, out);
}

static void put_event(const struct event *event)
{
	struct json_writer w;

	if (told++ >= MAX_EVENTS || !out)
		return;
	json_begin(&w, line, sizeof(line), "event");
	event_fields(&w, event);
	put(&w);
}

static enum event_irqs irqs_of(const struct sim_cpu *cpu)
{
	if (cpu->in_handler)
		return IRQS_HANDLER;
	return cpu->irqs_on ? IRQS_ON : IRQS_OFF;
}

/* Remarks for readers of the code, and what is told as an event besides. */
static bool is_dull(const struct event *event)
{
	return event->kind == EVENT_SAY &&
	       (strncmp(event->text, ". ", 2) == 0 ||
		strncmp(event->text, "# ", 2) == 0);
}

static void tell(unsigned int cpu, const char *text)
{
	struct event event = sim_about;

	event.at = search_replayed;
	event.cpu = (u16)cpu;
	event.irqs = (u8)irqs_of(&sim.cpu[cpu]);
	event.text = text;
	if (is_dull(&event))
		return;
	if (strncmp(text, ". ", 2) == 0 || strncmp(text, "# ", 2) == 0)
		event.text = text + 2;
	put_event(&event);
}

static void put_count(int nr)
{
	struct event event = event_of_slot(EVENT_COUNT, nr, EVENT_NONE);

	event.count = pkmap_count[nr].value.shared_value;
	put_event(&event);
}

/* How the window is before anybody takes a step. */
static void put_beginning(void)
{
	target()->begin();
	for (int nr = 0; nr < SIM_SLOTS; nr++) {
		u64 entry = entry_now(nr);
		struct event event = event_of_slot(
			EVENT_ENTRY_SET, nr, sim_page_number(pte_pfn(entry)));

		if (nr < (int)LAST_PKMAP)
			put_count(nr);
		if (entry & PTE_PRESENT)
			put_event(&event);
	}
}

static void play(const struct search_result *r)
{
	told = 0;
	put_beginning();
	sim_tell = tell;
	search_replay(target(), r->schedule, r->length);
	sim_tell = NULL;
}

static void put_heading(const struct explore_job *job,
			const struct search_result *r)
{
	struct json_writer w;
	struct timeline timeline = {
		.source = "explorer",
		.name = job->of->name,
		.title = job->of->what,
		.strategy = job->strategy->name,
		.strategy_title = job->strategy->title,
		.lock = job->irq ? "irq" : "spin",
		.cpus = job->of->cpus,
		.slots = job->of->slots,
		.unit = "steps",
		.perfect_tlbs = job->of->perfect_tlbs,
		.verdict = finding_name(r->finding),
		.detail = r->text,
		.events = min(told, MAX_EVENTS + 0ull),
		.lost = told - min(told, MAX_EVENTS + 0ull),
	};

	json_begin(&w, line, sizeof(line), "timeline");
	timeline_fields(&w, &timeline);
	put(&w);
}

void events_write(FILE *to, const struct explore_job *job,
		  const struct outcome *outcome)
{
	const struct search_result *r = &outcome->result;

	sim_store_buffer = outcome->stores;
	out = NULL;
	play(r);
	out = to;
	put_heading(job, r);
	play(r);
}
