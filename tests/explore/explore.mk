# SPDX-License-Identifier: MIT
# The explorer: the portable sources of mm/ and smp/, unchanged, on a simulated
# machine. README.md there says more.

EXPLORE_DIR      := $(BUILD)/explore
EXPLORE_PORTABLE := mm/highmem.c mm/highmem_paths.c mm/window_wait.c mm/pkmap.c \
	mm/page_address.c mm/strategy.c mm/violation.c mm/reset.c $(sort $(wildcard mm/strategy/*.c)) \
	smp/spinlock.c smp/mailbox.c smp/crosscall.c smp/tlb.c smp/wait.c \
	smp/cpu.c smp/idle.c smp/thread.c smp/tick.c mm/kmap_local.c \
	smp/spinwait.c smp/deadlock.c smp/heldlocks.c smp/stop_machine.c \
	tests/explore/threads.c
EXPLORE_OWN      := lib/histogram.c lib/json.c lib/printf.c record/claims.c record/event.c \
	smp/event.c record/verdict.c \
	tests/explore/switch.S $(filter-out \
	tests/explore/threads.c,$(sort $(wildcard tests/explore/*.c)))
EXPLORE_CFLAGS    = -std=gnu11 -g -O2 -fno-pie -fno-strict-aliasing -Wall \
	-Wextra $(WERROR) $(HOST_MORE) -Itests/explore/shadow -Itests/explore -I. -MMD -MP $(EXPLORE_FRAMES)
# Fewer dead words in stack frames, which make equal states look different: these
# flags gave the fewest states of those that were tried. With -O1 fewer registers
# are kept, and without the gaps of a 16-byte alignment nothing is left in them.
EXPLORE_FRAMES   := -O1 -fno-inline -ftrivial-auto-var-init=zero \
	-mpreferred-stack-boundary=3

# threads.c and sim_wait.c say why.
EXPLORE_WRAPPED  := $(foreach f,prepare_sleep cancel_sleep sleep wake,\
	-Wl,--wrap=thread_$f) \
	$(foreach f,begin turn end,-Wl,--wrap=spin_wait_$f)
EXPLORE_LINK      = $(HOSTCC) -no-pie $(HOST_MORE) $(EXPLORE_LINK_MORE) \
	$(EXPLORE_WRAPPED)

# portable.ld tells the portable code's variables by their objects' folder.
EXPLORE_OBJS     := $(EXPLORE_PORTABLE:%.c=$(EXPLORE_DIR)/portable/%.o) \
	$(patsubst %,$(EXPLORE_DIR)/own/%.o,$(basename $(EXPLORE_OWN)))

# The simulated machine and the search, without the cases: litmus tests.
LITMUS_OBJS      := $(EXPLORE_PORTABLE:%.c=$(EXPLORE_DIR)/portable/%.o) \
	$(EXPLORE_DIR)/portable/tests/explore/litmus/program.o \
	$(patsubst %,$(EXPLORE_DIR)/own/tests/explore/%.o, \
	bfs dfs footprint locations names node plain sim sim_irq sim_memory sim_say sim_threads sim_wait \
	sim_tlb sleep_set state switch visited walk litmus/main litmus/memory litmus/paging \
	litmus/axioms) $(EXPLORE_DIR)/own/lib/histogram.o \
	$(EXPLORE_DIR)/own/lib/printf.o \
	$(EXPLORE_DIR)/own/record/verdict.o

# All that a simulated CPU runs, except what calls libc: that needs the alignment.
$(EXPLORE_DIR)/own/%.o: EXPLORE_FRAMES := -mstackrealign
$(patsubst %.c,$(EXPLORE_DIR)/own/%.o,$(filter-out %/sim_say.c,$(wildcard \
	tests/explore/sim*.c tests/explore/programs*.c \
	tests/explore/litmus/memory.c tests/explore/litmus/paging.c))): \
	EXPLORE_FRAMES := $(EXPLORE_FRAMES)

$(EXPLORE_DIR)/portable/%.o $(EXPLORE_DIR)/own/%.o: %.c \
		tests/explore/explore.mk
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -c -o $@ $<

# plain.c says what for. The program's own parts are the same.
$(EXPLORE_DIR)/plain/portable/%.o: %.c tests/explore/explore.mk
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(EXPLORE_CFLAGS) -fsanitize=thread -c -o $@ $<

$(EXPLORE_DIR)/own/%.o: %.S
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -c -o $@ $<

$(EXPLORE_DIR)/explore: $(EXPLORE_OBJS)
$(EXPLORE_DIR)/explore-plain: \
	$(subst /explore/portable/,/explore/plain/portable/,$(EXPLORE_OBJS))

$(EXPLORE_DIR)/litmus: $(LITMUS_OBJS)

$(EXPLORE_DIR)/explore $(EXPLORE_DIR)/explore-plain $(EXPLORE_DIR)/litmus: \
		tests/explore/portable.ld
	$(call say,LD,$@)
	$(Q)$(EXPLORE_LINK) -o $@ $(filter %.o,$^) -Wl,-T,$(filter %.ld,$^)

.PHONY: explore explore-build
explore-build: $(EXPLORE_DIR)/explore $(EXPLORE_DIR)/explore-plain \
		$(EXPLORE_DIR)/litmus
	@:

# On the command line only.
CASE :=

# What is to be explained is shown as it comes; else there is an overview.
EXPLORE_SHOW = $(if $(word 1,$(SHOW)),--case $(word 1,$(SHOW))) \
	$(if $(word 2,$(SHOW)),--strategy $(word 2,$(SHOW))) \
	$(if $(word 3,$(SHOW)),--lock $(word 3,$(SHOW)))
EXPLORE_SOME = $(call said,CASE,--case) $(call said,STRATEGY,--strategy) \
	$(if $(filter-out both,$(LOCK)),$(call said,LOCK,--lock)) \
	$(if $(DEEP),--deep)

## explore: search the interleavings of small programs on a simulated
##  : machine (CASE=once2,third STRATEGY=held LOCK=irq: some of them;
##  : SHOW="once2 dropped spin": explain one; DEEP=1: further)
explore: $(EXPLORE_DIR)/explore
	$(Q)$(if $(SHOW),$< $(EXPLORE_SHOW) $(if $(DEEP),--deep),\
		$(PYTHON) tests/explore/overview.py $< $(EXPLORE_DIR) \
			$(EXPLORE_SOME))

-include $(EXPLORE_OBJS:%.o=%.d) $(LITMUS_OBJS:%.o=%.d) $(wildcard \
	$(EXPLORE_DIR)/plain/portable/*/*.d \
	$(EXPLORE_DIR)/plain/portable/*/*/*.d)
