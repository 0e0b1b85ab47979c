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
#define KEY_CTRL        0x1d /* the right one after PREFIX */
#define PREFIX          0xe0 /* a key that the PC XT did not have follows */

static const char plain[] = "\0\0331234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`"
			    "\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] = "\0\033!@#$%^&*()_+\b\tQWERTYUIOP{}\n\0ASDFGHJKL"
			      ":\"~\0|ZXCVBNM<>?\0*\0 ";

/* After PREFIX: what a terminal sends for that key. */
static const struct {
	u8 code;
	const char *keys;
} extended[] = {
	{ 0x48, "\033[A" },  { 0x50, "\033[B" }, { 0x4d, "\033[C" },
	{ 0x4b, "\033[D" },  { 0x47, "\033[H" }, { 0x4f, "\033[F" },
	{ 0x53, "\033[3~" }, { 0x1c, "\n" },
};

static const char *rest = ""; /* of such a sequence */

static int next_of_rest(void)
{
	return *rest ? (unsigned char)*rest++ : -1;
}

/* A code from the controller, or -1: there is none, or it is the mouse's. */
static int read_code(void)
{
	u8 status = inb(STATUS_PORT);
	u8 code;

	/* 0xff: no controller at all */
	if (status == 0xff || !(status & STATUS_FULL))
		return -1;
	code = inb(DATA_PORT);
	return status & STATUS_MOUSE ? -1 : code;
}

static int extended_key(u8 code)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(extended); i++)
		if (extended[i].code == code)
			rest = extended[i].keys;
	return next_of_rest();
}

static int plain_key(u8 code, bool shift, bool ctrl)
{
	u8 c;

	if (code >= sizeof(plain) - 1)
		return -1; /* released, or a key without a character */
	c = (u8)(shift ? shifted : plain)[code];
	if (ctrl)
		c &= 0x1f;
	return c ? c : -1;
}

int keyboard_getc(void)
{
	static bool shift, ctrl, prefix;
	bool was_prefix = prefix;
	int code;

	if (*rest)
		return next_of_rest();
	code = read_code();
	if (code < 0)
		return -1;
	prefix = code == PREFIX;
	if ((code & ~KEY_RELEASED) == KEY_CTRL)
		ctrl = !(code & KEY_RELEASED);
	else if (was_prefix)
		return extended_key((u8)code);
	else if ((code & ~KEY_RELEASED) == KEY_LEFT_SHIFT ||
		 (code & ~KEY_RELEASED) == KEY_RIGHT_SHIFT)
		shift = !(code & KEY_RELEASED);
	else
		return plain_key((u8)code, shift, ctrl);
	return -1;
}
