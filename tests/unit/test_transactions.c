/* Which request a response, an ACK and a CANCEL belong to (RFC 3261 section 17).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

/* ---- One INVITE ---- */

static void answered_call(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                     : 1\n"
                    " 2   10  bob > alice  100                        : 1\n"
                    " 3   90  bob > alice  180                        : 1\n"
                    " 4  900  bob > alice  200                        : 1\n"
                    " 5  910  alice > bob  ACK to=bob                 : 1\n"
                    " 6  990  alice > bob  BYE to=bob cseq=2          : 6\n"
                    " 7  999  bob > alice  200                        : 6\n");
    const struct sc_transaction *invite = transaction_in(capture, 1);
    assert_slice(invite->method, "INVITE");
    assert_slice(invite->branch, "z9hG4bK-1");
    assert_slice(invite->sent_by, "alice");
    assert_slice(invite->call_id, "call");
    assert_slice(invite->from_tag, "alice");
    assert_absent(invite->to_tag);
    assert_int_equal(invite->cseq, 1);
    assert_true(invite->request_seen);
    assert_int_equal(invite->request.code, 0);
    assert_int_equal(invite->response_count, 3);
    assert_ptr_equal(invite->responses, record_in(capture, 2));
    assert_ptr_equal(invite->responses->next, record_in(capture, 3));
    assert_ptr_equal(invite->last_response, record_in(capture, 4));
    assert_null(invite->last_response->next);
    assert_ptr_equal(invite->provisional, record_in(capture, 2));
    assert_ptr_equal(invite->alerting, record_in(capture, 3));
    assert_ptr_equal(invite->final, record_in(capture, 4));
    assert_ptr_equal(invite->success, record_in(capture, 4));
    assert_ptr_equal(invite->ack, record_in(capture, 5));
    assert_null(invite->cancelled_by);
    assert_int_equal(invite->final->code, 200);
    assert_int_equal(invite->final->time - invite->request.time, 900000000);
    assert_slice(invite->final->to_tag, "bob");
    assert_ptr_equal(invite->final->source, invite->request.destination);
    assert_slice(transaction_in(capture, 6)->to_tag, "bob");
    capture_free(capture);
}

/* Section 17.1.1.3: the ACK for any other final is part of the INVITE's transaction. */
static void ack_of_a_refusal_has_the_branch_of_the_invite(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                     : 1\n"
                    " 2   90  bob > alice  486                        : 1\n"
                    " 3   91  alice > bob  ACK b=1 to=bob             : 1\n");
    assert_ptr_equal(transaction_in(capture, 1)->ack, record_in(capture, 3));
    capture_free(capture);
}

static void ack_without_invite_fits_nowhere(void **state)
{
    check_ladder(" 1  0  alice > bob  ACK to=bob                     : -\n");
}

/* An ACK with another number acknowledges nothing of the INVITE that it is recorded with. */
static void ack_of_another_number_is_stray(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                     : 1\n"
                    " 2  900  bob > alice  200                        : 1\n"
                    " 3  910  alice > bob  ACK to=bob cseq=7          : 1\n"
                    " 4  920  carol > bob  ACK to=bob cseq=7          : -\n");
    assert_null(transaction_in(capture, 1)->ack);
    capture_free(capture);
}

/* Half a capture: the 2xx that made the dialog went the way that is not there. */
static void ack_finds_its_invite_without_the_2xx(void **state)
{
    check_ladder(" 1    0  alice > bob  INVITE                     : 1\n"
                 " 2  910  alice > bob  ACK to=bob                 : 1\n");
}

/* An ACK that the network sends on in vain, after the dialog has gone on to a re-INVITE. */
static void late_ack_belongs_to_the_first_invite(void **state)
{
    check_ladder(" 1    0  alice > bob  INVITE                     : 1\n"
                 " 2  900  bob > alice  200                        : 1\n"
                 " 3  910  alice > bob  ACK to=bob                 : 1\n"
                 " 4  950  alice > bob  INVITE to=bob cseq=2       : 4\n"
                 " 5  960  alice > bob  again 3                    : 1 again 3\n"
                 " 6  970  bob > alice  200                        : 4\n"
                 " 7  980  alice > bob  ACK to=bob cseq=2          : 4\n");
}

