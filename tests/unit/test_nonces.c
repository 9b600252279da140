/* Which request answers a challenge, and nonce counts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

#define ASKS     "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n\" "
#define USES(nc) "| Authorization: Digest username=\"u\", nonce=\"n\", nc=" nc " "
#define ASKED                                                                                      \
    "1   0  alice > bob  REGISTER          : 1\n"                                                  \
    "2  10  bob > alice  401 " ASKS "      : 1\n"

/* The frame of the request that answers the challenge in frame 2; 0: none. */
static void check_answer(const char *lines, uint32_t frame)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    const struct sc_transaction *answer = transaction_in(capture, 1)->retried_by;
    assert_int_equal(answer != NULL ? answer->request.frame : 0, frame);
    capture_free(capture);
}

static void answered(void **state)
{
    check_answer(ASKED, 0);
    check_answer(ASKED "3 20 alice > bob REGISTER cseq=2 : 3\n", 0);
    check_answer(ASKED "3 20 alice > bob REGISTER cseq=2 credentials : 3\n"
                       "4 30 alice > bob REGISTER cseq=3 credentials : 4\n",
                 3);
    check_answer(ASKED "3 20 alice > bob REGISTER " USES("1") " : 3\n", 3);
    check_answer(ASKED "3 20 alice > bob REGISTER call=other " USES("1") " : 3\n", 3);
    check_answer(ASKED "3 20 alice > bob REGISTER call=a " USES(
                     "1") " : 3\n"
                          "4 30 alice > bob REGISTER call=b " USES("2") " : 4\n",
                 3);
    check_answer(ASKED "3 20 alice > bob REGISTER call=other credentials : 3\n", 0);
    check_answer(ASKED "3 20 carol > bob REGISTER call=other " USES("1") " : 3\n", 0);
}

/* How many attempts three requests make, how many steps the last one's has, and the outcome. */
static void check_attempt(const char *lines, uint32_t frame, size_t count, unsigned steps,
                          const char *outcome)
{
    struct capture *capture = capture_new();
    const struct sc_transaction *transaction;

    ladder(capture, lines);
    transaction = transaction_in(capture, frame);
    check_attempts(capture, count);
    assert_int_equal(transaction->attempt->steps, steps);
    assert_outcome(capture, 1, outcome);
    capture_free(capture);
}

/* A nonce leads to its challenge whatever From tag, Call-ID and time are (RFC 3261 section 22.2).
 */
static void steps(void **state)
{
    check_attempt(ASKED "3 17000 alice > bob REGISTER cseq=2 from=other " USES(
                      "1") " : 3\n"
                           "4 17010 bob > alice 200                                      : 3\n",
                  3, 1, 2, "answered");
    check_attempt(ASKED "3 51000 alice > bob REGISTER cseq=2 " USES(
                      "1") "            : 3\n"
                           "4 51010 bob > alice 403                                      : 3\n",
                  3, 1, 2, "refused");
    check_attempt(
        ASKED "3 400000 alice > bob REGISTER call=other " USES(
            "1") "       : 3\n"
                 "4 400010 bob > alice 401 " ASKS "                            : 3\n"
                 "5 400020 alice > bob REGISTER call=other cseq=2 " USES(
                     "2") " : 5\n"
                          "6 400030 bob > alice 200                                     : 5\n",
        5, 1, 3, "answered");
    check_attempt(ASKED "3 20 alice > bob REGISTER call=other " USES(
                      "1") " : 3\n"
                           "4 30 bob > alice 200                               : 3\n"
                           "5 90000 alice > bob REGISTER call=third " USES("2") " : 5\n",
                  5, 2, 1, "answered");
    check_attempt(ASKED "3 20 alice > bob SUBSCRIBE from=other " USES("1") " : 3\n", 3, 2, 1,
                  "challenged");
    check_attempt(ASKED "3 20 alice > bob REGISTER from=other | Authorization: Digest nonce=\"m\" "
                        ": 3\n",
                  3, 2, 1, "challenged");
    check_attempt(ASKED "3 20 alice > carol REGISTER from=other " USES("1") " : 3\n", 3, 2, 1,
                  "challenged");
}

/* The ACK of a 2xx goes by the From tag of the step. */
static void step_with_another_tag(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE                        : 1\n"
                    "2  10  bob > alice  401 " ASKS "                  : 1\n"
                    "3  20  alice > bob  ACK b=1 to=bob                : 1\n"
                    "4  30  alice > bob  INVITE cseq=2 from=other " USES(
                        "1") " : 4\n"
                             "5  40  bob > alice  200                           : 4\n"
                             "6  50  alice > bob  ACK cseq=2 from=other to=bob  : 4\n");
    assert_ptr_equal(transaction_in(capture, 4)->retry_of, transaction_in(capture, 1));
    assert_int_equal(transaction_in(capture, 4)->ack->frame, 6);
    capture_free(capture);
}

