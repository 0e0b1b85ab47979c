# SPDX-License-Identifier: MIT
# Figures in the documents: from runs that are kept in docs/records/.

# What is recorded: the target of that name makes it, and leaves it there.
RECORDS         := run window stress explore model mutation timeline \
	scale
record-run      := $(BUILD)/results.jsonl
record-window   := $(BUILD)/window.jsonl
record-stress   := $(BUILD)/stress/results.jsonl
record-explore  := $(EXPLORE_DIR)/explore.jsonl
record-model    := $(BUILD)/model/model.jsonl
record-mutation := $(BUILD)/mutation.jsonl
record-timeline := $(BUILD)/timeline/results.jsonl
record-scale    := $(BUILD)/scale.jsonl
# Not by default: this one builds Linux.
record-compare  := $(BUILD)/compare/results.jsonl

# No pattern rule makes a phony target: these are none.
record-%: %
	$(Q)tools/figures.py --take $* $($@)

## timeline: trace the scenarios that are drawn in the documents
# What that is: tools/kmapfigures/pictures.py. The rows say
# what the trace costs.
TRACED = $(Q)$(PYTHON) tools/run.py --kernel $(BUILD)/kmaplab.elf --quiet \
	--no-report --accel exact
timeline: $(BUILD)/kmaplab.elf
	$(TRACED) --out $(BUILD)/timeline/scenarios -- run=scenarios trace=on \
		strategy=held,dropped,recheck,quarantine,polled
	$(TRACED) --out $(BUILD)/timeline/rows --cpus 1 -- run=rows trace=on \
		strategy=held lock=spin threads=1 accounting=none \
		workload=hot,cycle,empty
	$(Q)cat $(BUILD)/timeline/scenarios/results.jsonl \
		$(BUILD)/timeline/rows/results.jsonl >$(record-timeline)

.PHONY: record figures timeline
## record: make docs/records/ anew (RECORD="run stress": those), then `figures`
record: $(addprefix record-,$(or $(RECORD),$(RECORDS)))
	$(Q)tools/figures.py

## figures: write the figures of the documents from docs/records/
##  : (RECORD=stress FILE=...: first keep that file as the record)
figures:
	$(if $(RECORD),$(Q)tools/figures.py --take $(RECORD) $(FILE))
	$(Q)tools/figures.py
