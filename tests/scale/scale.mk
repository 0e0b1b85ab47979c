# SPDX-License-Identifier: MIT
# The portable sources on a simulated machine with caches: tests/scale/README.md

SCALE_DIR      := $(BUILD)/scale
SCALE_PORTABLE := mm/highmem.c mm/highmem_paths.c mm/window_wait.c mm/pkmap.c \
	mm/page_address.c mm/strategy.c mm/violation.c mm/reset.c \
	$(sort $(wildcard mm/strategy/*.c)) \
	$(addprefix smp/,spinlock.c mailbox.c crosscall.c tlb.c wait.c cpu.c \
	idle.c thread.c tick.c spinwait.c deadlock.c heldlocks.c \
	lockstat.c static_key.c stop_machine.c)
SCALE_OWN      := lib/histogram.c lib/printf.c record/verdict.c record/claims.c \
	$(addprefix workload/,row.c worker.c tally.c verdict.c workloads.c) \
	$(sort $(wildcard tests/scale/*.c)) tests/explore/switch.S
SCALE_CFLAGS    = -std=gnu11 -g -O2 -fno-pie -fno-strict-aliasing -Wall -Wextra \
	-Wno-format $(WERROR) $(HOST_MORE) -Itests/scale/shadow -Itests/scale \
	-Itests/explore/shadow -Itests/explore -I. -MMD -MP
SCALE_OBJS     := $(SCALE_PORTABLE:%.c=$(SCALE_DIR)/portable/%.o) \
	$(patsubst %,$(SCALE_DIR)/own/%.o,$(basename $(SCALE_OWN)))

# run.c and spin.c say why.
SCALE_WRAPPED  := $(foreach f,counters_read spin_wait_begin spin_wait_end,\
	-Wl,--wrap=$f)

# plain.c says what for.
$(SCALE_DIR)/portable/%.o: %.c tests/scale/scale.mk
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(HOSTCC) $(SCALE_CFLAGS) -fsanitize=thread -c -o $@ $<

$(SCALE_DIR)/own/%.o: %.c tests/scale/scale.mk
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(HOSTCC) $(SCALE_CFLAGS) -c -o $@ $<

$(SCALE_DIR)/own/%.o: %.S
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -c -o $@ $<

$(SCALE_DIR)/scale: $(SCALE_OBJS) tests/scale/scale.ld
	$(call say,LD,$@)
	$(Q)$(HOSTCC) -no-pie $(HOST_MORE) $(SCALE_WRAPPED) -o $@ \
		$(filter %.o,$^) -Wl,-T,$(filter %.ld,$^)

# On the command line: MACHINE, CPUS; LINES=1, RANGE=1.
SCALE_SOME = $(call said,MACHINE,--machine) $(call said,STRATEGY,--strategy) \
	$(call said,WORKLOAD,--workload) $(call said,CPUS,--cpus) \
	$(if $(LINES),--lines) $(if $(RANGE),--range)

.PHONY: scale scale-build
scale-build: $(SCALE_DIR)/scale
	@:

## scale: the benchmark on simulated machines with caches, 1 to 64 CPUs
##  : (MACHINE=xeon STRATEGY=held WORKLOAD=cycle CPUS=8: some of it; LINES=1:
##  : which cache lines move; RANGE=1: does the ranking depend on the costs?)
scale: $(SCALE_DIR)/scale
	$(Q)PYTHONPATH=tools $(PYTHON) tests/scale/scale.py $< $(BUILD)/scale.jsonl $(SCALE_SOME)

-include $(SCALE_OBJS:%.o=%.d)
