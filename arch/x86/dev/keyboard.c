/* SPDX-License-Identifier: MIT */
/*
 * keyboard.c - see keyboard.h
 *
 * The controller translates to scan code set 1 (IBM PC AT Technical Reference):
 * a key sends its code when pressed, and that with bit 7 set when released.
 */
#include "arch/x86/dev/keyboard.h"

#include "arch/x86/cpu/asm.h"

#define STATUS_PORT  0x64
#define DATA_PORT    0x60
#define STATUS_FULL  0x01 /* a byte waits in DATA_PORT */
#define STATUS_MOUSE 0x20 /* and it is the mouse's */

#define KEY_RELEASED    0x80
#define KEY_LEFT_SHIFT  0x2a
#define KEY_RIGHT_SHIFT 0x36

static const char plain[] = "\0\0331234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`"
			    "\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] = "\0\033!@#$%^&*()_+\b\tQWERTYUIOP{}\n\0ASDFGHJKL"
			      ":\"~\0|ZXCVBNM<>?\0*\0 ";

int keyboard_getc(void)
{
	static bool shift;
	u8 status = inb(STATUS_PORT);
	u8 code;

	/* 0xff: no controller at all */
	if (status == 0xff || !(status & STATUS_FULL))
		return -1;
	code = inb(DATA_PORT);
	if (status & STATUS_MOUSE)
		return -1;
	if ((code & ~KEY_RELEASED) == KEY_LEFT_SHIFT ||
	    (code & ~KEY_RELEASED) == KEY_RIGHT_SHIFT) {
		shift = !(code & KEY_RELEASED);
		return -1;
	}
	if (code >= sizeof(plain) - 1)
		return -1; /* released, or a key without a character */
	code = (u8)(shift ? shifted : plain)[code];
	return code ? code : -1;
}
