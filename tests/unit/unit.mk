# SPDX-License-Identifier: MIT
# Host unit tests: one program per tests/unit/test_NAME.c, written with cmocka,
# built with AddressSanitizer and UndefinedBehaviorSanitizer, printing TAP.
#
# To add one, write the file and name the sources it checks below.

UNIT_SOURCES_event     = record/event.c smp/event.c lib/json.c lib/printf.c
UNIT_SOURCES_histogram = lib/histogram.c
UNIT_SOURCES_stats     = lib/stats.c
UNIT_SOURCES_printf    = lib/printf.c
UNIT_SOURCES_json      = lib/json.c lib/printf.c
UNIT_SOURCES_ktap      = lib/ktap.c lib/printf.c
UNIT_SOURCES_params    = job/params.c lib/cmdline.c lib/text.c lib/printf.c \
	smp/lockstat.c lib/histogram.c
UNIT_SOURCES_text      = lib/text.c
UNIT_SOURCES_cmdline   = lib/cmdline.c lib/text.c lib/printf.c
UNIT_SOURCES_registry  =
UNIT_SOURCES_lineedit  = lib/lineedit.c
UNIT_SOURCES_string    =
UNIT_SOURCES_div64     =
UNIT_SOURCES_acpi      = arch/x86/firmware/acpi.c arch/x86/firmware/firmware.c
UNIT_SOURCES_apic_error = arch/x86/irq/apic_error.c
UNIT_SOURCES_pm_timer  = arch/x86/time/pm_timer.c
UNIT_SOURCES_tsc_sync  = arch/x86/time/tsc_sync.c
UNIT_SOURCES_mptable   = arch/x86/firmware/mptable.c arch/x86/firmware/firmware.c
UNIT_SOURCES_memmap    = mm/memmap.c
UNIT_SOURCES_memblock  = mm/memblock.c mm/memmap.c
UNIT_SOURCES_cpumask   =
UNIT_SOURCES_mailbox   = smp/mailbox.c smp/crosscall.c smp/cpu.c
UNIT_SOURCES_multiboot = boot/multiboot.c boot/multiboot2.c boot/boot_info.c \
	mm/memmap.c
UNIT_SOURCES_multiboot2 = $(UNIT_SOURCES_multiboot)
UNIT_SOURCES_screen    = arch/x86/dev/screen.c
UNIT_SOURCES_framebuffer = arch/x86/dev/framebuffer.c
UNIT_SOURCES_qr        = lib/qr.c
UNIT_SOURCES_probe     = mm/probe.c mm/memmap.c
UNIT_SOURCES_smpboot   = boot/smpboot.c arch/x86/irq/apic_error.c smp/cpu.c smp/mailbox.c
UNIT_SOURCES_tally     = workload/tally.c smp/lockstat.c lib/histogram.c
UNIT_SOURCES_lockstat  = smp/spinlock.c smp/spinlock_watched.c smp/lockstat.c lib/histogram.c
UNIT_SOURCES_trace     = smp/trace.c smp/event.c
UNIT_SOURCES_oracle    = oracle/oracle.c lib/printf.c
UNIT_SOURCES_stop_machine = smp/stop_machine.c smp/cpu.c
UNIT_SOURCES_scenario  = scenario/scenario.c scenario/expected.c \
	record/verdict.c record/claims.c lib/printf.c
UNIT_SOURCES_window_wait = mm/window_wait.c
UNIT_SOURCES_sleep_set = tests/explore/sleep_set.c
UNIT_SOURCES_printk    = smp/printk.c smp/heldlocks.c smp/spinlock.c smp/spinlock_watched.c \
	smp/lockstat.c lib/histogram.c
UNIT_SOURCES_deadlock  = smp/deadlock.c smp/heldlocks.c lib/printf.c
UNIT_SOURCES_stress    = job/stress.c workload/verdict.c record/claims.c \
	record/verdict.c lib/printf.c
UNIT_SOURCES_row       = workload/row.c workload/verdict.c record/claims.c \
	record/verdict.c
UNIT_SOURCES_measure   = job/measure.c job/rows.c workload/verdict.c \
	record/claims.c record/verdict.c lib/printf.c
UNIT_SOURCES_worker    = workload/worker.c lib/histogram.c record/verdict.c
UNIT_SOURCES_record    = record/record.c record/verdict.c lib/json.c \
	lib/printf.c lib/histogram.c

# What else they are linked with.
UNIT_LIBS_qr = -lqrcodegen

HOSTCC      ?= gcc
UNIT_DIR    := $(BUILD)/unit
UNIT_TESTS  := $(sort $(patsubst tests/unit/test_%.c,%,\
		$(wildcard tests/unit/test_*.c)))
UNIT_PROGS  := $(UNIT_TESTS:%=$(UNIT_DIR)/test_%)
# -Wno-format: what prints a u64 by %llu is right in the kernel, whose build
# looks at formats, but the host's u64 may be a long.
UNIT_CFLAGS := -std=gnu11 -g -O1 -I. -Itests/unit -Wall -Wextra -Wno-format \
	$(WERROR) \
	-fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all $(HOST_MORE) -MMD -MP

UNIT_OBJ    := $(UNIT_DIR)/obj

# An object each: so what a .d file names is needed by what it was made from
# alone, and a source may move.
$(UNIT_OBJ)/%.o: %.c tests/unit/unit.mk
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(HOSTCC) $(UNIT_CFLAGS) -c -o $@ $<

unit_objects = $(patsubst %.c,$(UNIT_OBJ)/%.o,$(UNIT_SOURCES_$(1)))

# It is the only one that knows of x86: what a CPU's number is, the unit tests'
# machine says.
$(UNIT_OBJ)/boot/smpboot.o: UNIT_CFLAGS += -include arch/machine.h \
	-DARCH_X86_CPU_PERCPU_H -Wno-pointer-to-int-cast

.PRECIOUS: $(UNIT_OBJ)/%.o
.SECONDEXPANSION:
$(UNIT_DIR)/test_%: $(UNIT_OBJ)/tests/unit/test_%.o \
		$(UNIT_OBJ)/tests/unit/machine.o \
		$$(call unit_objects,$$*)
	$(Q)$(HOSTCC) $(UNIT_CFLAGS) -o $@ $^ -lcmocka $(UNIT_LIBS_$*)

.PHONY: unit-build unit
unit-build: $(UNIT_PROGS)
	@:

## unit: build and run only the unit tests, on the host
unit: unit-build
	$(Q)CMOCKA_MESSAGE_OUTPUT=TAP prove --exec '' $(UNIT_PROGS)

-include $(wildcard $(addprefix $(UNIT_OBJ)/,*/*.d */*/*.d */*/*/*.d))
