# SPDX-License-Identifier: MIT
# What takes long, as jobs of GNU parallel: here, or with HOSTS=a,b by ssh.

# A job for each of the host's processors, unless JOBS says otherwise.
JOB_OPTIONS = $(if $(HOSTS),--hosts $(call quote,$(HOSTS)),--jobs $(JOBS))

.PHONY: sweep explore-jobs jobs-test
## sweep: run all combinations of MATRIX=tools/sweeps/stress.txt, as jobs
MATRIX := tools/sweeps/stress.txt
sweep: $(BUILD)/kmaplab.elf
	$(Q)BUILD='$(abspath $(BUILD))' $(PYTHON) tools/sweep.py $(JOB_OPTIONS) \
		$(if $(TIMEOUT),--limit $(TIMEOUT)) $(MATRIX)

# On hosts BUILD is always build/.
EXPLORE_ONE = tests/explore/one.sh $(if $(HOSTS),build,$(BUILD))
EXPLORE_HOURS := 6

EXPLORE_CASES = $(if $(CASE),$(subst $(comma), ,$(CASE)),\
	$$($< --list | awk '{ print $$1 }'))
EXPLORE_STRATEGIES = $(if $(STRATEGY),$(subst $(comma), ,$(STRATEGY)),\
	$(basename $(notdir $(wildcard mm/strategy/*.c))))

## explore-jobs: the same as `explore`, each case and strategy a job (DEEP=1;
##  : CASE=once2,third STRATEGY=held: some of them)
explore-jobs: $(EXPLORE_DIR)/explore
	$(Q)for case in $(EXPLORE_CASES); do \
		for strategy in $(EXPLORE_STRATEGIES); do \
			echo $(EXPLORE_ONE) $$case $$strategy $(if $(DEEP),--deep); \
		done; \
	done | BUILD='$(abspath $(BUILD))' $(PYTHON) tools/jobs.py \
		--name explore --limit $$(($(EXPLORE_HOURS) * 3600)) \
		--tag "$$(sha256sum $< | cut -c1-16)" --groups unit \
		--prepare "make -s SETUP=no build/explore/explore" \
		--collect $(EXPLORE_DIR)/explore.jsonl $(JOB_OPTIONS)

## jobs-test: run planted defects and deep searches on two machines (logins on
##  : this one), of which one goes away
jobs-test:
	$(Q)$(TEST_ENV) $(PYTHON) -m pytest tests/tools/far/test_far.py
