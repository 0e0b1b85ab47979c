/* SPDX-License-Identifier: MIT */
/*
 * apic_error.h - what the local APIC's error status register says, and what
 * becomes of it. (Intel SDM vol. 3, "Error Handling".)
 */
#ifndef ARCH_X86_IRQ_APIC_ERROR_H
#define ARCH_X86_IRQ_APIC_ERROR_H

#include "lib/types.h"

#define ESR_SEND_CHECKSUM    BIT(0)
#define ESR_RECEIVE_CHECKSUM BIT(1)
#define ESR_SEND_ACCEPT      BIT(2) /* nobody took our message */
#define ESR_RECEIVE_ACCEPT   BIT(3)
#define ESR_REDIRECTABLE     BIT(4) /* an IPI that this APIC cannot send */
#define ESR_SEND_VECTOR      BIT(5) /* a vector below 16 */
#define ESR_RECEIVE_VECTOR   BIT(6)
#define ESR_REGISTER         BIT(7) /* there is no such register */

/*
 * Errors that only this kernel can have made: it wrote a wrong command, or a
 * register that is not there. All others happen on sound machines, where the
 * bus tries again, or come from another sender.
 */
#define ESR_OURS (ESR_REDIRECTABLE | ESR_SEND_VECTOR | ESR_REGISTER)

/*
 * Count an error interrupt that found `status` in the register. Returns a text
 * of the errors that are seen for the first time, to be said once; NULL if
 * there are none. Of these, ESR_SEND_ACCEPT says nothing: the firmware may list
 * a CPU that does not exist, and the sender sees that it does not answer. Any
 * CPU, interrupts off.
 */
const char *lapic_error_count(u32 status);

/* How many there have been, on all CPUs. Any context. */
u32 lapic_errors(void);

#endif
