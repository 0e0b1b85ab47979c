/* SPDX-License-Identifier: MIT */
/* shell.c - see shell.h */
#include "job/shell.h"

#include "arch/clock.h"
#include "arch/console.h"
#include "arch/cpu_info.h"
#include "arch/exit.h"
#include "arch/panic.h"
#include "job/run.h"
#include "lib/lineedit.h"
#include "mm/memblock.h"
#include "scenario/scenario.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/deadlock.h"
#include "smp/printk.h"
#include "workload/workload.h"

#define PROMPT "kmaplab> "

static const struct params *params;

static void do_list(void)
{
	printk("strategies:\n");
	for (unsigned int i = 0; i < strategy_count(); i++)
		printk("  %-19s %s\n", strategy_at(i)->name,
		       strategy_at(i)->title);
	printk("workloads:\n");
	for (unsigned int i = 0; i < workload_count(); i++)
		printk("  %-19s %s\n", workload_at(i)->name,
		       workload_at(i)->title);
	printk("scenarios:\n");
	for (unsigned int i = 0; i < scenario_count(); i++)
		printk("  %-19s %s\n", scenario_at(i)->name,
		       scenario_at(i)->title);
}

static void do_cpus(void)
{
	struct cpu_info info = cpu_info();

	printk("%u CPU%s, %s, %u.%03u MHz\n", num_online_cpus(),
	       num_online_cpus() == 1 ? "" : "s",
	       info.name[0] ? info.name : info.vendor, clock_khz() / 1000,
	       clock_khz() % 1000);
	for (unsigned int cpu = 0; cpu < num_online_cpus(); cpu++)
		printk("  %s\n", deadlock_describe_wait(cpu));
}

static void do_memory(void)
{
	printk("free: %u pages low, %u pages high; test frames: %u\n",
	       memblock_nr_free(ZONE_LOW), memblock_nr_free(ZONE_HIGH),
	       test_frames_count());
}

/* To see what happens when something goes wrong; tests use them. */
static void crash_panic(void)
{
	panic("requested by crash-panic");
}

static void crash_null(void)
{
	*(volatile int *)4 = 0;
}

static void crash_text(void)
{
	*(volatile char *)crash_text = 0;
}

static int overflow(volatile int depth)
{
	volatile char frame[256];

	/* The frame is used after the call, so the compiler cannot make a loop
	 * of it. */
	frame[0] = (char)depth;
	return depth ? overflow(depth + 1) + frame[0] : 0;
}

static void crash_stack(void)
{
	overflow(1);
}

static void hang(void *unused)
{
	(void)unused;
	local_irq_disable();
	for (;;)
		cpu_relax();
}

static void crash_hang(void)
{
	on_each_cpu(hang, NULL);
}

static void crash_reset(void)
{
	machine_reset();
}

static void do_help(void);

static const struct command {
	const char *name;
	void (*run)(void);
	const char *help;
} commands[] = {
	{ "help", do_help, "this text" },
	{ "list", do_list, "strategies, workloads and scenarios" },
	{ "cpus", do_cpus, "the CPUs, and what each waits for" },
	{ "memory", do_memory, "free memory" },
	{ "crash-panic", crash_panic, "stop with a panic" },
	{ "crash-null", crash_null, "write through a null pointer" },
	{ "crash-text", crash_text, "write to the kernel's code" },
	{ "crash-stack", crash_stack, "overflow the stack" },
	{ "crash-hang", crash_hang, "stop all CPUs, interrupts off" },
	{ "crash-reset", crash_reset, "make the CPU reset" },
};

static const struct {
	enum params_run run;
	const char *help;
} jobs[] = {
	{ RUN_MEASURE, "run the benchmark, then the scenarios" },
	{ RUN_ROWS, "run the benchmark" },
	{ RUN_SCENARIOS, "run the scenarios" },
	{ RUN_STRESS, "run the stress test" },
	{ RUN_TESTS, "run the kernel's tests" },
};

static void help_line(const char *command, const char *text)
{
	printk("  %-12s %s\n", command, text);
}

static void do_help(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(commands); i++)
		help_line(commands[i].name, commands[i].help);
	for (unsigned int i = 0; i < ARRAY_SIZE(jobs); i++)
		help_line(params_run_name(jobs[i].run), jobs[i].help);
	printk("  %-12s what parameters say of a job (docs/parameters.md), as "
	       "in\n"
	       "  %-12s scenarios strategy=dropped,held lock=spin; `run' may "
	       "come\n"
	       "  %-12s first, as on the kernel's command line\n",
	       "", "", "");
	help_line("exit", "end, with the result of what was run; also Ctrl-D");
	help_line("", "Arrows, Home, End: edit the line, or get earlier ones");
}

static void put(char c)
{
	printk("%c", c);
}

/* Read a line; NULL if there is no more. Looks for keys at every tick. */
static const char *read_line(void)
{
	static struct lineedit line = { .put = put };
	enum line_event event = LINE_GOES_ON;

	printk(PROMPT);
	while (event == LINE_GOES_ON) {
		int c = console_getc();

		if (c < 0)
			thread_sleep_ms(10);
		else
			event = lineedit_key(&line, (char)c);
	}
	return event == LINE_READY ? line.text : NULL;
}

static void do_job(enum params_run run, const char *words)
{
	static struct params changed; /* stays while its rows do */
	char error[PARAMS_ERROR_SIZE];

	changed = *params;
	changed.run = run;
	if (params_for_job(&changed, words, run_names(), error,
			   sizeof(error)) == PARAMS_OK)
		run_job(&changed);
	else
		printk("%s\n", error);
}

/* Returns whether the word is the name of a job. */
static bool try_job(struct text word, const char *rest)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(jobs); i++) {
		if (text_is(word, params_run_name(jobs[i].run))) {
			do_job(jobs[i].run, rest);
			return true;
		}
	}
	return false;
}

/* The same for a command, which takes no parameters. */
static bool try_command(struct text word, const char *rest)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!text_is(word, commands[i].name))
			continue;
		if (text_next_word(&rest).len)
			printk("%s takes no parameters\n", commands[i].name);
		else
			commands[i].run();
		return true;
	}
	return false;
}

static void execute(const char *line)
{
	const char *rest = line;
	struct text word = text_next_word(&rest);

	if (!word.len || try_command(word, rest))
		return;
	if (text_is(word, "run"))
		word = text_next_word(&rest);
	if (!try_job(word, rest))
		printk("no such command: '%s' (try help)\n", line);
}

static bool is_exit(const char *line)
{
	struct text word = text_next_word(&line);

	return text_is(word, "exit") && !text_next_word(&line).len;
}

void shell_run(const struct params *p)
{
	const char *line;

	params = p;
	printk("Type help for what there is.\n");
	for (;;) {
		line = read_line();
		if (!line)
			printk("exit\n");
		if (!line || is_exit(line))
			return;
		execute(line);
	}
}
