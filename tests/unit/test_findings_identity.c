/* Findings about signed identities and the security agreement.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

#define SIGNED "| Identity: e30.e30.c2ln;info=<https://a.test/c>;alg=ES256 "

static void identity_missing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE                      : 1\n"
                    "2  10  bob > alice  428                         : 1\n"
                    "3  20  alice > bob  INVITE call=c2 " SIGNED "   : 3\n"
                    "4  30  bob > alice  428                         : 3\n"
                    "5  40  alice > bob  INVITE call=c3 | y: short   : 5\n"
                    "6  50  bob > alice  428                         : 5\n"
                    "7  60  alice > bob  INVITE call=c4              : 7\n"
                    "8  70  bob > alice  438                         : 7\n"
                    "9  80  alice > bob  MESSAGE call=c5             : 9\n"
                    "10 90  bob > alice  428                         : 9\n");
    check_findings(capture, 2, "identity-missing proof");
    check_finding(capture, 2, "identity-missing", "The INVITE has no Identity header", "1 2");
    check_topic(capture, 4, "identity", "");
    check_topic(capture, 6, "identity", "");
    check_topic(capture, 8, "identity", "");
    check_finding(capture, 10, "identity-missing", "The MESSAGE has no Identity header", "9 10");
    capture_free(capture);
}

/* The proxy drops it in one call, and passes it on in the next. */
static void identity_stripped(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > proxy  INVITE " SIGNED "           : 1\n"
                    "2   10  proxy > bob    relay 1                     : 2\n"
                    "3   20  bob > proxy    428                         : 2\n"
                    "4   30  proxy > alice  relay 3                     : 1\n"
                    "5  100  alice > proxy  INVITE call=c2 " SIGNED "   : 5\n"
                    "6  110  proxy > bob    relay 5 " SIGNED "          : 6\n"
                    "7  120  bob > proxy    428                         : 6\n"
                    "8  130  proxy > alice  relay 7                     : 5\n"
                    "9  200  alice > proxy  INVITE call=c3              : 9\n"
                    "10 210  proxy > bob    relay 9                     : 10\n"
                    "11 220  bob > proxy    428                         : 10\n"
                    "12 230  proxy > alice  relay 11                    : 9\n");
    check_topic(capture, 3, "identity", "identity-stripped proof");
    check_topic(capture, 4, "identity", "identity-stripped proof");
    check_finding(capture, 3, "identity-stripped",
                  "The INVITE came with Identity, and proxy sent it on without", "1 2 3");
    check_finding(capture, 4, "identity-stripped",
                  "The INVITE came with Identity, and proxy sent it on without", "1 2 3 4");
    check_topic(capture, 7, "identity", "");
    check_topic(capture, 8, "identity", "");
    check_topic(capture, 11, "identity", "identity-missing proof");
    check_topic(capture, 12, "identity", "identity-missing proof");
    check_finding(capture, 12, "identity-missing", "The INVITE has no Identity header",
                  "9 10 11 12");
    capture_free(capture);
}

/* Two proxies: the hop before the one that lost it is what counts. */
static void stripped_further_down(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > p1   INVITE " SIGNED "       : 1\n"
                    "2  10  p1 > p2      relay 1 " SIGNED "      : 2\n"
                    "3  20  p2 > p3      relay 2                 : 3\n"
                    "4  30  p3 > bob     relay 3                 : 4\n"
                    "5  40  bob > p3     428                     : 4\n");
    check_finding(capture, 5, "identity-stripped",
                  "The INVITE came with Identity, and p2 sent it on without", "2 3 4 5");
    capture_free(capture);
}

static void identity_not_seen(void **state)
{
    struct capture *capture = capture_new();
    char *many = repeated("5  40  alice > bob  INVITE call=c3 ", "| Allow: X", 200, " : 5\n");

    ladder(capture, "1   0  alice > bob  INVITE unseen\n"
                    "2  10  bob > alice  428                      : 0\n"
                    "3  20  alice > bob  INVITE call=c2 cut       : 3\n"
                    "4  30  bob > alice  428                      : 3\n");
    /* More header lines than are indexed: Identity may be behind them. */
    ladder(capture, many);
    ladder(capture, "6  50  bob > alice  428                      : 5\n");
    check_topic(capture, 2, "identity", "");
    check_topic(capture, 4, "identity", "");
    check_topic(capture, 6, "identity", "");
    /* That the hop upstream cannot be read changes nothing of this one. */
    ladder(capture, "7  60  alice > proxy  INVITE call=c4 cut " SIGNED "  : 7\n"
                    "8  70  proxy > bob    relay 7                         : 8\n"
                    "9  80  bob > proxy    428                             : 8\n");
    check_topic(capture, 9, "identity", "identity-missing proof");
    g_free(many);
    capture_free(capture);
}

