/* Findings about failures of servers: when to try again, and what the status line says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* ---- When to try again ---- */

static void server_retry_after(void **state)
{
    check_answer("500 | Retry-After: 7", "server-retry-after proof");
    check_answer_finding("500 | Retry-After: 7", "server-retry-after",
                         "10.0.0.2 asks not to repeat the request for 7 s");
    check_answer("500 | Retry-After: 0", "");
    check_answer("500 | Retry-After: soon", "");
    check_answer("500 | Retry-After:", "");
    check_answer("500 | Retry-After: 99999999999999999999", "");
    check_answer("504 | Retry-After: 7", "");
}

/* A second request of a client who does not wait is refused alike. */
static void overlapping_requests(void **state)
{
    const char *begin = "1   0  alice > bob    INVITE                          : 1\n"
                        "2  10  bob   > alice  200                             : 1\n"
                        "3  11  alice > bob    ACK     to=bob                  : 1\n"
                        "4  20  alice > bob    INVITE  to=bob cseq=2           : 4\n";
    char *open = g_strconcat(begin,
                             "5  30  alice > bob    INVITE  to=bob cseq=3           : 5\n"
                             "6  31  bob   > alice  500 | Retry-After: 4            : 5\n",
                             NULL);
    char *done = g_strconcat(begin,
                             "5  25  bob   > alice  200                             : 4\n"
                             "6  30  alice > bob    INVITE  to=bob cseq=3           : 6\n"
                             "7  31  bob   > alice  500 | Retry-After: 4            : 6\n",
                             NULL);

    /* The same request on the hop before does not overlap. */
    check_ladder_findings("1   0  alice > p1     INVITE                          : 1\n"
                          "2   1  p1    > bob    relay 1                         : 2\n"
                          "3  10  bob   > p1     200                             : 2\n"
                          "4  11  p1    > alice  relay 3                         : 1\n"
                          "5  20  alice > p1     INVITE  to=bob cseq=2           : 5\n"
                          "6  21  p1    > bob    relay 5                         : 6\n"
                          "7  30  bob   > p1     500 | Retry-After: 40           : 6\n",
                          7, "server-retry-after proof");
    check_ladder_findings(open, 6, "");
    check_ladder_findings(done, 7, "server-retry-after proof");
    check_ladder_findings("1   0  alice > bob    INVITE  to=bob                  : 1\n"
                          "2  10  bob   > alice  500 | Retry-After: 4            : 1\n",
                          2, "");
    check_ladder_findings("1   0  alice > bob    INVITE  unseen\n"
                          "2  10  bob   > alice  500 | Retry-After: 4            : 0\n",
                          2, "");
    g_free(open);
    g_free(done);
}

static void overload(void **state)
{
    check_answer("503 | Retry-After: 120 (maintenance)", "overload-retry-after proof");
    check_answer_finding("503 | Retry-After: 120 (maintenance)", "overload-retry-after",
                         "10.0.0.2 asks to be sent nothing for 120 s: \"maintenance\"");
    check_answer_finding("503 | Retry-After: 4294967295 (\\033[2J)", "overload-retry-after",
                         "10.0.0.2 asks to be sent nothing for 4294967295 s: \"\xef\xbf\xbd[2J\"");
    check_answer("503", "");
    check_answer("503 | Retry-After: 0", "");
    check_answer("503 | Retry-After: ()", "");
}

#define OVERLOADED                                                                                 \
    "1     0  alice > srv    OPTIONS                     : 1\n"                                    \
    "2    10  srv   > alice  503 | Retry-After: 30       : 1\n"

static void retry_after_ignored(void **state)
{
    const char *lines = OVERLOADED "3  2010  alice > srv    OPTIONS  call=2             : 3\n"
                                   "4  2020  srv   > alice  200                         : 3\n";

    check_ladder_findings(lines, 2, "overload-retry-after proof, retry-after-ignored proof");
    check_ladder_findings(lines, 3, "retry-after-ignored proof");
    check_ladder_finding(lines, 3, "retry-after-ignored",
                         "10.0.0.1 sent another request to 10.0.0.2 after 2 s, asked to wait 30 s",
                         "2 3");
}

static void retry_after_kept(void **state)
{
    /* When it is over. */
    check_ladder_findings(OVERLOADED "3  30010  alice > srv    OPTIONS  call=2            : 3\n", 3,
                          "");
    /* Before the client can know of it. */
    check_ladder_findings(OVERLOADED "3  210  alice > srv    OPTIONS  call=2              : 3\n", 3,
                          "");
    /* The client sends it to another server, and another client to this one. */
    check_ladder_findings(OVERLOADED "3  2010  alice > other  OPTIONS  call=2             : 3\n", 3,
                          "");
    check_ladder_findings(OVERLOADED "3  2010  carol > srv    OPTIONS  call=2             : 3\n", 3,
                          "");
    check_ladder_findings(OVERLOADED "3  2010  alice > srv    OPTIONS  call=2 sent-by=phone2 : 3\n",
                          3, "");
    /* What was begun is brought to an end. */
    check_ladder_findings(OVERLOADED "3  2010  alice > srv    BYE  call=2 to=x            : 3\n", 3,
                          "");
    check_ladder_findings(
        OVERLOADED "3  2010  alice > srv    again 1                     : 1 again 1\n", 3, "");
    /* It did not ask for a pause. */
    check_ladder_findings("1     0  alice > srv    OPTIONS                     : 1\n"
                          "2    10  srv   > alice  503                         : 1\n"
                          "3  2010  alice > srv    OPTIONS  call=2             : 3\n",
                          3, "");
}

