/* Dialogs: which one a request belongs to (RFC 3261 sections 12 to 15).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

static const struct sc_dialog *dialog_in(const struct capture *capture, uint32_t frame)
{
    return transaction_in(capture, frame)->dialog;
}

static void confirmed_by_the_2xx(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                       : 1\n"
                    " 2   10  bob > alice  100                          : 1\n");
    assert_null(dialog_in(capture, 1));
    ladder(capture, " 3   90  bob > alice  180                          : 1\n");
    const struct sc_dialog *dialog = dialog_in(capture, 1);
    assert_non_null(dialog);
    assert_slice(dialog->call_id, "call");
    assert_slice(dialog->caller_tag, "alice");
    assert_slice(dialog->callee_tag, "bob");
    assert_ptr_equal(dialog->setup, transaction_in(capture, 1));
    assert_ptr_equal(dialog->invite, transaction_in(capture, 1));
    assert_null(dialog->confirmed);
    ladder(capture, " 4  900  bob > alice  200                          : 1\n"
                    " 5  910  alice > bob  ACK to=bob                   : 1\n");
    assert_ptr_equal(dialog_in(capture, 1), dialog);
    assert_ptr_equal(dialog->confirmed, record_in(capture, 4));
    capture_free(capture);
}

/* Section 12.1: neither a 100, nor a refusal, nor a response without To tag makes one. */
static void what_makes_no_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                       : 1\n"
                    " 2    1  bob > alice  100 to=bob                   : 1\n"
                    " 3    2  bob > alice  180 to=-                     : 1\n"
                    " 4    3  bob > alice  486                          : 1\n"
                    " 5    4  alice > bob  OPTIONS cseq=2               : 5\n"
                    " 6    5  bob > alice  200                          : 5\n"
                    " 7    6  alice > bob  INFO to=bob cseq=3           : 7\n");
    assert_null(dialog_in(capture, 1));
    assert_null(dialog_in(capture, 5));
    assert_null(dialog_in(capture, 7));
    capture_free(capture);
}

static void subscriptions_make_dialogs(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1   0  alice > bob  SUBSCRIBE                     : 1\n"
                    " 2   1  bob > alice  200                           : 1\n"
                    " 3   2  bob > alice  NOTIFY to=alice               : 3\n"
                    " 4   3  alice > bob  200                           : 3\n"
                    " 5   4  alice > bob  REFER call=other              : 5\n"
                    " 6   5  bob > alice  202                           : 5\n"
                    " 7   6  bob > alice  NOTIFY to=alice call=other    : 7\n");
    assert_non_null(dialog_in(capture, 3));
    assert_ptr_equal(dialog_in(capture, 3), dialog_in(capture, 1));
    assert_non_null(dialog_in(capture, 7));
    assert_ptr_equal(dialog_in(capture, 7), dialog_in(capture, 5));
    assert_ptr_not_equal(dialog_in(capture, 1), dialog_in(capture, 5));
    capture_free(capture);
}

/* Section 13.2.2.4: each branch that answers is a dialog of its own. */
static void forks_are_dialogs_of_their_own(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                       : 1\n"
                    " 2   10  p > alice    183 to=bob                   : 1\n"
                    " 3   20  p > alice    180 to=carol                 : 1\n"
                    " 4   30  alice > p    PRACK to=bob cseq=2          : 4\n"
                    " 5   31  alice > p    PRACK to=carol cseq=3        : 5\n"
                    " 6   90  p > alice    200 to=carol of=1            : 1\n"
                    " 7   91  alice > p    ACK to=carol                 : 1\n"
                    " 8   92  p > alice    200 to=dave of=1             : 1\n"
                    " 9   93  alice > p    ACK to=dave                  : 1\n"
                    "10   94  alice > p    BYE to=dave cseq=4           : 10\n"
                    "11   99  alice > p    BYE to=carol cseq=4          : 11\n");
    assert_slice(dialog_in(capture, 4)->callee_tag, "bob");
    assert_slice(dialog_in(capture, 5)->callee_tag, "carol");
    assert_null(dialog_in(capture, 4)->confirmed);
    assert_ptr_equal(dialog_in(capture, 5)->confirmed, record_in(capture, 6));
    assert_ptr_equal(dialog_in(capture, 10)->confirmed, record_in(capture, 8));
    assert_ptr_equal(dialog_in(capture, 10)->bye, transaction_in(capture, 10));
    assert_ptr_equal(dialog_in(capture, 11)->bye, transaction_in(capture, 11));
    /* The call goes on in the dialog of the 2xx that came first. */
    assert_ptr_equal(dialog_in(capture, 1), dialog_in(capture, 5));
    capture_free(capture);
}

