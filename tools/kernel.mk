# SPDX-License-Identifier: MIT
# The kernel image. Every .c and .S file in these folders is part of it.

KERNEL_DIRS := . boot $(sort $(patsubst %/,%,$(wildcard arch/x86/*/))) smp mm mm/strategy lib \
	oracle record scenario workload job tests/kernel
# Of some sources students get the objects only (labs/handout.txt).
PREBUILT    := $(patsubst prebuilt/kernel/%.o,%.c,$(wildcard \
	prebuilt/kernel/*/*.o))
KERNEL_C    := $(sort $(wildcard $(KERNEL_DIRS:%=%/*.c)) $(PREBUILT))
KERNEL_S    := $(sort $(wildcard $(KERNEL_DIRS:%=%/*.S)))
KERNEL_DIR  := $(BUILD)/kernel
KERNEL_OBJS := $(patsubst ./%,%,$(KERNEL_C:%.c=%.o) $(KERNEL_S:%.S=%.o))
KERNEL_OBJS := $(KERNEL_OBJS:%=$(KERNEL_DIR)/%) $(KERNEL_DIR)/font.o

# i586: CMPXCHG8B, but no CMOV, which a Pentium does not have. No FPU or SSE
# register is ever touched. The same commit gives the same bytes.
KCFLAGS := -std=gnu11 -O2 -g -march=i586 -ffreestanding \
	-mno-sse -mno-mmx -mno-80387 -fno-pic -fno-pie \
	-mregparm=3 $(call cc-option,-mpreferred-stack-boundary=2) \
	-fno-stack-protector -fno-omit-frame-pointer \
	-fno-asynchronous-unwind-tables -fno-strict-aliasing -fno-common \
	-Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wshadow \
	-Wundef $(WERROR) -I. -Iarch/x86 \
	"-ffile-prefix-map=$(CURDIR)=." \
	$(call cc-option,-fdebug-compilation-dir=.) \
	$(call cc-option,-fcf-protection=none) \
	$(call cc-option,-fno-tree-loop-distribute-patterns) \
	$(call cc-option,--param=min-pagesize=0) \
	$(call cc-option,-mgeneral-regs-only) $(KCFLAGS_MORE)

# The shortest paths do without a frame pointer. As they leave its register alone,
# a backtrace goes on with their callers' callers; where the compiler cannot promise
# that, they keep it.
KERNEL_HOT := mm/highmem mm/highmem_paths mm/kmap_local mm/strategy/lockless
KERNEL_HOT_FLAGS := $(call cc-option,-fomit-frame-pointer -ffixed-ebp)
$(KERNEL_HOT:%=$(KERNEL_DIR)/%.o): KCFLAGS += $(KERNEL_HOT_FLAGS)

KLDFLAGS := -m elf_i386 -nostdlib --build-id=none -z noexecstack \
	-z max-page-size=4096 $(KLDFLAGS_MORE)
KERNEL_LINK = $(KLD) $(KLDFLAGS) -T $(KERNEL_DIR)/linker.lds

# What an object was built with, and what the kernel was linked from: other
# words in these files build again.
KERNEL_FLAGS := $(KERNEL_DIR)/flags
KERNEL_LIST  := $(KERNEL_DIR)/objects
remember = $(if $(WRITES),$(shell mkdir -p $(KERNEL_DIR); echo '$(2)' | cmp -s - $(1) || \
	echo '$(2)' >$(1)))
$(call remember,$(KERNEL_FLAGS),$(KCC) $(KCFLAGS) $(KLDFLAGS))
$(call remember,$(KERNEL_LIST),$(KERNEL_OBJS))

$(KERNEL_DIR)/%.o: %.c $(KERNEL_FLAGS)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(KCC) $(KCFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: prebuilt/%.o
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(KERNEL_DIR)/%.o: %.S $(KERNEL_FLAGS)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(KCC) $(KCFLAGS) -MMD -MP -c -o $@ $<

# The letters on a framebuffer.
FONT := /usr/share/consolefonts/spleen-8x16.psfu.gz
$(KERNEL_DIR)/font.c: tools/font.py $(FONT)
	$(call say,FONT,$(FONT))
	$(Q)$(PYTHON) tools/font.py $(FONT) >$@

$(KERNEL_DIR)/font.o: $(KERNEL_DIR)/font.c $(KERNEL_FLAGS)
	$(Q)$(KCC) $(KCFLAGS) "-ffile-prefix-map=$(KERNEL_DIR)=kernel" -c -o $@ $<

$(KERNEL_DIR)/linker.lds: linker.ld arch/x86/layout_impl.h $(KERNEL_FLAGS)
	$(Q)$(KCC) -E -P -xc -I. -o $@ $<

# Linked twice: the names of the functions, for backtraces, come from the first
# pass. Their table is the last thing before the data, so nothing moves. -g0:
# no trace of where they are built.
$(KERNEL_DIR)/ksyms0.o: tools/ksyms.awk $(KERNEL_FLAGS)
	$(Q)awk -f tools/ksyms.awk </dev/null >$(@:.o=.S)
	$(Q)$(KCC) $(KCFLAGS) -g0 -c -o $@ $(@:.o=.S)

$(KERNEL_DIR)/pass1.elf: $(KERNEL_OBJS) $(KERNEL_DIR)/ksyms0.o \
		$(KERNEL_DIR)/linker.lds $(KERNEL_LIST)
	$(Q)$(KERNEL_LINK) -o $@ $(filter %.o,$^)

$(KERNEL_DIR)/ksyms.o: $(KERNEL_DIR)/pass1.elf tools/ksyms.awk
	$(Q)$(KNM) -n $< | awk -f tools/ksyms.awk >$(@:.o=.S)
	$(Q)$(KCC) $(KCFLAGS) -g0 -c -o $@ $(@:.o=.S)

$(BUILD)/kmaplab.elf: $(KERNEL_DIR)/pass1.elf $(KERNEL_DIR)/ksyms.o
	$(call say,LD,$@)
	$(Q)$(KERNEL_LINK) -o $@ \
		$(KERNEL_OBJS) $(KERNEL_DIR)/ksyms.o

-include $(KERNEL_OBJS:%.o=%.d)
