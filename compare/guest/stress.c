/* SPDX-License-Identifier: GPL-2.0 */
/* stress.c - see stress.h */
#include "stress.h"

#include <asm/msr.h>
#include <asm/nmi.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/jiffies.h>
#include <linux/kdebug.h>
#include <linux/kthread.h>

#include "pages.h"
#include "record.h"

static struct mapper {
	unsigned int first; /* of its pages */
	u64 maps, stale_reads, stale_writes;
} ____cacheline_aligned mappers[NR_CPUS];

static unsigned int threads;
static bool shared_pages, stop;
static struct completion done;
static u64 started;

/* What the page itself holds, whatever its address in the window says. */
static u32 written_in(struct page *page)
{
	u32 *words = kmap_local_page(page);
	u32 value = READ_ONCE(words[WORD_WRITTEN]);

	kunmap_local(words);
	return value;
}

static void map_one(struct mapper *mapper, unsigned int i)
{
	u32 *words = kmap(pages[i]);
	u32 value = (u32)mapper->maps;

	mapper->stale_reads += number_in(words) != i;
	if (!shared_pages) {
		WRITE_ONCE(words[WORD_WRITTEN], value);
		mapper->stale_writes += written_in(pages[i]) != value;
	}
	kunmap(pages[i]);
	mapper->maps++;
}

static int map_all(void *arg)
{
	struct mapper *mapper = arg;
	unsigned int i;

	while (!READ_ONCE(stop)) {
		for (i = 0; i < PAGES_PER_THREAD && !READ_ONCE(stop); i++)
			map_one(mapper, mapper->first + i);
		cond_resched();
	}
	complete(&done);
	return 0;
}

static void report(const char *verdict, const char *reason)
{
	struct row row = {
		.workload = "stress",
		.threads = threads,
		.elapsed = rdtsc() - started,
		.batch = 1,
		.has_oracle = true,
		.verdict = verdict,
		.reason = reason,
	};
	unsigned int i;

	for (i = 0; i < threads; i++) {
		row.ops += mappers[i].maps;
		row.stale_reads += mappers[i].stale_reads;
		row.stale_writes += mappers[i].stale_writes;
	}
	row.checked = row.ops;
	row.double_maps = !strcmp(verdict, "double-map");
	row.deadlocks = !strcmp(verdict, "deadlock");
	write_row(&row);
}

/* kunmap_high() of a page that has two slots finds a count of 0. */
static int when_dying(struct notifier_block *block, unsigned long event,
		      void *data)
{
	static char reason[120];
	struct die_args *args = data;
	struct bug_entry *bug = find_bug(args->regs->ip);
	const char *file = NULL;
	unsigned int line = 0;

	if (event != DIE_OOPS)
		return NOTIFY_DONE;
	if (bug)
		bug_get_file_line(bug, &file, &line);
	snprintf(reason, sizeof(reason), "%s at %s:%u, in %ps",
		 bug ? "kernel BUG" : "oops", file ?: "?", line,
		 (void *)args->regs->ip);
	report("double-map", reason);
	write_end("panic");
	return NOTIFY_STOP;
}

static struct notifier_block dying = { .notifier_call = when_dying };

/* Every CPU says where it is. The last one to come tells. */
static int when_asked(unsigned int type, struct pt_regs *regs)
{
	static char where[60 * NR_CPUS];
	static unsigned int come;
	static arch_spinlock_t lock = __ARCH_SPIN_LOCK_UNLOCKED;
	size_t length;

	arch_spin_lock(&lock);
	length = strlen(where);
	snprintf(where + length, sizeof(where) - length, "%sCPU %u is in %ps",
		 length ? ", " : "no thread goes on: ", smp_processor_id(),
		 (void *)regs->ip);
	if (++come == num_online_cpus()) {
		report("deadlock", where);
		write_end("unexpected");
	}
	arch_spin_unlock(&lock);
	return NMI_HANDLED;
}

static void start(void)
{
	unsigned int i;

	init_completion(&done);
	started = rdtsc();
	for (i = 0; i < threads; i++) {
		struct task_struct *task;

		mappers[i].first = shared_pages ? 0 : i * PAGES_PER_THREAD;
		task = kthread_create(map_all, &mappers[i], "kmap/%u", i);
		if (IS_ERR(task))
			panic("no thread");
		kthread_bind(task, i);
		wake_up_process(task);
	}
}

static u64 maps_so_far(void)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < threads; i++)
		sum += READ_ONCE(mappers[i].maps);
	return sum;
}

void stress_run(bool shared, u64 maps, unsigned int seconds)
{
	unsigned int i;
	u64 stale = 0;

	threads = num_online_cpus();

	shared_pages = shared;
	register_die_notifier(&dying);
	register_nmi_handler(NMI_LOCAL, when_asked, 0, "kmapcompare");
	start();
	for (i = 0; i < seconds && maps_so_far() < maps; i++) {
		schedule_timeout_uninterruptible(HZ);
		write_progress(i + 1, seconds, "stress");
	}
	WRITE_ONCE(stop, true);
	for (i = 0; i < threads; i++)
		wait_for_completion(&done);
	for (i = 0; i < threads; i++)
		stale += mappers[i].stale_reads + mappers[i].stale_writes;
	report(stale ? "stale" : "safe", NULL);
}
