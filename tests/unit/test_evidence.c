/* What a frame of evidence holds and shows, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <string.h>

#include "ladder.h"
#include "sipcodes/evidence.h"

/* What is said of a frame where the finding says nothing of its own. */
static void check_words(struct capture *capture, uint32_t frame, const char *expected)
{
    struct sc_evidence evidence = {.frame = frame};
    struct sc_sighting sighting = sc_tracker_sighting(tracker_of(capture), frame);
    char text[SC_EVIDENCE_TEXT_SIZE];

    sc_evidence_write(&evidence, &sighting, text);
    assert_string_equal(text, expected);
}

static void messages_are_named(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE | Content-Type: application/sdp | body v=0  : 1\n"
                    "2   5  bob > alice  401 challenge                   : 1\n"
                    "3   6  alice > bob  ACK b=1 to=bob                  : 1\n"
                    "4  10  alice > bob  REGISTER cseq=9 credentials     : 4\n"
                    "5  20  bob > alice  200 cseq=9                      : 4\n");
    check_words(capture, 1, "INVITE with SDP");
    check_words(capture, 2, "401 Unauthorized to INVITE");
    check_words(capture, 3, "ACK");
    check_words(capture, 4, "REGISTER with credentials");
    check_words(capture, 5, "200 OK to REGISTER");
    capture_free(capture);
}

static void copies_and_errors_are_named(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  OPTIONS       : 1\n"
                    "2  500  alice > bob  again 1       : 1 again 1\n"
                    "3  501  bob > alice  icmp 2 port   : 1\n"
                    "4  600  bob > alice  200           : 1\n"
                    "5  601  alice > bob  icmp 4 port   : 1\n");
    check_words(capture, 2, "OPTIONS, sent again");
    check_words(capture, 3, "ICMP error about OPTIONS");
    check_words(capture, 5, "ICMP error about OPTIONS");
    capture_free(capture);
}

static void codes_that_nobody_registered_have_no_phrase(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE : 1\n"
                    "2   5  bob > alice  499    : 1\n");
    check_words(capture, 2, "499 to INVITE");
    capture_free(capture);
}

/* A frame that holds nothing known, or that was not seen. */
static void other_frames_say_what_the_finding_says(void **state)
{
    struct sc_evidence evidence = {.frame = 7, .shows = "TCP reset"};
    struct capture *capture = capture_of("1   0  alice > bob  INVITE : 1\n");
    struct sc_sighting none = sc_tracker_sighting(tracker_of(capture), 7);
    struct sc_sighting invite = sc_tracker_sighting(tracker_of(capture), 1);
    char text[SC_EVIDENCE_TEXT_SIZE];

    check_words(capture, 0, "");
    check_words(capture, UINT32_MAX, "");
    sc_evidence_write(&evidence, &none, text);
    assert_string_equal(text, "TCP reset");
    sc_evidence_write(&evidence, &invite, text);
    assert_string_equal(text, "INVITE: TCP reset");
    capture_free(capture);
}

/* Which of several messages in a frame is meant is not known. */
static void of_several_messages_none_is_named(void **state)
{
    struct capture *capture = capture_of("1   0  alice > bob  INVITE : 1\n"
                                         "2   5  bob > alice  486    : 1\n");
    struct sc_event event = {.kind = SC_EVENT_MESSAGE,
                             .packet = capture_frame(capture, 2)->packet,
                             .bytes = capture_frame(capture, 2)->bytes};
    struct sc_message message;

    check_words(capture, 2, "486 Busy Here to INVITE");
    (void)sc_tracker_tell(tracker_of(capture), &event, &message);
    check_words(capture, 2, "");
    event.packet.frame = 1; /* it comes too late to be found */
    (void)sc_tracker_tell(tracker_of(capture), &event, &message);
    check_words(capture, 1, "INVITE");
    capture_discard(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_named),
        cmocka_unit_test(copies_and_errors_are_named),
        cmocka_unit_test(codes_that_nobody_registered_have_no_phrase),
        cmocka_unit_test(other_frames_say_what_the_finding_says),
        cmocka_unit_test(of_several_messages_none_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
