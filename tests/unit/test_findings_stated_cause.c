/* Findings about the cause that is stated for a failure.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

static void cause_in_this_response(void **state)
{
    check_answer("500 | Reason: Q.850;cause=27", "gateway-cause proof");
    check_answer_finding("500 | Reason: SIP;cause=503, Q.850;cause=31, q.850;cause=27;location=TN",
                         "gateway-cause",
                         "Reason of the 500 in frame 2: Q.850 27 (Destination out of order), from "
                         "the transit network");
    check_answer("502 | Reason: Q.850;cause=38", "gateway-cause proof");
    check_answer("503 | Reason: Q.850;cause=88", "gateway-cause proof");
}

static void no_specific_cause(void **state)
{
    check_answer("500 | Reason: Q.850;cause=31", "no-cause-given proof");
    check_answer("500 | Reason: Q.850;cause=127", "no-cause-given proof");
    check_answer("500 | Reason: Q.850;cause=0", "no-cause-given proof");
    check_answer("500 | Reason: Q.850;cause=128", "no-cause-given proof");
    check_answer("500 | Reason: Q.850;cause=4294967313", "no-cause-given proof");
    check_answer("500 | Reason: Q.850;cause=", "no-cause-given proof");
    check_answer("500 | Reason: Q.850;cause=-27", "no-cause-given proof");
    check_answer("500 | Reason: Q.850;text=\"27\"", "no-cause-given proof");
    check_answer("500 | Reason: SIP;cause=27", "no-cause-given proof");
    check_answer("500 | Reason: SIP;cause=500;text=\"Server Internal Error\"",
                 "no-cause-given proof");
    check_answer("500 | Reason:", "no-cause-given proof");
    check_answer("500", "no-cause-given proof");
    check_answer_finding("500", "no-cause-given",
                         "No specific cause given: the 500 has no Reason and no Warning that names "
                         "one");
    check_answer_finding(
        "404 | Reason: Q.850;cause=127", "no-cause-given",
        "No specific cause given: Reason has Q.850 127 (Interworking, unspecified)");
    check_answer_finding("410 | Reason: Q.850;cause=0", "no-cause-given",
                         "No specific cause given: Reason has Q.850 0, which is no cause");
}

/* Any other code says something, and any explanation or word of the sender is more. */
static void a_cause_is_given(void **state)
{
    check_answer("503", "");
    check_answer("404", "");
    check_answer("200 | Reason: Q.850;cause=31", "");
    check_answer("183 | Reason: Q.850;cause=31", "");
    check_answer("401 | Reason: Q.850;cause=31", "");
    check_answer("500 phrase=Database-down", "phrase-nonstandard proof");
    check_answer("500 | Retry-After: 7", "server-retry-after proof");
    check_answer("500 | Warning: 399 gw \"Trunk 7 is down\"", "warning-given strong");
    check_answer("500 | Reason: Q.850;cause=31, SIP;cause=404", "reason-given strong");
}

static void cause_in_a_provisional(void **state)
{
    const char *lines = "1   0  alice > gw     INVITE                           : 1\n"
                        "2  10  gw    > alice  183 | Reason: Q.850;cause=34     : 1\n"
                        "3  20  gw    > alice  500 | Reason: Q.850;cause=31     : 1\n";

    check_ladder_findings(lines, 3, "gateway-cause proof");
    check_ladder_finding(lines, 3, "gateway-cause",
                         "Reason of the 183 in frame 2: Q.850 34 (No circuit/channel available)",
                         "2 3");
}

/* The cause of one fork says nothing of another. */
static void cause_of_another_fork(void **state)
{
    check_ladder_findings("1   0  alice > gw     INVITE                               : 1\n"
                          "2  10  gw    > alice  183 to=x | Reason: Q.850;cause=34    : 1\n"
                          "3  20  gw    > alice  500 to=y                             : 1\n",
                          3, "no-cause-given proof");
}

static void cause_lost_on_the_way(void **state)
{
    const char *lines = INVITE_ON "3  10  bob   > p1     503 | Reason: Q.850;cause=42 : 2\n"
                                  "4  11  p1    > alice  500                          : 1\n";

    check_ladder_findings(lines, 3, "pstn-congestion proof");
    check_ladder_findings(lines, 4, "gateway-cause proof, code-translated proof");
    check_ladder_finding(
        lines, 4, "gateway-cause",
        "Reason of the 503 in frame 3, lost on the way: Q.850 42 (Switching equipment "
        "congestion)",
        "3 4");
}

static void cause_before_and_below(void **state)
{
    check_ladder_finding(
        INVITE_ON "3  10  bob   > p1     183 | Reason: Q.850;cause=42 : 2\n"
                  "4  20  bob   > p1     503                          : 2\n"
                  "5  21  p1    > alice  500                          : 1\n",
        5, "gateway-cause",
        "Reason of the 183 in frame 3, lost on the way: Q.850 42 (Switching equipment "
        "congestion)",
        "3 5");
}

static void congestion(void **state)
{
    check_answer("503 | Reason: Q.850;cause=34", "pstn-congestion proof");
    check_answer("503 | Reason: Q.850;cause=38", "pstn-congestion proof");
    check_answer("503 | Reason: Q.850;cause=41", "pstn-congestion proof");
    check_answer("503 | Reason: Q.850;cause=42", "pstn-congestion proof");
    check_answer("503 | Reason: Q.850;cause=47", "pstn-congestion proof");
    check_answer("503 | Reason: Q.850;cause=35", "gateway-cause proof");
    check_answer("503 | Reason: Q.850;cause=31", "no-cause-given proof");
    check_answer_finding("503 | Reason: Q.850;cause=47", "pstn-congestion",
                         "Reason of the 503 in frame 2: Q.850 47 (Resource unavailable, "
                         "unspecified)");
}

