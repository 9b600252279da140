/* The longest request that each server took.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

/* The frame of the longest request that the receiver of FRAME took; 0: unknown. */
static uint32_t longest_taken(struct capture *capture, uint32_t frame)
{
    const struct sc_endpoint *server = transaction_in(capture, frame)->request.destination;
    const struct sc_record *request =
        sc_tracker_server(tracker_of(capture), server)->longest_request;

    return request != NULL ? request->frame : 0;
}

static void the_longest_counts(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  MESSAGE          | body xx   : 1\n");
    assert_int_equal(longest_taken(capture, 1), 0);
    ladder(capture, "2  10  bob > alice  200                          : 1\n"
                    "3  20  alice > bob  MESSAGE cseq=2   | body xxx  : 3\n"
                    "4  30  bob > alice  404                          : 3\n"
                    "5  40  alice > bob  MESSAGE cseq=3   | body x    : 5\n"
                    "6  50  bob > alice  200                          : 5\n");
    assert_int_equal(longest_taken(capture, 1), 3);
    capture_free(capture);
}

static void refusals_for_the_length_do_not_count(void **state)
{
    static const char *const codes[] = {"100", "183", "400", "413", "414", "500", "503", "513"};

    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        struct capture *capture = capture_new();
        char *lines = g_strdup_printf("1   0  alice > bob  INVITE  : 1\n"
                                      "2  10  bob > alice  %s      : 1\n",
                                      codes[i]);
        ladder(capture, lines);
        assert_int_equal(longest_taken(capture, 1), 0);
        g_free(lines);
        capture_free(capture);
    }
}

static void each_server_has_its_own(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob       MESSAGE          | body xx  : 1\n"
                    "2  10  bob > alice       200                         : 1\n"
                    "3  20  alice > bob:5070  MESSAGE cseq=2   | body x   : 3\n"
                    "4  30  alice > carol     MESSAGE cseq=3   | body x   : 4\n"
                    "5  40  carol > alice     603                         : 4\n");
    assert_int_equal(longest_taken(capture, 1), 1);
    assert_int_equal(longest_taken(capture, 3), 0);
    assert_int_equal(longest_taken(capture, 4), 4);
    capture_free(capture);
}

static void a_request_that_was_not_captured_tells_nothing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  MESSAGE unseen                   : -\n"
                    "2  10  bob > alice  200                              : 0\n"
                    "3  20  alice > bob  MESSAGE cseq=2                   : 3\n");
    assert_int_equal(longest_taken(capture, 3), 0);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_counts),
        cmocka_unit_test(refusals_for_the_length_do_not_count),
        cmocka_unit_test(each_server_has_its_own),
        cmocka_unit_test(a_request_that_was_not_captured_tells_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
