/* SPDX-License-Identifier: MIT */
/*
 * params.c - the kernel's command line: the table of parameters, with a parser
 * for the value of each.
 */
#include "job/params.h"

#include "lib/string.h"
#include "mm/pkmap.h"

/* In the order of the enums in params.h. */
static const char *const run_words[] = { "measure", "rows",  "scenarios",
					 "stress",  "tests", "shell",
					 "halt",    "report" };
static const char *const results_words[] = { "debugcon", "com1", "com2",
					     "none" };
static const char *const platform_words[] = { "unknown", "tcg",   "mttcg",
					      "exact",   "bochs", "kvm" };

/* In the order that their parsers expect. */
static const char *const lock_words[] = { "spin", "irq", "both" };
static const char *const color_words[] = { "1", "2", "4" };
static const char *const directmap_words[] = { "4k", "2m" };
static const char *const console_words[] = { "vga", "com1", "com2" };
static const char *const broadcast_words[] = { "off", "on" };
static const char *const preempt_words[] = { "none", "full" };
static const char *const trace_words[] = { "off", "on" };

/* What the parsers share. Each function stores its result only on success. */

/* The number of the word that the text is. */
static bool read_word(struct text t, const struct param_names *words,
		      unsigned int *number)
{
	for (unsigned int i = 0; i < words->count; i++) {
		if (text_is(t, words->names[i])) {
			*number = i;
			return true;
		}
	}
	return false;
}

/* One of two words: whether it is the second. */
static bool read_switch(const struct cmdline_value *v, bool *second)
{
	unsigned int i;

	if (!read_word(v->text, v->words, &i))
		return false;
	*second = i == 1;
	return true;
}

/* A list of words; bit n of the mask stands for word n. */
static bool read_words(const struct cmdline_value *v, u64 *mask)
{
	struct text list = v->text;
	u64 bits = 0;
	unsigned int i;

	while (list.at) {
		if (!read_word(text_next_member(&list), v->words, &i))
			return false;
		bits |= 1ull << i;
	}
	*mask = bits;
	return true;
}

static u64 all_of(const struct param_names *words)
{
	return words->count ? UINT64_MAX >> (64 - words->count) : 0;
}

static bool read_all_or_words(const struct cmdline_value *v, u64 *mask)
{
	if (!text_is(v->text, "all"))
		return read_words(v, mask);
	*mask = all_of(v->words);
	return true;
}

static bool read_u32(struct text t, u32 least, u32 most, u32 *n)
{
	u64 wide;

	if (!text_number(t, least, most, &wide))
		return false;
	*n = (u32)wide;
	return true;
}

/* The parsers, in the order of the table. */

static bool parse_strategy(struct params *p, const struct cmdline_value *v)
{
	return read_all_or_words(v, &p->strategies);
}

static bool parse_workload(struct params *p, const struct cmdline_value *v)
{
	return read_all_or_words(v, &p->workloads);
}

static bool parse_scenario(struct params *p, const struct cmdline_value *v)
{
	return read_all_or_words(v, &p->scenarios);
}

static bool parse_run(struct params *p, const struct cmdline_value *v)
{
	return read_word(v->text, v->words, &p->run);
}

static bool parse_lock(struct params *p, const struct cmdline_value *v)
{
	unsigned int i;

	if (!read_word(v->text, v->words, &i))
		return false;
	p->lock_spin = i != 1;
	p->lock_irq = i != 0;
	return true;
}

static bool parse_threads(struct params *p, const struct cmdline_value *v)
{
	struct text list = v->text;
	unsigned int n;
	u32 threads;

	for (n = 0; list.at; n++) {
		if (n == PARAMS_MAX_THREADS ||
		    !read_u32(text_next_member(&list), 1, 64, &threads))
			return false;
		p->threads[n] = (u8)threads;
	}
	p->nr_threads = n;
	return true;
}

static bool parse_window(struct params *p, const struct cmdline_value *v)
{
	return read_u32(v->text, 8, 512, &p->window);
}

