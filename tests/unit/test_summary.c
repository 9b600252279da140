/* The summary: what is counted, what is not, and which attempts end alike.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"
#include "sipcodes/group.h"
#include "sipcodes/summary.h"

/* Four calls and a registration: answered after ringing, busy, busy again, redirected, challenged
 * and then accepted. */
static const char calls[] = " 1      0  alice > bob  INVITE call=a            : 1\n"
                            " 2    100  bob > alice  180                      : 1\n"
                            " 3   2100  bob > alice  200 | Contact: <sip:b>   : 1\n"
                            " 4   2200  alice > bob  ACK call=a to=bob        : 1\n"
                            " 5   2300  bob > alice  again 3                  : 1 again 3\n"
                            " 6   3000  alice > bob  INVITE call=b            : 6\n"
                            " 7   3010  bob > alice  486                      : 6\n"
                            " 8   3011  bob > alice  again 7 id=7             : 6 double 7\n"
                            " 9   4000  carol > bob  INVITE call=c            : 9\n"
                            "10   4030  bob > carol  486                      : 9\n"
                            "11   5000  alice > bob  INVITE call=d            : 11\n"
                            "12   5010  bob > alice  302 | Contact: <sip:x>   : 11\n"
                            "13   6000  alice > bob  REGISTER call=r          : 13\n"
                            "14   6010  bob > alice  401 challenge            : 13\n"
                            "15   6020  alice > bob  REGISTER call=r cseq=2 credentials  : 15\n"
                            "16   6030  bob > alice  200                      : 15\n";

static struct sc_summary *summarize(struct capture *capture)
{
    return sc_summary_new(tracker_of(capture), diagnosis_of(capture), NULL);
}

/* A summary of CALLS, read to the end of silence. */
static struct sc_summary *summary_of_calls(struct capture *capture)
{
    ladder(capture, calls);
    silence_until(capture, 100000);
    return summarize(capture);
}

static void check_count(struct sc_summary *summary, enum sc_count count, const char *expected)
{
    size_t size;
    const struct sc_tally *rows = sc_summary_count(summary, count, &size);
    GString *found = g_string_new(NULL);

    for (size_t i = 0; i < size; i++) {
        g_string_append_printf(found, "%s%s=%" G_GUINT64_FORMAT, i > 0 ? ", " : "", rows[i].name,
                               rows[i].count);
    }
    assert_string_equal(found->str, expected);
    g_string_free(found, TRUE);
}

static void copies_are_not_counted(void **state)
{
    struct capture *capture = capture_new();
    struct sc_summary *summary = summary_of_calls(capture);

    assert_int_equal(sc_summary_messages(summary), 7);
    check_count(summary, SC_COUNT_CLASS,
                "1xx Provisional=1, 2xx Success=2, 3xx Redirection=1, 4xx Client Error=3");
    check_count(summary, SC_COUNT_CODE,
                "180 Ringing=1, 200 OK=2, 302 Moved Temporarily=1, 401 Unauthorized=1, "
                "486 Busy Here=2");
    check_count(summary, SC_COUNT_METHOD_CODE,
                "INVITE 180=1, INVITE 200=1, INVITE 302=1, INVITE 486=2, REGISTER 200=1, "
                "REGISTER 401=1");
    check_count(summary, SC_COUNT_HOST_CODE,
                "10.0.0.2 180=1, 10.0.0.2 200=2, 10.0.0.2 302=1, 10.0.0.2 401=1, 10.0.0.2 486=2");
    sc_summary_free(summary);
    capture_free(capture);
}

static void steps_are_one_attempt(void **state)
{
    struct capture *capture = capture_new();
    struct sc_summary *summary = summary_of_calls(capture);

    assert_int_equal(sc_summary_attempts(summary), 5);
    check_count(summary, SC_COUNT_OUTCOME, "answered=2, busy=2, redirected=1");
    sc_summary_free(summary);
    capture_free(capture);
}

