# SPDX-License-Identifier: MIT
# The labs: the kernel and the explorer with a student's file in the place of
# ours. labs/README.md.

LAB_DIR    := $(BUILD)/lab
LAB_RECIPE := $(LAB_DIR)/recipe

# How labs/kmapgrade builds, and from what: it compiles the student's file by
# itself, and says what is wrong with it. A warning costs no point, not even
# where CI=1 makes one an error in our own files.
define LAB_RECIPE_TEXT
kcc = $(filter-out -Werror,$(KCC) $(KCFLAGS))
kld = $(KERNEL_LINK)
kernel_objects = $(KERNEL_OBJS) $(KERNEL_DIR)/ksyms0.o
hostcc = $(filter-out -Werror,$(HOSTCC) $(EXPLORE_CFLAGS))
hostld = $(EXPLORE_LINK)
explore_objects = $(EXPLORE_OBJS)
endef

LAB_PYTHON = $(Q)BUILD='$(abspath $(BUILD))' PYTHONDONTWRITEBYTECODE=1 \
	PYTHONPATH=tools $(PYTHON)
GRADE      = $(LAB_PYTHON) labs/grade.py

# The patch that lab 5 reviews, as the difference between two of our strategies.
CODE_OF = sed -n -e 's/dropped/held/g' -e '/^static enum/,/^}/p' mm/strategy/$(1).c
$(LAB_DIR)/patch.diff: mm/strategy/held.c mm/strategy/dropped.c labs/labs.mk
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(call CODE_OF,held) >$@.old
	$(Q)$(call CODE_OF,dropped) >$@.new
	$(Q)diff -u --label a/held.c --label b/held.c $@.old $@.new >$@; \
		[ $$? = 1 ]

.PHONY: lab lab-limits lab-build labs-solutions labs-test
lab-build: $(KERNEL_OBJS) $(KERNEL_DIR)/ksyms0.o $(KERNEL_DIR)/linker.lds \
		$(EXPLORE_OBJS) $(LAB_DIR)/patch.diff
	@:$(shell mkdir -p $(LAB_DIR))$(file >$(LAB_RECIPE),$(LAB_RECIPE_TEXT))

# Of the command line only: N has a default, which is for something else.
LAB_NUMBER = $(if $(filter command,$(firstword $(origin N))),$(N))
GRADE_ONE  = $(GRADE) $(LAB_NUMBER) $(if $(FILE),--file '$(FILE)') \
	$(if $(RESULTS),--results '$(RESULTS)' --out '$(LAB_DIR)')

## lab: grade a lab, N=2, with your file in it (FILE=: with that one)
lab: lab-build
	$(GRADE_ONE)

## labs-solutions: grade the solutions of all labs (labs/solutions)
labs-solutions: lab-build
	$(GRADE) --solutions

## labs-test: check that all graders are honest: skeletons, solutions, and
##  : wrong solutions, which must lose exactly the right points
labs-test: lab-build
	$(LAB_PYTHON) labs/check.py $(T)
	$(if $(T),,$(Q)$(PYTEST) tests/labs/packed/test_packed.py)

## lab-limits: measure again what lab 6 compares with
lab-limits: lab-build
	$(LAB_PYTHON) labs/thresholds.py

.PHONY: handout lab-gradescope classroom
## handout: pack what students get: all that gives no answer away
##  : (labs/handout.txt). It builds and grades by itself. (OVER=4: what
##  : answers labs 1 to 4 may be read)
OVER := 0
handout: lab-build
	$(LAB_PYTHON) labs/pack.py --over $(OVER)

## lab-gradescope: pack an autograder for Gradescope, for lab N=2
lab-gradescope:
	$(LAB_PYTHON) labs/pack.py --gradescope $(LAB_NUMBER)

## classroom: grade as `lab` does, and write result.json for Classroom 50
classroom: lab-build
	-$(GRADE_ONE)
	$(LAB_PYTHON) labs/classroom50.py \
		$(or $(RESULTS),$(LAB_DIR)/results.json) result.json
