/* What the tracker costs, and what it stands: very many messages, and very odd ones.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <malloc.h>

#include "ladder.h"

/* A sanitizer makes everything slower and counts memory of its own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { MANY_REQUESTS = SANITIZED ? 40000 : 1000000, MANY_FORKS = SANITIZED ? 4000 : 10000 };

/* Bytes that a transaction of an INVITE with two responses may cost at most, tables included.
 * Measured: 1,578 on a 64-bit system. */
#define TRANSACTION_COST 1700

/* ---- Making many messages without the costs of a ladder ---- */

static struct sc_tracker *new_tracker(void)
{
    return sc_tracker_new(&(struct sc_timers){.t1 = 500, .t2 = 4000});
}

static const struct sc_endpoint alice = {.family = 4, .address = {10, 0, 0, 1}, .port = 5060};
static const struct sc_endpoint bob = {.family = 4, .address = {10, 0, 0, 2}, .port = 5060};

static struct sc_sighting add(struct sc_tracker *tracker, uint32_t frame, const char *text)
{
    static struct sc_message message;
    bool request = !g_str_has_prefix(text, "SIP/2.0");
    struct sc_event event = {
        .kind = SC_EVENT_MESSAGE,
        .packet = {.frame = frame,
                   .time = (int64_t)frame * 10000000,
                   .source = request ? alice : bob,
                   .destination = request ? bob : alice},
        .bytes = sc_slice_of(text),
    };
    struct sc_sighting sighting = sc_tracker_tell(tracker, &event, &message);

    assert_int_equal(message.bytes.size, event.bytes.size);
    return sighting;
}

/* The headers of call N, behind its start line, with a To tag or without. */
static const char *headers_of(uint32_t n, const char *method, const char *tag)
{
    static char text[512];

    g_snprintf(text, sizeof text,
               "\r\nVia: SIP/2.0/UDP alice.example.com:5060;branch=z9hG4bK-%u\r\n"
               "From: <sip:alice@example.com>;tag=a%u\r\nTo: <sip:bob@example.com>%s%s\r\n"
               "Call-ID: %u@alice.example.com\r\nCSeq: 1 %s\r\nContent-Length: 0\r\n\r\n",
               n, n, *tag != '\0' ? ";tag=" : "", tag, n, method);
    return text;
}

static struct sc_sighting add_line(struct sc_tracker *tracker, uint32_t frame, const char *line,
                                   const char *headers)
{
    char text[1024];

    g_snprintf(text, sizeof text, "%s%s", line, headers);
    return add(tracker, frame, text);
}

static double seconds_since(gint64 start)
{
    return (double)(g_get_monotonic_time() - start) / 1e6;
}

/* Four times as much may take four times as long, not sixteen times. The best of three tries
 * counts, as other programs run on the same machine; what is over too fast proves nothing. Returns
 * the seconds of the larger run. */
static double check_growth(double (*seconds)(uint32_t), uint32_t count)
{
    double ratio = 0;

    for (int tries = 0; tries < 3; tries++) {
        double once = seconds(count);
        double four = seconds(4 * count);
        ratio = four / MAX(once, 0.002);
        if (ratio < 8) {
            return four;
        }
    }
    fail_msg("four times as many take %.1f times as long", ratio);
    return 0;
}

/* ---- Many ---- */

static double calls(uint32_t count)
{
    struct sc_tracker *tracker = new_tracker();
    gint64 start = g_get_monotonic_time();

    for (uint32_t i = 1; i <= count; i++) {
        struct sc_sighting sighting =
            add_line(tracker, i, "INVITE sip:bob@example.com SIP/2.0", headers_of(i, "INVITE", ""));
        assert_int_equal(sighting.transaction->request.frame, i);
    }
    assert_int_equal(sc_tracker_attempt_count(tracker), count);
    double seconds = seconds_since(start);
    sc_tracker_free(tracker);
    return seconds;
}

static void many_calls(void **state)
{
    double seconds = check_growth(calls, MANY_REQUESTS / 4);

    print_message("%d requests: %.1f s\n", (int)MANY_REQUESTS, seconds);
}

/* One INVITE, answered by so many phones, and each answer acknowledged. */
static double forks(uint32_t count)
{
    struct sc_tracker *tracker = new_tracker();
    gint64 start = g_get_monotonic_time();
    const struct sc_transaction *invite =
        add_line(tracker, 1, "INVITE sip:bob@example.com SIP/2.0", headers_of(1, "INVITE", ""))
            .transaction;

    for (uint32_t i = 0; i < count; i++) {
        char tag[16];
        g_snprintf(tag, sizeof tag, "b%u", i);
        add_line(tracker, 2 + 4 * i, "SIP/2.0 180 Ringing", headers_of(1, "INVITE", tag));
        add_line(tracker, 3 + 4 * i, "SIP/2.0 200 OK", headers_of(1, "INVITE", tag));
        add_line(tracker, 4 + 4 * i, "SIP/2.0 200 OK", headers_of(1, "INVITE", tag));
        assert_ptr_equal(add_line(tracker, 5 + 4 * i, "ACK sip:bob@example.com SIP/2.0",
                                  headers_of(1, "ACK", tag))
                             .transaction,
                         invite);
        sc_transaction_outcome(tracker, invite);
    }
    assert_int_equal(invite->response_count + invite->responses_dropped, 2 * count);
    assert_int_equal(invite->ack_count + invite->acks_dropped, count);
    assert_int_equal(invite->responses->next->retransmissions, 1);
    double seconds = seconds_since(start);
    sc_tracker_free(tracker);
    return seconds;
}

