/* SPDX-License-Identifier: MIT */
/* oracle.c - see oracle.h */
#include "oracle/oracle.h"

#include "arch/safecopy.h"
#include "lib/printf.h"
#include "smp/preempt.h"
#include "smp/trace.h"

/* The last number that each CPU has written. */
static struct {
	u32 last;
} __cacheline written[NR_CPUS];

static SHARED(u32) found; /* 0: no, 1: being written, 2: yes */
static struct oracle_finding first;
static u64 started;

static unsigned int slot_of(const void *vaddr)
{
	unsigned long at = (unsigned long)vaddr;

	return at >= PKMAP_BASE && at < KMAP_LOCAL_BASE ? PKMAP_NR(at) : 0;
}

/* The tag that a mapping leads to; all zero if it faults. */
struct tag {
	u32 magic, pfn, nonce;
};

static bool read_tag(const struct frame_line *line, struct tag *tag)
{
	*tag = (struct tag){ 0 };
	return safe_copy(tag, line, sizeof(*tag) / 4);
}

static u32 frame_of(bool mapped, const struct tag *tag)
{
	if (!mapped)
		return ORACLE_FAULT;
	return tag->magic == TAG_MAGIC ? tag->pfn : ORACLE_NO_FRAME;
}

static void note(bool write, u32 index, const void *vaddr, u32 reached)
{
	if (cmpxchg(found, 0, 1) != 0)
		return;
	first = (struct oracle_finding){
		.found = true,
		.write = write,
		.cpu = smp_processor_id(),
		.slot = slot_of(vaddr),
		.expected = page_to_pfn(test_frame_page(index)),
		.reached = reached,
		.when = get_cycles() - started,
	};
	smp_store_mb(found, 2);
}

/* Number of the test frame that was reached, as a bit: see event.h. */
static u32 reached_bit(u32 reached)
{
	if (reached == ORACLE_FAULT)
		return 0;
	for (u32 n = 0; n < EVENT_NO_PAGE && n < test_frames_count(); n++)
		if (page_to_pfn(test_frame_page(n)) == reached)
			return BIT(n);
	return BIT(EVENT_NO_PAGE);
}

static __noinline void trace_access(u32 index, const void *vaddr, u32 reached)
{
	struct event event =
		event_of_slot(EVENT_ACCESS, (int)slot_of(vaddr), (int)index);

	event.reached = reached_bit(reached);
	trace_event(&event);
}

static bool check(u32 index, void *vaddr, enum oracle_context context,
		  struct oracle_counts *counts)
{
	unsigned int cpu = smp_processor_id();
	struct frame_line *line = (struct frame_line *)vaddr + cpu;
	volatile struct frame_line *alias = test_frame_alias(index) + cpu;
	u32 number = ++written[cpu].last;
	struct tag tag;
	bool mapped = read_tag(line, &tag);
	bool good = true;

	if (static_branch_unlikely(&trace_key))
		trace_access(index, vaddr, frame_of(mapped, &tag));
	counts->checked++;
	if (tag.magic != TAG_MAGIC || tag.pfn != alias->pfn ||
	    tag.nonce != test_frames_nonce()) {
		counts->stale_reads++;
		note(false, index, vaddr, frame_of(mapped, &tag));
		good = false;
	}
	mapped = safe_copy(&line->scribble[context], &number, 1);
	if (alias->scribble[context] != number) {
		counts->stale_writes++;
		note(true, index, vaddr,
		     mapped ? frame_of(read_tag(line, &tag), &tag)
			    : ORACLE_FAULT);
		good = false;
	}
	return good;
}

/* Another thread of this CPU would write to the same line of the frame. */
bool oracle_check(u32 index, void *vaddr, enum oracle_context context,
		  struct oracle_counts *counts)
{
	bool good;

	preempt_disable();
	good = check(index, vaddr, context, counts);
	preempt_enable();
	return good;
}

void oracle_reset(void)
{
	started = get_cycles();
	WRITE_ONCE(found, 0);
}

struct oracle_finding oracle_first(void)
{
	return READ_ONCE(found) == 2 ? first : (struct oracle_finding){ 0 };
}

int oracle_describe(char *to, size_t room, const struct oracle_finding *finding)
{
	char reached[32];

	if (finding->reached == ORACLE_FAULT)
		ksnprintf(reached, sizeof(reached), "nothing (page fault)");
	else if (finding->reached == ORACLE_NO_FRAME)
		ksnprintf(reached, sizeof(reached), "some other memory");
	else
		ksnprintf(reached, sizeof(reached), "frame 0x%x",
			  finding->reached);
	return ksnprintf(to, room,
			 "CPU %u %s %s through the address of frame 0x%x "
			 "(slot %u)",
			 finding->cpu, finding->write ? "wrote to" : "read",
			 reached, finding->expected, finding->slot);
}
