# SPDX-License-Identifier: MIT
# A strategy of one's own, in a kernel and an explorer of its own: the product
# need not know of it. tools/try.py tries it.

# FILE may be anywhere; where there is none, a file in this folder or one of the
# product's own.
TRY_NAME := $(if $(filter try try-build,$(MAKECMDGOALS)),$(STRATEGY))
TRY_FILE := $(or $(FILE),$(wildcard $(TRY_NAME).c),mm/strategy/$(TRY_NAME).c)
TRY_DIR  := $(BUILD)/try/$(TRY_NAME)
# One that is linked anyway is not linked twice.
TRY_OURS := $(filter $(abspath $(wildcard mm/strategy/*.c)),$(abspath $(TRY_FILE)))
TRY_KERNEL_OBJ  := $(if $(TRY_OURS),,$(TRY_DIR)/kernel/strategy.o)
TRY_EXPLORE_OBJ := $(if $(TRY_OURS),,$(TRY_DIR)/portable/strategy.o)

ifneq ($(TRY_NAME),)
ifeq ($(wildcard $(TRY_FILE)),)
$(error STRATEGY=$(TRY_NAME): there is no file $(TRY_FILE): give FILE=path.c)
endif

$(TRY_DIR)/kernel/strategy.o: $(TRY_FILE) $(KERNEL_FLAGS) FORCE
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(KCC) $(KCFLAGS) -c -o $@ $<

# In a folder of that name: portable.ld.
$(TRY_DIR)/portable/strategy.o: $(TRY_FILE) tests/explore/explore.mk FORCE
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<

$(TRY_DIR)/kmaplab.elf: $(KERNEL_OBJS) $(TRY_KERNEL_OBJ) \
		$(KERNEL_DIR)/ksyms0.o $(KERNEL_DIR)/linker.lds $(KERNEL_LIST)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(KERNEL_LINK) -o $@ $(filter %.o,$^)

$(TRY_DIR)/explore: $(EXPLORE_OBJS) $(TRY_EXPLORE_OBJ) \
		tests/explore/portable.ld
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(EXPLORE_LINK) -o $@ $(filter %.o,$^) -Wl,-T,$(filter %.ld,$^)

# Another FILE may have the same name and be older.
FORCE:
endif

.PHONY: try try-build
try-build: $(if $(TRY_NAME),$(TRY_DIR)/kmaplab.elf $(TRY_DIR)/explore)
	@$(if $(TRY_NAME),:,echo "make try STRATEGY=name [FILE=path.c]:" \
		"docs/strategies.md" >&2; exit 2)

## try: try a strategy of your own against its claims: explorer, scenarios,
##  : stress, benchmark (STRATEGY=mine FILE=mine.c; CASE=once2,third: only
##  : these cases; ONLY=explorer,stress: only these checks).
##  : docs/strategy-template.c is one to begin with
try: try-build
	$(Q)BUILD='$(abspath $(BUILD))' \
		PYTHONPATH='$(CURDIR)/tools:$(CURDIR)/tests/explore' \
		$(PYTHON) tools/try.py $(TRY_NAME) $(TRY_DIR) \
		$(call said,CASE,--case) $(call said,ONLY,--only)
