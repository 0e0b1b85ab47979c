# SPDX-License-Identifier: MIT
# Fuzzing what reads firmware's, loaders' and users' words, by clang's libFuzzer
# under AddressSanitizer and UndefinedBehaviorSanitizer: a program for each
# tests/fuzz/fuzz_NAME.c. README.md says more.

FUZZ_SOURCES_acpi       = $(UNIT_SOURCES_acpi)
FUZZ_SOURCES_mptable    = $(UNIT_SOURCES_mptable)
FUZZ_SOURCES_multiboot  = $(UNIT_SOURCES_multiboot)
FUZZ_SOURCES_multiboot2 = $(UNIT_SOURCES_multiboot2)
FUZZ_SOURCES_memmap     = $(UNIT_SOURCES_memmap)
FUZZ_SOURCES_cmdline    = $(UNIT_SOURCES_params)

# Nearly any checksum will do: chance seldom makes a right one.
FUZZ_LINK_acpi    = -Wl,--wrap=firmware_checksum
FUZZ_LINK_mptable = -Wl,--wrap=firmware_checksum

FUZZ_DIR    := $(BUILD)/fuzz
FUZZ_OBJ    := $(FUZZ_DIR)/obj
FUZZ_TESTS  := $(sort $(patsubst tests/fuzz/fuzz_%.c,%,\
		$(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_PROGS  := $(FUZZ_TESTS:%=$(FUZZ_DIR)/fuzz_%)
FUZZ_CFLAGS := -std=gnu11 -g -O0 -I. -Itests/unit -Wall -Wextra -Wno-format \
	$(WERROR) -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -MMD -MP

$(FUZZ_OBJ)/%.o: %.c tests/fuzz/fuzz.mk
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)clang $(FUZZ_CFLAGS) -c -o $@ $<

fuzz_objects = $(patsubst %.c,$(FUZZ_OBJ)/%.o,$(FUZZ_SOURCES_$(1)))

.PRECIOUS: $(FUZZ_OBJ)/%.o
.SECONDEXPANSION:
$(FUZZ_DIR)/fuzz_%: $(FUZZ_OBJ)/tests/fuzz/fuzz_%.o \
		$(FUZZ_OBJ)/tests/unit/machine.o $$(call fuzz_objects,$$*)
	$(Q)clang -fsanitize=fuzzer,address,undefined $(FUZZ_LINK_$*) \
		-o $@ $^

.PHONY: fuzz fuzz-build
fuzz-build: $(FUZZ_PROGS)
	@:

## fuzz: feed made-up input to what reads the boot loader's and the firmware's
##  : tables and the command line, MINUTES=1 each (T="acpi cmdline" for some)
fuzz: $(or $(T:%=$(FUZZ_DIR)/fuzz_%),$(FUZZ_PROGS))
	$(Q)$(TEST_ENV) $(PYTHON) tests/fuzz/fuzz.py --dir $(FUZZ_DIR) \
		--minutes $(MINUTES) $(or $(T),$(FUZZ_TESTS))

-include $(wildcard $(addprefix $(FUZZ_OBJ)/,*/*.d */*/*.d */*/*/*.d))
