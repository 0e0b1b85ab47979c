/* SPDX-License-Identifier: MIT */
/*
 * The kernel's command line, against the table in docs/parameters.md.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "job/params.h"
#include "smp/static_key.h"

/* For smp/lockstat.c, of which only the names are used. */
void static_keys_apply(void)
{
}

static const char *const strategies[] = { "held", "dropped", "quarantine" };
static const char *const workloads[] = { "copy", "pin" };
static const char *const scenarios[] = { "stale-own", "double-map" };
static const struct params_names known = {
	.strategies = { strategies, ARRAY_SIZE(strategies) },
	.workloads = { workloads, ARRAY_SIZE(workloads) },
	.scenarios = { scenarios, ARRAY_SIZE(scenarios) },
};

static struct params p, defaults;
static char error[PARAMS_ERROR_SIZE];

static enum params_status parse(const char *cmdline)
{
	memset(&p, 0xa5, sizeof(p));
	memset(error, 'z', sizeof(error));
	return params_parse(&p, cmdline, &known, false, error, sizeof(error));
}

static int parse_defaults(void **state)
{
	(void)state;
	params_parse(&defaults, "", &known, false, error, sizeof(error));
	return 0;
}

/* Field by field: what lies in threads[] past nr_threads does not count. */
static void assert_same(const struct params *a, const struct params *b)
{
	assert_int_equal(a->run, b->run);
	assert_true(a->strategies == b->strategies);
	assert_true(a->workloads == b->workloads);
	assert_true(a->scenarios == b->scenarios);
	assert_int_equal(a->lock_spin, b->lock_spin);
	assert_int_equal(a->lock_irq, b->lock_irq);
	assert_int_equal(a->nr_threads, b->nr_threads);
	assert_memory_equal(a->threads, b->threads, a->nr_threads);
	assert_int_equal(a->window, b->window);
	assert_int_equal(a->colors, b->colors);
	assert_int_equal(a->batch, b->batch);
	assert_true(a->accounting == b->accounting);
	assert_true(a->ops == b->ops);
	assert_int_equal(a->seconds, b->seconds);
	assert_int_equal(a->seed, b->seed);
	assert_int_equal(a->maxcpus, b->maxcpus);
	assert_int_equal(a->nosmp, b->nosmp);
	assert_int_equal(a->broadcast_off, b->broadcast_off);
	assert_int_equal(a->preempt_full, b->preempt_full);
	assert_int_equal(a->acpi_off, b->acpi_off);
	assert_true(a->mem == b->mem);
	assert_true(a->lowmem == b->lowmem);
	assert_int_equal(a->directmap_2m, b->directmap_2m);
	assert_int_equal(a->results, b->results);
	assert_int_equal(a->console, b->console);
	assert_int_equal(a->platform, b->platform);
	assert_int_equal(a->trace, b->trace);
}

static void good(const char *cmdline)
{
	enum params_status status = parse(cmdline);

	if (status != PARAMS_OK)
		fail_msg("'%s': %s", cmdline, error);
	assert_string_equal(error, "");
}

/* One word that is bad, and changes nothing. */
static void bad(const char *word)
{
	char expected[64];

	if (parse(word) != PARAMS_BAD)
		fail_msg("'%s' was taken", word);
	snprintf(expected, sizeof(expected), "bad parameter: '%.20s", word);
	assert_memory_equal(error, expected, strlen(expected));
	assert_non_null(strstr(error, "' (expected "));
	assert_int_equal(error[strlen(error) - 1], ')');
	assert_same(&p, &defaults);
}

static void an_empty_line_gives_the_defaults(void **state)
{
	static const char *const lines[] = { "", " ", "\t  \t", NULL };

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++) {
		assert_int_equal(parse(lines[i]), PARAMS_OK);
		assert_string_equal(error, "");
		assert_int_equal(p.run, RUN_MEASURE);
		assert_int_equal(p.strategies, 7);
		assert_int_equal(p.workloads, 3);
		assert_int_equal(p.scenarios, 3);
		assert_true(p.lock_spin && p.lock_irq);
		assert_int_equal(p.nr_threads, 0);
		assert_int_equal(p.window, 512);
		assert_int_equal(p.colors, 1);
		assert_int_equal(p.batch, 32);
		assert_int_equal(p.accounting, 0);
		assert_int_equal(p.ops, 0);
		assert_int_equal(p.seconds, 0);
		assert_int_equal(p.seed, 1);
		assert_int_equal(p.maxcpus, 0);
		assert_false(p.nosmp || p.acpi_off || p.trace);
		assert_false(p.broadcast_off || p.preempt_full);
		assert_true(p.mem == 0 && p.lowmem == 0);
		assert_false(p.directmap_2m);
		assert_int_equal(p.results, RESULTS_DEBUGCON);
		assert_int_equal(p.console, CONSOLE_VGA | CONSOLE_COM1);
		assert_int_equal(p.platform, PLATFORM_UNKNOWN);
	}
}

