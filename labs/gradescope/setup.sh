#!/bin/sh
# SPDX-License-Identifier: MIT
# setup.sh - Gradescope runs it once, as root: install the packages that grading
# needs. They are called the same in Debian and Ubuntu.
set -eu
apt-get update
apt-get install -y --no-install-recommends make
"${AUTOGRADER:-/autograder}/source/kmaplab/tools/setup.sh" build run bochs unit
