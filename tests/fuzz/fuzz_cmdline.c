/* SPDX-License-Identifier: MIT */
/*
 * fuzz_cmdline.c - any text as the kernel's command line: it is refused with
 * one line of reason, or understood; what is understood is in range.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "job/params.h"
#include "smp/static_key.h"

static const char *const strategies[] = { "held", "dropped", "quarantine" };
static const char *const workloads[] = { "copy", "pin" };
static const char *const scenarios[] = { "stale-own", "double-map" };
static const struct params_names known = {
	.strategies = { strategies, ARRAY_SIZE(strategies) },
	.workloads = { workloads, ARRAY_SIZE(workloads) },
	.scenarios = { scenarios, ARRAY_SIZE(scenarios) },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* For smp/lockstat.c, of which only the names are used. */
void static_keys_apply(void)
{
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[PARAMS_ERROR_SIZE];
	struct params p;
	enum params_status status;
	char *line = malloc(size + 1);

	memcpy(line, data, size);
	line[size] = '\0';
	memset(error, 'z', sizeof(error));
	status = params_parse(&p, line, &known, size % 2, error, sizeof(error));
	if (!memchr(error, '\0', sizeof(error)) || strchr(error, '\n') ||
	    (status == PARAMS_OK) != (error[0] == '\0'))
		abort();
	if (p.nr_threads > PARAMS_MAX_THREADS || p.window < 8 || p.window > 512)
		abort();
	params_for_job(&p, line, &known, error, sizeof(error));
	if (p.window < 8 || p.window > 512)
		abort();
	free(line);
	return 0;
}
