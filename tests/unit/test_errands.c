/* What the hosts of servers do besides SIP: connections that are refused to them, connections that
 * are reset, and names that they look up.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

#define SERVER "1  0  alice > p1  OPTIONS  : 1\n"

/* The endpoint that the request in frame 1 was sent to, on any port. */
static struct sc_endpoint server_of(const struct capture *capture)
{
    struct sc_endpoint server = *record_in(capture, 1)->destination;

    server.port = 1;
    return server;
}

static struct sc_lookup lookup_of(struct capture *capture, const char *name)
{
    struct sc_endpoint server = server_of(capture);

    return sc_tracker_lookup(tracker_of(capture), &server, sc_slice_of(name));
}

static const struct sc_refused_connection *refusal_of(struct capture *capture, unsigned index)
{
    struct sc_endpoint server = server_of(capture);

    return sc_tracker_refused_connection(tracker_of(capture), &server, index);
}

/* ---- Connections ---- */

static void refusals_are_kept(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, SERVER "2  5  bob   > p1:99  refuse\n"
                           "3  6  r     > p1     icmp-syn carol:5061 host\n");
    const struct sc_refused_connection *latest = refusal_of(capture, 0);
    assert_int_equal(latest->seen.frame, 3);
    assert_int_equal(latest->target.port, 5061);
    assert_int_equal(latest->target.address[3], 5);
    assert_int_equal(latest->icmp, SC_ICMP_HOST);
    const struct sc_refused_connection *first = refusal_of(capture, 1);
    assert_int_equal(first->seen.frame, 2);
    assert_int_equal(first->seen.time, 5000000);
    assert_int_equal(first->target.port, 5060);
    assert_int_equal(first->target.address[3], 3);
    assert_int_equal(first->icmp, SC_ICMP_NONE);
    assert_null(refusal_of(capture, 2));
    assert_null(refusal_of(capture, UINT32_MAX));
    capture_free(capture);
}

/* A reset that acknowledges. */
static void reset(struct capture *capture, const struct sc_packet *packet)
{
    struct sc_event event = {.kind = SC_EVENT_RESET, .packet = *packet, .reset = {true}};

    sc_tracker_tell(tracker_of(capture), &event, NULL);
}

static void latest_refusals_stay(void **state)
{
    struct capture *capture = capture_new();
    struct sc_packet packet = {.has_tcp_seq = true};

    ladder(capture, SERVER);
    packet.destination = server_of(capture);
    for (packet.frame = 2; packet.frame < 3 * SC_REFUSED_CONNECTIONS_MAX; packet.frame++) {
        reset(capture, &packet);
    }
    for (unsigned i = 0; i < SC_REFUSED_CONNECTIONS_MAX; i++) {
        assert_int_equal(refusal_of(capture, i)->seen.frame, packet.frame - 1 - i);
    }
    assert_null(refusal_of(capture, SC_REFUSED_CONNECTIONS_MAX));
    capture_free(capture);
}

/* Resets that refuse nothing, and hosts that no request was sent to. */
static void no_refusals(void **state)
{
    struct capture *capture = capture_new();
    struct sc_packet packet = {.frame = 1};

    reset(capture, &packet);
    ladder(capture, SERVER "2  5  bob   > p1     reset\n"
                           "3  6  bob   > p1     refuse bare\n"
                           "4  7  bob   > alice  refuse\n"
                           "5  8  p1    > bob    refuse\n");
    assert_null(refusal_of(capture, 0));
    assert_null(
        sc_tracker_refused_connection(tracker_of(capture), record_in(capture, 1)->source, 0));
    packet.destination = server_of(capture); /* without a sequence number that could be read */
    reset(capture, &packet);
    assert_null(refusal_of(capture, 0));
    capture_free(capture);
}

static void resets_are_kept(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob    OPTIONS tcp seq=1  : 1\n"
                    "2  5  alice > bob    reset\n");
    assert_int_equal(sc_transaction_reset(tracker_of(capture), transaction_in(capture, 1)).frame,
                     0);
    ladder(capture, "3  6  bob   > alice  reset\n"
                    "4  7  bob   > alice  reset\n");
    struct sc_instant seen = sc_transaction_reset(tracker_of(capture), transaction_in(capture, 1));
    assert_int_equal(seen.frame, 3);
    assert_int_equal(seen.time, 6000000);
    ladder(capture, "5  8  bob   > alice  syn seq=7\n");
    assert_int_equal(sc_transaction_reset(tracker_of(capture), transaction_in(capture, 1)).frame,
                     0);
    capture_free(capture);
}

