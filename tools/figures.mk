# SPDX-License-Identifier: MIT
# Figures in the documents: from runs that are kept in docs/records/.

# What is recorded: the target of that name makes it, and leaves it there.
RECORDS         := run window stress explore model mutation
record-run      := $(BUILD)/results.jsonl
record-window   := $(BUILD)/window.jsonl
record-stress   := $(BUILD)/stress/results.jsonl
record-explore  := $(EXPLORE_DIR)/explore.jsonl
record-model    := $(BUILD)/model/model.jsonl
record-mutation := $(BUILD)/mutation.jsonl

# No pattern rule makes a phony target: these are none.
record-%: %
	$(Q)tools/figures.py --take $* $($@)

.PHONY: record figures
## record: make docs/records/ anew (RECORD="run stress": those), then `figures`
record: $(addprefix record-,$(or $(RECORD),$(RECORDS)))
	$(Q)tools/figures.py

## figures: write the figures of the documents from docs/records/
##  : (RECORD=stress FILE=...: first keep that file as the record)
figures:
	$(if $(RECORD),$(Q)tools/figures.py --take $(RECORD) $(FILE))
	$(Q)tools/figures.py
