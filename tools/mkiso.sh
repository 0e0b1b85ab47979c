#!/bin/sh
# SPDX-License-Identifier: MIT
# mkiso.sh KERNEL IMAGE [KEY=VALUE...] - a GRUB image that boots as a CD and,
# written to a USB stick, as a disk.
#
# Without parameters it has the menu of boot/grub.cfg, with some it boots at
# once with those. The same kernel gives the same bytes: hence not
# grub-mkrescue, whose images carry the time and a random name.
set -eu

GRUB=${GRUB_DIR:-/usr/lib/grub/i386-pc}
WHEN=1704067200 # 2024-01-01, for everything in the image that has a date
UUID=2024-01-01-00-00-00-00
MODULES="biosdisk iso9660 part_msdos search_fs_uuid normal configfile
multiboot multiboot2 serial terminal echo test boot reboot"

kernel=$1
image=$2
shift 2

die() {
	echo "mkiso.sh: $1" >&2
	exit 1
}

[ -r "$kernel" ] || die "there is no $kernel"
[ -r "$GRUB/boot_hybrid.img" ] || die "no GRUB for PCs: tools/setup.sh iso"
command -v xorriso >/dev/null || die "no xorriso: tools/setup.sh iso"

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/boot/grub"
cp "$kernel" "$tree/boot/kmaplab.elf"

if [ $# -gt 0 ]; then
	cat >"$tree/boot/grub/grub.cfg" <<-END
		serial --unit=0 --speed=115200
		terminal_output console serial
		multiboot2 /boot/kmaplab.elf $*
		boot
	END
else
	cp "$(dirname "$0")/../boot/grub.cfg" "$tree/boot/grub/grub.cfg"
fi

echo "search --fs-uuid --set=root $UUID" >"$tree/early.cfg"
# shellcheck disable=SC2086 # a list
grub-mkimage -O i386-pc-eltorito -d "$GRUB" -c "$tree/early.cfg" \
	-p /boot/grub -o "$tree/boot/grub/eltorito.img" $MODULES
rm "$tree/early.cfg"
find "$tree" -exec chmod u=rwX,go=rX {} + -exec touch -h -d "@$WHEN" {} +

if ! SOURCE_DATE_EPOCH=$WHEN TZ=UTC xorriso -as mkisofs -quiet -r \
	-V KMAPLAB --modification-date="$(echo $UUID | tr -d -)" \
	-b boot/grub/eltorito.img -no-emul-boot -boot-load-size 4 \
	-boot-info-table --grub2-boot-info \
	--grub2-mbr "$GRUB/boot_hybrid.img" --protective-msdos-label \
	-o "$image" "$tree" 2>"$tree.log"; then
	cat "$tree.log" >&2
	rm -f "$tree.log"
	die "xorriso failed"
fi
rm -f "$tree.log"
