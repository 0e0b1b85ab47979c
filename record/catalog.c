/* SPDX-License-Identifier: MIT */
/* catalog.c - see catalog.h */
#include "record/catalog.h"

#include "record/record.h"

static void write_names(struct json_writer *w, const char *key,
			const struct catalog_names *list)
{
	if (list)
		json_array_str(w, key, list->names, list->count);
	else
		json_null(w, key);
}

void record_catalog(const struct catalog_item *item)
{
	struct json_writer *w = record_begin("catalog");

	json_str(w, "what", item->what);
	json_str(w, "name", item->name);
	json_str(w, "title", item->title);
	write_names(w, "claims", item->claims);
	json_str(w, "contract", item->contract);
	if (item->baseline)
		json_bool(w, "baseline", *item->baseline);
	else
		json_null(w, "baseline");
	write_names(w, "locks", item->locks);
	json_str(w, "callers", item->callers);
	json_str(w, "addresses", item->addresses);
	if (item->cpus)
		json_u64(w, "cpus", item->cpus);
	else
		json_null(w, "cpus");
	json_str(w, "shows", item->shows);
	json_str(w, "screen", item->screen);
	record_write();
}
