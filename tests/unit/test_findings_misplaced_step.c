/* Findings about steps that are there, but out of place.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* The hosts of a ladder have the addresses 10.0.0.1, 10.0.0.2, ... in the order they turn up. */

#define TOPIC "missing-step"

/* Nothing of this topic is said of any frame. */
static void check_nothing(const char *lines)
{
    struct capture *capture = capture_new();
    uint32_t count = 0;

    ladder(capture, lines);
    for (const char *at = lines; *at != '\0'; at++) {
        count += *at == '\n';
    }
    for (uint32_t frame = 1; frame <= count; frame++) {
        if (sighting_in(capture, frame)->transaction != NULL) {
            check_topic(capture, frame, TOPIC, "");
        }
    }
    capture_free(capture);
}

/* One finding, of the last frame. */
static void check_last(const char *id_and_confidence, const char *text, const char *evidence,
                       uint32_t last, const char *lines)
{
    struct capture *capture = capture_new();
    char **words = g_strsplit(id_and_confidence, " ", 2);

    ladder(capture, lines);
    check_topic(capture, last, TOPIC, id_and_confidence);
    check_finding(capture, last, words[0], text, evidence);
    g_strfreev(words);
    capture_free(capture);
}

/* ---- capture-duplicate ---- */

static void packet_captured_twice(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  OPTIONS            : 1\n"
                    "2    1  alice > bob  again 1 id=1       : 1 double 1\n"
                    "3   10  bob > alice  200                : 1\n"
                    "4   11  bob > alice  again 3 id=3       : 1 double 3\n");
    check_topic(capture, 1, TOPIC, "");
    check_topic(capture, 2, TOPIC, "capture-duplicate strong");
    check_finding(capture, 2, "capture-duplicate", "The same packet as frame 1, captured twice",
                  "1 2");
    check_topic(capture, 3, TOPIC, "");
    check_topic(capture, 4, TOPIC, "capture-duplicate strong");
    capture_free(capture);
}

/* It is not the first copy that the second one's double doubles. */
static void repetition_captured_twice(void **state)
{
    check_last("capture-duplicate strong",
               "One packet, captured twice within milliseconds; its message is that of frame 1",
               "1 3", 3,
               "1    0  alice > bob  OPTIONS            : 1\n"
               "2  500  alice > bob  again 1 id=2       : 1 again 1\n"
               "3  501  alice > bob  again 1 id=2       : 1 double 1\n");
}

static void repetition_is_no_duplicate(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  OPTIONS            : 1\n"
                    "2    1  alice > bob  again 1            : 1 again 1\n");
    check_topic(capture, 2, TOPIC, "");
    capture_free(capture);
}

/* ---- double-answer ---- */

#define CONTACT "| Contact: <sip:x@example.com> "

static void two_phones_answer(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE             : 1\n"
                    "2  150  bob > alice  200 to=b " CONTACT " : 1\n"
                    "3  160  bob > alice  200 to=c " CONTACT " : 1\n"
                    "4  170  bob > alice  202 to=d " CONTACT " : 1\n"
                    "5  190  bob > alice  again 2            : 1 again 2\n");
    check_topic(capture, 1, TOPIC, "");
    for (uint32_t frame = 2; frame <= 4; frame++) {
        check_topic(capture, frame, TOPIC, "double-answer proof");
    }
    check_finding(capture, 2, "double-answer",
                  "The INVITE is answered in frame 3, too, with another To tag", "1 2 3");
    check_finding(capture, 4, "double-answer",
                  "The INVITE is answered in frame 2, too, with another To tag", "1 2 4");
    check_topic(capture, 5, TOPIC, "");
    capture_free(capture);
}

/* The request is missing; what the answers say stands all the same. */
static void two_phones_answer_unseen_invite(void **state)
{
    check_last("double-answer proof", "The INVITE is answered in frame 2, too, with another To tag",
               "2 3", 3,
               "1    0  alice > bob  INVITE unseen\n"
               "2  900  bob > alice  200 of=1 to=b " CONTACT " : 0\n"
               "3  910  bob > alice  200 of=1 to=c " CONTACT " : 0\n");
}

