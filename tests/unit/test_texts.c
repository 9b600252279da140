/* The bytes that the tracker keeps of messages: whose, how many, and how long.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

static void bytes_of_each_distinct_message_are_kept(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1     0  alice > bob    INVITE | Subject: hello  : 1\n"
                    "2   500  alice > bob    again 1                  : 1 again 1\n"
                    "3   510  bob > alice    486                      : 1\n");
    const struct sc_record *request = record_in(capture, 1);
    assert_int_equal(request->size, request->text.size);
    assert_memory_equal(request->text.data, "INVITE ", 7);
    assert_non_null(g_strstr_len(request->text.data, (gssize)request->text.size, "Subject: hello"));
    assert_memory_equal(record_in(capture, 3)->text.data, "SIP/2.0 486 ", 12);
    capture_free(capture);
}

static void bytes_behind_the_body_are_kept_with_it(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE  | Content-Length: 2 | body abcdef  : 1\n");
    const struct sc_record *request = record_in(capture, 1);
    assert_int_equal(request->text.size, request->size + 4);
    assert_memory_equal(request->text.data + request->text.size - 6, "abcdef", 6);
    capture_free(capture);
}

/* What a rule misses in them could stand in the part that is gone. */
static void nothing_is_kept_of_cut_messages(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE  cut                                        : 1\n"
                    "2  10  alice > bob  OPTIONS tcp cseq=2 | Content-Length: 9 | body abc  : 2\n");
    assert_false(sc_slice_present(record_in(capture, 1)->text));
    assert_true(record_in(capture, 1)->size > 0);
    assert_false(sc_slice_present(record_in(capture, 2)->text));
    capture_free(capture);
}

static void large_messages_are_not_kept(void **state)
{
    struct capture *capture = capture_new();
    char *filling = g_strnfill(SC_TEXT_MAX, 'x');
    char *lines = g_strdup_printf("1  0  alice > bob  INVITE  | Subject: %s  : 1\n", filling);

    ladder(capture, lines);
    assert_false(sc_slice_present(record_in(capture, 1)->text));
    assert_true(record_in(capture, 1)->size > SC_TEXT_MAX);
    g_free(lines);
    g_free(filling);
    capture_free(capture);
}

static void old_bytes_are_forgotten(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1       0  alice > bob  INVITE   : 1\n"
                    "2  300000  bob > alice  180      : 1\n");
    assert_true(sc_slice_present(record_in(capture, 1)->text));
    ladder(capture, "3  300001  bob > alice  486      : 1\n");
    assert_false(sc_slice_present(record_in(capture, 1)->text));
    assert_true(sc_slice_present(record_in(capture, 2)->text));
    capture_free(capture);
}

/* A flood pushes the oldest out. */
static void all_bytes_together_are_bounded(void **state)
{
    struct capture *capture = capture_new();
    char *filling = g_strnfill(SC_TEXT_MAX - 1024, 'x');
    uint32_t count = SC_TEXT_TOTAL_MAX / (SC_TEXT_MAX - 1024) + 10;
    size_t kept = 0;

    for (uint32_t frame = 1; frame <= count; frame++) {
        char *line = g_strdup_printf("%u  0  alice > bob  OPTIONS  cseq=%u | Subject: %s  : %u\n",
                                     frame, frame, filling, frame);
        ladder(capture, line);
        g_free(line);
    }
    for (uint32_t frame = 1; frame <= count; frame++) {
        kept += record_in(capture, frame)->text.size;
    }
    assert_false(sc_slice_present(record_in(capture, 1)->text));
    assert_true(sc_slice_present(record_in(capture, count)->text));
    assert_true(kept >= SC_TEXT_TOTAL_MAX - SC_TEXT_MAX && kept <= SC_TEXT_TOTAL_MAX + SC_TEXT_MAX);
    g_free(filling);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_of_each_distinct_message_are_kept),
        cmocka_unit_test(bytes_behind_the_body_are_kept_with_it),
        cmocka_unit_test(nothing_is_kept_of_cut_messages),
        cmocka_unit_test(large_messages_are_not_kept),
        cmocka_unit_test(old_bytes_are_forgotten),
        cmocka_unit_test(all_bytes_together_are_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
