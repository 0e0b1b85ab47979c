/* SPDX-License-Identifier: MIT */
/*
 * shell.h - a prompt on consoles and keyboard, for people who sit at the
 * machine. `help` lists the commands.
 */
#ifndef JOB_SHELL_H
#define JOB_SHELL_H

#include "job/params.h"

/* Returns when somebody types `exit`. From a thread on CPU 0. */
void shell_run(const struct params *params);

#endif
