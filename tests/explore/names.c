/* SPDX-License-Identifier: MIT */
/* names.c - see names.h */
#include "names.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mm/pkmap.h"
#include "sim.h"
#include "smp/crosscall.h"
#include "smp/idle.h"
#include "smp/tlb.h"

static const Elf64_Sym *symbols;
static size_t nr_symbols;
static const char *strings;

void names_init(void)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	struct stat st;
	const char *file;
	const Elf64_Ehdr *elf;
	const Elf64_Shdr *section;

	if (fd < 0 || fstat(fd, &st) < 0)
		return; /* addresses, then */
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (file == MAP_FAILED)
		return;
	elf = (const Elf64_Ehdr *)file;
	section = (const Elf64_Shdr *)(file + elf->e_shoff);
	for (int i = 0; i < elf->e_shnum; i++) {
		if (section[i].sh_type != SHT_SYMTAB)
			continue;
		symbols = (const Elf64_Sym *)(file + section[i].sh_offset);
		nr_symbols = section[i].sh_size / sizeof(*symbols);
		strings = file + section[section[i].sh_link].sh_offset;
	}
}

/* A location of which nothing better is known: "symbol+12". */
static const char *symbol_name(const void *at, char *to, size_t room)
{
	u64 address = (u64)at;

	for (size_t i = 0; i < nr_symbols; i++) {
		const Elf64_Sym *s = &symbols[i];

		if (ELF64_ST_TYPE(s->st_info) != STT_OBJECT ||
		    address < s->st_value ||
		    address >= s->st_value + s->st_size)
			continue;
		snprintf(to, room, "%s+%llu", strings + s->st_name,
			 (unsigned long long)(address - s->st_value));
		return to;
	}
	snprintf(to, room, "a local variable");
	return to;
}

/* Is it element i of an array of something? Returns i, or -1. */
static int element(const void *at, const void *array, size_t size, size_t count)
{
	const char *byte = at;
	const char *first = array;

	if (byte < first || byte >= first + size * count)
		return -1;
	return (int)((size_t)(byte - first) / size);
}

#define ELEMENT(at, array) \
	element(at, array, sizeof((array)[0]), ARRAY_SIZE(array))

static int page_of(const void *at)
{
	for (unsigned int n = 0; n < SIM_PAGES; n++)
		if (at == (const void *)&sim_page(n)->kmap_address)
			return (int)n;
	return -1;
}

static const char *mailbox_part(const void *at, const struct mailbox *box,
				char *to, size_t room)
{
	int cpu = ELEMENT(at, box->inbox);

	if (cpu >= 0) {
		snprintf(to, room, "CPU %d's %s requests", cpu, box->name);
		return to;
	}
	cpu = ELEMENT(at, box->sent);
	if (cpu < 0)
		return NULL;
	snprintf(to, room, "the CPUs that owe CPU %d a %s", cpu, box->name);
	return to;
}

const char *name_of(const void *at, char *to, size_t room)
{
	int i;

	i = ELEMENT(at, pkmap_count);
	if (i >= 0) {
		snprintf(to, room, "the count of slot %d", i);
		return to;
	}
	i = ELEMENT(at, sim.table);
	if (i >= 0) {
		snprintf(to, room, "the entry of slot %d", i);
		return to;
	}
	i = ELEMENT(at, cpu_idle);
	if (i >= 0) {
		snprintf(to, room, "whether CPU %d is idle", i);
		return to;
	}
	i = page_of(at);
	if (i >= 0) {
		snprintf(to, room, "the address of page P%d", i);
		return to;
	}
	if (at == (const void *)&kmap_lock.owner)
		return "kmap_lock";
	if (mailbox_part(at, &tlb_box, to, room) ||
	    mailbox_part(at, &crosscall_box, to, room))
		return to;
	return symbol_name(at, to, room);
}

/* The value of a location, in words that fit what it is. */
static const char *value_text(const void *at, u64 value, char *to, size_t room)
{
	if (page_of(at) >= 0 && value)
		snprintf(to, room, "slot %llu",
			 (unsigned long long)((value - PKMAP_BASE) >>
					      PAGE_SHIFT));
	else if (page_of(at) >= 0)
		snprintf(to, room, "none");
	else if (ELEMENT(at, pkmap_count) >= 0)
		snprintf(to, room, "%d", (int)value);
	else
		snprintf(to, room, "%llx", (unsigned long long)value);
	return to;
}

void say_load(const void *at, u64 value)
{
	char name[80], text[40];

	if (sim_tell)
		sim_say(". reads %s: %s", name_of(at, name, sizeof(name)),
			value_text(at, value, text, sizeof(text)));
}

