/* Messages that are cut or made to do harm: whatever the bytes, every slice lies inside of them,
 * and the work grows with them and not faster.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "readers.h"
#include "scan.h"

#include <time.h>

static void must_lie_inside(struct sc_slice slice, void *context)
{
    const struct exact *exact = context;

    if (!lies_inside(slice, exact->bytes)) {
        fail_msg("a slice of %zu bytes leaves the %zu bytes of the message", slice.size,
                 exact->bytes.size);
    }
    assert_true(text_is_clean(slice));
}

/* Scans an exact copy, runs every reader over it and checks every slice. */
static void read_everything(struct sc_slice bytes)
{
    struct scan *scan = scan_bytes(bytes);

    assert_true(scan->taken <= bytes.size);
    visit_everything(&scan->message, must_lie_inside, &scan->exact);
    scan_free(scan);
}

/* ---- Every beginning of a message ---- */

static const char *const samples[] = {
    "\r\nSIP/2.0 503 Service \"Unavailable\r\n"
    "Via: SIP / 2.0 / UDP [2001:db8::1] : 5060;branch=z9hG4bK1;rport=1;received=192.0.2.1,\r\n"
    "  SIP/2.0/TCP host;branch=\r\n"
    "f: \"A \\\"<x>\\\" B\" <sip:a:pw@[2001:db8::1]:5060;lr?x=y>;tag=\"1\"\r\n"
    "t: sip:b@example.com;tag=2\r\n"
    "CSeq: 4294967295 INVITE\r\n"
    "Reason: SIP;cause=503;text=\"a, \\\"b\\\"\";location=LN, Q.850 ; cause = 34\r\n"
    "Warning: 399 host \"a, b\", 370 [::1]:5 \"c\\\\\"\r\n"
    "Retry-After: 120 (a (nested \\) one) b) ;duration=30\r\n"
    "Expires: 90;x\r\n"
    "WWW-Authenticate: Digest realm=\"a, b\", nonce=\"c\", stale\r\n"
    "Content-Length: 4\r\n"
    "\r\n"
    "bodyBYE sip:a SIP/2.0\r\n\r\n",

    "NOTIFY sip:a@b;x?y SIP/2.0\n"
    "v:SIP/2.0/WSS h:443\n"
    "Contact: <tel:+1;x=y>, \"(\" <sip:c@d>, (comment, \"q\" (n)) <urn:x:y>, *\n"
    "Require: 100rel , timer;x=\"1,2\"\n"
    "Content-Type:\n multipart/mixed ;\n\tboundary=\"b\"\n"
    "\n"
    "preamble\n--b\nContent-Type: message/sipfrag\n\nSIP/2.0 486 Busy\nReason: Q.850;cause=17\n"
    "\n--b\nc:\n application/sdp\n\nv=0\n--b--\nepilogue",

    "INVITE \xC3\xA9 \xFF SIP/2.0\r\n"
    "m: \"\xE2\x82\xAC\\\xE2\" <sip:\x01@\x7F>;x=\"\xF0\x9F\r\n \x93\"\r\n"
    "Reason: \x80;text=\"\\\r\n \\\"\r\n"
    "c: message/sipfrag\r\n\r\n\r\nSIP/2.0 200\r\nTo: <\r\n",
};

static void every_prefix_is_read_inside_its_bytes(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        struct sc_slice sample = sc_slice_of(samples[i]);
        for (size_t size = 0; size <= sample.size; size++) {
            read_everything((struct sc_slice){sample.data, size});
        }
    }
}

/* And every one of them with one byte that means something put anywhere. */
static void every_byte_replaced(void **state)
{
    static const char marks[] = {'\0', '\n', '"', '\\', '<', '(', ',', ':', '\xFF'};

    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        char *copy = g_strdup(samples[i]);
        size_t size = strlen(copy);
        for (size_t at = 0; at < size; at++) {
            copy[at] = marks[at % sizeof marks];
            read_everything((struct sc_slice){copy, size});
            copy[at] = samples[i][at];
        }
        g_free(copy);
    }
}

/* A prefix of a response either says nothing or what the whole says. */
static void a_cut_status_line_does_not_lie(void **state)
{
    struct sc_slice whole = BYTES("SIP/2.0 486 Busy Here\r\nTo: a\r\n\r\n");

    for (size_t size = 0; size <= whole.size; size++) {
        struct scan *scan = scan_bytes((struct sc_slice){whole.data, size});
        assert_int_equal(scan->message.kind, size < 11 ? SC_MESSAGE_NONE : SC_MESSAGE_RESPONSE);
        assert_int_equal(scan->message.code, size < 11 ? 0 : 486);
        assert_int_equal(scan->message.headers_complete, size == whole.size);
        assert_int_equal(scan->taken, size < 11 ? 0 : size);
        scan_free(scan);
    }
}

/* ---- Linear work ---- */

/* Where a message is flooded: what stands before, the flood's unit, what stands behind. */
struct flood {
    const char *what;
    const char *prefix;
    const char *unit;
    const char *suffix;
};

#define RESPONSE "SIP/2.0 500 X\r\n"