/* Over UDP, or without its request, a transaction has no connection. */
static void no_resets(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob    OPTIONS tcp seq=1  : 1\n"
                    "2  1  alice > bob    OPTIONS call=x     : 2\n"
                    "3  2  bob   > carol  OPTIONS unseen\n"
                    "4  3  carol > bob    200  of=3          : 0\n"
                    "5  6  bob   > alice  reset\n");
    assert_int_equal(sc_transaction_reset(tracker_of(capture), transaction_in(capture, 2)).frame,
                     0);
    assert_int_equal(sc_transaction_reset(tracker_of(capture), transaction_in(capture, 4)).frame,
                     0);
    capture_free(capture);
}

/* ---- Names ---- */

static void queries_and_responses(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, SERVER "2  1  p1:9   > ns:53  dns SRV _sip._udp.gw.example\n"
                           "3  2  p1:9   > ns:53  dns A gw.example\n");
    struct sc_lookup lookup = lookup_of(capture, "GW.example.");
    assert_int_equal(lookup.asked.frame, 2);
    assert_int_equal(lookup.asked_last.frame, 3);
    assert_int_equal(lookup.asked_last.time, 2000000);
    assert_int_equal(lookup.answered.frame, 0);
    assert_int_equal(lookup.resolver.address[3], 3);
    assert_false(lookup.heard);
    ladder(capture, "4  3  ns:53 > p1:9   dns SRV _sip._udp.gw.example rcode=3\n");
    lookup = lookup_of(capture, "gw.example");
    assert_int_equal(lookup.answered.frame, 4);
    assert_int_equal(lookup.failed.frame, 0);
    assert_true(lookup.heard);
    ladder(capture, "5  4  ns:53 > p1:9   dns A gw.example rcode=3\n"
                    "6  5  p1:9  > ns:53  dns AAAA gw.example\n"
                    "7  6  ns:53 > p1:9   dns AAAA gw.example records=1\n");
    lookup = lookup_of(capture, "gw.example");
    assert_int_equal(lookup.failed.frame, 5);
    assert_int_equal(lookup.code, 3);
    assert_int_equal(lookup.asked.frame, 6);
    assert_int_equal(lookup.resolved.frame, 7);
    assert_int_equal(lookup_of(capture, "example").asked.frame, 0);
    assert_int_equal(lookup_of(capture, "").asked.frame, 0);
    capture_free(capture);
}

static void lookups_of_others(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, SERVER "2  1  alice  > ns:53  dns A gw.example\n"
                           "3  2  alice  > p1:53  dns A gw.example\n"
                           "4  3  p1:53  > alice  dns A gw.example\n");
    assert_int_equal(lookup_of(capture, "gw.example").asked.frame, 0);
    assert_int_equal(sc_tracker_lookup(tracker_of(capture), record_in(capture, 1)->source,
                                       sc_slice_of("gw.example"))
                         .asked.frame,
                     0);
    capture_free(capture);
}

/* The latest names stay, and those that are asked for again. */
static void latest_names_stay(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, SERVER "2  1  p1 > ns:53  dns A first.example\n"
                           "3  1  p1 > ns:53  dns A second.example\n");
    for (unsigned i = 0; i < SC_LOOKUPS_MAX - 1; i++) {
        char *line = g_strdup_printf("%u  2  p1 > ns:53  dns A n%u.example\n", 4 + 2 * i, i);
        char *again = g_strdup_printf("%u  2  p1 > ns:53  dns A first.example\n", 5 + 2 * i);
        ladder(capture, line);
        ladder(capture, again);
        g_free(line);
        g_free(again);
    }
    assert_int_equal(lookup_of(capture, "first.example").asked.frame, 2);
    assert_int_equal(lookup_of(capture, "second.example").asked.frame, 0);
    assert_int_equal(lookup_of(capture, "n0.example").asked.frame, 4);
    capture_free(capture);
}

static void tell_dns(struct capture *capture, const struct sc_packet *packet,
                     struct sc_slice datagram)
{
    struct sc_event event = {.kind = SC_EVENT_DNS, .packet = *packet, .bytes = datagram};

    sc_tracker_tell(tracker_of(capture), &event, NULL);
}

/* One message of DNS as the bytes behind its header, whose flags, question and record counts are
 * given; whether it was taken for a query for x.yz. */
