# SPDX-License-Identifier: MIT
# All tests: the C programs by prove, the rest by pytest (tests/suite.py).
#	make test T="explore bochs tests/tools/test_report.py"
# Logs are under build/test/.

JOBS := $(shell nproc)

TEST_PROGS := $(EXPLORE_DIR)/explore $(EXPLORE_DIR)/explore-plain \
	$(EXPLORE_DIR)/litmus $(UNIT_PROGS)
TEST_ENV := BUILD='$(abspath $(BUILD))' PYTHONDONTWRITEBYTECODE=1 \
	PYTHONPATH='$(CURDIR)/tools:$(CURDIR)/tests'
PYTEST := $(TEST_ENV) $(PYTHON) -m pytest -n $(JOBS)

.PHONY: test boot matrix lint perf-accept repeat mutation
## test: build and run all tests (T="..." for some of them)
test:
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) SETUP=no \
		build iso unit-build explore-build wrong-build lab-build \
		scale-build fuzz-build
	$(Q)$(TEST_ENV) T='$(T)' $(PYTHON) tests/suite.py $(TEST_PROGS)

## boot: boot the machines of tests/boot/matrix.txt that `make test` boots
boot: $(BUILD)/kmaplab.elf
	$(Q)$(PYTEST) tests/boot

## matrix: boot all machines there are, from all media, and read their screens;
##  : what they did goes into docs/hardware.md (T="bochs cd" for some, again)
MACHINE_LOGS := $(BUILD)/matrix
matrix: $(BUILD)/kmaplab.elf iso
	$(Q)$(if $(T),:,rm -rf $(MACHINE_LOGS)); mkdir -p $(MACHINE_LOGS)
	-$(Q)MACHINES=all $(PYTEST) --junitxml=$(MACHINE_LOGS)/$$(date +%s).xml \
		$(if $(T),-k '$(subst $() , or ,$(strip $(T)))') \
		tests/boot tests/tools/test_uefi.py tests/tools/test_image.py
	$(Q)$(TEST_ENV) $(PYTHON) tests/boot/booted_table.py $(MACHINE_LOGS)/*.xml

## lint: check how the code is written
lint: $(EXPLORE_DIR)/explore
	$(Q)$(PYTEST) tests/lint

## perf-accept: expect what the main operations cost now (tests/perf)
perf-accept: $(BUILD)/kmaplab.elf
	$(Q)$(TEST_ENV) $(PYTHON) tests/perf/accept.py

## repeat: run N=10 times; the verdicts must be the same every time
N := 10
repeat: $(BUILD)/kmaplab.elf
	$(Q)$(TEST_ENV) $(PYTHON) tests/repeat.py $(N) $(RUN_MACHINE) \
		--accel $(call quote,$(or $(ACCEL),tcg)) -- $(RUN_ARGS)

## mutation: plant defects in a copy of the sources, one at a time; a check
##  : must catch each of them: of the list, and SAMPLE of those made by rule
##  : (T="..." for some, ALL_CHECKS=1: all checks on each; HOSTS=a,b: there)
SAMPLE := 200
SEED   := 1
mutation:
	$(Q)$(TEST_ENV) $(PYTHON) tests/mutation/mutation.py \
		--sample $(SAMPLE) --seed $(SEED) \
		$(JOB_OPTIONS) $(if $(ALL_CHECKS),--all-checks) $(T)
