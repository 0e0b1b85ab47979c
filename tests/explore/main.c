/* SPDX-License-Identifier: MIT */
#include "cases.h"
#include "names.h"
#include "smp/point.h"
#include "state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void sim_remark(const char *point, unsigned long arg)
{
	sim_say("# %s %lu", point, arg);
}

static void tell(unsigned int cpu, const char *text)
{
	printf("%*sCPU%u: %s\n", cpu * 30, "", cpu, text);
}

int main(int argc, char **argv)
{
	static struct search_result r;
	state_init();
	if (argc > 7) sim_store_buffer = atoi(argv[7]);
	names_init();
	for (unsigned ci = 0; ci < case_count(); ci++) {
		const struct explore_case *c = case_at(ci);
		if (argc > 1 && strcmp(argv[1], c->name))
			continue;
		for (unsigned si = 0; si < strategy_count(); si++)
			for (int irq = 0; irq < 2; irq++) {
				const struct kmap_strategy *s = strategy_at(si);
				if (argc > 2 && strcmp(argv[2], s->name))
					continue;
				if (argc > 3 && (irq != (argv[3][0] == 'i')))
					continue;
				if (c->irq_only && !irq)
					continue;
				const struct search_target *t =
					case_select(c, s, irq);
				clock_t t0 = clock();
				search_all(t, argc > 6 ? atoi(argv[6]) : c->preemptions, (argc > 5 ? atol(argv[5]) : 3000000), &r);
				printf("%s %s %s: %s (%s) states %lu trans %lu "
				       "depth %u complete %d  %.2fs\n",
				       c->name, s->name, irq ? "irq" : "spin",
				       finding_name(r.finding), r.text,
				       r.states, r.transitions, r.depth,
				       r.complete,
				       (double)(clock() - t0) / CLOCKS_PER_SEC);
				fflush(stdout);
				if (r.finding) {
					search_shortest(t, 5000000, &r);
					printf("   shortest: %u steps, %lu "
					       "states: %s %s\n",
					       r.length, r.states,
					       finding_name(r.finding), r.text);
					if (argc > 4) {
						sim_tell = tell;
						search_replay(t, r.schedule,
							      r.length);
						sim_tell = NULL;
					}
				}
			}
	}
}