static void requests_in_both_directions(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                          : 1\n"
                    " 2   90  bob > alice  200                             : 1\n"
                    " 3   91  alice > bob  ACK to=bob                      : 1\n"
                    " 4  100  alice > bob  INFO to=bob cseq=2              : 4\n"
                    " 5  101  bob > alice  200                             : 4\n"
                    " 6  102  bob > alice  INFO to=alice                   : 6\n"
                    " 7  103  alice > bob  200                             : 6\n"
                    " 8  900  bob > alice  BYE to=alice cseq=2             : 8\n"
                    " 9  901  alice > bob  BYE to=bob cseq=3               : 9\n");
    for (uint32_t frame = 4; frame <= 9; frame++) {
        assert_ptr_equal(dialog_in(capture, frame), dialog_in(capture, 1));
    }
    assert_ptr_equal(dialog_in(capture, 1)->bye, transaction_in(capture, 8));
    capture_free(capture);
}

static void reinvites_and_their_acks(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                          : 1\n"
                    " 2   90  bob > alice  200                             : 1\n"
                    " 3   91  alice > bob  ACK to=bob                      : 1\n"
                    " 4  100  bob > alice  INVITE to=alice                 : 4\n"
                    " 5  101  alice > bob  200                             : 4\n"
                    " 6  102  bob > alice  ACK to=alice                    : 4\n"
                    " 7  200  alice > bob  INVITE to=bob cseq=2            : 7\n"
                    " 8  201  bob > alice  491                             : 7\n"
                    " 9  202  alice > bob  ACK b=7 to=bob cseq=2           : 7\n"
                    "10  300  alice > bob  INVITE to=bob cseq=3            : 10\n"
                    "11  301  bob > alice  200                             : 10\n"
                    "12  302  alice > bob  ACK to=bob cseq=3               : 10\n");
    assert_ptr_equal(dialog_in(capture, 1)->setup, transaction_in(capture, 1));
    assert_ptr_equal(dialog_in(capture, 1)->invite, transaction_in(capture, 10));
    assert_ptr_equal(dialog_in(capture, 1)->confirmed, record_in(capture, 2));
    assert_ptr_equal(dialog_in(capture, 4), dialog_in(capture, 1));
    assert_int_equal(transaction_in(capture, 4)->ack->frame, 6);
    capture_free(capture);
}

/* Both ask at once, with the same number, and one of them gets a 200 against section 14.2. */
static void crossing_reinvites_with_one_number(void **state)
{
    check_ladder(" 1    0  alice > bob  INVITE cseq=7                   : 1\n"
                 " 2   90  bob > alice  200                             : 1\n"
                 " 3   91  alice > bob  ACK to=bob cseq=7               : 1\n"
                 " 4  100  alice > bob  INVITE to=bob cseq=8            : 4\n"
                 " 5  101  bob > alice  INVITE to=alice cseq=8          : 5\n"
                 " 6  102  bob > alice  200 of=4                        : 4\n"
                 " 7  103  alice > bob  ACK to=bob cseq=8               : 4\n"
                 " 8  104  alice > bob  491 of=5                        : 5\n"
                 " 9  105  bob > alice  ACK b=5 to=alice cseq=8         : 5\n");
}

/* A peer that changes a tag is in no dialog that the other knows (it will answer 481). */
static void changed_tags_are_no_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                          : 1\n"
                    " 2   90  bob > alice  200                             : 1\n"
                    " 3   91  alice > bob  ACK to=bob2                     : 1\n"
                    " 4   92  alice > bob  ACK to=bob from=alice2          : -\n"
                    " 5  100  alice > bob  BYE to=bob2 cseq=2              : 5\n"
                    " 6  101  alice > bob  BYE to=bob from=alice2 cseq=2   : 6\n"
                    " 7  102  alice > bob  BYE to=bob call=other cseq=2    : 7\n"
                    " 8  103  alice > bob  BYE cseq=2                      : 8\n"
                    " 9  104  bob > alice  481                             : 8\n");
    for (uint32_t frame = 5; frame <= 8; frame++) {
        assert_null(dialog_in(capture, frame));
    }
    assert_null(dialog_in(capture, 1)->bye);
    assert_null(transaction_in(capture, 1)->ack);
    capture_free(capture);
}