static const struct flood floods[] = {
    {"empty lines in front", "", "\r\n", "SIP/2.0 200 OK\r\n\r\n"},
    {"blanks in the request line", "INVITE ", " ", "SIP/2.0\r\n\r\n"},
    {"folds", RESPONSE "m: a", "\n ", "\r\n\r\n"},
    {"carriage returns", RESPONSE "m: a", "\r", "b\r\n\r\n"},
    {"blanks", RESPONSE "m: a", " \t", "b\r\n\r\n"},
    {"commas", RESPONSE "m: ", ",", "\r\n\r\n"},
    {"values", RESPONSE "Via: ", "a,", "\r\n\r\n"},
    {"blanks and commas", RESPONSE "Warning: ", " \r\n ,", "\r\n\r\n"},
    {"quotes", RESPONSE "m: ", "\"", "\r\n\r\n"},
    {"quoted values", RESPONSE "Reason: ", "\",\",", "\r\n\r\n"},
    {"escapes", RESPONSE "f: \"", "\\\"", "\"\r\n\r\n"},
    {"brackets", RESPONSE "m: ", "<", "\r\n\r\n"},
    {"bracket pairs", RESPONSE "m: ", "<>,", "\r\n\r\n"},
    {"comments", RESPONSE "Retry-After: 1 ", "(", "\r\n\r\n"},
    {"parameters", RESPONSE "Via: SIP/2.0/UDP h", ";", "\r\n\r\n"},
    {"parameters with values", RESPONSE "f: <sip:a@b>", ";a=b", "\r\n\r\n"},
    {"equals signs", RESPONSE "Reason: Q.850;cause", "=", "\r\n\r\n"},
    {"slashes", RESPONSE "Via: SIP", "/", "\r\n\r\n"},
    {"colons", RESPONSE "m: <sip:", ":", "\r\n\r\n"},
    {"digits", RESPONSE "CSeq: ", "1", " INVITE\r\n\r\n"},
    {"broken UTF-8", RESPONSE "m: ", "\xF0\x9F", "\r\n\r\n"},
    {"indexed lines", RESPONSE, "t:\n", "\r\n"},
    {"other lines", RESPONSE, "X: y\r\n", "\r\n"},
    {"lines without colon", RESPONSE, "x\n", "\r\n"},
    {"lines of blanks", RESPONSE "t: a\r\n", " \n", "\r\n"},
    {"one line without end", RESPONSE, "x", ""},
    {"delimiters", RESPONSE "c: multipart/mixed;boundary=b\r\n\r\n", "--b\n", ""},
    {"near delimiters", RESPONSE "c: multipart/mixed;boundary=bb\r\n\r\n--bb\n", "--b\n", ""},
    {"a boundary", RESPONSE "c: multipart/mixed;boundary=", "b", "\r\n\r\n--b\n--b\n"},
    {"headers of a part", RESPONSE "c: multipart/mixed;boundary=b\r\n\r\n--b\n", "c: a\n", ""},
    {"line ends of a fragment", RESPONSE "c: message/sipfrag\r\n\r\n", "\r\n", "SIP/2.0 200\n"},
};

static void look_at_text(struct sc_slice slice, void *context)
{
    *(size_t *)context += sc_slice_text(slice, NULL, 0);
}

/* Processor seconds that one scan with every reader and the text of every slice takes. */
static double seconds_of(const struct flood *flood, size_t size)
{
    size_t count = size / strlen(flood->unit);
    char *text = repeated(flood->prefix, flood->unit, count, flood->suffix);
    struct sc_message *message = malloc(sizeof *message);
    struct sc_slice bytes = sc_slice_of(text);
    size_t seen = 0;

    assert_non_null(message);
    clock_t start = clock();
    sc_message_scan(bytes.data, bytes.size, message);
    visit_everything(message, look_at_text, &seen);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_int_not_equal(message->kind, SC_MESSAGE_NONE);
    assert_true(seen > 0);
    free(message);
    g_free(text);
    return seconds;
}

/* Eight times the bytes take about eight times as long where the work is linear, and 64 times where
 * it is quadratic. The least of several runs is compared, and a bad ratio is measured again, so a
 * busy machine alone does not fail the test. */
static void work_is_linear(void **state)
{
    const size_t small_size = (size_t)1 << 13;
    const int factor = 8;
    const int limit = 2 * factor;
    const int rounds = 5;
    /* Below this the steps of the clock decide, not the work. */
    const double floor = 0.0005;

    for (size_t i = 0; i < G_N_ELEMENTS(floods); i++) {
        double small = seconds_of(&floods[i], small_size);
        double large = seconds_of(&floods[i], small_size * (size_t)factor);
        for (int round = 1; round < rounds && large > MAX(small, floor) * limit; round++) {
            small = MIN(small, seconds_of(&floods[i], small_size));
            large = MIN(large, seconds_of(&floods[i], small_size * (size_t)factor));
        }
        if (large > MAX(small, floor) * limit) {
            fail_msg("%s: %d times the bytes take %.0f times as long", floods[i].what, factor,
                     large / small);
        }
    }
}

static void a_million_header_lines(void **state)
{
    char *text = repeated(RESPONSE, "t:\n", 1000000, "l: 1\n\nbody");
    struct scan *scan = scan_bytes(sc_slice_of(text));

    assert_int_equal(scan->message.line_count, SC_LINES_MAX);
    assert_int_equal(scan->message.lines_dropped, 1000001 - SC_LINES_MAX);
    assert_slice(scan->message.body, "b");
    scan_free(scan);
    g_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_prefix_is_read_inside_its_bytes),
        cmocka_unit_test(every_byte_replaced),
        cmocka_unit_test(a_cut_status_line_does_not_lie),
        cmocka_unit_test(work_is_linear),
        cmocka_unit_test(a_million_header_lines),
    };

    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