/* ---- CANCEL (section 9) ---- */

static void cancelled_call(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                     : 1\n"
                    " 2   90  bob > alice  180                        : 1\n"
                    " 3  500  alice > bob  CANCEL b=1                 : 3\n"
                    " 4  510  bob > alice  200                        : 3\n"
                    " 5  520  bob > alice  487 of=1                   : 1\n"
                    " 6  530  alice > bob  ACK b=1 to=bob             : 1\n");
    const struct sc_transaction *invite = transaction_in(capture, 1);
    const struct sc_transaction *cancel = transaction_in(capture, 3);
    assert_ptr_equal(invite->cancelled_by, cancel);
    assert_ptr_equal(cancel->cancels, invite);
    assert_null(invite->cancels);
    assert_null(cancel->cancelled_by);
    assert_int_equal(invite->final->code, 487);
    assert_int_equal(cancel->final->code, 200);
    assert_null(invite->success);
    assert_int_equal(invite->final->time - invite->request.time, 520000000);
    assert_null(cancel->attempt);
    assert_ptr_equal(invite->ack, record_in(capture, 6));
    capture_free(capture);
}

/* The capture starts between INVITE and CANCEL: the 487 opens the INVITE's transaction. */
static void cancel_whose_invite_was_not_captured(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE unseen                            : -\n"
                    " 2  500  alice > bob  CANCEL b=1 reason=SIP;cause=200          : 2\n"
                    " 3  510  bob > alice  200                                      : 2\n");
    assert_null(transaction_in(capture, 2)->cancels);
    assert_outcome(capture, 2, "unknown");
    ladder(capture, " 4  520  bob > alice  487 of=1                                 : 0\n"
                    " 5  530  alice > bob  ACK b=1 to=bob                           : 0\n");
    assert_ptr_equal(transaction_in(capture, 2)->cancels, transaction_in(capture, 4));
    assert_ptr_equal(transaction_in(capture, 4)->cancelled_by, transaction_in(capture, 2));
    assert_outcome(capture, 4, "answered-elsewhere");
    assert_outcome(capture, 2, "answered-elsewhere");
    capture_free(capture);
}

/* ---- Peers of RFC 2543 (section 17.2.3) ---- */

static void no_branch_told_apart_by_call_id_cseq_and_tag(void **state)
{
    check_ladder(" 1   0  alice > bob  INVITE branch=-                       : 1\n"
                 " 2   1  alice > bob  INVITE branch=- call=other            : 2\n"
                 " 3   2  alice > bob  INVITE branch=- cseq=2                : 3\n"
                 " 4   3  alice > bob  INVITE branch=- from=x                : 4\n"
                 " 5   4  alice > bob  OPTIONS branch=-                      : 5\n"
                 " 6  10  bob > alice  200 of=1                              : 1\n"
                 " 7  11  bob > alice  200 of=2                              : 2\n"
                 " 8  12  bob > alice  200 of=3                              : 3\n"
                 " 9  13  bob > alice  200 of=4                              : 4\n"
                 "10  14  bob > alice  200 of=5                              : 5\n"
                 "11  20  alice > bob  ACK branch=- to=bob                   : 1\n"
                 "12  21  alice > bob  ACK branch=- to=bob call=other        : 2\n"
                 "13  22  alice > bob  ACK branch=- to=bob cseq=2            : 3\n"
                 "14  23  alice > bob  ACK branch=- to=bob from=x            : 4\n");
}

static void branch_without_the_cookie_is_not_trusted(void **state)
{
    check_ladder(" 1   0  alice > bob  INVITE branch=1                       : 1\n"
                 " 2   1  alice > bob  INVITE branch=1 call=other            : 2\n"
                 " 3  10  bob > alice  200 of=1                              : 1\n"
                 " 4  11  bob > alice  200 of=2                              : 2\n");
}

