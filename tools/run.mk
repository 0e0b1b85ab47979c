# SPDX-License-Identifier: MIT
# Running the kernel on an emulator. tools/run.py --help has more.

PYTHON := /usr/bin/python3

# `make run` measures on the two platforms whose clocks count instructions.
comma  := ,
RULERS := exact$(comma)bochs

RUN_ARGS = $(if $(STRATEGY),strategy=$(STRATEGY)) $(if $(LOCK),lock=$(LOCK)) \
	$(if $(WORKLOAD),workload=$(WORKLOAD)) \
	$(if $(THREADS),threads=$(THREADS)) $(ARGS)

# An option for the runner if the user set the variable. The runner checks the
# values.
quote = '$(subst ','\'',$(1))'
said  = $(if $($(1)),$(2)=$(call quote,$($(1))))
RUN_MACHINE = $(call said,CPUS,--cpus) $(call said,MEM,--mem) \
	$(call said,CPU,--cpu)
RUN = $(Q)$(PYTHON) tools/run.py --kernel $(BUILD)/kmaplab.elf \
	$(RUN_MACHINE) $(if $(V),--verbose) \
	$(call said,HANG,--hang) $(call said,TIMEOUT,--timeout)

.PHONY: run shell bochs stress debug
## run: boot in QEMU and in Bochs, run scenarios and benchmark, report
run: $(BUILD)/kmaplab.elf
	$(RUN) --out $(BUILD) --accel $(call quote,$(or $(ACCEL),$(RULERS))) -- $(RUN_ARGS)

## shell: boot in QEMU to a prompt on this terminal: help, exit, and jobs with
##  : their parameters, such as `scenarios strategy=dropped`. STRATEGY, LOCK
##  : and ARGS are what a job gets if its line says nothing else
shell: $(BUILD)/kmaplab.elf
	$(RUN) --out $(BUILD)/shell --accel $(call quote,$(or $(ACCEL),tcg)) \
		--interactive -- run=shell $(RUN_ARGS)

## bochs: boot in Bochs, run the scenarios (ARGS=run=tests: the tests)
bochs: $(BUILD)/kmaplab.elf
	$(RUN) --out $(BUILD) --accel bochs -- \
		$(if $(findstring run=,$(ARGS)),,run=scenarios) $(RUN_ARGS)

# Two CPUs that really run at the same time: more than the host has get in each
# other's way. MINUTES are shared out among what is run; what is caught early
# leaves its share unused. A strategy is a file.
stress: CPUS := 2
stress: MEM  := 1G
MINUTES := 1
STRESS_RUNS = $(words $(or $(filter-out all,$(subst $(comma), ,$(STRATEGY))),\
	$(wildcard mm/strategy/*.c))) * $(if $(filter spin irq,$(LOCK)),1,2)

## stress: run random workloads with random delays, for MINUTES=1
stress: $(BUILD)/kmaplab.elf
	$(RUN) --out $(BUILD)/stress --accel $(call quote,$(or $(ACCEL),mttcg)) -- \
		run=stress $(RUN_ARGS) \
		seconds=$$(($(MINUTES) * 60 / ($(STRESS_RUNS)) + 1))

## debug: boot in QEMU, stopped at the kernel's entry, with gdb on this
##  : terminal; `continue` measures, or does what ARGS=run=tests says
debug: $(BUILD)/kmaplab.elf
	$(Q)$(PYTHON) tools/debug.py --kernel $(BUILD)/kmaplab.elf \
		--out $(BUILD)/debug $(RUN_MACHINE) $(if $(GDB),--gdb '$(GDB)') -- \
		$(RUN_ARGS)
