/* SPDX-License-Identifier: MIT */
/*
 * control.h - what the explorer must find, whatever the student's file does: or
 * the judge was tampered with.
 */
#ifndef LABS_CONTROL_H
#define LABS_CONTROL_H

/* A program of an explorer's case: maps page 0, lets its slot map page 1, and
 * uses it for page 0. */
void map_wrongly(void);

#endif
