/* What became of an attempt: each outcome, cancelled calls, silence, and what does not count.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

/* ---- Each outcome ---- */

static void names(void **state)
{
    static const char *const expected[SC_OUTCOME_COUNT] = {
        "unknown",
        "answered",
        "dropped",
        "redirected",
        "challenged",
        "cancelled",
        "answered-elsewhere",
        "busy",
        "no-answer",
        "declined",
        "refused",
        "failed",
        "unanswered",
    };

    for (int i = 0; i < SC_OUTCOME_COUNT; i++) {
        assert_string_equal(sc_outcome_name((enum sc_outcome)i), expected[i]);
    }
    assert_string_equal(sc_outcome_name(SC_OUTCOME_COUNT), "");
    assert_string_equal(sc_outcome_name((enum sc_outcome) - 1), "");
}

static void outcome_of_each_code(void **state)
{
    static const struct {
        unsigned code;
        const char *outcome;
        const char *after_ringing;
    } rows[] = {
        {200, "answered", "answered"},
        {202, "answered", "answered"},
        {299, "answered", "answered"},
        {300, "redirected", "redirected"},
        {302, "redirected", "redirected"},
        {400, "refused", "refused"},
        {401, "refused", "refused"},
        {403, "refused", "refused"},
        {404, "refused", "refused"},
        {407, "refused", "refused"},
        {408, "failed", "no-answer"},
        {480, "refused", "no-answer"},
        {481, "refused", "refused"},
        {486, "busy", "busy"},
        {487, "cancelled", "cancelled"},
        {488, "refused", "refused"},
        {500, "failed", "failed"},
        {503, "failed", "failed"},
        {600, "busy", "busy"},
        {603, "declined", "declined"},
        {604, "refused", "refused"},
        {606, "refused", "refused"},
        {607, "declined", "declined"},
        {608, "declined", "declined"},
        {699, "refused", "refused"},
        {700, "failed", "failed"},
        {999, "failed", "failed"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *lines = g_strdup_printf("1   0  alice > bob  INVITE  : 1\n"
                                      "2  90  bob > alice  %u      : 1\n",
                                      rows[i].code);
        check_outcome(rows[i].outcome, lines);
        g_free(lines);
        lines = g_strdup_printf("1   0  alice > bob  INVITE  : 1\n"
                                "2  80  bob > alice  180     : 1\n"
                                "3  90  bob > alice  %u      : 1\n",
                                rows[i].code);
        check_outcome(rows[i].after_ringing, lines);
        g_free(lines);
    }
}

/* 183 is no ringing: it may be an announcement that the number is out of service. */
static void progress_is_no_ringing(void **state)
{
    check_outcome("refused", "1   0  alice > bob  INVITE  : 1\n"
                             "2  80  bob > alice  183     : 1\n"
                             "3  90  bob > alice  480     : 1\n");
}

/* ---- What happens within a call ---- */

static void failures_within_the_call_are_their_own(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                      : 1\n"
                    " 2   90  bob > alice  200                         : 1\n"
                    " 3   91  alice > bob  ACK to=bob                  : 1\n"
                    " 4  100  alice > bob  INVITE to=bob cseq=2        : 4\n"
                    " 5  110  bob > alice  488                         : 4\n"
                    " 6  120  alice > bob  UPDATE to=bob cseq=3        : 6\n"
                    " 7  130  bob > alice  501                         : 6\n"
                    " 8  140  alice > bob  INFO to=bob cseq=4          : 8\n"
                    " 9  150  bob > alice  469                         : 8\n"
                    "10  160  bob > alice  OPTIONS to=alice            : 10\n"
                    "11  170  alice > bob  486                         : 10\n"
                    "12  180  bob > alice  NOTIFY to=alice cseq=2      : 12\n"
                    "13  190  alice > bob  481                         : 12\n"
                    "14  200  bob > alice  INVITE to=alice cseq=3      : 14\n"
                    "15  210  alice > bob  603                         : 14\n"
                    "16  220  alice > bob  OPTIONS cseq=5              : 16\n"
                    "17  230  bob > alice  404                         : 16\n"
                    "18  240  alice > bob  BYE to=bob cseq=6           : 18\n"
                    "19  250  bob > alice  500                         : 18\n");
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 4, "refused");
    assert_outcome(capture, 6, "failed");
    assert_outcome(capture, 8, "refused");
    assert_outcome(capture, 10, "busy");
    assert_outcome(capture, 12, "refused");
    assert_outcome(capture, 14, "declined");
    assert_outcome(capture, 16, "refused");
    assert_outcome(capture, 18, "failed");
    assert_slice(attempt_in(capture, 4)->to_tag, "bob");
    check_attempts(capture, 9);
    capture_free(capture);
}

