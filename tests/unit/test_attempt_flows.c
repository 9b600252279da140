/* The messages of an attempt over all hops, and the hosts of a capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"
#include "sipcodes/flow.h"

static struct sc_summary *summarize(struct capture *capture)
{
    return sc_summary_new(tracker_of(capture), diagnosis_of(capture), NULL);
}

static void append_message(GString *text, const struct sc_flow_message *message)
{
    char method[SC_TEXT_SIZE(SC_KEPT_MAX)];

    g_string_append_printf(text, "%s%u ", text->len > 0 ? ", " : "",
                           (unsigned)message->record->frame);
    switch (message->kind) {
    case SC_FLOW_REQUEST:
        sc_slice_text(message->transaction->method, method, sizeof method);
        g_string_append(text, method);
        break;
    case SC_FLOW_RESPONSE:
        g_string_append_printf(text, "%u", (unsigned)message->record->code);
        break;
    case SC_FLOW_ACK:
        g_string_append(text, "ACK");
        break;
    case SC_FLOW_ICMP:
        g_string_append(text, "ICMP");
        break;
    }
}

/* Asserts the messages of the attempt at INDEX: "1 INVITE, 2 100". */
static void check_flow(struct sc_summary *summary, size_t index, const char *expected)
{
    struct sc_flow flow = sc_summary_flow(summary, index);
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < flow.count; i++) {
        append_message(text, &flow.messages[i]);
    }
    assert_string_equal(text->str, expected);
    assert_int_equal(flow.dropped, 0);
    g_string_free(text, TRUE);
}

/* Asserts the flow of the first attempt of a ladder. */
static void check_first_flow(const char *lines, const char *expected)
{
    struct capture *capture = capture_of(lines);
    struct sc_summary *summary = summarize(capture);

    check_flow(summary, 0, expected);
    sc_summary_free(summary);
    capture_free(capture);
}

static void hops_and_branches_are_in_the_order_of_time(void **state)
{
    check_first_flow("1   0  alice > proxy  INVITE        : 1\n"
                     "2   1  proxy > alice  100           : 1\n"
                     "3   2  proxy > bob    relay 1           : 3\n"
                     "4   3  proxy > carol  relay 1           : 4\n"
                     "5  10  bob > proxy    486           : 3\n"
                     "6  11  proxy > bob    ACK b=3 to=bob : 3\n"
                     "7  20  carol > proxy  180           : 4\n",
                     "1 INVITE, 2 100, 3 INVITE, 4 INVITE, 5 486, 6 ACK, 7 180");
}

static void steps_are_one_flow(void **state)
{
    check_first_flow("1   0  alice > bob  REGISTER call=r                        : 1\n"
                     "2  10  bob > alice  401 challenge                          : 1\n"
                     "3  20  alice > bob  REGISTER call=r cseq=2 credentials     : 3\n"
                     "4  30  bob > alice  403                                    : 3\n",
                     "1 REGISTER, 2 401, 3 REGISTER, 4 403");
}

static void copies_are_one_message(void **state)
{
    check_first_flow("1     0  alice > bob  INVITE   : 1\n"
                     "2   500  alice > bob  again 1  : 1 again 1\n"
                     "3   600  bob > alice  404      : 1\n",
                     "1 INVITE, 3 404");
}

static void cancel_belongs_to_its_invite(void **state)
{
    check_first_flow("1  0  alice > bob  INVITE        : 1\n"
                     "2  1  alice > bob  CANCEL b=1    : 2\n"
                     "3  2  bob > alice  200           : 2\n"
                     "4  3  bob > alice  487 of=1      : 1\n",
                     "1 INVITE, 2 CANCEL, 3 200, 4 487");
}

static void icmp_errors_are_messages(void **state)
{
    check_first_flow("1  0  alice > bob  OPTIONS      : 1\n"
                     "2  1  bob > alice  icmp 1 port  : 1\n",
                     "1 OPTIONS, 2 ICMP");
}

/* Asserts address and port of an endpoint. */
static void check_end(const struct sc_endpoint *end, const char *address, unsigned port)
{
    char text[SC_ENDPOINT_TEXT_SIZE];

    sc_endpoint_write(end, text);
    assert_string_equal(text, address);
    assert_int_equal(end->port, port);
}

