# SPDX-License-Identifier: MIT
# Which compiler builds the kernel. In order:
#   CROSS=prefix-   a cross gcc of your own
#   LLVM=1          clang and ld.lld
#   i686-elf-gcc, i586-elf-gcc, i386-elf-gcc, i686-linux-gnu-gcc if installed
#   gcc -m32        where the host's gcc can
#   clang           else

CROSS_FOUND := $(firstword $(foreach p,i686-elf- i586-elf- i386-elf- \
		i686-linux-gnu- i386-linux-gnu-,$(if $(shell command -v $(p)gcc),$(p))))

ifdef LLVM
KCC := clang --target=i686-elf
KLD := ld.lld
KNM := llvm-nm
else ifdef CROSS
KCC := $(CROSS)gcc
KLD := $(CROSS)ld
KNM := $(CROSS)nm
else ifneq ($(CROSS_FOUND),)
KCC := $(CROSS_FOUND)gcc
KLD := $(CROSS_FOUND)ld
KNM := $(CROSS_FOUND)nm
else ifeq ($(shell { command -v gcc && echo 'int x;' | \
		gcc -m32 -xc -c -o /dev/null -; } >/dev/null 2>&1 && echo yes),yes)
KCC := gcc -m32
KLD := ld
KNM := nm
else
KCC := clang --target=i686-elf
KLD := ld.lld
KNM := llvm-nm
endif

# Keep a flag only if this compiler takes it.
cc-option = $(shell $(KCC) -Werror $(1) -xc -c -o /dev/null /dev/null \
		2>/dev/null && echo $(1))
