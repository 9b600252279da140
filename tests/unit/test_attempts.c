/* Attempts, and what becomes of them.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "capture.h"

static const struct sc_attempt *attempt_in(const struct capture *capture, uint32_t frame)
{
    return transaction_in(capture, frame)->attempt;
}

static void check_attempts(struct capture *capture, size_t count)
{
    assert_int_equal(sc_tracker_attempt_count(tracker_of(capture)), count);
}

/* The outcome of frame 1 after a ladder. */
static void check_outcome(const char *name, const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    assert_outcome(capture, 1, name);
    capture_free(capture);
}

/* ---- Each outcome ---- */

static void names(void **state)
{
    static const char *const expected[SC_OUTCOME_COUNT] = {
        "unknown", "answered",  "redirected", "challenged", "cancelled", "answered-elsewhere",
        "busy",    "no-answer", "declined",   "refused",    "failed",    "unanswered",
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

/* ---- Challenges ---- */

static void challenged_until_the_retry_is_seen(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                           : 1\n"
                    " 2   10  bob > alice  401 challenge                    : 1\n"
                    " 3   11  alice > bob  ACK b=1 to=bob                   : 1\n");
    assert_outcome(capture, 1, "challenged");
    ladder(capture, " 4   20  alice > bob  INVITE cseq=2 credentials        : 4\n");
    assert_outcome(capture, 1, "unknown");
    ladder(capture, " 5   30  bob > alice  180                              : 4\n"
                    " 6   90  bob > alice  486                              : 4\n");
    assert_outcome(capture, 1, "busy");
    assert_outcome(capture, 4, "busy");
    check_attempts(capture, 1);
    const struct sc_attempt *attempt = attempt_in(capture, 1);
    assert_ptr_equal(attempt, attempt_in(capture, 4));
    assert_ptr_equal(attempt, sc_tracker_attempt(tracker_of(capture), 0));
    assert_int_equal(attempt->steps, 2);
    assert_int_equal(attempt->cseq, 2);
    assert_ptr_equal(attempt->first, transaction_in(capture, 1));
    assert_ptr_equal(attempt->roots, transaction_in(capture, 4));
    assert_slice(attempt->call_id, "call");
    assert_slice(attempt->from_tag, "alice");
    assert_slice(attempt->method, "INVITE");
    assert_absent(attempt->to_tag);
    assert_int_equal(attempt->last_time, 90000000);
    capture_free(capture);
}

static void two_proxies_ask_for_credentials(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p  INVITE                               : 1\n"
                    " 2   10  p > alice  407 challenge                        : 1\n"
                    " 3   20  alice > p  INVITE cseq=2 proxy-credentials      : 3\n"
                    " 4   30  p > alice  401 challenge                        : 3\n");
    assert_outcome(capture, 1, "challenged");
    ladder(capture, " 5   40  alice > p  INVITE cseq=3 proxy-credentials credentials : 5\n"
                    " 6   50  p > alice  200                                  : 5\n");
    assert_outcome(capture, 1, "answered");
    assert_int_equal(attempt_in(capture, 1)->steps, 3);
    check_attempts(capture, 1);
    capture_free(capture);
}

/* Section 22.1: a second challenge of the same kind says that the credentials were wrong. */
static void wrong_password(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  REGISTER                           : 1\n"
                    " 2   10  bob > alice  401 challenge                      : 1\n"
                    " 3   20  alice > bob  REGISTER cseq=2 credentials        : 3\n"
                    " 4   30  bob > alice  401 challenge                      : 3\n");
    assert_outcome(capture, 1, "refused");
    /* A nonce may just have been stale: the next try is part of it, too. */
    ladder(capture, " 5   40  alice > bob  REGISTER cseq=3 credentials        : 5\n"
                    " 6   50  bob > alice  200                                : 5\n");
    assert_outcome(capture, 1, "answered");
    check_attempts(capture, 1);
    capture_free(capture);
}

