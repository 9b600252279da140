/* Which request a response answers, where its top Via does not tell (RFC 3261 section 17.1.3).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

#define PROXY_VIA  " | Via: SIP/2.0/UDP p;branch=z9hG4bK-1"
#define CLIENT_VIA " | Via: SIP/2.0/UDP alice;branch=z9hG4bK-1"

/* A proxy copies the branch of its client into its own Via, and leaves that in the response. */
static void proxy_copies_the_branch(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           "1   0  alice > p    INVITE no-via" CLIENT_VIA "                                : 1\n"
           "2   1  p > bob      INVITE no-via from=alice" PROXY_VIA CLIENT_VIA "           : 2\n"
           "3  10  bob > p      486 of=2 to=bob no-via" PROXY_VIA CLIENT_VIA "             : 2\n"
           "4  11  p > alice    486 of=1 to=bob no-via" PROXY_VIA PROXY_VIA CLIENT_VIA "   : 1\n");
    assert_ptr_equal(transaction_in(capture, 2)->parent, transaction_in(capture, 1));
    assert_outcome(capture, 1, "busy");
    capture_free(capture);
}

/* The hop upstream was not captured: the proxy does not answer the request that it sent itself. */
static void proxy_does_not_answer_itself(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           "1   0  p > bob      INVITE no-via from=alice" PROXY_VIA CLIENT_VIA "           : 1\n"
           "2  10  p > alice    486 of=1 to=bob from=alice no-via" PROXY_VIA CLIENT_VIA "  : 0\n"
           "3  20  bob > p      486 of=1 to=bob from=alice no-via" PROXY_VIA CLIENT_VIA "  : 1\n");
    assert_int_equal(transaction_in(capture, 1)->response_count, 1);
    capture_free(capture);
}

/* A gateway rewrites what a Via says besides its branch. */
static void rewritten_via(void **state)
{
    check_ladder(
        "1   0  alice > bob  OPTIONS                                                   : 1\n"
        "2   9  bob > alice  200 no-via | Via: SIP/2.0/UDP alice:5860;branch=z9hG4bK-1 : 1\n");
    check_ladder(
        "1   0  alice > bob  INVITE                                                    : 1\n"
        "2   9  bob > alice  180 no-via | Via: SIP/2.0/UDP other;branch=z9hG4bK-1      : 1\n"
        "3  19  bob > alice  200                                                       : 1\n"
        "4  29  bob > alice  again 3                                           : 1 again 3\n");
}

/* Another call, number, method, From tag, way or branch. */
static void of_another_request(void **state)
{
    static const char via[] = "no-via | Via: SIP/2.0/UDP other;branch=z9hG4bK-";
    char *lines = g_strdup_printf("1   0  alice > bob  OPTIONS               : 1\n"
                                  "2   9  bob > alice  200 call=x %s1        : 0\n"
                                  "3  19  bob > alice  200 cseq=7 %s1        : 0\n"
                                  "4  29  bob > alice  200 cseq-method=INFO %s1 : 0\n"
                                  "5  39  bob > alice  200 from=x %s1        : 0\n"
                                  "6  49  carol > alice  200 of=1 %s1        : 0\n"
                                  "7  59  bob > alice  200 %s2               : 0\n",
                                  via, via, via, via, via, via);

    check_ladder(lines);
    g_free(lines);
}

/* A response to an ACK is none of the INVITE: of the ACK of a failure, of a 2xx, and of an INVITE
 * that was not captured. */
static void response_to_an_ack(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE                    : 1\n"
                    "2  10  bob > alice  404                       : 1\n"
                    "3  20  alice > bob  ACK b=1 to=bob            : 1\n"
                    "4  30  bob > alice  405 of=1 cseq-method=ACK  : 3\n"
                    "5  40  bob > alice  again 4                   : 3 again 4\n");
    const struct sc_transaction *ack = transaction_in(capture, 4);
    assert_slice(ack->method, "ACK");
    assert_ptr_equal(ack->acknowledges, transaction_in(capture, 1));
    assert_int_equal(ack->response_count, 1);
    assert_int_equal(transaction_in(capture, 1)->response_count, 1);
    check_attempts(capture, 1);
    assert_outcome(capture, 4, "refused");
    capture_free(capture);

    check_ladder("1   0  alice > bob  INVITE                            : 1\n"
                 "2  10  bob > alice  200                               : 1\n"
                 "3  20  alice > bob  ACK to=bob                        : 1\n"
                 "4  30  bob > alice  405 of=3 cseq-method=ACK          : 3\n");
    check_ladder("1   0  alice > bob  ACK to=bob                        : -\n"
                 "2  10  bob > alice  405 of=1 cseq-method=ACK          : 1\n"
                 "3  20  bob > alice  405 of=1 cseq-method=ACK to=other : 1\n");
}

/* No ACK was seen that went the other way: a response to the INVITE with a garbled CSeq. */
static void no_ack_to_respond_to(void **state)
{
    check_ladder("1   0  alice > bob  INVITE                    : 1\n"
                 "2  10  bob > alice  404 of=1 cseq-method=ACK  : 1\n");
    check_ladder("1   0  alice > bob  INVITE unseen\n"
                 "2  10  bob > alice  404 of=1 cseq-method=ACK  : 0\n"
                 "3  20  bob > alice  again 2                   : 0 again 2\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proxy_copies_the_branch), cmocka_unit_test(proxy_does_not_answer_itself),
        cmocka_unit_test(rewritten_via),           cmocka_unit_test(of_another_request),
        cmocka_unit_test(response_to_an_ack),      cmocka_unit_test(no_ack_to_respond_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