static void one_phone_answers(void **state)
{
    check_nothing("1    0  alice > bob  INVITE             : 1\n"
                  "2  130  bob > alice  180 to=b           : 1\n"
                  "3  140  bob > alice  180 to=c           : 1\n"
                  "4  900  bob > alice  200 to=b " CONTACT " : 1\n"
                  "5  910  alice > bob  ACK to=b           : 1\n"
                  "6  950  bob > alice  again 4            : 1 again 4\n");
    check_nothing("1    0  alice > bob  INVITE             : 1\n"
                  "2  150  bob > alice  200 to=- " CONTACT " : 1\n"
                  "3  160  bob > alice  200 to=c " CONTACT " : 1\n"
                  "4  165  alice > bob  ACK to=c           : 1\n");
    check_nothing("1    0  alice > bob  OPTIONS            : 1\n"
                  "2  900  bob > alice  200 to=b           : 1\n"
                  "3  910  bob > alice  200 to=c           : 1\n");
}

/* ---- fork-ended ---- */

static void fork_ends(void **state)
{
    check_last("fork-ended proof",
               "One of 2 forks ended with SIP cause 486 (Busy Here), the INVITE goes on", "2 4", 4,
               "1    0  alice > bob  INVITE             : 1\n"
               "2   90  bob > alice  180 to=b           : 1\n"
               "3   91  bob > alice  180 to=c           : 1\n"
               "4  300  bob > alice  199 to=b reason=Q.850;cause=17,SIP;cause=486 : 1\n");
}

static void only_early_dialog_ends(void **state)
{
    check_last(
        "fork-ended proof",
        "The early dialog ended with Q.850 cause 18 (No user responding), the INVITE goes on", "2",
        2,
        "1    0  alice > bob  INVITE             : 1\n"
        "2  100  bob > alice  199 to=b reason=Q.850;cause=18 : 1\n");
}

static void fork_ends_with_an_odd_cause(void **state)
{
    check_last("fork-ended proof",
               "The early dialog ended with x\xEF\xBF\xBDy cause 4294967295, the INVITE goes on",
               "2", 2,
               "1    0  alice > bob  INVITE             : 1\n"
               "2  100  bob > alice  199 to=b | Reason: SIP, x\\001y;cause=4294967295 : 1\n");
}

static void fork_ends_without_reason(void **state)
{
    check_nothing("1    0  alice > bob  INVITE             : 1\n"
                  "2   90  bob > alice  199 to=b           : 1\n"
                  "3   91  bob > alice  199 to=c reason=SIP : 1\n"
                  "4   92  bob > alice  199 to=- reason=SIP;cause=486 : 1\n"
                  "5   93  bob > alice  183 to=d reason=SIP;cause=486 : 1\n");
}

/* More To tags than are counted. */
static void very_many_forks(void **state)
{
    GString *lines = g_string_new("1  0  alice > bob  INVITE  : 1\n");

    for (int frame = 2; frame <= 1000; frame++) {
        g_string_append_printf(lines, "%d  %d  bob > alice  180 to=t%d\n", frame, frame, frame);
    }
    g_string_append(lines, "1001  1001  bob > alice  199 to=t1000 reason=SIP;cause=480\n");
    check_last("fork-ended proof",
               "One of 64 forks ended with SIP cause 480 (Temporarily Unavailable), the INVITE "
               "goes on",
               "1001", 1001, lines->str);
    g_string_free(lines, TRUE);
}

/* ---- response-not-mirrored ---- */

#define NOT_MIRRORED "response-not-mirrored proof"
#define CHANGES      "The response does not mirror its request: "

static void other_tags(void **state)
{
    check_last(NOT_MIRRORED, CHANGES "another From tag", "1 2", 2,
               "1    0  alice > bob  OPTIONS            : 1\n"
               "2    9  bob > alice  200 from=other     : 1\n");
    check_last(NOT_MIRRORED, CHANGES "another From tag", "1 2", 2,
               "1    0  alice > bob  OPTIONS            : 1\n"
               "2    9  bob > alice  200 from=-         : 1\n");
    check_last(NOT_MIRRORED, CHANGES "another To tag", "1 2", 2,
               "1    0  alice > bob  BYE to=bob         : 1\n"
               "2    9  bob > alice  200 to=other       : 1\n");
    check_last(NOT_MIRRORED, CHANGES "another URI in From", "1 2", 2,
               "1    0  alice > bob  OPTIONS                                         : 1\n"
               "2    9  bob > alice  200 | From: <sip:y@example.com>;tag=alice       : 1\n");
}