static void run(void **state)
{
	static const char *const words[] = { "measure", "rows",  "scenarios",
					     "stress",  "tests", "shell",
					     "halt",    "report" };
	char word[32];

	(void)state;
	for (unsigned int i = RUN_MEASURE; i <= RUN_REPORT; i++) {
		snprintf(word, sizeof(word), "run=%s", words[i]);
		good(word);
		assert_int_equal(p.run, i);
		assert_string_equal(params_run_name(i), words[i]);
		bad("run=x");
		assert_non_null(strstr(error, words[i]));
	}
	assert_string_equal(params_run_name(RUN_REPORT + 1), "unknown");
	bad("run=measures");
	bad("run=measur");
	bad("run=Measure");
	bad("run=measure,tests");
}

static void strategy_and_workload(void **state)
{
	(void)state;
	good("strategy=all workload=all scenario=all");
	assert_true(p.strategies == 7 && p.workloads == 3);
	assert_true(p.scenarios == 3);
	good("scenario=double-map");
	assert_true(p.scenarios == 2);
	good("strategy=dropped workload=pin");
	assert_true(p.strategies == 2 && p.workloads == 2);
	good("strategy=quarantine,held workload=copy,pin");
	assert_true(p.strategies == 5 && p.workloads == 3);
	good("strategy=held,held");
	assert_int_equal(p.strategies, 1);
	bad("strategy=helt");
	bad("strategy=held,all");
	bad("strategy=held,");
	bad("strategy=,held");
	bad("strategy=held,,dropped");
	bad("strategy=copy");
	assert_non_null(strstr(error, "all or a list of held, dropped, qua"));
	bad("workload=held");
	assert_non_null(strstr(error, "all or a list of copy, pin)"));
	bad("scenario=copy");
	assert_non_null(strstr(error, "all or a list of stale-own, double"));
}

static void as_many_names_as_bits(void **state)
{
	static const char *names[64];
	static char text[64][8];
	struct params_names many = { .strategies = { names, 64 } };

	(void)state;
	for (unsigned int i = 0; i < 64; i++) {
		snprintf(text[i], sizeof(text[i]), "s%u", i);
		names[i] = text[i];
	}
	assert_int_equal(params_parse(&p, "strategy=s0,s63", &many, false,
				      error, sizeof(error)),
			 PARAMS_OK);
	assert_true(p.strategies == (1ull << 63 | 1));
	assert_true(p.workloads == 0);
	assert_int_equal(params_parse(&p, "strategy=all", &many, false, error,
				      sizeof(error)),
			 PARAMS_OK);
	assert_true(p.strategies == UINT64_MAX);
}

static void lock(void **state)
{
	(void)state;
	good("lock=spin");
	assert_true(p.lock_spin && !p.lock_irq);
	good("lock=irq");
	assert_true(!p.lock_spin && p.lock_irq);
	good("lock=both");
	assert_true(p.lock_spin && p.lock_irq);
	bad("lock=spin,irq");
	bad("lock=none");
}

static void threads(void **state)
{
	static const u8 sixteen[] = { 1, 2,  3,  4,  5,  6,  7,  8,
				      9, 10, 11, 12, 13, 14, 15, 64 };

	(void)state;
	good("threads=1");
	assert_int_equal(p.nr_threads, 1);
	assert_int_equal(p.threads[0], 1);
	good("threads=8,2");
	assert_int_equal(p.nr_threads, 2);
	assert_memory_equal(p.threads, "\x08\x02", 2);
	good("threads=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,64");
	assert_int_equal(p.nr_threads, 16);
	assert_memory_equal(p.threads, sixteen, 16);
	bad("threads=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17");
	bad("threads=0");
	bad("threads=65");
	bad("threads=257"); /* 1 as a byte */
	bad("threads=4294967297");
	bad("threads=1,");
	bad("threads=,1");
	bad("threads=1,,2");
	bad("threads=1-4");
	bad("threads=all");
}

