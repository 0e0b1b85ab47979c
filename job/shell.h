/* SPDX-License-Identifier: MIT */
/*
 * shell.h - a prompt on consoles and keyboard, for people who sit at the
 * machine. `help` lists the commands.
 */
#ifndef JOB_SHELL_H
#define JOB_SHELL_H

#include "job/params.h"

/* Returns when somebody types `exit`, or Ctrl-D in an empty line. The
 * parameters are what jobs get if a line says nothing else. From a thread on
 * CPU 0. */
void shell_run(const struct params *params);

#endif