static void cancel_of_an_old_peer(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1   0  alice > bob  INVITE branch=-                       : 1\n"
                    " 2   1  alice > bob  CANCEL branch=-                       : 2\n"
                    " 3   2  bob > alice  200                                   : 2\n"
                    " 4   3  bob > alice  487 of=1                              : 1\n");
    assert_ptr_equal(transaction_in(capture, 2)->cancels, transaction_in(capture, 1));
    capture_free(capture);
}

/* ---- Branches that are not unique ---- */

static void same_branch_of_another_sender(void **state)
{
    check_ladder(" 1   0  alice > bob  OPTIONS b=x                           : 1\n"
                 " 2   1  carol > bob  OPTIONS b=x                           : 2\n"
                 " 3   2  alice > bob  OPTIONS b=x sent-by=alice:5070        : 3\n"
                 " 4  10  bob > alice  200 of=1                              : 1\n"
                 " 5  11  bob > carol  200 of=2                              : 2\n"
                 " 6  12  bob > alice  200 of=3                              : 3\n");
}

/* Hosts are compared without case, branches with it (sections 7.3.1, 20.42). */
static void sent_by_in_another_case(void **state)
{
    check_ladder(" 1   0  alice > bob  OPTIONS b=x sent-by=ALICE             : 1\n"
                 " 2  10  bob > alice  200 of=1                              : 1\n"
                 " 3  20  alice > bob  OPTIONS b=X sent-by=alice             : 3\n");
}

static void branch_reused_for_the_next_request(void **state)
{
    check_ladder(" 1   0  alice > bob  REGISTER b=x                          : 1\n"
                 " 2   1  bob > alice  401 challenge                         : 1\n"
                 " 3   2  alice > bob  REGISTER b=x cseq=2                   : 3\n"
                 " 4   3  bob > alice  200                                   : 3\n"
                 " 5   4  alice > bob  REGISTER b=x call=other               : 5\n"
                 " 6   5  bob > alice  200                                   : 5\n"
                 " 7   6  bob > alice  200 of=3                              : 3 again 4\n"
                 " 8   7  bob > alice  again 2                               : 1 again 2\n");
}

/* A load generator whose script has a fixed branch, and calls that ring for a while. */
static void branch_reused_by_many_open_requests(void **state)
{
    struct capture *capture = capture_new();
    enum { CALLS = 8 * SC_SAME_KEY_MAX };

    for (int i = 1; i <= CALLS; i++) {
        char *line = g_strdup_printf("%d %d alice > bob INVITE b=x call=%d : %d\n", i, i, i, i);
        ladder(capture, line);
        g_free(line);
    }
    for (int i = 1; i <= CALLS; i++) {
        char *lines =
            g_strdup_printf("%d %d bob > alice 486 of=%d : %d\n"
                            "%d %d alice > bob ACK b=x call=%d : %d\n",
                            CALLS + 2 * i - 1, CALLS + i, i, i, CALLS + 2 * i, CALLS + i, i, i);
        ladder(capture, lines);
        g_free(lines);
    }
    capture_free(capture);
}

/* A NAT between the two points of the capture: the same message, between other hosts. */
static void same_request_on_both_sides_of_a_nat(void **state)
{
    check_ladder(" 1   0  alice > bob  INVITE b=x                            : 1\n"
                 " 2   1  nat > bob    again 1                               : 2\n"
                 " 3  10  bob > nat    486 of=2                              : 2\n"
                 " 4  11  bob > alice  again 3                               : 1\n"
                 " 5  12  alice > bob  ACK b=x                               : 1\n"
                 " 6  13  nat > bob    again 5                               : 2\n");
}

/* A server with two addresses answers from the other one. */
static void response_from_another_address(void **state)
{
    check_ladder(" 1   0  alice > bob       INVITE                           : 1\n"
                 " 2  10  bob2 > alice      180 of=1                         : 1\n"
                 " 3  20  bob2 > alice:999  486 of=1                         : 1\n");
}

/* ---- Out of order, and in part ---- */

