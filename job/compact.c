/* SPDX-License-Identifier: MIT */
/* compact.c - see compact.h */
#include "job/compact.h"

#include "arch/clock.h"
#include "arch/cpu_info.h"
#include "job/matrix.h"
#include "job/table.h"
#include "lib/printf.h"
#include "lib/string.h"
#include "lib/version.h"
#include "mm/lockform.h"
#include "smp/cpu.h"
#include "workload/workload.h"

#define HEAD_SIZE 24 /* K1:30:30:00000000: and room */
#define PART_DATA (QR_TEXT_MAX - HEAD_SIZE)

/* Whose costs are told: two that use a strategy, and all that use none. */
static const char *const told[] = { "hot", "cycle" };

static char whole[COMPACT_MAX];
static size_t length;

/* Of the alphabet, and no separator. */
static char allowed(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	return qr_has(c) && !strchr(":/+*", c) ? c : ' ';
}

static void add_char(char c)
{
	if (length < sizeof(whole) - 1)
		whole[length++] = c;
}

static void add_text(const char *text)
{
	for (; *text; text++)
		add_char(allowed(*text));
}

static void add_number(u64 n)
{
	char text[24];

	ksnprintf(text, sizeof(text), "%llu", n);
	add_text(text);
}

static void add_field(const char *text)
{
	add_char(':');
	add_text(text);
}

static void add_number_field(u64 n)
{
	add_char(':');
	add_number(n);
}

static void add_machine(const struct params *params,
			const struct machine_info *machine)
{
	struct cpu_info cpu = cpu_info();

	add_text("M");
	add_field(KMAPLAB_VERSION);
	add_number_field(num_online_cpus());
	add_number_field(cpu.phys_bits);
	add_number_field(machine->mem_kib);
	add_number_field(clock_khz());
	add_field(record_unit());
	add_number_field(params->seed);
	add_field(cpu.vendor);
	add_field(cpu.name);
	add_char('/');
}

static void add_names(void)
{
	add_text("S");
	for (unsigned int i = 0; i < strategy_count(); i++) {
		add_char(i ? '+' : ':');
		add_text(strategy_at(i)->name);
	}
	add_char('/');
	add_text("T");
	for (unsigned int i = 0; i < scenario_count(); i++) {
		add_char(i ? '+' : ':');
		add_text(scenario_at(i)->name);
	}
	add_char('/');
}

static void add_cell(struct matrix_cell cell)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	if (cell.played && !cell.as_expected)
		add_char('*');
	add_char(cell.played ? digits[cell.verdict] : '.');
}

static void add_verdicts(void)
{
	if (matrix_is_empty())
		return;
	add_text("V");
	add_char(':');
	for (unsigned int i = 0; i < 2 * strategy_count(); i++)
		for (unsigned int j = 0; j < scenario_count(); j++)
			add_cell(matrix_at(j, i / 2, i % 2));
	add_char('/');
}

static void add_mean(const struct bench_row *row)
{
	if (row)
		add_number(row->mean);
	else
		add_char('-');
}

static void add_costs(const struct workload *workload, unsigned int threads)
{
	const char *name = workload->name;

	add_text("C");
	add_field(name);
	add_number_field(threads);
	add_char(':');
	if (table_find(name, NULL, NULL, threads)) {
		add_mean(table_find(name, NULL, NULL, threads));
	} else {
		for (unsigned int i = 0; i < 2 * strategy_count(); i++) {
			if (i)
				add_char('+');
			add_mean(table_find(name, strategy_at(i / 2)->name,
					    lock_form_name(i % 2), threads));
		}
	}
	add_char('/');
}

static bool is_told(const char *workload)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(told); i++)
		if (strcmp(told[i], workload) == 0)
			return true;
	return table_find(workload, NULL, NULL, 1) != NULL;
}

static void add_all_costs(void)
{
	for (unsigned int i = 0; i < workload_count(); i++) {
		const struct workload *workload = workload_at(i);
		unsigned int most = table_most_threads(workload->name);

		if (!most || !is_told(workload->name))
			continue;
		add_costs(workload, 1);
		if (most > 1)
			add_costs(workload, most);
	}
}

static u32 crc32(const char *text, size_t bytes)
{
	u32 crc = 0xffffffff;

	for (size_t i = 0; i < bytes; i++) {
		crc ^= (u8)text[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static unsigned int parts(void)
{
	return (unsigned int)((length + PART_DATA - 1) / PART_DATA);
}

static void add_hex(u64 n)
{
	char text[24];

	ksnprintf(text, sizeof(text), "%llx", n);
	add_text(text);
}

static void add_ram(const struct memmap *map)
{
	add_text("R");
	for (unsigned int i = 0; i < map->count; i++) {
		add_char(i ? '+' : ':');
		add_hex(map->ram[i].start / KiB);
		add_char('-');
		add_hex(map->ram[i].end / KiB);
	}
	add_char('/');
}

static void add_unlike(const u64 *cpus, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		add_char(i ? '+' : ':');
		add_hex(cpus[i]);
	}
	if (!count)
		add_char(':');
}

static void add_report(const struct machine_info *machine)
{
	u64 cpus[NR_CPUS];

	add_ram(machine->ram);
	add_text("U");
	add_unlike(cpus, cpus_of_other_clock(cpus));
	add_unlike(cpus, cpus_of_other_mtrr(cpus));
	add_char('/');
	add_text("B");
	add_field(machine->cpus_source ? machine->cpus_source : "");
	add_field(machine->clock_source ? machine->clock_source : "");
	add_char('/');
}

unsigned int compact_make(const struct params *params,
			  const struct machine_info *machine)
{
	_Static_assert(COMPACT_MAX <= COMPACT_PARTS * PART_DATA, "room");
	length = 0;
	add_machine(params, machine);
	if (params->run == RUN_REPORT) {
		add_report(machine);
	} else {
		add_names();
		add_verdicts();
		add_all_costs();
	}
	add_text("F");
	add_number_field(record_failures());
	add_char('/');
	whole[length] = '\0';
	return parts();
}

void compact_part(unsigned int n, char *text)
{
	ksnprintf(text, QR_TEXT_MAX + 1, "K1:%u:%u:%08x:%.*s", n + 1, parts(),
		  crc32(whole, length), PART_DATA, whole + n * PART_DATA);
	for (; *text; text++) /* the check's digits */
		if (*text >= 'a' && *text <= 'f')
			*text = (char)(*text - 'a' + 'A');
}
