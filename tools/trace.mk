# SPDX-License-Identifier: MIT
# What happened, as a picture: tools/kmaptimeline.

.PHONY: trace
## trace: draw how a defect comes about, in a scenario or in the explorer
##  : (SCENARIO=stale-own STRATEGY=dropped; CASE="once2 dropped spin")
trace: $(if $(SCENARIO),$(BUILD)/kmaplab.elf) $(if $(CASE),$(EXPLORE_DIR)/explore)
	$(Q)$(PYTHON) tools/trace.py --build $(BUILD) --out $(BUILD)/trace \
		$(call said,CASE,--case) $(call said,SCENARIO,--scenario) \
		$(call said,STRATEGY,--strategy) $(call said,LOCK,--lock)
