#!/bin/sh
# SPDX-License-Identifier: MIT
# mkpxe.sh KERNEL FOLDER - what a TFTP server needs so that PCs boot from the
# network: GRUB for BIOS and for UEFI with the menu of boot/grub.cfg, and the
# kernel and a script for iPXE. README in the folder says what to set up.
set -eu
# shellcheck source=tools/imagelib.sh
. "$(dirname "$0")/imagelib.sh"

MODULES="$MODULES tftp net"

[ $# -eq 2 ] || die "usage: mkpxe.sh KERNEL FOLDER"
kernel=$1
folder=$2
check_kernel "$kernel"
check_grub i386-pc/pxeboot.img i386-efi/normal.mod x86_64-efi/normal.mod
check_programs grub-mkimage

# grub FORMAT FILE MODULE... - GRUB, which takes its menu from where it came
# from itself.
grub() {
	format=$1
	file=$2
	shift 2
	# shellcheck disable=SC2086 # a list
	grub-mkimage -O "$format" -d "$GRUB/${format%-pxe}" -o "$folder/$file" \
		-p "$prefix" $MODULES "$@"
}

rm -rf "$folder"
mkdir -p "$folder/boot/grub"
cp "$MENU" "$folder/boot/grub/grub.cfg"
"$(dirname "$0")/bare.py" "$kernel" "$folder/boot/kmaplab.elf"
prefix="(pxe)/boot/grub"
grub i386-pc-pxe grub.pxe pxe biosdisk
prefix="/boot/grub"
grub i386-efi grub-ia32.efi efinet all_video efi_gop efi_uga
grub x86_64-efi grub-x64.efi efinet all_video efi_gop efi_uga

cat >"$folder/boot.ipxe" <<'END'
#!ipxe
# Add parameters to the first line: docs/parameters.md.
kernel boot/kmaplab.elf
boot
END
cat >"$folder/README" <<'END'
This folder is the root of a TFTP server. What a PC is to load first:

  BIOS        grub.pxe
  UEFI        grub-x64.efi, or grub-ia32.efi where it has 32 bits;
              Secure Boot must be off
  iPXE        boot.ipxe: no menu, and no framebuffer, so for BIOS only

With dnsmasq, which is DHCP and TFTP server in one, on a network of its own:

  dnsmasq --no-daemon --port=0 --interface=eth1 \
          --dhcp-range=192.168.77.10,192.168.77.99 \
          --dhcp-match=set:ia32,option:client-arch,6 \
          --dhcp-match=set:x64,option:client-arch,7 \
          --dhcp-boot=tag:ia32,grub-ia32.efi --dhcp-boot=tag:x64,grub-x64.efi \
          --dhcp-boot=tag:!ia32,tag:!x64,grub.pxe \
          --enable-tftp --tftp-root="$PWD"

In QEMU, which has both of them inside:

  qemu-system-x86_64 -boot n -device e1000,netdev=n \
          -netdev user,id=n,tftp=.,bootfile=grub.pxe
END
dated "$folder"