/* A reliable provisional response and its PRACK do not touch the INVITE either. */
static void prack_refused(void **state)
{
    check_outcome("answered", " 1    0  alice > bob  INVITE                      : 1\n"
                              " 2   10  bob > alice  183 rseq=1                  : 1\n"
                              " 3   20  alice > bob  PRACK to=bob cseq=2         : 3\n"
                              " 4   30  bob > alice  481                         : 3\n"
                              " 5   90  bob > alice  200 of=1                    : 1\n");
}

/* ---- CANCEL ---- */

static void cancelled(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                      : 1\n"
                    " 2   90  bob > alice  180                         : 1\n"
                    " 3  500  alice > bob  CANCEL b=1                  : 3\n");
    assert_outcome(capture, 1, "cancelled");
    ladder(capture, " 4  510  bob > alice  200                         : 3\n"
                    " 5  520  bob > alice  487 of=1                    : 1\n");
    assert_outcome(capture, 1, "cancelled");
    assert_outcome(capture, 3, "cancelled");
    check_attempts(capture, 1);
    capture_free(capture);
}

/* Section 9.1: the 200 was on its way already, and the call is up. */
static void answer_beats_cancel(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                      : 1\n"
                    " 2  500  alice > bob  CANCEL b=1                  : 2\n"
                    " 3  501  bob > alice  200 of=1                    : 1\n"
                    " 4  510  bob > alice  481 of=2                    : 2\n");
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 2, "answered");
    capture_free(capture);
}

static void refusal_beats_cancel(void **state)
{
    check_outcome("busy", " 1    0  alice > bob  INVITE                      : 1\n"
                          " 2  500  alice > bob  CANCEL b=1                  : 2\n"
                          " 3  501  bob > alice  486 of=1                    : 1\n");
}

/* RFC 3326 section 3.1, and the Q.850 cause that gateways send instead. */
static void answered_elsewhere_by_reason(void **state)
{
    static const struct {
        const char *reason;
        const char *outcome;
    } rows[] = {
        {"SIP;cause=200", "answered-elsewhere"},
        {"sip;cause=200;text=x", "answered-elsewhere"},
        {"Q.850;cause=26", "answered-elsewhere"},
        {"Q.850;cause=16,SIP;cause=200", "answered-elsewhere"},
        {"Q.850;cause=200", "cancelled"},
        {"SIP;cause=26", "cancelled"},
        {"Q.850;cause=0", "cancelled"},
        {"SIP;cause=487", "cancelled"},
        {"SIP;cause=600", "cancelled"},
        {"SIP", "cancelled"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *lines = g_strdup_printf("1    0  p > bob  INVITE             : 1\n"
                                      "2   90  bob > p  180                : 1\n"
                                      "3  500  p > bob  CANCEL b=1 reason=%s : 3\n"
                                      "4  510  bob > p  200                : 3\n"
                                      "5  520  bob > p  487 of=1           : 1\n",
                                      rows[i].reason);
        check_outcome(rows[i].outcome, lines);
        g_free(lines);
    }
}

/* A proxy that hunts stops the first phone because no one took the call there, not because someone
 * did on the second, which it calls only then. */
static void hunting_is_not_answered_elsewhere(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p     INVITE                    : 1\n"
                    " 2    1  p > desk      relay 1                   : 2\n"
                    " 3    2  desk > p      180                       : 2\n"
                    " 4 2000  p > desk      CANCEL b=2                : 4\n"
                    " 5 2001  desk > p      487 of=2                  : 2\n"
                    " 6 2002  p > mobile    relay 1                   : 6\n"
                    " 7 2500  mobile > p    200                       : 6\n"
                    " 8 2501  p > alice     relay 7                   : 1\n");
    assert_outcome(capture, 2, "no-answer");
    assert_outcome(capture, 6, "answered");
    assert_outcome(capture, 1, "answered");
    capture_free(capture);
}

/* What never rang cannot have gone unanswered: the proxy gave up on a phone that only said 100. */
static void hunting_past_a_phone_that_never_rang(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p     INVITE                    : 1\n"
                    " 2    1  p > desk      relay 1                   : 2\n"
                    " 3    2  desk > p      100                       : 2\n"
                    " 4 2000  p > desk      CANCEL b=2                : 4\n"
                    " 5 2001  desk > p      487 of=2                  : 2\n");
    assert_outcome(capture, 2, "cancelled");
    capture_free(capture);
}

