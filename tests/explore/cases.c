/* SPDX-License-Identifier: MIT */
/* cases.c - see cases.h */
#include "cases.h"

#include "lib/string.h"
#include "programs.h"
#include "record/claims.h"

/* clang-format off */
/* How far make test goes. DEEP=1 goes further: see job_bound(). */
#define FULL       { UNBOUNDED, 2 }
#define MORE       { UNBOUNDED, SIM_STORES }
#define NO_BUFFERS { UNBOUNDED, 0 }
#define AT_MOST(n) { n, 0 } /* preemptions; no store buffers */

static const struct explore_case cases[] = {
	{ .name = "once2",
	  .what = "2 CPUs map a page each, in a window full of others (D1)",
	  .shows = VERDICT_STALE,
	  .cpus = 2, .slots = 2, .program = once_program, .before = fill_window,
	  .in_full = true, .bound = FULL, .quiesce_bound = FULL },
	{ .name = "twice2",
	  .what = "2 CPUs map two pages each",
	  .shows = VERDICT_STALE,
	  .cpus = 2, .slots = 2, .program = twice_program,
	  .bound = FULL, .quiesce_bound = AT_MOST(3) },
	{ .name = "third",
	  .what = "CPU 2 uses the address that CPU 1 got (D2)",
	  .shows = VERDICT_STALE, .hands_over = true,
	  .cpus = 3, .slots = 2, .program = third_program,
	  .before = fill_window,
	  .bound = FULL, .quiesce_bound = AT_MOST(1) },
	{ .name = "blind",
	  .what = "2 CPUs want the only slot that can be recycled (D3)",
	  .shows = VERDICT_STALE,
	  .cpus = 2, .slots = 2, .program = once_program,
	  .before = fill_window_but_one,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "same2",
	  .what = "2 CPUs map the same page; TLBs are perfect (D4)",
	  .shows = VERDICT_DOUBLE_MAP,
	  .cpus = 2, .slots = 2, .program = same_program, .before = fill_window,
	  .perfect_tlbs = true,
	  .in_full = true, .bound = FULL, .quiesce_bound = FULL },
	{ .name = "half",
	  .what = "as same2, but a slot is free: does the second look help?",
	  .shows = VERDICT_DOUBLE_MAP,
	  .cpus = 2, .slots = 2, .program = same_program, .before = fill_slot_1,
	  .perfect_tlbs = true,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "reuse",
	  .what = "CPU 1 wants a page that CPU 0 is about to recycle",
	  .cpus = 2, .slots = 2, .program = reuse_program,
	  .before = fill_window,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "get",
	  .what = "CPU 1 takes a page if it is mapped, CPU 0 recycles its slot",
	  .cpus = 2, .slots = 2, .program = get_program,
	  .before = fill_window_but_one,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "remap",
	  .what = "as get, but CPU 0 maps that page again, in another slot",
	  .cpus = 2, .slots = 2, .program = remap_program,
	  .before = fill_window,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "return",
	  .what = "the same, but in the same slot",
	  .cpus = 2, .slots = 2, .program = return_program,
	  .before = fill_window_but_one,
	  .needs = IF_UNLOCKED,
	  .bound = FULL },
	{ .name = "release",
	  .what = "as remap, and CPU 2 gives the slots back",
	  .cpus = 3, .slots = 2, .program = release_program,
	  .before = fill_window_all_used,
	  .needs = IF_UNLOCKED,
	  .bound = NO_BUFFERS },
	{ .name = "flush",
	  .what = "CPU 0 flushes, but wants no slot: does it wake CPU 1?",
	  .shows = VERDICT_STALE,
	  .cpus = 2, .slots = 2, .program = flush_program,
	  .before = fill_window,
	  .in_full = true, .bound = FULL, .quiesce_bound = FULL },
	{ .name = "shade",
	  .what = "as flush, in 2 colours: CPU 1 wants the second one",
	  .cpus = 2, .slots = 4, .colors = 2, .program = flush_shade_program,
	  .before = fill_window, .perfect_tlbs = true,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "both",
	  .what = "2 CPUs flush at the same time, and CPU 2 must answer both",
	  .cpus = 3, .slots = 2, .program = flush_both_program,
	  .before = fill_window_but_one,
	  .bound = NO_BUFFERS, .quiesce_bound = NO_BUFFERS },
	{ .name = "apart",
	  .what = "as both, but CPUs are told one by one, not by a broadcast",
	  .cpus = 3, .slots = 2, .program = flush_both_program,
	  .before = fill_window_but_one, .one_by_one = true,
	  .bound = NO_BUFFERS, .quiesce_bound = NO_BUFFERS },
	{ .name = "retire",
	  .what = "CPU 0 recycles twice while CPU 1 passes a generation",
	  .cpus = 2, .slots = 2, .program = retire_program,
	  .before = fill_window_but_one, .needs = IF_QUIESCE,
	  .quiesce_bound = NO_BUFFERS },
	{ .name = "idle",
	  .what = "CPU 1 is idle at first, and nobody waits for it",
	  .cpus = 2, .slots = 2, .program = idle_program,
	  .before = fill_window, .needs = IF_QUIESCE,
	  .quiesce_bound = FULL },
	{ .name = "lost",
	  .what = "as blind, with perfect TLBs: is a wake-up lost? (D7)",
	  .shows = VERDICT_LOST_WAKEUP,
	  .cpus = 2, .slots = 2, .program = hold_program,
	  .before = fill_window_but_one, .perfect_tlbs = true,
	  .bound = MORE, .quiesce_bound = FULL },
	{ .name = "colors",
	  .what = "a slot of the right colour is given back during the flush",
	  .shows = VERDICT_LOST_WAKEUP,
	  .cpus = 2, .slots = 4, .colors = 2, .program = other_unmaps_program,
	  .before = fill_window_one_color_used, .perfect_tlbs = true,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "batch",
	  .what = "as once2, in batches of one slot",
	  .shows = VERDICT_STALE,
	  .cpus = 2, .slots = 2, .batch = 1, .program = once_program,
	  .before = fill_window, .needs = IF_IN_BATCHES,
	  .bound = FULL, .quiesce_bound = NO_BUFFERS },
	{ .name = "between",
	  .what = "a slot is given back between two batches",
	  .shows = VERDICT_LOST_WAKEUP,
	  .cpus = 2, .slots = 2, .batch = 1,
	  .program = first_unmapped_program,
	  .before = fill_window_all_used, .perfect_tlbs = true,
	  .needs = IF_IN_BATCHES,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "same_batch",
	  .what = "2 CPUs map the same page, in batches of one slot",
	  .shows = VERDICT_DOUBLE_MAP,
	  .cpus = 2, .slots = 3, .batch = 1, .program = same_program,
	  .before = fill_window_but_slot_1, .perfect_tlbs = true,
	  .needs = IF_IN_BATCHES,
	  .bound = NO_BUFFERS, .quiesce_bound = AT_MOST(2) },
	/* epoch's generations only grow, so none of its states comes again. */
	{ .name = "starve",
	  .what = "CPU 1 sleeps for the slot that CPU 0 wants again and again",
	  .shows = VERDICT_LOST_WAKEUP,
	  .cpus = 2, .slots = 2, .program = starve_program,
	  .before = fill_window_but_one, .perfect_tlbs = true,
	  .goes_round = true, .needs = UNLESS_QUIESCE,
	  .bound = NO_BUFFERS },
	{ .name = "kept",
	  .what = "CPU 1 wants a slot for a page that CPU 0 maps, and keeps",
	  .cpus = 2, .slots = 2, .program = kept_program,
	  .before = fill_window_all_used, .needs = IF_NO_LOST_WAKEUP,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "overtake",
	  .what = "CPU 1 waits for a slot: how often is it overtaken?",
	  .cpus = 2, .slots = 2, .program = overtake_program,
	  .before = fill_window_but_one, .perfect_tlbs = true,
	  .counts_turns = true, .needs = IF_NO_LOST_WAKEUP,
	  .bound = NO_BUFFERS, .quiesce_bound = AT_MOST(3) },
	{ .name = "overtake3",
	  .what = "the same, and two CPUs want its slot",
	  .cpus = 3, .slots = 2, .program = overtake_program,
	  .before = fill_window, .perfect_tlbs = true,
	  .counts_turns = true, .needs = IF_NO_LOST_WAKEUP,
	  .bound = AT_MOST(0), .quiesce_bound = AT_MOST(0) },
	{ .name = "gap",
	  .what = "2 CPUs recycle: one's slot lies between the other's",
	  .shows = VERDICT_STALE,
	  .cpus = 2, .slots = 3, .program = gap_program,
	  .before = fill_window_but_slot_1,
	  .bound = FULL, .quiesce_bound = AT_MOST(3) },
	{ .name = "irqs",
	  .what = "a caller with interrupts off, which breaks the rules (D6)",
	  .shows = VERDICT_IRQ_STATE, .breaks_rules = true, .takes_turns = true,
	  .cpus = 1, .slots = 2, .program = irqs_off_program,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "move",
	  .what = "a thread moves to another CPU with a page mapped",
	  .takes_turns = true,
	  .cpus = 2, .slots = 2, .program = move_program, .before = fill_window,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "unseen",
	  .what = "the same, but nobody tells the strategy: a control",
	  .shows = VERDICT_STALE, .breaks_rules = true, .takes_turns = true,
	  .cpus = 2, .slots = 2, .program = move_unseen_program,
	  .before = fill_window, .needs = IF_MIGRATED,
	  .bound = FULL },
	{ .name = "online",
	  .what = "a CPU comes online while another one recycles",
	  .shows = VERDICT_STALE,
	  .cpus = 2, .slots = 2, .program = online_program,
	  .before = fill_window_cpu_1_away, .one_by_one = true,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "tick",
	  .what = "as once2, and timer ticks come",
	  .cpus = 2, .slots = 2, .program = once_program, .before = fill_window,
	  .ticks = 1, .needs = IF_QUIESCE,
	  .quiesce_bound = NO_BUFFERS },
	{ .name = "busy",
	  .what = "CPU 1 is busy and gets no IPI: its tick must flush",
	  .cpus = 2, .slots = 2, .program = busy_program,
	  .before = fill_window,
	  .ticks = SIM_ALWAYS, .lost_ipis = BIT(IPI_QUIESCE),
	  .needs = IF_QUIESCE,
	  .quiesce_bound = FULL },
	{ .name = "calls",
	  .what = "cross calls one after the other, without waiting",
	  .cpus = 2, .slots = 2, .program = calls_program,
	  .needs = ONCE,
	  .bound = FULL },
	{ .name = "cross",
	  .what = "2 CPUs call each other, twice each",
	  .cpus = 2, .slots = 2, .program = cross_program,
	  .needs = ONCE,
	  .bound = FULL },
	{ .name = "callers",
	  .what = "2 CPUs call a third one, twice each",
	  .cpus = 3, .slots = 2, .program = call_third_program,
	  .one_by_one = true, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "arrive",
	  .what = "all are called, while a CPU comes online",
	  .cpus = 3, .slots = 2, .program = call_all_program,
	  .before = last_cpu_away, .one_by_one = true, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "aloud",
	  .what = "the same, and CPUs are told by a broadcast",
	  .cpus = 3, .slots = 2, .program = call_all_program,
	  .before = last_cpu_away, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "stop",
	  .what = "2 CPUs stop each other and a third one at the same time",
	  .cpus = 3, .slots = 2, .program = stop_program, .needs = ONCE,
	  .bound = FULL },
	{ .name = "circle",
	  .what = "2 CPUs wait for each other: is it reported, and resolved?",
	  .cpus = 2, .slots = 2, .program = circle_program,
	  .looks = 6, .looks_when_stuck = true, .needs = ONCE,
	  .bound = FULL },
	{ .name = "answers",
	  .what = "the same, but who waits for the lock can be interrupted",
	  .cpus = 2, .slots = 2, .program = answering_program,
	  .looks = 2, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "passing",
	  .what = "a waiting CPU's handler holds the lock of the other one",
	  .cpus = 2, .slots = 2, .program = handlers_lock_program,
	  .device_handler = inner_lock_in_handler, .devices = 1,
	  .looks = 2, .needs = ONCE,
	  .bound = AT_MOST(2) },
	{ .name = "handler",
	  .what = "2 CPUs map a page each, and interrupt handlers use one",
	  .shows = VERDICT_STALE,
	  .cpus = 2, .slots = 2, .program = once_program, .before = fill_window,
	  .device_handler = get_in_handler, .devices = 1, .irq_only = true,
	  .bound = FULL, .quiesce_bound = NO_BUFFERS },
	{ .name = "outer",
	  .what = "a lock around kmap_high_get(), which one more CPU wants",
	  .cpus = 3, .slots = 2, .program = outer_program,
	  .before = fill_window,
	  .irq_only = true,
	  .bound = FULL, .quiesce_bound = AT_MOST(3) },
	{ .name = "sleep",
	  .what = "CPU 1 wakes a thread that is about to sleep, twice",
	  .cpus = 2, .slots = 2, .program = sleep_program,
	  .real_threads = true, .needs = ONCE,
	  .bound = FULL },
	{ .name = "nap",
	  .what = "a thread is preempted when it is about to sleep, and woken",
	  .cpus = 2, .slots = 2, .program = nap_program,
	  .preempts = 1, .real_threads = true, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "queue",
	  .what = "2 threads wait in a queue, and are woken by a third CPU",
	  .cpus = 3, .slots = 2, .program = queue_program, .needs = ONCE,
	  .bound = FULL },
	{ .name = "join",
	  .what = "threads begin and end on CPU 1, and CPU 0 waits for them",
	  .cpus = 2, .slots = 2, .program = join_program,
	  .real_threads = true, .needs = ONCE,
	  .bound = FULL },
	{ .name = "make",
	  .what = "2 CPUs make threads for each other, at the same time",
	  .cpus = 2, .slots = 2, .program = make_program,
	  .real_threads = true, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "migrate",
	  .what = "a thread is woken while it moves to another CPU",
	  .cpus = 2, .slots = 2, .program = migrate_program,
	  .real_threads = true, .needs = ONCE,
	  .bound = FULL },
	{ .name = "astray",
	  .what = "as migrate, but a third CPU wakes it",
	  .cpus = 3, .slots = 2, .program = migrate_program,
	  .real_threads = true, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "yield",
	  .what = "two threads of a CPU take turns, and a third one joins them",
	  .cpus = 2, .slots = 2, .program = yield_program,
	  .real_threads = true, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "timeout",
	  .what = "two threads sleep until a tick; CPU 1 wakes one of them",
	  .cpus = 2, .slots = 2, .program = timeout_program,
	  .ticks = SIM_ALWAYS, .real_threads = true, .needs = ONCE,
	  .bound = NO_BUFFERS },
	{ .name = "local",
	  .what = "kmap_local, also in an interrupt handler",
	  .cpus = 1, .slots = 2, .program = local_program,
	  .device_handler = local_in_handler, .devices = 2,
	  .real_threads = true, .needs = ONCE,
	  .bound = FULL },
	{ .name = "switch",
	  .what = "two threads of a CPU keep what kmap_local gave them",
	  .cpus = 1, .slots = 2, .program = switch_program,
	  .real_threads = true, .needs = ONCE,
	  .bound = FULL },
	{ .name = "cut",
	  .what = "as switch, and the two threads preempt each other",
	  .cpus = 1, .slots = 2, .program = switch_program,
	  .preempts = 2, .real_threads = true, .needs = ONCE,
	  .bound = FULL },
	{ .name = "carry",
	  .what = "kmap_local in a thread that moves from CPU to CPU",
	  .cpus = 2, .slots = 2, .program = carry_program,
	  .real_threads = true, .needs = ONCE,
	  .bound = FULL },
	{ .name = "share",
	  .what = "two threads of a CPU recycle, and preempt each other",
	  .shows = VERDICT_STALE, .takes_turns = true,
	  .cpus = 1, .slots = 3, .program = share_program,
	  .before = fill_window_but_slot_1,
	  .preempts = 2, .real_threads = true,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "full",
	  .what = "3 CPUs want 2 slots; TLBs are perfect",
	  .cpus = 3, .slots = 2, .program = hold_program, .perfect_tlbs = true,
	  .bound = AT_MOST(2), .quiesce_bound = AT_MOST(2) },
	{ .name = "once3",
	  .what = "3 CPUs map a page each, in a window full of others",
	  .shows = VERDICT_STALE,
	  .cpus = 3, .slots = 2, .program = once_program, .before = fill_window,
	  .bound = AT_MOST(1), .quiesce_bound = AT_MOST(1) },
	{ .name = "twice3",
	  .what = "3 CPUs map two pages each",
	  .shows = VERDICT_STALE, .deep_only = true,
	  .cpus = 3, .slots = 3, .program = twice_program,
	  .bound = FULL, .quiesce_bound = FULL },
	{ .name = "once4",
	  .what = "4 CPUs map a page each, in a window full of others",
	  .shows = VERDICT_STALE, .deep_only = true,
	  .cpus = 4, .slots = 2, .program = once_program, .before = fill_window,
	  .bound = AT_MOST(2), .quiesce_bound = AT_MOST(2) },
	{ .name = "wide",
	  .what = "4 CPUs map two pages each, 4 slots in 2 colours",
	  .shows = VERDICT_STALE,
	  .cpus = 4, .slots = 4, .colors = 2, .program = twice_program,
	  .before = fill_window, .walks_only = true },
};
/* clang-format on */

