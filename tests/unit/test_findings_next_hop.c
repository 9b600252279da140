/* Findings about what keeps a server from sending a request on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* ---- The next hop ---- */

static void unreachable(void **state)
{
    const char *lines = INVITE_ON "3   2  bob   > p1     icmp 2 port  : 2\n"
                                  "4  10  p1    > alice  503          : 1\n";

    check_ladder_findings(lines, 4, "next-hop-unreachable proof, origin-local suggestive");
    check_ladder_finding(
        lines, 4, "next-hop-unreachable",
        "10.0.0.2 sent the request to 10.0.0.3 port 5060, and ICMP says nothing listens "
        "on the port",
        "2 3 4");
}

static void unreachable_or_not(void **state)
{
    /* It came later, or a response came all the same. */
    check_ladder_findings(INVITE_ON "3  10  bob   > p1     486          : 2\n"
                                    "4  11  p1    > alice  503          : 1\n"
                                    "5  12  bob   > p1     icmp 2 port\n",
                          4, "code-translated proof");
    check_ladder_findings(INVITE_ON "3   2  bob   > p1     icmp 2 port  : 2\n"
                                    "4   5  bob   > p1     100          : 2\n"
                                    "5  11  p1    > alice  503          : 1\n",
                          5, "origin-local strong");
    /* Another branch answered. */
    check_ladder_findings(INVITE_FORKED "4   5  carol > p1     icmp 3 host  : 3\n"
                                        "5  10  bob   > p1     404          : 2\n"
                                        "6  11  p1    > alice  relay 5      : 1\n",
                          6, "origin-relayed proof");
    /* A code that says something else. */
    check_ladder_findings(INVITE_ON "3   2  bob   > p1     icmp 2 port  : 2\n"
                                    "4  10  p1    > alice  404          : 1\n",
                          4, "origin-local suggestive");
}

/* ICMP tells more than the time that went by. */
static void unreachable_before_timeout(void **state)
{
    check_ladder_findings(INVITE_ON "3     2  bob   > p1     icmp 2 port  : 2\n"
                                    "4   500  p1    > bob    again 2      : 2 again 2\n"
                                    "5  1500  p1    > alice  504          : 1\n",
                          5, "next-hop-unreachable proof, origin-local strong");
}

