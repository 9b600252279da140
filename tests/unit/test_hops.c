/* Hops: which transaction leads to which on a proxy's other side (RFC 3261 section 16).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

static void check_child(const struct capture *capture, uint32_t child, uint32_t parent)
{
    assert_ptr_equal(transaction_in(capture, child)->parent, transaction_in(capture, parent));
    assert_ptr_equal(transaction_in(capture, child)->attempt,
                     transaction_in(capture, parent)->attempt);
}

static size_t attempts_in(struct capture *capture)
{
    return sc_tracker_attempt_count(tracker_of(capture));
}

static size_t child_count(const struct sc_transaction *transaction)
{
    size_t count = 0;

    for (const struct sc_transaction *child = transaction->children; child != NULL;
         child = child->sibling) {
        count++;
    }
    return count;
}

static void two_hops(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                       : 1\n"
                    " 2    1  p > alice    100                          : 1\n"
                    " 3    2  p > bob      relay 1                      : 3\n"
                    " 4   10  bob > p      180                          : 3\n"
                    " 5   11  p > alice    relay 4                      : 1\n"
                    " 6   90  bob > p      200                          : 3\n"
                    " 7   91  p > alice    relay 6                      : 1\n"
                    " 8  100  alice > p    ACK to=bob                   : 1\n"
                    " 9  101  p > bob      relay 8                      : 3\n");
    check_child(capture, 3, 1);
    assert_null(transaction_in(capture, 1)->parent);
    assert_ptr_equal(transaction_in(capture, 1)->children, transaction_in(capture, 3));
    assert_int_equal(transaction_in(capture, 1)->response_count, 3);
    assert_int_equal(transaction_in(capture, 3)->response_count, 2);
    assert_int_equal(attempts_in(capture), 1);
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 3, "answered");
    capture_free(capture);
}

static void three_hops_and_a_refusal(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1   0  alice > p1   INVITE                        : 1\n"
                    " 2   1  p1 > p2      relay 1                       : 2\n"
                    " 3   2  p2 > bob     relay 2                       : 3\n"
                    " 4  10  bob > p2     404                           : 3\n"
                    " 5  11  p2 > bob     ACK b=3 from=alice to=bob     : 3\n"
                    " 6  12  p2 > p1      relay 4                       : 2\n"
                    " 7  13  p1 > p2      ACK b=2 from=alice to=bob     : 2\n"
                    " 8  14  p1 > alice   relay 6                       : 1\n"
                    " 9  15  alice > p1   ACK b=1 to=bob                : 1\n");
    check_child(capture, 2, 1);
    check_child(capture, 3, 2);
    assert_int_equal(transaction_in(capture, 1)->ack->frame, 9);
    assert_int_equal(transaction_in(capture, 3)->ack->frame, 5);
    assert_int_equal(attempts_in(capture), 1);
    assert_outcome(capture, 3, "refused");
    capture_free(capture);
}

static void parallel_fork(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                       : 1\n"
                    " 2    1  p > bob      relay 1                      : 2\n"
                    " 3    1  p > carol    relay 1                      : 3\n"
                    " 4   10  bob > p      180                          : 2\n"
                    " 5   11  p > alice    relay 4                      : 1\n"
                    " 6   12  carol > p    180                          : 3\n"
                    " 7   13  p > alice    relay 6                      : 1\n"
                    " 8  900  bob > p      200                          : 2\n"
                    " 9  901  p > alice    relay 8                      : 1\n"
                    "10  902  p > carol    CANCEL b=3 from=alice        : 10\n"
                    "11  903  carol > p    200                          : 10\n"
                    "12  904  carol > p    487 of=3                     : 3\n"
                    "13  905  p > carol    ACK b=3 from=alice to=carol  : 3\n"
                    "14  906  alice > p    ACK to=bob                   : 1\n"
                    "15  907  p > bob      relay 14                     : 2\n");
    check_child(capture, 2, 1);
    check_child(capture, 3, 1);
    assert_int_equal(child_count(transaction_in(capture, 1)), 2);
    assert_int_equal(attempts_in(capture), 1);
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 2, "answered");
    assert_outcome(capture, 3, "answered-elsewhere");
    assert_outcome(capture, 10, "answered-elsewhere");
    capture_free(capture);
}

static void serial_fork(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                       : 1\n"
                    " 2    1  p > bob      relay 1                      : 2\n"
                    " 3   10  bob > p      486                          : 2\n"
                    " 4   11  p > bob      ACK b=2 from=alice to=bob    : 2\n"
                    " 5   12  p > carol    relay 1                      : 5\n"
                    " 6   90  carol > p    200                          : 5\n"
                    " 7   91  p > alice    relay 6                      : 1\n");
    check_child(capture, 2, 1);
    check_child(capture, 5, 1);
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 2, "busy");
    assert_outcome(capture, 5, "answered");
    assert_int_equal(attempts_in(capture), 1);
    capture_free(capture);
}

/* A fork within a branch of a fork: what happened above explains what happens below. */
static void nested_fork_answered_elsewhere(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p1   INVITE                       : 1\n"
                    " 2    1  p1 > bob     relay 1                      : 2\n"
                    " 3    2  p1 > p2      relay 1                      : 3\n"
                    " 4    3  p2 > carol   relay 3                      : 4\n"
                    " 5   10  carol > p2   180                          : 4\n"
                    " 6   90  bob > p1     200                          : 2\n"
                    " 7   91  p1 > alice   relay 6                      : 1\n"
                    " 8   92  p1 > p2      CANCEL b=3 from=alice        : 8\n"
                    " 9   93  p2 > carol   CANCEL b=4 from=alice        : 9\n"
                    "10   95  carol > p2   487 of=4                     : 4\n");
    check_child(capture, 4, 3);
    assert_outcome(capture, 4, "answered-elsewhere");
    assert_outcome(capture, 3, "answered-elsewhere");
    capture_free(capture);
}