void say_entry(int slot, u64 entry)
{
	int page = sim_page_number(pte_pfn(entry));

	if (!(entry & PTE_PRESENT))
		sim_event(event_of_slot(EVENT_ENTRY_CLEAR, slot, EVENT_NONE),
			  "clears the entry of slot %d", slot);
	else
		sim_event(event_of_slot(EVENT_ENTRY_SET, slot,
					page < 0 ? EVENT_NO_PAGE : page),
			  "makes the entry of slot %d present", slot);
}

static struct event count_of(int slot, int count)
{
	struct event event = event_of_slot(EVENT_COUNT, slot, EVENT_NONE);

	event.count = count;
	return event;
}

static int slot_at(u64 vaddr)
{
	return vaddr ? (int)((vaddr - PKMAP_BASE) >> PAGE_SHIFT) : EVENT_NONE;
}

/* What is stored there: a count, an address; or a mere remark. */
static struct event store_of(const void *at, u64 value)
{
	if (ELEMENT(at, pkmap_count) >= 0)
		return count_of(ELEMENT(at, pkmap_count), (int)value);
	if (page_of(at) >= 0)
		return event_of_slot(EVENT_ADDRESS, slot_at(value),
				     page_of(at));
	return event_of(EVENT_SAY);
}

void say_store(const void *at, u64 value)
{
	char name[80], text[40];
	struct event event;

	/* Entries are told of when they reach memory: say_entry(). */
	if (!sim_tell || ELEMENT(at, sim.table) >= 0)
		return;
	event = store_of(at, value);
	sim_event(event, "%ssets %s to %s", event.kind == EVENT_SAY ? ". " : "",
		  name_of(at, name, sizeof(name)),
		  value_text(at, value, text, sizeof(text)));
}

/* A locked instruction: a count, a request for a flush, an acknowledgement. */
static struct event rmw_of(const void *at, u64 old, u64 new)
{
	int inbox = ELEMENT(at, tlb_box.inbox);
	int sent = ELEMENT(at, tlb_box.sent);

	if (old == new)
		return event_of(EVENT_SAY);
	if (inbox >= 0 && new &BIT(sim_cpu_id()))
		return event_to_cpu(EVENT_POST, inbox, NULL);
	if (sent >= 0)
		return event_to_cpu(EVENT_ACK, sent, NULL);
	return store_of(at, new);
}

void say_rmw(const void *at, u64 old, u64 new)
{
	char name[80], before[40], after[40];
	struct event event;

	if (!sim_tell)
		return;
	event = rmw_of(at, old, new);
	sim_event(event, "%schanges %s: %s to %s",
		  event.kind == EVENT_COUNT ? "" : ". ",
		  name_of(at, name, sizeof(name)),
		  value_text(at, old, before, sizeof(before)),
		  value_text(at, new, after, sizeof(after)));
}

void say_drain(const void *at)
{
	char name[80];

	if (sim_tell)
		sim_say(". (its store to %s reaches memory)",
			name_of(at, name, sizeof(name)));
}

void say_wait(enum wait_kind kind, const void *object)
{
	const spinlock_t *lock = object;
	const struct mailbox *box = object;

	if (kind == WAIT_LOCK)
		sim_event(event_named(EVENT_LOCK_WAIT, lock->name),
			  "waits for %s", lock->name);
	else if (kind == WAIT_ACK)
		sim_event(event_named(EVENT_ACK_WAIT, box->name),
			  "waits until all have acknowledged its %s",
			  box->name);
	else
		sim_say("waits for %s", (const char *)object);
}

void say_sleep(void)
{
	sim_event(event_of(EVENT_SLEEP), "sleeps");
}

void say_wake(unsigned int cpu)
{
	sim_event(event_to_cpu(EVENT_WAKE, (int)cpu, NULL),
		  "wakes the thread of CPU %u", cpu);
}

const char *ipi_name(unsigned int ipi)
{
	static const char *const names[NR_IPIS] = {
		[IPI_CALL] = "cross call",
		[IPI_FLUSH] = "TLB flush",
		[IPI_RESCHEDULE] = "wake-up",
		[IPI_QUIESCE] = "quiesce",
	};

	return names[ipi];
}

const char *page_set_text(u16 pages)
{
	static char text[80];
	size_t len = 0;

	text[0] = '\0';
	for (int page = 0; page < 16; page++) {
		if (!(pages >> page & 1))
			continue;
		len += (size_t)snprintf(text + len, sizeof(text) - len,
					page < SIM_PAGES ? "%sP%d"
							 : "%sno page at all",
					len ? " or " : "", page);
	}
	return text;
}
