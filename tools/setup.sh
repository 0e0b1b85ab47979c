#!/bin/sh
# SPDX-License-Identifier: MIT
# setup.sh [--check] GROUP... - install the Debian packages of these groups that
# are missing; tools/packages.txt lists them. Says what it installs and why, asks
# nothing. With nothing missing it says nothing, and needs no network. --check:
# only say what is missing; exit status 1 if anything is.
set -eu

LIST=${PACKAGES:-$(dirname "$0")/packages.txt}

die() {
	echo "setup: $1" >&2
	exit 1
}

# One question for all packages: this runs before every build.
find_installed() {
	# shellcheck disable=SC2046 # a list
	installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' \
		gcc-multilib $(wanted "$@" | awk '{ print $1 }') 2>/dev/null |
		sed -n 's/^installed //p')
}

is_installed() {
	echo "$installed" | grep -qx "$1"
}

# The cross compiler and gcc-multilib exclude each other. Whoever has the one
# keeps it: `gcc -m32` builds the kernel too. So does a cross gcc of one's own.
is_needless() {
	[ "$1" = gcc-i686-linux-gnu ] || return 1
	is_installed gcc-multilib && return 0
	for prefix in i686-elf- i586-elf- i386-elf-; do
		command -v ${prefix}gcc >/dev/null && return 0
	done
	return 1
}

# The lines of the groups, each package once: PACKAGE WHAT FOR
wanted() {
	awk -v groups=" $* " '
		/^#/ || NF < 2 { next }
		index(groups, " " $1 " ") && !seen[$2]++ {
			sub(/^[^ ]+ +/, ""); print }' "$LIST"
}

# Those of them that are missing.
missing() {
	wanted "$@" | while read -r package what; do
		is_installed "$package" || is_needless "$package" ||
			printf '%-22s %s\n' "$package" "$what"
	done
}

# What makes a command root's: nothing, or sudo.
find_root() {
	if [ "$(id -u)" = 0 ]; then
		root=
	elif command -v sudo >/dev/null; then
		root=sudo
	else
		die "this needs root, or sudo; as root: tools/setup.sh $*"
	fi
}

# Quiet unless it goes wrong.
apt() {
	if ! $root env DEBIAN_FRONTEND=noninteractive \
		apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" </dev/null \
		>"$log" 2>&1; then
		tail -n 20 "$log" >&2
		return 1
	fi
}

unavailable() {
	for package in $1; do
		apt-cache show "$package" >/dev/null 2>&1 ||
			echo "setup: there is no package $package" >&2
	done
}

check=
if [ "${1:-}" = --check ]; then
	check=yes
	shift
fi
[ $# -gt 0 ] || die "usage: setup.sh [--check] GROUP...; see $LIST"
for group in "$@"; do
	grep -q "^$group " "$LIST" || die "no group $group in $LIST"
done
if ! command -v dpkg-query >/dev/null; then
	echo "setup: no Debian; these are for you to install:" >&2
	wanted "$@" >&2
	exit 0
fi

find_installed "$@"
list=$(missing "$@")
[ -n "$list" ] || exit 0
if [ "$check" ]; then
	echo "setup: these Debian packages are missing:"
	echo "$list" | sed 's/^/  /'
	exit 1
fi
packages=$(echo "$list" | awk '{ print $1 }' | tr '\n' ' ')
echo "setup: installing Debian packages (this can take minutes):"
echo "$list" | sed 's/^/  /'
find_root "$@"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt update || echo "setup: the package lists could not be updated" >&2
# shellcheck disable=SC2086 # a list
if ! apt install --no-install-recommends --no-remove $packages; then
	unavailable "$packages"
	die "these could not be installed: $packages"
fi