/* A registration that failed a minute ago is not carried on by the next one. */
static void next_registration_is_another_attempt(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  REGISTER                         : 1\n"
                    " 2     10  bob > alice  401 challenge                    : 1\n"
                    " 3  60000  alice > bob  REGISTER cseq=2                  : 3\n"
                    " 4  60010  bob > alice  200                              : 3\n"
                    " 5  60020  alice > bob  REGISTER cseq=3                  : 5\n");
    assert_outcome(capture, 1, "challenged");
    assert_outcome(capture, 3, "answered");
    check_attempts(capture, 3);
    capture_free(capture);
}

/* Before 1970, where a device's clock may stand, times are the same as behind it. */
static void negative_times(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1 -90000  alice > bob  REGISTER                         : 1\n"
                    " 2 -89990  bob > alice  401 challenge                    : 1\n"
                    " 3 -89980  alice > bob  REGISTER cseq=2                  : 3\n"
                    " 4 -89970  bob > alice  401 challenge                    : 3\n"
                    " 5 -30000  alice > bob  REGISTER cseq=3                  : 5\n");
    check_attempts(capture, 2);
    assert_ptr_equal(attempt_in(capture, 1), attempt_in(capture, 3));
    capture_free(capture);
}

static void challenge_answered_without_raising_the_number(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                             : 1\n"
                    " 2   10  bob > alice  401 challenge                      : 1\n"
                    " 3   20  alice > bob  INVITE credentials                 : 3\n");
    assert_outcome(capture, 1, "unknown");
    ladder(capture, " 4   30  bob > alice  500                                : 3\n");
    assert_outcome(capture, 1, "failed");
    check_attempts(capture, 1);
    assert_int_equal(attempt_in(capture, 1)->steps, 1);
    capture_free(capture);
}

/* ---- Other steps ---- */

static void redirection_followed(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                             : 1\n"
                    " 2   10  p > alice    302                                : 1\n");
    assert_outcome(capture, 1, "redirected");
    ladder(capture, " 3   20  alice > bob  INVITE cseq=2 uri=sip:bob@b        : 3\n"
                    " 4   90  bob > alice  200                                : 3\n");
    assert_outcome(capture, 1, "answered");
    check_attempts(capture, 1);
    capture_free(capture);
}

/* A proxy follows by itself, with the number it was given (section 16.7, step 4). */
static void redirection_followed_by_a_proxy(void **state)
{
    check_outcome("busy", " 1    0  p > a  INVITE                        : 1\n"
                          " 2   10  a > p  302                           : 1\n"
                          " 3   20  p > b  INVITE                        : 3\n"
                          " 4   30  b > p  486                           : 3\n");
}

static void interval_raised(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  REGISTER                    : 1\n"
                    " 2   10  bob > alice  423                         : 1\n"
                    " 3   20  alice > bob  REGISTER cseq=2             : 3\n"
                    " 4   30  bob > alice  200                         : 3\n"
                    " 5   40  alice > bob  INVITE call=b cseq=5        : 5\n"
                    " 6   50  bob > alice  422                         : 5\n"
                    " 7   60  alice > bob  INVITE call=b cseq=6        : 7\n"
                    " 8   70  bob > alice  200                         : 7\n");
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 5, "answered");
    check_attempts(capture, 2);
    capture_free(capture);
}

/* What asks for no other step ends the attempt, and what follows is another. */
static void refusal_ends_the_attempt(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                      : 1\n"
                    " 2   10  bob > alice  403                         : 1\n"
                    " 3   20  alice > bob  INVITE cseq=2               : 3\n"
                    " 4   30  bob > alice  200                         : 3\n");
    assert_outcome(capture, 1, "refused");
    assert_outcome(capture, 3, "answered");
    check_attempts(capture, 2);
    capture_free(capture);
}

/* Section 8.1.1.5: numbers stay below 2^31, and start over when they are used up. */
static void numbers_wrap(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  REGISTER cseq=2147483647    : 1\n"
                    " 2   10  bob > alice  401 challenge               : 1\n"
                    " 3   20  alice > bob  REGISTER cseq=0             : 3\n"
                    " 4   30  bob > alice  200                         : 3\n");
    assert_outcome(capture, 1, "answered");
    check_attempts(capture, 1);
    capture_free(capture);
}

static void lower_number_is_no_step(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE cseq=9               : 1\n"
                    " 2   10  bob > alice  401 challenge               : 1\n"
                    " 3   20  alice > bob  INVITE cseq=8               : 3\n"
                    " 4   30  bob > alice  200                         : 3\n");
    assert_outcome(capture, 1, "challenged");
    check_attempts(capture, 2);
    capture_free(capture);
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

