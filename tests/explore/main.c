/* SPDX-License-Identifier: MIT */
/*
 * main.c - explore: try all orders in which CPUs can run the window's code.
 *
 * Prints TAP, a test for each case, strategy and lock. A finding that was not
 * expected is explained; if only one test is chosen, any finding is.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "choice.h"
#include "events.h"
#include "explain.h"
#include "names.h"
#include "plain.h"
#include "smp/point.h"
#include "state.h"
#include "workers.h"

#define MAX_JOBS 4000

static struct options {
	const char *of, *strategy, *lock, *records, *events;
	unsigned int at_once;
	bool plan;
	struct effort effort;
} options = { .effort = { .max_states = 6000000,
			  .walks = 1000,
			  .seed = 1,
			  .preemptions = AS_THE_CASE_SAYS,
			  .stores = AS_THE_CASE_SAYS } };

static struct explore_job jobs[MAX_JOBS];
static unsigned int nr_jobs;
static FILE *records, *events;

void sim_remark(const char *point, unsigned long arg)
{
	bool all_acked = strcmp(point, "tlb_all_flushed") == 0;

	sim_event(event_named(all_acked ? EVENT_ACK_ALL : EVENT_POINT, point),
		  "# %s %lu", point, arg);
}

static void usage(int status)
{
	fprintf(status ? stderr : stdout,
		"usage: explore [options]\n"
		"  --case NAMES     once2,third: only these cases\n"
		"  --strategy NAMES held,dropped: only these strategies\n"
		"  --lock LOCK      spin or irq: only this lock\n"
		"  --deep           search further than make test does\n"
		"  --preemptions N  or \"all\": instead of what the case says\n"
		"  --stores N       entries of a store buffer, likewise\n"
		"  --walks N        random walks beyond the exhaustive search\n"
		"  --walks-only     no exhaustive search\n"
		"  --seed N         of the random walks\n"
		"  --states N       at most, for each search\n"
		"  --no-self-checks what the code itself reports is no "
		"finding\n"
		"  --as-found       look for no shorter way to a finding\n"
		"  --all-orders     also those of steps that commute\n"
		"  --jobs N         searches at a time\n"
		"  --records FILE   write a JSON line for each search\n"
		"  --events FILE    write the shortest way to a finding as a "
		"timeline\n"
		"  --list           list the cases\n"
		"  --plan           list the searches and their bounds\n");
	exit(status);
}

static void list_cases(void)
{
	for (unsigned int i = 0; i < case_count(); i++)
		printf("%-8s %s\n", case_at(i)->name, case_at(i)->what);
	exit(0);
}

static unsigned long number(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 0);

	if (end == text || *end) {
		fprintf(stderr, "explore: '%s' is no number\n", text);
		exit(2);
	}
	return value;
}

static void set_deep(void)
{
	options.effort.deep = true;
	options.effort.walks = 2000;
}

static const struct option known[] = {
	{ "case", required_argument, NULL, 'c' },
	{ "strategy", required_argument, NULL, 's' },
	{ "lock", required_argument, NULL, 'l' },
	{ "deep", no_argument, NULL, 'd' },
	{ "preemptions", required_argument, NULL, 'p' },
	{ "stores", required_argument, NULL, 'b' },
	{ "walks-only", no_argument, NULL, 'W' },
	{ "walks", required_argument, NULL, 'w' },
	{ "seed", required_argument, NULL, 'r' },
	{ "states", required_argument, NULL, 'n' },
	{ "no-self-checks", no_argument, NULL, 'C' },
	{ "as-found", no_argument, NULL, 'f' },
	{ "all-orders", no_argument, NULL, 'a' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "records", required_argument, NULL, 'o' },
	{ "events", required_argument, NULL, 'e' },
	{ "list", no_argument, NULL, 'L' },
	{ "plan", no_argument, NULL, 'P' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 }
};

/* Those without an argument. */
static bool set_flag(int option)
{
	switch (option) {
	case 'd':
		set_deep();
		return true;
	case 'W':
		options.effort.walks_only = true;
		return true;
	case 'C':
		options.effort.no_self_checks = true;
		return true;
	case 'f':
		options.effort.as_found = true;
		return true;
	case 'a':
		options.effort.all_orders = true;
		return true;
	case 'P':
		options.plan = true;
		return true;
	case 'L':
		list_cases();
		return true;
	default:
		return false;
	}
}

