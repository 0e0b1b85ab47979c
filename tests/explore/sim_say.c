/* SPDX-License-Identifier: MIT */
/*
 * sim_say.c - what the simulated machine has to say: what it does, what went
 * wrong, arch/panic.h.
 *
 * The stacks of CPUs are not aligned as the host's libc expects. So explore.mk
 * has the functions of this file align them.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "arch/panic.h"
#include "sim_impl.h"

enum verdict sim_finding;
char sim_finding_text[200];
void (*sim_tell)(unsigned int cpu, const char *text);
struct event sim_about = { .slot = EVENT_NONE,
			   .page = EVENT_NONE,
			   .other = EVENT_NONE };

void sim_say(const char *fmt, ...)
{
	char text[200];
	va_list args;

	if (!sim_tell || !sim_running())
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	sim_tell(sim_cpu_id(), text);
}

const char *finding_name(enum verdict finding)
{
	if (finding == FOUND_PLAIN)
		return "plain access";
	if (finding == FOUND_BROKEN)
		return "broken promise";
	return verdict_name(finding);
}

void sim_found(enum verdict finding, const char *fmt, ...)
{
	va_list args;

	if (sim_finding)
		return; /* the first one counts */
	sim_finding = finding;
	va_start(args, fmt);
	vsnprintf(sim_finding_text, sizeof(sim_finding_text), fmt, args);
	va_end(args);
}

void sim_expect(bool condition, const char *what)
{
	if (!condition)
		sim_found(FOUND_BROKEN, "CPU %u: %s", sim_cpu_id(), what);
}

void panic(const char *fmt, ...)
{
	char text[150];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (!sim_running()) {
		fprintf(stderr, "panic in a set-up: %s\n", text);
		abort();
	}
	sim_expect(false, text);
	for (;;)
		suspend(AT_HALT);
}
