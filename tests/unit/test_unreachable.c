/* ICMP errors, and the messages that they are about.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

static void error_quotes_request(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob    INVITE          : 1\n"
                    "2   1  bob > alice    icmp 1 port     : 1\n");
    const struct sc_transaction *transaction = transaction_in(capture, 1);
    assert_ptr_equal(transaction_in(capture, 2), transaction);
    assert_ptr_equal(record_in(capture, 2), transaction->unreachable);
    assert_int_equal(transaction->icmp, SC_ICMP_PORT);
    assert_int_equal(transaction->unreachable->frame, 2);
    assert_int_equal(transaction->unreachable->time, 1000000);
    assert_int_equal(sighting_in(capture, 2)->frame, 2);
    assert_int_equal(sighting_in(capture, 2)->copy, SC_COPY_FIRST);
    capture_free(capture);
}

static void sender_of_the_error(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob     OPTIONS              : 1\n"
                    "2   1  router > alice  icmp 1 prohibited    : 1\n");
    const struct sc_record *record = record_in(capture, 2);
    assert_int_equal(record->source->address[3], 3);
    assert_int_equal(record->destination->address[3], 1);
    assert_int_equal(transaction_in(capture, 1)->icmp, SC_ICMP_PROHIBITED);
    capture_free(capture);
}

/* One record for all; the first frame stays, as evidence names it. */
static void errors_are_counted(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1     0  alice > bob     INVITE           : 1\n"
                    "2     1  router > alice  icmp 1 host      : 1\n"
                    "3   500  alice > bob     again 1          : 1 again 1\n");
    ladder(capture, "4   501  bob > alice     icmp 3 port      : 1 first 2\n");
    const struct sc_record *record = transaction_in(capture, 1)->unreachable;
    assert_ptr_equal(record_in(capture, 4), record);
    assert_int_equal(record->frame, 2);
    assert_int_equal(record->last_frame, 4);
    assert_int_equal(record->last_time, 501000000);
    assert_int_equal(record->retransmissions, 1);
    assert_int_equal(transaction_in(capture, 1)->icmp, SC_ICMP_PORT);
    capture_free(capture);
}

static void error_quotes_response(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob    OPTIONS         : 1\n"
                    "2  10  bob > alice    200             : 1\n"
                    "3  11  alice > bob    icmp 2 port     : 1\n"
                    "4  20  alice > bob    again 1         : 1 again 1\n"
                    "5  21  bob > alice    again 2         : 1 again 2\n"
                    "6  22  alice > bob    icmp 5 host     : 1 first 3\n");
    const struct sc_record *response = record_in(capture, 2);
    assert_ptr_equal(record_in(capture, 3), response->undelivered);
    assert_ptr_equal(record_in(capture, 6), response->undelivered);
    assert_int_equal(response->icmp, SC_ICMP_HOST);
    assert_int_equal(response->undelivered->frame, 3);
    assert_int_equal(response->undelivered->last_frame, 6);
    assert_int_equal(response->undelivered->retransmissions, 1);
    assert_int_equal(sighting_in(capture, 3)->frame, 3);
    assert_null(transaction_in(capture, 1)->unreachable);
    assert_int_equal(transaction_in(capture, 1)->icmp, SC_ICMP_NONE);
    capture_free(capture);
}

/* Another response of the same transaction, the same one of another hop, one that was not seen. */
static void quoted_response_is_told_apart(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > p      INVITE          : 1\n"
                    "2   1  p > bob        relay 1         : 2\n"
                    "3  10  bob > p        180             : 2\n"
                    "4  11  p > alice      relay 3         : 1\n"
                    "5  20  bob > p        200 of=2        : 2\n"
                    "6  21  p > alice      relay 5         : 1\n"
                    "7  22  alice > p      icmp 6 port     : 1\n"
                    "8  30  bob > p        486 of=2 unseen\n"
                    "9  31  p > bob        icmp 8 port     : -\n");
    assert_null(record_in(capture, 3)->undelivered);
    assert_null(record_in(capture, 4)->undelivered);
    assert_null(record_in(capture, 5)->undelivered);
    assert_non_null(record_in(capture, 6)->undelivered);
    capture_free(capture);
}

