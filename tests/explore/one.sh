#!/bin/sh
# SPDX-License-Identifier: MIT
# one.sh BUILD CASE STRATEGY [OPTION...] - a job of `make explore-jobs`: the
# searches of one case with one strategy; prints their records. Not every case
# has one for every strategy.
set -u

build=$1 case=$2 strategy=$3
shift 3
left=$build/explore/one-$case-$strategy
mkdir -p "$build/explore"
trap 'rm -f "$left.jsonl" "$left.log"' EXIT

"$build/explore/explore" --jobs 1 --case "$case" --strategy "$strategy" \
	--records "$left.jsonl" "$@" >"$left.log" 2>&1
status=$?
if grep -q 'there is no such search' "$left.log"; then
	exit 0
fi
cat "$left.log" >&2
cat "$left.jsonl"
exit $status