static void other_call_id_and_cseq(void **state)
{
    check_last(NOT_MIRRORED, CHANGES "another Call-ID; CSeq 2 OPTIONS in place of 1 OPTIONS", "1 2",
               2,
               "1    0  alice > bob  OPTIONS            : 1\n"
               "2    9  bob > alice  200 call=x cseq=2  : 1\n");
}

static void headers_left_out(void **state)
{
    check_last(NOT_MIRRORED, CHANGES "no From; no To; no Call-ID", "1 2", 2,
               "1    0  alice > bob  OPTIONS                          : 1\n"
               "2    9  bob > alice  200 | -From | -To | -Call-ID     : 1\n");
}

static void vias_changed(void **state)
{
    check_last(NOT_MIRRORED, CHANGES "Via 2 is added", "1 2", 2,
               "1    0  alice > bob  OPTIONS                                         : 1\n"
               "2    9  bob > alice  200 | Via: SIP/2.0/UDP more;branch=z9hG4bK-m    : 1\n");
    check_last(NOT_MIRRORED, CHANGES "Via 2 is missing", "2 3", 3,
               "1    0  alice > proxy  OPTIONS                                       : 1\n"
               "2    1  proxy > bob    relay 1                                       : 2\n"
               "3    9  bob > proxy    200 no-via | Via: SIP/2.0/UDP proxy;branch=z9hG4bK-2 : 2\n");
    check_last(NOT_MIRRORED,
               CHANGES "another transport in Via 2; other in place of alice in Via 2; another "
                       "branch in Via 2",
               "2 3", 3,
               "1    0  alice > proxy  OPTIONS                                       : 1\n"
               "2    1  proxy > bob    relay 1                                       : 2\n"
               "3    9  bob > proxy    200 no-via | Via: SIP/2.0/UDP proxy;branch=z9hG4bK-2, "
               "SIP/2.0/TCP other;branch=z9hG4bK-x : 2\n");
}

static void via_without_branch(void **state)
{
    check_last(NOT_MIRRORED, CHANGES "no branch in Via 1", "1 2", 2,
               "1    0  alice > bob  OPTIONS            : 1\n"
               "2    9  bob > alice  200 branch=- no-via | Via: SIP/2.0/UDP alice : 1\n");
}

/* A server that gets it right the second time. */
static void mirrored_later(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  MESSAGE            : 1\n"
                    "2    9  bob > alice  200 from=other     : 1\n"
                    "3  500  alice > bob  again 1            : 1 again 1\n"
                    "4  509  bob > alice  200                : 1\n"
                    "5  900  bob > alice  again 2            : 1 again 2\n");
    check_topic(capture, 2, TOPIC, NOT_MIRRORED);
    check_topic(capture, 4, TOPIC, "");
    check_topic(capture, 5, TOPIC, NOT_MIRRORED);
    capture_free(capture);
}

/* What a server adds, and what may be spelt in two ways. */
static void mirrored(void **state)
{
    check_nothing("1  0  alice > bob  OPTIONS no-via | Via: SIP/2.0/UDP alice;rport;x=y;branch="
                  "z9hG4bK-a, SIP/2.0/UDP up;branch=z9hG4bK-u "
                  "| From: x <sip:x@Example.com>;tag=a : 1\n"
                  "2  9  bob > alice  200 no-via | v: SIP/2.0/UDP alice;branch=z9hG4bK-a;rport=5060"
                  ";received=10.0.0.1 | v: SIP/2.0/udp Up:5060;branch=z9hG4bK-u "
                  "| f: \"x\" <sip:x@example.com> ;tag=a | -From : 1\n");
    check_nothing("1  0  alice > bob  OPTIONS cseq=0001      : 1\n"
                  "2  9  bob > alice  200 cseq=1             : 1\n");
    check_nothing("1  0  alice > proxy  MESSAGE              : 1\n"
                  "2  1  proxy > bob    relay 1 received     : 2\n"
                  "3  9  bob > proxy    200                  : 2\n"
                  "4 10  proxy > alice  relay 3              : 1\n");
}

/* What the request lacks or has twice cannot be mirrored. */
static void nothing_to_mirror(void **state)
{
    check_nothing("1  0  alice > bob  MESSAGE | -From | -Call-ID                         : 1\n"
                  "2  9  bob > alice  400 | From: <sip:y@example.com>;tag=y | Call-ID: y : 1\n");
    check_nothing("1  0  alice > bob  MESSAGE | From: <sip:y@example.com>;tag=y | "
                  "From: <sip:x@example.com>;tag=alice                                   : 1\n"
                  "2  9  bob > alice  400 | From: <sip:x@example.com>;tag=alice          : 1\n");
    check_nothing("1  0  alice > bob  MESSAGE cseq=4294967296 : 1\n"
                  "2  9  bob > alice  400 cseq=1              : 1\n");
}

