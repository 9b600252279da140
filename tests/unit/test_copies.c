/* Copies of a message: sent again by SIP, sent again by TCP, captured twice.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

static void check_counts(const struct sc_record *record, unsigned retransmissions, unsigned tcp,
                         unsigned duplicates)
{
    assert_int_equal(record->retransmissions, retransmissions);
    assert_int_equal(record->tcp_retransmissions, tcp);
    assert_int_equal(record->duplicates, duplicates);
}

/* ---- Over UDP ---- */

static void retransmissions_name_the_first_frame(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1     0  alice > bob  INVITE                      : 1\n"
                    " 2   500  alice > bob  again 1                     : 1 again 1\n"
                    " 3  1500  alice > bob  again 1                     : 1 again 1\n"
                    " 4  1600  bob > alice  486                         : 1\n"
                    " 5  2100  bob > alice  again 4                     : 1 again 4\n"
                    " 6  3100  bob > alice  again 4                     : 1 again 4\n"
                    " 7  7100  bob > alice  again 4                     : 1 again 4\n"
                    " 8  7101  alice > bob  ACK b=1 to=bob              : 1\n"
                    " 9  7200  alice > bob  again 8                     : 1 again 8\n");
    const struct sc_transaction *invite = transaction_in(capture, 1);
    check_counts(&invite->request, 2, 0, 0);
    check_counts(invite->final, 3, 0, 0);
    check_counts(invite->ack, 1, 0, 0);
    assert_int_equal(invite->request.frame, 1);
    assert_int_equal(invite->request.time, 0);
    assert_int_equal(invite->request.last_frame, 3);
    assert_int_equal(invite->request.last_time, 1500000000);
    assert_int_equal(invite->final->frame, 4);
    assert_int_equal(invite->final->last_frame, 7);
    assert_int_equal(invite->response_count, 1);
    capture_free(capture);
}

/* After 64*T1 both sides have forgotten the transaction: the same bytes are a new one. */
static void same_bytes_after_the_timeout_are_a_new_request(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  OPTIONS                    : 1\n"
                    " 2  32000  alice > bob  again 1                    : 1 again 1\n"
                    " 3  32001  alice > bob  again 1                    : 3\n"
                    " 4  32010  bob > alice  200                        : 3\n");
    assert_ptr_not_equal(transaction_in(capture, 3), transaction_in(capture, 1));
    assert_int_equal(sc_tracker_attempt_count(tracker_of(capture)), 1);
    capture_free(capture);
}

/* ---- One packet, captured twice ---- */

static void mirrored_packets(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE  id=7                 : 1\n"
                    " 2    1  alice > bob  again 1 id=7                 : 1 double 1\n"
                    " 3  500  alice > bob  again 1 id=8                 : 1 again 1\n"
                    " 4  505  alice > bob  again 1 id=8                 : 1 double 1\n"
                    " 5  600  bob > alice  486     id=1                 : 1\n"
                    " 6  600  bob > alice  again 5 id=1                 : 1 double 5\n"
                    " 7  610  alice > bob  ACK b=1 id=9                 : 1\n"
                    " 8  611  alice > bob  again 7 id=9                 : 1 double 7\n");
    check_counts(record_in(capture, 1), 1, 0, 2);
    check_counts(record_in(capture, 5), 0, 0, 1);
    check_counts(record_in(capture, 7), 0, 0, 1);
    assert_int_equal(record_in(capture, 1)->last_frame, 3);
    capture_free(capture);
}

static void mirrored_later_than_the_window(void **state)
{
    check_ladder(" 1    0  alice > bob  OPTIONS id=7                    : 1\n"
                 " 2  251  alice > bob  again 1 id=7                    : 1 again 1\n");
    check_ladder(" 1    0  alice > bob  OPTIONS id=0                    : 1\n"
                 " 2    6  alice > bob  again 1 id=0                    : 1 again 1\n");
}