static void quoted_request_was_not_captured(void **state)
{
    check_ladder("1   0  alice > bob    OPTIONS                  : 1\n"
                 "2   5  alice > bob    INVITE  unseen\n"
                 "3   6  bob > alice    icmp 2 port              : -\n");
}

/* The ACK of a failure has its INVITE's branch; that of a 2xx a branch of its own. */
static void quoted_ack(void **state)
{
    check_ladder("1   0  alice > bob    INVITE                   : 1\n"
                 "2   5  bob > alice    200                      : 1\n"
                 "3   6  alice > bob    ACK                      : 1\n"
                 "4   7  bob > alice    icmp 3 port              : -\n");
    check_ladder("1   0  alice > bob    INVITE                   : 1\n"
                 "2   5  bob > alice    404                      : 1\n"
                 "3   6  alice > bob    ACK  b=1                 : 1\n"
                 "4   7  bob > alice    icmp 3 port              : -\n");
}

static void nothing_of_it_is_quoted(void **state)
{
    check_ladder("1   0  alice > bob    INVITE                   : 1\n"
                 "2   5  alice > bob    OPTIONS  call=other      : 2\n"
                 "3   6  bob > alice    icmp 2 port  no-quote    : 2\n");
}

/* The datagram may have been a response, or of another protocol. */
static void nothing_is_quoted_of_what_was_answered(void **state)
{
    check_ladder("1   0  alice > bob    OPTIONS                  : 1\n"
                 "2   5  bob > alice    200                      : 1\n"
                 "3   6  alice > bob    OPTIONS unseen no-id\n"
                 "4   7  bob > alice    icmp 3 port  no-quote    : -\n");
}

static void nothing_is_quoted_of_another_way(void **state)
{
    check_ladder("1   0  alice > bob       OPTIONS               : 1\n"
                 "2   5  alice:5070 > bob  OPTIONS  unseen\n"
                 "3   6  bob > alice:5070  icmp 2 port  no-quote : -\n");
}

/* The IP header tells which message it was: a request or a response that was sent, or one of no
 * known message. */
static void only_the_header_is_quoted(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob    OPTIONS                  : 1\n"
                    "2   5  bob > alice    200                      : 1\n"
                    "3   6  bob > alice    INVITE call=x            : 3\n"
                    "4   7  alice > bob    icmp 2 port  no-quote    : 1\n"
                    "5   8  bob > alice    again 2                  : 1 again 2\n"
                    "6   9  alice > bob    icmp 5 port  no-quote    : 1 first 4\n"
                    "7  10  bob > alice    OPTIONS call=y unseen\n"
                    "8  11  alice > bob    icmp 7 port  no-quote    : -\n");
    assert_int_equal(record_in(capture, 2)->undelivered->frame, 4);
    assert_null(transaction_in(capture, 3)->unreachable);
    capture_free(capture);
}

/* IPv6 has no identification: then the length alone tells. */
static void only_the_header_of_ipv6_is_quoted(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  six-a > six-b  OPTIONS                  : 1\n"
                    "2   5  six-b > six-a  200                      : 1\n"
                    "3   6  six-b > six-a  INVITE call=x            : 3\n"
                    "4   7  six-a > six-b  icmp 2 port  no-quote    : 1\n");
    assert_int_equal(record_in(capture, 2)->undelivered->frame, 4);
    capture_free(capture);
}

/* An error in frame 2 that the receiver of a datagram sent back for it. */
static struct sc_sighting tell_error(struct sc_tracker *tracker, const struct sc_endpoint *source,
                                     const struct sc_endpoint *destination, struct sc_slice quoted)
{
    struct sc_event event = {
        .kind = SC_EVENT_UNREACHABLE,
        .packet = {.frame = 2, .source = *destination, .destination = *source},
        .bytes = quoted,
        .error = {.icmp = SC_ICMP_PORT, .source = *source, .destination = *destination},
    };

    return sc_tracker_tell(tracker, &event, NULL);
}