static void response_before_its_request(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1   0  alice > bob  INVITE unseen                        : -\n"
                    " 2  10  bob > alice  100                                  : 0\n"
                    " 3   9  alice > bob  again 1                              : 3\n"
                    " 4  20  bob > alice  200                                  : 3\n");
    assert_ptr_equal(transaction_in(capture, 2), transaction_in(capture, 3));
    assert_int_equal(transaction_in(capture, 3)->response_count, 2);
    assert_int_equal(sc_tracker_attempt_count(tracker_of(capture)), 1);
    assert_outcome(capture, 2, "answered");
    capture_free(capture);
}

/* A re-INVITE whose response came first is an attempt within the dialog all the same. */
static void response_before_its_request_in_a_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                              : 1\n"
                    " 2   10  bob > alice  200                                 : 1\n"
                    " 3   98  alice > bob  INVITE to=bob cseq=2 unseen         : -\n"
                    " 4  100  bob > alice  488                                 : 0\n"
                    " 5   99  alice > bob  again 3                             : 5\n");
    assert_slice(transaction_in(capture, 5)->attempt->to_tag, "bob");
    assert_absent(transaction_in(capture, 1)->attempt->to_tag);
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 5, "refused");
    capture_free(capture);
}

static void request_not_captured(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1   0  alice > bob  INVITE unseen                        : -\n"
                    " 2  10  bob > alice  180                                  : 0\n"
                    " 3  20  bob > alice  200                                  : 0\n"
                    " 4  30  alice > bob  ACK to=bob                           : 0\n");
    assert_ptr_equal(transaction_in(capture, 2), transaction_in(capture, 3));
    assert_false(transaction_in(capture, 2)->request_seen);
    assert_true(gaps_in(capture, 2).request_missing);
    assert_int_equal(transaction_in(capture, 2)->ack->frame, 4);
    assert_outcome(capture, 2, "answered");
    capture_free(capture);
}

/* A client that pings with one and the same message: its next ping is not the request of a
 * response before it. */
static void response_long_before_the_request_is_another_ones(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  OPTIONS unseen                    : -\n"
                    " 2     10  bob > alice  200                               : 0\n"
                    " 3  10000  alice > bob  again 1                           : 3\n"
                    " 4  10010  bob > alice  again 2                           : 3\n");
    assert_false(transaction_in(capture, 2)->request_seen);
    capture_free(capture);
}

/* ---- Responses that do not mirror what they have to (section 8.2.6.2) ---- */

static void response_does_not_mirror(void **state)
{
    check_ladder(" 1   0  alice > bob  INVITE                                : 1\n"
                 " 2  10  bob > alice  180 from=x                            : 1\n"
                 " 3  20  bob > alice  181 call=x                            : 1\n"
                 " 4  30  bob > alice  182 cseq=77                           : 1\n"
                 " 5  40  bob > alice  486 call=x cseq=77 from=x             : 1\n"
                 " 6  90  bob > alice  again 5                               : 1 again 5\n"
                 " 7 190  bob > alice  again 5                               : 1 again 5\n"
                 " 8 200  bob > alice  486                                   : 1\n"
                 " 9 210  bob > alice  486 from=x                            : 1\n"
                 "10 220  bob > alice  again 8                               : 1 again 8\n");
}

/* A Via without its branch leads to the latest request between the two hosts, if that is open and
 * of the same call and method. */
static void response_without_branch(void **state)
{
    static const char bare[] = "no-via | Via: SIP/2.0/UDP alice";
    char *lines = g_strdup_printf(" 1   0  alice > bob  INVITE                          : 1\n"
                                  " 2   9  bob > alice  180 %s                          : 1\n"
                                  " 3  19  bob > alice  486 %s                          : 1\n"
                                  " 4  29  bob > alice  486 to=x %s                     : 0\n"
                                  " 5  39  alice > bob  OPTIONS cseq=2                  : 5\n"
                                  " 6  49  bob > alice  200 cseq=3 %s                   : 0\n"
                                  " 7  59  bob > alice  200 cseq-method=INFO %s         : 0\n"
                                  " 8  69  bob > carol  200 of=5 %s                     : 0\n"
                                  " 9  79  bob > alice  200 of=5 %s;branch=z9hG4bK-x    : 0\n",
                                  bare, bare, bare, bare, bare, bare, bare);

    check_ladder(lines);
    g_free(lines);
}