static void many_forks(void **state)
{
    check_growth(forks, MANY_FORKS / 4);
}

/* A client that never takes another branch. */
static double one_branch(uint32_t count)
{
    struct sc_tracker *tracker = new_tracker();
    gint64 start = g_get_monotonic_time();

    for (uint32_t i = 1; i <= count; i++) {
        char text[512];
        g_snprintf(text, sizeof text,
                   "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK-1\r\nCall-ID: %u\r\n"
                   "CSeq: 1 OPTIONS\r\n\r\n",
                   i);
        assert_int_equal(add(tracker, i, text).transaction->request.frame, i);
    }
    double seconds = seconds_since(start);
    sc_tracker_free(tracker);
    return seconds;
}

static void many_requests_on_one_branch(void **state)
{
    check_growth(one_branch, MANY_REQUESTS / 20);
}

/* One Call-ID and number on ever new branches: the children of a proxy that was not captured, and
 * then its own side turns up, one after the other. */
static double branches(uint32_t count)
{
    struct sc_tracker *tracker = new_tracker();
    gint64 start = g_get_monotonic_time();

    for (uint32_t i = 0; i < 2 * count; i++) {
        char text[512];
        uint32_t n = i % count;
        g_snprintf(text, sizeof text,
                   "INVITE sip:x SIP/2.0\r\n%s%s%u\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK-%u\r\n"
                   "Call-ID: x\r\nCSeq: 1 INVITE\r\n\r\n",
                   i < count ? "Via: SIP/2.0/UDP p;branch=z9hG4bK-p" : "Subject: ", "", n, n);
        struct sc_sighting sighting = add(tracker, i + 1, text);
        assert_int_equal(sighting.transaction->request.frame, i + 1);
        sc_transaction_outcome(tracker, sighting.transaction);
    }
    double seconds = seconds_since(start);
    sc_tracker_free(tracker);
    return seconds;
}

static void many_branches_of_one_request(void **state)
{
    check_growth(branches, MANY_FORKS / 4);
}

/* ---- Memory ---- */

static void memory_is_bounded(void **state)
{
    enum { CALLS = 100000 };

    if (SANITIZED) {
        skip();
    }
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    struct sc_tracker *tracker = new_tracker();
    for (uint32_t i = 1; i <= CALLS; i++) {
        add_line(tracker, 3 * i, "INVITE sip:bob@example.com SIP/2.0", headers_of(i, "INVITE", ""));
        add_line(tracker, 3 * i + 1, "SIP/2.0 100 Trying", headers_of(i, "INVITE", ""));
        add_line(tracker, 3 * i + 2, "SIP/2.0 486 Busy Here", headers_of(i, "INVITE", "b"));
    }
    size_t bytes = mallinfo2().uordblks + mallinfo2().hblkhd - before;
    print_message("%zu bytes per INVITE with two responses\n", bytes / CALLS);
    assert_true(bytes / CALLS >= 1 && bytes / CALLS <= TRANSACTION_COST);

    /* Copies cost nothing. */
    for (uint32_t i = 1; i <= CALLS; i++) {
        add_line(tracker, 3 * CALLS + 3, "SIP/2.0 486 Busy Here", headers_of(1, "INVITE", "b"));
    }
    assert_int_equal(mallinfo2().uordblks + mallinfo2().hblkhd - before, bytes);
    sc_tracker_free(tracker);
}

/* Of values without end only the first bytes are kept. */
static void long_values_are_cut(void **state)
{
    struct sc_tracker *tracker = new_tracker();
    char *value = repeated("", "v", 60000, "");
    char *text = g_strdup_printf("INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/UDP %s;branch=z9hG4bK%s\r\n"
                                 "From: <sip:x>;tag=%s\r\nTo: <sip:x>;tag=%s\r\nCall-ID: %s\r\n"
                                 "CSeq: 1 INVITE\r\n\r\n",
                                 value, value, value, value, value);
    const struct sc_transaction *transaction = add(tracker, 1, text).transaction;

    assert_int_equal(transaction->branch.size, SC_KEPT_MAX);
    assert_int_equal(transaction->sent_by.size, SC_KEPT_MAX);
    assert_int_equal(transaction->call_id.size, SC_KEPT_MAX);
    assert_int_equal(transaction->from_tag.size, SC_KEPT_MAX);
    assert_int_equal(transaction->to_tag.size, SC_KEPT_MAX);
    assert_int_equal(add(tracker, 2, text).copy, SC_COPY_RETRANSMISSION);
    g_free(text);
    g_free(value);
    sc_tracker_free(tracker);
}