static void numbers(void **state)
{
	(void)state;
	good("batch=1");
	assert_int_equal(p.batch, 1);
	good("batch=512");
	assert_int_equal(p.batch, 512);
	bad("batch=0");
	bad("batch=513");
	good("window=8 ops=1 seconds=1 maxcpus=1");
	assert_true(p.window == 8 && p.ops == 1);
	assert_true(p.seconds == 1 && p.maxcpus == 1 && !p.nosmp);
	good("window=512 ops=1000000000000 seconds=86400 maxcpus=65535");
	assert_true(p.window == 512 && p.ops == 1000000000000);
	assert_true(p.seconds == 86400 && p.maxcpus == 65535);
	good("window=100"); /* no power of two */
	assert_int_equal(p.window, 100);
	bad("window=7");
	bad("window=513");
	bad("window=4294967304"); /* 8 in 32 bits */
	bad("window=0x10");
	bad("window=64k");
	bad("window=-8");
	bad("ops=0");
	bad("ops=1000000000001");
	bad("ops=1e6");
	bad("seconds=0");
	bad("seconds=86401");
	bad("seconds=1s");
	bad("maxcpus=65536");
	bad("maxcpus=two");
}

static void accounting(void **state)
{
	(void)state;
	good("accounting=none");
	assert_int_equal(p.accounting, BIT(ACCOUNTING_NONE));
	good("accounting=all,contended");
	assert_int_equal(p.accounting,
			 BIT(ACCOUNTING_ALL) | BIT(ACCOUNTING_CONTENDED));
	bad("accounting=");
	bad("accounting=some");
	bad("accounting=none,");
}

static void colors(void **state)
{
	(void)state;
	for (unsigned int n = 1; n <= 4; n *= 2) {
		char word[] = { 'c', 'o', 'l', 'o',
				'r', 's', '=', (char)('0' + n),
				'\0' };

		good(word);
		assert_int_equal(p.colors, n);
	}
	bad("colors=3");
	bad("colors=0");
	bad("colors=8");
	bad("colors=04");
	bad("colors=1,2");
}

static void seed(void **state)
{
	(void)state;
	good("seed=0");
	assert_int_equal(p.seed, 0);
	good("seed=4294967295");
	assert_true(p.seed == UINT32_MAX);
	good("seed=0xDEADbeef");
	assert_true(p.seed == 0xdeadbeef);
	bad("seed=4294967296");
	bad("seed=0x100000000");
	bad("seed=0x");
	bad("seed=deadbeef");
	bad("seed=1k");
}

static void cpus_and_firmware(void **state)
{
	(void)state;
	good("nosmp acpi=off");
	assert_true(p.nosmp && p.acpi_off);
	good("maxcpus=0"); /* as in Linux */
	assert_true(p.nosmp && p.maxcpus == 0);
	good("nosmp maxcpus=2");
	assert_true(p.nosmp && p.maxcpus == 2);
	bad("nosmp=");
	bad("nosmp=1");
	bad("nosmpx");
	good("broadcast=off");
	assert_true(p.broadcast_off);
	good("broadcast=on");
	assert_false(p.broadcast_off);
	bad("broadcast=");
	bad("broadcast=all");
	good("preempt=full");
	assert_true(p.preempt_full);
	good("preempt=none");
	assert_false(p.preempt_full);
	bad("preempt=");
	bad("preempt=voluntary");
	bad("acpi=on");
	bad("acpi");
	bad("acpi=offf");
}

static void sizes(void **state)
{
	(void)state;
	good("mem=512M lowmem=16m");
	assert_true(p.mem == 512 * MiB && p.lowmem == 16 * MiB);
	good("mem=0x100000 lowmem=17179869183G");
	assert_true(p.mem == MiB && p.lowmem == 17179869183ull << 30);
	bad("mem=0");
	bad("mem=M");
	bad("mem=1T");
	bad("mem=17179869184G");
	bad("lowmem=18446744073709551616");
	bad("lowmem=16MB");
	bad("lowmem=-1");
}