static const struct explore_case no_more_cases[1];

/* A lab's explorer has some. The last one has no name. */
__attribute__((weak)) const struct explore_case *more_cases(void)
{
	return no_more_cases;
}

unsigned int case_count(void)
{
	unsigned int more = 0;

	while (more_cases()[more].name)
		more++;
	return ARRAY_SIZE(cases) + more;
}

const struct explore_case *case_at(unsigned int index)
{
	if (index < ARRAY_SIZE(cases))
		return &cases[index];
	return &more_cases()[index - ARRAY_SIZE(cases)];
}

bool job_applies(const struct explore_job *job)
{
	const struct explore_case *c = job->of;

	if (c->irq_only && !job->irq)
		return false;
	if (c->needs == IF_QUIESCE)
		return job->strategy->quiesce;
	if (c->needs == UNLESS_QUIESCE)
		return !job->strategy->quiesce;
	if (c->needs == IF_MIGRATED)
		return job->strategy->migrated;
	if (c->needs == IF_UNLOCKED)
		return job->strategy->pin_unlocked;
	if (c->needs == IF_IN_BATCHES)
		return job->strategy->in_batches;
	if (c->needs == IF_NO_LOST_WAKEUP)
		return job->strategy->claims & CLAIM_NO_LOST_WAKEUP;
	if (c->needs == ONCE)
		return job->strategy == strategy_at(0) && !job->irq;
	return true;
}

