# SPDX-License-Identifier: MIT
BUILD  := build
WERROR := $(if $(CI),-Werror)

# V=1 shows every command.
Q := $(if $(V),,@)
say = @printf '  %-5s %s\n' $(1) $(2)

.PHONY: build
build: $(BUILD)/kmaplab.elf

include tools/toolchain.mk
include tools/kernel.mk
include tests/unit/unit.mk
