/* Findings about who made a response: the one who sends it, or somebody behind him.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

static void relayed(void **state)
{
    const char *lines = INVITE_ON "3  10  bob   > p1     486          : 2\n"
                                  "4  11  p1    > alice  relay 3      : 1\n";

    check_ladder_findings(lines, 3, "");
    check_ladder_findings(lines, 4, "origin-relayed proof");
    check_ladder_finding(lines, 4, "origin-relayed", "10.0.0.2 passed on the 486 of 10.0.0.3",
                         "3 4");
}

static void relayed_over_hops(void **state)
{
    const char *lines = "1   0  alice > p1     INVITE       : 1\n"
                        "2   1  p1    > p2     relay 1      : 2\n"
                        "3   2  p2    > bob    relay 2      : 3\n"
                        "4  10  bob   > p2     486          : 3\n"
                        "5  11  p2    > p1     relay 4      : 2\n"
                        "6  12  p1    > alice  relay 5      : 1\n";

    check_ladder_finding(lines, 5, "origin-relayed", "10.0.0.3 passed on the 486 of 10.0.0.4",
                         "4 5");
    check_ladder_finding(lines, 6, "origin-relayed", "10.0.0.2 passed on the 486 of 10.0.0.4",
                         "4 5 6");
}

static void answers_are_not_remarked_on(void **state)
{
    check_ladder_findings(INVITE_ON "3  10  bob   > p1     200          : 2\n"
                                    "4  11  p1    > alice  relay 3      : 1\n",
                          4, "");
    check_ladder_findings(INVITE_ON "3  10  bob   > p1     183          : 2\n"
                                    "4  11  p1    > alice  relay 3      : 1\n",
                          4, "");
}

/* The proxy's own response of the same code has another tag. */
static void same_code_other_tag(void **state)
{
    const char *lines = INVITE_ON "3  10  bob   > p1     404          : 2\n"
                                  "4  11  p1    > alice  404          : 1\n";

    check_ladder_findings(lines, 4, "origin-local strong");
    check_ladder_finding(lines, 4, "origin-local",
                         "10.0.0.2 made the 404 itself: that of 10.0.0.3 has another To tag",
                         "2 3 4");
}

static void translated(void **state)
{
    const char *lines = INVITE_ON "3  10  bob   > p1     503          : 2\n"
                                  "4  11  p1    > alice  500          : 1\n";

    check_ladder_findings(lines, 3, "");
    check_ladder_findings(lines, 4, "code-translated proof");
    check_ladder_finding(lines, 4, "code-translated", "10.0.0.3 said 503, and 10.0.0.2 made it 500",
                         "3 4");
}

static void translated_with_its_tag(void **state)
{
    check_ladder_findings(INVITE_ON "3  10  bob   > p1     503          : 2\n"
                                    "4  11  p1    > alice  500  to=bob  : 1\n",
                          4, "code-translated proof");
}

/* What a proxy makes of different responses is its own choice, and silence is a 408 of its own. */
static void translated_is_sure_or_silent(void **state)
{
    check_ladder_findings(INVITE_FORKED "4  10  bob   > p1     503          : 2\n"
                                        "5  11  carol > p1     503          : 3\n"
                                        "6  12  p1    > alice  500          : 1\n",
                          6, "code-translated proof");
    check_ladder_findings(INVITE_FORKED "4  10  bob   > p1     503          : 2\n"
                                        "5  11  carol > p1     486          : 3\n"
                                        "6  12  p1    > alice  500          : 1\n",
                          6, "no-cause-given proof, origin-local strong");
    check_ladder_findings(INVITE_FORKED "4  10  bob   > p1     486          : 2\n"
                                        "5  11  p1    > alice  408          : 1\n",
                          5, "origin-local strong");
    check_ladder_findings(INVITE_ON "3  10  bob   > p1     180          : 2\n"
                                    "4  20  p1    > bob    CANCEL b=2   : 4\n"
                                    "5  30  bob   > p1     487  of=2    : 2\n"
                                    "6  31  p1    > alice  408  of=1    : 1\n",
                          6, "origin-local strong");
}

