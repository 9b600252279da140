/* Readers of challenges, credentials, dates and signatures.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scan.h"

/* What stands in the header lines, as "scheme realm nonce" one after the other, "-" for absent. */
static void check_auths(const char *lines, const char *expected)
{
    struct scan *scan = scan_lines(lines);
    struct sc_cursor cursor = {0};
    struct sc_auth auth;
    GString *found = g_string_new(NULL);

    while (sc_auth_next(&scan->message, SC_HEADER_WWW_AUTHENTICATE, &cursor, &auth)) {
        const struct sc_slice parts[] = {auth.scheme, auth.realm, auth.nonce};
        g_string_append(found, found->len > 0 ? " /" : "");
        for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
            g_string_append(found, i > 0 || found->len > 0 ? " " : "");
            g_string_append_len(found, sc_slice_present(parts[i]) ? parts[i].data : "-",
                                sc_slice_present(parts[i]) ? (gssize)parts[i].size : 1);
        }
        assert_int_equal(auth.header, SC_HEADER_WWW_AUTHENTICATE);
    }
    assert_string_equal(found->str, expected);
    g_string_free(found, TRUE);
    scan_free(scan);
}

static void several(void **state)
{
    check_auths("To: a\r\n", "");
    check_auths("WWW-Authenticate:\r\n", "");
    check_auths("WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n", "Digest r n");
    check_auths("WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", Digest realm=\"s\",nonce=m\r\n",
                "Digest r n / Digest s m");
    check_auths("WWW-Authenticate: Digest realm=\"r\"\r\nTo: a\r\n"
                "www-authenticate: Digest nonce=\"n\"\r\n",
                "Digest r - / Digest - n");
    check_auths("WWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=r\r\n",
                "- - - / Basic r -");
    check_auths("WWW-Authenticate: Digest\r\n realm = \"r\" ,\r\n\tnonce\t= \"n\"\r\n",
                "Digest r n");
}

static void quotes(void **state)
{
    check_auths("WWW-Authenticate: Digest realm=\"a, Digest realm=b\", nonce=\"n\"\r\n",
                "Digest a, Digest realm=b n");
    check_auths("WWW-Authenticate: Digest realm=\"a\\\"b, c\", nonce=\"\"\r\n",
                "Digest a\\\"b, c ");
    check_auths("WWW-Authenticate: Digest realm=\"open, nonce=\"n\", Digest realm=x\r\n",
                "Digest \"open, nonce=\"n\", Digest realm=x -");
}

static void malformed(void **state)
{
    check_auths("WWW-Authenticate: realm=\"r\", nonce=\"n\"\r\n", "- r n");
    check_auths("WWW-Authenticate: Digest realm=\"r\", realm=\"s\", stale, nonce\r\n",
                "Digest r -");
    check_auths("WWW-Authenticate: Digest realm=r\r\nWWW-Authenticate: nonce=n\r\n",
                "Digest r - / - - n");
    check_auths("WWW-Authenticate: ,,Digest ,=,= x, realm=r\r\n", "- r -");
    check_auths("WWW-Authenticate: Digest realm=, nonce=\r\n", "Digest  ");
}

static void credentials(void **state)
{
    struct scan *scan =
        scan_lines("Authorization: Digest username=\"u\", uri=\"sip:r\",\r\n"
                   " algorithm=MD5-sess, qop=\"auth\", NC=0000000A, cnonce=\"c\",\r\n"
                   " response=\"d\", auts=\"a\", stale=\"true\"\r\n");
    struct sc_cursor cursor = {0};
    struct sc_auth auth;

    assert_true(sc_auth_next(&scan->message, SC_HEADER_AUTHORIZATION, &cursor, &auth));
    assert_slice(auth.username, "u");
    assert_slice(auth.uri, "sip:r");
    assert_slice(sc_auth_algorithm(&auth), "MD5-sess");
    assert_slice(auth.qop, "auth");
    assert_slice(auth.nc, "0000000A");
    assert_true(auth.has_count);
    assert_int_equal(auth.count, 10);
    assert_slice(auth.cnonce, "c");
    assert_slice(auth.response, "d");
    assert_slice(auth.auts, "a");
    assert_slice(auth.stale, "true");
    assert_absent(auth.realm);
    assert_false(sc_auth_next(&scan->message, SC_HEADER_AUTHORIZATION, &cursor, &auth));
    scan_free(scan);
}

