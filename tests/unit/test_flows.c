/* Hosts, and what a capture lacks between them: each member of struct sc_gaps by itself.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

static void addresses_are_told_from_names(void **state)
{
    struct sc_endpoint four = {.family = 4, .address = {10, 0, 0, 1}};
    struct sc_endpoint six = {.family = 6, .address = {0xFD, [15] = 1}};
    struct sc_endpoint none = {0};

    assert_true(sc_endpoint_is(&four, sc_slice_of("10.0.0.1")));
    assert_true(sc_endpoint_is(&six, sc_slice_of("fd00::1")));
    assert_true(sc_endpoint_is(&six, sc_slice_of("FD00:0:0:0:0:0:0:1")));
    assert_false(sc_endpoint_is(&four, sc_slice_of("10.0.0.10")));
    assert_false(sc_endpoint_is(&six, sc_slice_of("10.0.0.1")));
    assert_false(sc_endpoint_is(&four, sc_slice_of("fd00::1")));
    assert_false(sc_endpoint_is(&four, sc_slice_of("a.example")));
    assert_false(sc_endpoint_is(&none, sc_slice_of("10.0.0.1")));
    assert_false(sc_endpoint_is(&four, (struct sc_slice){0}));
    assert_false(sc_endpoint_is(&none, (struct sc_slice){0}));
    assert_false(sc_endpoint_is(&four, (struct sc_slice){"10.0.0.1\0", 9}));
    char *endless = g_strnfill(1000, '1');
    assert_false(sc_endpoint_is(&four, sc_slice_of(endless)));
    g_free(endless);
}

static void nothing_missing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                 : 1\n"
                    " 2   90  bob > alice  486                    : 1\n");
    silence_until(capture, 90 + 32000);
    const struct sc_gaps gaps = gaps_in(capture, 1);
    assert_false(gaps.request_missing);
    assert_false(gaps.ends_early);
    assert_false(gaps.one_direction);
    assert_false(gaps.cut);
    assert_false(gaps.segments_missing);
    assert_false(gaps.fragments_missing);
    capture_free(capture);
}

/* ---- The end of the capture ---- */

static void ends_early(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  INVITE               : 1\n"
                    " 2     90  bob > alice  180                  : 1\n");
    assert_true(gaps_in(capture, 1).ends_early);
    silence_until(capture, 90 + 31999);
    assert_true(gaps_in(capture, 1).ends_early);
    silence_until(capture, 90 + 32000);
    assert_false(gaps_in(capture, 1).ends_early);
    /* Every message counts, were it the copy of an earlier response. */
    ladder(capture, " 3  40000  bob > alice  183                  : 1\n"
                    " 4  60000  bob > alice  again 2              : 1 again 2\n"
                    " 5  80000  carol > bob  OPTIONS              : 5\n");
    assert_true(gaps_in(capture, 1).ends_early);
    silence_until(capture, 60000 + 32000);
    assert_false(gaps_in(capture, 1).ends_early);
    capture_free(capture);
}

static void time_never_runs_backwards(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1      0  alice > bob  INVITE               : 1\n");
    silence_until(capture, 40000);
    silence_until(capture, 10);
    assert_false(gaps_in(capture, 1).ends_early);
    capture_free(capture);
}

/* Times before 1970, of a device whose clock was never set. */
static void negative_times(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1  -90000  alice > bob  INVITE               : 1\n"
                    " 2  -89990  bob > alice  486                  : 1\n");
    assert_true(gaps_in(capture, 1).ends_early);
    silence_until(capture, -50000);
    assert_false(gaps_in(capture, 1).ends_early);
    capture_free(capture);
}

/* ---- Directions ---- */

static void one_direction(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                 : 1\n"
                    " 2    1  bob > carol  INVITE                 : 2\n");
    assert_true(gaps_in(capture, 1).one_direction);
    assert_true(gaps_in(capture, 2).one_direction);
    ladder(capture, " 3    2  bob:9 > alice:8 OPTIONS             : 3\n");
    assert_false(gaps_in(capture, 1).one_direction);
    assert_true(gaps_in(capture, 2).one_direction);
    capture_free(capture);
}

/* Even what cannot be matched shows that the direction is there. */
static void unreadable_messages_show_their_direction(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                 : 1\n"
                    " 2    1  bob > alice  200 cseq=x             : -\n");
    assert_false(gaps_in(capture, 1).one_direction);
    capture_free(capture);
}

/* And so does TCP by acknowledging the request. */
static void segments_show_their_direction(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE seq=1           : 1\n"
                    " 2    1  bob > alice  segment 0 seq=500\n");
    assert_false(gaps_in(capture, 1).one_direction);
    capture_free(capture);
}

