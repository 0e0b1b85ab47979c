# SPDX-License-Identifier: MIT
# The kernel and the explorer once more, with strategies that are wrong in one
# way each (README.md there): build/wrong/kmaplab.elf, build/wrong/explore.

WRONG_DIR   := $(BUILD)/wrong
WRONG_NAMES := $(shell sed -n 's/^\[\(.*\)\]$$/\1/p' tests/wrong/strategies.txt 2>/dev/null)
WRONG_C     := $(WRONG_NAMES:%=$(WRONG_DIR)/%.c)
WRONG_KERNEL_OBJS  := $(WRONG_NAMES:%=$(WRONG_DIR)/kernel/%.o) \
	$(patsubst tests/wrong/%.c,$(WRONG_DIR)/kernel/own/%.o,\
		$(sort $(wildcard tests/wrong/*.c)))
WRONG_EXPLORE_OBJS := $(WRONG_NAMES:%=$(WRONG_DIR)/portable/%.o)

$(WRONG_C) &: tests/wrong/strategies.txt tests/wrong/derive.py \
		$(wildcard mm/strategy/*.[ch])
	$(Q)$(PYTHON) tests/wrong/derive.py $(WRONG_DIR)

$(WRONG_DIR)/kernel/%.o: $(WRONG_DIR)/%.c $(KERNEL_FLAGS)
	@mkdir -p $(@D)
	$(Q)$(KCC) $(KCFLAGS) -MMD -MP -c -o $@ $<

$(WRONG_DIR)/kernel/own/%.o: tests/wrong/%.c $(KERNEL_FLAGS)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(KCC) $(KCFLAGS) -MMD -MP -c -o $@ $<

# The names of functions are left out: nobody reads its backtraces.
$(WRONG_DIR)/kmaplab.elf: $(KERNEL_OBJS) $(WRONG_KERNEL_OBJS) \
		$(KERNEL_DIR)/ksyms0.o $(KERNEL_DIR)/linker.lds $(KERNEL_LIST)
	$(call say,LD,$@)
	$(Q)$(KERNEL_LINK) -o $@ $(filter %.o,$^)

# In a folder of that name: portable.ld.
$(WRONG_DIR)/portable/%.o: $(WRONG_DIR)/%.c tests/explore/explore.mk
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<

$(WRONG_DIR)/explore: $(EXPLORE_OBJS) $(WRONG_EXPLORE_OBJS) \
		tests/explore/portable.ld
	$(call say,LD,$@)
	$(Q)$(EXPLORE_LINK) -o $@ $(filter %.o,$^) -Wl,-T,$(filter %.ld,$^)

.PHONY: wrong-build wrong-accept
wrong-build: $(WRONG_DIR)/kmaplab.elf $(WRONG_DIR)/explore
	@:

## wrong-accept: write anew which check catches which wrong strategy
##  : (tests/wrong); to be reviewed
wrong-accept: wrong-build
	$(Q)$(TEST_ENV) $(PYTHON) tests/wrong/caught.py $(WRONG_DIR)/accept

-include $(WRONG_KERNEL_OBJS:%.o=%.d) $(WRONG_EXPLORE_OBJS:%.o=%.d)