static void unreachable_in_each_way(void **state)
{
    static const struct {
        const char *word;
        const char *text;
    } ways[] = {
        {"network", "there is no route to it"},
        {"host", "the host does not answer"},
        {"protocol", "it does not take the transport"},
        {"prohibited", "a filter rejects it"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        char *lines = g_strdup_printf(INVITE_ON "3   2  r     > p1     icmp 2 %s    : 2\n"
                                                "4  10  p1    > alice  408          : 1\n",
                                      ways[i].word);
        char *text = g_strconcat("10.0.0.2 sent the request to 10.0.0.3 port 5060, and ICMP says ",
                                 ways[i].text, NULL);
        check_ladder_finding(lines, 4, "next-hop-unreachable", text, "2 3 4");
        g_free(lines);
        g_free(text);
    }
}

static void gateway_timeout(void **state)
{
    const char *silent = INVITE_ON "3   500  p1    > bob    again 2      : 2 again 2\n"
                                   "4  1500  p1    > alice  504          : 1\n";

    check_ladder_findings(silent, 4, "gateway-timeout strong, origin-local strong");
    check_ladder_finding(silent, 4, "gateway-timeout", "10.0.0.3 sent no response within 1.5 s",
                         "2 4");
    check_ladder_finding(INVITE_ON "3  2  bob   > p1     100          : 2\n"
                                   "4  1600  p1    > alice  504          : 1\n",
                         4, "gateway-timeout", "10.0.0.3 sent no final response within 1.6 s",
                         "2 4");
}

static void gateway_timeout_unproved(void **state)
{
    check_answer("504", "");
    check_ladder_findings(INVITE_ON "3  1500  p1    > alice  504          : 1\n", 3,
                          "gateway-timeout suggestive, origin-local suggestive");
    check_ladder_findings(INVITE_ON "3    10  bob   > p1     504          : 2\n"
                                    "4  1500  p1    > alice  relay 3      : 1\n",
                          4, "origin-relayed proof");
    check_ladder_findings(INVITE_ON "3    10  bob   > p1     100          : 2\n"
                                    "4  1500  p1    > alice  503          : 1\n",
                          4, "origin-local strong");
    check_ladder_findings("1     0  alice > p1     INVITE  unseen\n"
                          "2     1  p1    > bob    relay 1      : 2\n"
                          "3  1500  p1    > alice  504  of=1    : 0\n",
                          3, "gateway-timeout suggestive");
}

/* ---- The next hop over TCP ---- */

/* The request names 10.0.0.3, which is bob, as the place to go to. */
#define TO_BOB "1   0  alice > p1     INVITE uri=sip:x@10.0.0.3;transport=tcp  : 1\n"

/* It names nothing but the proxy's own domain. */
#define TO_ANY "1   0  alice > p1     INVITE                                   : 1\n"

static void refused_by_the_named(void **state)
{
    const char *lines = TO_BOB "2   1  p1    > alice  100     : 1\n"
                               "3   2  bob   > p1     refuse\n"
                               "4   3  p1    > alice  503     : 1\n";

    check_ladder_findings(lines, 4, "next-hop-unreachable proof");
    check_ladder_finding(lines, 4, "next-hop-unreachable",
                         "10.0.0.2 wanted a TCP connection to 10.0.0.3 port 5060, and was refused",
                         "1 3 4");
    check_ladder_findings(TO_BOB "2   2  bob   > p1:4711  refuse\n"
                                 "3   3  p1    > alice    477 phrase=(477/TM)  : 1\n",
                          3,
                          "next-hop-unreachable proof, code-unregistered proof, phrase-nonstandard "
                          "proof, proxy-send-failure strong");
    /* However long it took, and whatever else is under way. */
    check_ladder_findings(TO_BOB "2    10  alice > p1     OPTIONS call=x        : 2\n"
                                 "3  9000  bob   > p1     refuse\n"
                                 "4  9001  p1    > alice  408  of=1             : 1\n",
                          4, "next-hop-unreachable proof");
}

static void refused_with_icmp(void **state)
{
    check_ladder_finding(
        TO_BOB "2   2  r     > p1     icmp-syn bob prohibited\n"
               "3   3  p1    > alice  500     : 1\n",
        3, "next-hop-unreachable",
        "10.0.0.2 wanted a TCP connection to 10.0.0.4 port 5060, and ICMP says a filter "
        "rejects it",
        "1 2 3");
}

static void refused_by_a_named_port(void **state)
{
    static const struct {
        const char *uri;
        const char *more;
        const char *from;
        const char *expected;
    } cases[] = {
        {"sip:x@10.0.0.3:5080", "", "bob:5080", "next-hop-unreachable proof"},
        {"sip:x@10.0.0.3:5080", "", "bob:5060", "next-hop-unreachable strong"},
        {"sip:x@10.0.0.3", "", "bob:5080", ""},
        {"sips:x@10.0.0.3", "", "bob:5061", "next-hop-unreachable proof"},
        {"sip:x@10.0.0.3;transport=TLS", "", "bob:5061", "next-hop-unreachable proof"},
        {"sip:x@a.example;maddr=10.0.0.3", "", "bob", "next-hop-unreachable proof"},
        {"sip:x@a.example", "Route: <sip:10.0.0.2;lr>, <sip:10.0.0.3:5080;lr>", "bob:5080",
         "next-hop-unreachable proof"},
        {"sip:x@10.0.0.30", "", "bob:5080", ""},
        {"sip:x@[::1]", "", "bob", "next-hop-unreachable strong"},
        {"tel:+123", "", "bob:5080", ""},
        {":::", "", "bob:5080", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *lines = g_strdup_printf("1   0  alice > p1     INVITE uri=%s | %s  : 1\n"
                                      "2   1  p1    > alice  100                 : 1\n"
                                      "3   2  %s    > p1     refuse\n"
                                      "4   3  p1    > alice  503                 : 1\n",
                                      cases[i].uri, cases[i].more, cases[i].from);
        /* Who speaks is numbered as they come: bob is the third. */
        check_ladder_findings(lines, 4, cases[i].expected);
        g_free(lines);
    }
}

/* The proxy chose where to: what it did at once it did for the request. */
static void refused_by_another(void **state)
{
    const char *lines = TO_ANY "2   2  bob   > p1     refuse\n"
                               "3   3  p1    > alice  500     : 1\n";

    check_ladder_findings(lines, 3, "next-hop-unreachable strong");
    check_ladder_finding(lines, 3, "next-hop-unreachable",
                         "10.0.0.2 wanted a TCP connection to 10.0.0.3 port 5060, and was refused",
                         "1 2 3");
    /* A second time. The first is told. */
    check_ladder_finding(TO_ANY "2   2  bob   > p1     refuse\n"
                                "3   4  carol > p1     refuse\n"
                                "4   5  p1    > alice  500     : 1\n",
                         4, "next-hop-unreachable",
                         "10.0.0.2 wanted a TCP connection to 10.0.0.3 port 5060, and was refused",
                         "1 2 4");
    /* Too late to be for the request, as a probe would be; no port of SIP. */
    check_ladder_findings(TO_ANY "2   600  bob      > p1     refuse\n"
                                 "3  1500  p1       > alice  408     : 1\n",
                          3, "");
    check_ladder_findings(TO_ANY "2     2  bob:5432 > p1     refuse\n"
                                 "3     3  p1       > alice  500     : 1\n",
                          3, "no-cause-given proof");
}

/* Another request that the same host had, or sent: the connection may have been for that. */
static void refused_in_traffic(void **state)
{
    check_ladder_findings("1   0  carol > p1     OPTIONS call=x      : 1\n"
                          "2   1  alice > p1     INVITE              : 2\n"
                          "3   2  bob   > p1     refuse\n"
                          "4   3  p1    > alice  500                 : 2\n",
                          4, "next-hop-unreachable suggestive");
    check_ladder_findings("1   0  carol > p1:5070 OPTIONS call=x     : 1\n"
                          "2   1  alice > p1     INVITE              : 2\n"
                          "3   2  bob   > p1     refuse\n"
                          "4   3  p1    > alice  500                 : 2\n",
                          4, "next-hop-unreachable suggestive");
    check_ladder_findings(TO_ANY "2   1  p1    > gw     INVITE call=x     : 2\n"
                                 "3   2  bob   > p1     refuse\n"
                                 "4   3  p1    > alice  500  of=1         : 1\n",
                          4, "next-hop-unreachable suggestive");
    /* It had its response by then. */
    check_ladder_findings("1   0  carol > p1     OPTIONS call=x      : 1\n"
                          "2   1  p1    > carol  200                 : 1\n"
                          "3   1  alice > p1     INVITE              : 3\n"
                          "4   2  bob   > p1     refuse\n"
                          "5   3  p1    > alice  500                 : 3\n",
                          5, "next-hop-unreachable strong");
}

static void refused_or_not(void **state)
{
    /* To another host; before the request; behind the response. */
    check_ladder_findings(TO_BOB "2   2  bob   > p2     refuse\n"
                                 "3   3  p1    > alice  503     : 1\n",
                          3, "");
    check_ladder_findings("1   0  carol > p1     OPTIONS call=x            : 1\n"
                          "2   1  p1    > carol  200                       : 1\n"
                          "3   2  bob   > p1     refuse\n"
                          "4   3  alice > p1     INVITE uri=sip:10.0.0.3   : 4\n"
                          "5   4  p1    > alice  503                       : 4\n",
                          5, "");
    check_ladder_findings(TO_BOB "2   3  p1    > alice  503     : 1\n"
                                 "3   4  bob   > p1     refuse\n",
                          2, "");
    /* It was sent on all the same. */
    check_ladder_findings(TO_BOB "2   2  bob   > p1     refuse\n"
                                 "3   3  p1    > carol  relay 1 : 3\n"
                                 "4   4  carol > p1     503     : 3\n"
                                 "5   5  p1    > alice  500     : 1\n",
                          5, "code-translated proof");
    check_ladder_findings(TO_BOB "2   2  bob   > p1     refuse\n"
                                 "3   3  p1    > carol  relay 1 : 3\n"
                                 "4 900  p1    > alice  408     : 1\n",
                          4, "origin-local suggestive");
    /* The reset of a connection that was open; one that acknowledges nothing; another code. */
    check_ladder_findings(TO_BOB "2   2  bob   > p1     reset\n"
                                 "3   3  p1    > alice  503     : 1\n",
                          3, "");
    check_ladder_findings(TO_BOB "2   2  bob   > p1     refuse bare\n"
                                 "3   3  p1    > alice  503     : 1\n",
                          3, "");
    check_ladder_findings(TO_BOB "2   2  bob   > p1     refuse\n"
                                 "3   3  p1    > alice  404     : 1\n",
                          3, "");
    /* The request was not captured. */
    check_ladder_findings("1   0  alice > p1     INVITE  unseen\n"
                          "2   2  bob   > p1     refuse\n"
                          "3   3  p1    > alice  503  of=1   : 0\n",
                          3, "");
}

/* Who passes the response on was not refused anything. */
static void refused_further_down(void **state)
{
    const char *lines = INVITE_ON "3   2  carol > bob    refuse\n"
                                  "4   3  bob   > p1     503          : 2\n"
                                  "5   4  p1    > alice  relay 4      : 1\n";

    check_ladder_findings(lines, 4, "next-hop-unreachable strong");
    check_ladder_findings(lines, 5, "origin-relayed proof");
}

#define OVER_TCP                                                                                   \
    "1   0  alice > p1     INVITE                            : 1\n"                                \
    "2   1  p1    > bob    relay 1  tcp seq=1000             : 2\n"

static void reset_with_the_request(void **state)
{
    const char *lines = OVER_TCP "3    2  bob   > p1     reset\n"
                                 "4   10  p1    > alice  408     : 1\n";

    check_ladder_findings(lines, 4, "next-hop-unreachable proof, origin-local strong");
    check_ladder_finding(
        lines, 4, "next-hop-unreachable",
        "10.0.0.2 sent the request to 10.0.0.3 port 5060 over TCP, which reset the "
        "connection",
        "2 3 4");
    check_ladder_findings(OVER_TCP "3    2  bob   > p1     reset\n"
                                   "4   10  p1    > alice  504     : 1\n",
                          4, "next-hop-unreachable proof, origin-local strong");
}

static void reset_or_not(void **state)
{
    /* Another connection; by the proxy; behind the response; a response came before. */
    check_ladder_findings(OVER_TCP "3    2  bob   > p1:9   reset\n"
                                   "4   10  p1    > alice  500     : 1\n",
                          4, "no-cause-given proof, origin-local suggestive");
    check_ladder_findings(OVER_TCP "3    2  p1    > bob    reset\n"
                                   "4   10  p1    > alice  500     : 1\n",
                          4, "no-cause-given proof, origin-local suggestive");
    check_ladder_findings(OVER_TCP "3   10  p1    > alice  500     : 1\n"
                                   "4   12  bob   > p1     reset\n",
                          3, "no-cause-given proof, origin-local strong");
    check_ladder_findings(OVER_TCP "3    2  bob   > p1     100  tcp seq=1 : 2\n"
                                   "4    3  bob   > p1     reset\n"
                                   "5   10  p1    > alice  500     : 1\n",
                          5, "no-cause-given proof, origin-local strong");
    /* Before the request; that of an earlier connection between the same two ports. */
    check_ladder_findings("1   0  p1    > bob    OPTIONS call=x  tcp seq=1 : 1\n"
                          "2   1  bob   > p1     200             tcp seq=1 : 1\n"
                          "3   2  bob   > p1     reset\n"
                          "4  10  alice > p1     INVITE                    : 4\n"
                          "5  11  p1    > bob    relay 4  tcp seq=101      : 5\n"
                          "6  20  p1    > alice  500                       : 4\n",
                          6, "no-cause-given proof, origin-local strong");
    check_ladder_findings("1   0  p1    > bob    OPTIONS call=x  tcp seq=1 : 1\n"
                          "2   1  bob   > p1     200             tcp seq=1 : 1\n"
                          "3   2  bob   > p1     reset\n"
                          "4   3  bob   > p1     syn             tcp seq=9\n"
                          "5  10  alice > p1     INVITE                    : 5\n"
                          "6  11  p1    > bob    relay 5  tcp seq=101      : 6\n"
                          "7  20  p1    > alice  500                       : 5\n",
                          7, "no-cause-given proof, origin-local strong");
}

/* ---- Names of the next hop ---- */

#define TO_NAME "1     0  alice > p1     INVITE uri=sip:x@gw.example           : 1\n"

static void no_such_name(void **state)
{
    const char *lines = TO_NAME "2     1  p1    > ns:53  dns SRV _sip._udp.gw.example\n"
                                "3     2  ns:53 > p1     dns SRV _sip._udp.gw.example rcode=3\n"
                                "4     3  p1    > ns:53  dns A gw.example\n"
                                "5     4  ns:53 > p1     dns A gw.example rcode=3\n"
                                "6     5  p1    > alice  504                     : 1\n";

    check_ladder_findings(lines, 6, "gateway-timeout strong");
    check_ladder_finding(
        lines, 6, "gateway-timeout",
        "10.0.0.2 asked DNS for gw.example, and 10.0.0.3 said that there is no such name",
        "1 4 5 6");
}

static void name_in_each_way(void **state)
{
    static const struct {
        const char *request;
        const char *query;
        const char *answer;
        const char *expected;
    } cases[] = {
        {"uri=sip:x@gw.example", "AAAA gw.example", "AAAA gw.example rcode=3", "strong"},
        {"uri=sip:x@GW.example.", "A gw.EXAMPLE", "A gw.EXAMPLE rcode=2", "strong"},
        {"uri=sip:x@gw.example", "NAPTR gw.example", "NAPTR gw.example rcode=5", "strong"},
        {"uri=sip:x@gw.example", "A gw.example", "A gw.example rcode=4", "strong"},
        {" | Route: <sip:p1.example;lr> | Route: <sip:gw.example;lr>", "A gw.example",
         "A gw.example rcode=3", "strong"},
        /* It has no service of that name; it has no address of that kind; it has one. */
        {"uri=sip:x@gw.example", "SRV _sip._tcp.gw.example", "SRV _sip._tcp.gw.example rcode=3",
         NULL},
        {"uri=sip:x@gw.example", "AAAA gw.example", "AAAA gw.example", NULL},
        {"uri=sip:x@gw.example", "A gw.example", "A gw.example records=1", NULL},
        {"uri=sip:x@gw.example", "SRV _sip._udp.gw.example", "SRV _sip._udp.gw.example records=1",
         NULL},
        /* Another name; no question where to send anything. */
        {"uri=sip:x@gw.example", "A x.gw.example", "A x.gw.example rcode=3", NULL},
        {"uri=sip:x@gw.example", "A example", "A example rcode=3", NULL},
        {"uri=sip:x@gw.example", "TXT gw.example", "TXT gw.example rcode=3", NULL},
        {"uri=tel:123", "A gw.example", "A gw.example rcode=3", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *lines = g_strdup_printf("1   0  alice > p1     INVITE %s     : 1\n"
                                      "2   1  p1    > ns:53  dns %s\n"
                                      "3   2  ns:53 > p1     dns %s\n"
                                      "4   3  p1    > alice  504           : 1\n",
                                      cases[i].request, cases[i].query, cases[i].answer);
        char *expected = cases[i].expected != NULL
                             ? g_strdup_printf("gateway-timeout %s", cases[i].expected)
                             : g_strdup("");
        check_ladder_findings(lines, 4, expected);
        g_free(expected);
        g_free(lines);
    }
}

static void dns_is_silent(void **state)
{
    const char *lines = TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                                "3  1000  p1    > ns:53  dns A gw.example\n"
                                "4  2501  p1    > alice  504                     : 1\n";

    check_ladder_findings(lines, 4, "gateway-timeout strong");
    check_ladder_finding(
        lines, 4, "gateway-timeout",
        "10.0.0.2 asked DNS for gw.example, and 10.0.0.3 did not answer within 2.5 s", "1 2 4");
    /* Whether answers are captured at all is not known of one query. */
    check_ladder_findings(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                                  "3  2001  p1    > alice  504                           : 1\n",
                          3, "gateway-timeout suggestive");
    check_ladder_findings("1     0  carol > p1     OPTIONS call=x                        : 1\n"
                          "2     1  p1    > ns:53  dns A other.example\n"
                          "3     2  ns:53 > p1     dns A other.example records=1\n"
                          "4     3  p1    > carol  200                                   : 1\n"
                          "5    10  alice > p1     INVITE uri=sip:x@gw.example           : 5\n"
                          "6    11  p1    > ns:53  dns A gw.example\n"
                          "7  2001  p1    > alice  504                                   : 5\n",
                          7, "gateway-timeout strong");
    /* Another request had asked before, and asks on. */
    check_ladder_finding(
        "1     0  carol > p1     OPTIONS call=x uri=sip:gw.example       : 1\n"
        "2     1  p1    > ns:53  dns A gw.example\n"
        "3   900  alice > p1     INVITE uri=sip:x@gw.example             : 3\n"
        "4  1001  p1    > ns:53  dns A gw.example\n"
        "5  1501  p1    > alice  504                                     : 3\n",
        5, "gateway-timeout",
        "10.0.0.2 asked DNS for gw.example, and 10.0.0.3 did not answer within 500 ms, but "
        "the capture holds one direction only",
        "3 4 5");
}

static void dns_or_not(void **state)
{
    /* Asked by another host; before the request; answered too late; another code; sent on. */
    check_ladder_findings(TO_NAME "2     1  p2    > ns:53  dns A gw.example\n"
                                  "3     2  ns:53 > p2     dns A gw.example rcode=3\n"
                                  "4     5  p1    > alice  504                     : 1\n",
                          4, "");
    check_ladder_findings("1     0  carol > p1     OPTIONS call=x uri=sip:gw.example      : 1\n"
                          "2     1  p1    > ns:53  dns A gw.example\n"
                          "3     2  ns:53 > p1     dns A gw.example rcode=3\n"
                          "4     3  p1    > carol  404                                    : 1\n"
                          "5     4  alice > p1     INVITE uri=sip:x@gw.example            : 5\n"
                          "6     5  p1    > alice  504                                    : 5\n",
                          6, "");
    check_ladder_findings(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                                  "3  2001  p1    > alice  504                     : 1\n"
                                  "4  2002  ns:53 > p1     dns A gw.example records=1\n",
                          3, "gateway-timeout suggestive");
    check_ladder_findings(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                                  "3     2  ns:53 > p1     dns A gw.example rcode=3\n"
                                  "4     5  p1    > alice  500                     : 1\n",
                          4, "no-cause-given proof");
    check_ladder_findings(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                                  "3     2  ns:53 > p1     dns A gw.example rcode=3\n"
                                  "4     3  p1    > carol  relay 1                 : 4\n"
                                  "5     4  carol > p1     504                     : 4\n"
                                  "6     5  p1    > alice  relay 5                 : 1\n",
                          6, "origin-relayed proof");
    /* The name has an address, though no other one. */
    check_ladder_findings(TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                                  "3     2  ns:53 > p1     dns A gw.example records=2\n"
                                  "4     3  p1    > ns:53  dns AAAA gw.example\n"
                                  "5     4  ns:53 > p1     dns AAAA gw.example rcode=2\n"
                                  "6     5  p1    > alice  504                     : 1\n",
                          6, "");
}

static void send_failure_of_a_name(void **state)
{
    check_ladder_finding(
        TO_NAME "2     1  p1    > ns:53  dns A gw.example\n"
                "3     2  ns:53 > p1     dns A gw.example rcode=3\n"
                "4     5  p1    > alice  478 phrase=(478/TM)     : 1\n",
        4, "proxy-send-failure",
        "The proxy found no address for the name of the next hop: \"(478/TM)\"; 10.0.0.2 "
        "asked DNS for gw.example, and 10.0.0.3 said that there is no such name",
        "1 2 3 4");
}

static void send_failure(void **state)
{
    check_answer("477 phrase=Send-failed-(477/TM)",
                 "code-unregistered proof, phrase-nonstandard proof, proxy-send-failure strong");
    check_answer("478 phrase=Unresolvable\\040destination\\040(478/SL)",
                 "code-unregistered proof, proxy-send-failure strong");
    check_answer_finding("478 phrase=Unresolvable-(478/SL)", "proxy-send-failure",
                         "The proxy found no address for the name of the next hop: "
                         "\"Unresolvable-(478/SL)\"");
    check_answer_finding("479 phrase=(479/TM)", "proxy-send-failure",
                         "The proxy could not read the URI of the next hop: \"(479/TM)\"");
    check_answer("477 phrase=(478/TM)", "code-unregistered proof, phrase-nonstandard proof");
    check_answer("477 phrase=(477/TM)-later", "code-unregistered proof, phrase-nonstandard proof");
    check_answer("477 phrase=TM)", "code-unregistered proof, phrase-nonstandard proof");
    check_answer("477 phrase=", "code-unregistered proof");
    check_answer("404 phrase=Not-Found", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unreachable),
        cmocka_unit_test(unreachable_or_not),
        cmocka_unit_test(unreachable_before_timeout),
        cmocka_unit_test(unreachable_in_each_way),
        cmocka_unit_test(gateway_timeout),
        cmocka_unit_test(gateway_timeout_unproved),
        cmocka_unit_test(refused_by_the_named),
        cmocka_unit_test(refused_with_icmp),
        cmocka_unit_test(refused_by_a_named_port),
        cmocka_unit_test(refused_by_another),
        cmocka_unit_test(refused_in_traffic),
        cmocka_unit_test(refused_or_not),
        cmocka_unit_test(refused_further_down),
        cmocka_unit_test(reset_with_the_request),
        cmocka_unit_test(reset_or_not),
        cmocka_unit_test(no_such_name),
        cmocka_unit_test(name_in_each_way),
        cmocka_unit_test(dns_is_silent),
        cmocka_unit_test(dns_or_not),
        cmocka_unit_test(send_failure_of_a_name),
        cmocka_unit_test(send_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
