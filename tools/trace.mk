# SPDX-License-Identifier: MIT
# What happened, as a picture: tools/kmaptimeline.

.PHONY: trace
## trace: draw how the explorer finds a defect
##  : (CASE="once2 dropped spin")
trace: $(EXPLORE_DIR)/explore
	$(Q)$(PYTHON) tools/trace.py --build $(BUILD) --out $(BUILD)/trace \
		--case $(call quote,$(CASE))
