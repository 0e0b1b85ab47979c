/* SPDX-License-Identifier: MIT */
/*
 * printf.c - formatted output, one character at a time, without buffers.
 */
#include "lib/printf.h"

#include "lib/div64.h"
#include "lib/string.h"

#define DECIMAL   "0123456789"
#define LOWER_HEX "0123456789abcdef"
#define UPPER_HEX "0123456789ABCDEF"

/* Where the characters go. */
struct out {
	void (*put)(void *ctx, char c);
	void *ctx;
	int count; /* characters put so far */
};

/* Flags: bit n is character n of this. */
static const char flag_chars[] = "-0+ #";

enum {
	LEFT = BIT(0),
	ZERO = BIT(1),
	PLUS = BIT(2),
	SPACE = BIT(3),
	ALTERNATE = BIT(4),
};

/* What stands between % and the conversion letter. */
struct spec {
	unsigned int flags;
	int width;       /* characters at least */
	int precision;   /* -1: none given */
	size_t arg_size; /* of an integer argument, bytes */
};

/* A va_list in a struct can be passed by address on every machine. */
struct args {
	va_list list;
};

static void put_char(struct out *out, char c)
{
	out->put(out->ctx, c);
	out->count++;
}

static void put_repeated(struct out *out, char c, int times)
{
	while (times-- > 0)
		put_char(out, c);
}

static void put_chars(struct out *out, const char *s, int length)
{
	while (length-- > 0)
		put_char(out, *s++);
}

/*
 * Every conversion ends here. Puts the prefix, the zeros and `length`
 * characters of `text`, and blanks up to the width on one side of them.
 */
static void put_field(struct out *out, const struct spec *spec,
		      const char *prefix, int zeros, const char *text,
		      int length)
{
	int prefix_length = (int)strlen(prefix);
	int blanks = spec->width - prefix_length - max(zeros, 0) - length;

	if (!(spec->flags & LEFT))
		put_repeated(out, ' ', blanks);
	put_chars(out, prefix, prefix_length);
	put_repeated(out, '0', zeros);
	put_chars(out, text, length);
	if (spec->flags & LEFT)
		put_repeated(out, ' ', blanks);
}

static void put_string(struct out *out, const struct spec *spec, const char *s)
{
	int most = spec->precision < 0 ? INT32_MAX : spec->precision;

	if (!s)
		s = "(null)";
	put_field(out, spec, "", 0, s, (int)strnlen(s, (size_t)most));
}

/* The base is the number of characters in `digits`. */
static void put_number(struct out *out, const struct spec *spec, u64 value,
		       const char *digits, const char *prefix)
{
	char text[20]; /* 2^64 - 1 in base 10, the smallest base used */
	int length = 0, zeros;

	/* A value of 0 has one digit, but none with a precision of 0. */
	while (value || (length == 0 && spec->precision)) {
		u32 digit;

		value = div_u64_rem(value, (u32)strlen(digits), &digit);
		text[sizeof(text) - (size_t)++length] = digits[digit];
	}
	zeros = spec->precision - length;
	if (spec->precision < 0 && (spec->flags & (ZERO | LEFT)) == ZERO)
		zeros = spec->width - (int)strlen(prefix) - length;
	put_field(out, spec, prefix, zeros,
		  text + sizeof(text) - (size_t)length, length);
}

/* An integer argument of any size, in the high bits of the result. */
static u64 shifted_arg(const struct spec *spec, struct args *args)
{
	u64 value = spec->arg_size == sizeof(u64)
			    ? va_arg(args->list, unsigned long long)
			    : va_arg(args->list, unsigned int);

	return value << (64 - 8 * spec->arg_size);
}

static u64 unsigned_arg(const struct spec *spec, struct args *args)
{
	return shifted_arg(spec, args) >> (64 - 8 * spec->arg_size);
}

static void put_signed(struct out *out, const struct spec *spec,
		       struct args *args)
{
	/* The compilers in use shift the sign in from the left. */
	s64 value = (s64)shifted_arg(spec, args) >> (64 - 8 * spec->arg_size);
	u64 magnitude = value < 0 ? 0 - (u64)value : (u64)value;
	const char *sign = "";

	if (value < 0)
		sign = "-";
	else if (spec->flags & PLUS)
		sign = "+";
	else if (spec->flags & SPACE)
		sign = " ";
	put_number(out, spec, magnitude, DECIMAL, sign);
}

