# SPDX-License-Identifier: MIT
# The Promela model, checked by Spin: tests/model/README.md.

.PHONY: model
## model: check the Promela model with Spin (SHOW=dropped: tell, step by
##  : step, how that strategy goes wrong)
model:
	$(Q)tests/model/model.py $(BUILD)/model $(if $(SHOW),--show $(call quote,$(SHOW)))