/* On the loopback interface all addresses are the same, and the ports tell who is who. */
static void one_host_with_itself(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  lo:5060 > lo:5070  INVITE           : 1\n");
    assert_true(gaps_in(capture, 1).one_direction);
    ladder(capture, " 2    1  lo:5070 > lo:5060  486              : 1\n");
    assert_false(gaps_in(capture, 1).one_direction);
    ladder(capture, " 3    2  x:5060 > x:5060  INVITE             : 3\n");
    assert_false(gaps_in(capture, 3).one_direction);
    capture_free(capture);
}

/* ---- Cut messages ---- */

static void cut_by_the_capture(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE                 : 1\n"
                    " 2    1  bob > alice  486 cut                : 1\n"
                    " 3    2  alice > bob  OPTIONS                : 3\n");
    assert_true(gaps_in(capture, 1).cut);
    assert_false(gaps_in(capture, 3).cut);
    capture_free(capture);
}

static bool is_cut(const char *bytes, bool stream)
{
    struct capture *capture = capture_new();
    struct scan *scan = scan_bytes(sc_slice_of(bytes));
    struct sc_packet packet = {.frame = 1, .stream = stream};
    struct sc_sighting sighting = tell_message(tracker_of(capture), &packet, scan);

    assert_non_null(sighting.transaction);
    bool cut = sc_transaction_gaps(tracker_of(capture), sighting.transaction).cut;
    scan_free(scan);
    capture_free(capture);
    return cut;
}

static void incomplete_messages(void **state)
{
#define HEAD "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\nCSeq: 1 OPTIONS\r\n"
    assert_false(is_cut(HEAD "\r\n", true));
    assert_true(is_cut(HEAD, false));
    assert_true(is_cut(HEAD "Content-Length: 9\r\n\r\nbody", true));
    /* A whole datagram that promises more: a fault of its sender, none of the capture. */
    assert_false(is_cut(HEAD "Content-Length: 9\r\n\r\nbody", false));
#undef HEAD
}

/* ---- TCP ---- */

/* A connection of 100 bytes each way, and then LINES, from frame 3 and alice's byte 1100 on. */
static bool lacks_segments(const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, " 1    0  alice > bob  INVITE seq=1000        : 1\n"
                    " 2    1  bob > alice  100    seq=5000        : 1\n");
    assert_false(gaps_in(capture, 1).segments_missing);
    ladder(capture, lines);
    bool missing = gaps_in(capture, 1).segments_missing;
    capture_free(capture);
    return missing;
}

static void segments_in_order(void **state)
{
    assert_false(lacks_segments(" 3    2  bob > alice  200 seq=5100          : 1\n"
                                " 4    3  alice > bob  ACK to=bob seq=1100   : 1\n"
                                " 5    4  alice > bob  segment 1460 seq=1200\n"
                                " 6    5  alice > bob  segment 0    seq=2660\n"
                                " 7    6  alice > bob  segment 10   seq=2660\n"));
}

static void lost_segment(void **state)
{
    assert_true(lacks_segments(" 3    2  alice > bob  segment 100 seq=1200\n"));
    assert_true(lacks_segments(" 3    2  bob > alice  segment 100 seq=5200\n"));
    assert_true(lacks_segments(" 3    2  bob > alice  200 seq=5101             : 1\n"));
    /* Only acknowledged: the data before went unseen. */
    assert_true(lacks_segments(" 3    2  alice > bob  segment 0 seq=1200\n"));
}

/* Of another connection: the same hosts on other ports. */
static void lost_segment_of_others(void **state)
{
    assert_false(lacks_segments(" 3    2  alice:1 > bob  segment 100 seq=1\n"
                                " 4    3  alice:1 > bob  segment 100 seq=999\n"
                                " 5    4  alice > carol  segment 100 seq=1\n"
                                " 6    5  alice > carol  segment 100 seq=999\n"));
}

static void out_of_order_segments_fill_the_hole(void **state)
{
    assert_false(lacks_segments(" 3    2  alice > bob  segment 100 seq=1200\n"
                                " 4    3  alice > bob  segment 100 seq=1100\n"));
    assert_false(lacks_segments(" 3    2  alice > bob  segment 100 seq=1300\n"
                                " 4    3  alice > bob  segment 100 seq=1100\n"
                                " 5    4  alice > bob  segment 100 seq=1200\n"));
    assert_false(lacks_segments(" 3    2  alice > bob  segment 100 seq=1300\n"
                                " 4    3  alice > bob  segment 100 seq=1200\n"
                                " 5    4  alice > bob  segment 100 seq=1100\n"));
    /* One that reaches over the hole on both sides. */
    assert_false(lacks_segments(" 3    2  alice > bob  segment 100 seq=1200\n"
                                " 4    3  alice > bob  segment 300 seq=1000\n"));
    /* One after the other. */
    assert_false(lacks_segments(" 3    2  alice > bob  segment 100 seq=1200\n"
                                " 4    3  alice > bob  segment 100 seq=1100\n"
                                " 5    4  alice > bob  segment 100 seq=1400\n"
                                " 6    5  alice > bob  segment 100 seq=1300\n"));
}

