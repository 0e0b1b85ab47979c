# SPDX-License-Identifier: MIT
# Before anything looks for a compiler: install what the goals need and this
# machine lacks (tools/packages.txt). SETUP=no leaves that to you.

SETUP_COMPILER := $(if $(LLVM),llvm,$(if $(CROSS),,build)) font
SETUP_ALL      := build llvm font run iso uefi bochs debug unit lint test model jobs \
	report photo labs

SETUP_build := $(SETUP_COMPILER)
SETUP_one   := $(SETUP_COMPILER) run $(if $(findstring bochs,$(ACCEL)),bochs)
SETUP_run   := $(SETUP_one) $(if $(ACCEL),,bochs)
SETUP_shell := $(SETUP_one)
SETUP_report := report
SETUP_report-machine := photo
SETUP_window := $(SETUP_one)
SETUP_report-test := report browser test
SETUP_verdicts := run
SETUP_table := run
SETUP_stress := $(SETUP_one)
SETUP_repeat := $(SETUP_one)
SETUP_compare := $(SETUP_COMPILER) run bochs iso compare
SETUP_record := $(SETUP_ALL) $(if $(findstring compare,$(RECORD)),compare)
SETUP_figures := run
SETUP_perf-accept := $(SETUP_COMPILER) run bochs test
SETUP_iso   := $(SETUP_COMPILER) iso
SETUP_usb   := $(SETUP_iso)
SETUP_scale := build run
SETUP_pxe   := $(SETUP_iso)
SETUP_floppy := $(SETUP_iso)
SETUP_release := $(SETUP_iso)
SETUP_bochs := $(SETUP_COMPILER) run bochs
SETUP_debug := $(SETUP_COMPILER) debug
SETUP_unit  := unit
SETUP_explore := unit
SETUP_jobs-test := $(SETUP_ALL)
SETUP_fuzz  := fuzz unit run
SETUP_trace := $(SETUP_COMPILER) run unit
SETUP_timeline := $(SETUP_COMPILER) run
SETUP_try   := $(SETUP_COMPILER) run unit
SETUP_lab   := $(SETUP_COMPILER) run bochs unit
SETUP_labs-solutions := $(SETUP_lab)
SETUP_labs-test := $(SETUP_lab) labs test
SETUP_lab-limits := $(SETUP_lab)
SETUP_classroom := $(SETUP_lab)
SETUP_handout := run
SETUP_lab-gradescope := run
SETUP_coverage := unit coverage
SETUP_lint  := unit lint test
SETUP_mutation := $(SETUP_COMPILER) run iso bochs unit test jobs \
	mutation
SETUP_sweep := $(SETUP_one) bochs jobs
SETUP_explore-jobs := unit jobs
SETUP_model := model
SETUP_boot  := $(SETUP_ALL)
SETUP_matrix := $(SETUP_ALL)
SETUP_wrong-accept := $(SETUP_ALL)
# An ssh server is installed only where that starts none, as in a container;
# elsewhere the tests that need one are skipped.
SETUP_test  := $(SETUP_ALL) mutation fuzz $(if $(wildcard \
	/run/systemd/system),,$(if $(wildcard /usr/sbin/policy-rc.d),sshd))

SETUP_GROUPS := $(sort $(foreach goal,$(or $(MAKECMDGOALS),build),\
		$(SETUP_$(goal))))

# Not for `make -n` or -q, which are to change nothing.
ifeq ($(SETUP)$(findstring n,$(firstword -$(MAKEFLAGS)))$(findstring \
		q,$(firstword -$(MAKEFLAGS))),)
ifneq ($(SETUP_GROUPS),)
$(shell tools/setup.sh $(SETUP_GROUPS) >&2)
ifneq ($(.SHELLSTATUS),0)
$(error the packages that this needs could not be installed)
endif
endif
endif
