/* Bodies: parts of a multipart body, status lines in message/sipfrag.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scan.h"

/* A message of this Content-Type line and body. */
static struct scan *scan_body(const char *type_line, const char *body)
{
    char *text = g_strconcat("NOTIFY sip:a SIP/2.0\r\n", type_line, "\r\n", body, NULL);
    struct scan *scan = scan_bytes(sc_slice_of(text));

    g_free(text);
    return scan;
}

struct body {
    const char *type_line;
    const char *body;
    const char *parts[8]; /* type, bytes; ends with NULL */
};

#define MIXED "c: multipart/mixed;boundary=b\r\n"

static void check_parts(const struct body *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct scan *scan = scan_body(cases[i].type_line, cases[i].body);
        struct sc_cursor cursor = {0};
        struct sc_part part;
        for (const char *const *expected = cases[i].parts; *expected != NULL; expected += 2) {
            if (!sc_part_next(&scan->message, &cursor, &part)) {
                fail_msg("case %zu: no part \"%s\"", i, expected[1]);
            }
            assert_slice_of(part.type, expected[0]);
            assert_slice_of(part.bytes, expected[1]);
        }
        if (sc_part_next(&scan->message, &cursor, &part)) {
            fail_msg("case %zu: a part too many: \"%.*s\"", i, (int)part.bytes.size,
                     part.bytes.data);
        }
        assert_false(sc_part_next(&scan->message, &cursor, &part));
        scan_free(scan);
    }
}

static void body_of_one_part(void **state)
{
    static const struct body cases[] = {
        {"c: application/sdp\r\n", "v=0\r\n", {"application/sdp", "v=0\r\n"}},
        {"c: application/sdp ; charset=x\r\n", "v=0", {"application/sdp", "v=0"}},
        {"c:\r\n application/sdp\r\n ;x\r\n", "v=0", {"application/sdp", "v=0"}},
        {"c: a/b\r\nc: c/d\r\n", "x", {"a/b", "x"}},
        {"", "v=0\r\n", {NULL}},
        {"c:\r\n", "v=0\r\n", {NULL}},
        {"c: application/sdp\r\n", "", {NULL}},
        {"c: application/sdp\r\nl: 3\r\n", "v=0\r\n", {"application/sdp", "v=0"}},
        /* Without a boundary a multipart body is one part. */
        {"c: multipart/mixed\r\n",
         "--b\r\n\r\nx\r\n--b--",
         {"multipart/mixed", "--b\r\n\r\nx\r\n--b--"}},
        {"c: multipart/mixed;boundary\r\n", "--", {"multipart/mixed", "--"}},
        {"c: multipart/mixed;boundary=\"\"\r\n", "--", {"multipart/mixed", "--"}},
    };

    check_parts(cases, G_N_ELEMENTS(cases));
}

static void multipart_body(void **state)
{
    static const struct body cases[] = {
        {MIXED,
         "--b\r\nContent-Type: a/b\r\n\r\none\r\n--b\r\nc: c/d;x=y\r\n\r\ntwo\r\n--b--\r\n",
         {"a/b", "one", "c/d", "two"}},
        {"c: Multipart/Related; x=y; Boundary = \"b c\" ; z\r\n",
         "--b c\r\nc: a/b\r\n\r\none\r\n--b c--",
         {"a/b", "one"}},
        {MIXED, "--b\nc: a/b\n\none\n\n--b\n\ntwo\n--b--\n", {"a/b", "one\n", "text/plain", "two"}},
        /* The headers of a part: several, folded, in any case, the type missing. */
        {MIXED,
         "--b\r\nContent-ID: <x>\r\nCONTENT-TYPE:\r\n a/b\r\n ;x\r\nX: y\r\n\r\none\r\n--b--",
         {"a/b", "one"}},
        {MIXED, "--b\r\nX: y\r\n\r\none\r\n--b--", {"text/plain", "one"}},
        {MIXED, "--b\r\n\r\none\r\n--b--", {"text/plain", "one"}},
        {MIXED, "--b\r\nc: a/b\r\n--b--", {"a/b", ""}},
        {MIXED, "--b\r\nc: a/b\r\n\r\n--b--", {"a/b", ""}},
        {MIXED, "--b\r\n--b\r\n--b--", {"text/plain", "", "text/plain", ""}},
        {MIXED, "--b \t\r\nc: a/b\r\n\r\none\r\n--b-- \r\n", {"a/b", "one"}},
        /* Preamble and epilogue are no parts. */
        {MIXED,
         "hello\r\n--b\r\nc: a/b\r\n\r\none\r\n--b--\r\nbye\r\n--b\r\n\r\ntwo\r\n",
         {"a/b", "one"}},
        {MIXED, "--b--\r\nbye\r\n", {NULL}},
        {MIXED, "--b--\r\n--b\r\n\r\nno\r\n--b--", {NULL}},
        {MIXED, "no delimiter\r\n", {NULL}},
        {MIXED, " --b\r\nc: a/b\r\n\r\none\r\n -b--", {NULL}},
        {MIXED, "--B\r\nc: a/b\r\n\r\none\r\n--B--", {NULL}},
        {MIXED, "-", {NULL}},
        {MIXED, "--b", {NULL}},
        {MIXED, "--b\r\n", {NULL}},
        /* The end is missing. */
        {MIXED, "--b\r\nc: a/b\r\n\r\none\r\ntw", {"a/b", "one\r\ntw"}},
        {MIXED, "--b\r\nc: a/b\r\n\r\none\r\n--", {"a/b", "one\r\n--"}},
        {MIXED, "--b\r\nc: a/b\r\n\r\none\r\n--b", {"a/b", "one"}},
        {MIXED, "--b\r\nc: a/b\r\n\r\none\r\n--b-", {"a/b", "one"}},
        {MIXED, "--b\r\nc: a", {"a", ""}},
    };

    check_parts(cases, G_N_ELEMENTS(cases));
}