static void put_hex(struct out *out, const struct spec *spec, u64 value,
		    const char *digits, const char *prefix)
{
	put_number(out, spec, value, digits,
		   spec->flags & ALTERNATE && value ? prefix : "");
}

/* Returns false if there is no such conversion; nothing was put then. */
static bool convert(struct out *out, struct spec *spec, char conversion,
		    struct args *args)
{
	char c;

	switch (conversion) {
	case 'd':
	case 'i':
		put_signed(out, spec, args);
		return true;
	case 'u':
		put_number(out, spec, unsigned_arg(spec, args), DECIMAL, "");
		return true;
	case 'x':
		put_hex(out, spec, unsigned_arg(spec, args), LOWER_HEX, "0x");
		return true;
	case 'X':
		put_hex(out, spec, unsigned_arg(spec, args), UPPER_HEX, "0X");
		return true;
	case 'p':
		spec->precision = 2 * sizeof(void *);
		put_number(out, spec, (uintptr_t)va_arg(args->list, void *),
			   LOWER_HEX, "0x");
		return true;
	case 's':
		put_string(out, spec, va_arg(args->list, const char *));
		return true;
	case 'c':
		c = (char)va_arg(args->list, int);
		put_field(out, spec, "", 0, &c, 1);
		return true;
	case '%':
		put_char(out, '%');
		return true;
	default:
		return false;
	}
}

/* A width or precision: digits, maybe none, or a star. */
static const char *parse_count(const char *fmt, struct args *args, int *count)
{
	*count = 0;
	if (*fmt == '*') {
		*count = va_arg(args->list, int);
		*count = max(*count, -PRINTF_FIELD_MAX);
		*count = min(*count, PRINTF_FIELD_MAX);
		return fmt + 1;
	}
	for (; *fmt >= '0' && *fmt <= '9'; fmt++)
		*count = min(*count * 10 + (*fmt - '0'), PRINTF_FIELD_MAX);
	return fmt;
}

static const char *parse_length(const char *fmt, struct spec *spec)
{
	bool twice = fmt[0] && fmt[0] == fmt[1];

	if (*fmt == 'z') {
		spec->arg_size = sizeof(size_t);
		return fmt + 1;
	}
	if (*fmt == 'h')
		spec->arg_size = twice ? sizeof(char) : sizeof(short);
	else if (*fmt == 'l')
		spec->arg_size = twice ? sizeof(long long) : sizeof(long);
	else
		return fmt;
	return fmt + 1 + twice;
}

/* Reads up to the conversion letter; returns where that is. */
static const char *parse_spec(const char *fmt, struct spec *spec,
			      struct args *args)
{
	const char *flag;

	*spec = (struct spec){ .precision = -1, .arg_size = sizeof(int) };
	for (; *fmt && (flag = strchr(flag_chars, *fmt)); fmt++)
		spec->flags |= BIT(flag - flag_chars);
	fmt = parse_count(fmt, args, &spec->width);
	if (spec->width < 0) {
		spec->flags |= LEFT;
		spec->width = -spec->width;
	}
	if (*fmt == '.')
		fmt = parse_count(fmt + 1, args, &spec->precision);
	return parse_length(fmt, spec);
}

int kvprintf(void (*put)(void *ctx, char c), void *ctx, const char *fmt,
	     va_list args)
{
	struct out out = { .put = put, .ctx = ctx };
	struct args copy;

	va_copy(copy.list, args);
	while (*fmt) {
		const char *start = fmt;
		struct spec spec;

		if (*fmt++ != '%') {
			put_char(&out, *start);
			continue;
		}
		fmt = parse_spec(fmt, &spec, &copy);
		if (*fmt && convert(&out, &spec, *fmt, &copy))
			fmt++;
		else
			put_chars(&out, start, (int)(fmt - start));
	}
	va_end(copy.list);
	return out.count;
}

/* A buffer, and how long the text is so far, whether or not it fits. */
struct buffer {
	char *at;
	size_t size;
	size_t length;
};

static void put_to_buffer(void *ctx, char c)
{
	struct buffer *buf = ctx;

	if (buf->length < buf->size)
		buf->at[buf->length] = c;
	buf->length++;
}

int kvsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct buffer to = { .at = buf, .size = size };
	int length = kvprintf(put_to_buffer, &to, fmt, args);

	if (size)
		buf[min(to.length, size - 1)] = '\0';
	return length;
}

int ksnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = kvsnprintf(buf, size, fmt, args);
	va_end(args);
	return length;
}
