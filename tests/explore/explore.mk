# SPDX-License-Identifier: MIT
# The explorer: the portable sources of mm/ and smp/, unchanged, on a simulated
# machine.

EXPLORE_DIR      := $(BUILD)/explore
EXPLORE_PORTABLE := mm/highmem.c mm/pkmap.c mm/page_address.c mm/strategy.c \
	mm/breach.c mm/reset.c $(sort $(wildcard mm/strategy/*.c)) \
	smp/spinlock.c smp/mailbox.c smp/crosscall.c smp/tlb.c smp/wait.c \
	smp/cpu.c smp/idle.c tests/explore/threads.c
EXPLORE_OWN      := $(filter-out tests/explore/threads.c,\
	$(sort $(wildcard tests/explore/*.c)))
EXPLORE_OBJS     := $(EXPLORE_PORTABLE:%.c=$(EXPLORE_DIR)/portable/%.o)
EXPLORE_OBJS     := $(subst /portable/mm/strategy/,/portable/mm_strategy_,$(EXPLORE_OBJS))
EXPLORE_OBJS     := $(subst /portable/tests/explore/,/portable/tests_,$(EXPLORE_OBJS))
EXPLORE_OBJS     := $(subst /portable/mm/,/portable/mm_,$(EXPLORE_OBJS))
EXPLORE_OBJS     := $(subst /portable/smp/,/portable/smp_,$(EXPLORE_OBJS))
EXPLORE_CFLAGS   := -std=gnu11 -g -O2 -fno-pie -fno-strict-aliasing -Wall \
	-Wextra $(WERROR) -Itests/explore/shadow -Itests/explore -I. -MMD -MP

$(EXPLORE_DIR)/portable/mm_strategy_%.o: mm/strategy/%.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<
$(EXPLORE_DIR)/portable/mm_%.o: mm/%.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<
$(EXPLORE_DIR)/portable/smp_%.o: smp/%.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<
$(EXPLORE_DIR)/portable/tests_%.o: tests/explore/%.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<
$(EXPLORE_DIR)/%.o: tests/explore/%.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<
$(EXPLORE_DIR)/lib_%.o: lib/%.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<
$(EXPLORE_DIR)/switch.o: tests/explore/switch.S
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -c -o $@ $<

$(EXPLORE_DIR)/explore: $(EXPLORE_OBJS) $(EXPLORE_OWN:tests/explore/%.c=$(EXPLORE_DIR)/%.o) \
		$(EXPLORE_DIR)/lib_histogram.o $(EXPLORE_DIR)/switch.o \
		tests/explore/portable.ld
	$(Q)$(HOSTCC) -no-pie -o $@ $(filter %.o,$^) -Wl,-T,tests/explore/portable.ld

-include $(wildcard $(EXPLORE_DIR)/*.d $(EXPLORE_DIR)/portable/*.d)
