# SPDX-License-Identifier: MIT
# Figures in the documents: from runs that are kept in docs/records/.

RECORD_DIR := $(BUILD)/record

.PHONY: record figures
## record: renew docs/records/, with MINUTES=1 of stress; then `figures`
record: $(BUILD)/kmaplab.elf
	$(RUN) --out $(RECORD_DIR)/run --accel tcg --
	$(RUN) --out $(RECORD_DIR)/exact --accel exact -- \
		threads=1,8 ops=8000
	$(RUN) --out $(RECORD_DIR)/stress --mem 1G --accel mttcg --cpus 2 -- \
		run=stress seconds=$$(($(MINUTES) * 60 / ($(STRESS_RUNS)) + 1))
	$(Q)for name in run exact stress; do tools/figures.py --take $$name \
		$(RECORD_DIR)/$$name/results.jsonl || exit; done
	$(Q)tools/figures.py

## figures: write the figures of the documents from docs/records/
##  : (RECORD=stress FILE=...: first keep that file as the record)
figures:
	$(if $(RECORD),$(Q)tools/figures.py --take $(RECORD) $(FILE))
	$(Q)tools/figures.py
