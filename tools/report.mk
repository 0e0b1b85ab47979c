# SPDX-License-Identifier: MIT
# What the last run found, from its records: no emulator is started.

REPORT = $(Q)$(PYTHON) tools/report.py $(BUILD)/results.jsonl

.PHONY: report report-test verdicts table
## report: the last run's first screen once more, and all of it as a page
##  : with charts, build/report.html
report:
	$(REPORT) --html $(BUILD)/report.html

# Not part of `make test`: installing a browser takes longer than the test.
## report-test: look at that page in Chromium, on a phone and on a screen
report-test:
	$(Q)$(PYTEST) tests/browser/test_page.py

## verdicts: every verdict of the last run, with its evidence
verdicts:
	$(REPORT) --only verdicts

## table: the last run's benchmark rows: WORKLOAD=hot, WORKLOAD=all...
table:
	$(REPORT) --only table $(if $(WORKLOAD),--workload $(WORKLOAD))