/* A server that refuses a CSeq number copies it all the same. */
static void cseq_number_out_of_range(void **state)
{
    check_ladder(" 1   0  alice > bob  OPTIONS cseq=4294967296               : 1\n"
                 " 2   9  bob > alice  400                                   : 1\n");
}

/* The server has to make one up. */
static void request_without_cseq(void **state)
{
    check_ladder(" 1   0  alice > bob  OPTIONS | -CSeq                       : 1\n"
                 " 2   9  bob > alice  400                                   : 1\n"
                 " 3  20  bob > alice  400     | -CSeq                       : -\n");
}

/* A response copies the CSeq of a request, even one that contradicts the request line. */
static void request_contradicts_its_cseq(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1   0  alice > bob  OPTIONS cseq-method=INFO              : 1\n"
                    " 2  10  bob > alice  400                                   : 1\n"
                    " 3  20  alice > bob  INVITE                                : 3\n"
                    " 4  30  alice > bob  CANCEL b=3 cseq-method=INVITE         : 4\n");
    assert_slice(transaction_in(capture, 1)->method, "OPTIONS");
    assert_ptr_equal(transaction_in(capture, 4)->cancels, transaction_in(capture, 3));
    capture_free(capture);
}

/* Whose it is cannot be known where one branch stands for several requests; the one that mirrors
 * goes first. */
static void mirrored_call_id_decides_between_equal_branches(void **state)
{
    check_ladder(" 1   0  alice > bob  OPTIONS b=x call=a                    : 1\n"
                 " 2   1  alice > bob  OPTIONS b=x call=b                    : 2\n"
                 " 3  10  bob > alice  200 of=1                              : 1\n"
                 " 4  11  bob > alice  500 of=1 call=garbled                 : 2\n");
}

static void unreadable_messages_fit_nowhere(void **state)
{
    check_ladder(" 1   0  alice > bob  INVITE cseq=x                         : -\n"
                 " 2   1  alice > bob  INVITE cseq=                          : -\n"
                 " 3   2  alice > bob  INVITE no-via                         : -\n"
                 " 4   3  bob > alice  486 of=1                              : -\n"
                 " 5   4  bob > alice  486 of=3                              : -\n"
                 " 6   5  alice > bob  ACK cseq=x                            : -\n"
                 " 7   6  alice > bob  CANCEL no-via                         : -\n"
                 " 8   7  alice > bob  INVITE cseq=4294967295                : 8\n"
                 " 9   8  bob > alice  486                                   : 8\n");
}

static void hardly_a_message(void **state)
{
    struct capture *capture = capture_new();
    struct sc_packet packet = {.frame = 1};
    struct scan *none = SCAN("HTTP/1.1 200 OK\r\n\r\n");
    struct scan *bare = SCAN("SIP/2.0 200 OK\r\n\r\n");
    struct scan *via = SCAN("SIP/2.0 200 OK\r\nVia: ;;\r\nCSeq: 1 INVITE\r\n\r\n");

    assert_null(tell_message(tracker_of(capture), &packet, none).transaction);
    assert_null(tell_message(tracker_of(capture), &packet, bare).transaction);
    assert_int_equal(sc_tracker_unplaced_count(tracker_of(capture)), 1);
    assert_int_equal(sc_tracker_unplaced(tracker_of(capture), 0)->code, 200);
    assert_non_null(tell_message(tracker_of(capture), &packet, via).record);
    scan_free(none);
    scan_free(bare);
    scan_free(via);
    capture_free(capture);
}

/* ---- Call-IDs that are not unique ---- */