/* The loser of a parallel fork is stopped before the winner's 2xx has been passed on. */
static void loser_of_a_fork_was_answered_elsewhere(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p     INVITE                    : 1\n"
                    " 2    1  p > desk      relay 1                   : 2\n"
                    " 3    1  p > mobile    relay 1                   : 3\n"
                    " 4    2  desk > p      180                       : 2\n"
                    " 5  500  mobile > p    200 of=3                  : 3\n"
                    " 6  501  p > desk      CANCEL b=2                : 6\n"
                    " 7  502  p > alice     relay 5                   : 1\n"
                    " 8  503  desk > p      487 of=2                  : 2\n");
    assert_outcome(capture, 2, "answered-elsewhere");
    capture_free(capture);
}

/* The caller gave up: so it was on the hop next to the phone as well. */
static void caller_gives_up_on_every_hop(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p     INVITE                    : 1\n"
                    " 2    1  p > desk      relay 1                   : 2\n"
                    " 3    2  desk > p      180                       : 2\n"
                    " 4 2000  alice > p     CANCEL b=1                : 4\n"
                    " 5 2001  p > desk      CANCEL b=2                : 5\n"
                    " 6 2002  desk > p      487 of=2                  : 2\n");
    assert_outcome(capture, 1, "cancelled");
    assert_outcome(capture, 2, "cancelled");
    capture_free(capture);
}

/* ---- Silence ---- */

static void unanswered_after_the_timeout(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  INVITE                    : 1\n"
                    " 2    500  alice > bob  again 1                   : 1 again 1\n"
                    " 3    600  bob > alice  OPTIONS                   : 3\n");
    assert_outcome(capture, 1, "unknown");
    silence_until(capture, 31999);
    assert_outcome(capture, 1, "unknown");
    silence_until(capture, 32000);
    assert_outcome(capture, 1, "unanswered");
    ladder(capture, " 4  40000  bob > alice  486 of=1                  : 1\n");
    assert_outcome(capture, 1, "busy");
    capture_free(capture);
}

/* 3GPP TS 24.229 table 7.7.1: over the air T1 is 2 seconds. */
static void timers_of_ims(void **state)
{
    struct capture *capture = capture_new_with(&(struct sc_timers){.t1 = 2000, .t2 = 16000});

    ladder(capture, " 1      0  alice > bob  INVITE                    : 1\n"
                    " 2      1  bob > alice  OPTIONS                   : 2\n");
    silence_until(capture, 127999);
    assert_outcome(capture, 1, "unknown");
    silence_until(capture, 128000);
    assert_outcome(capture, 1, "unanswered");
    capture_free(capture);
}

static void silence_in_one_direction_tells_nothing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  INVITE                    : 1\n");
    silence_until(capture, 90000);
    assert_outcome(capture, 1, "unknown");
    capture_free(capture);
}

/* A client that goes on sending has got no response, wherever the capture was made. */
static void a_client_that_goes_on_sending_was_left_alone(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  INVITE                    : 1\n"
                    " 2    500  alice > bob  again 1                   : 1 again 1\n"
                    " 3  15500  alice > bob  again 1                   : 1 again 1\n");
    silence_until(capture, 31999);
    assert_outcome(capture, 1, "unknown");
    silence_until(capture, 32000);
    assert_outcome(capture, 1, "unanswered");
    capture_free(capture);
}

/* The last copy is sent so late that the timer has expired for a response to any other. */
static void the_last_copy_may_end_the_capture(void **state)
{
    check_outcome("unknown", " 1      0  alice > bob  INVITE                    : 1\n"
                             " 2    500  alice > bob  again 1                   : 1 again 1\n"
                             " 3  29900  alice > bob  again 1                   : 1 again 1\n");
    check_outcome("unanswered", " 1      0  alice > bob  INVITE                 : 1\n"
                                " 2    500  alice > bob  again 1                : 1 again 1\n"
                                " 3  31500  alice > bob  again 1                : 1 again 1\n");
    check_outcome("unknown", " 1      0  alice > bob  INVITE                    : 1\n"
                             " 2     10  bob > alice  100                       : 1\n"
                             " 3  31500  alice > bob  again 1                   : 1 again 1\n");
}

static void an_icmp_error_ends_an_attempt(void **state)
{
    check_outcome("failed", " 1      0  alice > bob  OPTIONS                    : 1\n"
                            " 2      1  bob > alice  icmp 1 port                : 1\n");
    check_outcome("answered", " 1      0  alice > bob  OPTIONS                  : 1\n"
                              " 2      1  bob > alice  icmp 1 port              : 1\n"
                              " 3    500  alice > bob  again 1                  : 1 again 1\n"
                              " 4    510  bob > alice  200                      : 1\n");
}