static void parse(int argc, char **argv)
{
	int option;

	options.at_once = (unsigned int)sysconf(_SC_NPROCESSORS_ONLN);
	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (set_flag(option))
			continue;
		switch (option) {
		case 'c':
			options.of = optarg;
			break;
		case 's':
			options.strategy = optarg;
			break;
		case 'l':
			options.lock = optarg;
			break;
		case 'w':
			options.effort.walks = number(optarg);
			break;
		case 'p':
			options.effort.preemptions =
				strcmp(optarg, "all") == 0
					? UNBOUNDED
					: (int)min(number(optarg), 99ul);
			break;
		case 'b':
			options.effort.stores =
				(int)min(number(optarg), SIM_STORES + 0ul);
			break;
		case 'r':
			options.effort.seed = (u32)number(optarg);
			break;
		case 'n':
			options.effort.max_states = number(optarg);
			break;
		case 'j':
			options.at_once = (unsigned int)number(optarg);
			break;
		case 'e':
			options.events = optarg;
			break;
		case 'o':
			options.records = optarg;
			break;
		default:
			usage(option == 'h' ? 0 : 2);
		}
	}
	if (optind < argc)
		usage(2);
}

static const char *case_name(unsigned int index)
{
	return case_at(index)->name;
}

static const char *strategy_name(unsigned int index)
{
	return strategy_at(index)->name;
}

static const char *lock_word(unsigned int irq)
{
	return irq ? "irq" : "spin";
}

static const char *lock_name(const struct explore_job *job)
{
	return lock_word(job->irq);
}

static void choose(const struct explore_job *job)
{
	if (job->of->deep_only && !options.effort.deep)
		return;
	if (choice_has(options.of, job->of->name) &&
	    choice_has(options.strategy, job->strategy->name) &&
	    choice_has(options.lock, lock_name(job)) && job_applies(job) &&
	    nr_jobs < MAX_JOBS)
		jobs[nr_jobs++] = *job;
}

static void choose_jobs(void)
{
	choice_check("--case", options.of, case_count(), case_name);
	choice_check("--strategy", options.strategy, strategy_count(),
		     strategy_name);
	choice_check("--lock", options.lock, 2, lock_word);
	for (unsigned int c = 0; c < case_count(); c++)
		for (unsigned int s = 0; s < strategy_count(); s++)
			for (int irq = 0; irq < 2; irq++) {
				struct explore_job job = { case_at(c),
							   strategy_at(s),
							   irq };

				choose(&job);
			}
	if (nr_jobs == 0) {
		fprintf(stderr, "explore: there is no such search: not every "
				"case is for every strategy and lock\n");
		exit(2);
	}
}

/* What would be searched, and how far: a JSON line for each search. */
static int print_plan(void)
{
	for (unsigned int i = 0; i < nr_jobs; i++) {
		const struct explore_job *job = &jobs[i];
		struct outcome none = {
			.bound = job_bound(job, options.effort.deep),
			.result.states = !job->of->walks_only,
		};

		printf("{\"case\":\"%s\",\"strategy\":\"%s\","
		       "\"lock\":\"%s\",\"cpus\":%u,\"slots\":%u,"
		       "\"bound\":\"%s\",\"expected\":\"%s\"}\n",
		       job->of->name, job->strategy->name, lock_name(job),
		       job->of->cpus, job->of->slots, bound_text(&none),
		       finding_name(job_expected(job)));
	}
	return 0;
}