static void mirrored_and_reordered(void **state)
{
    check_ladder(" 1   10  alice > bob  OPTIONS id=7                    : 1\n"
                 " 2    6  alice > bob  again 1 id=7                    : 1 double 1\n");
}

/* A sender that is in a hurry, not a mirror: the identification tells. */
static void same_bytes_at_once_with_another_identification(void **state)
{
    check_ladder(" 1    0  alice > bob  OPTIONS id=7                    : 1\n"
                 " 2    2  alice > bob  again 1 id=8                    : 1 again 1\n"
                 " 3    4  alice > bob  again 1 id=0                    : 1 again 1\n");
}

static void without_identification_the_time_decides(void **state)
{
    check_ladder(" 1    0  alice > bob  OPTIONS id=0                    : 1\n"
                 " 2    2  alice > bob  again 1 id=0                    : 1 double 1\n"
                 " 3  500  alice > bob  again 1 id=0                    : 1 again 1\n"
                 " 4  600  alice > bob  OPTIONS no-id                   : 4\n"
                 " 5  605  alice > bob  again 4 no-id                   : 4 double 4\n"
                 " 6 1105  alice > bob  again 4 no-id                   : 4 again 4\n");
}

/* Other bytes are another packet, whatever its identification. */
static void other_bytes_are_never_a_double(void **state)
{
    check_ladder(" 1    0  alice > bob  OPTIONS         id=7            : 1\n"
                 " 2    2  alice > bob  OPTIONS b=1 reason=x id=7       : 1 again 1\n");
}

/* ---- Over TCP ---- */

static void segment_sent_again(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE  seq=1000             : 1\n"
                    " 2  250  alice > bob  again 1 seq=1000             : 1 tcp 1\n"
                    " 3  750  alice > bob  again 1 seq=1000             : 1 tcp 1\n"
                    " 4  800  bob > alice  486     seq=5000             : 1\n"
                    " 5  999  bob > alice  again 4 seq=5000             : 1 tcp 4\n");
    check_counts(record_in(capture, 1), 0, 2, 0);
    check_counts(record_in(capture, 4), 0, 1, 0);
    capture_free(capture);
}

/* Section 13.3.1.4: a 2xx goes again until its ACK is there, whatever the transport. */
static void success_sent_again_over_tcp(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE  seq=1000             : 1\n"
                    " 2  100  bob > alice  200     seq=5000             : 1\n"
                    " 3  600  bob > alice  again 2 seq=5100             : 1 again 2\n"
                    " 4  850  bob > alice  again 2 seq=5100             : 1 tcp 2\n"
                    " 5  900  alice > bob  ACK to=bob seq=1100          : 1\n"
                    " 6  910  alice > bob  again 5 seq=1200             : 1 again 5\n");
    check_counts(record_in(capture, 2), 1, 1, 0);
    capture_free(capture);
}

/* Two segments that differ in their place are not one packet, however close. */
static void other_segment_at_once_is_no_double(void **state)
{
    check_ladder(" 1    0  alice > bob  INVITE  seq=1000 no-id          : 1\n"
                 " 2  100  bob > alice  200     seq=5000 no-id          : 1\n"
                 " 3  103  bob > alice  again 2 seq=5100 no-id          : 1 again 2\n"
                 " 4  104  bob > alice  again 2 seq=5100 no-id          : 1 double 2\n");
}

/* TLS and WebSocket: where one segment ends cannot be seen. */
static void stream_without_sequence_numbers(void **state)
{
    check_ladder(" 1    0  alice > bob  INVITE  tcp                     : 1\n"
                 " 2  250  alice > bob  again 1 tcp                     : 1 tcp 1\n"
                 " 3  300  bob > alice  183     tcp rseq=1              : 1\n"
                 " 4  800  bob > alice  again 3 tcp                     : 1 again 3\n"
                 " 5  810  bob > alice  200     tcp                     : 1\n"
                 " 6  999  bob > alice  again 5 tcp                     : 1 again 5\n"
                 " 7  999  alice > bob  BYE to=bob cseq=2 tcp           : 7\n"
                 " 8 1000  bob > alice  200     tcp                     : 7\n"
                 " 9 1200  bob > alice  again 8 tcp                     : 7 tcp 8\n");
}

