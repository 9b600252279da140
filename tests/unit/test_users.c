/* Users: registrations and calls of an address of record (RFC 3261 sections 10 and 12).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

#define URI(text) sc_slice_of(text)

/* What the party in FRAME, its sender, accepted for a URI. */
static const struct sc_registration *at(struct capture *capture, const char *uri, uint32_t frame)
{
    return sc_tracker_registration(tracker_of(capture), URI(uri),
                                   record_in(capture, frame)->source);
}

static const struct sc_dialog *call_of(struct capture *capture, const char *uri, const char *call)
{
    return sc_tracker_call_of(tracker_of(capture), URI(uri), URI(call));
}

static void the_latest_at_each_server(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           "1    0  alice > p    REGISTER                                      : 1\n"
           "2   10  p > alice    200 | Contact: <sip:a@b>;expires=60           : 1\n"
           "3   20  alice > q    REGISTER call=2                               : 3\n"
           "4   30  q > alice    200 | Contact: <sip:a@b>;expires=70           : 3\n"
           "5   40  alice > p    REGISTER cseq=2                               : 5\n"
           "6   50  p > alice    200 | Contact: <sip:a@b>, <sip:c@d>;expires=1 | Expires: 9"
           "  : 5\n");
    assert_int_equal(at(capture, "sip:x@example.com", 4)->frame, 4);
    assert_int_equal(at(capture, "sip:x@example.com", 4)->lifetime, 70);
    assert_int_equal(at(capture, "sips:x@Example.COM:5061;user=phone", 6)->frame, 6);
    assert_int_equal(at(capture, "sip:x@example.com", 6)->lifetime, 9);
    assert_int_equal(at(capture, "sip:x@example.com", 6)->time, record_in(capture, 6)->time);
    assert_null(at(capture, "sip:X@example.com", 6));
    assert_null(at(capture, "sip:example.com", 6));
    assert_null(at(capture, "", 6));
    assert_null(at(capture, "sip:x@example.com", 1));
    capture_free(capture);
}

static void refused_or_of_nobody(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > p    REGISTER                                      : 1\n"
                    "2   10  p > alice    403 | Contact: <sip:a@b>;expires=60           : 1\n"
                    "3   20  alice > p    REGISTER cseq=2                               : 3\n"
                    "4   30  p > alice    200 | To: <sip:p> | Contact: <sip:a@b>        : 3\n");
    assert_null(at(capture, "sip:x@example.com", 2));
    assert_null(at(capture, "sip:p", 2));
    capture_free(capture);
}

/* Section 10.3, step 8; and what a registrar that leaves the list out may be taken for. */
static void lifetimes(void **state)
{
    static const struct {
        const char *request;
        const char *response;
        uint32_t lifetime;
    } cases[] = {
        {"", "", 0},
        {"| Contact: <sip:a@b> | Expires: 90", "", 90},
        {"| Contact: <sip:a@b>;expires=80 | Expires: 90", "", 80},
        {"| Contact: * | Expires: 0", "", 0},
        {"| Contact: <sip:a@b>;expires=80", "| Contact: <sip:a@b>", 3600},
        {"| Contact: <sip:a@b>;expires=80", "| Contact: <sip:a@b>;expires=", 3600},
        {"| Contact: <sip:a@b>;expires=80", "| Contact: <sip:a@b>;expires=-1", 3600},
        {"| Contact: <sip:a@b>;expires=80", "| Contact: <sip:a@b>;expires=4294967295", UINT32_MAX},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture *capture = capture_new();
        char *lines = g_strdup_printf("1  0  alice > p  REGISTER %s  : 1\n"
                                      "2  1  p > alice  200 %s       : 1\n",
                                      cases[i].request, cases[i].response);
        ladder(capture, lines);
        assert_int_equal(at(capture, "sip:x@example.com", 2)->lifetime, cases[i].lifetime);
        g_free(lines);
        capture_free(capture);
    }
}

static void calls_of_both_ends(void **state)
{
    struct capture *capture = capture_new();

#define ENDS "| To: <sip:bob@b>;tag=bob | From: <sip:alice@a>;tag=alice"
    ladder(capture, "1    0  alice > bob  INVITE call=1                  : 1\n"
                    "2   10  bob > alice  180 " ENDS "                   : 1\n");
    assert_null(call_of(capture, "sip:bob@b", "other"));
    ladder(capture, "3   20  bob > alice  200 " ENDS "                   : 1\n");
    assert_int_equal(call_of(capture, "sip:bob@b", "other")->confirmed->frame, 3);
    assert_int_equal(call_of(capture, "sip:alice@a", "other")->confirmed->frame, 3);
    assert_null(call_of(capture, "sip:bob@b", "1"));
    assert_null(call_of(capture, "sip:carol@b", "other"));
    assert_null(call_of(capture, "b", "other"));
    ladder(capture, "4   30  bob > alice  BYE call=1 from=bob to=alice   : 4\n");
    assert_null(call_of(capture, "sip:bob@b", "other"));
    capture_free(capture);
}

/* Of many calls the latest four are remembered. */
static void many_calls(void **state)
{
    struct capture *capture = capture_new();
    GString *lines = g_string_new(NULL);

    for (int i = 0; i < 1000; i++) {
        g_string_append_printf(lines,
                               "%d %d  alice > bob  INVITE call=%d  : %d\n"
                               "%d %d  bob > alice  200             : %d\n",
                               2 * i + 1, i, i, 2 * i + 1, 2 * i + 2, i, 2 * i + 1);
    }
    ladder(capture, lines->str);
    assert_true(call_of(capture, "sip:x@example.com", "other")->confirmed->frame > 1990);
    for (int i = 996; i < 1000; i++) {
        char *bye = g_strdup_printf("%d 2000  alice > bob  BYE call=%d cseq=2 to=bob  : %d\n",
                                    2001 + i - 996, i, 2001 + i - 996);
        ladder(capture, bye);
        g_free(bye);
    }
    assert_null(call_of(capture, "sip:x@example.com", "other"));
    g_string_free(lines, TRUE);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_at_each_server),
        cmocka_unit_test(refused_or_of_nobody),
        cmocka_unit_test(lifetimes),
        cmocka_unit_test(calls_of_both_ends),
        cmocka_unit_test(many_calls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
