/* SPDX-License-Identifier: MIT */
/* matrix.c - see matrix.h */
#include "job/matrix.h"

#define NAME_WIDTH       16
#define SHOWN_STRATEGIES 12 /* that a line has room for */
#define SHOWN_SCENARIOS  19 /* that a page has */

static struct matrix_cell cells[REGISTRY_MAX][REGISTRY_MAX][2];
static bool any;

static const char letters[NR_VERDICTS] = {
	[VERDICT_SAFE] = '.',       [VERDICT_STALE] = 'S',
	[VERDICT_DOUBLE_MAP] = 'D', [VERDICT_BAD_COUNT] = 'C',
	[VERDICT_DEADLOCK] = 'L',   [VERDICT_LOST_WAKEUP] = 'W',
	[VERDICT_IRQ_STATE] = 'I',  [VERDICT_REFUSED] = 'R',
	[VERDICT_LIVELOCK] = 'V',   [VERDICT_TIMEOUT] = 'T',
	[VERDICT_NA] = '-',
};

static unsigned int place_of_scenario(const struct scenario *scenario)
{
	unsigned int i = 0;

	while (i < scenario_count() && scenario_at(i) != scenario)
		i++;
	return i;
}

static unsigned int place_of_strategy(const struct kmap_strategy *strategy)
{
	unsigned int i = 0;

	while (i < strategy_count() && strategy_at(i) != strategy)
		i++;
	return i;
}

void matrix_add(const struct scenario *scenario,
		const struct kmap_strategy *strategy, bool irq,
		enum verdict verdict, bool as_expected)
{
	cells[place_of_scenario(scenario)][place_of_strategy(strategy)][irq] =
		(struct matrix_cell){
			.played = true,
			.as_expected = as_expected,
			.verdict = verdict,
		};
	any = true;
}

struct matrix_cell matrix_at(unsigned int scenario, unsigned int strategy,
			     bool irq)
{
	return cells[scenario][strategy][irq];
}

bool matrix_is_empty(void)
{
	return !any;
}

/* A letter for each lock, and whether one was not as expected. */
static void print_cells(struct screen_page *page, unsigned int scenario,
			unsigned int strategy, int width)
{
	struct matrix_cell spin = cells[scenario][strategy][false];
	struct matrix_cell irq = cells[scenario][strategy][true];
	bool bad = (spin.played && !spin.as_expected) ||
		   (irq.played && !irq.as_expected);

	page_printf(page, "%c %c%-*s",
		    spin.played ? letters[spin.verdict] : ' ',
		    irq.played ? letters[irq.verdict] : ' ', width - 3,
		    bad ? "!" : "");
}

void matrix_print(struct screen_page *page)
{
	unsigned int strategies = min(strategy_count(), SHOWN_STRATEGIES + 0u);
	unsigned int scenarios = min(scenario_count(), SHOWN_SCENARIOS + 0u);
	int width = (int)((PAGE_COLUMNS - NAME_WIDTH - 1) / strategies);

	page_printf(page,
		    "Scenarios: the left letter is that of lock=spin, the "
		    "right one that of lock=irq\n%*s",
		    NAME_WIDTH, "");
	for (unsigned int i = 0; i < strategies; i++)
		page_printf(page, "%-*.*s", width, width - 1,
			    strategy_at(i)->name);
	for (unsigned int i = 0; i < scenarios; i++) {
		page_printf(page, "\n%-*.*s", NAME_WIDTH, NAME_WIDTH - 1,
			    scenario_at(i)->name);
		for (unsigned int j = 0; j < strategies; j++)
			print_cells(page, i, j, width);
	}
	page_printf(page, "\n\n.=safe S=stale D=double map C=bad count "
			  "L=deadlock W=lost wake-up I=irq state\n"
			  "R=refused T=timeout -=not possible here "
			  "!=NOT AS EXPECTED\n");
}
