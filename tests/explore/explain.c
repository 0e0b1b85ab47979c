/* SPDX-License-Identifier: MIT */
/* explain.c - see explain.h */
#include "explain.h"

#include <string.h>

#include "target.h"

#define LINE_WIDTH 96
#define GAP        2

static FILE *out;
static unsigned int columns;

static unsigned int width(void)
{
	return (LINE_WIDTH - GAP * (columns - 1)) / columns;
}

/* How much of the text fits into a column: up to a space, if there is one. */
static size_t fitting(const char *text)
{
	size_t fits = width();

	if (strlen(text) <= fits)
		return strlen(text);
	while (fits > 0 && text[fits] != ' ')
		fits--;
	return fits ? fits : width();
}

static void tell(unsigned int cpu, const char *text)
{
	/* Dull for a reader: see names.h. Or a named point: see point.h. */
	if (strncmp(text, ". ", 2) == 0 || strncmp(text, "# ", 2) == 0)
		return;
	for (const char *indent = ""; *text; indent = "  ") {
		size_t fits = fitting(text);

		fprintf(out, "%*s%s%.*s\n", (int)(cpu * (width() + GAP)), "",
			indent, (int)fits, text);
		text += fits;
		text += *text == ' ';
	}
}

static void heading(const struct explore_job *job)
{
	fprintf(out, "%s: %s\nstrategy=%s lock=%s\n\n", job->of->name,
		job->of->what, job->strategy->name, job->irq ? "irq" : "spin");
	for (unsigned int cpu = 0; cpu < columns; cpu++)
		fprintf(out, "%*sCPU %u", cpu ? (int)(width() + GAP - 5) : 0,
			"", cpu);
	fputc('\n', out);
}

void explain(FILE *to, const struct explore_job *job,
	     const struct outcome *outcome)
{
	const struct search_result *r = &outcome->result;

	out = to;
	columns = job->of->cpus;
	heading(job);
	sim_store_buffer = outcome->stores;
	sim_tell = tell;
	search_replay(target(), r->schedule, r->length);
	sim_tell = NULL;
	fprintf(to, "\n=> %s: %s\n", finding_name(r->finding), r->text);
}