/* Frames of CALLS, and what is counted of them. */
static void check_selection(const uint32_t *frames, size_t count, const char *codes,
                            const char *outcomes)
{
    struct capture *capture = capture_new();
    const struct sc_sighting *sightings[16];
    struct sc_selection selection = {sightings, count};

    ladder(capture, calls);
    silence_until(capture, 100000);
    for (size_t i = 0; i < count; i++) {
        sightings[i] = sighting_in(capture, frames[i]);
    }
    struct sc_summary *summary =
        sc_summary_new(tracker_of(capture), diagnosis_of(capture), &selection);
    check_count(summary, SC_COUNT_METHOD_CODE, codes);
    check_count(summary, SC_COUNT_OUTCOME, outcomes);
    sc_summary_free(summary);
    capture_free(capture);
}

/* A message selects itself and its attempt; a copy what it is a copy of. */
static void messages_select_their_attempts(void **state)
{
    check_selection((uint32_t[]){0}, 0, "", "");
    check_selection((uint32_t[]){2}, 1, "INVITE 180=1", "answered=1");
    check_selection((uint32_t[]){1}, 1, "", "answered=1");
    check_selection((uint32_t[]){3, 5}, 2, "INVITE 200=1", "answered=1");
    check_selection((uint32_t[]){8, 10, 14}, 3, "INVITE 486=2, REGISTER 401=1",
                    "answered=1, busy=2");
}

static void cancel_selects_its_invite(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE        : 1\n"
                    "2  1  alice > bob  CANCEL b=1    : 2\n"
                    "3  2  bob > alice  200           : 2\n"
                    "4  3  bob > alice  487 of=1      : 1\n"
                    "5  4  bob > alice  486 no-via    : -\n");
    const struct sc_sighting *sightings[] = {sighting_in(capture, 3), sighting_in(capture, 5)};
    struct sc_selection selection = {sightings, 2};
    struct sc_summary *summary =
        sc_summary_new(tracker_of(capture), diagnosis_of(capture), &selection);
    check_count(summary, SC_COUNT_METHOD_CODE, "? 486=1, CANCEL 200=1");
    check_count(summary, SC_COUNT_OUTCOME, "cancelled=1");
    assert_ptr_equal(sc_summary_attempt(summary, 0).attempt, attempt_in(capture, 1));
    sc_summary_free(summary);
    capture_free(capture);
}

static void attempts_have_facts(void **state)
{
    struct capture *capture = capture_new();
    struct sc_summary *summary = summary_of_calls(capture);
    struct sc_attempt_facts answered = sc_summary_attempt(summary, 0);
    struct sc_attempt_facts registered = sc_summary_attempt(summary, 4);

    assert_int_equal(answered.begin->frame, 1);
    assert_int_equal(answered.final->frame, 3);
    assert_int_equal(answered.explained.frame, 3);
    assert_ptr_equal(answered.explained.transaction, transaction_in(capture, 1));
    assert_int_equal(answered.outcome, SC_OUTCOME_ANSWERED);
    assert_int_equal(registered.begin->frame, 13);
    assert_int_equal(registered.final->frame, 16);
    assert_int_equal(registered.ring_time, -1);
    assert_int_equal(sc_summary_begin(summary), 0);
    assert_int_equal(sc_summary_end(summary), 100 * SC_SECOND);
    sc_summary_free(summary);
    capture_free(capture);
}