static void two_calls_with_one_call_id(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  INVITE                            : 1\n"
                    " 2     10  bob > alice  486                               : 1\n"
                    " 3     20  alice > bob  ACK b=1 to=bob                    : 1\n"
                    " 4  60000  alice > bob  INVITE from=alice2                : 4\n"
                    " 5  60010  bob > alice  200                               : 4\n"
                    " 6  60020  alice > bob  ACK from=alice2 to=bob            : 4\n");
    assert_outcome(capture, 1, "busy");
    assert_outcome(capture, 4, "answered");
    assert_int_equal(sc_tracker_attempt_count(tracker_of(capture)), 2);
    capture_free(capture);
}

/* Both sides number their own requests (section 12.2.1.1). */
static void one_call_id_in_both_directions(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1   0  alice > bob  INVITE                               : 1\n"
                    " 2   1  bob > alice  INVITE                               : 2\n"
                    " 3  10  bob > alice  486 of=1                             : 1\n"
                    " 4  11  alice > bob  200 of=2                             : 2\n"
                    " 5  12  alice > bob  ACK b=1 to=bob                       : 1\n"
                    " 6  13  bob > alice  ACK to=alice                         : 2\n");
    assert_outcome(capture, 1, "busy");
    assert_outcome(capture, 2, "answered");
    capture_free(capture);
}

/* ---- Values longer than what is kept ---- */

/* LETTERS that are more than what is kept, and LAST behind them. Freed with g_free(). */
static char *long_value(char last)
{
    char suffix[] = {last, '\0'};

    return repeated("", "v", SC_KEPT_MAX + 40, suffix);
}

static void check_long_values(const char *option)
{
    struct capture *capture = capture_new();
    char *a = long_value('a');
    char *b = long_value('b');
    char *lines = g_strdup_printf("1  0  alice > bob  INVITE  %s=%s branch=- : 1\n"
                                  "2  1  alice > bob  INVITE  %s=%s branch=- : 2\n"
                                  "3  2  bob > alice  200 of=1               : 1\n"
                                  "4  3  bob > alice  200 of=2               : 2\n"
                                  "5  4  alice > bob  ACK %s=%s to=bob       : 1\n"
                                  "6  5  alice > bob  ACK %s=%s to=bob       : 2\n"
                                  "7  6  alice > bob  BYE %s=%s to=bob cseq=2 : 7\n",
                                  option, a, option, b, option, a, option, b, option, b);

    ladder(capture, lines);
    assert_non_null(transaction_in(capture, 7)->dialog);
    assert_ptr_equal(transaction_in(capture, 7)->dialog, transaction_in(capture, 2)->dialog);
    assert_int_equal(sc_tracker_attempt_count(tracker_of(capture)), 3);
    g_free(lines);
    g_free(a);
    g_free(b);
    capture_free(capture);
}

static void long_call_ids_differ_in_the_last_byte(void **state)
{
    check_long_values("call");
}

static void long_tags_differ_in_the_last_byte(void **state)
{
    check_long_values("from");
}

static void long_branches_differ_in_the_last_byte(void **state)
{
    struct capture *capture = capture_new();
    char *a = long_value('a');
    char *b = long_value('b');
    char *lines = g_strdup_printf("1  0  alice > bob  INVITE b=%s     : 1\n"
                                  "2  1  alice > bob  INVITE b=%s     : 2\n"
                                  "3  2  bob > alice  486 of=1        : 1\n"
                                  "4  3  bob > alice  486 of=2        : 2\n"
                                  "5  4  alice > bob  ACK b=%s        : 1\n"
                                  "6  5  alice > bob  CANCEL b=%s     : 6\n",
                                  a, b, a, b);

    ladder(capture, lines);
    assert_int_equal(transaction_in(capture, 1)->branch.size, SC_KEPT_MAX);
    assert_false(
        sc_slice_equal(transaction_in(capture, 1)->branch, transaction_in(capture, 2)->branch));
    assert_ptr_equal(transaction_in(capture, 6)->cancels, transaction_in(capture, 2));
    g_free(lines);
    g_free(a);
    g_free(b);
    capture_free(capture);
}

