/* ACKs that match nothing (RFC 3261 sections 13.2.2.4 and 17.1.1.3).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

#define REFUSED                                                                                    \
    "1   0  alice > bob  INVITE          : 1\n"                                                    \
    "2  10  bob > alice  404             : 1\n"
#define ANSWERED                                                                                   \
    "1   0  alice > bob  INVITE          : 1\n"                                                    \
    "2  10  bob > alice  200             : 1\n"

static struct capture *capture_with(const char *before, const char *lines)
{
    struct capture *capture = capture_new();
    char *all = g_strconcat(before, lines, NULL);

    ladder(capture, all);
    g_free(all);
    return capture;
}

/* What differs in the stray ACK in FRAME of the INVITE in frame 1: "branch", "sent-by", "cseq",
 * "to-tag" in this order; NULL: the INVITE has no stray ACK. */
static void check_stray(const char *before, const char *lines, uint32_t frame, const char *expected)
{
    struct capture *capture = capture_with(before, lines);
    const struct sc_stray_ack *stray = transaction_in(capture, 1)->stray_acks;

    if (expected == NULL) {
        assert_null(stray);
    } else {
        assert_non_null(stray);
        assert_null(stray->next);
        assert_int_equal(stray->record->frame, frame);
        char *differs = g_strconcat(
            stray->other_branch ? " branch" : "", stray->other_sent_by ? " sent-by" : "",
            stray->other_cseq ? " cseq" : "", stray->other_to_tag ? " to-tag" : "", NULL);
        assert_string_equal(differs, expected);
        g_free(differs);
        assert_null(transaction_in(capture, 1)->ack);
    }
    capture_free(capture);
}

static void of_a_failure(void **state)
{
    check_stray(REFUSED, "3 20 alice > bob ACK b=x to=bob : 1\n", 3, " branch");
    check_stray(REFUSED, "3 20 alice > bob ACK b=1 cseq=2 to=bob : 1\n", 3, " cseq");
    check_stray(REFUSED, "3 20 alice > bob ACK b=1 sent-by=other to=bob : 1\n", 3, " sent-by");
    check_stray(REFUSED, "3 20 alice > bob ACK b=x cseq=2 to=carol : 1\n", 3,
                " branch cseq to-tag");
    check_stray(REFUSED, "3 20 alice > bob ACK b=1 to=bob : 1\n", 0, NULL);
    check_stray(REFUSED, "3 20 alice > bob ACK b=x from=other to=bob : -\n", 0, NULL);
    check_stray(REFUSED, "3 20 bob > alice ACK b=x from=alice cseq=2 to=bob : -\n", 0, NULL);
}

static void of_an_answer(void **state)
{
    check_stray(ANSWERED, "3 20 alice > bob ACK to=carol : 1\n", 3, " branch to-tag");
    check_stray(ANSWERED, "3 20 alice > bob ACK cseq=2 to=bob : 1\n", 3, " branch cseq");
    check_stray(ANSWERED, "3 20 alice > bob ACK to=bob : 1\n", 0, NULL);
}

/* Each copy of the failure gets an ACK with a branch of its own; one ACK comes again. */
static void several(void **state)
{
    struct capture *capture = capture_with(REFUSED, "3   20  alice > bob  ACK b=x to=bob  : 1\n"
                                                    "4  510  bob > alice  again 2  : 1 again 2\n"
                                                    "5  520  alice > bob  ACK b=y to=bob  : 1\n"
                                                    "6  600  alice > bob  again 5  : 1 again 5\n");
    const struct sc_stray_ack *stray = transaction_in(capture, 1)->stray_acks;

    assert_int_equal(stray->record->frame, 3);
    assert_int_equal(stray->next->record->frame, 5);
    assert_int_equal(stray->next->record->retransmissions, 1);
    assert_null(stray->next->next);
    capture_free(capture);
}

/* Of several INVITEs of one call it is the one with the ACK's top Via, else with its CSeq number.
 */
static void of_which_invite(void **state)
{
    struct capture *capture =
        capture_with(REFUSED, "3  20  alice > bob  INVITE cseq=2  : 3\n"
                              "4  30  bob > alice  404 of=3  : 3\n"
                              "5  40  alice > bob  ACK b=1 cseq=2 to=bob : 1\n"
                              "6  50  alice > bob  ACK b=x cseq=2 to=bob : 3\n"
                              "7  60  alice > bob  ACK b=x cseq=1 to=bob : 1\n"
                              "8  70  alice > bob  ACK b=x cseq=7 to=bob : 3\n");

    assert_int_equal(transaction_in(capture, 1)->stray_acks->record->frame, 5);
    assert_int_equal(transaction_in(capture, 1)->stray_acks->next->record->frame, 7);
    assert_int_equal(transaction_in(capture, 3)->stray_acks->record->frame, 6);
    assert_int_equal(transaction_in(capture, 3)->stray_acks->next->record->frame, 8);
    capture_free(capture);
}

/* What exceeds the bound is counted. */
static void bounded(void **state)
{
    struct capture *capture = capture_with(REFUSED, "");

    for (int i = 0; i < SC_STRAY_ACKS_MAX + 3; i++) {
        char *line = g_strdup_printf("%d %d alice > bob ACK b=x%d to=bob : 1\n", i + 3, i + 20, i);
        ladder(capture, line);
        g_free(line);
    }
    unsigned count = 0;
    for (const struct sc_stray_ack *stray = transaction_in(capture, 1)->stray_acks; stray != NULL;
         stray = stray->next) {
        count++;
    }
    assert_int_equal(count, SC_STRAY_ACKS_MAX);
    assert_int_equal(transaction_in(capture, 1)->stray_acks_dropped, 3);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_failure), cmocka_unit_test(of_an_answer),
        cmocka_unit_test(several),      cmocka_unit_test(of_which_invite),
        cmocka_unit_test(bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