static void half_filled_holes(void **state)
{
    assert_true(lacks_segments(" 3    2  alice > bob  segment 100 seq=1200\n"
                               " 4    3  alice > bob  segment  99 seq=1100\n"));
    assert_true(lacks_segments(" 3    2  alice > bob  segment 100 seq=1200\n"
                               " 4    3  alice > bob  segment  99 seq=1101\n"));
    assert_true(lacks_segments(" 3    2  alice > bob  segment 100 seq=1200\n"
                               " 4    3  alice > bob  segment 100 seq=1400\n"
                               " 5    4  alice > bob  segment 100 seq=1300\n"));
}

static void repeated_segments(void **state)
{
    assert_false(lacks_segments(" 3    2  alice > bob  again 1 seq=1000 id=1    : 1 double 1\n"
                                " 4  300  alice > bob  again 1 seq=1000         : 1 tcp 1\n"
                                " 5  301  alice > bob  segment 1 seq=1099\n"
                                " 6  302  alice > bob  segment 100 seq=1100\n"));
}

/* A FIN takes one number and carries no data (RFC 9293 section 3.4). */
static void closing_the_connection_loses_nothing(void **state)
{
    assert_false(lacks_segments(" 3    2  alice > bob  segment 0 seq=1100\n"
                                " 4    3  alice > bob  segment 0 seq=1101\n"));
}

static void opening_anew_forgets_the_old_connection(void **state)
{
    assert_false(lacks_segments(" 3    2  alice > bob  segment 100 seq=1200\n"
                                " 4    3  alice > bob  syn seq=77777\n"
                                " 5    4  alice > bob  segment 100 seq=77778\n"));
    assert_true(lacks_segments(" 3    2  alice > bob  syn seq=77777\n"
                               " 4    3  alice > bob  segment 100 seq=77779\n"));
}

static void sequence_numbers_wrap(void **state)
{
    assert_false(lacks_segments(" 3    2  alice > bob  syn seq=4294967195\n"
                                " 4    3  alice > bob  segment 50  seq=4294967196\n"
                                " 5    4  alice > bob  segment 100 seq=4294967246\n"
                                " 6    5  alice > bob  segment 100 seq=50\n"));
    assert_true(lacks_segments(" 3    2  alice > bob  syn seq=4294967195\n"
                               " 4    3  alice > bob  segment 100 seq=50\n"));
    assert_false(lacks_segments(" 3    2  alice > bob  syn seq=4294967195\n"
                                " 4    3  alice > bob  segment 100 seq=50\n"
                                " 5    4  alice > bob  segment 150 seq=4294967196\n"));
}

/* ---- IP fragments ---- */

static bool lacks_fragments(const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    ladder(capture, " 9  900  alice > bob  INVITE                 : 9\n");
    bool missing = gaps_in(capture, 9).fragments_missing;
    capture_free(capture);
    return missing;
}

/* Frames that only count on. */
#define OTHERS_FROM_4                                                                              \
    " 4   3  x > y  fragment 0 8 id=1\n"                                                           \
    " 5   3  x > y  fragment 8 8 id=1\n" OTHERS_FROM_6
#define OTHERS_FROM_6                                                                              \
    " 6   3  x > y  segment 0\n"                                                                   \
    " 7   3  x > y  segment 0\n"                                                                   \
    " 8   3  x > y  segment 0\n"

static void complete_fragments(void **state)
{
    assert_false(lacks_fragments(" 1   0  alice > bob  fragment    0 1480 id=7 more\n"
                                 " 2   1  alice > bob  fragment 1480 1480 id=7 more\n"
                                 " 3   2  alice > bob  fragment 2960   40 id=7\n" OTHERS_FROM_4));
    assert_false(
        lacks_fragments(" 1   0  alice > bob  fragment 2960   40 id=7\n"
                        " 2   1  alice > bob  fragment 1480 1480 id=7 more\n"
                        " 3   2  alice > bob  fragment    0 1480 id=7 more\n" OTHERS_FROM_4));
}