static void request_to_hold_against_is_missing(void **state)
{
    check_nothing("1  0  alice > bob  MESSAGE unseen\n"
                  "2  9  bob > alice  200 of=1 from=x call=y cseq=9 : 0\n");
    check_nothing("1  0  alice > bob  MESSAGE cut             : 1\n"
                  "2  9  bob > alice  200 from=x              : 1\n");
    check_nothing("1  0  alice > bob  MESSAGE                 : 1\n"
                  "2  9  bob > alice  200 from=x cut          : 1\n");
}

/* Vias past those that are compared. */
static void very_many_vias(void **state)
{
    GString *via = g_string_new(NULL);

    for (int i = 0; i < 1000; i++) {
        g_string_append_printf(via, ", SIP/2.0/UDP h%d;branch=z9hG4bK-h%d", i, i);
    }
    char *lines = g_strdup_printf(
        "1  0  alice > bob  MESSAGE no-via | Via: SIP/2.0/UDP alice;branch=z9hG4bK-1%s : 1\n"
        "2  9  bob > alice  200 no-via | Via: SIP/2.0/UDP alice;branch=z9hG4bK-1%s     : 1\n",
        via->str, via->str);
    check_nothing(lines);
    g_free(lines);
    g_string_free(via, TRUE);
}

/* ---- response-wrong-port ---- */

#define RPORT "no-via | Via: SIP/2.0/UDP alice;branch=z9hG4bK-1;rport"

static void sent_to_a_port_of_its_own(void **state)
{
    check_last("response-wrong-port proof",
               "Sent to port 5999; the request came from port 5070, and its Via names port 5060 "
               "and has rport",
               "1 2", 2,
               "1  0  alice:5070 > bob  MESSAGE " RPORT "     : 1\n"
               "2  9  bob > alice:5999  200 of=1 " RPORT "    : 1\n");
    check_last("response-wrong-port proof",
               "Sent to port 5999; the request came from port 5070, and its Via names port 5060",
               "1 2", 2,
               "1  0  alice:5070 > bob  MESSAGE               : 1\n"
               "2  9  bob > alice:5999  200 of=1              : 1\n");
}

static void rport_is_ignored(void **state)
{
    check_last("response-wrong-port strong",
               "Sent to port 5060 of the Via; the request came from port 5070 and has rport", "1 2",
               2,
               "1  0  alice:5070 > bob  MESSAGE " RPORT "     : 1\n"
               "2  9  bob > alice       200 of=1 " RPORT "    : 1\n");
}

static void sent_to_the_right_port(void **state)
{
    check_nothing("1  0  alice:5070 > bob  MESSAGE " RPORT "    : 1\n"
                  "2  9  bob > alice:5070  200 " RPORT "        : 1\n");
    /* Without rport the Via leads; the source port is right for any NAT. */
    check_nothing("1  0  alice:5070 > bob  MESSAGE              : 1\n"
                  "2  9  bob > alice       200 of=1             : 1\n");
    check_nothing("1  0  alice:5070 > bob  MESSAGE              : 1\n"
                  "2  9  bob > alice:5070  200                  : 1\n");
    check_nothing("1  0  alice:5070 > bob  MESSAGE no-via | Via: SIP/2.0/UDP "
                  "alice;maddr=10.0.0.1;branch=z9hG4bK-1 : 1\n"
                  "2  9  bob > alice:5999  200 of=1 no-via | Via: SIP/2.0/UDP "
                  "alice;maddr=10.0.0.1;branch=z9hG4bK-1 : 1\n");
    check_nothing("1  0  alice:5070 > bob  MESSAGE tcp          : 1\n"
                  "2  9  bob > alice:5999  200 of=1 tcp         : 1\n");
    check_nothing("1  0  alice:5070 > bob  MESSAGE tcp " RPORT "     : 1\n"
                  "2  9  bob > alice:5999  200 of=1 tcp " RPORT "    : 1\n");
    check_nothing("1  0  alice:5070 > bob  MESSAGE unseen\n"
                  "2  9  bob > alice:5999  200 of=1             : 0\n");
}

