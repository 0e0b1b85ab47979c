# SPDX-License-Identifier: MIT
# How much of the portable code the host's tests reach: the unit tests, and the
# explorer's random walks (its searches reach no more, and take minutes).

COVERAGE := $(BUILD)/coverage
COVERAGE_FLAGS := HOST_MORE="--coverage -fdata-sections" \
	EXPLORE_LINK_MORE="-Wl,--wrap=_exit tests/coverage/exit.c"

.PHONY: coverage
## coverage: what the host's tests reach of mm/, smp/ and lib/, as a table
coverage:
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) SETUP=no BUILD=$(COVERAGE) \
		$(COVERAGE_FLAGS) unit-build $(COVERAGE)/explore/explore
	$(Q)find $(COVERAGE) -name '*.gcda' -delete
	$(Q)CMOCKA_MESSAGE_OUTPUT=TAP prove -Q --exec '' \
		$(UNIT_PROGS:$(BUILD)/%=$(COVERAGE)/%)
	$(Q)$(COVERAGE)/explore/explore --walks-only --walks 50 \
		>$(COVERAGE)/explore.tap
	$(Q)gcovr --root . --filter mm/ --filter smp/ --filter lib/ \
		$(COVERAGE)