/* For strategies without a lock, which makes CPUs take their turns. */
static bool is_large(const struct explore_case *c)
{
	return c->cpus > 2 || c->device_handler;
}

/* All but the hand is in mm/strategy/claim.h, searched with `percpu`. */
static bool maps_like_another(const struct kmap_strategy *strategy)
{
	return strcmp(strategy->name, "clock") == 0;
}

/* It takes the lock only to sleep, so both forms are nearly the same. */
static struct explore_bound bound_without_lock(const struct explore_job *job,
					       struct explore_bound bound)
{
	bool large = is_large(job->of);

	if (large)
		bound.preemptions = bound.preemptions == UNBOUNDED ? 1 : 0;
	if (large || job->irq)
		bound.stores = 0;
	if (!maps_like_another(job->strategy))
		return bound;
	if (large)
		bound.preemptions = 0;
	else if (job->irq || !job->of->in_full)
		bound.preemptions = 1;
	return bound;
}

/* What is known to be wrong is not searched to the end for what else is not. */
static bool is_known_to_be_wrong(const struct explore_job *job)
{
	return !(job->strategy->claims & CLAIM_NO_STALE);
}

/* With 4 CPUs, what the case says. With fewer, no limit on preemptions; and
 * larger store buffers, or where that was too much for make test, some. */
