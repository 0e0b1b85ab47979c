/* SPDX-License-Identifier: MIT */
/*
 * compact.h - verdicts and costs in as few characters as a QR code needs, with
 * their names, so that any version can be read: tools/kmapphoto has the reader.
 *
 * Parts end in '/', fields are separated by ':', members by '+'. Letters are
 * capitals; what a QR code's alphabet lacks is a space.
 *
 *	M:version:CPUs:address bits:RAM in KiB:kHz:unit:seed:vendor:model
 *	S:strategy+strategy...
 *	T:scenario+scenario...
 *	V:a digit of base 36 for each strategy, in it for spin and irq, in
 *	  these for each scenario: the verdict's number; '.' was not played;
 *	  '*' stands before one that is not as expected
 *	C:workload:threads:mean+mean...  for each strategy and lock, or one
 *	  alone; '-' was not measured
 *	F:what was not as expected
 *
 * and for run=report, of numbers in hexadecimal:
 *
 *	R:KiB-KiB+...    ranges of RAM, in KiB
 *	U:CPU+...:CPU+...  whose time, and whose memory types, are not CPU 0's
 *	B:who lists the CPUs:what the clock was measured by
 */
#ifndef JOB_COMPACT_H
#define JOB_COMPACT_H

#include "job/run.h"
#include "lib/qr.h"

#define COMPACT_MAX   4096
#define COMPACT_PARTS 30

/* Put it together from the rows and verdicts so far. Returns how many parts it
 * has: texts of at most QR_TEXT_MAX characters. */
unsigned int compact_make(const struct params *params,
			  const struct machine_info *machine);

/*
 * Part n, from 0 on, into QR_TEXT_MAX + 1 bytes. It begins with
 * K1:part:parts:check: where part counts from 1 and check is the CRC-32 of the
 * whole (ISO 3309) in 8 hexadecimal digits, of which letters are capitals.
 */
void compact_part(unsigned int n, char *text);

#endif
