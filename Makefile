# SPDX-License-Identifier: MIT
# The makefiles' table of contents. `make help` lists what there is to make.
BUILD  := build
WERROR := $(if $(CI),-Werror)

# V=1 shows every command.
Q := $(if $(V),,@)
say = @printf '  %-5s %s\n' $(1) $(2)

.PHONY: build help clean
## build: the kernel, build/kmaplab.elf (what `make` alone does, too)
build: $(BUILD)/kmaplab.elf
	@$(if $(MAKECMDGOALS),:,echo "$< is ready: \`make run\` boots it," \
		"\`make help\` lists the rest")

include tools/setup.mk
include tools/toolchain.mk
include tools/kernel.mk
include tools/image.mk
include tools/run.mk
include tools/figures.mk
include tests/unit/unit.mk
include tests/explore/explore.mk
include tests/model/model.mk
include tests/tests.mk

## clean: remove all that was made
clean:
	$(Q)rm -rf $(BUILD)

## help: this list
help:
	@echo "make TARGET [NAME=value...]"
	@awk -f tools/help.awk $(filter %.mk Makefile,$(MAKEFILE_LIST))
	@echo "Variables:"
	@awk -f tools/help.awk tools/help.txt
