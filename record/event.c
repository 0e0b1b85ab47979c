/* SPDX-License-Identifier: MIT */
/* event.c - see event.h */
#include "record/event.h"

static const char *const irqs_names[] = {
	[IRQS_ON] = "on",
	[IRQS_OFF] = "off",
	[IRQS_HANDLER] = "handler",
};

void timeline_fields(struct json_writer *w, const struct timeline *timeline)
{
	json_str(w, "source", timeline->source);
	json_str(w, "name", timeline->name);
	json_str(w, "title", timeline->title);
	json_str(w, "strategy", timeline->strategy);
	json_str(w, "strategy_title", timeline->strategy_title);
	json_str(w, "lock", timeline->lock);
	json_u64(w, "cpus", timeline->cpus);
	json_u64(w, "slots", timeline->slots);
	json_str(w, "unit", timeline->unit);
	json_str(w, "tlbs", timeline->perfect_tlbs ? "perfect" : "real");
	json_str(w, "verdict", timeline->verdict);
	json_str(w, "detail", timeline->detail);
	json_u64(w, "events", timeline->events);
	json_u64(w, "lost", timeline->lost);
}

static void number(struct json_writer *w, const char *key, int value)
{
	if (value == EVENT_NONE)
		json_null(w, key);
	else
		json_u64(w, key, (u64)value);
}

static void write_count(struct json_writer *w, const struct event *event)
{
	if (event->kind == EVENT_COUNT)
		json_s64(w, "count", event->count);
	else
		json_null(w, "count");
}

static void write_reached(struct json_writer *w, const struct event *event)
{
	u64 pages[EVENT_NO_PAGE + 1];
	size_t n = 0;

	if (event->kind != EVENT_ACCESS) {
		json_null(w, "reached");
		return;
	}
	for (u64 page = 0; page <= EVENT_NO_PAGE; page++)
		if (event->reached >> page & 1)
			pages[n++] = page;
	json_array_u64(w, "reached", pages, n);
}

static bool is_about_a_lock(const struct event *event)
{
	return event->kind == EVENT_LOCK_WAIT ||
	       event->kind == EVENT_LOCK_TAKE ||
	       event->kind == EVENT_LOCK_RELEASE;
}

void event_fields(struct json_writer *w, const struct event *event)
{
	bool lock = is_about_a_lock(event);

	json_u64(w, "at", event->at);
	json_u64(w, "cpu", event->cpu);
	json_str(w, "what", event_name(event->kind));
	json_str(w, "irqs", irqs_names[event->irqs]);
	number(w, "slot", event->slot);
	number(w, "page", event->page);
	number(w, "other", event->other);
	json_str(w, "lock", lock ? event->name : NULL);
	json_str(w, "name", lock ? NULL : event->name);
	write_count(w, event);
	write_reached(w, event);
	json_str(w, "text", event->text);
}