static void long_to_tags_differ_in_the_last_byte(void **state)
{
    struct capture *capture = capture_new();
    char *a = long_value('a');
    char *b = long_value('b');
    char *lines = g_strdup_printf("1  0  alice > bob  INVITE               : 1\n"
                                  "2  1  bob > alice  180 to=%s            : 1\n"
                                  "3  2  bob > alice  180 to=%s            : 1\n"
                                  "4  3  alice > bob  PRACK cseq=2 to=%s   : 4\n",
                                  a, b, b);

    ladder(capture, lines);
    assert_ptr_not_equal(record_in(capture, 2), record_in(capture, 3));
    assert_true(sc_slice_equal(transaction_in(capture, 4)->dialog->callee_tag,
                               record_in(capture, 3)->to_tag));
    g_free(lines);
    g_free(a);
    g_free(b);
    capture_free(capture);
}

/* A CANCEL has the INVITE's branch and From tag, and another CSeq number or Call-ID (section 9.1).
 */
static void misnumbered_cancel(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE cseq=2            : 1\n"
                    "2  10  bob > alice  180                      : 1\n"
                    "3  20  alice > bob  CANCEL b=1               : 3\n"
                    "4  30  alice > bob  CANCEL b=1 call=x        : 4\n"
                    "5  50  alice > bob  CANCEL b=x               : 5\n"
                    "6  60  alice > bob  CANCEL b=1 call=y from=z : 6\n");
    assert_ptr_equal(transaction_in(capture, 3)->cancels, transaction_in(capture, 1));
    assert_ptr_equal(transaction_in(capture, 4)->cancels, transaction_in(capture, 1));
    for (uint32_t frame = 5; frame <= 6; frame++) {
        assert_null(transaction_in(capture, frame)->cancels);
    }
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answered_call),
        cmocka_unit_test(ack_of_a_refusal_has_the_branch_of_the_invite),
        cmocka_unit_test(ack_without_invite_fits_nowhere),
        cmocka_unit_test(ack_of_another_number_is_stray),
        cmocka_unit_test(ack_finds_its_invite_without_the_2xx),
        cmocka_unit_test(late_ack_belongs_to_the_first_invite),
        cmocka_unit_test(cancelled_call),
        cmocka_unit_test(cancel_whose_invite_was_not_captured),
        cmocka_unit_test(no_branch_told_apart_by_call_id_cseq_and_tag),
        cmocka_unit_test(branch_without_the_cookie_is_not_trusted),
        cmocka_unit_test(cancel_of_an_old_peer),
        cmocka_unit_test(same_branch_of_another_sender),
        cmocka_unit_test(sent_by_in_another_case),
        cmocka_unit_test(branch_reused_for_the_next_request),
        cmocka_unit_test(branch_reused_by_many_open_requests),
        cmocka_unit_test(same_request_on_both_sides_of_a_nat),
        cmocka_unit_test(response_from_another_address),
        cmocka_unit_test(response_before_its_request),
        cmocka_unit_test(response_before_its_request_in_a_dialog),
        cmocka_unit_test(request_not_captured),
        cmocka_unit_test(response_long_before_the_request_is_another_ones),
        cmocka_unit_test(response_does_not_mirror),
        cmocka_unit_test(response_without_branch),
        cmocka_unit_test(cseq_number_out_of_range),
        cmocka_unit_test(request_contradicts_its_cseq),
        cmocka_unit_test(request_without_cseq),
        cmocka_unit_test(mirrored_call_id_decides_between_equal_branches),
        cmocka_unit_test(unreadable_messages_fit_nowhere),
        cmocka_unit_test(hardly_a_message),
        cmocka_unit_test(two_calls_with_one_call_id),
        cmocka_unit_test(one_call_id_in_both_directions),
        cmocka_unit_test(long_call_ids_differ_in_the_last_byte),
        cmocka_unit_test(long_tags_differ_in_the_last_byte),
        cmocka_unit_test(long_branches_differ_in_the_last_byte),
        cmocka_unit_test(long_to_tags_differ_in_the_last_byte),
        cmocka_unit_test(misnumbered_cancel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