static void calls_have_times_and_ratios(void **state)
{
    struct capture *capture = capture_new();
    struct sc_summary *summary = summary_of_calls(capture);
    const struct sc_calls *found = sc_summary_calls(summary);

    assert_int_equal(found->attempts, 4);
    assert_int_equal(found->answered, 1);
    assert_int_equal(found->redirected, 1);
    assert_int_equal(found->user_affected, 2);
    assert_int_equal(found->setup.count, 1);
    assert_int_equal(found->setup.max, INT64_C(2100000000));
    assert_int_equal(found->ring.count, 1);
    assert_int_equal(found->ring.min, INT64_C(2000000000));
    assert_int_equal(found->first_response.count, 4);
    assert_int_equal(found->first_response.min, INT64_C(10000000));
    assert_int_equal(found->first_response.max, INT64_C(100000000));
    assert_int_equal(sc_times_mean(&found->first_response), INT64_C(37500000));
    assert_float_equal(sc_calls_ser(found), 100.0 / 3, 1e-9);
    assert_float_equal(sc_calls_seer(found), 100.0, 1e-9);
    assert_float_equal(sc_calls_asr(found), 25.0, 1e-9);
    sc_summary_free(summary);
    capture_free(capture);
}

static void nothing_has_no_ratios(void **state)
{
    struct sc_calls none = {0};
    struct sc_calls redirected = {.attempts = 1, .redirected = 1};
    struct capture *capture = capture_new();
    struct sc_summary *summary = summarize(capture);
    size_t size = 9;

    assert_true(sc_calls_ser(&none) < 0 && sc_calls_seer(&none) < 0 && sc_calls_asr(&none) < 0);
    assert_true(sc_calls_ser(&redirected) < 0);
    assert_float_equal(sc_calls_asr(&redirected), 0.0, 1e-9);
    assert_int_equal(sc_times_mean(&none.setup), 0);
    sc_summary_count(summary, SC_COUNT_CODE, &size);
    assert_int_equal(size, 0);
    sc_summary_groups(summary, &size);
    assert_int_equal(size, 0);
    assert_int_equal(sc_summary_attempts(summary), 0);
    assert_int_equal(sc_summary_messages(summary), 0);
    assert_int_equal(sc_summary_begin(summary), 0);
    assert_int_equal(sc_summary_end(summary), 0);
    sc_summary_free(summary);
    sc_summary_free(NULL);
    capture_free(capture);
}

static void responses_that_fit_nowhere_are_counted(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE        : 1\n"
                    "2  1  bob > alice  486 no-via    : -\n");
    struct sc_summary *summary = summarize(capture);
    check_count(summary, SC_COUNT_METHOD_CODE, "? 486=1");
    check_count(summary, SC_COUNT_HOST_CODE, "10.0.0.2 486=1");
    sc_summary_free(summary);
    capture_free(capture);
}

static void attempts_that_end_alike_are_grouped(void **state)
{
    struct capture *capture = capture_new();
    struct sc_summary *summary = summary_of_calls(capture);
    size_t size;
    const struct sc_group *groups = sc_summary_groups(summary, &size);

    assert_int_equal(size, 2);
    assert_int_equal(groups[0].section, SC_SECTION_FAILED);
    assert_string_equal(groups[0].name, "redirect-not-followed");
    assert_string_equal(groups[0].end, "INVITE 302");
    assert_int_equal(groups[0].first_frame, 12);
    assert_int_equal(groups[1].section, SC_SECTION_NOT_TAKEN);
    assert_int_equal(groups[1].count, 2);
    assert_int_equal(groups[1].first_frame, 7);
    assert_int_equal(groups[1].last_frame, 10);
    assert_int_equal(groups[1].path_count, 2);
    assert_false(groups[1].more_paths);
    assert_ptr_equal(groups[1].examples[0], attempt_in(capture, 6));
    sc_summary_free(summary);
    capture_free(capture);
}

