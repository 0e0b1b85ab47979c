# SPDX-License-Identifier: MIT
# Images that boot on real machines. The same commit gives the same bytes: what
# has a date in them has that of the commit.

IMAGE  := $(BUILD)/kmaplab.iso
FLOPPY := $(BUILD)/kmaplab.img
PXE    := $(BUILD)/pxe

SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || \
	echo 1704067200)
IMAGE_DATE  := $(BUILD)/kernel/date
IMAGE_PARTS := $(BUILD)/kmaplab.elf boot/grub.cfg tools/imagelib.sh \
	$(IMAGE_DATE)
MAKE_IMAGE   = $(Q)SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH)
$(call remember,$(IMAGE_DATE),$(SOURCE_DATE_EPOCH))

ISO_NEXT = "$(IMAGE) is ready: \`make usb DEV=/dev/sdX\` writes it to a stick," \
	"and any program for CDs burns it. docs/hardware.md has the rest"

.PHONY: iso floppy pxe usb release
## iso: make an image for CD or USB stick, build/kmaplab.iso, for PCs with a
##  : BIOS or with UEFI
iso: $(IMAGE)
	@$(if $(filter-out iso,$(MAKECMDGOALS)),:,echo $(ISO_NEXT))

$(IMAGE): $(IMAGE_PARTS) tools/mkiso.sh
	$(call say,ISO,$@)
	$(MAKE_IMAGE) tools/mkiso.sh $< $@

## floppy: make an image for a floppy disk of 1.44 MB, build/kmaplab.img
floppy: $(FLOPPY)
	@echo "$< is ready: \`dd if=$< of=/dev/fd0\` writes it to a disk"

$(FLOPPY): $(IMAGE_PARTS) tools/mkfloppy.sh
	$(call say,IMG,$@)
	$(MAKE_IMAGE) tools/mkfloppy.sh $< $@

## pxe: make the folder of a TFTP server, build/pxe, from which PCs boot
pxe: $(PXE)/README
	@echo "$(PXE) is ready: $< says how to serve it"

$(PXE)/README: $(IMAGE_PARTS) tools/mkpxe.sh
	$(call say,PXE,$(PXE))
	$(MAKE_IMAGE) tools/mkpxe.sh $< $(PXE)
	@touch $@

## usb: write build/kmaplab.iso to the USB stick DEV=/dev/sdX. What is on it is
##  : lost, so it asks (YES=1: it does not). What is in use is refused, and
##  : what is not removable unless FORCE=/dev/sdX repeats the name
usb: $(IMAGE)
	$(if $(DEV),,$(error DEV=/dev/sdX has to name the stick; `lsblk` lists \
		the disks))
	$(Q)$(PYTHON) tools/usb.py $< $(call quote,$(DEV)) \
		$(if $(FORCE),--force $(call quote,$(FORCE))) $(if $(YES),--yes)

## release: the images of a version with their SHA-256 sums, and a list of what
##  : is inside, in build/release/. The commit must have the version's tag
release:
	$(Q)tools/mkrelease.sh --check
	$(Q)$(MAKE) --no-print-directory build iso floppy pxe
	$(MAKE_IMAGE) tools/mkrelease.sh $(BUILD)/kmaplab.elf $(IMAGE) \
		$(FLOPPY) $(PXE) $(BUILD)/release
	@echo "$(BUILD)/release is ready:" && cat $(BUILD)/release/SHA256SUMS