/* Another host may be another hop of the same message. */
static void sent_to_another_host(void **state)
{
    check_nothing("1  0  alice:5070 > bob  MESSAGE              : 1\n"
                  "2  9  bob > carol:5999  200 of=1             : 1\n");
}

/* ---- nat-detected ---- */

#define VIA    "no-via | Via: SIP/2.0/UDP "
#define BRANCH ";branch=z9hG4bK-1"

static void server_saw_another_address(void **state)
{
    check_last(
        "nat-detected strong",
        "The Via names 192.168.1.10, the server saw the request come from 10.0.0.1", "1 2", 2,
        "1  0  alice > bob  REGISTER " VIA "192.168.1.10:5062" BRANCH ";rport           : 1\n"
        "2  9  bob > alice  200 " VIA "192.168.1.10:5062" BRANCH
        ";rport=5060;received=10.0.0.1                                                  : 1\n");
}

/* Captured before the translation. */
static void translated_behind_the_capture(void **state)
{
    check_last(
        "nat-detected proof", "The request left 10.0.0.1, the server saw it come from 198.51.100.7",
        "1 2", 2,
        "1  0  alice > bob  INVITE " VIA "192.168.1.10" BRANCH "                        : 1\n"
        "2  9  bob > alice  100 " VIA "192.168.1.10" BRANCH ";received=198.51.100.7     : 1\n");
}

static void address_is_its_own(void **state)
{
    /* The server adds it all the same where the Via has rport. */
    check_nothing(
        "1  0  alice > bob  REGISTER " VIA "10.0.0.1" BRANCH ";rport                 : 1\n"
        "2  9  bob > alice  200 " VIA "10.0.0.1" BRANCH ";rport=5060;received=10.0.0.1 "
        "                                                                            : 1\n");
    /* A public address in the Via, or a name: a host with several addresses. */
    check_nothing(
        "1  0  alice > bob  REGISTER " VIA "203.0.113.1" BRANCH "                    : 1\n"
        "2  9  bob > alice  200 " VIA "203.0.113.1" BRANCH ";received=10.0.0.1       : 1\n");
    check_nothing(
        "1  0  alice > bob  REGISTER " VIA "alice" BRANCH "                          : 1\n"
        "2  9  bob > alice  200 " VIA "alice" BRANCH ";received=10.0.0.1             : 1\n");
}

static void received_is_no_address(void **state)
{
    static const char *const values[] = {
        "",    "10.0.0", "10.0.0.1.2", "10.0.0.256", "...", "10.0.0.", "99999999999999999999.0.0.1",
        "::1", "x",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        char *lines = g_strdup_printf(
            "1  0  alice > bob  REGISTER " VIA "192.168.1.10" BRANCH "               : 1\n"
            "2  9  bob > alice  200 " VIA "192.168.1.10" BRANCH ";received=%s        : 1\n",
            values[i]);
        check_nothing(lines);
        g_free(lines);
    }
}

#define FROM_NAT   VIA "192.168.1.10" BRANCH
#define SAW_BEHIND VIA "192.168.1.10" BRANCH ";received=10.0.0.1"

/* Once for a call, not for each message of it. */
static void said_once_for_each_call(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           "1   0  alice > bob  INVITE " FROM_NAT "                                    : 1\n"
           "2   9  bob > alice  100 " SAW_BEHIND "                                     : 1\n"
           "3  19  bob > alice  180 " SAW_BEHIND "                                     : 1\n"
           "4  29  bob > alice  407 challenge " SAW_BEHIND "                           : 1\n"
           "5  39  alice > bob  INVITE cseq=2 proxy-credentials no-via | Via: SIP/2.0/UDP "
           "192.168.1.10;branch=z9hG4bK-5                                              : 5\n"
           "6  49  bob > alice  404 no-via | Via: SIP/2.0/UDP "
           "192.168.1.10;branch=z9hG4bK-5;received=10.0.0.1                             : 5\n");
    check_topic(capture, 2, TOPIC, "nat-detected strong");
    check_topic(capture, 3, TOPIC, "");
    check_topic(capture, 4, TOPIC, "");
    check_topic(capture, 6, TOPIC, "");
    capture_free(capture);
}

