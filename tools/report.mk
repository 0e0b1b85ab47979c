# SPDX-License-Identifier: MIT
# What the last run found, from its records: no emulator is started.

REPORT = $(Q)$(PYTHON) tools/report.py $(BUILD)/results.jsonl

.PHONY: report verdicts table
## report: the last run's first screen once more
report:
	$(REPORT)

## verdicts: every verdict of the last run, with its evidence
verdicts:
	$(REPORT) --only verdicts

## table: the last run's benchmark rows: WORKLOAD=hot, WORKLOAD=all...
table:
	$(REPORT) --only table $(if $(WORKLOAD),--workload $(WORKLOAD))
