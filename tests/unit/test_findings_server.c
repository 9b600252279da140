/* Findings about failures of servers, and about who made a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* A ladder in a capture of its own; free it with capture_free(). */
static struct capture *capture_of(const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    return capture;
}

/* The findings at one frame of a ladder. */
static void expect(const char *lines, uint32_t frame, const char *expected)
{
    struct capture *capture = capture_of(lines);

    check_findings(capture, frame, expected);
    capture_free(capture);
}

/* The same for this topic alone. */
static void expect_server(const char *lines, uint32_t frame, const char *expected)
{
    struct capture *capture = capture_of(lines);

    check_topic(capture, frame, "server", expected);
    capture_free(capture);
}

/* Text and evidence of one finding. */
static void expect_text(const char *lines, uint32_t frame, const char *id, const char *text,
                        const char *frames)
{
    struct capture *capture = capture_of(lines);

    check_finding(capture, frame, id, text, frames);
    capture_free(capture);
}

/* One INVITE, refused with what stands behind the code. */
static char *refused(const char *answer)
{
    return g_strdup_printf("1   0  alice > gw     INVITE  : 1\n"
                           "2  10  gw    > alice  %s      : 1\n",
                           answer);
}

static void expect_answer(const char *answer, const char *expected)
{
    char *lines = refused(answer);

    expect_server(lines, 2, expected);
    g_free(lines);
}

static void expect_answer_text(const char *answer, const char *id, const char *text)
{
    char *lines = refused(answer);

    expect_text(lines, 2, id, text, "2");
    g_free(lines);
}

/* ---- Who made a response ---- */

#define DOWN                                                                                       \
    "1   0  alice > p1     INVITE       : 1\n"                                                     \
    "2   1  p1    > bob    relay 1      : 2\n"

static void relayed(void **state)
{
    const char *lines = DOWN "3  10  bob   > p1     486          : 2\n"
                             "4  11  p1    > alice  relay 3      : 1\n";

    expect(lines, 3, "");
    expect(lines, 4, "origin-relayed proof");
    expect_text(lines, 4, "origin-relayed", "10.0.0.2 passed on the 486 of 10.0.0.3", "3 4");
}

static void relayed_over_hops(void **state)
{
    const char *lines = "1   0  alice > p1     INVITE       : 1\n"
                        "2   1  p1    > p2     relay 1      : 2\n"
                        "3   2  p2    > bob    relay 2      : 3\n"
                        "4  10  bob   > p2     486          : 3\n"
                        "5  11  p2    > p1     relay 4      : 2\n"
                        "6  12  p1    > alice  relay 5      : 1\n";

    expect_text(lines, 5, "origin-relayed", "10.0.0.3 passed on the 486 of 10.0.0.4", "4 5");
    expect_text(lines, 6, "origin-relayed", "10.0.0.2 passed on the 486 of 10.0.0.4", "4 5 6");
}

static void answers_are_not_remarked_on(void **state)
{
    expect(DOWN "3  10  bob   > p1     200          : 2\n"
                "4  11  p1    > alice  relay 3      : 1\n",
           4, "");
    expect(DOWN "3  10  bob   > p1     183          : 2\n"
                "4  11  p1    > alice  relay 3      : 1\n",
           4, "");
}

/* The proxy's own response of the same code has another tag. */
static void same_code_other_tag(void **state)
{
    const char *lines = DOWN "3  10  bob   > p1     404          : 2\n"
                             "4  11  p1    > alice  404          : 1\n";

    expect_server(lines, 4, "origin-local strong");
    expect_text(lines, 4, "origin-local",
                "10.0.0.2 made the 404 itself: that of 10.0.0.3 has another To tag", "2 3 4");
}

static void translated(void **state)
{
    const char *lines = DOWN "3  10  bob   > p1     503          : 2\n"
                             "4  11  p1    > alice  500          : 1\n";

    expect(lines, 3, "");
    expect(lines, 4, "code-translated proof");
    expect_text(lines, 4, "code-translated", "10.0.0.3 said 503, and 10.0.0.2 made it 500", "3 4");
}

static void translated_with_its_tag(void **state)
{
    expect(DOWN "3  10  bob   > p1     503          : 2\n"
                "4  11  p1    > alice  500  to=bob  : 1\n",
           4, "code-translated proof");
}

#define FORK                                                                                       \
    "1   0  alice > p1     INVITE       : 1\n"                                                     \
    "2   1  p1    > bob    relay 1      : 2\n"                                                     \
    "3   2  p1    > carol  relay 1      : 3\n"

/* What a proxy makes of different responses is its own choice, and silence is a 408 of its own. */
static void translated_is_sure_or_silent(void **state)
{
    expect_server(FORK "4  10  bob   > p1     503          : 2\n"
                       "5  11  carol > p1     503          : 3\n"
                       "6  12  p1    > alice  500          : 1\n",
                  6, "code-translated proof");
    expect_server(FORK "4  10  bob   > p1     503          : 2\n"
                       "5  11  carol > p1     486          : 3\n"
                       "6  12  p1    > alice  500          : 1\n",
                  6, "no-cause-given proof, origin-local strong");
    expect_server(FORK "4  10  bob   > p1     486          : 2\n"
                       "5  11  p1    > alice  408          : 1\n",
                  5, "origin-local strong");
    expect_server(DOWN "3  10  bob   > p1     180          : 2\n"
                       "4  20  p1    > bob    CANCEL b=2   : 4\n"
                       "5  30  bob   > p1     487  of=2    : 2\n"
                       "6  31  p1    > alice  408  of=1    : 1\n",
                  6, "origin-local strong");
}

static void local_after_silence(void **state)
{
    const char *lines = DOWN "3  10  bob   > p1     180          : 2\n"
                             "4  50  p1    > alice  408          : 1\n";

    expect_server(lines, 4, "origin-local strong");
    expect_text(lines, 4, "origin-local",
                "10.0.0.2 made the 408 itself: 10.0.0.3 had sent no final response", "2 4");
    expect_text(FORK "4  10  bob   > p1     180          : 2\n"
                     "5  11  carol > p1     180          : 3\n"
                     "6  50  p1    > alice  408          : 1\n",
                6, "origin-local",
                "10.0.0.2 made the 408 itself: none of 2 targets had sent a final response", "3 6");
}