static void local_after_silence(void **state)
{
    const char *lines = INVITE_ON "3  10  bob   > p1     180          : 2\n"
                                  "4  50  p1    > alice  408          : 1\n";

    check_ladder_findings(lines, 4, "origin-local strong");
    check_ladder_finding(lines, 4, "origin-local",
                         "10.0.0.2 made the 408 itself: 10.0.0.3 had sent no final response",
                         "2 4");
    check_ladder_finding(
        INVITE_FORKED "4  10  bob   > p1     180          : 2\n"
                      "5  11  carol > p1     180          : 3\n"
                      "6  50  p1    > alice  408          : 1\n",
        6, "origin-local",
        "10.0.0.2 made the 408 itself: none of 2 targets had sent a final response", "3 6");
}

/* Where nothing at all came back it may have come another way, unless the proxy went on asking. */
static void local_in_one_direction(void **state)
{
    check_ladder_findings(INVITE_ON "3  50  p1    > alice  408          : 1\n", 3,
                          "origin-local suggestive");
    check_ladder_finding(
        INVITE_ON "3  50  p1    > alice  408          : 1\n", 3, "origin-local",
        "10.0.0.2 made the 408 itself: 10.0.0.3 had sent no final response, but the "
        "capture holds one direction only",
        "2 3");
    check_ladder_findings(INVITE_ON "3   500  p1    > bob    again 2      : 2 again 2\n"
                                    "4  1500  p1    > alice  408          : 1\n",
                          4, "origin-local strong");
}

/* A host that is seen to send requests on did not send this one on. */
static void local_unsent(void **state)
{
    const char *lines = INVITE_ON "3  10  bob   > p1     486                        : 2\n"
                                  "4  11  p1    > alice  relay 3                    : 1\n"
                                  "5  90  alice > p1     INVITE  call=2             : 5\n"
                                  "6  91  p1    > alice  404                        : 5\n";

    check_ladder_findings(lines, 6, "origin-local strong");
    check_ladder_finding(lines, 6, "origin-local",
                         "10.0.0.2 made the 404 itself: it did not send the request on", "5 6");
}

/* Half of the proxy's traffic came in unseen, so the response may have, too. */
static void local_other_side(void **state)
{
    const char *lines = "1   0  alice > p1     INVITE  unseen\n"
                        "2   1  p1    > bob    relay 1                        : 2\n"
                        "3  10  bob   > p1     486                            : 2\n"
                        "4  90  bob   > p1     INVITE  call=2                 : 4\n"
                        "5  91  p1    > bob    404                            : 4\n";

    check_ladder_findings(lines, 5, "origin-local suggestive");
    check_ladder_finding(
        lines, 5, "origin-local",
        "10.0.0.2 made the 404 itself: it did not send the request on, but the other side "
        "of the proxy was not captured",
        "4 5");
}

/* Of a phone nothing is said, nor of a first challenge, nor of the answer to a CANCEL. */
static void local_is_said_of_proxies(void **state)
{
    check_answer("486", "");
    check_ladder_findings(INVITE_ON "3  10  bob   > p1     486                        : 2\n"
                                    "4  11  p1    > alice  relay 3                    : 1\n"
                                    "5  90  alice > p1     INVITE  call=2             : 5\n"
                                    "6  91  p1    > alice  407  challenge             : 5\n",
                          6, "");
    check_ladder_findings(INVITE_ON "3  90  alice > p1     CANCEL  call=2             : 3\n"
                                    "4  91  p1    > alice  481                        : 3\n",
                          4, "");
    check_ladder_findings("1   0  alice > p1     INVITE  unseen\n"
                          "2   1  p1    > bob    relay 1                         : 2\n"
                          "3  50  p1    > alice  408  of=1                       : 0\n",
                          3, "");
}