static void nested_multipart_is_one_part(void **state)
{
    static const struct body cases[] = {
        {MIXED,
         "--b\r\nc: multipart/mixed;boundary=inner\r\n\r\n"
         "--inner\r\nc: a/b\r\n\r\none\r\n--inner--\r\n--b\r\nc: c/d\r\n\r\ntwo\r\n--b--",
         {"multipart/mixed", "--inner\r\nc: a/b\r\n\r\none\r\n--inner--", "c/d", "two"}},
    };

    check_parts(cases, G_N_ELEMENTS(cases));
}

static void parts_with_nul(void **state)
{
    struct scan *scan = SCAN("NOTIFY sip:a SIP/2.0\r\nc: multipart/mixed;boundary=b\r\n\r\n"
                             "--b\r\nc: a/b\r\n\r\n\0\x01\r\n\0\r\n--b--");
    struct sc_cursor cursor = {0};
    struct sc_part part;

    assert_true(sc_part_next(&scan->message, &cursor, &part));
    assert_slice(part.bytes, "\0\x01\r\n\0");
    assert_false(sc_part_next(&scan->message, &cursor, &part));
    scan_free(scan);
}

static void parts_past_the_bound(void **state)
{
    for (size_t count = SC_PARTS_MAX - 1; count <= SC_PARTS_MAX + 1; count++) {
        char *body = repeated("", "--b\r\n\r\nx\r\n", count, "--b--");
        struct scan *scan = scan_body(MIXED, body);
        struct sc_cursor cursor = {0};
        struct sc_part part;
        size_t parts = 0;
        while (sc_part_next(&scan->message, &cursor, &part)) {
            assert_slice(part.bytes, "x");
            parts++;
        }
        assert_int_equal(parts, MIN(count, SC_PARTS_MAX));
        scan_free(scan);
        g_free(body);
    }
}

/* ---- message/sipfrag ---- */

static void fragment_is_the_body(void **state)
{
    static const char *const bodies[] = {
        "SIP/2.0 503 Service Unavailable",
        "SIP/2.0 503 Service Unavailable\r\n",
        "SIP/2.0 503 Service Unavailable\r\nReason: Q.850;cause=34\r\n\r\n",
        "\r\nSIP/2.0 503 Service Unavailable\r\n",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        struct scan *scan = scan_body("c: Message/SIPfrag;version=2.0\r\n", bodies[i]);
        struct sc_cursor cursor = {0};
        struct sc_message fragment;
        assert_true(sc_fragment_next(&scan->message, &cursor, &fragment));
        assert_int_equal(fragment.code, 503);
        assert_slice(fragment.phrase, "Service Unavailable");
        assert_int_equal(sc_header_count(&fragment, SC_HEADER_REASON), i == 2 ? 1 : 0);
        assert_false(sc_fragment_next(&scan->message, &cursor, &fragment));
        scan_free(scan);
    }
}

static void fragments_of_a_multipart(void **state)
{
    struct scan *scan = scan_body(MIXED, "--b\r\nc: message/sipfrag\r\n\r\nSIP/2.0 486 Busy\r\n"
                                         "--b\r\nc: text/plain\r\n\r\nSIP/2.0 404 No\r\n"
                                         "--b\r\nc: message/sipfrag\r\n\r\nINVITE sip:a SIP/2.0\r\n"
                                         "--b\r\nc: message/sipfrag\r\n\r\nFrom: <sip:a>\r\n"
                                         "--b\r\nc: message/sipfrag\r\n\r\n\r\n"
                                         "--b\r\nc:\r\n message/sipfrag\r\n\r\nSIP/2.0 603\r\n"
                                         "--b--");
    struct sc_cursor cursor = {0};
    struct sc_message fragment;

    assert_true(sc_fragment_next(&scan->message, &cursor, &fragment));
    assert_int_equal(fragment.code, 486);
    assert_slice(fragment.bytes, "SIP/2.0 486 Busy");
    assert_true(sc_fragment_next(&scan->message, &cursor, &fragment));
    assert_int_equal(fragment.code, 603);
    assert_false(sc_fragment_next(&scan->message, &cursor, &fragment));
    scan_free(scan);
}

static void no_fragment(void **state)
{
    static const char *const pairs[][2] = {
        {"c: message/sip\r\n", "SIP/2.0 200 OK\r\n"},
        {"c: message/sipfrags\r\n", "SIP/2.0 200 OK\r\n"},
        {"", "SIP/2.0 200 OK\r\n"},
        {"c: message/sipfrag\r\n", ""},
        {"c: message/sipfrag\r\n", "SIP/2.0 20"},
        {"c: message/sipfrag\r\n", "CANCEL sip:a SIP/2.0\r\n"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        struct scan *scan = scan_body(pairs[i][0], pairs[i][1]);
        struct sc_cursor cursor = {0};
        struct sc_message fragment;
        assert_false(sc_fragment_next(&scan->message, &cursor, &fragment));
        scan_free(scan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(body_of_one_part),
        cmocka_unit_test(multipart_body),
        cmocka_unit_test(nested_multipart_is_one_part),
        cmocka_unit_test(parts_with_nul),
        cmocka_unit_test(parts_past_the_bound),
        cmocka_unit_test(fragment_is_the_body),
        cmocka_unit_test(fragments_of_a_multipart),
        cmocka_unit_test(no_fragment),
    };

    return cmocka_run_group_tests_name("body", tests, NULL, NULL);
}
