/* SPDX-License-Identifier: MIT */
/*
 * cases.c - lab 5 on the explorer's machine: a case for each scene of the
 * student's, and a control.
 */
#include "cases.h"
#include "labs/5-review/review.h"
#include "labs/control.h"
#include "mm/highmem.h"
#include "programs_impl.h"

static unsigned int slots_of(const struct scene *scene)
{
	unsigned int slots = 0;

	while (slots < SCENE_SLOTS && scene->slot[slots] != NO_SLOT)
		slots++;
	return slots;
}

/* Up to the last one that does something. */
static unsigned int cpus_of(const struct scene *scene)
{
	unsigned int cpus = SCENE_CPUS;

	while (cpus > 0 && scene->cpu[cpus - 1][0].what == STEP_END)
		cpus--;
	return cpus;
}

/* A search for a slot begins at slot 1. */
static void set_up(const struct scene *scene)
{
	unsigned int slots = LAST_PKMAP;

	for (unsigned int n = 1; n <= slots; n++)
		kmap_high(sim_page(IN_SLOT(n % slots)));
	for (unsigned int slot = 0; slot < slots; slot++)
		if (scene->slot[slot] == FREE)
			kunmap_high(sim_page(IN_SLOT(slot)));
	kmap_flush_unused();
	for (unsigned int slot = 0; slot < slots; slot++)
		if (scene->slot[slot] == UNUSED)
			kunmap_high(sim_page(IN_SLOT(slot)));
}

/* What the steps of a CPU are about: the addresses that it has, by page. */
struct actor {
	void *at[SCENE_PAGES];
};

static void use(const struct actor *actor, unsigned int page)
{
	sim_expect(actor->at[page], "uses a page that it has no address of");
	if (actor->at[page])
		sim_use(actor->at[page], sim_page(page));
}

static void take_step(struct actor *actor, const struct step *step)
{
	switch (step->what) {
	case STEP_MAP:
		actor->at[step->page] = map(step->page);
		break;
	case STEP_USE:
		use(actor, step->page);
		break;
	case STEP_UNMAP:
		unmap(step->page);
		break;
	case STEP_FLUSH:
		sim_say("kmap_flush_unused()");
		kmap_flush_unused();
		break;
	case STEP_GIVE:
		give(actor->at[step->page]);
		break;
	case STEP_TAKE:
		actor->at[step->page] = take();
		break;
	case STEP_SIGNAL:
		WRITE_ONCE(sim.note[NOTE_DONE], 1);
		break;
	case STEP_WAIT:
		wait_for_note(NOTE_DONE);
		break;
	default:
		sim_expect(false, "there is no such step");
	}
}

static void play(const struct scene *scene)
{
	const struct step *step = scene->cpu[smp_processor_id()];
	struct actor actor = { { NULL } };

	sim_expect(slots_of(scene) >= 2 && cpus_of(scene) > 0,
		   "the scene needs at least two slots, and a CPU with steps");
	for (unsigned int n = 0; n < SCENE_STEPS; n++, step++) {
		if (step->what == STEP_END)
			break;
		if (step->page < SCENE_PAGES)
			take_step(&actor, step);
		else
			sim_expect(false, "there is no such page");
	}
}

#define SCENE(name)                      \
	static void name##_before(void)  \
	{                                \
		set_up(&name);           \
	}                                \
	static void name##_program(void) \
	{                                \
		play(&name);             \
	}

SCENE(d1)
SCENE(d2)
SCENE(d3)
SCENE(d4)
SCENE(d7)

/* Each defect needs one preemption, that of the CPU that flushes. With two CPUs
 * there may be two. */
#define OF_SCENE(scene)                                                 \
	{                                                               \
		.name = "scene-" #scene, .what = "the student's scene", \
		.program = scene##_program, .before = scene##_before,   \
		.shows = VERDICT_SAFE, .bound = { 1, 0 }, .cpus = 1,    \
		.slots = 2,                                             \
	}

static struct explore_case cases[] = { OF_SCENE(d1),
				       OF_SCENE(d2),
				       OF_SCENE(d3),
				       OF_SCENE(d4),
				       OF_SCENE(d7),
				       { .name = "lab-control",
					 .what = "a slot maps another page",
					 .cpus = 1,
					 .slots = 2,
					 .program = map_wrongly,
					 .before = fill_window,
					 .shows = VERDICT_SAFE,
					 .bound = { 2, 0 } },
				       { .name = NULL } };

static const struct scene *const scenes[] = { &d1, &d2, &d3, &d4, &d7 };

const struct explore_case *more_cases(void)
{
	for (unsigned int n = 0; n < ARRAY_SIZE(scenes); n++) {
		cases[n].cpus = max(cpus_of(scenes[n]), 1u);
		cases[n].slots = max(slots_of(scenes[n]), 2u);
		cases[n].bound.preemptions = cases[n].cpus < 3 ? 2 : 1;
	}
	return cases;
}