static void retry_after_acknowledged(void **state)
{
    check_ladder_findings("1     0  alice > srv    INVITE                      : 1\n"
                          "2    10  srv   > alice  503 | Retry-After: 30       : 1\n"
                          "3    11  alice > srv    ACK b=1 to=srv              : 1\n"
                          "4    60  alice > srv    OPTIONS  call=2             : 4\n",
                          4, "retry-after-ignored proof");
}

/* ---- What the status line says ---- */

static void phrase(void **state)
{
    check_answer("486 phrase=Rejected", "phrase-nonstandard proof");
    check_answer_finding("486 phrase=Rejected", "phrase-nonstandard",
                         "The phrase is \"Rejected\"; registered for 486 is \"Busy Here\"");
    check_answer_finding("500 phrase=Service-Unavailable", "phrase-nonstandard",
                         "The phrase \"Service-Unavailable\" is that of 503; registered for 500 is "
                         "\"Server Internal Error\"");
    check_answer("486 phrase=busy-HERE", "");
    check_answer("486 phrase=BusyHer", "phrase-nonstandard proof");
    check_answer("486 phrase=BusyHeree", "phrase-nonstandard proof");
    check_answer("202 phrase=Accepted", "");
    check_answer("403 phrase=Stale-Date", "");
    check_answer("603 phrase=Network-Blocked", "");
    check_answer("486 phrase=", "");
    check_answer("499 phrase=Own-Words", "code-unregistered proof, phrase-nonstandard proof");
    check_answer_finding("499 phrase=Own-Words", "phrase-nonstandard",
                         "The phrase is \"Own-Words\"; none is registered for 499");
    check_answer("409 phrase=Conflict", "code-unregistered proof");
}

static void phrase_is_hostile(void **state)
{
    GString *answer = g_string_new("486 phrase=");

    for (int i = 0; i < 1000; i++) {
        g_string_append(answer, "\x1b\xff");
    }
    check_answer(answer->str, "phrase-nonstandard proof");
    g_string_free(answer, TRUE);
}

static void unregistered(void **state)
{
    check_answer_finding("599", "code-unregistered",
                         "599 is not registered, clients treat it as 500");
    check_answer_finding("187", "code-unregistered",
                         "187 is not registered, clients treat it as 183");
    check_answer_finding("409", "code-unregistered",
                         "409 is not registered, clients treat it as 400; known as \"Conflict\"");
    check_answer_finding("700", "code-unregistered", "700 is no status code of SIP");
    check_answer_finding("099", "code-unregistered", "099 is no status code of SIP");
    check_answer("699 phrase=", "code-unregistered proof");
    check_answer("600", "");
}

/* IPv6 as it is written. */
static void text_of_ipv6(void **state)
{
    static const struct {
        uint8_t address[16];
        const char *text;
    } hosts[] = {
        {{0}, "::"},
        {{[15] = 1}, "::1"},
        {{0xfd, 0x77, [15] = 0x10}, "fd77::10"},
        {{0x20, 1, 0x0d, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}, "2001:db8:0:1::1"},
        {{0x20, 1, [14] = 0, 0}, "2001::"},
        {{0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0xff, 0xff}, "1:2:3:4:5:6:7:ffff"},
        {{0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8}, "0:2:3:4:5:6:7:8"},
    };
    struct scan *scan = scan_bytes(sc_slice_of("SIP/2.0 503 Service Unavailable\r\n"
                                               "Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
                                               "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\n"
                                               "Call-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
                                               "Retry-After: 9\r\n\r\n"));

    for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
        struct sc_tracker *tracker = sc_tracker_new(&(struct sc_timers){.t1 = 500, .t2 = 4000});
        struct sc_diagnosis *diagnosis =
            sc_diagnosis_new(tracker, &(struct sc_thresholds){2000, 60});
        struct sc_packet packet = {.frame = 1, .source = {.family = 6, .port = 5060}};
        struct sc_finding findings[SC_FINDINGS_MAX];
        memcpy(packet.source.address, hosts[i].address, sizeof hosts[i].address);
        struct sc_sighting sighting = tell_message(tracker, &packet, scan);
        sc_diagnosis_add(diagnosis, &packet, &scan->message, &sighting);
        char *text = g_strdup_printf("%s asks to be sent nothing for 9 s", hosts[i].text);
        assert_int_equal(sc_diagnosis_findings(diagnosis, &sighting, findings), 1);
        assert_string_equal(findings[0].text, text);
        g_free(text);
        sc_diagnosis_free(diagnosis);
        sc_tracker_free(tracker);
    }
    scan_free(scan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(server_retry_after),
        cmocka_unit_test(overlapping_requests),
        cmocka_unit_test(overload),
        cmocka_unit_test(retry_after_ignored),
        cmocka_unit_test(retry_after_kept),
        cmocka_unit_test(retry_after_acknowledged),
        cmocka_unit_test(phrase),
        cmocka_unit_test(phrase_is_hostile),
        cmocka_unit_test(unregistered),
        cmocka_unit_test(text_of_ipv6),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
