/* Bounds of the tracker's lists: what is linked, and what is only counted.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

static void line(struct capture *capture, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* One line of a ladder, as g_strdup_printf() would write it. */
static void line(struct capture *capture, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    ladder(capture, text);
    g_free(text);
}

static size_t length_of(const struct sc_record *record)
{
    size_t length = 0;

    for (; record != NULL; record = record->next) {
        length++;
    }
    return length;
}

static size_t child_count(const struct sc_transaction *transaction)
{
    size_t count = 0;

    for (const struct sc_transaction *child = transaction->children; child != NULL;
         child = child->sibling) {
        assert_ptr_equal(child->parent, transaction);
        count++;
    }
    return count;
}

static void responses(void **state)
{
    struct capture *capture = capture_new();

    line(capture, "1 1 alice > bob INVITE : 1\n");
    for (int i = 2; i <= SC_RESPONSES_MAX + 2; i++) {
        line(capture, "%d %d bob > alice 180 to=b%d : 1\n", i, i, i);
    }
    line(capture, "259 300 bob > alice 486 : 1\n");
    const struct sc_transaction *invite = transaction_in(capture, 1);
    assert_int_equal(invite->response_count, SC_RESPONSES_MAX);
    assert_int_equal(length_of(invite->responses), SC_RESPONSES_MAX);
    assert_int_equal(invite->responses_dropped, 2);
    assert_int_equal(invite->responses->frame, 2);
    assert_ptr_equal(invite->last_response, record_in(capture, 259));
    assert_ptr_equal(invite->final, record_in(capture, 259));
    assert_outcome(capture, 1, "busy");

    /* What is not linked is still told from its copies. */
    line(capture, "260 301 bob > alice again 259 : 1 again 259\n");
    assert_int_equal(invite->responses_dropped, 2);
    capture_free(capture);
}

static void acks(void **state)
{
    struct capture *capture = capture_new();

    line(capture, "1 1 alice > bob INVITE : 1\n");
    for (int i = 1; i <= SC_ACKS_MAX + 3; i++) {
        line(capture, "%d %d bob > alice 200 of=1 to=b%d : 1\n", 2 * i, i, i);
        line(capture, "%d %d alice > bob ACK to=b%d : 1\n", 2 * i + 1, i, i);
    }
    const struct sc_transaction *invite = transaction_in(capture, 1);
    assert_int_equal(invite->ack_count, SC_ACKS_MAX);
    assert_int_equal(length_of(invite->ack), SC_ACKS_MAX);
    assert_int_equal(invite->acks_dropped, 3);
    assert_int_equal(invite->ack->frame, 3);
    capture_free(capture);
}

static void branches(void **state)
{
    struct capture *capture = capture_new();

    line(capture, "1 1 alice > p INVITE : 1\n");
    for (int i = 2; i <= SC_BRANCHES_MAX + 3; i++) {
        line(capture, "%d %d p > bob relay 1 : %d\n", i, i, i);
    }
    const struct sc_transaction *invite = transaction_in(capture, 1);
    assert_int_equal(invite->branch_count, SC_BRANCHES_MAX);
    assert_int_equal(child_count(invite), SC_BRANCHES_MAX);
    assert_int_equal(invite->branches_dropped, 2);
    assert_null(transaction_in(capture, SC_BRANCHES_MAX + 2)->parent);
    capture_free(capture);
}

/* The same where the branches wait for a parent that is captured after them. */
static void branches_before_their_parent(void **state)
{
    struct capture *capture = capture_new();

    line(capture, "1 1 alice > p INVITE unseen\n");
    for (int i = 2; i <= SC_BRANCHES_MAX + 3; i++) {
        line(capture, "%d %d p > bob relay 1 : %d\n", i, i, i);
        assert_null(transaction_in(capture, (uint32_t)i)->sibling);
    }
    line(capture, "260 300 alice > p again 1 : 260\n");
    const struct sc_transaction *invite = transaction_in(capture, 260);
    assert_int_equal(invite->branch_count, SC_BRANCHES_MAX);
    assert_int_equal(child_count(invite), SC_BRANCHES_MAX);
    assert_int_equal(invite->branches_dropped, 2);
    capture_free(capture);
}

/* Four proxies that fork are more transactions than one tree holds. */
static void hops(void **state)
{
    enum { FORKS = 4, FIRST = FORKS + 2 };
    struct capture *capture = capture_new();
    unsigned linked = FORKS;
    unsigned dropped = 0;

    line(capture, "1 1 alice > p INVITE : 1\n");
    for (int fork = 0; fork < FORKS; fork++) {
        line(capture, "%d 2 p > q%d relay 1 : %d\n", fork + 2, fork, fork + 2);
    }
    for (int i = 0; i < FORKS * SC_BRANCHES_MAX; i++) {
        int fork = i % FORKS;
        line(capture, "%d 3 q%d > bob relay %d : %d\n", FIRST + i, fork, fork + 2, FIRST + i);
    }
    for (uint32_t fork = 0; fork < FORKS; fork++) {
        const struct sc_transaction *transaction = transaction_in(capture, fork + 2);
        assert_int_equal(child_count(transaction), transaction->branch_count);
        linked += transaction->branch_count;
        dropped += transaction->branches_dropped;
    }
    assert_int_equal(linked, SC_HOPS_MAX);
    assert_int_equal(dropped, FORKS * SC_BRANCHES_MAX + FORKS - SC_HOPS_MAX);
    capture_free(capture);
}

