/* Findings about ICMP errors.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

static void icmp_port(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob:5070  INVITE       : 1\n"
                    "2   3  bob > alice       icmp 1 port  : 1\n");
    check_findings(capture, 1, "icmp-unreachable proof");
    check_findings(capture, 2, "icmp-unreachable proof");
    check_finding(capture, 1, "icmp-unreachable",
                  "An ICMP error came 3 ms later: nothing listens on port 5070 of the destination",
                  "1 2");
    /* It explains the silence. */
    read_to_the_end(capture);
    check_findings(capture, 1, "icmp-unreachable proof");
    silence_until(capture, 40000);
    check_findings(capture, 1, "icmp-unreachable proof");
    capture_free(capture);
}

static void check_icmp(const char *error, const char *id, const char *text)
{
    struct capture *capture = capture_new();
    char *lines = g_strdup_printf("1   0  alice > bob     OPTIONS    : 1\n"
                                  "2   3  router > alice  icmp 1 %s  : 1\n",
                                  error);

    ladder(capture, lines);
    check_finding(capture, 1, id, text, "1 2");
    check_finding(capture, 2, id, text, "1 2");
    g_free(lines);
    capture_free(capture);
}

static void icmp_others(void **state)
{
    check_icmp("network", "icmp-unreachable",
               "An ICMP error came 3 ms later: no route to the destination's network");
    check_icmp("host", "icmp-unreachable",
               "An ICMP error came 3 ms later: the destination host cannot be reached");
    check_icmp("protocol", "icmp-unreachable",
               "An ICMP error came 3 ms later: the destination does not take this transport");
    check_icmp("prohibited", "icmp-prohibited",
               "An ICMP error came 3 ms later: a filter on the way to port 5060 rejects it");
}

static void icmp_and_then_an_answer(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  OPTIONS          : 1\n"
                    "2    3  bob > alice  icmp 1 port      : 1\n"
                    "3    4  alice > bob  OPTIONS call=2   : 3\n"
                    "4    5  bob > alice  icmp 3 prohibited\n"
                    "5  500  alice > bob  again 1          : 1 again 1\n"
                    "6  501  bob > alice  200 of=1         : 1\n"
                    "7  502  bob > alice  200 of=3         : 3\n");
    check_findings(capture, 1, "");
    check_findings(capture, 2, "");
    check_findings(capture, 3, "");
    check_findings(capture, 4, "");
    capture_free(capture);
}

static void check_undelivered(const char *error, const char *text)
{
    struct capture *capture = capture_new();
    char *lines = g_strdup_printf("1   0  alice:5070 > bob  MESSAGE       : 1\n"
                                  "2   3  bob > alice       404 of=1      : 1\n"
                                  "3   7  router > bob      icmp 2 %s     : 1\n",
                                  error);

    ladder(capture, lines);
    check_findings(capture, 1, "");
    check_findings(capture, 2, "response-undeliverable proof");
    check_findings(capture, 3, "response-undeliverable proof");
    check_finding(capture, 2, "response-undeliverable", text, "1 2 3");
    g_free(lines);
    capture_free(capture);
}

static void icmp_about_a_response(void **state)
{
    struct capture *capture = capture_new();

    check_undelivered("network", "An ICMP error came 4 ms later: no route to the network of "
                                 "10.0.0.1; the request came from port 5070");
    check_undelivered("host", "An ICMP error came 4 ms later: 10.0.0.1 cannot be reached; the "
                              "request came from port 5070");
    check_undelivered("port", "An ICMP error came 4 ms later: nothing listens on port 5060 of "
                              "10.0.0.1; the request came from port 5070");
    check_undelivered("protocol", "An ICMP error came 4 ms later: 10.0.0.1 does not take this "
                                  "transport; the request came from port 5070");
    check_undelivered("prohibited", "An ICMP error came 4 ms later: a filter on the way to port "
                                    "5060 of 10.0.0.1 rejects it; the request came from port 5070");
    ladder(capture, "1   0  alice > bob  MESSAGE unseen\n"
                    "2   3  bob > alice  404          : 0\n"
                    "3   4  alice > bob  icmp 2 port  : 0\n");
    check_finding(capture, 2, "response-undeliverable",
                  "An ICMP error came 1 ms later: nothing listens on port 5060 of 10.0.0.1", "2 3");
    capture_free(capture);
}

/* Who closes his port when he has heard enough, or gets a later copy. */
static void icmp_about_a_response_that_is_not_missed(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  MESSAGE      : 1\n"
                    "2   3  bob > alice  404          : 1\n"
                    "3  10  bob > alice  again 2      : 1 again 2\n"
                    "4  14  alice > bob  icmp 3 port  : 1\n");
    check_topic(capture, 2, "missing-step", "");
    check_topic(capture, 4, "missing-step", "");
    capture_free(capture);

    capture = capture_new();
    ladder(capture, "1   0  alice > bob  MESSAGE      : 1\n"
                    "2   3  bob > alice  404          : 1\n"
                    "3  10  bob > alice  408          : 1\n"
                    "4  14  alice > bob  icmp 3 port  : 1\n");
    check_topic(capture, 3, "missing-step", "");
    check_topic(capture, 4, "missing-step", "");
    capture_free(capture);

    capture = capture_new();
    ladder(capture, "1    0  alice > bob  INVITE       : 1\n"
                    "2    3  bob > alice  404          : 1\n"
                    "3    7  alice > bob  icmp 2 port  : 1\n");
    check_topic(capture, 2, "missing-step", "response-undeliverable proof");
    ladder(capture, "4  503  bob > alice  again 2      : 1 again 2\n"
                    "5  505  alice > bob  ACK b=1      : 1\n");
    check_topic(capture, 2, "missing-step", "");
    check_topic(capture, 3, "missing-step", "");
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(icmp_port),
        cmocka_unit_test(icmp_others),
        cmocka_unit_test(icmp_and_then_an_answer),
        cmocka_unit_test(icmp_about_a_response),
        cmocka_unit_test(icmp_about_a_response_that_is_not_missed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