static void icmp_errors_go_to_the_sender_of_what_they_quote(void **state)
{
    struct capture *capture = capture_of("1  0  alice:5062 > bob  OPTIONS      : 1\n"
                                         "2  1  bob > alice  icmp 1 port       : 1\n"
                                         "3  10  alice:5062 > bob  OPTIONS call=c  : 3\n"
                                         "4  11  router > alice  icmp 3 host  : 3\n");
    struct sc_summary *summary = summarize(capture);
    struct sc_flow flow = sc_summary_flow(summary, 0);

    check_end(flow.messages[1].source, "10.0.0.2", 5060);
    check_end(flow.messages[1].destination, "10.0.0.1", 5062);
    flow = sc_summary_flow(summary, 1);
    check_end(flow.messages[1].source, "10.0.0.3", 5060);
    check_end(flow.messages[1].destination, "10.0.0.1", 5062);
    sc_summary_free(summary);
    capture_free(capture);
}

static void attempts_do_not_mix(void **state)
{
    struct capture *capture = capture_of("1  0  alice > bob  INVITE call=a   : 1\n"
                                         "2  1  carol > bob  INVITE call=b   : 2\n"
                                         "3  2  bob > alice  404             : 1\n"
                                         "4  3  bob > carol  486             : 2\n");
    struct sc_summary *summary = summarize(capture);

    check_flow(summary, 1, "2 INVITE, 4 486");
    check_flow(summary, 0, "1 INVITE, 3 404");
    sc_summary_free(summary);
    capture_free(capture);
}

/* Steps without end: more messages than a flow takes. */
static void flows_are_bounded(void **state)
{
    struct capture *capture = capture_new();

    for (unsigned i = 0; i < SC_FLOW_MAX; i++) {
        char *lines = g_strdup_printf("%u %u alice > bob REGISTER call=r cseq=%u : %u\n"
                                      "%u %u bob > alice 401 challenge : %u\n",
                                      (2 * i) + 1, 2 * i, i + 1, (2 * i) + 1, (2 * i) + 2,
                                      (2 * i) + 1, (2 * i) + 1);
        ladder(capture, lines);
        g_free(lines);
    }
    struct sc_summary *summary = summarize(capture);
    struct sc_flow flow = sc_summary_flow(summary, 0);
    assert_int_equal(flow.count, SC_FLOW_MAX);
    assert_int_equal(flow.dropped, SC_FLOW_MAX);
    assert_int_equal(flow.messages[0].record->frame, 1);
    assert_int_equal(flow.messages[SC_FLOW_MAX - 1].record->frame, SC_FLOW_MAX);
    sc_summary_free(summary);
    capture_free(capture);
}

static void hosts_are_in_the_order_in_which_they_appear(void **state)
{
    struct capture *capture = capture_of("1  0  alice > bob       INVITE call=a : 1\n"
                                         "2  1  carol:5070 > bob  OPTIONS call=b : 2\n"
                                         "3  2  carol > alice     OPTIONS call=c : 3\n"
                                         "4  3  bob > alice       404 of=1       : 1\n");
    struct sc_summary *summary = summarize(capture);
    size_t count;
    const struct sc_endpoint *const *hosts = sc_summary_hosts(summary, &count);

    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        char expected[] = "10.0.0.1";
        char host[SC_ENDPOINT_TEXT_SIZE];
        expected[7] = (char)('1' + i);
        sc_endpoint_write(hosts[i], host);
        assert_string_equal(host, expected);
    }
    sc_summary_free(summary);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hops_and_branches_are_in_the_order_of_time),
        cmocka_unit_test(steps_are_one_flow),
        cmocka_unit_test(copies_are_one_message),
        cmocka_unit_test(cancel_belongs_to_its_invite),
        cmocka_unit_test(icmp_errors_are_messages),
        cmocka_unit_test(icmp_errors_go_to_the_sender_of_what_they_quote),
        cmocka_unit_test(attempts_do_not_mix),
        cmocka_unit_test(flows_are_bounded),
        cmocka_unit_test(hosts_are_in_the_order_in_which_they_appear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