static bool parse_colors(struct params *p, const struct cmdline_value *v)
{
	unsigned int i;

	if (!read_word(v->text, v->words, &i))
		return false;
	p->colors = BIT(i);
	return true;
}

static bool parse_batch(struct params *p, const struct cmdline_value *v)
{
	return read_u32(v->text, 1, 512, &p->batch);
}

static bool parse_accounting(struct params *p, const struct cmdline_value *v)
{
	return read_words(v, &p->accounting);
}

static bool parse_ops(struct params *p, const struct cmdline_value *v)
{
	return text_number(v->text, 1, 1000000000000, &p->ops);
}

static bool parse_seconds(struct params *p, const struct cmdline_value *v)
{
	return read_u32(v->text, 1, 86400, &p->seconds);
}

static bool parse_seed(struct params *p, const struct cmdline_value *v)
{
	u64 seed;

	if (!text_number_or_hex(v->text, 0, UINT32_MAX, &seed))
		return false;
	p->seed = (u32)seed;
	return true;
}

static bool parse_maxcpus(struct params *p, const struct cmdline_value *v)
{
	if (!read_u32(v->text, 0, 65535, &p->maxcpus))
		return false;
	if (p->maxcpus == 0)
		p->nosmp = true; /* as in Linux */
	return true;
}

static bool parse_nosmp(struct params *p, const struct cmdline_value *v)
{
	(void)v;
	p->nosmp = true;
	return true;
}

/* boot/early.c has looked for it already. */
static bool parse_forcepae(struct params *p, const struct cmdline_value *v)
{
	(void)p;
	(void)v;
	return true;
}

static bool parse_broadcast(struct params *p, const struct cmdline_value *v)
{
	bool on;

	if (!read_switch(v, &on))
		return false;
	p->broadcast_off = !on;
	return true;
}

static bool parse_acpi(struct params *p, const struct cmdline_value *v)
{
	p->acpi_off = text_is(v->text, "off");
	return p->acpi_off;
}

static bool parse_mem(struct params *p, const struct cmdline_value *v)
{
	return text_size(v->text, &p->mem);
}

static bool parse_lowmem(struct params *p, const struct cmdline_value *v)
{
	return text_size(v->text, &p->lowmem);
}

static bool parse_directmap(struct params *p, const struct cmdline_value *v)
{
	return read_switch(v, &p->directmap_2m);
}

static bool parse_results(struct params *p, const struct cmdline_value *v)
{
	return read_word(v->text, v->words, &p->results);
}

static bool parse_console(struct params *p, const struct cmdline_value *v)
{
	u64 mask;

	if (!read_words(v, &mask))
		return false;
	p->console = (unsigned int)mask;
	return true;
}

static bool parse_platform(struct params *p, const struct cmdline_value *v)
{
	return read_word(v->text, v->words, &p->platform);
}

static bool parse_preempt(struct params *p, const struct cmdline_value *v)
{
	return read_switch(v, &p->preempt_full);
}

static bool parse_trace(struct params *p, const struct cmdline_value *v)
{
	return read_switch(v, &p->trace);
}

#define WORDS(array) .words = { (array), ARRAY_SIZE(array) }
#define NONE         .words = { NULL, 0 }

enum { STRATEGY, WORKLOAD, SCENARIO }; /* whose words the caller knows */