/* The first few hosts are named, the rest is mentioned. */
static void hosts_of_a_group_are_bounded(void **state)
{
    struct capture *capture = capture_new();
    size_t size;

    for (int i = 0; i < SC_GROUP_PATHS + 2; i++) {
        char *lines = g_strdup_printf("%d  %d  phone%d > server  MESSAGE call=%d  : %d\n"
                                      "%d  %d  server > phone%d  418              : %d\n",
                                      2 * i + 1, 100 * i, i, i, 2 * i + 1, 2 * i + 2, 100 * i + 1,
                                      i, 2 * i + 1);
        ladder(capture, lines);
        g_free(lines);
    }
    struct sc_summary *summary = summarize(capture);
    const struct sc_group *groups = sc_summary_groups(summary, &size);
    assert_int_equal(size, 1);
    assert_int_equal(groups[0].count, SC_GROUP_PATHS + 2);
    assert_int_equal(groups[0].path_count, SC_GROUP_PATHS);
    assert_true(groups[0].more_paths);
    sc_summary_free(summary);
    capture_free(capture);
}

static void programs_of_one_host_are_hosts_of_their_own(void **state)
{
    struct capture *capture = capture_new();
    size_t size;

    ladder(capture, "1  0  lo:5066 > lo:5060  MESSAGE  : 1\n"
                    "2  5  lo:5060 > lo:5066  418      : 1\n");
    struct sc_summary *summary = summarize(capture);
    const struct sc_path *path = &sc_summary_groups(summary, &size)[0].paths[0];
    assert_int_equal(path->count, 2);
    assert_int_equal(path->hosts[0]->port, 5066);
    assert_int_equal(path->last->port, 5060);
    sc_summary_free(summary);
    capture_free(capture);
}

static void unanswered_and_open_attempts_are_told(void **state)
{
    struct capture *capture = capture_new();
    size_t size;

    ladder(capture, "1      0  bob > alice  MESSAGE call=x   : 1\n"
                    "2      1  alice > bob  404              : 1\n"
                    "3    100  alice > bob  MESSAGE call=y   : 3\n"
                    "4  90000  alice > bob  MESSAGE call=z   : 4\n");
    struct sc_summary *summary = summarize(capture);
    const struct sc_group *groups = sc_summary_groups(summary, &size);
    assert_int_equal(size, 3);
    assert_string_equal(groups[0].name, "MESSAGE 404");
    assert_string_equal(groups[1].name, "request-unanswered");
    assert_string_equal(groups[1].end, "MESSAGE unanswered");
    assert_int_equal(groups[2].section, SC_SECTION_OPEN);
    assert_string_equal(groups[2].end, "MESSAGE without final response");
    sc_summary_free(summary);
    capture_free(capture);
}

/* A call that was dropped failed, and is no session that was established. */
static void dropped_calls_failed(void **state)
{
    struct capture *capture = capture_new();
    size_t size;

    ladder(capture,
           "1    0  alice > bob  INVITE | Content-Type: application/sdp | body v=0\\r\\n  : 1\n"
           "2  100  bob > alice  200                                        : 1\n"
           "3  200  alice > bob  ACK to=bob                                 : 1\n"
           "4  250  alice > bob  BYE cseq=2 to=bob reason=SIP;cause=488     : 4\n"
           "5  260  bob > alice  200                                        : 4\n");
    struct sc_summary *summary = summarize(capture);
    const struct sc_group *groups = sc_summary_groups(summary, &size);
    check_count(summary, SC_COUNT_OUTCOME, "answered=1, dropped=1");
    assert_float_equal(sc_calls_ser(sc_summary_calls(summary)), 0.0, 1e-9);
    assert_true(size >= 1);
    assert_int_equal(groups[0].section, SC_SECTION_FAILED);
    assert_string_equal(groups[0].end, "INVITE dropped");
    assert_int_equal(groups[0].first_frame, 4);
    sc_summary_free(summary);
    capture_free(capture);
}

