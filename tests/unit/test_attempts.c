/* Attempts: which requests belong to one, over challenges, other steps and branches.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

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

static void found_by_values(void **state)
{
    struct capture *capture = capture_new();
    struct sc_slice call_id;
    const struct sc_slice none = {0};
    const struct sc_slice alice = sc_slice_of("alice");
    const struct sc_slice invite = sc_slice_of("INVITE");

    ladder(capture, "1     0  alice > bob  INVITE                : 1\n"
                    "2   100  bob > alice  486                   : 1\n"
                    "3   200  alice > bob  INVITE to=bob cseq=5  : 3\n");
    call_id = transaction_in(capture, 1)->call_id;
    const struct sc_tracker *tracker = tracker_of(capture);
    assert_ptr_equal(sc_tracker_attempt_with(tracker, call_id, alice, none, invite),
                     attempt_in(capture, 1));
    assert_ptr_equal(sc_tracker_attempt_with(tracker, call_id, alice, sc_slice_of("bob"), invite),
                     attempt_in(capture, 3));
    assert_null(sc_tracker_attempt_with(tracker, call_id, alice, none, sc_slice_of("BYE")));
    assert_null(sc_tracker_attempt_with(tracker, none, none, none, none));
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
        cmocka_unit_test(found_by_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