/* Not for pings, within dialogs, or each time that a phone registers again. */
static void not_said_over_and_over(void **state)
{
    struct capture *capture = capture_new();

    check_nothing("1  0  alice > bob  OPTIONS " FROM_NAT "       : 1\n"
                  "2  9  bob > alice  200 " SAW_BEHIND "         : 1\n");
    check_nothing("1  0  alice > bob  INVITE to=bob " FROM_NAT " : 1\n"
                  "2  9  bob > alice  486 " SAW_BEHIND "         : 1\n");
    ladder(capture, "1      0  alice > bob  REGISTER " FROM_NAT "                    : 1\n"
                    "2      9  bob > alice  200 " SAW_BEHIND "                       : 1\n"
                    "3  60000  alice > bob  REGISTER cseq=2 no-via | Via: SIP/2.0/UDP "
                    "192.168.1.10;branch=z9hG4bK-3                                   : 3\n"
                    "4  60009  bob > alice  200 no-via | Via: SIP/2.0/UDP "
                    "192.168.1.10;branch=z9hG4bK-3;received=10.0.0.1                  : 3\n");
    check_topic(capture, 2, TOPIC, "nat-detected strong");
    check_topic(capture, 4, TOPIC, "");
    capture_free(capture);
}

/* ---- options-ping-answered ---- */

static void probe_refused(void **state)
{
    check_last("options-ping-answered proof",
               "OPTIONS outside of a dialog got 404: the peer is up, and no call was refused",
               "1 2", 2,
               "1  0  alice > bob  OPTIONS    : 1\n"
               "2  9  bob > alice  404        : 1\n");
    check_last("options-ping-answered proof",
               "OPTIONS outside of a dialog got 483: the peer is up, and no call was refused",
               "1 2", 2,
               "1  0  alice > bob  OPTIONS    : 1\n"
               "2  9  bob > alice  483        : 1\n");
    check_last("options-ping-answered proof",
               "OPTIONS outside of a dialog got 603: the peer is up, and no call was refused",
               "1 2", 2,
               "1  0  alice > bob  OPTIONS    : 1\n"
               "2  9  bob > alice  603        : 1\n");
}

static void probe_tells_nothing_of_the_peer(void **state)
{
    static const unsigned codes[] = {
        200, 302, 401, 407, 408, 430, 477, 500, 502, 503, 504,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        char *lines = g_strdup_printf("1  0  alice > bob  OPTIONS    : 1\n"
                                      "2  9  bob > alice  %u         : 1\n",
                                      codes[i]);
        check_nothing(lines);
        g_free(lines);
    }
}

static void no_probe(void **state)
{
    check_nothing("1  0  alice > bob  OPTIONS to=bob  : 1\n"
                  "2  9  bob > alice  404             : 1\n");
    check_nothing("1  0  alice > bob  MESSAGE         : 1\n"
                  "2  9  bob > alice  404             : 1\n");
    check_nothing("1  0  alice > bob  OPTIONS unseen\n"
                  "2  9  bob > alice  404 of=1        : 0\n");
}

/* ---- clock-skew ---- */

/* 22 November 2026, 12:00:00 UTC, up to its seconds: three digits follow. */
#define NOON "1795348800"

#define DATE "| Date: Sun, 22 Nov 2026 "

static void clock_behind(void **state)
{
    static const char text[] = "Date is 120 s behind the capture's clock in frames 2 and 4";
    struct capture *capture = capture_new();

    ladder(capture, "1  " NOON "000  alice > bob  MESSAGE cseq=1             : 1\n"
                    "2  " NOON "010  bob > alice  200 " DATE "11:58:00 GMT   : 1\n"
                    "3  " NOON "500  alice > bob  MESSAGE cseq=2             : 3\n"
                    "4  " NOON "510  bob > alice  200 " DATE "11:58:01 GMT   : 3\n"
                    "5  " NOON "700  alice > bob  MESSAGE cseq=3             : 5\n"
                    "6  " NOON "710  bob > alice  200 " DATE "11:58:01 GMT   : 5\n");
    check_topic(capture, 2, TOPIC, "clock-skew strong");
    check_topic(capture, 4, TOPIC, "clock-skew strong");
    check_finding(capture, 2, "clock-skew", text, "2 4");
    check_finding(capture, 4, "clock-skew", text, "2 4");
    check_topic(capture, 6, TOPIC, ""); /* it is said once */
    capture_free(capture);
}

/* Two ports of one host have one clock. */
static void clock_ahead(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           "1  " NOON "000  alice > bob       MESSAGE " DATE "12:01:01 GMT          : 1\n"
           "2  " NOON "500  alice:5070 > bob  MESSAGE cseq=2 " DATE "12:01:02 GMT   : 2\n");
    check_finding(capture, 2, "clock-skew",
                  "Date is 61 s ahead of the capture's clock in frames 1 and 2", "1 2");
    capture_free(capture);
}

