/* The front door: how deep a capture is read, that it does not matter when, and what a live capture
 * takes back.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * That each ladder of the other tests is read late and in steps, too, is seen to by capture.c.
 */
#include "sipcodes/capture.h"

#include "scan.h"

static const struct sc_settings settings = {{.t1 = 500, .t2 = 4000}, {2000, 60}};

static const struct sc_endpoint alice = {.family = 4, .address = {10, 0, 0, 1}, .port = 5060};
static const struct sc_endpoint bob = {.family = 4, .address = {10, 0, 0, 2}, .port = 5060};

/* An INVITE, and what its callee says to it. */
static const char *const texts[] = {
    "INVITE sip:b@x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=a\r\n"
    "To: <sip:b@x>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\n\r\n",
    "SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=a\r\n"
    "To: <sip:b@x>;tag=b\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n",
    "SIP/2.0 603 Decline\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=a\r\n"
    "To: <sip:b@x>;tag=b\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n",
};

#define MESSAGES G_N_ELEMENTS(texts)

/* Message I of TEXTS, a second after the one before it. */
static struct sc_event message(size_t i)
{
    return (struct sc_event){
        .kind = SC_EVENT_MESSAGE,
        .packet = {.frame = (uint32_t)i + 1,
                   .time = ((int64_t)i + 1) * SC_SECOND,
                   .source = i == 0 ? alice : bob,
                   .destination = i == 0 ? bob : alice},
        .bytes = sc_slice_of(texts[i]),
    };
}

/* Shows message I to the capture, out of memory that is gone afterwards. */
static void see_message(struct sc_capture *capture, size_t i, struct sc_sighting *sighting)
{
    struct sc_event event = message(i);
    struct exact exact = exact_copy(event.bytes);

    event.bytes = exact.bytes;
    assert_true(sc_capture_see(capture, &event, sighting));
    exact_free(&exact);
}

static void see_time(struct sc_capture *capture, int64_t time)
{
    struct sc_event event = {.kind = SC_EVENT_TIME, .packet = {.time = time}};

    assert_true(sc_capture_see(capture, &event, NULL));
}

static const char *outcome(const struct sc_capture *capture, const struct sc_sighting *sighting)
{
    return sc_outcome_name(sc_capture_outcome(capture, sighting));
}

/* The ids of what is found at a message, with a blank after each. */
static char *ids_found(const struct sc_capture *capture, const struct sc_sighting *sighting)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_capture_findings(capture, sighting, findings);
    GString *ids = g_string_new(NULL);

    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(ids, "%s ", findings[i].row->id);
    }
    return g_string_free(ids, FALSE);
}

static void check_found(const struct sc_capture *capture, const struct sc_sighting *sighting,
                        const char *expected)
{
    char *ids = ids_found(capture, sighting);

    assert_string_equal(ids, expected);
    g_free(ids);
}

static void each_depth_gives_what_it_says(void **state)
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sightings[MESSAGES] = {{0}};

    for (size_t i = 0; i < MESSAGES; i++) {
        see_message(capture, i, &sightings[i]);
    }
    sc_capture_read(capture, SC_DEPTH_MESSAGE);
    assert_null(sightings[0].transaction);
    assert_string_equal(outcome(capture, &sightings[2]), "unknown");
    check_found(capture, &sightings[2], "");
    sc_capture_read(capture, SC_DEPTH_TRACKING);
    assert_non_null(sightings[0].transaction);
    assert_ptr_equal(sightings[2].transaction, sightings[0].transaction);
    assert_int_equal(sightings[2].record->frame, 3);
    assert_string_equal(outcome(capture, &sightings[0]), "declined");
    check_found(capture, &sightings[2], "");
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    assert_ptr_equal(sightings[2].transaction, sightings[0].transaction);
    assert_int_equal(sightings[2].record->frame, 3);
    assert_string_equal(outcome(capture, &sightings[0]), "declined");
    check_found(capture, &sightings[2], "declined-by-user ");
    sc_capture_free(capture);
}

/* Reads at these depths after each message, and as deep as there is at the end. */
static void check_steps(const enum sc_depth depths[MESSAGES])
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sightings[MESSAGES] = {{0}};

    for (size_t i = 0; i < MESSAGES; i++) {
        see_message(capture, i, &sightings[i]);
        sc_capture_read(capture, depths[i]);
    }
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    for (size_t i = 0; i < MESSAGES; i++) {
        assert_int_equal(sightings[i].frame, i + 1);
        assert_ptr_equal(sightings[i].transaction, sightings[0].transaction);
        assert_string_equal(outcome(capture, &sightings[i]), "declined");
    }
    check_found(capture, &sightings[0], "");
    check_found(capture, &sightings[2], "declined-by-user ");
    sc_capture_free(capture);
}

