#!/bin/sh
# SPDX-License-Identifier: MIT
# mkfloppy.sh KERNEL IMAGE - a floppy disk of 1.44 MB that boots, with the menu
# of boot/grub.cfg, which can be edited there: the file system is FAT.
#
# GRUB lies in sectors before the file system's tables, where FAT allows room
# for it.
set -eu
# shellcheck source=tools/imagelib.sh
. "$(dirname "$0")/imagelib.sh"

SECTOR=512
BPB_START=3 # bytes of the first sector that are FAT's: its parameters
BPB_END=90  # and that GRUB's boot.img leaves room for

[ $# -eq 2 ] || die "usage: mkfloppy.sh KERNEL IMAGE"
kernel=$1
image=$2
check_kernel "$kernel"
check_grub i386-pc/boot.img
check_programs grub-mkimage mkfs.fat mcopy

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tree/boot/grub"
cp "$MENU" "$work/tree/boot/grub/grub.cfg"
"$(dirname "$0")/bare.py" "$kernel" "$work/tree/boot/kmaplab.elf"
dated "$work/tree"

# shellcheck disable=SC2086 # a list
grub-mkimage -O i386-pc -d "$GRUB/i386-pc" -p "(fd0)/boot/grub" \
	-o "$work/core" $MODULES biosdisk fat
sectors=$((($(wc -c <"$work/core") + SECTOR - 1) / SECTOR + 1))

mkfs.fat -C -F 12 -R "$sectors" -n KMAPLAB \
	--invariant "$work/image" 1440 >/dev/null
mcopy -s -m -i "$work/image" "$work/tree/boot" :: ||
	die "the kernel does not fit on a floppy disk"

# put FILE FROM COUNT TO - bytes of it, into the image.
put() {
	dd if="$1" of="$work/image" bs=1 skip="$2" count="$3" seek="$4" \
		conv=notrunc status=none
}
put "$GRUB/i386-pc/boot.img" 0 $BPB_START 0
put "$GRUB/i386-pc/boot.img" $BPB_END $((SECTOR - BPB_END)) $BPB_END
dd if="$work/core" of="$work/image" bs=$SECTOR seek=1 conv=notrunc status=none
mv "$work/image" "$image"
