#!/bin/bash
# SPDX-License-Identifier: MIT
# program.sh PROGRAM - one C test program, for prove. Keeps its TAP in $LOGS.
set -u -o pipefail

name=$(basename "$1")
if [ "$name" = explore-plain ]; then
	set -- "$1" --jobs 1 --walks-only --walks 100
fi
timeout --kill-after=10 900 "$@" | tee "$LOGS/$name.tap"
status=$?
# prove takes a plan of no tests for "skipped".
if grep -q '^1\.\.0' "$LOGS/$name.tap"; then
	echo "$name: a plan that runs no test" >&2
	exit 1
fi
exit $status
