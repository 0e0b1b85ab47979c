# SPDX-License-Identifier: MIT
# Real Linux beside this kernel: compare/ is its side, tools/kmapcompare/ ours.

COMPARE_WHAT = $(if $(findstring compare,$(RECORD)),all,$(if \
	$(PATCHED),patched,speed))

.PHONY: compare
## compare: measure real Linux and this kernel in turn. The first time this
##  : fetches Linux and builds it. PATCHED=1: see what the patch does to it
compare: $(BUILD)/kmaplab.elf
	$(Q)$(PYTHON) tools/compare.py --kernel $< --out $(BUILD)/compare \
		--what $(COMPARE_WHAT)