static void clock_is_right(void **state)
{
    /* Off by a minute at the most. */
    check_nothing("1  " NOON "000  alice > bob  MESSAGE " DATE "12:01:00 GMT         : 1\n"
                  "2  " NOON "010  bob > alice  200                                  : 1\n"
                  "3  " NOON "020  alice > bob  MESSAGE cseq=2 " DATE "12:01:00 GMT  : 3\n"
                  "4  " NOON "030  bob > alice  200                                  : 3\n");
    /* One message that is off, and another with another offset: no clock is like that. */
    check_nothing("1  " NOON "000  alice > bob  MESSAGE " DATE "11:00:00 GMT         : 1\n"
                  "2  " NOON "010  bob > alice  200                                  : 1\n"
                  "3  " NOON "020  alice > bob  MESSAGE cseq=2 " DATE "11:00:09 GMT  : 3\n"
                  "4  " NOON "030  bob > alice  200                                  : 3\n"
                  "5  " NOON "040  alice > bob  MESSAGE cseq=3 " DATE "11:00:00 GMT  : 5\n"
                  "6  " NOON "050  bob > alice  200                                  : 5\n");
}

static void repetition_is_no_witness(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  " NOON "000  alice > bob  MESSAGE " DATE "11:58:00 GMT         : 1\n"
                    "2  " NOON "500  alice > bob  again 1                  : 1 again 1\n");
    check_topic(capture, 2, TOPIC, "");
    ladder(capture, "3  " NOON "900  alice > bob  MESSAGE cseq=2 " DATE "11:58:00 GMT  : 3\n");
    check_finding(capture, 3, "clock-skew",
                  "Date is 120 s behind the capture's clock in frames 1 and 3", "1 3");
    capture_free(capture);
}

/* A proxy hands on the Date of the phone behind it. */
static void date_that_is_passed_on(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  " NOON "000  alice > proxy  MESSAGE                          : 1\n"
                    "2  " NOON "010  proxy > bob    relay 1                          : 2\n"
                    "3  " NOON "020  bob > proxy    200 " DATE "11:00:00 GMT         : 2\n"
                    "4  " NOON "030  proxy > alice  relay 3 " DATE "11:00:00 GMT     : 1\n"
                    "5  " NOON "040  alice > proxy  MESSAGE cseq=2                   : 5\n"
                    "6  " NOON "050  proxy > bob    relay 5                          : 6\n"
                    "7  " NOON "060  bob > proxy    200 " DATE "11:00:00 GMT         : 6\n"
                    "8  " NOON "070  proxy > alice  relay 7 " DATE "11:00:00 GMT     : 5\n");
    check_topic(capture, 3, TOPIC, "clock-skew strong");
    check_topic(capture, 4, TOPIC, "");
    check_topic(capture, 7, TOPIC, "clock-skew strong");
    check_topic(capture, 8, TOPIC, "");
    capture_free(capture);
}

#define ANOTHER_VIA "| Via: SIP/2.0/UDP a;branch=z9hG4bK-"

/* The same of a request that comes with two Vias; a capture that begins in 1970 has no clock; and
 * nanoseconds do not reach to the year 9999. */
static void no_clock_to_judge(void **state)
{
    check_nothing("1  " NOON "000  p > bob  MESSAGE " ANOTHER_VIA "a " DATE "11:00:00 GMT : 1\n"
                  "2  " NOON "010  bob > p  200 " ANOTHER_VIA "a                      : 1\n"
                  "3  " NOON "020  p > bob  MESSAGE cseq=2 " ANOTHER_VIA "b " DATE
                  "11:00:00 GMT                                                 : 3\n"
                  "4  " NOON "030  bob > p  200 " ANOTHER_VIA "b                      : 3\n");
    check_nothing("1  0   alice > bob  MESSAGE " DATE "11:00:00 GMT          : 1\n"
                  "2  10  bob > alice  200                                   : 1\n"
                  "3  20  alice > bob  MESSAGE cseq=2 " DATE "11:00:00 GMT   : 3\n"
                  "4  30  bob > alice  200                                   : 3\n");
    check_nothing("1  " NOON "000  alice > bob  MESSAGE | Date: Fri, 31 Dec 9999 23:59:59 GMT : 1\n"
                  "2  " NOON "010  bob > alice  200                                  : 1\n"
                  "3  " NOON "020  alice > bob  MESSAGE cseq=2 "
                  "| Date: Fri, 31 Dec 9999 23:59:59 GMT                             : 3\n"
                  "4  " NOON "030  bob > alice  200                                  : 3\n");
}