/* Section 18.2.1, RFC 3581: what a server adds to the Via that it received. */
static void received_and_rport_do_not_part_hops(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p1   INVITE                       : 1\n"
                    " 2    1  p1 > p2      relay 1 received             : 2\n"
                    " 3    2  p2 > bob     relay 2 received             : 3\n"
                    " 4   10  bob > p2     486                          : 3\n"
                    " 5   11  p2 > p1      relay 4                      : 2\n"
                    " 6   12  p1 > alice   relay 5                      : 1\n");
    check_child(capture, 2, 1);
    check_child(capture, 3, 2);
    capture_free(capture);
}

/* Two interfaces, merged: frames of one moment come in any order. */
static void child_captured_before_its_parent(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p1   INVITE unseen                : -\n"
                    " 2    1  p1 > p2      relay 1 unseen               : -\n"
                    " 3    2  p2 > bob     relay 2                      : 3\n"
                    " 4    2  p2 > carol   relay 2                      : 4\n"
                    " 5    1  p1 > p2      again 2                      : 5\n"
                    " 6    0  alice > p1   again 1                      : 6\n"
                    " 7   10  bob > p2     486                          : 3\n");
    check_child(capture, 3, 5);
    check_child(capture, 4, 5);
    check_child(capture, 5, 6);
    assert_int_equal(child_count(transaction_in(capture, 5)), 2);
    assert_int_equal(attempts_in(capture), 1);
    const struct sc_attempt *attempt = sc_tracker_attempt(tracker_of(capture), 0);
    assert_ptr_equal(attempt->roots, transaction_in(capture, 6));
    assert_null(attempt->roots->next_root);
    assert_ptr_equal(attempt->first, transaction_in(capture, 6));
    capture_free(capture);
}

static void upstream_side_not_captured(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE unseen                : -\n"
                    " 2    1  p > bob      relay 1                      : 2\n"
                    " 3    1  p > carol    relay 1                      : 3\n"
                    " 4   10  bob > p      486                          : 2\n"
                    " 5   20  carol > p    180                          : 3\n");
    assert_null(transaction_in(capture, 2)->parent);
    assert_null(transaction_in(capture, 3)->parent);
    assert_ptr_equal(transaction_in(capture, 2)->attempt, transaction_in(capture, 3)->attempt);
    assert_int_equal(attempts_in(capture), 1);
    assert_outcome(capture, 2, "unknown");
    ladder(capture, " 6   90  carol > p    200                          : 3\n");
    assert_outcome(capture, 2, "answered");
    assert_outcome(capture, 3, "answered");
    capture_free(capture);
}

/* Section 16.3, step 4: a request may legally come back to a proxy, with more Vias. */
static void spiral(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                       : 1\n"
                    " 2    1  p > app      relay 1                      : 2\n"
                    " 3    2  app > p      relay 2 uri=sip:x@example    : 3\n"
                    " 4    3  p > bob      relay 3                      : 4\n"
                    " 5   10  bob > p      200                          : 4\n"
                    " 6   11  p > app      relay 5                      : 3\n"
                    " 7   12  app > p      relay 6                      : 2\n"
                    " 8   13  p > alice    relay 7                      : 1\n"
                    " 9   20  alice > p    ACK to=bob                   : 1\n"
                    "10   21  p > app      relay 9                      : 2\n"
                    "11   22  app > p      relay 10                     : 3\n"
                    "12   23  p > bob      relay 11                     : 4\n");
    check_child(capture, 2, 1);
    check_child(capture, 3, 2);
    check_child(capture, 4, 3);
    assert_int_equal(attempts_in(capture), 1);
    capture_free(capture);
}