static const struct cmdline_param table[] = {
	[STRATEGY] = { "strategy=", parse_strategy, "all or a list of", NONE },
	[WORKLOAD] = { "workload=", parse_workload, "all or a list of", NONE },
	[SCENARIO] = { "scenario=", parse_scenario, "all or a list of", NONE },
	{ "run=", parse_run, "one of", WORDS(run_words) },
	{ "lock=", parse_lock, "one of", WORDS(lock_words) },
	{ "threads=", parse_threads, "1 to 16 numbers, each 1 to 64", NONE },
	{ "window=", parse_window, "a number from 8 to 512", NONE },
	{ "colors=", parse_colors, "one of", WORDS(color_words) },
	{ "batch=", parse_batch, "a number from 1 to 512", NONE },
	{ "accounting=", parse_accounting, "a list of",
	  WORDS(accounting_names) },
	{ "ops=", parse_ops, "a number from 1 to 1000000000000", NONE },
	{ "seconds=", parse_seconds, "a number from 1 to 86400", NONE },
	{ "seed=", parse_seed, "32 bits, decimal or hex after 0x", NONE },
	{ "maxcpus=", parse_maxcpus, "a number from 0 to 65535", NONE },
	{ "nosmp", parse_nosmp, "no value", NONE },
	{ "forcepae", parse_forcepae, "no value", NONE },
	{ "broadcast=", parse_broadcast, "one of", WORDS(broadcast_words) },
	{ "preempt=", parse_preempt, "one of", WORDS(preempt_words) },
	{ "acpi=", parse_acpi, "off", NONE },
	{ "mem=", parse_mem, "a size; K, M or G may follow", NONE },
	{ "lowmem=", parse_lowmem, "a size; K, M or G may follow", NONE },
	{ "directmap=", parse_directmap, "one of", WORDS(directmap_words) },
	{ "results=", parse_results, "one of", WORDS(results_words) },
	{ "console=", parse_console, "a list of", WORDS(console_words) },
	{ "platform=", parse_platform, "one of", WORDS(platform_words) },
	{ "trace=", parse_trace, "one of", WORDS(trace_words) },
};

/* Those that nothing looks at before a job begins. */
static const char *const for_jobs[] = {
	"strategy=",   "workload=", "scenario=", "lock=", "threads=",
	"accounting=", "ops=",      "seconds=",  "seed=", "trace="
};

static bool is_for_jobs(const char *key)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(for_jobs); i++)
		if (strcmp(for_jobs[i], key) == 0)
			return true;
	return false;
}

/* The table with the words that the caller knows; all of it, or what is for
 * jobs. Returns how many entries. */
static unsigned int make_table(struct cmdline_param *params,
			       const struct params_names *known, bool all)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(table); i++) {
		struct cmdline_param param = table[i];

		if (!all && !is_for_jobs(param.key))
			continue;
		if (i == STRATEGY)
			param.words = known->strategies;
		else if (i == WORKLOAD)
			param.words = known->workloads;
		else if (i == SCENARIO)
			param.words = known->scenarios;
		params[count++] = param;
	}
	return count;
}

enum params_status params_for_job(struct params *p, const char *words,
				  const struct params_names *known, char *error,
				  size_t error_size)
{
	struct cmdline_param params[ARRAY_SIZE(table)];
	unsigned int count = make_table(params, known, false);

	return cmdline_parse(words, false, params, count, p, error, error_size)
		       ? PARAMS_OK
		       : PARAMS_BAD;
}

enum params_status params_parse(struct params *p, const char *cmdline,
				const struct params_names *known,
				bool first_is_loader, char *error,
				size_t error_size)
{
	struct cmdline_param params[ARRAY_SIZE(table)];
	unsigned int count = make_table(params, known, true);

	*p = (struct params){
		.strategies = all_of(&known->strategies),
		.workloads = all_of(&known->workloads),
		.scenarios = all_of(&known->scenarios),
		.lock_spin = true,
		.lock_irq = true,
		.window = 512,
		.colors = 1,
		.batch = PKMAP_BATCH,
		.seed = 1,
		.console = CONSOLE_VGA | CONSOLE_COM1,
	};
	if (cmdline_parse(cmdline ? cmdline : "", first_is_loader, params,
			  count, p, error, error_size))
		return PARAMS_OK;
	return PARAMS_BAD;
}

static const char *name_of(unsigned int i, const char *const *words,
			   unsigned int count)
{
	return i < count ? words[i] : "unknown";
}

const char *params_run_name(enum params_run run)
{
	return name_of(run, run_words, ARRAY_SIZE(run_words));
}

const char *params_platform_name(enum params_platform platform)
{
	return name_of(platform, platform_words, ARRAY_SIZE(platform_words));
}