/* Within a dialog every response has the same tag. */
static void in_a_dialog(void **state)
{
    const char *begin = "1   0  alice > p1     BYE  to=x    : 1\n"
                        "2   1  p1    > bob    relay 1      : 2\n";
    char *lost = g_strconcat(begin,
                             "3  10  bob   > p1     200          : 2\n"
                             "4  50  p1    > alice  408          : 1\n",
                             NULL);
    char *passed = g_strconcat(begin,
                               "3  10  bob   > p1     481          : 2\n"
                               "4  50  p1    > alice  relay 3      : 1\n",
                               NULL);

    check_ladder_finding(lost, 4, "origin-local",
                         "10.0.0.2 made the 408 itself: 10.0.0.3 had said 200", "2 3 4");
    check_ladder_findings(passed, 4, "origin-relayed proof");
    /* One target failed and one was silent, so the 408 is the proxy's own. */
    check_ladder_findings("1   0  alice > p1     INFO to=x    : 1\n"
                          "2   1  p1    > bob    relay 1      : 2\n"
                          "3   2  p1    > carol  relay 1      : 3\n"
                          "4  10  bob   > p1     503          : 2\n"
                          "5  50  p1    > alice  408          : 1\n",
                          5, "origin-local strong");
    g_free(lost);
    g_free(passed);
}

/* Both sides of the hop turn up in the wrong order. */
static void hops_out_of_order(void **state)
{
    struct capture *capture = capture_of("1   0  alice > p1     INVITE  unseen\n"
                                         "2   1  p1    > bob    relay 1      : 2\n");
    struct sc_endpoint proxy = {.family = 4, .address = {10, 0, 0, 2}, .port = 5060};

    assert_int_equal(sc_tracker_host(tracker_of(capture), &proxy)->relay.half, 1);
    assert_int_equal(sc_tracker_host(tracker_of(capture), &proxy)->relay.whole, 0);
    ladder(capture, "3   2  alice > p1     again 1      : 3\n");
    assert_int_equal(sc_tracker_host(tracker_of(capture), &proxy)->relay.half, 0);
    assert_int_equal(sc_tracker_host(tracker_of(capture), &proxy)->relay.whole, 1);
    proxy.address[3] = 3;
    assert_int_equal(sc_tracker_host(tracker_of(capture), &proxy)->relay.whole, 0);
    capture_free(capture);
}

/* More branches, responses and values than a rule looks at. */
static void many(void **state)
{
    struct capture *capture = capture_of("1   0  alice > p1     INVITE  : 1\n");
    GString *reasons = g_string_new("1002  1003  p1 > alice  500 | Reason: Q.850;cause=27");

    for (unsigned i = 2; i <= 500; i++) {
        char *line = g_strdup_printf("%u  %u  p1    > bob    relay 1 : %u\n", i, i, i);
        ladder(capture, line);
        g_free(line);
    }
    for (unsigned i = 501; i <= 1000; i++) {
        char *line = g_strdup_printf("%u  %u  bob    > p1    503 of=%u to=t%u\n", i, i, i - 499, i);
        ladder(capture, line);
        g_free(line);
    }
    ladder(capture, "1001  1002  p1 > alice  500 : 1\n");
    check_topic(capture, 1001, "server", "code-translated proof");
    for (int i = 0; i < 1000; i++) {
        g_string_append(reasons, ",SIP;cause=480");
    }
    ladder(capture, reasons->str);
    g_string_free(reasons, TRUE);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relayed),
        cmocka_unit_test(relayed_over_hops),
        cmocka_unit_test(answers_are_not_remarked_on),
        cmocka_unit_test(same_code_other_tag),
        cmocka_unit_test(translated),
        cmocka_unit_test(translated_with_its_tag),
        cmocka_unit_test(translated_is_sure_or_silent),
        cmocka_unit_test(local_after_silence),
        cmocka_unit_test(local_in_one_direction),
        cmocka_unit_test(local_unsent),
        cmocka_unit_test(local_other_side),
        cmocka_unit_test(local_is_said_of_proxies),
        cmocka_unit_test(in_a_dialog),
        cmocka_unit_test(hops_out_of_order),
        cmocka_unit_test(many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