/* ---- release-cause ---- */

static void released_with_a_cause(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE             : 1\n"
                    "2  900  bob > alice  200 " CONTACT "    : 1\n"
                    "3  910  alice > bob  ACK to=bob         : 1\n"
                    "4 5000  bob > alice  BYE from=bob to=alice | Reason: SIP;cause=500, "
                    "Q.850;cause=38;text=\"Link \\\\\"down\\\\\"\\001\";location=TN : 4\n");
    check_topic(capture, 4, TOPIC, "release-cause proof");
    check_finding(capture, 4, "release-cause",
                  "BYE with Q.850 cause 38 (Network out of order), location: transit network, text "
                  "\"Link \"down\"\xEF\xBF\xBD\"",
                  "2 4");
    capture_free(capture);
}

/* The call was not captured; a text that repeats the name adds nothing. */
static void released_alone(void **state)
{
    check_last("release-cause proof", "BYE with Q.850 cause 41 (Temporary failure)", "1", 1,
               "1  0  alice > bob  BYE to=bob | Reason: q.850;cause=41;text=\"temporary failure\" "
               ": 1\n");
}

static void released_without_a_cause(void **state)
{
    static const char *const reasons[] = {
        "Q.850;cause=16",         "Q.850;cause=31", "Q.850;cause=127",
        "Q.850;cause=0",          "Q.850",          "Q.850;cause=128",
        "Q.850;cause=4294967296", "SIP;cause=41",   "",
        "Q.850;cause=",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++) {
        char *lines = g_strdup_printf("1  0  alice > bob  BYE to=bob | Reason: %s : 1\n"
                                      "2  9  bob > alice  200                     : 1\n",
                                      reasons[i]);
        check_nothing(lines);
        g_free(lines);
    }
    check_nothing("1  0  alice > bob  INFO to=bob | Reason: Q.850;cause=41 : 1\n"
                  "2  9  bob > alice  200                                  : 1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packet_captured_twice),
        cmocka_unit_test(repetition_captured_twice),
        cmocka_unit_test(repetition_is_no_duplicate),
        cmocka_unit_test(two_phones_answer),
        cmocka_unit_test(two_phones_answer_unseen_invite),
        cmocka_unit_test(one_phone_answers),
        cmocka_unit_test(fork_ends),
        cmocka_unit_test(only_early_dialog_ends),
        cmocka_unit_test(fork_ends_with_an_odd_cause),
        cmocka_unit_test(fork_ends_without_reason),
        cmocka_unit_test(very_many_forks),
        cmocka_unit_test(other_tags),
        cmocka_unit_test(other_call_id_and_cseq),
        cmocka_unit_test(headers_left_out),
        cmocka_unit_test(vias_changed),
        cmocka_unit_test(via_without_branch),
        cmocka_unit_test(mirrored_later),
        cmocka_unit_test(mirrored),
        cmocka_unit_test(nothing_to_mirror),
        cmocka_unit_test(request_to_hold_against_is_missing),
        cmocka_unit_test(very_many_vias),
        cmocka_unit_test(sent_to_a_port_of_its_own),
        cmocka_unit_test(rport_is_ignored),
        cmocka_unit_test(sent_to_the_right_port),
        cmocka_unit_test(sent_to_another_host),
        cmocka_unit_test(server_saw_another_address),
        cmocka_unit_test(translated_behind_the_capture),
        cmocka_unit_test(address_is_its_own),
        cmocka_unit_test(received_is_no_address),
        cmocka_unit_test(said_once_for_each_call),
        cmocka_unit_test(not_said_over_and_over),
        cmocka_unit_test(probe_refused),
        cmocka_unit_test(probe_tells_nothing_of_the_peer),
        cmocka_unit_test(no_probe),
        cmocka_unit_test(clock_behind),
        cmocka_unit_test(clock_ahead),
        cmocka_unit_test(clock_is_right),
        cmocka_unit_test(repetition_is_no_witness),
        cmocka_unit_test(date_that_is_passed_on),
        cmocka_unit_test(no_clock_to_judge),
        cmocka_unit_test(released_with_a_cause),
        cmocka_unit_test(released_alone),
        cmocka_unit_test(released_without_a_cause),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