static void which_challenge(void **state)
{
    struct capture *capture = capture_new();

    ladder(
        capture, ASKED
        "3  20  bob > alice  401 | WWW-Authenticate: Digest realm=\"r\", nonce=\"m\" : 1 again 2\n"
        "4  30  alice > bob  INVITE call=other | Authorization: Digest nonce=\"x\", "
        "Digest nonce=\"m\" | Proxy-Authorization: Digest nonce=\"n\" : 4\n");
    const struct sc_answer *answer = transaction_in(capture, 4)->answers;
    assert_non_null(answer);
    assert_int_equal(answer->header, SC_HEADER_AUTHORIZATION);
    assert_int_equal(answer->index, 1);
    assert_int_equal(answer->challenge->frame, 2);
    assert_ptr_equal(answer->challenged, transaction_in(capture, 1));
    answer = answer->next;
    assert_non_null(answer);
    assert_int_equal(answer->header, SC_HEADER_PROXY_AUTHORIZATION);
    assert_int_equal(answer->index, 0);
    assert_int_equal(answer->challenge->frame, 2);
    assert_null(answer->next);
    capture_free(capture);
}

static void answered_without_nonce(void **state)
{
    check_answer("1   0  alice > bob  REGISTER                                : 1\n"
                 "2  10  bob > alice  401 | WWW-Authenticate: Digest realm=r  : 1\n"
                 "3  20  alice > bob  REGISTER call=other credentials         : 3\n",
                 0);
}

/* Another final than a challenge has no answer. */
static void nothing_to_answer(void **state)
{
    check_answer("1   0  alice > bob  REGISTER           : 1\n"
                 "2  10  bob > alice  423 " ASKS "       : 1\n"
                 "3  20  alice > bob  REGISTER cseq=2 " USES("1") " : 3\n",
                 0);
}

/* The frame with as high a count as the request in FRAME has; 0: none. */
static void check_reuse(const char *lines, uint32_t frame, uint32_t earlier, uint32_t count)
{
    struct capture *capture = capture_new();
    char *all =
        g_strconcat(ASKED "3  20  alice > bob  REGISTER cseq=2 " USES("2") " : 3\n", lines, NULL);

    ladder(capture, all);
    const struct sc_nonce_reuse *reuse = transaction_in(capture, frame)->nonce_reuse;
    assert_int_equal(reuse != NULL ? reuse->frame : 0, earlier);
    assert_int_equal(reuse != NULL ? reuse->count : 0, count);
    g_free(all);
    capture_free(capture);
}

static void counted(void **state)
{
    check_reuse("4  30  alice > bob  REGISTER cseq=3 " USES("3") " : 4\n", 4, 0, 0);
    check_reuse("4  30  alice > bob  REGISTER cseq=3 " USES("2") " : 4\n", 4, 3, 2);
    check_reuse("4  30  alice > bob  INVITE call=other " USES("00000001") " : 4\n", 4, 3, 2);
    check_reuse("4  30  alice > bob  REGISTER cseq=3 " USES("x") " : 4\n", 4, 0, 0);
    check_reuse("4  30  alice > bob  REGISTER cseq=3 | Authorization: Digest username=\"v\", "
                "nonce=\"n\", nc=1 : 4\n",
                4, 0, 0);
    check_reuse("4  30  alice > bob  REGISTER cseq=3 | Authorization: Digest username=\"u\", "
                "nonce=\"m\", nc=1 : 4\n",
                4, 0, 0);
}

/* The same request, a copy of its credentials, or a nonce that was offered again. */
static void not_counted(void **state)
{
    check_reuse("4  30  alice > bob  again 3                          : 3 again 3\n", 3, 0, 0);
    check_reuse("4  30  alice > bob  REGISTER cseq=2 " USES("2") "    : 4\n", 4, 0, 0);
    check_reuse("4  30  bob > carol  relay 3 " USES("2") "            : 4\n", 4, 0, 0);
    check_reuse("4  30  alice > bob  REGISTER cseq=3 " USES(
                    "3") "    : 4\n"
                         "5  40  bob > carol  relay 3 " USES("2") "            : 5\n",
                5, 0, 0);
    check_reuse("4  30  alice > bob  CANCEL cseq=2 b=3 " USES("2") "  : 4\n", 4, 0, 0);
    check_reuse("4  30  bob > alice  401 " ASKS "                     : 3\n"
                "5  40  alice > bob  REGISTER cseq=3 " USES("1") "    : 5\n",
                5, 0, 0);
}

static void which_credentials(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           "1  0  alice > bob  INVITE | Proxy-Authorization: Digest nonce=\"n\", nc=7 : 1\n"
           "2 10  alice > bob  INVITE cseq=2 | Proxy-Authorization: Digest nonce=\"m\", "
           "nc=1, Digest nonce=\"n\", nc=6 : 2\n");
    const struct sc_nonce_reuse *reuse = transaction_in(capture, 2)->nonce_reuse;
    assert_non_null(reuse);
    assert_int_equal(reuse->header, SC_HEADER_PROXY_AUTHORIZATION);
    assert_int_equal(reuse->index, 1);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answered),
        cmocka_unit_test(steps),
        cmocka_unit_test(step_with_another_tag),
        cmocka_unit_test(which_challenge),
        cmocka_unit_test(answered_without_nonce),
        cmocka_unit_test(nothing_to_answer),
        cmocka_unit_test(counted),
        cmocka_unit_test(not_counted),
        cmocka_unit_test(which_credentials),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
