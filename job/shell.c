/* SPDX-License-Identifier: MIT */
/* shell.c - see shell.h */
#include "job/shell.h"

#include "arch/clock.h"
#include "arch/console.h"
#include "arch/cpu_info.h"
#include "arch/exit.h"
#include "arch/panic.h"
#include "job/measure.h"
#include "job/stress.h"
#include "job/test.h"
#include "lib/string.h"
#include "mm/memblock.h"
#include "scenario/scenario.h"
#include "smp/cpu.h"
#include "smp/crosscall.h"
#include "smp/deadlock.h"
#include "smp/printk.h"
#include "workload/workload.h"

#define LINE_SIZE 70 /* after the prompt it fits on a line of the screen */

static const struct params *params;

static void do_rows(void)
{
	measure_plan(params, true, false);
	measure_rows(params);
}

static void do_scenarios(void)
{
	measure_plan(params, false, true);
	measure_scenarios(params);
}

static void do_stress(void)
{
	stress_run(params);
}

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
	{ "help", do_help, "this list" },
	{ "list", do_list, "strategies, workloads and scenarios" },
	{ "cpus", do_cpus, "the CPUs, and what each waits for" },
	{ "memory", do_memory, "free memory" },
	{ "measure", do_rows, "run the benchmark" },
	{ "scenarios", do_scenarios, "run the scenarios" },
	{ "stress", do_stress, "run the stress test" },
	{ "tests", tests_run, "run the kernel's tests" },
	{ "crash-panic", crash_panic, "stop with a panic" },
	{ "crash-null", crash_null, "write through a null pointer" },
	{ "crash-text", crash_text, "write to the kernel's code" },
	{ "crash-stack", crash_stack, "overflow the stack" },
	{ "crash-hang", crash_hang, "stop all CPUs, interrupts off" },
	{ "crash-reset", crash_reset, "make the CPU reset" },
};

static void do_help(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(commands); i++)
		printk("  %-12s %s\n", commands[i].name, commands[i].help);
	printk("  %-12s %s\n", "exit", "end, with the result of what was run");
}

/* Read a line, with echo and backspace. Looks for keys at every tick. */
static void read_line(char *line)
{
	unsigned int len = 0;

	printk("kmaplab> ");
	for (;;) {
		int c = console_getc();

		if (c < 0) {
			thread_sleep_ms(10);
		} else if (c == '\n' || c == '\r') {
			printk("\n");
			line[len] = '\0';
			return;
		} else if (c == '\b' || c == 127) {
			if (len > 0) {
				len--;
				printk("\b \b");
			}
		} else if (c >= ' ' && c < 127 && len < LINE_SIZE - 1) {
			line[len++] = (char)c;
			printk("%c", c);
		}
	}
}

static void execute(const char *line)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(commands); i++) {
		if (strcmp(line, commands[i].name) == 0) {
			commands[i].run();
			return;
		}
	}
	if (line[0])
		printk("no such command: '%s' (try help)\n", line);
}

void shell_run(const struct params *p)
{
	char line[LINE_SIZE];

	params = p;
	printk("Type help for what there is.\n");
	for (;;) {
		read_line(line);
		if (strcmp(line, "exit") == 0)
			return;
		execute(line);
	}
}