static struct explore_bound deep_bound(const struct explore_job *job,
				       struct explore_bound bound)
{
	if (job->of->deep_only)
		return bound;
	if (bound.preemptions != UNBOUNDED)
		bound.preemptions = UNBOUNDED;
	else if (job->of->cpus > 2 || !bound.stores)
		bound.stores = 2;
	else
		bound.stores = SIM_STORES;
	return bound;
}

struct explore_bound job_bound(const struct explore_job *job, bool deep)
{
	struct explore_bound bound = job->strategy->quiesce
					     ? job->of->quiesce_bound
					     : job->of->bound;

	if (deep)
		return deep_bound(job, bound);
	if (job->strategy->map_unlocked)
		return bound_without_lock(job, bound);
	if (is_known_to_be_wrong(job) && job->of->cpus > 2 && !bound.stores &&
	    bound.preemptions == UNBOUNDED)
		bound.preemptions = 2;
	return bound;
}

enum verdict job_expected(const struct explore_job *job)
{
	const struct explore_case *c = job->of;
	u32 claims = job->strategy->claims;
	u32 needed = claim_against(c->shows, job->irq);

	/* lock=spin leaves interrupts as they are, as does who takes no lock.
	 */
	if (c->shows == VERDICT_IRQ_STATE &&
	    (!job->irq || job->strategy->map_unlocked))
		return VERDICT_SAFE;
	/* A CPU that wants the lock during a flush waits for it with interrupts
	 * off. */
	if (job->irq && !(claims & CLAIM_NO_DEADLOCK_IRQ) && !c->takes_turns)
		return VERDICT_DEADLOCK;
	if (c->hands_over)
		needed |= CLAIM_ANY_CPU;
	if (!c->breaks_rules && (claims & needed) == needed)
		return VERDICT_SAFE;
	return c->shows;
}
