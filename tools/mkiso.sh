#!/bin/sh
# SPDX-License-Identifier: MIT
# mkiso.sh [--firmware bios|uefi] KERNEL IMAGE [KEY=VALUE...] - a GRUB image
# that boots as a CD and, written to a USB stick, as a disk: by a BIOS, and by a
# UEFI of 32 or 64 bits, unless one of these is all that is asked for.
#
# Without parameters it has the menu of boot/grub.cfg, with some it boots at
# once with those. It is not made by grub-mkrescue, whose images carry the time
# and a random name.
set -eu
# shellcheck source=tools/imagelib.sh
. "$(dirname "$0")/imagelib.sh"

UUID=$(date -u -d "@$WHEN" +%Y-%m-%d-%H-%M-%S-00)
MODULES="$MODULES iso9660 part_msdos search_fs_uuid"
MODULES_BIOS="biosdisk"
MODULES_UEFI="fat part_gpt all_video efi_gop efi_uga"
EFI_KIB=1440 # of the file system that UEFI reads

firmware="bios uefi"
if [ "${1:-}" = --firmware ]; then
	case $2 in
	bios | uefi) firmware=$2 ;;
	*) die "no firmware $2: bios or uefi" ;;
	esac
	shift 2
fi
[ $# -ge 2 ] || die "usage: mkiso.sh [--firmware WHICH] KERNEL IMAGE..."
kernel=$1
image=$2
shift 2

wants() {
	case " $firmware " in *" $1 "*) ;; *) return 1 ;; esac
}

check_kernel "$kernel"
check_grub i386-pc/boot_hybrid.img i386-efi/normal.mod x86_64-efi/normal.mod
check_programs xorriso mformat grub-mkimage

# Linux's boot protocol has a signature.
load=multiboot2
if [ "$(dd if="$kernel" bs=1 skip=514 count=4 2>/dev/null)" = HdrS ]; then
	load=linux
	MODULES="$MODULES linux"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir -p "$tree/boot/grub"
cp "$kernel" "$tree/boot/kmaplab.elf"

if [ $# -gt 0 ]; then
	cat >"$tree/boot/grub/grub.cfg" <<-END
		serial --unit=0 --speed=115200
		terminal_output console serial
		$load /boot/kmaplab.elf $*
		boot
	END
else
	cp "$MENU" "$tree/boot/grub/grub.cfg"
fi

# GRUB finds its menu in the file system with this name, wherever that is.
echo "search.fs_uuid $UUID root" >"$work/early.cfg"

# grub FORMAT FILE MODULE... - GRUB itself.
grub() {
	format=$1
	file=$2
	shift 2
	# shellcheck disable=SC2086 # a list
	grub-mkimage -O "$format" -d "$GRUB/${format%-eltorito}" \
		-c "$work/early.cfg" -p /boot/grub -o "$file" $MODULES "$@"
}

# A FAT file system with GRUB where UEFI looks for a boot loader: UEFI
# Specification 2.10, 3.5.1.1.
make_efi() {
	mkdir -p "$work/efi/EFI/BOOT"
	# shellcheck disable=SC2086 # a list
	grub i386-efi "$work/efi/EFI/BOOT/BOOTIA32.EFI" $MODULES_UEFI
	# shellcheck disable=SC2086 # a list
	grub x86_64-efi "$work/efi/EFI/BOOT/BOOTX64.EFI" $MODULES_UEFI
	dated "$work/efi"
	mformat -C -i "$1" -f "$EFI_KIB" -N "$(printf %08x "$WHEN")" ::
	mcopy -s -m -i "$1" "$work/efi/EFI" ::
}

# What xorriso is to do for each. Old BIOSes boot a stick only if a partition is
# active: the first is that. UEFI finds the other one, and there is no GPT, at
# which some old BIOSes freeze.
options=
if wants bios; then
	grub i386-pc-eltorito "$tree/boot/grub/eltorito.img" $MODULES_BIOS
	options="-b boot/grub/eltorito.img -no-emul-boot -boot-load-size 4
		-boot-info-table --grub2-boot-info
		--grub2-mbr $GRUB/i386-pc/boot_hybrid.img
		--protective-msdos-label --mbr-force-bootable"
fi
if wants uefi; then
	make_efi "$work/efi.img"
	options="$options ${options:+-eltorito-alt-boot}
		-append_partition 2 0xef $work/efi.img
		-e --interval:appended_partition_2:all:: -no-emul-boot"
fi

dated "$tree"
# shellcheck disable=SC2086 # a list
if ! xorriso -as mkisofs -quiet -r \
	-V KMAPLAB --modification-date="$(echo "$UUID" | tr -d -)" \
	$options -o "$image" "$tree" 2>"$work/log"; then
	cat "$work/log" >&2
	die "xorriso failed"
fi