/* An ACK may come from another port than its INVITE: TCP connects anew. The Via names its hop. */
static void ack_from_another_port(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice:4001 > p    INVITE                  : 1\n"
                    " 2    1  p:4002 > bob      relay 1                 : 2\n"
                    " 3   10  bob > p:4002      200                     : 2\n"
                    " 4   11  p > alice:4001    relay 3                 : 1\n"
                    " 5   20  alice:4003 > p    ACK to=bob              : 1\n"
                    " 6   21  p:4004 > bob      relay 5                 : 2\n");
    capture_free(capture);
}

/* Without Record-Route the ACK goes past the proxy (section 16.6, step 4). */
static void ack_past_the_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                       : 1\n"
                    " 2    1  p > bob      relay 1                      : 2\n"
                    " 3   10  bob > p      200                          : 2\n"
                    " 4   11  p > alice    relay 3                      : 1\n"
                    " 5   20  alice > bob  ACK to=bob                   : 1\n");
    capture_free(capture);
}

/* The ACK of the branch that was answered, however many branches there are beside it. */
static void ack_among_many_branches(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > p  INVITE  : 1\n"
                    "2  1  p > bob    relay 1 : 2\n");
    for (int i = 3; i <= 102; i++) {
        char *line = g_strdup_printf("%d 2 p > bob%d relay 1 : %d\n", i, i, i);
        ladder(capture, line);
        g_free(line);
    }
    ladder(capture, "103  3  bob > p    200         : 2\n"
                    "104  4  p > alice  relay 103   : 1\n"
                    "105  5  alice > p  ACK to=bob  : 1\n"
                    "106  6  p > bob    relay 105   : 2\n");
    capture_free(capture);
}

/* Max-Forwards starts at 70 (section 8.1.1.6), so no more hops than that are in order; still all
 * of them are linked. */
static void more_than_seventy_hops(void **state)
{
    struct capture *capture = capture_new();
    enum { HOPS = SC_VIAS_MAX + 20 };

    ladder(capture, "1  0  p > p  INVITE  : 1\n");
    for (int i = 2; i <= HOPS; i++) {
        char *line = g_strdup_printf("%d %d p > p relay %d : %d\n", i, i, i - 1, i);
        ladder(capture, line);
        g_free(line);
    }
    for (int i = HOPS; i > 0; i--) {
        int frame = HOPS + 1 + HOPS - i;
        char *line = i == HOPS
                         ? g_strdup_printf("%d 900 p > p 483 of=%d : %d\n", frame, i, i)
                         : g_strdup_printf("%d 900 p > p relay %d : %d\n", frame, frame - 1, i);
        ladder(capture, line);
        g_free(line);
    }
    for (uint32_t i = 2; i <= HOPS; i++) {
        check_child(capture, i, i - 1);
    }
    assert_int_equal(attempts_in(capture), 1);
    capture_free(capture);
}

/* One Via, over and over: nothing is its own parent. */
static void vias_that_repeat(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  p > p  INVITE b=x : 1\n");
    for (int i = 2; i <= SC_VIAS_MAX + 30; i++) {
        char *line = g_strdup_printf("%d %d p > p relay %d b=x uri=sip:%d\n", i, i, i - 1, i);
        ladder(capture, line);
        g_free(line);
    }
    for (uint32_t i = 1; i <= SC_VIAS_MAX + 30; i++) {
        const struct sc_transaction *transaction = transaction_in(capture, i);
        for (int hops = 0; transaction != NULL; hops++, transaction = transaction->parent) {
            assert_true(hops < SC_VIAS_MAX + 30);
        }
    }
    ladder(capture, "101  200  p > p  200         : 100\n"
                    "102  201  p > p  ACK to=p cseq=1\n");
    capture_free(capture);
}

/* Hops belong together by their whole way, not by the place: other calls stay apart. */
static void two_calls_through_one_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1   0  alice > p    INVITE call=a                 : 1\n"
                    " 2   1  alice > p    INVITE call=b                 : 2\n"
                    " 3   2  p > bob      relay 2                       : 3\n"
                    " 4   3  p > bob      relay 1                       : 4\n"
                    " 5  10  bob > p      200 of=4                      : 4\n"
                    " 6  11  bob > p      486 of=3                      : 3\n");
    check_child(capture, 3, 2);
    check_child(capture, 4, 1);
    assert_int_equal(attempts_in(capture), 2);
    capture_free(capture);
}