/* A proxy that hunts stops the first phone because nobody took the call there, not because somebody
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
                    " 3  31500  alice > bob  again 1                   : 1 again 1\n");
    silence_until(capture, 31999);
    assert_outcome(capture, 1, "unknown");
    silence_until(capture, 32000);
    assert_outcome(capture, 1, "unanswered");
    capture_free(capture);
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

/* ---- Several branches, and the side where they come from was not captured ---- */

static void two_finals_of_one_request(void **state)
{
    check_outcome("failed", " 1    0  alice > p  INVITE                        : 1\n"
                            " 2   10  p > alice  503                           : 1\n"
                            " 3   20  p > alice  404                           : 1\n");
    check_outcome("answered", " 1    0  alice > p  INVITE                      : 1\n"
                              " 2   10  p > alice  486 to=bob                  : 1\n"
                              " 3   20  p > alice  200 to=carol                : 1\n");
}

/* RFC 3263 section 4.3: the same request, on another branch, to the next server. */
static void failover_to_a_second_server(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > a  INVITE                        : 1\n"
                    " 2   10  a > alice  503                           : 1\n"
                    " 3   20  alice > b  INVITE                        : 3\n");
    assert_outcome(capture, 1, "unknown");
    ladder(capture, " 4   30  b > alice  404                           : 3\n");
    assert_outcome(capture, 1, "refused");
    check_attempts(capture, 1);
    capture_free(capture);
}

/* What came before counts no more, were it of the better class. */
static void failover_ends_worse(void **state)
{
    check_outcome("failed", " 1    0  alice > a  INVITE                        : 1\n"
                            " 2   10  a > alice  480                           : 1\n"
                            " 3   20  alice > b  INVITE                        : 3\n"
                            " 4   30  b > alice  500                           : 3\n");
}

static void failover_from_a_server_that_is_silent(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1     0  alice > a  INVITE                       : 1\n"
                    " 2   500  alice > a  again 1                      : 1 again 1\n"
                    " 3  1500  alice > b  INVITE                       : 3\n"
                    " 4  1600  b > alice  486                          : 3\n");
    assert_outcome(capture, 1, "busy");
    assert_outcome(capture, 3, "busy");
    check_attempts(capture, 1);
    capture_free(capture);
}

/* One server after the other is given up, and the 487 comes when the next one rings already. */
static void failover_by_cancel(void **state)
{
    check_outcome("failed", " 1     0  p > a  INVITE                          : 1\n"
                            " 2    10  a > p  180                             : 1\n"
                            " 3  5000  p > a  CANCEL b=1                      : 3\n"
                            " 4  5001  p > b  INVITE                          : 4\n"
                            " 5  5010  a > p  487 of=1                        : 1\n"
                            " 6  5020  b > p  500                             : 4\n");
}

static void parallel_branch_that_still_rings(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  p > a  INVITE                            : 1\n"
                    " 2    1  p > b  INVITE                            : 2\n"
                    " 3   10  a > p  180                               : 1\n"
                    " 4   20  b > p  486                               : 2\n");
    assert_outcome(capture, 1, "unknown");
    ladder(capture, " 5  900  a > p  480                               : 1\n");
    assert_outcome(capture, 1, "no-answer");
    assert_outcome(capture, 2, "no-answer");
    check_attempts(capture, 1);
    capture_free(capture);
}

/* One phone is switched off, the other busy: to the caller that is busy. */
static void parallel_branch_that_is_silent(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  p > a  INVITE                            : 1\n"
                    " 2    1  p > b  INVITE                            : 2\n"
                    " 3   10  a > p  OPTIONS                           : 3\n"
                    " 4   20  b > p  486                               : 2\n");
    assert_outcome(capture, 2, "unknown");
    silence_until(capture, 90000);
    assert_outcome(capture, 2, "busy");
    capture_free(capture);
}

static void parallel_branch_that_declines_for_all(void **state)
{
    check_outcome("declined", " 1    0  p > a  INVITE                            : 1\n"
                              " 2    0  p > b  INVITE                            : 2\n"
                              " 3   10  a > p  404                               : 1\n"
                              " 4   20  b > p  603                               : 2\n");
}