static void record(const struct explore_job *job, const struct outcome *outcome)
{
	const struct search_result *r = &outcome->result;

	if (!records)
		return;
	fprintf(records,
		"{\"v\":2,\"kind\":\"explore\",\"case\":\"%s\","
		"\"strategy\":\"%s\",\"lock\":\"%s\",\"cpus\":%u,"
		"\"slots\":%u,\"bound\":\"%s\",\"complete\":%s,"
		"\"verdict\":\"%s\",\"expected\":\"%s\",\"length\":%u,"
		"\"states\":%lu,\"steps\":%lu,\"walks\":%lu}\n",
		job->of->name, job->strategy->name, lock_name(job),
		job->of->cpus, job->of->slots, bound_text(outcome),
		outcome->complete ? "true" : "false", finding_name(r->finding),
		finding_name(job_expected(job)), r->length, r->states,
		r->transitions, outcome->walks);
}

static void tell(unsigned int i, const struct outcome *outcome)
{
	const struct explore_job *job = &jobs[i];

	printf("%sok %u - %s %s %s: %s", outcome->as_expected ? "" : "not ",
	       i + 1, job->of->name, job->strategy->name, lock_name(job),
	       outcome_text(outcome));
	if (!outcome->as_expected)
		printf("; expected: %s", finding_name(job_expected(job)));
	putchar('\n');
	fflush(stdout);
	record(job, outcome);
}

/* Search again, in this process: the explanation needs what that learns. */
static void explain_job(const struct explore_job *job)
{
	static struct outcome again;

	outcome_of(job, &options.effort, &again);
	if (again.result.finding)
		explain(stdout, job, &again);
	if (again.result.finding && events)
		events_write(events, job, &again);
	printf("Again: build/explore/explore --case %s --strategy %s --lock %s "
	       "--seed %u%s\n\n",
	       job->of->name, job->strategy->name, lock_name(job),
	       options.effort.seed, options.effort.deep ? " --deep" : "");
}

static void sum_up(const struct outcome *outcomes, double seconds)
{
	unsigned long states = 0, steps = 0, walks = 0;
	double interleavings = 0;

	for (unsigned int i = 0; i < nr_jobs; i++) {
		states += outcomes[i].result.states;
		steps += outcomes[i].result.transitions;
		walks += outcomes[i].walks;
		if (outcomes[i].bound.preemptions == UNBOUNDED)
			interleavings += outcomes[i].result.interleavings;
	}
	printf("# searches: %u, in %.0f s: %lu states, %lu steps, %lu random "
	       "walks;\n# more than %.0e interleavings, as equal states are "
	       "tried once\n",
	       nr_jobs, seconds, states, steps, walks, interleavings);
}

/* To write; NULL if it was not asked for. */
static FILE *open_or_end(const char *name)
{
	FILE *file = name ? fopen(name, "w") : NULL;

	if (name && !file) {
		perror(name);
		exit(2);
	}
	return file;
}

int main(int argc, char **argv)
{
	const struct outcome *outcomes;
	struct timespec start, end;
	int status = 0;

	options.effort.walks_only = plain_looks();
	parse(argc, argv);
	names_init();
	state_init();
	choose_jobs();
	if (options.plan)
		return print_plan();
	records = open_or_end(options.records);
	events = open_or_end(options.events);
	printf("1..%u\n", nr_jobs);
	clock_gettime(CLOCK_MONOTONIC, &start);
	outcomes = workers_do(jobs, nr_jobs, options.at_once, &options.effort,
			      tell);
	clock_gettime(CLOCK_MONOTONIC, &end);
	sum_up(outcomes, (double)(end.tv_sec - start.tv_sec));
	for (unsigned int i = 0; i < nr_jobs; i++) {
		if (!outcomes[i].as_expected || nr_jobs == 1)
			explain_job(&jobs[i]);
		if (!outcomes[i].as_expected)
			status = 1;
	}
	return status;
}
