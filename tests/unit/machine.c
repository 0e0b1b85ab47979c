/* SPDX-License-Identifier: MIT */
/* machine.c - see machine.h */
#include "machine.h"

struct unit_machine unit_machine;