/* ---- Hostile values ---- */

/* Every message with one byte changed, and every message cut short, in one capture: nothing may
 * happen but facts, and the message itself is still what it was. */
static void broken_messages(void **state)
{
    struct capture *capture = capture_new();
    static const char bytes[] = {'\0', ' ', ';', ',', '"', '<', '\n', '\xFF'};
    const char *text =
        "CANCEL sip:x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b\r\n"
        "From: <sip:x>;tag=a\r\nTo: <sip:x>;tag=b\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
        "Reason: SIP;cause=200\r\n\r\n";
    size_t size = strlen(text);

    for (size_t i = 0; i < size * (G_N_ELEMENTS(bytes) + 1); i++) {
        char *copy = g_strdup(text);
        size_t at = i % size;
        size_t choice = i / size;
        if (choice < G_N_ELEMENTS(bytes)) {
            copy[at] = bytes[choice];
        }
        struct scan *scan =
            scan_bytes((struct sc_slice){copy, choice < G_N_ELEMENTS(bytes) ? size : at});
        struct sc_packet packet = {.frame = (uint32_t)i + 1, .source = alice, .destination = bob};
        struct sc_sighting sighting = tell_message(tracker_of(capture), &packet, scan);
        if (sighting.transaction != NULL) {
            assert_non_null(sighting.record);
            sc_transaction_outcome(tracker_of(capture), sighting.transaction);
            sc_transaction_gaps(tracker_of(capture), sighting.transaction);
        }
        scan_free(scan);
        g_free(copy);
    }
    capture_free(capture);
}

static void extreme_times(void **state)
{
    struct capture *capture = capture_new();
    static const int64_t times[] = {0, INT64_MAX, INT64_MIN, -1, 1, INT64_MAX};
    struct scan *scan = SCAN("OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
                             "CSeq: 1 OPTIONS\r\n\r\n");
    struct scan *answer = SCAN("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
                               "CSeq: 1 OPTIONS\r\n\r\n");

    for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
        struct sc_packet packet = {.frame = 1, .time = times[i], .source = alice};
        struct sc_packet reply = {.frame = 2, .time = times[i], .destination = alice};
        struct sc_event fragment = {
            .kind = SC_EVENT_FRAGMENT, .packet = packet, .fragment = {true, SIZE_MAX, SIZE_MAX}};
        sc_tracker_tell(tracker_of(capture), &fragment, NULL);
        tell_message(tracker_of(capture), &reply, answer);
        struct sc_sighting sighting = tell_message(tracker_of(capture), &packet, scan);
        assert_non_null(sighting.transaction);
        sc_transaction_outcome(tracker_of(capture), sighting.transaction);
        sc_transaction_gaps(tracker_of(capture), sighting.transaction);
    }
    scan_free(scan);
    scan_free(answer);
    capture_free(capture);
}

/* Two hosts are two, whatever their addresses and the seed of the digests. */
static void hosts_of_both_families(void **state)
{
    struct scan *scan = SCAN("OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
                             "CSeq: 1 OPTIONS\r\n\r\n");
    static const struct sc_endpoint v4 = {.family = 4, .address = {1}};
    static const struct sc_endpoint v6 = {.family = 6, .address = {3}};

    for (int i = 0; i < 32; i++) {
        struct sc_tracker *tracker = new_tracker();
        struct sc_packet packet = {.frame = 1, .source = v4, .destination = alice};
        tell_message(tracker, &packet, scan);
        packet = (struct sc_packet){.frame = 2, .source = v6, .destination = alice};
        assert_int_equal(tell_message(tracker, &packet, scan).record->frame, 2);
        sc_tracker_free(tracker);
    }
    scan_free(scan);
}

static void nothing_added(void **state)
{
    struct sc_tracker *tracker = new_tracker();

    struct sc_event moment = {.kind = SC_EVENT_TIME, .packet = {.time = 1}};
    struct sc_event segment = {
        .kind = SC_EVENT_SEGMENT, .packet = {.time = 1, .has_tcp_seq = true}, .segment = {true, 1}};

    assert_true(sc_tracker_expect(tracker, &moment));
    sc_tracker_tell(tracker, &moment, NULL);
    sc_tracker_tell(tracker, &segment, NULL);
    assert_false(sc_tracker_expect(tracker, &segment));
    assert_int_equal(sc_tracker_end(tracker), 1);
    assert_int_equal(sc_tracker_attempt_count(tracker), 0);
    sc_tracker_free(tracker);
    sc_tracker_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_calls),
        cmocka_unit_test(many_forks),
        cmocka_unit_test(many_requests_on_one_branch),
        cmocka_unit_test(many_branches_of_one_request),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(long_values_are_cut),
        cmocka_unit_test(broken_messages),
        cmocka_unit_test(extreme_times),
        cmocka_unit_test(hosts_of_both_families),
        cmocka_unit_test(nothing_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
