/* SPDX-License-Identifier: MIT */
/* workers.c - see workers.h */
#include "workers.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Memory that stays shared after fork(). */
static struct board {
	unsigned int next; /* job nobody has taken yet */
	struct outcome outcomes[];
} * board;

static void make_board(unsigned int count)
{
	board = mmap(NULL, sizeof(*board) + count * sizeof(struct outcome),
		     PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (board == MAP_FAILED) {
		perror("no memory");
		exit(2);
	}
}

/* Take jobs until there are none; say of each that it is done. */
static void work(const struct explore_job *jobs, unsigned int count,
		 const struct effort *effort, int done)
{
	for (;;) {
		unsigned int job =
			__atomic_fetch_add(&board->next, 1, __ATOMIC_SEQ_CST);

		if (job >= count)
			_exit(0);
		outcome_of(&jobs[job], effort, &board->outcomes[job]);
		if (write(done, &job, sizeof(job)) != sizeof(job))
			_exit(1);
	}
}

static void listen(int done, unsigned int count,
		   void (*tell)(unsigned int job,
				const struct outcome *outcome))
{
	unsigned int told = 0;
	unsigned int job;

	/* Ends when the last worker has: nobody can write any more. */
	while (read(done, &job, sizeof(job)) == sizeof(job))
		for (; told < count && board->outcomes[told].done; told++)
			tell(told, &board->outcomes[told]);
	for (; told < count; told++)
		tell(told, &board->outcomes[told]);
}

const struct outcome *workers_do(const struct explore_job *jobs,
				 unsigned int count, unsigned int at_once,
				 const struct effort *effort,
				 void (*tell)(unsigned int job,
					      const struct outcome *outcome))
{
	int done[2];

	make_board(count);
	if (pipe(done) != 0) {
		perror("pipe");
		exit(2);
	}
	fflush(NULL);
	for (unsigned int i = 0; i < at_once; i++) {
		pid_t pid = fork();

		if (pid == 0)
			work(jobs, count, effort, done[1]);
		if (pid < 0)
			perror("fork");
	}
	close(done[1]);
	listen(done[0], count, tell);
	close(done[0]);
	while (wait(NULL) > 0)
		;
	return board->outcomes;
}