static void steps_do_not_matter(void **state)
{
    enum sc_depth depths[MESSAGES];

    for (int i = 0; i < 27; i++) {
        depths[0] = (enum sc_depth)(i % 3);
        depths[1] = (enum sc_depth)(i / 3 % 3);
        depths[2] = (enum sc_depth)(i / 9);
        check_steps(depths);
    }
}

/* What is read less deep later is read as deep as before, or later findings would lack what came
 * in between. */
static void a_depth_stays(void **state)
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sightings[MESSAGES] = {{0}};

    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    for (size_t i = 0; i < MESSAGES; i++) {
        see_message(capture, i, &sightings[i]);
    }
    sc_capture_read(capture, SC_DEPTH_TRACKING);
    check_found(capture, &sightings[2], "declined-by-user ");
    sc_capture_free(capture);
}

/* An INVITE that stays alone: that the capture ends too early is said only once it was seen to its
 * end, and no longer when that turns out not to be so. */
static void a_live_capture_goes_on(void **state)
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sightings[MESSAGES] = {{0}};

    see_message(capture, 0, &sightings[0]);
    see_time(capture, 10 * SC_SECOND);
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sightings[0], "");
    sc_capture_finish(capture);
    check_found(capture, &sightings[0], "");
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sightings[0], "capture-too-short ");
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sightings[0], "capture-too-short ");
    see_time(capture, 11 * SC_SECOND);
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sightings[0], "");
    sc_capture_finish(capture);
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sightings[0], "capture-too-short ");
    see_time(capture, 60 * SC_SECOND);
    sc_capture_finish(capture);
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sightings[0], "invite-unanswered ");
    see_message(capture, 2, &sightings[2]);
    sc_capture_finish(capture);
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sightings[0], "");
    assert_string_equal(outcome(capture, &sightings[0]), "declined");
    sc_capture_free(capture);
}

/* The end is known, too, to who reads deeper only after it was told. */
static void the_end_outlives_a_second_reading(void **state)
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sighting = {0};

    see_message(capture, 0, &sighting);
    see_time(capture, 10 * SC_SECOND);
    sc_capture_finish(capture);
    sc_capture_read(capture, SC_DEPTH_TRACKING);
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sighting, "capture-too-short ");
    sc_capture_free(capture);
}

/* An event of each kind between two hosts. */
static struct sc_event event_between(enum sc_event_kind kind, const struct sc_endpoint *source,
                                     const struct sc_endpoint *destination)
{
    struct sc_event event = {
        .kind = kind,
        .packet = {.frame = 9,
                   .time = 9 * SC_SECOND,
                   .source = *source,
                   .destination = *destination,
                   .stream = true,
                   .has_tcp_seq = true,
                   .tcp_seq = 1},
    };

    if (kind == SC_EVENT_UNREACHABLE || kind == SC_EVENT_UNCONNECTED) {
        event.error.icmp = SC_ICMP_HOST;
        event.error.source = *destination;
        event.error.destination = *source;
    }
    return event;
}

/* Of TCP, DNS and ICMP only what concerns hosts that SIP was seen of is recorded. */
static void only_hosts_of_sip_are_followed(void **state)
{
    static const enum sc_event_kind kinds[] = {SC_EVENT_SEGMENT, SC_EVENT_RESET, SC_EVENT_DNS,
                                               SC_EVENT_UNREACHABLE, SC_EVENT_UNCONNECTED};
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sighting = {0};
    struct sc_event request = message(0);

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        struct sc_event event = event_between(kinds[i], &bob, &alice);
        assert_false(sc_capture_see(capture, &event, &sighting));
    }
    request.packet.stream = true;
    request.packet.has_tcp_seq = true;
    assert_true(sc_capture_see(capture, &request, &sighting));
    struct sc_event segment = event_between(SC_EVENT_SEGMENT, &bob, &alice);
    struct sc_event reset = event_between(SC_EVENT_RESET, &bob, &alice);
    struct sc_event response = event_between(SC_EVENT_DNS, &alice, &bob);
    struct sc_event error = event_between(SC_EVENT_UNREACHABLE, &bob, &alice);
    struct sc_event connect = event_between(SC_EVENT_UNCONNECTED, &alice, &bob);
    struct sc_event foreign = event_between(SC_EVENT_UNCONNECTED, &bob, &alice);
    assert_true(sc_capture_see(capture, &segment, NULL));
    assert_true(sc_capture_see(capture, &reset, NULL));
    assert_true(sc_capture_see(capture, &response, NULL));
    assert_true(sc_capture_see(capture, &error, &sighting));
    assert_true(sc_capture_see(capture, &connect, NULL));
    assert_false(sc_capture_see(capture, &foreign, NULL));
    sc_capture_free(capture);
}

