#!/bin/sh
# SPDX-License-Identifier: MIT
# mkrelease.sh --check | KERNEL ISO FLOPPY PXE FOLDER - what is handed out of a
# version: its images, what is inside of them and where that came from, and
# their SHA-256 sums. The tree has to be as committed, and the commit to have
# the version's tag; --check looks for no more than that.
#
# The same commit, with the same packages, gives the same bytes.
set -eu
# shellcheck source=tools/imagelib.sh
. "$(dirname "$0")/imagelib.sh"

TOOLS=$(dirname "$0")
VERSION=$(sed -n 's/^#define KMAPLAB_VERSION *"\(.*\)"/\1/p' \
	"$TOOLS/../lib/version.h")
NAME=kmaplab-$VERSION

check_tree() {
	[ -z "$(git status --porcelain)" ] ||
		die "the tree is not as committed: commit first"
	git tag --points-at HEAD | grep -qx "v$VERSION" && return
	git rev-parse -q --verify "refs/tags/v$VERSION" >/dev/null &&
		die "v$VERSION is another commit: lib/version.h needs a new version"
	die "this commit does not have the tag v$VERSION: git tag v$VERSION"
}

# packages WORD... - the Debian packages of these groups, with their versions.
packages() {
	for group; do
		sed -n "s/^$group  *\([^ ]*\) .*/\1/p" "$TOOLS/packages.txt"
	done | sort -u | while read -r package; do
		version=$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null) ||
			version="not installed"
		printf '  %-24s %s\n' "$package" "$version"
	done
}

contents() {
	cat <<-END
		kmaplab $VERSION, commit $(git rev-parse HEAD)

		$NAME.elf      the kernel, for QEMU's -kernel or a boot loader of
		               your own: Multiboot 1 and 2
		$NAME.iso      for CD or USB stick, on PCs with a BIOS or with UEFI
		$NAME.img      for a floppy disk of 1.44 MB
		$NAME-pxe.tar  the folder of a TFTP server; README in it says more

		docs/hardware.md in the sources says how to write and to use them.

		The kernel is made of this commit's sources, MIT licence, and of the
		letters of fonts-spleen (BSD 2-clause). The images contain it and GRUB
		(GPL 3 or later) as Debian built it; its source is Debian's source
		package grub2 of the same version.

		Debian's packages that the kernel was made with:
	END
	packages build font
	echo
	echo "Debian's packages that are in the images, or made them:"
	packages iso
}

if [ "${1:-}" = --check ]; then
	check_tree
	exit
fi
[ $# -eq 5 ] || die "usage: mkrelease.sh KERNEL ISO FLOPPY PXE FOLDER"
check_tree
folder=$5
rm -rf "$folder"
mkdir -p "$folder"
cp "$1" "$folder/$NAME.elf"
cp "$2" "$folder/$NAME.iso"
cp "$3" "$folder/$NAME.img"
tar -C "$4" --sort=name --mtime="@$WHEN" --owner=0 --group=0 --numeric-owner \
	--mode=u=rwX,go=rX -cf "$folder/$NAME-pxe.tar" .
contents >"$folder/CONTENTS"
(cd "$folder" && sha256sum CONTENTS "$NAME"* >SHA256SUMS)