static void fault_reported(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE " SIGNED "                               : 1\n"
                    "2  10  bob > alice  180 | Reason: STIR;cause=436;text=\"eyJ\"       : 1\n"
                    "3  20  bob > alice  200 | Reason: Q.850;cause=16, stir;cause=403    : 1\n"
                    "4  30  alice > bob  INVITE call=c2 unseen " SIGNED "\n"
                    "5  40  bob > alice  183 | Reason: STIR;cause=438                    : 0\n"
                    "6  50  alice > bob  INVITE call=c3 " SIGNED "                       : 6\n"
                    "7  60  bob > alice  100 | Reason: STIR;cause=499                    : 6\n");
    check_findings(capture, 2, "stir-fault-reported proof");
    check_finding(capture, 2, "stir-fault-reported",
                  "Reason STIR 436 (Bad Identity Info) in a 180: the caller's identity could not "
                  "be verified",
                  "1 2");
    check_finding(capture, 3, "stir-fault-reported",
                  "Reason STIR 403 (Stale Date) in a 200: the caller's identity could not be "
                  "verified",
                  "1 3");
    check_topic(capture, 5, "identity", "stir-fault-reported strong");
    check_finding(capture, 5, "stir-fault-reported",
                  "Reason STIR 438 (Invalid Identity Header) in a 183: the caller's identity could "
                  "not be verified, but the capture may start too late",
                  "5");
    check_topic(capture, 7, "identity", "stir-fault-reported proof");
    capture_free(capture);
}

/* Another protocol, no cause or one that is none, no Identity to be at fault, a refusal. */
static void no_fault(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE " SIGNED "                               : 1\n"
                    "2  10  bob > alice  180 | Reason: SIP;cause=436                     : 1\n"
                    "3  20  bob > alice  181 | Reason: STIR, STIR;cause=, STIR;cause=x   : 1\n"
                    "4  30  bob > alice  182 | Reason: STIR;cause=200, STIR;cause=500    : 1\n"
                    "5  40  bob > alice  183 | Reason: STIR;cause=99999999999            : 1\n"
                    "6  50  bob > alice  486 | Reason: STIR;cause=436                    : 1\n"
                    "7  60  alice > bob  INVITE call=c2                                  : 7\n"
                    "8  70  bob > alice  180 | Reason: STIR;cause=436                    : 7\n"
                    "9  80  bob > alice  200                                             : 7\n");
    for (uint32_t frame = 2; frame <= 9; frame++) {
        check_topic(capture, frame, "identity", "");
    }
    capture_free(capture);
}

#define SERVER " | Security-Server: tls;q=0.2, digest "

static void agreement_missing(void **state)
{
    static const struct {
        const char *request;
        const char *response;
        const char *text; /* NULL: no finding */
    } cases[] = {
        {"", "494" SERVER,
         "The REGISTER lacks Security-Client, Require: sec-agree, Proxy-Require: sec-agree; the "
         "server's mechanisms are in its Security-Server"},
        {"| Supported: sec-agree", "494" SERVER,
         "The REGISTER lacks Security-Client, Require: sec-agree, Proxy-Require: sec-agree; the "
         "server's mechanisms are in its Security-Server"},
        {"| Require: path, Sec-Agree | Proxy-Require: sec-agree", "494" SERVER,
         "The REGISTER lacks Security-Client; the server's mechanisms are in its Security-Server"},
        {"| Require: sec-agree | Security-Client: tls", "494" SERVER,
         "The REGISTER lacks Proxy-Require: sec-agree; the server's mechanisms are in its "
         "Security-Server"},
        /* The first step of an agreement, a later one, and what is none. */
        {"| Require: sec-agree | Proxy-Require: sec-agree | Security-Client: tls", "494" SERVER,
         NULL},
        {"| security-verify: tls", "494" SERVER, NULL},
        {"", "494", NULL},
        {"", "421" SERVER, NULL},
        {"unseen", "494" SERVER, NULL},
        {"cut", "494" SERVER, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct capture *capture = capture_new();
        char *lines = g_strdup_printf("1   0  alice > bob  REGISTER %s\n2  10  bob > alice  %s\n",
                                      cases[i].request, cases[i].response);
        ladder(capture, lines);
        check_topic(capture, 2, "identity", cases[i].text != NULL ? "sec-agree-missing proof" : "");
        if (cases[i].text != NULL) {
            check_finding(capture, 2, "sec-agree-missing", cases[i].text, "1 2");
        }
        capture_free(capture);
        g_free(lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identity_missing),      cmocka_unit_test(identity_stripped),
        cmocka_unit_test(stripped_further_down), cmocka_unit_test(identity_not_seen),
        cmocka_unit_test(fault_reported),        cmocka_unit_test(no_fault),
        cmocka_unit_test(agreement_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