static void counts(void **state)
{
    static const struct {
        const char *text;
        bool readable;
        uint32_t count;
    } cases[] = {
        {"00000001", true, 1}, {"ffffffff", true, UINT32_MAX}, {"1", true, 1},
        {"", false, 0},        {"100000000", false, 0},        {"0x000001", false, 0},
        {"-1", false, 0},      {"0000000g", false, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *line = g_strconcat("Authorization: Digest nc=", cases[i].text, "\r\n", NULL);
        struct scan *scan = scan_lines(line);
        struct sc_cursor cursor = {0};
        struct sc_auth auth;
        assert_true(sc_auth_next(&scan->message, SC_HEADER_AUTHORIZATION, &cursor, &auth));
        assert_int_equal(auth.has_count, cases[i].readable);
        assert_int_equal(auth.count, cases[i].count);
        assert_slice(sc_auth_algorithm(&auth), "MD5");
        scan_free(scan);
        g_free(line);
    }
}

static void date(void **state)
{
    static const struct {
        const char *text;
        bool readable;
        int64_t seconds;
    } cases[] = {
        {"Thu, 01 Jan 1970 00:00:00 GMT", true, 0},
        {"Sun, 22 Nov 2026 11:59:57 GMT", true, 1795348797},
        {"thu, 01 JAN 1970 00:01:00 gmt", true, 60},
        {"Thu, 29 Feb 2024 00:00:60 GMT", true, 1709164860},
        {"Wed, 29 Feb 2023 00:00:00 GMT", false, 0},
        {"Thu, 00 Jan 1970 00:00:00 GMT", false, 0},
        {"Thu, 01 Foo 1970 00:00:00 GMT", false, 0},
        {"Thu, 01 Jan 0000 00:00:00 GMT", false, 0},
        {"Thu, 01 Jan 1970 24:00:00 GMT", false, 0},
        {"Thu, 01 Jan 1970 00:00:00 CET", false, 0},
        {"Thu, 01 Jan 1970 00:00:00 GM", false, 0},
        {"Thu, 1 Jan 1970 00:00:00 GMT", true, 0},
        {"", false, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *line = g_strconcat("Date: ", cases[i].text, "\r\n", NULL);
        struct scan *scan = scan_lines(line);
        int64_t seconds = 0;
        assert_int_equal(sc_message_date(&scan->message, &seconds), cases[i].readable);
        assert_int_equal(seconds, cases[i].seconds);
        scan_free(scan);
        g_free(line);
    }
}

static void issued_at(void **state)
{
    static const struct {
        const char *text;
        bool readable;
        int64_t seconds;
    } cases[] = {
        {"e30.eyJpYXQiOjEwfQ.c2ln;info=<https://x>", true, 10},
        {"e30.eyJvcmlnIjp7InRuIjoiPz8_In0sImlhdCI6IDEyM30.c2ln", true, 123},
        {"e30.eyJpYXQiOjk5OTk5OTk5OTk5OTk5OTk5OTl9.c2ln", false, 0},
        {"e30.eyJpYXQiOiJ4In0.c2ln", false, 0},
        {"e30.eyJpYXQiOg.c2ln", false, 0},
        {"..c2ln", false, 0},
        {"e30.eyJpYXQiOjEwfQ", false, 0},
        {"e30.\x01\xff!.x", false, 0},
        {"e30", false, 0},
        {"", false, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *line = g_strconcat("Identity: ", cases[i].text, "\r\n", NULL);
        struct scan *scan = scan_lines(line);
        int64_t seconds = 0;
        assert_int_equal(sc_message_issued_at(&scan->message, &seconds), cases[i].readable);
        assert_int_equal(seconds, cases[i].seconds);
        scan_free(scan);
        g_free(line);
    }
}

static void issued_far_behind(void **state)
{
    char *line = repeated("Identity: e30.", "eyJ4Ijow", 4000, ".c2ln\r\n");
    struct scan *scan = scan_lines(line);
    int64_t seconds;

    assert_false(sc_message_issued_at(&scan->message, &seconds));
    scan_free(scan);
    g_free(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several),   cmocka_unit_test(quotes),
        cmocka_unit_test(malformed), cmocka_unit_test(credentials),
        cmocka_unit_test(counts),    cmocka_unit_test(date),
        cmocka_unit_test(issued_at), cmocka_unit_test(issued_far_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