/* ---- Ringing that a timer ended ---- */

static void a_timer_is_not_a_person(void **state)
{
    static const struct {
        unsigned code;
        unsigned ringing; /* ms */
        const char *outcome;
    } rows[] = {
        {486, 6000, "busy"},       {486, 15200, "no-answer"}, {486, 17500, "busy"},
        {486, 30270, "no-answer"}, {603, 18000, "declined"},  {603, 60000, "no-answer"},
        {480, 3000, "no-answer"},  {600, 30000, "busy"},      {488, 30000, "refused"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *lines = g_strdup_printf("1   0  alice > bob  INVITE  : 1\n"
                                      "2 100  bob > alice  180     : 1\n"
                                      "3  %u  bob > alice  %u      : 1\n",
                                      rows[i].ringing + 100, rows[i].code);
        check_outcome(rows[i].outcome, lines);
        g_free(lines);
    }
}

/* ---- Answered, and dropped ---- */

#define ANSWERED                                                                                   \
    "1     0  alice > bob  INVITE | Content-Type: application/sdp | body v=0\\r\\n    : 1\n"       \
    "2   100  bob > alice  200                                                         : 1\n"

/* ACKed at 200 ms, and ended at a time by one side with a Reason. */
static void check_end(const char *outcome, unsigned time, const char *way, const char *reason)
{
    char *lines = g_strdup_printf(
        ANSWERED "3   200  alice > bob  ACK  to=bob  : 1\n"
                 "4  %u  %s  BYE cseq=2 %s | Reason: %s  : 4\n",
        time, way, way[0] == 'a' ? "from=alice to=bob" : "from=bob to=alice", reason);

    check_outcome(outcome, lines);
    g_free(lines);
}

static void refused_media_drops_a_call(void **state)
{
    check_end("dropped", 250, "alice > bob", "SIP;cause=488");
    check_end("dropped", 1200, "alice > bob", "Q.850;cause=88");
    check_end("answered", 1201, "alice > bob", "Q.850;cause=88");
    check_end("answered", 250, "alice > bob", "Q.850;cause=16");
    check_end("answered", 250, "alice > bob", "SIP;cause=200");
    check_end("answered", 250, "bob > alice", "SIP;cause=488");
}

/* Without an offer in the INVITE the answerer offers, and gets its answer in the ACK. */
static void the_answerer_may_refuse_a_late_answer(void **state)
{
    check_outcome("dropped",
                  "1    0  alice > bob  INVITE                                    : 1\n"
                  "2  100  bob > alice  200                                       : 1\n"
                  "3  200  alice > bob  ACK to=bob                                : 1\n"
                  "4  250  bob > alice  BYE from=bob to=alice reason=SIP;cause=606 : 4\n");
}

#define REPEATED                                                                                   \
    ANSWERED " 3    600  bob > alice  again 2   : 1 again 2\n"                                     \
             " 4  15600  bob > alice  again 2   : 1 again 2\n"
#define REPEATED_TO_THE_END REPEATED " 5  31600  bob > alice  again 2   : 1 again 2\n"

static void a_call_without_ack_is_dropped(void **state)
{
    check_outcome("answered", REPEATED);
    check_outcome("dropped", REPEATED_TO_THE_END);
    check_outcome("answered", REPEATED_TO_THE_END " 6  31700  alice > bob  ACK to=bob  : 1\n");
    check_outcome("dropped", ANSWERED " 3    200  alice > bob  ACK to=bob  : 1\n"
                                      " 4    600  bob > alice  again 2     : 1 again 2\n"
                                      " 5  31600  bob > alice  again 2     : 1 again 2\n");
    check_outcome("dropped", REPEATED
                  " 5  20000  bob > alice  BYE from=bob to=alice reason=SIP;cause=408 : 5\n");
    check_outcome("answered",
                  REPEATED_TO_THE_END " 6  99000  alice > bob  BYE cseq=2 to=bob : 6\n");
}

/* Along the path through a proxy the hop counts that the answer was made on. */
static void an_ack_may_be_lost_on_a_hop(void **state)
{
    check_outcome("dropped", "1      0  alice > p    INVITE               : 1\n"
                             "2      1  p > bob      relay 1              : 2\n"
                             "3    100  bob > p      200                  : 2\n"
                             "4    101  p > alice    relay 3              : 1\n"
                             "5    200  alice > p    ACK to=bob           : 1\n"
                             "6  31600  bob > p      again 3              : 2 again 3\n");
    check_outcome("answered", "1      0  alice > p    INVITE              : 1\n"
                              "2      1  p > bob      relay 1             : 2\n"
                              "3    100  bob > p      200                 : 2\n"
                              "4    101  p > alice    relay 3             : 1\n"
                              "5    200  alice > p    ACK to=bob          : 1\n"
                              "6    201  p > bob      relay 5             : 2\n");
}

static void silence_where_segments_are_missing_tells_nothing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE seq=1                : 1\n"
                    " 2    1  bob > alice  segment 0 seq=500\n");
    silence_until(capture, 90000);
    assert_outcome(capture, 1, "unanswered");
    ladder(capture, " 3    2  bob > alice  segment 100 seq=700\n");
    assert_outcome(capture, 1, "unknown");
    capture_free(capture);
}