/* ---- What is not a copy ---- */

static void provisionals_that_differ(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                       : 1\n"
                    " 2   10  bob > alice  180                          : 1\n"
                    " 3   20  bob > alice  182 phrase=Queued            : 1\n"
                    " 4   30  bob > alice  182 phrase=Still             : 1\n"
                    " 5   40  bob > alice  180                          : 1 again 2\n"
                    " 6   50  bob > alice  182 phrase=Queued            : 1 again 3\n");
    assert_int_equal(transaction_in(capture, 1)->response_count, 3);
    capture_free(capture);
}

/* RFC 3262 section 3: each has an RSeq one higher. */
static void reliable_provisionals(void **state)
{
    check_ladder(" 1    0  alice > bob  INVITE                          : 1\n"
                 " 2   10  bob > alice  183 rseq=1                      : 1\n"
                 " 3  510  bob > alice  again 2                         : 1 again 2\n"
                 " 4  600  bob > alice  183 rseq=2                      : 1\n"
                 " 5 1100  bob > alice  again 4                         : 1 again 4\n"
                 " 6 1200  bob > alice  183                             : 1\n");
}

static void forks_by_to_tag(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                       : 1\n"
                    " 2   10  p > alice    180 to=bob                   : 1\n"
                    " 3   20  p > alice    180 to=carol                 : 1\n"
                    " 4   30  p > alice    200 to=bob                   : 1\n"
                    " 5   40  p > alice    200 to=carol                 : 1\n"
                    " 6   50  alice > p    ACK to=bob                   : 1\n"
                    " 7   60  alice > p    ACK to=carol                 : 1\n"
                    " 8  540  p > alice    again 5                      : 1 again 5\n"
                    " 9  550  alice > p    again 7                      : 1 again 7\n");
    const struct sc_transaction *invite = transaction_in(capture, 1);
    assert_int_equal(invite->response_count, 4);
    assert_int_equal(invite->success->frame, 4);
    assert_int_equal(invite->ack->frame, 6);
    assert_ptr_equal(invite->ack->next, record_in(capture, 7));
    assert_slice(invite->ack->next->to_tag, "carol");
    check_counts(record_in(capture, 7), 1, 0, 0);
    capture_free(capture);
}

static void two_finals_of_one_server(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                       : 1\n"
                    " 2   10  bob > alice  503                          : 1\n"
                    " 3   20  bob > alice  500                          : 1\n"
                    " 4  500  bob > alice  again 3                      : 1 again 3\n");
    assert_int_equal(transaction_in(capture, 1)->final->code, 503);
    assert_int_equal(transaction_in(capture, 1)->last_response->code, 500);
    assert_outcome(capture, 1, "failed");
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(retransmissions_name_the_first_frame),
        cmocka_unit_test(same_bytes_after_the_timeout_are_a_new_request),
        cmocka_unit_test(mirrored_packets),
        cmocka_unit_test(mirrored_later_than_the_window),
        cmocka_unit_test(mirrored_and_reordered),
        cmocka_unit_test(same_bytes_at_once_with_another_identification),
        cmocka_unit_test(without_identification_the_time_decides),
        cmocka_unit_test(other_bytes_are_never_a_double),
        cmocka_unit_test(segment_sent_again),
        cmocka_unit_test(success_sent_again_over_tcp),
        cmocka_unit_test(other_segment_at_once_is_no_double),
        cmocka_unit_test(stream_without_sequence_numbers),
        cmocka_unit_test(provisionals_that_differ),
        cmocka_unit_test(reliable_provisionals),
        cmocka_unit_test(forks_by_to_tag),
        cmocka_unit_test(two_finals_of_one_server),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