/* The NOTIFY may overtake the 2xx, or the 2xx be missing; each notifier of a fork has a dialog. */
static void notify_makes_a_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  SUBSCRIBE                       : 1\n"
                    " 2   10  bob > alice  NOTIFY to=alice                 : 2\n"
                    " 3   20  bob > alice  200 of=1                        : 1\n"
                    " 4   30  carol > alice  NOTIFY to=alice               : 4\n"
                    " 5  500  alice > bob  SUBSCRIBE to=bob cseq=2         : 5\n");
    const struct sc_dialog *dialog = dialog_in(capture, 2);
    assert_non_null(dialog);
    assert_ptr_equal(dialog->setup, transaction_in(capture, 1));
    assert_int_equal(dialog->confirmed->frame, 3);
    assert_ptr_equal(dialog_in(capture, 1), dialog);
    assert_ptr_equal(dialog_in(capture, 5), dialog);
    assert_ptr_equal(transaction_in(capture, 5)->earlier_in_dialog, transaction_in(capture, 2));
    assert_non_null(dialog_in(capture, 4));
    assert_ptr_not_equal(dialog_in(capture, 4), dialog);
    capture_free(capture);
}

static void notify_of_a_refer_makes_a_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  REFER                           : 1\n"
                    " 2   10  bob > alice  NOTIFY to=alice                 : 2\n");
    assert_ptr_equal(dialog_in(capture, 2)->setup, transaction_in(capture, 1));
    capture_free(capture);
}

/* The subscription was refused, is of another user, or of no one; another method. */
static void notify_makes_no_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  SUBSCRIBE                       : 1\n"
                    " 2   10  bob > alice  489                             : 1\n"
                    " 3   20  bob > alice  NOTIFY to=alice                 : 3\n"
                    " 4   30  alice > bob  SUBSCRIBE call=x                : 4\n"
                    " 5   40  bob > alice  NOTIFY call=x to=carol          : 5\n"
                    " 6   50  bob > alice  NOTIFY call=y to=alice          : 6\n"
                    " 7   60  bob > alice  INFO call=x to=alice            : 7\n");
    assert_null(dialog_in(capture, 3));
    assert_null(dialog_in(capture, 5));
    assert_null(dialog_in(capture, 6));
    assert_null(dialog_in(capture, 7));
    capture_free(capture);
}

static void all_hops_share_the_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > p    INVITE                          : 1\n"
                    " 2    1  p > bob      relay 1                         : 2\n"
                    " 3   10  bob > p      200                             : 2\n"
                    " 4   11  p > alice    relay 3                         : 1\n"
                    " 5  100  bob > p      INVITE to=alice                 : 5\n"
                    " 6  101  p > alice    relay 5                         : 6\n"
                    " 7  110  alice > p    200                             : 6\n"
                    " 8  111  p > bob      relay 7                         : 5\n"
                    " 9  120  bob > p      ACK to=alice                    : 5\n"
                    "10  121  p > alice    relay 9                         : 6\n"
                    "11  200  alice > p    BYE to=bob cseq=2               : 11\n"
                    "12  201  p > bob      relay 11                        : 12\n");
    assert_non_null(dialog_in(capture, 1));
    assert_ptr_equal(dialog_in(capture, 1), dialog_in(capture, 2));
    assert_ptr_equal(dialog_in(capture, 1), dialog_in(capture, 6));
    assert_ptr_equal(dialog_in(capture, 1), dialog_in(capture, 12));
    assert_ptr_equal(dialog_in(capture, 1)->bye, transaction_in(capture, 11));
    capture_free(capture);
}

/* The capture starts within the call: what there was before is not known, and nothing made up. */
static void capture_starts_within_a_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE to=bob cseq=5            : 1\n"
                    " 2   10  bob > alice  200                             : 1\n"
                    " 3   20  alice > bob  ACK to=bob cseq=5               : 1\n"
                    " 4   90  alice > bob  BYE to=bob cseq=6               : 4\n");
    assert_null(dialog_in(capture, 1));
    assert_null(dialog_in(capture, 4));
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(confirmed_by_the_2xx),
        cmocka_unit_test(what_makes_no_dialog),
        cmocka_unit_test(subscriptions_make_dialogs),
        cmocka_unit_test(forks_are_dialogs_of_their_own),
        cmocka_unit_test(requests_in_both_directions),
        cmocka_unit_test(reinvites_and_their_acks),
        cmocka_unit_test(crossing_reinvites_with_one_number),
        cmocka_unit_test(changed_tags_are_no_dialog),
        cmocka_unit_test(notify_makes_a_dialog),
        cmocka_unit_test(notify_of_a_refer_makes_a_dialog),
        cmocka_unit_test(notify_makes_no_dialog),
        cmocka_unit_test(all_hops_share_the_dialog),
        cmocka_unit_test(capture_starts_within_a_dialog),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