/* Where nothing at all came back it may have come another way, unless the proxy went on asking. */
static void local_in_one_direction(void **state)
{
    expect_server(DOWN "3  50  p1    > alice  408          : 1\n", 3, "origin-local suggestive");
    expect_text(DOWN "3  50  p1    > alice  408          : 1\n", 3, "origin-local",
                "10.0.0.2 made the 408 itself: 10.0.0.3 had sent no final response, but the "
                "capture holds one direction only",
                "2 3");
    expect_server(DOWN "3   500  p1    > bob    again 2      : 2 again 2\n"
                       "4  1500  p1    > alice  408          : 1\n",
                  4, "origin-local strong");
}

/* A host that is seen to send requests on did not send this one on. */
static void local_unsent(void **state)
{
    const char *lines = DOWN "3  10  bob   > p1     486                        : 2\n"
                             "4  11  p1    > alice  relay 3                    : 1\n"
                             "5  90  alice > p1     INVITE  call=2             : 5\n"
                             "6  91  p1    > alice  404                        : 5\n";

    expect_server(lines, 6, "origin-local strong");
    expect_text(lines, 6, "origin-local",
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

    expect_server(lines, 5, "origin-local suggestive");
    expect_text(lines, 5, "origin-local",
                "10.0.0.2 made the 404 itself: it did not send the request on, but the other side "
                "of the proxy was not captured",
                "4 5");
}

/* Of a phone nothing is said, nor of a first challenge, nor of the answer to a CANCEL. */
static void local_is_said_of_proxies(void **state)
{
    expect_answer("486", "");
    expect_server(DOWN "3  10  bob   > p1     486                        : 2\n"
                       "4  11  p1    > alice  relay 3                    : 1\n"
                       "5  90  alice > p1     INVITE  call=2             : 5\n"
                       "6  91  p1    > alice  407  challenge             : 5\n",
                  6, "");
    expect_server(DOWN "3  90  alice > p1     CANCEL  call=2             : 3\n"
                       "4  91  p1    > alice  481                        : 3\n",
                  4, "");
    expect_server("1   0  alice > p1     INVITE  unseen\n"
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

    expect_text(lost, 4, "origin-local", "10.0.0.2 made the 408 itself: 10.0.0.3 had said 200",
                "2 3 4");
    expect_server(passed, 4, "origin-relayed proof");
    /* One target failed and one was silent, so the 408 is the proxy's own. */
    expect_server("1   0  alice > p1     INFO to=x    : 1\n"
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

    assert_int_equal(sc_tracker_relay(tracker_of(capture), &proxy).half, 1);
    assert_int_equal(sc_tracker_relay(tracker_of(capture), &proxy).whole, 0);
    ladder(capture, "3   2  alice > p1     again 1      : 3\n");
    assert_int_equal(sc_tracker_relay(tracker_of(capture), &proxy).half, 0);
    assert_int_equal(sc_tracker_relay(tracker_of(capture), &proxy).whole, 1);
    proxy.address[3] = 3;
    assert_int_equal(sc_tracker_relay(tracker_of(capture), &proxy).whole, 0);
    capture_free(capture);
}

/* ---- Causes ---- */

static void cause_in_this_response(void **state)
{
    expect_answer("500 | Reason: Q.850;cause=27", "gateway-cause proof");
    expect_answer_text("500 | Reason: SIP;cause=503, Q.850;cause=31, q.850;cause=27;location=TN",
                       "gateway-cause",
                       "Reason of the 500 in frame 2: Q.850 27 (Destination out of order), from "
                       "the transit network");
    expect_answer("502 | Reason: Q.850;cause=38", "gateway-cause proof");
    expect_answer("503 | Reason: Q.850;cause=88", "gateway-cause proof");
}

static void no_specific_cause(void **state)
{
    expect_answer("500 | Reason: Q.850;cause=31", "no-cause-given proof");
    expect_answer("500 | Reason: Q.850;cause=127", "no-cause-given proof");
    expect_answer("500 | Reason: Q.850;cause=0", "no-cause-given proof");
    expect_answer("500 | Reason: Q.850;cause=128", "no-cause-given proof");
    expect_answer("500 | Reason: Q.850;cause=4294967313", "no-cause-given proof");
    expect_answer("500 | Reason: Q.850;cause=", "no-cause-given proof");
    expect_answer("500 | Reason: Q.850;cause=-27", "no-cause-given proof");
    expect_answer("500 | Reason: Q.850;text=\"27\"", "no-cause-given proof");
    expect_answer("500 | Reason: SIP;cause=27", "no-cause-given proof");
    expect_answer("500 | Reason: SIP;cause=500;text=\"Server Internal Error\"",
                  "no-cause-given proof");
    expect_answer("500 | Reason:", "no-cause-given proof");
    expect_answer("500", "no-cause-given proof");
    expect_answer_text("500", "no-cause-given",
                       "No specific cause given: the 500 has no Reason and no Warning that names "
                       "one");
    expect_answer_text("404 | Reason: Q.850;cause=127", "no-cause-given",
                       "No specific cause given: Reason has Q.850 127 (Interworking, unspecified)");
    expect_answer_text("410 | Reason: Q.850;cause=0", "no-cause-given",
                       "No specific cause given: Reason has Q.850 0, which is no cause");
}

/* Any other code says something, and any explanation or word of the sender is more. */
static void a_cause_is_given(void **state)
{
    expect_answer("503", "");
    expect_answer("404", "");
    expect_answer("200 | Reason: Q.850;cause=31", "");
    expect_answer("183 | Reason: Q.850;cause=31", "");
    expect_answer("401 | Reason: Q.850;cause=31", "");
    expect_answer("500 phrase=Database-down", "phrase-nonstandard proof");
    expect_answer("500 | Retry-After: 7", "server-retry-after proof");
    expect_answer("500 | Warning: 399 gw \"Trunk 7 is down\"", "warning-given strong");
    expect_answer("500 | Reason: Q.850;cause=31, SIP;cause=404", "reason-given strong");
}

static void cause_in_a_provisional(void **state)
{
    const char *lines = "1   0  alice > gw     INVITE                           : 1\n"
                        "2  10  gw    > alice  183 | Reason: Q.850;cause=34     : 1\n"
                        "3  20  gw    > alice  500 | Reason: Q.850;cause=31     : 1\n";

    expect_server(lines, 3, "gateway-cause proof");
    expect_text(lines, 3, "gateway-cause",
                "Reason of the 183 in frame 2: Q.850 34 (No circuit/channel available)", "2 3");
}

/* The cause of one fork says nothing of another. */
static void cause_of_another_fork(void **state)
{
    expect_server("1   0  alice > gw     INVITE                               : 1\n"
                  "2  10  gw    > alice  183 to=x | Reason: Q.850;cause=34    : 1\n"
                  "3  20  gw    > alice  500 to=y                             : 1\n",
                  3, "no-cause-given proof");
}

static void cause_lost_on_the_way(void **state)
{
    const char *lines = DOWN "3  10  bob   > p1     503 | Reason: Q.850;cause=42 : 2\n"
                             "4  11  p1    > alice  500                          : 1\n";

    expect_server(lines, 3, "pstn-congestion proof");
    expect_server(lines, 4, "gateway-cause proof, code-translated proof");
    expect_text(lines, 4, "gateway-cause",
                "Reason of the 503 in frame 3, lost on the way: Q.850 42 (Switching equipment "
                "congestion)",
                "3 4");
}

static void cause_before_and_below(void **state)
{
    expect_text(DOWN "3  10  bob   > p1     183 | Reason: Q.850;cause=42 : 2\n"
                     "4  20  bob   > p1     503                          : 2\n"
                     "5  21  p1    > alice  500                          : 1\n",
                5, "gateway-cause",
                "Reason of the 183 in frame 3, lost on the way: Q.850 42 (Switching equipment "
                "congestion)",
                "3 5");
}

static void congestion(void **state)
{
    expect_answer("503 | Reason: Q.850;cause=34", "pstn-congestion proof");
    expect_answer("503 | Reason: Q.850;cause=38", "pstn-congestion proof");
    expect_answer("503 | Reason: Q.850;cause=41", "pstn-congestion proof");
    expect_answer("503 | Reason: Q.850;cause=42", "pstn-congestion proof");
    expect_answer("503 | Reason: Q.850;cause=47", "pstn-congestion proof");
    expect_answer("503 | Reason: Q.850;cause=35", "gateway-cause proof");
    expect_answer("503 | Reason: Q.850;cause=31", "no-cause-given proof");
    expect_answer_text("503 | Reason: Q.850;cause=47", "pstn-congestion",
                       "Reason of the 503 in frame 2: Q.850 47 (Resource unavailable, "
                       "unspecified)");
}

static void disagreement(void **state)
{
    expect_answer("480 | Reason: Q.850;cause=17", "status-reason-disagree strong");
    expect_answer_text("480 | Reason: Q.850;cause=17", "status-reason-disagree",
                       "Reason of the 480 in frame 2: Q.850 17 (User busy), which is not what 480 "
                       "stands for");
    expect_answer("480 | Reason: Q.850;cause=19", "");
    expect_answer("404 | Reason: Q.850;cause=1", "");
    expect_answer("404 | Reason: Q.850;cause=17", "status-reason-disagree strong");
    expect_answer("404 | Reason: Q.850;cause=31", "no-cause-given proof");
    expect_answer("500 | Reason: Q.850;cause=17", "gateway-cause proof");
    expect_answer("488 | Reason: Q.850;cause=17", "reason-given strong");
    expect_answer("404 | Reason: Q.850;cause=16", "reason-given strong");
    expect_answer("404 | Reason: SIP;cause=17", "");
    expect_answer("200 | Reason: Q.850;cause=17", "");
}

static void warning_given(void **state)
{
    expect_answer_text("503 | Warning: 399 gw.example \"Trunk limit reached\"", "warning-given",
                       "Warning 399 of gw.example: \"Trunk limit reached\"");
    expect_answer_text("480 | Warning: 392 p1 \"pid=7\", 381 p1 \"Use sips\"", "warning-given",
                       "Warning 381 of p1 (SIPS Required): \"Use sips\"");
    expect_answer("404 | Warning: 392 10.0.0.1:5060 \"Noisy feedback tells: pid=7\"", "");
    expect_answer("404 | Warning: 399 gw", "");
    expect_answer("404 | Warning: gw \"text\"", "");
    expect_answer("407 | Warning: 399 gw \"No credentials\"", "");
    expect_answer("200 | Warning: 399 gw \"Trunk limit reached\"", "");
    /* Quoted by another finding. */
    expect_answer("488 | Warning: 305 gw \"No codec\"", "");
}

/* What ended the INVITE tells where nothing else does. */
static void reason_of_a_request(void **state)
{
    const char *lines = "1    0  alice > bob    INVITE                                    : 1\n"
                        "2   10  bob   > alice  183                                       : 1\n"
                        "3  900  alice > bob    BYE to=bob | Reason: Q.850;cause=102      : 3\n"
                        "4  910  bob   > alice  487 of=1                                  : 1\n";

    expect_server(lines, 4, "reason-given strong");
    expect_text(lines, 4, "reason-given",
                "Reason of the BYE in frame 3: Q.850 102 (Recovery on timer expiry)", "3 4");
    expect_server("1    0  alice > bob    INVITE                                 : 1\n"
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
    expect_answer(answer->str, "reason-given strong");
    expect_answer("403 | Reason: ;;;=,,\"", "");
    expect_answer("403 | Reason: x;cause=;text=\"\"", "");
    g_string_free(answer, TRUE);
}

/* Where nobody else quotes it. */
static void reason_given(void **state)
{
    expect_answer("486 | Reason: Q.850;cause=17", "reason-given strong");
    expect_answer_text("403 | Reason: Preemption;cause=1;text=\"UA Preemption\"", "reason-given",
                       "Reason of the 403 in frame 2: Preemption 1 (UA Preemption)");
    expect_answer_text("404 | Reason: SIP;cause=503;text=\"Trunk 7\"", "reason-given",
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

/* ---- When to try again ---- */

static void server_retry_after(void **state)
{
    expect_answer("500 | Retry-After: 7", "server-retry-after proof");
    expect_answer_text("500 | Retry-After: 7", "server-retry-after",
                       "10.0.0.2 asks not to repeat the request for 7 s");
    expect_answer("500 | Retry-After: 0", "");
    expect_answer("500 | Retry-After: soon", "");
    expect_answer("500 | Retry-After:", "");
    expect_answer("500 | Retry-After: 99999999999999999999", "");
    expect_answer("504 | Retry-After: 7", "");
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
    expect_server("1   0  alice > p1     INVITE                          : 1\n"
                  "2   1  p1    > bob    relay 1                         : 2\n"
                  "3  10  bob   > p1     200                             : 2\n"
                  "4  11  p1    > alice  relay 3                         : 1\n"
                  "5  20  alice > p1     INVITE  to=bob cseq=2           : 5\n"
                  "6  21  p1    > bob    relay 5                         : 6\n"
                  "7  30  bob   > p1     500 | Retry-After: 40           : 6\n",
                  7, "server-retry-after proof");
    expect_server(open, 6, "");
    expect_server(done, 7, "server-retry-after proof");
    expect_server("1   0  alice > bob    INVITE  to=bob                  : 1\n"
                  "2  10  bob   > alice  500 | Retry-After: 4            : 1\n",
                  2, "");
    expect_server("1   0  alice > bob    INVITE  unseen\n"
                  "2  10  bob   > alice  500 | Retry-After: 4            : 0\n",
                  2, "");
    g_free(open);
    g_free(done);
}

static void overload(void **state)
{
    expect_answer("503 | Retry-After: 120 (maintenance)", "overload-retry-after proof");
    expect_answer_text("503 | Retry-After: 120 (maintenance)", "overload-retry-after",
                       "10.0.0.2 asks to be sent nothing for 120 s: \"maintenance\"");
    expect_answer_text("503 | Retry-After: 4294967295 (\\033[2J)", "overload-retry-after",
                       "10.0.0.2 asks to be sent nothing for 4294967295 s: \"\xef\xbf\xbd[2J\"");
    expect_answer("503", "");
    expect_answer("503 | Retry-After: 0", "");
    expect_answer("503 | Retry-After: ()", "");
}

#define OVERLOADED                                                                                 \
    "1     0  alice > srv    OPTIONS                     : 1\n"                                    \
    "2    10  srv   > alice  503 | Retry-After: 30       : 1\n"

static void retry_after_ignored(void **state)
{
    const char *lines = OVERLOADED "3  2010  alice > srv    OPTIONS  call=2             : 3\n"
                                   "4  2020  srv   > alice  200                         : 3\n";

    expect_server(lines, 2, "overload-retry-after proof, retry-after-ignored proof");
    expect_server(lines, 3, "retry-after-ignored proof");
    expect_text(lines, 3, "retry-after-ignored",
                "10.0.0.1 sent another request to 10.0.0.2 after 2 s, asked to wait 30 s", "2 3");
}

static void retry_after_kept(void **state)
{
    /* When it is over. */
    expect_server(OVERLOADED "3  30010  alice > srv    OPTIONS  call=2            : 3\n", 3, "");
    /* Before the client can know of it. */
    expect_server(OVERLOADED "3  210  alice > srv    OPTIONS  call=2              : 3\n", 3, "");
    /* The client sends it to another server, and another client to this one. */
    expect_server(OVERLOADED "3  2010  alice > other  OPTIONS  call=2             : 3\n", 3, "");
    expect_server(OVERLOADED "3  2010  carol > srv    OPTIONS  call=2             : 3\n", 3, "");
    expect_server(OVERLOADED "3  2010  alice > srv    OPTIONS  call=2 sent-by=phone2 : 3\n", 3, "");
    /* What was begun is brought to an end. */
    expect_server(OVERLOADED "3  2010  alice > srv    BYE  call=2 to=x            : 3\n", 3, "");
    expect_server(OVERLOADED "3  2010  alice > srv    again 1                     : 1 again 1\n", 3,
                  "");
    /* It did not ask for a pause. */
    expect_server("1     0  alice > srv    OPTIONS                     : 1\n"
                  "2    10  srv   > alice  503                         : 1\n"
                  "3  2010  alice > srv    OPTIONS  call=2             : 3\n",
                  3, "");
}

static void retry_after_acknowledged(void **state)
{
    expect_server("1     0  alice > srv    INVITE                      : 1\n"
                  "2    10  srv   > alice  503 | Retry-After: 30       : 1\n"
                  "3    11  alice > srv    ACK b=1 to=srv              : 1\n"
                  "4    60  alice > srv    OPTIONS  call=2             : 4\n",
                  4, "retry-after-ignored proof");
}

/* ---- The next hop ---- */

static void unreachable(void **state)
{
    const char *lines = DOWN "3   2  bob   > p1     icmp 2 port  : 2\n"
                             "4  10  p1    > alice  503          : 1\n";

    expect_server(lines, 4, "next-hop-unreachable proof, origin-local suggestive");
    expect_text(lines, 4, "next-hop-unreachable",
                "10.0.0.2 sent the request to 10.0.0.3 port 5060, and ICMP says nothing listens "
                "on the port",
                "2 3 4");
}

static void unreachable_or_not(void **state)
{
    /* It came later, or a response came all the same. */
    expect_server(DOWN "3  10  bob   > p1     486          : 2\n"
                       "4  11  p1    > alice  503          : 1\n"
                       "5  12  bob   > p1     icmp 2 port\n",
                  4, "code-translated proof");
    expect_server(DOWN "3   2  bob   > p1     icmp 2 port  : 2\n"
                       "4   5  bob   > p1     100          : 2\n"
                       "5  11  p1    > alice  503          : 1\n",
                  5, "origin-local strong");
    /* Another branch answered. */
    expect_server(FORK "4   5  carol > p1     icmp 3 host  : 3\n"
                       "5  10  bob   > p1     404          : 2\n"
                       "6  11  p1    > alice  relay 5      : 1\n",
                  6, "origin-relayed proof");
    /* A code that says something else. */
    expect_server(DOWN "3   2  bob   > p1     icmp 2 port  : 2\n"
                       "4  10  p1    > alice  404          : 1\n",
                  4, "origin-local suggestive");
}

/* ICMP tells more than the time that went by. */
static void unreachable_before_timeout(void **state)
{
    expect_server(DOWN "3     2  bob   > p1     icmp 2 port  : 2\n"
                       "4   500  p1    > bob    again 2      : 2 again 2\n"
                       "5  1500  p1    > alice  504          : 1\n",
                  5, "next-hop-unreachable proof, origin-local strong");
}

static void unreachable_in_each_way(void **state)
{
    static const struct {
        const char *word;
        const char *text;
    } ways[] = {
        {"network", "there is no route to it"},
        {"host", "the host does not answer"},
        {"protocol", "it does not take the transport"},
        {"prohibited", "a filter rejects it"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        char *lines = g_strdup_printf(DOWN "3   2  r     > p1     icmp 2 %s    : 2\n"
                                           "4  10  p1    > alice  408          : 1\n",
                                      ways[i].word);
        char *text = g_strconcat("10.0.0.2 sent the request to 10.0.0.3 port 5060, and ICMP says ",
                                 ways[i].text, NULL);
        expect_text(lines, 4, "next-hop-unreachable", text, "2 3 4");
        g_free(lines);
        g_free(text);
    }
}

static void gateway_timeout(void **state)
{
    const char *silent = DOWN "3   500  p1    > bob    again 2      : 2 again 2\n"
                              "4  1500  p1    > alice  504          : 1\n";

    expect_server(silent, 4, "gateway-timeout strong, origin-local strong");
    expect_text(silent, 4, "gateway-timeout", "10.0.0.3 sent no response within 1.5 s", "2 4");
    expect_text(DOWN "3  2  bob   > p1     100          : 2\n"
                     "4  1600  p1    > alice  504          : 1\n",
                4, "gateway-timeout", "10.0.0.3 sent no final response within 1.6 s", "2 4");
}

static void gateway_timeout_unproved(void **state)
{
    expect_answer("504", "");
    expect_server(DOWN "3  1500  p1    > alice  504          : 1\n", 3,
                  "gateway-timeout suggestive, origin-local suggestive");
    expect_server(DOWN "3    10  bob   > p1     504          : 2\n"
                       "4  1500  p1    > alice  relay 3      : 1\n",
                  4, "origin-relayed proof");
    expect_server(DOWN "3    10  bob   > p1     100          : 2\n"
                       "4  1500  p1    > alice  503          : 1\n",
                  4, "origin-local strong");
    expect_server("1     0  alice > p1     INVITE  unseen\n"
                  "2     1  p1    > bob    relay 1      : 2\n"
                  "3  1500  p1    > alice  504  of=1    : 0\n",
                  3, "gateway-timeout suggestive");
}

/* ---- The next hop over TCP ---- */

/* The request names 10.0.0.3, which is bob, as the place to go to. */
#define TO_BOB "1   0  alice > p1     INVITE uri=sip:x@10.0.0.3;transport=tcp  : 1\n"

/* It names nothing but the proxy's own domain. */
#define TO_ANY "1   0  alice > p1     INVITE                                   : 1\n"

static void refused_by_the_named(void **state)
{
    const char *lines = TO_BOB "2   1  p1    > alice  100     : 1\n"
                               "3   2  bob   > p1     refuse\n"
                               "4   3  p1    > alice  503     : 1\n";

    expect_server(lines, 4, "next-hop-unreachable proof");
    expect_text(lines, 4, "next-hop-unreachable",
                "10.0.0.2 wanted a TCP connection to 10.0.0.3 port 5060, and was refused", "1 3 4");
    expect_server(TO_BOB "2   2  bob   > p1:4711  refuse\n"
                         "3   3  p1    > alice    477 phrase=(477/TM)  : 1\n",
                  3,
                  "next-hop-unreachable proof, code-unregistered proof, phrase-nonstandard "
                  "proof, proxy-send-failure strong");
    /* However long it took, and whatever else is under way. */
    expect_server(TO_BOB "2    10  alice > p1     OPTIONS call=x        : 2\n"
                         "3  9000  bob   > p1     refuse\n"
                         "4  9001  p1    > alice  408  of=1             : 1\n",
                  4, "next-hop-unreachable proof");
}

static void refused_with_icmp(void **state)
{
    expect_text(TO_BOB "2   2  r     > p1     icmp-syn bob prohibited\n"
                       "3   3  p1    > alice  500     : 1\n",
                3, "next-hop-unreachable",
                "10.0.0.2 wanted a TCP connection to 10.0.0.4 port 5060, and ICMP says a filter "
                "rejects it",
                "1 2 3");
}

static void refused_by_a_named_port(void **state)
{
    static const struct {
        const char *uri;
        const char *more;
        const char *from;
        const char *expected;
    } cases[] = {
        {"sip:x@10.0.0.3:5080", "", "bob:5080", "next-hop-unreachable proof"},
        {"sip:x@10.0.0.3:5080", "", "bob:5060", "next-hop-unreachable strong"},
        {"sip:x@10.0.0.3", "", "bob:5080", ""},
        {"sips:x@10.0.0.3", "", "bob:5061", "next-hop-unreachable proof"},
        {"sip:x@10.0.0.3;transport=TLS", "", "bob:5061", "next-hop-unreachable proof"},
        {"sip:x@a.example;maddr=10.0.0.3", "", "bob", "next-hop-unreachable proof"},
        {"sip:x@a.example", "Route: <sip:10.0.0.2;lr>, <sip:10.0.0.3:5080;lr>", "bob:5080",
         "next-hop-unreachable proof"},
        {"sip:x@10.0.0.30", "", "bob:5080", ""},
        {"sip:x@[::1]", "", "bob", "next-hop-unreachable strong"},
        {"tel:+123", "", "bob:5080", ""},
        {":::", "", "bob:5080", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *lines = g_strdup_printf("1   0  alice > p1     INVITE uri=%s | %s  : 1\n"
                                      "2   1  p1    > alice  100                 : 1\n"
                                      "3   2  %s    > p1     refuse\n"
                                      "4   3  p1    > alice  503                 : 1\n",
                                      cases[i].uri, cases[i].more, cases[i].from);
        /* Who speaks is numbered as they come: bob is the third. */
        expect_server(lines, 4, cases[i].expected);
        g_free(lines);
    }
}

/* The proxy chose where to: what it did at once it did for the request. */
static void refused_by_another(void **state)
{
    const char *lines = TO_ANY "2   2  bob   > p1     refuse\n"
                               "3   3  p1    > alice  500     : 1\n";

    expect_server(lines, 3, "next-hop-unreachable strong");
    expect_text(lines, 3, "next-hop-unreachable",
                "10.0.0.2 wanted a TCP connection to 10.0.0.3 port 5060, and was refused", "1 2 3");
    /* A second time. The first is told. */
    expect_text(TO_ANY "2   2  bob   > p1     refuse\n"
                       "3   4  carol > p1     refuse\n"
                       "4   5  p1    > alice  500     : 1\n",
                4, "next-hop-unreachable",
                "10.0.0.2 wanted a TCP connection to 10.0.0.3 port 5060, and was refused", "1 2 4");
    /* Too late to be for the request, as a probe would be; no port of SIP. */
    expect_server(TO_ANY "2   600  bob      > p1     refuse\n"
                         "3  1500  p1       > alice  408     : 1\n",
                  3, "");
    expect_server(TO_ANY "2     2  bob:5432 > p1     refuse\n"
                         "3     3  p1       > alice  500     : 1\n",
                  3, "no-cause-given proof");
}

/* Another request that the same host had, or sent: the connection may have been for that. */
static void refused_in_traffic(void **state)
{
    expect_server("1   0  carol > p1     OPTIONS call=x      : 1\n"
                  "2   1  alice > p1     INVITE              : 2\n"
                  "3   2  bob   > p1     refuse\n"
                  "4   3  p1    > alice  500                 : 2\n",
                  4, "next-hop-unreachable suggestive");
    expect_server("1   0  carol > p1:5070 OPTIONS call=x     : 1\n"
                  "2   1  alice > p1     INVITE              : 2\n"
                  "3   2  bob   > p1     refuse\n"
                  "4   3  p1    > alice  500                 : 2\n",
                  4, "next-hop-unreachable suggestive");
    expect_server(TO_ANY "2   1  p1    > gw     INVITE call=x     : 2\n"
                         "3   2  bob   > p1     refuse\n"
                         "4   3  p1    > alice  500  of=1         : 1\n",
                  4, "next-hop-unreachable suggestive");
    /* It had its response by then. */
    expect_server("1   0  carol > p1     OPTIONS call=x      : 1\n"
                  "2   1  p1    > carol  200                 : 1\n"
                  "3   1  alice > p1     INVITE              : 3\n"
                  "4   2  bob   > p1     refuse\n"
                  "5   3  p1    > alice  500                 : 3\n",
                  5, "next-hop-unreachable strong");
}

static void refused_or_not(void **state)
{
    /* To another host; before the request; behind the response. */
    expect_server(TO_BOB "2   2  bob   > p2     refuse\n"
                         "3   3  p1    > alice  503     : 1\n",
                  3, "");
    expect_server("1   0  carol > p1     OPTIONS call=x            : 1\n"
                  "2   1  p1    > carol  200                       : 1\n"
                  "3   2  bob   > p1     refuse\n"
                  "4   3  alice > p1     INVITE uri=sip:10.0.0.3   : 4\n"
                  "5   4  p1    > alice  503                       : 4\n",
                  5, "");
    expect_server(TO_BOB "2   3  p1    > alice  503     : 1\n"
                         "3   4  bob   > p1     refuse\n",
                  2, "");
    /* It was sent on all the same. */
    expect_server(TO_BOB "2   2  bob   > p1     refuse\n"
                         "3   3  p1    > carol  relay 1 : 3\n"
                         "4   4  carol > p1     503     : 3\n"
                         "5   5  p1    > alice  500     : 1\n",
                  5, "code-translated proof");
    expect_server(TO_BOB "2   2  bob   > p1     refuse\n"
                         "3   3  p1    > carol  relay 1 : 3\n"
                         "4 900  p1    > alice  408     : 1\n",
                  4, "origin-local suggestive");
    /* The reset of a connection that was open; one that acknowledges nothing; another code. */
    expect_server(TO_BOB "2   2  bob   > p1     reset\n"
                         "3   3  p1    > alice  503     : 1\n",
                  3, "");
    expect_server(TO_BOB "2   2  bob   > p1     refuse bare\n"
                         "3   3  p1    > alice  503     : 1\n",
                  3, "");
    expect_server(TO_BOB "2   2  bob   > p1     refuse\n"
                         "3   3  p1    > alice  404     : 1\n",
                  3, "");
    /* The request was not captured. */
    expect_server("1   0  alice > p1     INVITE  unseen\n"
                  "2   2  bob   > p1     refuse\n"
                  "3   3  p1    > alice  503  of=1   : 0\n",
                  3, "");
}

/* Who passes the response on was not refused anything. */
static void refused_further_down(void **state)
{
    const char *lines = DOWN "3   2  carol > bob    refuse\n"
                             "4   3  bob   > p1     503          : 2\n"
                             "5   4  p1    > alice  relay 4      : 1\n";

    expect_server(lines, 4, "next-hop-unreachable strong");
    expect_server(lines, 5, "origin-relayed proof");
}

#define OVER_TCP                                                                                   \
    "1   0  alice > p1     INVITE                            : 1\n"                                \
    "2   1  p1    > bob    relay 1  tcp seq=1000             : 2\n"

static void reset_with_the_request(void **state)
{
    const char *lines = OVER_TCP "3    2  bob   > p1     reset\n"
                                 "4   10  p1    > alice  408     : 1\n";

    expect(lines, 4, "next-hop-unreachable proof, origin-local strong");
    expect_text(lines, 4, "next-hop-unreachable",
                "10.0.0.2 sent the request to 10.0.0.3 port 5060 over TCP, which reset the "
                "connection",
                "2 3 4");
    expect_server(OVER_TCP "3    2  bob   > p1     reset\n"
                           "4   10  p1    > alice  504     : 1\n",
                  4, "next-hop-unreachable proof, origin-local strong");
}

static void reset_or_not(void **state)
{
    /* Another connection; by the proxy; behind the response; a response came before. */
    expect_server(OVER_TCP "3    2  bob   > p1:9   reset\n"
                           "4   10  p1    > alice  500     : 1\n",
                  4, "no-cause-given proof, origin-local suggestive");
    expect_server(OVER_TCP "3    2  p1    > bob    reset\n"
                           "4   10  p1    > alice  500     : 1\n",
                  4, "no-cause-given proof, origin-local suggestive");
    expect_server(OVER_TCP "3   10  p1    > alice  500     : 1\n"
                           "4   12  bob   > p1     reset\n",
                  3, "no-cause-given proof, origin-local strong");
    expect_server(OVER_TCP "3    2  bob   > p1     100  tcp seq=1 : 2\n"
                           "4    3  bob   > p1     reset\n"
                           "5   10  p1    > alice  500     : 1\n",
                  5, "no-cause-given proof, origin-local strong");
    /* Before the request; that of an earlier connection between the same two ports. */
    expect_server("1   0  p1    > bob    OPTIONS call=x  tcp seq=1 : 1\n"
                  "2   1  bob   > p1     200             tcp seq=1 : 1\n"
                  "3   2  bob   > p1     reset\n"
                  "4  10  alice > p1     INVITE                    : 4\n"
                  "5  11  p1    > bob    relay 4  tcp seq=101      : 5\n"
                  "6  20  p1    > alice  500                       : 4\n",
                  6, "no-cause-given proof, origin-local strong");
    expect_server("1   0  p1    > bob    OPTIONS call=x  tcp seq=1 : 1\n"
                  "2   1  bob   > p1     200             tcp seq=1 : 1\n"
                  "3   2  bob   > p1     reset\n"
                  "4   3  bob   > p1     syn             tcp seq=9\n"
                  "5  10  alice > p1     INVITE                    : 5\n"
                  "6  11  p1    > bob    relay 5  tcp seq=101      : 6\n"
                  "7  20  p1    > alice  500                       : 5\n",
                  7, "no-cause-given proof, origin-local strong");
}

/* ---- Names of the next hop ---- */

#define TO_NAME "1     0  alice > p1     INVITE uri=sip:x@gw.example           : 1\n"

static void no_such_name(void **state)
{
    const char *lines = TO_NAME "2     1  p1    > ns:53  dns SRV _sip._udp.gw.example\n"
                                "3     2  ns:53 > p1     dns SRV _sip._udp.gw.example rcode=3\n"
                                "4     3  p1    > ns:53  dns A gw.example\n"
                                "5     4  ns:53 > p1     dns A gw.example rcode=3\n"
                                "6     5  p1    > alice  504                     : 1\n";

    expect_server(lines, 6, "gateway-timeout strong");
    expect_text(lines, 6, "gateway-timeout",
                "10.0.0.2 asked DNS for gw.example, and 10.0.0.3 said that there is no such name",
                "1 4 5 6");
}

static void name_in_each_way(void **state)
{
    static const struct {
        const char *request;
        const char *query;
        const char *answer;
        const char *expected;
    } cases[] = {
        {"uri=sip:x@gw.example", "AAAA gw.example", "AAAA gw.example rcode=3", "strong"},
        {"uri=sip:x@GW.example.", "A gw.EXAMPLE", "A gw.EXAMPLE rcode=2", "strong"},
        {"uri=sip:x@gw.example", "NAPTR gw.example", "NAPTR gw.example rcode=5", "strong"},
        {"uri=sip:x@gw.example", "A gw.example", "A gw.example rcode=4", "strong"},
        {" | Route: <sip:p1.example;lr> | Route: <sip:gw.example;lr>", "A gw.example",
         "A gw.example rcode=3", "strong"},
        /* It has no service of that name; it has no address of that kind; it has one. */
        {"uri=sip:x@gw.example", "SRV _sip._tcp.gw.example", "SRV _sip._tcp.gw.example rcode=3",
         NULL},
        {"uri=sip:x@gw.example", "AAAA gw.example", "AAAA gw.example", NULL},
        {"uri=sip:x@gw.example", "A gw.example", "A gw.example records=1", NULL},
        {"uri=sip:x@gw.example", "SRV _sip._udp.gw.example", "SRV _sip._udp.gw.example records=1",
         NULL},
        /* Another name; no question where to send anything. */
        {"uri=sip:x@gw.example", "A x.gw.example", "A x.gw.example rcode=3", NULL},
        {"uri=sip:x@gw.example", "A example", "A example rcode=3", NULL},
        {"uri=sip:x@gw.example", "TXT gw.example", "TXT gw.example rcode=3", NULL},
        {"uri=tel:123", "A gw.example", "A gw.example rcode=3", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *lines = g_strdup_printf("1   0  alice > p1     INVITE %s     : 1\n"
                                      "2   1  p1    > ns:53  dns %s\n"
                                      "3   2  ns:53 > p1     dns %s\n"
                                      "4   3  p1    > alice  504           : 1\n",
                                      cases[i].request, cases[i].query, cases[i].answer);
        char *expected = cases[i].expected != NULL
                             ? g_strdup_printf("gateway-timeout %s", cases[i].expected)
                             : g_strdup("");
        expect_server(lines, 4, expected);
        g_free(expected);
        g_free(lines);
    }
}

static void dns_is_silent(void **state)
{
    const char *lines = TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                                "3  1000  p1    > ns:53  dns A gw.example\n"
                                "4  2501  p1    > alice  504                     : 1\n";

    expect_server(lines, 4, "gateway-timeout strong");
    expect_text(lines, 4, "gateway-timeout",
                "10.0.0.2 asked DNS for gw.example, and 10.0.0.3 did not answer within 2.5 s",
                "1 2 4");
    /* Whether answers are captured at all is not known of one query. */
    expect_server(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                          "3  2001  p1    > alice  504                           : 1\n",
                  3, "gateway-timeout suggestive");
    expect_server("1     0  carol > p1     OPTIONS call=x                        : 1\n"
                  "2     1  p1    > ns:53  dns A other.example\n"
                  "3     2  ns:53 > p1     dns A other.example records=1\n"
                  "4     3  p1    > carol  200                                   : 1\n"
                  "5    10  alice > p1     INVITE uri=sip:x@gw.example           : 5\n"
                  "6    11  p1    > ns:53  dns A gw.example\n"
                  "7  2001  p1    > alice  504                                   : 5\n",
                  7, "gateway-timeout strong");
    /* Another request had asked before, and asks on. */
    expect_text("1     0  carol > p1     OPTIONS call=x uri=sip:gw.example       : 1\n"
                "2     1  p1    > ns:53  dns A gw.example\n"
                "3   900  alice > p1     INVITE uri=sip:x@gw.example             : 3\n"
                "4  1001  p1    > ns:53  dns A gw.example\n"
                "5  1501  p1    > alice  504                                     : 3\n",
                5, "gateway-timeout",
                "10.0.0.2 asked DNS for gw.example, and 10.0.0.3 did not answer within 500 ms, but "
                "the capture holds one direction only",
                "3 4 5");
}

static void dns_or_not(void **state)
{
    /* Asked by another host; before the request; answered too late; another code; sent on. */
    expect_server(TO_NAME "2     1  p2    > ns:53  dns A gw.example\n"
                          "3     2  ns:53 > p2     dns A gw.example rcode=3\n"
                          "4     5  p1    > alice  504                     : 1\n",
                  4, "");
    expect_server("1     0  carol > p1     OPTIONS call=x uri=sip:gw.example      : 1\n"
                  "2     1  p1    > ns:53  dns A gw.example\n"
                  "3     2  ns:53 > p1     dns A gw.example rcode=3\n"
                  "4     3  p1    > carol  404                                    : 1\n"
                  "5     4  alice > p1     INVITE uri=sip:x@gw.example            : 5\n"
                  "6     5  p1    > alice  504                                    : 5\n",
                  6, "");
    expect_server(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                          "3  2001  p1    > alice  504                     : 1\n"
                          "4  2002  ns:53 > p1     dns A gw.example records=1\n",
                  3, "gateway-timeout suggestive");
    expect_server(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                          "3     2  ns:53 > p1     dns A gw.example rcode=3\n"
                          "4     5  p1    > alice  500                     : 1\n",
                  4, "no-cause-given proof");
    expect_server(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                          "3     2  ns:53 > p1     dns A gw.example rcode=3\n"
                          "4     3  p1    > carol  relay 1                 : 4\n"
                          "5     4  carol > p1     504                     : 4\n"
                          "6     5  p1    > alice  relay 5                 : 1\n",
                  6, "origin-relayed proof");
    /* The name has an address, though no other one. */
    expect_server(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                          "3     2  ns:53 > p1     dns A gw.example records=2\n"
                          "4     3  p1    > ns:53  dns AAAA gw.example\n"
                          "5     4  ns:53 > p1     dns AAAA gw.example rcode=2\n"
                          "6     5  p1    > alice  504                     : 1\n",
                  6, "");
}

static void send_failure_of_a_name(void **state)
{
    expect_text(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                        "3     2  ns:53 > p1     dns A gw.example rcode=3\n"
                        "4     5  p1    > alice  478 phrase=(478/TM)     : 1\n",
                4, "proxy-send-failure",
                "The proxy found no address for the name of the next hop: \"(478/TM)\"; 10.0.0.2 "
                "asked DNS for gw.example, and 10.0.0.3 said that there is no such name",
                "1 2 3 4");
}

static void send_failure(void **state)
{
    expect_answer("477 phrase=Send-failed-(477/TM)",
                  "code-unregistered proof, phrase-nonstandard proof, proxy-send-failure strong");
    expect_answer("478 phrase=Unresolvable\\040destination\\040(478/SL)",
                  "code-unregistered proof, proxy-send-failure strong");
    expect_answer_text("478 phrase=Unresolvable-(478/SL)", "proxy-send-failure",
                       "The proxy found no address for the name of the next hop: "
                       "\"Unresolvable-(478/SL)\"");
    expect_answer_text("479 phrase=(479/TM)", "proxy-send-failure",
                       "The proxy could not read the URI of the next hop: \"(479/TM)\"");
    expect_answer("477 phrase=(478/TM)", "code-unregistered proof, phrase-nonstandard proof");
    expect_answer("477 phrase=(477/TM)-later", "code-unregistered proof, phrase-nonstandard proof");
    expect_answer("477 phrase=TM)", "code-unregistered proof, phrase-nonstandard proof");
    expect_answer("477 phrase=", "code-unregistered proof");
    expect_answer("404 phrase=Not-Found", "");
}

/* ---- What the status line says ---- */

static void phrase(void **state)
{
    expect_answer("486 phrase=Rejected", "phrase-nonstandard proof");
    expect_answer_text("486 phrase=Rejected", "phrase-nonstandard",
                       "The phrase is \"Rejected\"; registered for 486 is \"Busy Here\"");
    expect_answer_text("500 phrase=Service-Unavailable", "phrase-nonstandard",
                       "The phrase \"Service-Unavailable\" is that of 503; registered for 500 is "
                       "\"Server Internal Error\"");
    expect_answer("486 phrase=busy-HERE", "");
    expect_answer("486 phrase=BusyHer", "phrase-nonstandard proof");
    expect_answer("486 phrase=BusyHeree", "phrase-nonstandard proof");
    expect_answer("202 phrase=Accepted", "");
    expect_answer("403 phrase=Stale-Date", "");
    expect_answer("603 phrase=Network-Blocked", "");
    expect_answer("486 phrase=", "");
    expect_answer("499 phrase=Own-Words", "code-unregistered proof, phrase-nonstandard proof");
    expect_answer_text("499 phrase=Own-Words", "phrase-nonstandard",
                       "The phrase is \"Own-Words\"; none is registered for 499");
    expect_answer("409 phrase=Conflict", "code-unregistered proof");
}

static void phrase_is_hostile(void **state)
{
    GString *answer = g_string_new("486 phrase=");

    for (int i = 0; i < 1000; i++) {
        g_string_append(answer, "\x1b\xff");
    }
    expect_answer(answer->str, "phrase-nonstandard proof");
    g_string_free(answer, TRUE);
}

static void unregistered(void **state)
{
    expect_answer_text("599", "code-unregistered",
                       "599 is not registered, clients treat it as 500");
    expect_answer_text("187", "code-unregistered",
                       "187 is not registered, clients treat it as 183");
    expect_answer_text("409", "code-unregistered",
                       "409 is not registered, clients treat it as 400; known as \"Conflict\"");
    expect_answer_text("700", "code-unregistered", "700 is no status code of SIP");
    expect_answer_text("099", "code-unregistered", "099 is no status code of SIP");
    expect_answer("699 phrase=", "code-unregistered proof");
    expect_answer("600", "");
}

/* ---- Bounds ---- */

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
        struct sc_sighting sighting = sc_tracker_add(tracker, &packet, &scan->message);
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
        cmocka_unit_test(cause_in_this_response),
        cmocka_unit_test(no_specific_cause),
        cmocka_unit_test(a_cause_is_given),
        cmocka_unit_test(warning_given),
        cmocka_unit_test(reason_of_a_request),
        cmocka_unit_test(reason_is_hostile),
        cmocka_unit_test(reason_given),
        cmocka_unit_test(cause_in_a_provisional),
        cmocka_unit_test(cause_of_another_fork),
        cmocka_unit_test(cause_lost_on_the_way),
        cmocka_unit_test(cause_before_and_below),
        cmocka_unit_test(congestion),
        cmocka_unit_test(disagreement),
        cmocka_unit_test(usual_causes),
        cmocka_unit_test(server_retry_after),
        cmocka_unit_test(overlapping_requests),
        cmocka_unit_test(overload),
        cmocka_unit_test(retry_after_ignored),
        cmocka_unit_test(retry_after_kept),
        cmocka_unit_test(retry_after_acknowledged),
        cmocka_unit_test(unreachable),
        cmocka_unit_test(unreachable_or_not),
        cmocka_unit_test(unreachable_before_timeout),
        cmocka_unit_test(unreachable_in_each_way),
        cmocka_unit_test(gateway_timeout),
        cmocka_unit_test(gateway_timeout_unproved),
        cmocka_unit_test(refused_by_the_named),
        cmocka_unit_test(refused_with_icmp),
        cmocka_unit_test(refused_by_a_named_port),
        cmocka_unit_test(refused_by_another),
        cmocka_unit_test(refused_in_traffic),
        cmocka_unit_test(refused_or_not),
        cmocka_unit_test(refused_further_down),
        cmocka_unit_test(reset_with_the_request),
        cmocka_unit_test(reset_or_not),
        cmocka_unit_test(no_such_name),
        cmocka_unit_test(name_in_each_way),
        cmocka_unit_test(dns_is_silent),
        cmocka_unit_test(dns_or_not),
        cmocka_unit_test(send_failure_of_a_name),
        cmocka_unit_test(send_failure),
        cmocka_unit_test(phrase),
        cmocka_unit_test(phrase_is_hostile),
        cmocka_unit_test(unregistered),
        cmocka_unit_test(many),
        cmocka_unit_test(text_of_ipv6),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
