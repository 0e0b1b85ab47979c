# SPDX-License-Identifier: MIT
# imagelib.sh - what mkiso.sh, mkfloppy.sh and mkpxe.sh share; they source it.
#
# The same kernel gives the same bytes: everything in an image that has a date
# has that of SOURCE_DATE_EPOCH.
# shellcheck shell=sh disable=SC2034 # they use these

GRUB=${GRUB_DIR:-/usr/lib/grub}
WHEN=${SOURCE_DATE_EPOCH:-1704067200} # else 2024-01-01
MENU=$(dirname "$0")/../boot/grub.cfg
# Modules that every image needs, for its menu and for the kernel.
MODULES="normal configfile multiboot multiboot2 serial terminal echo test boot
reboot halt sleep"
SOURCE_DATE_EPOCH=$WHEN
TZ=UTC
export SOURCE_DATE_EPOCH TZ

die() {
	echo "$(basename "$0"): $1" >&2
	exit 1
}

# check_kernel FILE; check_grub FILE...; check_programs NAME...
check_kernel() {
	[ -r "$1" ] || die "there is no $1"
}

check_grub() {
	for needed; do
		[ -r "$GRUB/$needed" ] ||
			die "no $GRUB/$needed: tools/setup.sh iso"
	done
}

check_programs() {
	for program; do
		command -v "$program" >/dev/null ||
			die "no $program: tools/setup.sh iso"
	done
}

# dated FOLDER - its files' times and rights are always the same.
dated() {
	find "$1" -exec chmod u=rwX,go=rX {} + -exec touch -h -d "@$WHEN" {} +
}
