# SPDX-License-Identifier: MIT
# The image: boots as a CD and, written to a stick, as a USB disk.

IMAGE := $(BUILD)/kmaplab.iso

.PHONY: iso
## iso: make an image for CD or USB stick, build/kmaplab.iso
iso: $(IMAGE)
	@:

$(IMAGE): $(BUILD)/kmaplab.elf boot/grub.cfg tools/mkiso.sh
	$(call say,ISO,$@)
	$(Q)tools/mkiso.sh $< $@