/* A challenge that was left is told as what it is, not as a normal step. */
static void a_challenge_that_was_left_is_no_normal_step(void **state)
{
    struct capture *capture = capture_new();
    struct sc_finding findings[SC_FINDINGS_MAX];
    char hint[SC_HINT_SIZE];
    size_t size;

    ladder(capture, "1   0  alice > bob  REGISTER          : 1\n"
                    "2  10  bob > alice  401 challenge     : 1\n");
    struct sc_summary *summary = summarize(capture);
    const struct sc_group *groups = sc_summary_groups(summary, &size);
    assert_int_equal(size, 1);
    assert_string_equal(groups[0].name, "REGISTER 401");
    assert_string_equal(groups[0].summary, "The challenge was not answered in this capture");
    struct sc_attempt_facts facts = sc_summary_attempt(summary, 0);
    size_t count = sc_diagnosis_findings(diagnosis_of(capture), &facts.explained, findings);
    assert_true(sc_attempt_hint(&facts, findings, count, &(struct sc_why){0}, hint));
    assert_string_equal(hint, groups[0].hint);
    sc_summary_free(summary);
    capture_free(capture);
}

static void hosts_are_written_as_addresses(void **state)
{
    struct sc_endpoint ipv4 = {.family = 4, .address = {192, 0, 2, 7}};
    struct sc_endpoint ipv6 = {.family = 6, .address = {0x20, 0x01, 0x0d, 0xb8, [15] = 1}};
    struct sc_endpoint unknown = {0};
    char text[SC_ENDPOINT_TEXT_SIZE];

    sc_endpoint_write(&ipv4, text);
    assert_string_equal(text, "192.0.2.7");
    sc_endpoint_write(&ipv6, text);
    assert_string_equal(text, "2001:db8::1");
    sc_endpoint_write(&unknown, text);
    assert_string_equal(text, "?");
    sc_endpoint_write(NULL, text);
    assert_string_equal(text, "?");
    assert_true(sc_endpoint_same_host(&ipv4, &ipv4));
    assert_false(sc_endpoint_same_host(&ipv4, &ipv6));
    assert_false(sc_endpoint_same_host(&unknown, &unknown));
}

static void users_and_causes_outlive_the_bytes(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           "1       0  alice > bob  INVITE | From: <sip:ann@a>;tag=1 | To: <sip:ben@b>  : 1\n"
           "2      10  bob > alice  486 | Reason: Q.850;cause=17;text=\"busy\", SIP;cause=486"
           ", a;cause=1, b;cause=2, c;cause=3  : 1\n"
           "3  400000  alice > bob  OPTIONS call=z  : 3\n");
    const struct sc_record *final = record_in(capture, 2);
    assert_false(sc_slice_present(final->text));
    assert_int_equal(final->reason_count, SC_REASONS_MAX);
    assert_int_equal(final->reasons[0].cause, 17);
    assert_true(sc_slice_is(final->reasons[0].text, "\"busy\""));
    assert_true(sc_slice_is(final->reasons[1].protocol, "SIP"));
    assert_true(sc_slice_is(attempt_in(capture, 1)->caller, "ann"));
    assert_true(sc_slice_is(attempt_in(capture, 1)->callee, "ben"));
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_are_not_counted),
        cmocka_unit_test(steps_are_one_attempt),
        cmocka_unit_test(messages_select_their_attempts),
        cmocka_unit_test(cancel_selects_its_invite),
        cmocka_unit_test(attempts_have_facts),
        cmocka_unit_test(calls_have_times_and_ratios),
        cmocka_unit_test(nothing_has_no_ratios),
        cmocka_unit_test(responses_that_fit_nowhere_are_counted),
        cmocka_unit_test(attempts_that_end_alike_are_grouped),
        cmocka_unit_test(hosts_of_a_group_are_bounded),
        cmocka_unit_test(programs_of_one_host_are_hosts_of_their_own),
        cmocka_unit_test(unanswered_and_open_attempts_are_told),
        cmocka_unit_test(dropped_calls_failed),
        cmocka_unit_test(a_challenge_that_was_left_is_no_normal_step),
        cmocka_unit_test(hosts_are_written_as_addresses),
        cmocka_unit_test(users_and_causes_outlive_the_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
