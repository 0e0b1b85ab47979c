# SPDX-License-Identifier: MIT
# All tests, run by prove (TAP). T="..." names some of them:
#	make test T="boot/cd tests/tools/report.py"
# Logs are under build/test/.

JOBS := $(shell nproc)

# What takes longest comes first; else in the order of their names.
TEST_FIRST := explore explore-plain tests/model/quick.py \
	boot/bochs-2-high boot/bochs-8 \
	compiler/gcc compiler/llvm tests/build/incremental.py
TEST_BOOT  := $(addprefix boot/,$(shell sed -n \
	's/^\([a-z0-9-]*\) *|.*/\1/p' tests/boot/matrix.txt))
TEST_TOOLS := $(sort $(wildcard tests/tools/*.py))
TEST_LINT  := $(sort $(wildcard tests/lint/*.py))
TEST_ALL   := $(TEST_FIRST) $(filter-out $(TEST_FIRST),\
	$(TEST_BOOT) $(TEST_TOOLS) $(TEST_LINT)) $(UNIT_PROGS)

PROVE = $(Q)BUILD=$(abspath $(BUILD)) CMOCKA_MESSAGE_OUTPUT=TAP \
	PYTHONDONTWRITEBYTECODE=1 \
	prove -j$(JOBS) --timer --failures --exec tests/one.sh

.PHONY: test boot lint repeat mutation
## test: build and run all tests (T="..." for some of them)
test:
	$(Q)$(MAKE) --no-print-directory -j$(JOBS) SETUP=no \
		build iso unit-build explore-build
	$(PROVE) $(or $(T),$(TEST_ALL))

## boot: boot every machine of tests/boot/matrix.txt
boot: $(BUILD)/kmaplab.elf
	$(PROVE) $(TEST_BOOT)

## lint: check how the code is written
lint:
	$(PROVE) $(TEST_LINT)

## repeat: run N=10 times; every run must come to the same verdicts
N := 10
repeat: $(BUILD)/kmaplab.elf
	$(Q)BUILD=$(abspath $(BUILD)) PYTHONDONTWRITEBYTECODE=1 \
		tests/repeat.py $(N) --cpus $(CPUS) --mem $(MEM) \
		--accel $(ACCEL) -- $(RUN_ARGS)

## mutation: plant known defects in a copy; each must be caught (T="..." for some)
mutation:
	$(Q)BUILD=$(abspath $(BUILD)) PYTHONDONTWRITEBYTECODE=1 \
		tests/mutation/mutation.py --jobs $(JOBS) $(T)
