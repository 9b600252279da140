/* What the tests of the message reader share: scanning exact copies, and comparing slices.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every input is scanned in an allocation of exactly its size, so that AddressSanitizer stops the
 * test at the first byte read outside of it. A literal would hide that behind its terminator.
 */
#ifndef SIPCODES_TESTS_SCAN_H
#define SIPCODES_TESTS_SCAN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "sipcodes/message.h"

/* A literal as a slice, NUL bytes inside it included. */
#define BYTES(literal) ((struct sc_slice){literal, sizeof(literal) - 1})

/* Bytes in an allocation of exactly their size. Made by exact_copy(), freed by exact_free(). */
struct exact {
    void *block;
    struct sc_slice bytes;
};

static inline struct exact exact_copy(struct sc_slice bytes)
{
    /* Of an allocation of size 0 not even AddressSanitizer guards the first byte, so an empty copy
     * is the end of one that has a byte. */
    char *block = malloc(bytes.size > 0 ? bytes.size : 1);

    assert_non_null(block);
    if (bytes.size == 0) {
        return (struct exact){block, {block + 1, 0}};
    }
    memcpy(block, bytes.data, bytes.size);
    return (struct exact){block, {block, bytes.size}};
}

static inline void exact_free(struct exact *exact)
{
    free(exact->block);
    *exact = (struct exact){0};
}

/* An exact copy and what the scan found in it. Made by scan_*(), freed by scan_free(). */
struct scan {
    struct exact exact;
    size_t taken; /* what sc_message_scan() returned */
    struct sc_message message;
};

static inline struct scan *scan_bytes(struct sc_slice bytes)
{
    struct scan *scan = malloc(sizeof *scan);

    assert_non_null(scan);
    /* What the scan leaves alone must not look like a result. */
    memset(scan, 0xA5, sizeof *scan);
    scan->exact = exact_copy(bytes);
    scan->taken = sc_message_scan(scan->exact.bytes.data, scan->exact.bytes.size, &scan->message);
    return scan;
}

#define SCAN(literal) scan_bytes(BYTES(literal))

static inline void scan_free(struct scan *scan)
{
    exact_free(&scan->exact);
    free(scan);
}

/* Scans a response with these header lines, each with its line end. */
static inline struct scan *scan_lines(const char *lines)
{
    char *text = g_strconcat("SIP/2.0 200 OK\r\n", lines, "\r\n", NULL);
    struct scan *scan = scan_bytes(sc_slice_of(text));

    g_free(text);
    assert_int_equal(scan->message.kind, SC_MESSAGE_RESPONSE);
    return scan;
}

/* PREFIX, COUNT times UNIT, SUFFIX. Freed with g_free(). */
static inline char *repeated(const char *prefix, const char *unit, size_t count, const char *suffix)
{
    GString *text = g_string_new(prefix);

    for (size_t i = 0; i < count; i++) {
        g_string_append(text, unit);
    }
    g_string_append(text, suffix);
    return g_string_free(text, FALSE);
}

static inline void check_slice(struct sc_slice slice, struct sc_slice expected, const char *file,
                               int line)
{
    if (!sc_slice_present(slice)) {
        print_error("absent, expected \"%.*s\"\n", (int)expected.size, expected.data);
        _fail(file, line);
    }
    if (slice.size != expected.size ||
        (slice.size > 0 && memcmp(slice.data, expected.data, slice.size) != 0)) {
        print_error("%zu bytes \"%.*s\", expected %zu bytes \"%.*s\"\n", slice.size,
                    (int)slice.size, slice.data, expected.size, (int)expected.size, expected.data);
        _fail(file, line);
    }
}

/* The slice is present and holds exactly these bytes. */
#define assert_slice(slice, literal)    check_slice(slice, BYTES(literal), __FILE__, __LINE__)
#define assert_slice_of(slice, pointer) check_slice(slice, sc_slice_of(pointer), __FILE__, __LINE__)

static inline void check_absent(struct sc_slice slice, const char *file, int line)
{
    if (sc_slice_present(slice) || slice.size != 0) {
        print_error("\"%.*s\", expected none\n", (int)slice.size, slice.data);
        _fail(file, line);
    }
}

#define assert_absent(slice) check_absent(slice, __FILE__, __LINE__)

#endif
