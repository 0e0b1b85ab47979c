/* SPDX-License-Identifier: MIT */
/* lockstat.c - see lockstat.h */
#include "smp/lockstat.h"

#include "smp/static_key.h"

const char *const accounting_names[NR_ACCOUNTINGS] = {
	[ACCOUNTING_NONE] = "none",
	[ACCOUNTING_CONTENDED] = "contended",
	[ACCOUNTING_ALL] = "all",
};

DEFINE_STATIC_KEY_FALSE(lockstat_contended);
DEFINE_STATIC_KEY_FALSE(lockstat_all);
DEFINE_STATIC_KEY_FALSE(spin_unlock_slow);

void spin_unlock_set_slow(u32 reason, bool on)
{
	if (on)
		fetch_or(spin_unlock_slow.enabled, reason);
	else
		fetch_and(spin_unlock_slow.enabled, ~reason);
}

static struct {
	SHARED(bool) all, traced;
} watched __read_mostly;

bool lockstat_accounts_all(void)
{
	return READ_ONCE(watched.all);
}

bool lockstat_traces(void)
{
	return READ_ONCE(watched.traced);
}

static void set_watched(void)
{
	bool all = lockstat_accounts_all();
	bool traced = lockstat_traces();

	WRITE_ONCE(lockstat_all.enabled, all || traced);
	spin_unlock_set_slow(UNLOCK_ACCOUNTS, all);
	spin_unlock_set_slow(UNLOCK_TRACES, traced);
}

void lockstat_set_mode(enum accounting mode)
{
	WRITE_ONCE(lockstat_contended.enabled, mode == ACCOUNTING_CONTENDED);
	WRITE_ONCE(watched.all, mode == ACCOUNTING_ALL);
	set_watched();
	static_keys_apply();
}

void lockstat_set_traced(bool on)
{
	WRITE_ONCE(watched.traced, on);
	set_watched();
}

void lockstat_released(const spinlock_t *lock, u64 now)
{
	struct lock_stat_cpu *mine = lockstat_mine(lock);

	if (!mine->acquired_at)
		return; /* the mode has changed since then */
	hist_add(&mine->wait, mine->acquired_at - mine->asked_at);
	hist_add(&mine->hold, now - mine->acquired_at);
	if (irqs_disabled())
		mine->irqoff_max = max(mine->irqoff_max, now - mine->asked_at);
	mine->acquired_at = 0;
}

static void enter_wait(struct lock_stat_cpu *cpu)
{
	if (cpu->waited)
		hist_add(&cpu->wait, cpu->waited);
	cpu->waited = 0;
}

void lockstat_waited(const spinlock_t *lock, u64 ticks)
{
	if (lock->stat)
		lockstat_mine(lock)->waited = ticks;
}

void lockstat_enter_wait(const spinlock_t *lock)
{
	if (lock->stat)
		enter_wait(lockstat_mine(lock));
}

void lockstat_finish(struct lock_stat *stat)
{
	for (unsigned int i = 0; i < NR_CPUS; i++)
		enter_wait(&stat->cpu[i]);
}

void lockstat_reset(struct lock_stat *stat)
{
	for (unsigned int i = 0; i < NR_CPUS; i++) {
		struct lock_stat_cpu *cpu = &stat->cpu[i];

		hist_reset(&cpu->wait);
		hist_reset(&cpu->hold);
		cpu->irqoff_max = 0;
		cpu->acquired_at = 0;
		cpu->waited = 0;
	}
}
