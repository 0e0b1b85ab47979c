/* SPDX-License-Identifier: MIT */
/*
 * json.h - writes one JSON object a line, the form of every result record.
 *
 *	char line[512];
 *	struct json_writer w;
 *
 *	json_begin(&w, line, sizeof(line), "progress");
 *	json_u64(&w, "step", 3);
 *	json_str(&w, "label", "held");
 *	if (json_end(&w))
 *		...
 *
 * makes {"v":3,"kind":"progress","step":3,"label":"held"} and a newline. There
 * are no spaces outside strings. The line is pure ASCII: in strings, quotes,
 * backslashes and all that is not printable ASCII are escaped; a byte b from
 * 0x80 up becomes the character U+00b (RFC 8259, 7).
 *
 * Nothing has to be checked on the way: if something does not fit, the record
 * is lost, and json_end() says so.
 *
 * Context: any. A writer and its buffer belong to one user: nothing here locks.
 */
#ifndef LIB_JSON_H
#define LIB_JSON_H

#include "lib/types.h"

#define JSON_VERSION 3 /* the "v" of every record */

struct json_writer {
	char *buf;
	size_t size;        /* of buf, bytes */
	size_t len;         /* bytes written; below size: room for NUL */
	unsigned int depth; /* objects begun and not ended */
	bool comma;         /* one is due before the next member */
	bool truncated;     /* did not fit, or begin and end do not match */
};

/*
 * Starts a record of a kind: {"v":3,"kind":"KIND".
 *
 * @buf: used until json_end()
 * @size: of buf in bytes, final NUL included
 */
void json_begin(struct json_writer *w, char *buf, size_t size,
		const char *kind);

/*
 * Ends the record with } and a newline, and buf with NUL.
 *
 * Returns the length of the line in bytes, newline included, NUL not. Returns 0
 * if the record did not fit or an object in it is still open; buf holds an
 * empty string then (unless size is 0), never half a record.
 */
size_t json_end(struct json_writer *w);

/* One member of the record, or of the object begun last. */
void json_u64(struct json_writer *w, const char *key, u64 value);
void json_s64(struct json_writer *w, const char *key, s64 value);
void json_bool(struct json_writer *w, const char *key, bool value);
void json_null(struct json_writer *w, const char *key);

/* A value of NULL is written as null. */
void json_str(struct json_writer *w, const char *key, const char *value);

/* Arrays of n values; n may be 0, and values NULL then. */
void json_array_u64(struct json_writer *w, const char *key, const u64 *values,
		    size_t n);
void json_array_str(struct json_writer *w, const char *key,
		    const char *const *values, size_t n);

/* The members written in between are those of an object of their own. */
void json_object_begin(struct json_writer *w, const char *key);
void json_object_end(struct json_writer *w);

#endif