static void silence_where_fragments_are_missing_tells_nothing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                      : 1\n"
                    " 2    1  bob > alice  OPTIONS                     : 2\n"
                    " 3    2  bob > alice  fragment 0 1480 more\n");
    silence_until(capture, 90000);
    assert_outcome(capture, 1, "unknown");
    capture_free(capture);
}

/* A provisional response stops timer B: a call may ring for longer than any capture lasts. */
static void ringing_is_not_silence(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                      : 1\n"
                    " 2    1  bob > alice  180                         : 1\n");
    silence_until(capture, 90000);
    assert_outcome(capture, 1, "unknown");
    capture_free(capture);
}

/* Timer F goes on whatever comes but a final response (section 17.1.2.2). */
static void trying_is_no_answer_to_other_requests(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  REGISTER                    : 1\n"
                    " 2    1  bob > alice  100                         : 1\n");
    silence_until(capture, 90000);
    assert_outcome(capture, 1, "unanswered");
    capture_free(capture);
}

/* A request that follows a redirection, with a new Call-ID or From tag, is no outcome of its own.
 */
static void redirected_and_followed(void **state)
{
    static const char *const options[] = {"call=x from=z", "call=x", "from=z"};

    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        char *lines =
            g_strdup_printf("1     0  alice > bob     INVITE                         : 1\n"
                            "2    10  bob > alice     302 | Contact: <sip:dave@d>    : 1\n"
                            "3    20  alice > bob     ACK b=1 to=bob                 : 1\n"
                            "4 32000  alice:5099 > d  INVITE uri=sip:dave@D %s       : 4\n",
                            options[i]);
        struct capture *capture = capture_of(lines);
        silence_until(capture, 80000);
        assert_outcome(capture, 1, "redirected");
        capture_free(capture);
        g_free(lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(outcome_of_each_code),
        cmocka_unit_test(progress_is_no_ringing),
        cmocka_unit_test(failures_within_the_call_are_their_own),
        cmocka_unit_test(prack_refused),
        cmocka_unit_test(cancelled),
        cmocka_unit_test(answer_beats_cancel),
        cmocka_unit_test(refusal_beats_cancel),
        cmocka_unit_test(answered_elsewhere_by_reason),
        cmocka_unit_test(hunting_is_not_answered_elsewhere),
        cmocka_unit_test(hunting_past_a_phone_that_never_rang),
        cmocka_unit_test(loser_of_a_fork_was_answered_elsewhere),
        cmocka_unit_test(caller_gives_up_on_every_hop),
        cmocka_unit_test(unanswered_after_the_timeout),
        cmocka_unit_test(timers_of_ims),
        cmocka_unit_test(silence_in_one_direction_tells_nothing),
        cmocka_unit_test(a_client_that_goes_on_sending_was_left_alone),
        cmocka_unit_test(the_last_copy_may_end_the_capture),
        cmocka_unit_test(an_icmp_error_ends_an_attempt),
        cmocka_unit_test(a_timer_is_not_a_person),
        cmocka_unit_test(refused_media_drops_a_call),
        cmocka_unit_test(the_answerer_may_refuse_a_late_answer),
        cmocka_unit_test(a_call_without_ack_is_dropped),
        cmocka_unit_test(an_ack_may_be_lost_on_a_hop),
        cmocka_unit_test(silence_where_segments_are_missing_tells_nothing),
        cmocka_unit_test(silence_where_fragments_are_missing_tells_nothing),
        cmocka_unit_test(ringing_is_not_silence),
        cmocka_unit_test(trying_is_no_answer_to_other_requests),
        cmocka_unit_test(redirected_and_followed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
