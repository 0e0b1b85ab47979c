# SPDX-License-Identifier: MIT
# Running the kernel on an emulator. tools/run.py --help has more.

PYTHON := /usr/bin/python3

CPUS  := 8
MEM   := 6G
ACCEL := tcg

# Bochs takes longer the more memory it has, and what is between 3 and 4 GiB it
# loses. 4608M gives it some above 4 GiB.
BOCHS_MEM = $(if $(filter file,$(origin MEM)),512M,$(MEM))

RUN_ARGS = $(if $(STRATEGY),strategy=$(STRATEGY)) $(if $(LOCK),lock=$(LOCK)) \
	$(if $(WORKLOAD),workload=$(WORKLOAD)) \
	$(if $(THREADS),threads=$(THREADS)) $(ARGS)

RUN = $(Q)$(PYTHON) tools/run.py --kernel $(BUILD)/kmaplab.elf \
	--cpus $(CPUS) $(if $(V),--verbose) $(if $(CPU),--cpu $(CPU)) \
	$(if $(HANG),--hang $(HANG)) $(if $(TIMEOUT),--timeout $(TIMEOUT))

.PHONY: run shell bochs stress table debug
## run: boot in QEMU, measure, play the scenarios, print the report
run: $(BUILD)/kmaplab.elf
	$(RUN) --out $(BUILD) --mem $(MEM) --accel $(ACCEL) -- $(RUN_ARGS)

## shell: boot in QEMU to a prompt on this terminal (help, exit)
shell: $(BUILD)/kmaplab.elf
	$(RUN) --out $(BUILD)/shell --mem $(MEM) --accel $(ACCEL) \
		--interactive -- \
		run=shell $(RUN_ARGS)

## bochs: boot in Bochs and play the scenarios (ARGS=run=measure: measure too)
bochs: $(BUILD)/kmaplab.elf
	$(RUN) --out $(BUILD)/bochs --mem $(BOCHS_MEM) --emulator bochs -- \
		$(if $(findstring run=,$(ARGS)),,run=scenarios) $(RUN_ARGS)

# Two CPUs that really run at the same time: more than the host has get in each
# other's way. MINUTES are shared out among what is run; what is caught early
# leaves its share unused. A strategy is a file.
stress: CPUS  := 2
stress: MEM   := 1G
stress: ACCEL := mttcg
MINUTES := 1
comma   := ,
STRESS_RUNS = $(words $(or $(filter-out all,$(subst $(comma), ,$(STRATEGY))),\
	$(wildcard mm/strategy/*.c))) * $(if $(filter spin irq,$(LOCK)),1,2)

## stress: random delays and workloads for MINUTES=1, to catch what is unsafe
stress: $(BUILD)/kmaplab.elf
	$(RUN) --out $(BUILD)/stress --mem $(MEM) --accel $(ACCEL) -- \
		run=stress $(RUN_ARGS) \
		seconds=$$(($(MINUTES) * 60 / ($(STRESS_RUNS)) + 1))

## table: print another table of the last run: WORKLOAD=hot, WORKLOAD=all...
table:
	$(Q)$(PYTHON) tools/report.py $(BUILD)/results.jsonl --only table \
		$(if $(WORKLOAD),--workload $(WORKLOAD))

## debug: boot in QEMU, stopped at the kernel's entry, with gdb
debug: $(BUILD)/kmaplab.elf
	$(Q)$(PYTHON) tools/debug.py --kernel $(BUILD)/kmaplab.elf \
		--out $(BUILD)/debug \
		--cpus $(CPUS) --mem $(MEM) $(if $(GDB),--gdb '$(GDB)') -- \
		$(RUN_ARGS)
