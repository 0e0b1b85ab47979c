# SPDX-License-Identifier: MIT
BUILD  := build
WERROR := $(if $(CI),-Werror)

include tests/unit/unit.mk
