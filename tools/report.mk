# SPDX-License-Identifier: MIT
# What the last run found, from its records: no emulator is started.

REPORT = $(Q)$(PYTHON) tools/report.py $(BUILD)/results.jsonl

.PHONY: report report-machine report-test verdicts table
## report: the last run's first screen once more, and all of it as a page
##  : with charts, build/report.html (BASE=old.jsonl: compared with that)
report:
	$(REPORT) --html $(BUILD)/report.html $(call said,BASE,--base)

# The sizes that a window can have. As all that counts instructions, it takes
# the same however busy the host is; so it is not worth a job for each.
WINDOWS := 8 16 32 64 128 256 512

.PHONY: window
## window: run the benchmark's misses with windows of 8 to 512 slots
##  : (for `report`)
window: $(BUILD)/kmaplab.elf
	$(Q)rm -f $(BUILD)/window.new
	$(Q)for slots in $(WINDOWS); do \
		$(PYTHON) tools/run.py --kernel $< --out $(BUILD)/window \
			--accel exact --quiet --no-report -- run=rows \
			workload=cycle threads=1 window=$$slots $(RUN_ARGS) || exit; \
		cat $(BUILD)/window/results.jsonl >>$(BUILD)/window.new; \
	done
	$(Q)mv $(BUILD)/window.new $(BUILD)/window.jsonl

## report-machine: what a real machine found, of FILE="photo1.jpg photo2.jpg", the
##  : QR codes on its screen, or of FILE=serial.log; and an issue to send
report-machine:
	$(Q)$(if $(FILE),,echo "FILE has to name photographs of the codes, or" \
		"the log of the serial port"; exit 1;) \
		$(PYTHON) tools/machine.py $(FILE)

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