static void parallel_branch_that_answers(void **state)
{
    check_outcome("answered", " 1    0  p > a  INVITE                            : 1\n"
                              " 2    0  p > b  INVITE                            : 2\n"
                              " 3   10  a > p  200                               : 1\n"
                              " 4   20  b > p  603                               : 2\n");
}

/* A monitor that sends one and the same ping again and again: each is an attempt of its own. */
static void pings_with_one_number(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  OPTIONS                   : 1\n"
                    " 2     10  bob > alice  200                       : 1\n"
                    " 3   1000  alice > bob  OPTIONS                   : 3\n"
                    " 4   1010  bob > alice  503                       : 3\n");
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 3, "failed");
    check_attempts(capture, 2);
    capture_free(capture);
}

static void branches_past_the_bound_are_another_attempt(void **state)
{
    struct capture *capture = capture_new();

    for (int i = 1; i <= SC_ROOTS_MAX + 1; i++) {
        char *line = g_strdup_printf("%d %d alice > bob INVITE : %d\n", i, i, i);
        ladder(capture, line);
        g_free(line);
    }
    check_attempts(capture, 2);
    assert_int_equal(attempt_in(capture, 1)->root_count, SC_ROOTS_MAX);
    assert_ptr_equal(attempt_in(capture, SC_ROOTS_MAX), attempt_in(capture, 1));
    assert_ptr_not_equal(attempt_in(capture, SC_ROOTS_MAX + 1), attempt_in(capture, 1));
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(outcome_of_each_code),
        cmocka_unit_test(progress_is_no_ringing),
        cmocka_unit_test(challenged_until_the_retry_is_seen),
        cmocka_unit_test(two_proxies_ask_for_credentials),
        cmocka_unit_test(wrong_password),
        cmocka_unit_test(next_registration_is_another_attempt),
        cmocka_unit_test(negative_times),
        cmocka_unit_test(challenge_answered_without_raising_the_number),
        cmocka_unit_test(redirection_followed),
        cmocka_unit_test(redirection_followed_by_a_proxy),
        cmocka_unit_test(interval_raised),
        cmocka_unit_test(refusal_ends_the_attempt),
        cmocka_unit_test(numbers_wrap),
        cmocka_unit_test(lower_number_is_no_step),
        cmocka_unit_test(failures_within_the_call_are_their_own),
        cmocka_unit_test(prack_refused),
        cmocka_unit_test(cancelled),
        cmocka_unit_test(answer_beats_cancel),
        cmocka_unit_test(refusal_beats_cancel),
        cmocka_unit_test(answered_elsewhere_by_reason),
        cmocka_unit_test(hunting_is_not_answered_elsewhere),
        cmocka_unit_test(loser_of_a_fork_was_answered_elsewhere),
        cmocka_unit_test(caller_gives_up_on_every_hop),
        cmocka_unit_test(unanswered_after_the_timeout),
        cmocka_unit_test(timers_of_ims),
        cmocka_unit_test(silence_in_one_direction_tells_nothing),
        cmocka_unit_test(a_client_that_goes_on_sending_was_left_alone),
        cmocka_unit_test(silence_where_segments_are_missing_tells_nothing),
        cmocka_unit_test(silence_where_fragments_are_missing_tells_nothing),
        cmocka_unit_test(ringing_is_not_silence),
        cmocka_unit_test(trying_is_no_answer_to_other_requests),
        cmocka_unit_test(two_finals_of_one_request),
        cmocka_unit_test(failover_to_a_second_server),
        cmocka_unit_test(failover_ends_worse),
        cmocka_unit_test(failover_from_a_server_that_is_silent),
        cmocka_unit_test(failover_by_cancel),
        cmocka_unit_test(parallel_branch_that_still_rings),
        cmocka_unit_test(parallel_branch_that_is_silent),
        cmocka_unit_test(parallel_branch_that_declines_for_all),
        cmocka_unit_test(parallel_branch_that_answers),
        cmocka_unit_test(pings_with_one_number),
        cmocka_unit_test(branches_past_the_bound_are_another_attempt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