static void missing_fragments(void **state)
{
    assert_true(
        lacks_fragments(" 1   0  alice > bob  fragment    0 1480 id=7 more\n"
                        " 2   1  alice > bob  fragment 2960   40 id=7\n"
                        " 3   2  alice > bob  fragment    0 1480 id=8 more\n" OTHERS_FROM_4));
    assert_true(
        lacks_fragments(" 1   0  bob > alice  fragment    0 1480 id=7 more\n"
                        " 2   1  alice > bob  fragment 1480   40 id=7\n"
                        " 3   2  alice > bob  fragment    0   40 id=8 more\n" OTHERS_FROM_4));
}

static void fragments_between_others(void **state)
{
    assert_false(
        lacks_fragments(" 1   0  alice > carol fragment   0 1480 id=7 more\n"
                        " 2   1  carol > bob   fragment   0 1480 id=7 more\n"
                        " 3   2  x > y         fragment   0 1480 id=7 more\n" OTHERS_FROM_4));
}

/* A mirror port delivers each fragment twice: no second datagram, and no second half either. */
static void mirrored_fragments(void **state)
{
    assert_false(lacks_fragments(" 1   0  alice > bob  fragment    0 1480 id=7 more\n"
                                 " 2   0  alice > bob  fragment    0 1480 id=7 more\n"
                                 " 3   1  alice > bob  fragment 1480   40 id=7\n"
                                 " 4   1  alice > bob  fragment 1480   40 id=7\n"
                                 " 5   1  x > y        segment 0\n" OTHERS_FROM_6));
    assert_true(lacks_fragments(" 1   0  alice > bob  fragment    0 1480 id=7 more\n"
                                " 2   0  alice > bob  fragment    0 1480 id=7 more\n"
                                " 3   1  alice > bob  fragment 2960   40 id=7\n"
                                " 4   1  alice > bob  fragment 2960   40 id=7\n"
                                " 5   1  x > y        segment 0\n" OTHERS_FROM_6));
}

/* Identifications come round again after 65,536 datagrams. */
static void identification_comes_again(void **state)
{
    assert_false(lacks_fragments(" 1      0  alice > bob  fragment    0 1480 id=7 more\n"
                                 " 2      0  alice > bob  fragment 1480   40 id=7\n"
                                 " 3  90000  alice > bob  fragment    0 1480 id=7 more\n"
                                 " 4  90001  alice > bob  fragment 1480  300 id=7\n"
                                 " 5  90001  x > y        segment 0\n" OTHERS_FROM_6));
    assert_true(lacks_fragments(" 1      0  alice > bob  fragment    0 1480 id=7 more\n"
                                " 2      0  alice > bob  fragment 1480   40 id=7\n"
                                " 3  90000  alice > bob  fragment    0 1480 id=7 more\n"
                                " 4  90001  x > y        segment 0\n"
                                " 5  90001  x > y        segment 0\n" OTHERS_FROM_6));
    /* What was not complete in time is lost, whatever comes later. */
    assert_true(
        lacks_fragments(" 1      0  alice > bob  fragment    0 1480 id=7 more\n"
                        " 2  90000  alice > bob  fragment 1480   40 id=7\n"
                        " 3  90000  alice > bob  fragment    0 1480 id=7 more\n" OTHERS_FROM_4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_told_from_names),
        cmocka_unit_test(nothing_missing),
        cmocka_unit_test(ends_early),
        cmocka_unit_test(time_never_runs_backwards),
        cmocka_unit_test(negative_times),
        cmocka_unit_test(one_direction),
        cmocka_unit_test(unreadable_messages_show_their_direction),
        cmocka_unit_test(segments_show_their_direction),
        cmocka_unit_test(one_host_with_itself),
        cmocka_unit_test(cut_by_the_capture),
        cmocka_unit_test(incomplete_messages),
        cmocka_unit_test(segments_in_order),
        cmocka_unit_test(lost_segment),
        cmocka_unit_test(lost_segment_of_others),
        cmocka_unit_test(out_of_order_segments_fill_the_hole),
        cmocka_unit_test(half_filled_holes),
        cmocka_unit_test(repeated_segments),
        cmocka_unit_test(closing_the_connection_loses_nothing),
        cmocka_unit_test(opening_anew_forgets_the_old_connection),
        cmocka_unit_test(sequence_numbers_wrap),
        cmocka_unit_test(complete_fragments),
        cmocka_unit_test(missing_fragments),
        cmocka_unit_test(fragments_between_others),
        cmocka_unit_test(mirrored_fragments),
        cmocka_unit_test(identification_comes_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