/* Media may run between the same two ports, and of a request the quote may hold a few bytes. */
static void few_bytes_are_quoted(void **state)
{
    static const struct {
        struct sc_slice quoted;
        bool about_the_request;
    } cases[] = {
        {{"INV", 3}, true},
        {{"INVITE sip:bob@exam", 19}, true},
        {{"OPTIONS", 7}, false},
        {{"\x80\x00\x12\x34", 4}, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct capture *capture = capture_new();
        ladder(capture, "1  0  alice > bob  INVITE  : 1\n");
        const struct sc_record *request = record_in(capture, 1);
        struct sc_sighting sighting =
            tell_error(tracker_of(capture), request->source, request->destination, cases[i].quoted);
        assert_int_equal(sighting.transaction != NULL, cases[i].about_the_request);
        capture_discard(capture); /* the other readers were told of no error */
    }
}

/* A proxy's request downstream, not the caller's. */
static void error_is_about_one_hop(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > proxy  INVITE          : 1\n"
                    "2   1  proxy > bob    relay 1         : 2\n"
                    "3   2  bob > proxy    icmp 2 port     : 2\n");
    assert_null(transaction_in(capture, 1)->unreachable);
    assert_non_null(transaction_in(capture, 2)->unreachable);
    capture_free(capture);
}

/* Bytes that are quoted may be anything. */
static void hostile_quotes(void **state)
{
    static const char *const quotes[] = {"",
                                         "\r\n\r\n",
                                         "OPTIONS sip:b SIP/2.0\r\n",
                                         "OPTIONS sip:b SIP/2.0\r\nVia: ;;;\r\nCSeq: 1 OPTIONS\r\n",
                                         "SIP/2.0 200 OK\r\n",
                                         "\x80\xff\x01"};
    struct sc_timers timers = {.t1 = 500, .t2 = 4000};
    struct sc_tracker *tracker = sc_tracker_new(&timers);
    struct sc_endpoint a = {.family = 4, .address = {10, 0, 0, 1}, .port = 5060};
    struct sc_endpoint b = {.family = 6, .address = {0xFD}, .port = 5060};

    for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++) {
        struct sc_sighting sighting = tell_error(tracker, &a, &b, sc_slice_of(quotes[i]));
        assert_null(sighting.transaction);
        assert_null(sighting.record);
    }
    sc_tracker_free(tracker);
}

static void error_moves_the_end(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1      0  alice > bob    INVITE          : 1\n"
                    "2  40000  bob > alice    icmp 1 port     : 1\n");
    assert_int_equal(sc_tracker_end(tracker_of(capture)), INT64_C(40000000000));
    capture_free(capture);
}

static void end_of_the_capture(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1      0  alice > bob    INVITE          : 1\n");
    assert_false(sc_tracker_finished(tracker_of(capture)));
    read_to_the_end(capture);
    assert_true(sc_tracker_finished(tracker_of(capture)));
    ladder(capture, "2      5  bob > alice    100             : 1\n");
    assert_false(sc_tracker_finished(tracker_of(capture)));
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_quotes_request),
        cmocka_unit_test(sender_of_the_error),
        cmocka_unit_test(errors_are_counted),
        cmocka_unit_test(error_quotes_response),
        cmocka_unit_test(quoted_response_is_told_apart),
        cmocka_unit_test(quoted_request_was_not_captured),
        cmocka_unit_test(quoted_ack),
        cmocka_unit_test(nothing_of_it_is_quoted),
        cmocka_unit_test(nothing_is_quoted_of_what_was_answered),
        cmocka_unit_test(nothing_is_quoted_of_another_way),
        cmocka_unit_test(only_the_header_is_quoted),
        cmocka_unit_test(only_the_header_of_ipv6_is_quoted),
        cmocka_unit_test(few_bytes_are_quoted),
        cmocka_unit_test(error_is_about_one_hop),
        cmocka_unit_test(hostile_quotes),
        cmocka_unit_test(error_moves_the_end),
        cmocka_unit_test(end_of_the_capture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