static void switches(void **state)
{
	(void)state;
	good("directmap=2m trace=on");
	assert_true(p.directmap_2m && p.trace);
	good("directmap=4k trace=off");
	assert_true(!p.directmap_2m && !p.trace);
	bad("directmap=2M");
	bad("directmap=4");
	bad("trace=1");
	bad("trace");
}

static void results(void **state)
{
	static const char *const words[] = { "debugcon", "com1", "com2",
					     "none" };
	char word[32];

	(void)state;
	for (unsigned int i = RESULTS_DEBUGCON; i <= RESULTS_NONE; i++) {
		snprintf(word, sizeof(word), "results=%s", words[i]);
		good(word);
		assert_int_equal(p.results, i);
	}
	bad("results=com3");
	bad("results=com1,com2");
}

static void console(void **state)
{
	(void)state;
	good("console=vga");
	assert_int_equal(p.console, CONSOLE_VGA);
	good("console=com2,vga");
	assert_int_equal(p.console, CONSOLE_COM2 | CONSOLE_VGA);
	good("console=vga,com1,com2");
	assert_int_equal(p.console, CONSOLE_VGA | CONSOLE_COM1 | CONSOLE_COM2);
	bad("console=all");
	bad("console=none");
	bad("console=vga,");
	bad("console=ttyS0");
}

static void platform(void **state)
{
	static const char *const words[] = { "unknown", "tcg",   "mttcg",
					     "exact",   "bochs", "kvm" };
	char word[32];

	(void)state;
	for (unsigned int i = PLATFORM_UNKNOWN; i <= PLATFORM_KVM; i++) {
		snprintf(word, sizeof(word), "platform=%s", words[i]);
		good(word);
		assert_int_equal(p.platform, i);
		assert_string_equal(params_platform_name(i), words[i]);
	}
	assert_string_equal(params_platform_name(PLATFORM_KVM + 1), "unknown");
	assert_string_equal(params_platform_name((unsigned int)-1), "unknown");
	bad("platform=qemu");
	bad("platform=tcg-");
}

static const char *const keys[] = {
	"run",    "strategy", "lock",     "workload",  "threads", "accounting",
	"window", "colors",   "ops",      "seconds",   "seed",    "maxcpus",
	"acpi",   "mem",      "lowmem",   "directmap", "results", "console",
	"trace",  "platform", "scenario", "batch",
};

static void no_value_is_bad_for_every_key(void **state)
{
	char word[64];

	(void)state;
	for (unsigned int i = 0; i < ARRAY_SIZE(keys); i++) {
		bad(keys[i]);
		snprintf(word, sizeof(word), "%s=", keys[i]);
		bad(word);
		assert_non_null(strstr(error, word)); /* what is expected */
		snprintf(word, sizeof(word), "%s=,", keys[i]);
		bad(word);
		snprintf(word, sizeof(word), "%s==1", keys[i]);
		bad(word);
		snprintf(word, sizeof(word), "%s =1", keys[i]);
		assert_int_equal(parse(word), PARAMS_BAD);
	}
}

static void what_is_unknown_gets_the_list_of_keys(void **state)
{
	(void)state;
	bad("strategies=held");
	for (unsigned int i = 0; i < ARRAY_SIZE(keys); i++) {
		char key[32];

		snprintf(key, sizeof(key), " %s=", keys[i]);
		assert_non_null(strstr(error, key));
	}
	assert_non_null(strstr(error, " nosmp,"));
	bad("RUN=measure");
	bad("=measure");
	bad("=");
	bad(",");
	bad("--");
	bad("'run=measure'");
}

static void hostile_lines(void **state)
{
	static char line[4097];

	(void)state;
	memset(line, 'w', sizeof(line) - 1);
	assert_int_equal(parse(line), PARAMS_BAD);
	assert_int_equal(error[strlen(error) - 1], ')'); /* it all fits */
	memcpy(line, "strategy=", 9);
	memset(line + 9, ',', sizeof(line) - 10);
	assert_int_equal(parse(line), PARAMS_BAD);
	memcpy(line, "threads=1", 9);
	assert_int_equal(parse(line), PARAMS_BAD);
	assert_int_equal(parse("run=tests\n"), PARAMS_BAD);
	assert_int_equal(p.run, RUN_MEASURE);
}