/* What was seen before its host was known to speak SIP must not come up when it is read later. */
static void followed_hosts_are_those_known_then(void **state)
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sightings[MESSAGES] = {{0}};
    struct sc_event refusal = event_between(SC_EVENT_RESET, &alice, &bob);

    refusal.packet.tcp_seq = 0;
    refusal.reset.acknowledges = true;
    assert_false(sc_capture_see(capture, &refusal, NULL));
    see_message(capture, 0, &sightings[0]);
    assert_true(sc_capture_see(capture, &refusal, NULL));
    sc_capture_free(capture);
}

/* An error that quotes the request is understood like a message. */
static void errors_are_understood(void **state)
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sightings[2] = {{0}};
    struct sc_event error = event_between(SC_EVENT_UNREACHABLE, &bob, &alice);

    see_message(capture, 0, &sightings[0]);
    error.bytes = sc_slice_of(texts[0]);
    assert_true(sc_capture_see(capture, &error, &sightings[1]));
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    assert_ptr_equal(sightings[1].transaction, sightings[0].transaction);
    assert_ptr_equal(sightings[1].record, sightings[0].transaction->unreachable);
    check_found(capture, &sightings[1], "icmp-unreachable ");
    sc_capture_free(capture);
}

/* A summary reads as far as it needs, whatever was read before, and takes the end for reached. */
static void a_summary_reads_all(void **state)
{
    for (int depth = SC_DEPTH_MESSAGE; depth <= SC_DEPTH_FINDINGS; depth++) {
        struct sc_capture *capture = sc_capture_new(&settings);
        struct sc_sighting sightings[MESSAGES] = {{0}};
        size_t size;

        for (size_t i = 0; i < MESSAGES; i++) {
            see_message(capture, i, &sightings[i]);
        }
        sc_capture_read(capture, (enum sc_depth)depth);
        const struct sc_sighting *chosen[] = {&sightings[1]};
        struct sc_summary *all = sc_capture_summary(capture, NULL);
        struct sc_summary *some = sc_capture_summary(capture, &(struct sc_selection){chosen, 1});
        struct sc_summary *none = sc_capture_summary(capture, &(struct sc_selection){NULL, 0});
        assert_int_equal(sc_summary_messages(all), 2);
        assert_int_equal(sc_summary_attempts(all), 1);
        assert_int_equal(sc_summary_begin(all), SC_SECOND);
        assert_int_equal(sc_summary_end(all), 3 * SC_SECOND);
        assert_string_equal(sc_summary_count(all, SC_COUNT_FINDING, &size)[0].name,
                            "declined-by-user");
        assert_int_equal(size, 1);
        assert_int_equal(sc_summary_messages(some), 1);
        assert_int_equal(sc_summary_attempts(some), 1);
        assert_int_equal(sc_summary_messages(none), 0);
        assert_int_equal(sc_summary_attempts(none), 0);
        sc_summary_free(none);
        sc_summary_free(some);
        sc_summary_free(all);
        sc_capture_free(capture);
    }
}

static void nothing_seen(void **state)
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sighting = {0};

    sc_capture_read(capture, SC_DEPTH_TRACKING);
    sc_capture_finish(capture);
    sc_capture_read(capture, SC_DEPTH_FINDINGS);
    check_found(capture, &sighting, "");
    assert_string_equal(outcome(capture, &sighting), "unknown");
    struct sc_summary *summary = sc_capture_summary(capture, NULL);
    assert_int_equal(sc_summary_attempts(summary), 0);
    assert_int_equal(sc_summary_end(summary), 0);
    sc_summary_free(summary);
    sc_capture_free(capture);
    sc_capture_free(NULL);
}

/* What was never read is freed, too, of which the tests with AddressSanitizer tell. */
static void unread_events_are_freed(void **state)
{
    struct sc_capture *capture = sc_capture_new(&settings);
    struct sc_sighting sightings[MESSAGES] = {{0}};

    see_message(capture, 0, &sightings[0]);
    sc_capture_read(capture, SC_DEPTH_TRACKING);
    see_message(capture, 1, &sightings[1]);
    see_message(capture, 2, &sightings[2]);
    sc_capture_free(capture);
    assert_null(sightings[2].record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_depth_gives_what_it_says),
        cmocka_unit_test(steps_do_not_matter),
        cmocka_unit_test(a_depth_stays),
        cmocka_unit_test(a_live_capture_goes_on),
        cmocka_unit_test(the_end_outlives_a_second_reading),
        cmocka_unit_test(only_hosts_of_sip_are_followed),
        cmocka_unit_test(followed_hosts_are_those_known_then),
        cmocka_unit_test(errors_are_understood),
        cmocka_unit_test(a_summary_reads_all),
        cmocka_unit_test(nothing_seen),
        cmocka_unit_test(unread_events_are_freed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
