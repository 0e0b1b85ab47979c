/* SPDX-License-Identifier: MIT */
/*
 * shell.h - a prompt on the consoles and the keyboard, for a machine one sits
 * at. `help` lists the commands.
 */
#ifndef JOB_SHELL_H
#define JOB_SHELL_H

#include "job/params.h"

/* Returns when somebody types `exit`. From a thread on CPU 0. */
void shell_run(const struct params *params);

#endif
