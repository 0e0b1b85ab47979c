#!/bin/sh
# SPDX-License-Identifier: MIT
# one.sh TEST - one test, for prove: boot/NAME is a line of
# tests/boot/matrix.txt, compiler/NAME one of tests/build/compilers.py, explore
# and explore-plain the explorer, anything else a program.
set -u

case $1 in
boot/*)
	exec tests/boot/boot.py "${1#boot/}"
	;;
explore)
	exec "$BUILD/explore/explore"
	;;
explore-plain)
	exec "$BUILD/explore/explore-plain" --jobs 1 --walks-only --walks 100
	;;
compiler/*)
	exec tests/build/compilers.py "${1#compiler/}"
	;;
esac

# prove takes a plan of no tests for "skipped".
out=$("$1")
status=$?
printf '%s\n' "$out"
if printf '%s\n' "$out" | grep -q '^1\.\.0'; then
	echo "$1: a plan that runs no test" >&2
	exit 1
fi
exit $status