static void every_step_on_every_hop_is_one_attempt(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                       : 1\n"
                    " 2    1  p > bob      relay 1                      : 2\n"
                    " 3    2  bob > p      401 challenge                : 2\n"
                    " 4    3  p > alice    relay 3 challenge            : 1\n"
                    " 5    4  alice > p    INVITE cseq=2                : 5\n"
                    " 6    5  p > bob      relay 5                      : 6\n"
                    " 7    6  bob > p      200                          : 6\n"
                    " 8    7  p > alice    relay 7                      : 5\n");
    check_child(capture, 6, 5);
    assert_int_equal(attempts_in(capture), 1);
    assert_int_equal(transaction_in(capture, 1)->attempt->steps, 2);
    assert_ptr_equal(transaction_in(capture, 1)->attempt, transaction_in(capture, 6)->attempt);
    assert_outcome(capture, 1, "answered");
    assert_outcome(capture, 2, "challenged");
    capture_free(capture);
}

/* A proxy answers a challenge itself: its second request has a CSeq number of its own. */
static void proxy_raises_cseq(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > p    INVITE                                         : 1\n"
                    "2    1  p > bob      relay 1                                        : 2\n"
                    "3   10  bob > p      407 | Proxy-Authenticate: Digest nonce=\"n\"   : 2\n"
                    "4   20  p > bob      relay 1 cseq=2 | Proxy-Authorization: Digest nonce=\"n\""
                    "                                                                    : 4\n"
                    "5   90  bob > p      200                                            : 4\n"
                    "6   91  p > alice    200 of=1                                       : 1\n");
    check_child(capture, 2, 1);
    check_child(capture, 4, 1);
    assert_int_equal(attempts_in(capture), 1);
    assert_ptr_equal(transaction_in(capture, 2)->retried_by, transaction_in(capture, 4));
    capture_free(capture);
}

/* The client sends the next step with the same Via itself, and that frame is not there. */
static void next_step_of_a_client_that_keeps_its_branch(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > p    INVITE                        : 1\n"
                    "2   10  p > alice    407 challenge                 : 1\n"
                    "3   20  p > bob      relay 1 cseq=2 credentials    : 3\n");
    assert_null(transaction_in(capture, 3)->parent);
    capture_free(capture);
}

/* Both sides of a hop are captured in the wrong order. */
static void hops_out_of_order(void **state)
{
    struct capture *capture = capture_of("1   0  alice > p1     INVITE  unseen\n"
                                         "2   1  p1    > bob    relay 1      : 2\n");
    struct sc_endpoint proxy = {.family = 4, .address = {10, 0, 0, 2}, .port = 5060};

    assert_int_equal(sc_tracker_server(tracker_of(capture), &proxy)->relay.half, 1);
    assert_int_equal(sc_tracker_server(tracker_of(capture), &proxy)->relay.whole, 0);
    ladder(capture, "3   2  alice > p1     again 1      : 3\n");
    assert_int_equal(sc_tracker_server(tracker_of(capture), &proxy)->relay.half, 0);
    assert_int_equal(sc_tracker_server(tracker_of(capture), &proxy)->relay.whole, 1);
    proxy.address[3] = 3;
    assert_int_equal(sc_tracker_server(tracker_of(capture), &proxy)->relay.whole, 0);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hops),
        cmocka_unit_test(three_hops_and_a_refusal),
        cmocka_unit_test(parallel_fork),
        cmocka_unit_test(serial_fork),
        cmocka_unit_test(nested_fork_answered_elsewhere),
        cmocka_unit_test(received_and_rport_do_not_part_hops),
        cmocka_unit_test(child_captured_before_its_parent),
        cmocka_unit_test(upstream_side_not_captured),
        cmocka_unit_test(spiral),
        cmocka_unit_test(ack_from_another_port),
        cmocka_unit_test(ack_past_the_proxy),
        cmocka_unit_test(ack_among_many_branches),
        cmocka_unit_test(more_than_seventy_hops),
        cmocka_unit_test(vias_that_repeat),
        cmocka_unit_test(two_calls_through_one_proxy),
        cmocka_unit_test(every_step_on_every_hop_is_one_attempt),
        cmocka_unit_test(proxy_raises_cseq),
        cmocka_unit_test(next_step_of_a_client_that_keeps_its_branch),
        cmocka_unit_test(hops_out_of_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
