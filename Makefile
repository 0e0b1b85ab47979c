# SPDX-License-Identifier: MIT
# The makefiles' table of contents. `make help` lists what there is to make.
BUILD  := build

# The machine for a run, and those for jobs. Set on the command line only: the
# environment may have such names by chance. Empty: the platform's default,
# tools/kmaprun/platforms.py.
ACCEL   :=
CPUS    :=
MEM     :=
CPU     :=
HANG    :=
TIMEOUT :=
HOSTS   :=

WERROR := $(if $(CI),-Werror)

# V=1 shows every command.
Q := $(if $(V),,@)
say = @printf '  %-5s %s\n' $(1) $(2)

# After an error or Ctrl-C, delete what is half-written.
.DELETE_ON_ERROR:

# Without these checks make would complain that it has no rule for some file.
ifneq ($(words $(BUILD)),1)
$(error BUILD="$(BUILD)" has to be the name of one folder, without spaces)
endif
# What an object depends on is kept by the object's name: however the folder is
# given, it has one name.
override BUILD := $(patsubst $(CURDIR)/%,%,$(BUILD))
WRITES := $(filter-out help clean,$(or $(MAKECMDGOALS),build))
ifneq ($(WRITES),)
ifneq ($(shell mkdir -p $(BUILD) 2>/dev/null && test -w $(BUILD) && echo yes),yes)
$(error nothing can be written to $(abspath $(BUILD)): for a folder elsewhere, \
	make BUILD=/some/folder)
endif
endif

.PHONY: build help clean
## build: build the kernel, build/kmaplab.elf, as `make` alone does
build: $(BUILD)/kmaplab.elf
	@$(if $(MAKECMDGOALS),:,echo "$< is ready: \`make run\` boots it," \
		"\`make help\` lists the rest")

include tools/setup.mk
include tools/toolchain.mk
include tools/kernel.mk
include tools/image.mk
include tools/run.mk
include tools/report.mk
include tests/unit/unit.mk
include tests/fuzz/fuzz.mk
include tests/explore/explore.mk
include tests/scale/scale.mk
include tools/trace.mk
include tools/try.mk
include tests/wrong/wrong.mk
include tests/model/model.mk
include labs/labs.mk
include tools/compare.mk
include tools/figures.mk
include tests/coverage/coverage.mk
include tests/tests.mk
include tools/jobs.mk

## clean: remove everything that was made
clean:
	$(Q)rm -rf $(BUILD)

## help: print this list
help:
	@echo "make TARGET [NAME=value...]"
	@awk -f tools/help.awk $(filter %.mk Makefile,$(MAKEFILE_LIST))
	@echo "Variables:"
	@awk -f tools/help.awk tools/help.txt