static void good_ones_count_beside_a_bad_one(void **state)
{
	(void)state;
	assert_int_equal(parse("foo console=com2 window=1 results=com1"),
			 PARAMS_BAD);
	assert_memory_equal(error, "bad parameter: 'foo' ", 21);
	assert_int_equal(p.console, CONSOLE_COM2);
	assert_int_equal(p.results, RESULTS_COM1);
	assert_int_equal(p.window, 512);
}

static void twice_is_bad(void **state)
{
	(void)state;
	assert_int_equal(parse("window=64 window=64"), PARAMS_BAD);
	assert_string_equal(error, "bad parameter: 'window=64' (expected "
				   "window= only once)");
	assert_int_equal(parse("nosmp nosmp"), PARAMS_BAD);
	assert_int_equal(parse("trace=on run=tests trace=on"), PARAMS_BAD);
}

static void the_first_word_may_be_the_loaders(void **state)
{
	(void)state;
	good("/boot/kmaplab.elf seed=2");
	assert_int_equal(p.seed, 2);
	bad("kmaplab");
	assert_int_equal(params_parse(&p, "kmaplab seed=2", &known, true, error,
				      sizeof(error)),
			 PARAMS_OK);
	assert_int_equal(p.seed, 2);
}

static void everything_at_once(void **state)
{
	(void)state;
	good("run=stress strategy=held lock=irq workload=pin threads=2,4 "
	     "scenario=double-map "
	     "window=16 colors=2 ops=5 seconds=6 seed=7 maxcpus=8 nosmp "
	     "acpi=off mem=1G lowmem=64M directmap=2m results=com2 "
	     "console=com1 platform=kvm trace=on");
	assert_int_equal(p.run, RUN_STRESS);
	assert_true(p.strategies == 1 && p.workloads == 2);
	assert_true(p.scenarios == 2);
	assert_int_equal(p.nr_threads, 2);
	assert_true(p.ops == 5 && p.seconds == 6 && p.seed == 7);
	assert_true(p.mem == GiB && p.lowmem == 64 * MiB);
	assert_int_equal(p.platform, PLATFORM_KVM);
	assert_true(p.nosmp && p.acpi_off && p.directmap_2m && p.trace);
}

/* The rest stays; what matters only at the start is refused. */
static void a_job_changes_what_is_for_jobs(void **state)
{
	struct params before;

	(void)state;
	parse("strategy=held window=64 seed=7");
	before = p;
	assert_int_equal(params_for_job(&p, " strategy=dropped  lock=irq ",
					&known, error, sizeof(error)),
			 PARAMS_OK);
	assert_int_equal(p.strategies, BIT(1));
	assert_false(p.lock_spin);
	p.strategies = before.strategies;
	p.lock_spin = before.lock_spin;
	assert_same(&p, &before);
	assert_int_equal(
		params_for_job(&p, "window=8", &known, error, sizeof(error)),
		PARAMS_BAD);
	assert_non_null(strstr(error, "'window=8'"));
	assert_same(&p, &before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_line_gives_the_defaults),
		cmocka_unit_test(run),
		cmocka_unit_test(strategy_and_workload),
		cmocka_unit_test(as_many_names_as_bits),
		cmocka_unit_test(lock),
		cmocka_unit_test(threads),
		cmocka_unit_test(numbers),
		cmocka_unit_test(colors),
		cmocka_unit_test(accounting),
		cmocka_unit_test(seed),
		cmocka_unit_test(cpus_and_firmware),
		cmocka_unit_test(sizes),
		cmocka_unit_test(switches),
		cmocka_unit_test(results),
		cmocka_unit_test(console),
		cmocka_unit_test(platform),
		cmocka_unit_test(no_value_is_bad_for_every_key),
		cmocka_unit_test(what_is_unknown_gets_the_list_of_keys),
		cmocka_unit_test(hostile_lines),
		cmocka_unit_test(good_ones_count_beside_a_bad_one),
		cmocka_unit_test(twice_is_bad),
		cmocka_unit_test(the_first_word_may_be_the_loaders),
		cmocka_unit_test(everything_at_once),
		cmocka_unit_test(a_job_changes_what_is_for_jobs),
	};

	return cmocka_run_group_tests(tests, parse_defaults, NULL);
}