static void disagreement(void **state)
{
    check_answer("480 | Reason: Q.850;cause=17", "status-reason-disagree strong");
    check_answer_finding(
        "480 | Reason: Q.850;cause=17", "status-reason-disagree",
        "Reason of the 480 in frame 2: Q.850 17 (User busy), which is not what 480 "
        "stands for");
    check_answer("480 | Reason: Q.850;cause=19", "");
    check_answer("404 | Reason: Q.850;cause=1", "");
    check_answer("404 | Reason: Q.850;cause=17", "status-reason-disagree strong");
    check_answer("404 | Reason: Q.850;cause=31", "no-cause-given proof");
    check_answer("500 | Reason: Q.850;cause=17", "gateway-cause proof");
    check_answer("488 | Reason: Q.850;cause=17", "reason-given strong");
    check_answer("404 | Reason: Q.850;cause=16", "reason-given strong");
    check_answer("404 | Reason: SIP;cause=17", "");
    check_answer("200 | Reason: Q.850;cause=17", "");
}

static void warning_given(void **state)
{
    check_answer_finding("503 | Warning: 399 gw.example \"Trunk limit reached\"", "warning-given",
                         "Warning 399 of gw.example: \"Trunk limit reached\"");
    check_answer_finding("480 | Warning: 392 p1 \"pid=7\", 381 p1 \"Use sips\"", "warning-given",
                         "Warning 381 of p1 (SIPS Required): \"Use sips\"");
    check_answer("404 | Warning: 392 10.0.0.1:5060 \"Noisy feedback tells: pid=7\"", "");
    check_answer("404 | Warning: 399 gw", "");
    check_answer("404 | Warning: gw \"text\"", "");
    check_answer("407 | Warning: 399 gw \"No credentials\"", "");
    check_answer("200 | Warning: 399 gw \"Trunk limit reached\"", "");
    /* Quoted by another finding. */
    check_answer("488 | Warning: 305 gw \"No codec\"", "");
}

/* What ended the INVITE tells where nothing else does. */
static void reason_of_a_request(void **state)
{
    const char *lines = "1    0  alice > bob    INVITE                                    : 1\n"
                        "2   10  bob   > alice  183                                       : 1\n"
                        "3  900  alice > bob    BYE to=bob | Reason: Q.850;cause=102      : 3\n"
                        "4  910  bob   > alice  487 of=1                                  : 1\n";

    check_ladder_findings(lines, 4, "reason-given strong");
    check_ladder_finding(lines, 4, "reason-given",
                         "Reason of the BYE in frame 3: Q.850 102 (Recovery on timer expiry)",
                         "3 4");
    check_ladder_findings("1    0  alice > bob    INVITE                                 : 1\n"
                          "2   10  bob   > alice  183                                    : 1\n"
                          "3  900  alice > bob    BYE to=bob | Reason: Q.850;cause=31    : 3\n"
                          "4  910  bob   > alice  487 of=1                               : 1\n",
                          4, "");
}

static void reason_is_hostile(void **state)
{
    GString *answer = g_string_new("403 | Reason: Preemption;cause=4294967295;text=\"");

    for (int i = 0; i < 200; i++) {
        g_string_append(answer, "\x1b\xff");
    }
    g_string_append(answer, "\"");
    check_answer(answer->str, "reason-given strong");
    check_answer("403 | Reason: ;;;=,,\"", "");
    check_answer("403 | Reason: x;cause=;text=\"\"", "");
    g_string_free(answer, TRUE);
}

/* Where nobody else quotes it. */
static void reason_given(void **state)
{
    check_answer("486 | Reason: Q.850;cause=17", "reason-given strong");
    check_answer_finding("403 | Reason: Preemption;cause=1;text=\"UA Preemption\"", "reason-given",
                         "Reason of the 403 in frame 2: Preemption 1 (UA Preemption)");
    check_answer_finding(
        "404 | Reason: SIP;cause=503;text=\"Trunk 7\"", "reason-given",
        "Reason of the 404 in frame 2: SIP 503 (Service Unavailable), text \"Trunk "
        "7\"");
}

static void usual_causes(void **state)
{
    assert_true(sc_q850_agrees(486, 17));
    assert_false(sc_q850_agrees(486, 34));
    assert_false(sc_q850_agrees(999, 17));
    assert_false(sc_q850_agrees(486, 0));
    assert_false(sc_q850_contradicts(503, 34));
    assert_false(sc_q850_contradicts(486, 17));
    assert_true(sc_q850_contradicts(486, 34));
    assert_false(sc_q850_contradicts(999, 34));
    assert_false(sc_q850_contradicts(486, 0));
    assert_false(sc_q850_contradicts(486, UINT32_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cause_in_this_response), cmocka_unit_test(no_specific_cause),
        cmocka_unit_test(a_cause_is_given),       cmocka_unit_test(warning_given),
        cmocka_unit_test(reason_of_a_request),    cmocka_unit_test(reason_is_hostile),
        cmocka_unit_test(reason_given),           cmocka_unit_test(cause_in_a_provisional),
        cmocka_unit_test(cause_of_another_fork),  cmocka_unit_test(cause_lost_on_the_way),
        cmocka_unit_test(cause_before_and_below), cmocka_unit_test(congestion),
        cmocka_unit_test(disagreement),           cmocka_unit_test(usual_causes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