static bool takes(const char head[8], const char *question, size_t size)
{
    struct capture *capture = capture_new();
    struct sc_packet packet = {.frame = 2, .time = 1};
    char *datagram = (char *)g_malloc0(12 + size);

    memcpy(datagram, head, 8);
    if (size > 0) {
        memcpy(datagram + 12, question, size);
    }
    ladder(capture, SERVER);
    packet.source = server_of(capture);
    packet.destination.port = 53;
    tell_dns(capture, &packet, (struct sc_slice){datagram, 12 + size});
    g_free(datagram);
    bool taken = lookup_of(capture, "x.yz").asked.frame == 2;
    capture_free(capture);
    return taken;
}

#define TAKES(head, question) takes(head, question, sizeof(question) - 1)

static void hostile_queries(void **state)
{
    static const char head[8] = {0, 1, 1, 0, 0, 1, 0, 0};
    static const char two[8] = {0, 1, 1, 0, 0, 2, 0, 0};
    static const char none[8] = {0, 1, 1, 0, 0, 0, 0, 0};
    static const char status[8] = {0, 1, 0x10, 0, 0, 1, 0, 0};
    static const char response[8] = {0, 1, (char)0x81, 0, 0, 1, 0, 0};

    assert_true(TAKES(head, "\1x\2yz\0\0\1\0\1"));
    assert_true(TAKES(head, "\1x\2yz\0\0\1\0\1 and more"));
    assert_true(TAKES(head, "\4_sip\4_udp\1x\2yz\0\0\x21\0\1"));
    assert_false(TAKES(two, "\1x\2yz\0\0\1\0\1"));
    assert_false(TAKES(none, "\1x\2yz\0\0\1\0\1"));
    assert_false(TAKES(status, "\1x\2yz\0\0\1\0\1"));
    assert_false(TAKES(response, "\1x\2yz\0\0\1\0\1"));
    assert_false(TAKES(head, "\1x\2yz\0\0\1\0\3"));   /* another class */
    assert_false(TAKES(head, "\1x\2yz\0\0\x0c\0\1")); /* PTR */
    /* Cut anywhere, labels too long, pointers, the root. */
    for (size_t size = 0; size < 10; size++) {
        assert_false(takes(head, "\1x\2yz\0\0\1\0\1", size));
    }
    assert_false(TAKES(head, "\1x\x40yz\0\0\1\0\1"));
    assert_false(TAKES(head, "\x40_234567890123456789012345678901234567890123456789012345678901234"
                             "\1x\2yz\0\0\1\0\1"));
    assert_false(TAKES(head, "\1x\xc0\x0c\0\1\0\1"));
    assert_false(TAKES(head, "\0\0\1\0\1"));
    assert_false(TAKES(head, "\4_sip\0\0\x21\0\1"));
}

/* A name of 255 bytes is one (RFC 1035 section 2.3.4), a longer one is not. */
static void long_names(void **state)
{
    for (unsigned last = 60; last <= 62; last++) {
        struct capture *capture = capture_new();
        char *label = g_strnfill(63, 'a');
        char *end = g_strnfill(last, 'b');
        char *name = g_strdup_printf("%s.%s.%s.%s", label, label, label, end);
        char *line = g_strdup_printf("2  1  p1 > ns:53  dns A %s\n", name);
        ladder(capture, SERVER);
        ladder(capture, line);
        assert_int_equal(lookup_of(capture, name).asked.frame, last <= 61 ? 2 : 0);
        g_free(line);
        g_free(name);
        g_free(end);
        g_free(label);
        capture_free(capture);
    }
}

static void short_datagrams(void **state)
{
    struct capture *capture = capture_new();
    struct sc_packet packet = {.frame = 2};

    ladder(capture, SERVER);
    packet.source = server_of(capture);
    packet.destination.port = 53;
    tell_dns(capture, &packet, (struct sc_slice){0});
    tell_dns(capture, &packet, sc_slice_of("12345678901"));
    assert_int_equal(lookup_of(capture, "").asked.frame, 0);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_are_kept), cmocka_unit_test(latest_refusals_stay),
        cmocka_unit_test(no_refusals),       cmocka_unit_test(resets_are_kept),
        cmocka_unit_test(no_resets),         cmocka_unit_test(queries_and_responses),
        cmocka_unit_test(lookups_of_others), cmocka_unit_test(latest_names_stay),
        cmocka_unit_test(hostile_queries),   cmocka_unit_test(long_names),
        cmocka_unit_test(short_datagrams),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