/* Of a dialog the latest requests are linked: those before them have had their time. */
static void requests_of_a_dialog(void **state)
{
    struct capture *capture = capture_new();
    size_t linked = 0;

    line(capture, "1 1 alice > bob INVITE : 1\n2 2 bob > alice 200 : 1\n");
    for (int i = 3; i <= SC_DIALOG_REQUESTS_MAX + 4; i++) {
        line(capture, "%d %d alice > bob INFO to=bob cseq=%d : %d\n", i, i, i, i);
    }
    const struct sc_dialog *dialog = transaction_in(capture, 3)->dialog;
    assert_int_equal(dialog->request_count, SC_DIALOG_REQUESTS_MAX);
    assert_int_equal(dialog->requests_dropped, 2);
    assert_ptr_equal(dialog->latest, transaction_in(capture, SC_DIALOG_REQUESTS_MAX + 4));
    for (const struct sc_transaction *request = dialog->latest; request != NULL;
         request = request->earlier_in_dialog) {
        linked++;
    }
    assert_int_equal(linked, SC_DIALOG_REQUESTS_MAX);
    assert_null(transaction_in(capture, 5)->earlier_in_dialog);
    assert_ptr_equal(transaction_in(capture, 6)->earlier_in_dialog, transaction_in(capture, 5));
    capture_free(capture);
}

/* A request that is captured after its response is linked once. */
static void request_after_its_response(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE                     : 1\n"
                    "2   1  bob > alice  200                        : 1\n"
                    "3   2  alice > bob  INFO to=bob cseq=2 unseen\n"
                    "4   3  bob > alice  200 of=3                   : 0\n"
                    "5   4  alice > bob  again 3                    : 5\n");
    const struct sc_transaction *info = transaction_in(capture, 4);
    assert_ptr_equal(info, transaction_in(capture, 5));
    assert_ptr_equal(info->dialog->latest, info);
    assert_null(info->earlier_in_dialog);
    assert_int_equal(info->dialog->request_count, 1);
    capture_free(capture);
}

static void dialogs_of_a_call(void **state)
{
    struct capture *capture = capture_new();
    size_t linked = 0;

    line(capture, "1 1 alice > bob INVITE call=c : 1\n");
    for (int i = 2; i <= SC_DIALOGS_MAX + 4; i++) {
        line(capture, "%d %d bob > alice 180 to=b%d : 1\n", i, i, i);
    }
    struct sc_slice call_id = transaction_in(capture, 1)->call_id;
    const struct sc_dialog *dialog = sc_tracker_dialogs(tracker_of(capture), call_id);
    assert_int_equal(sc_tracker_dialogs_dropped(tracker_of(capture), call_id), 3);
    assert_int_equal(sc_tracker_dialogs_dropped(tracker_of(capture), sc_slice_of("none")), 0);
    for (int i = SC_DIALOGS_MAX + 4; dialog != NULL; i--, dialog = dialog->sibling) {
        char tag[16];
        g_snprintf(tag, sizeof tag, "b%d", i);
        assert_true(sc_slice_equal(dialog->callee_tag, sc_slice_of(tag)));
        linked++;
    }
    assert_int_equal(linked, SC_DIALOGS_MAX);
    capture_free(capture);
}

/* An upstream hop joins the attempt of the hop downstream, even if that step has all its branches
 * by then. */
static void roots_of_a_step(void **state)
{
    struct capture *capture = capture_new();
    size_t linked = 0;

    ladder(capture, "1  1  alice > p    INVITE unseen\n"
                    "2  1  p > bob      relay 1                  : 2\n"
                    "3  1  alice > p    INVITE unseen\n"
                    "4  1  p > bob      relay 3                  : 4\n"
                    "5  2  bob > p      401 of=2 challenge       : 2\n"
                    "6  3  alice > q    INVITE cseq=2            : 6\n"
                    "7  4  alice > p    again 3                  : 7\n");
    for (int i = 0; i < SC_ROOTS_MAX - 1; i++) {
        line(capture, "%d 5 alice > q INVITE : %d\n", 8 + i, 8 + i);
    }
    const struct sc_attempt *attempt = attempt_in(capture, 4);
    assert_int_equal(attempt->root_count, SC_ROOTS_MAX);
    line(capture, "263 6 alice > p again 1 : 263\n");
    assert_ptr_equal(attempt_in(capture, 263), attempt);
    assert_int_equal(attempt->roots_dropped, 1);
    assert_int_equal(attempt->root_count, SC_ROOTS_MAX);
    for (const struct sc_transaction *root = attempt->roots; root != NULL; root = root->next_root) {
        linked++;
    }
    assert_int_equal(linked, SC_ROOTS_MAX);
    capture_free(capture);
}

static void challenges(void **state)
{
    struct capture *capture = capture_new();
    GString *text = g_string_new("1 1 alice > bob INVITE : 1\n2 2 bob > alice 401");
    size_t count = 0;

    for (int i = 0; i < SC_CHALLENGES_MAX + 2; i++) {
        g_string_append_printf(text, " | WWW-Authenticate: Digest realm=\"r%d\", nonce=\"n\"", i);
    }
    g_string_append(text, " : 1\n");
    ladder(capture, text->str);
    for (const struct sc_challenge *challenge = transaction_in(capture, 1)->challenges;
         challenge != NULL; challenge = challenge->next) {
        count++;
    }
    assert_int_equal(count, SC_CHALLENGES_MAX);
    g_string_free(text, TRUE);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(responses),
        cmocka_unit_test(acks),
        cmocka_unit_test(branches),
        cmocka_unit_test(branches_before_their_parent),
        cmocka_unit_test(hops),
        cmocka_unit_test(requests_of_a_dialog),
        cmocka_unit_test(request_after_its_response),
        cmocka_unit_test(dialogs_of_a_call),
        cmocka_unit_test(roots_of_a_step),
        cmocka_unit_test(challenges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
