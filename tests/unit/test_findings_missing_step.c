/* Findings about steps that are missing.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* A 2xx to INVITE as it has to be: bob is 10.0.0.2. */
#define OK "200 | Contact: <sip:bob@10.0.0.2>"

/* The repetitions of a message in frame FIRST from FROM to TO, in frames from NEXT on, at the times
 * of timer A (doubling) or of timer E; TIMES ends with 0. */
static uint32_t repeat(struct capture *capture, uint32_t next, uint32_t first, const char *way,
                       const int *times)
{
    for (; *times != 0; times++, next++) {
        char *line = g_strdup_printf("%u %d %s again %u\n", next, *times, way, first);
        ladder(capture, line);
        g_free(line);
    }
    return next;
}

static const int doubling[] = {500, 1500, 3500, 7500, 15500, 31500, 0};
static const int capped[] = {500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500, 0};
static const int all_but_last[] = {500, 1500, 3500, 7500, 15500, 0};
static const int last[] = {31500, 0};
static const int twice[] = {500, 1500, 0};

/* ---- No response ---- */

static void invite_unanswered(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE  : 1\n");
    check_findings(capture, 1, "");
    repeat(capture, 2, 1, "alice > bob", all_but_last);
    check_findings(capture, 1, "");
    repeat(capture, 7, 1, "alice > bob", last);
    check_findings(capture, 1, "invite-unanswered proof");
    check_findings(capture, 6, "");
    check_findings(capture, 7, "invite-unanswered proof");
    check_finding(capture, 1, "invite-unanswered", "Sent 7 times in 32 s, and no response came",
                  "1 7");
    read_to_the_end(capture);
    check_findings(capture, 1, "invite-unanswered proof");
    ladder(capture, "8  31600  bob > alice  100  : 1\n");
    check_topic(capture, 1, "missing-step", "");
    capture_free(capture);
}

/* Nothing but the capture's end tells a response that comes later. */
static void invite_sent_twice(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1      0  bob > alice  OPTIONS        : 1\n"
                    "2      1  alice > bob  200            : 1\n"
                    "3    500  alice > bob  INVITE call=2  : 3\n"
                    "4   1000  alice > bob  again 3        : 3 again 3\n");
    silence_until(capture, 32499);
    check_findings(capture, 3, "");
    silence_until(capture, 32500);
    check_findings(capture, 3, "invite-unanswered proof");
    check_finding(capture, 3, "invite-unanswered",
                  "Sent 2 times in 500 ms, and no response came within 32 s", "3 4");
    capture_free(capture);
}

/* Of a host that is never heard, the capture may lack the way back, unless the client shows that
 * it waits. */
static void invite_one_direction(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1      0  alice > bob  INVITE  : 1\n");
    silence_until(capture, 40000);
    check_findings(capture, 1, "invite-unanswered strong");
    check_finding(capture, 1, "invite-unanswered",
                  "Sent once, and no response came within 32 s, but the capture holds one "
                  "direction only",
                  "1");
    ladder(capture, "2  50000  alice > carol  INVITE call=2  : 2\n"
                    "3  59000  alice > carol  again 2        : 2 again 2\n");
    silence_until(capture, 90000);
    check_findings(capture, 2, "invite-unanswered proof");
    capture_free(capture);
}

static void request_unanswered(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  OPTIONS  : 1\n");
    repeat(capture, 2, 1, "alice > bob", capped);
    check_findings(capture, 1, "request-unanswered proof");
    check_findings(capture, 11, "request-unanswered proof");
    check_finding(capture, 11, "request-unanswered", "Sent 11 times in 32 s, and no response came",
                  "1 11");
    capture_free(capture);
}

/* A 100 does not end the wait of a request that is no INVITE. */
static void request_with_provisional(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  OPTIONS      : 1\n"
                    "2  10  bob > alice  100          : 1\n"
                    "3  20  alice > bob  INFO call=2  : 3\n"
                    "4  30  bob > alice  200          : 3\n");
    silence_until(capture, 40000);
    check_findings(capture, 1, "request-unanswered proof");
    check_finding(capture, 1, "request-unanswered",
                  "Sent once, and no final response came within 32 s", "1");
    check_findings(capture, 3, "");
    capture_free(capture);
}

static void response_without_request(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE unseen\n"
                    "2  10  bob > alice  180            : 0\n"
                    "3  20  alice > bob  OPTIONS unseen\n"
                    "4  30  bob > alice  100            : 0\n");
    read_to_the_end(capture);
    check_findings(capture, 2, "");
    check_findings(capture, 4, "");
    silence_until(capture, 40000);
    check_findings(capture, 2, "");
    check_findings(capture, 4, "");
    capture_free(capture);
}

static void capture_too_short(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1     0  alice > bob  INVITE          : 1\n"
                    "2   500  alice > bob  again 1         : 1 again 1\n"
                    "3   600  alice > bob  OPTIONS call=2  : 3\n"
                    "4  1000  bob > alice  180 of=3        : 3\n"
                    "5  1100  alice > bob  INFO call=3     : 5\n"
                    "6  1200  bob > alice  200             : 5\n");
    check_findings(capture, 1, "");
    read_to_the_end(capture);
    check_findings(capture, 1, "capture-too-short proof");
    check_findings(capture, 2, "");
    check_findings(capture, 3, "capture-too-short proof");
    check_findings(capture, 4, "capture-too-short proof");
    check_findings(capture, 5, "");
    check_findings(capture, 6, "");
    check_finding(capture, 1, "capture-too-short",
                  "The capture ends 1.2 s after the request, too early to tell how it was answered",
                  "1");
    check_finding(capture, 4, "capture-too-short",
                  "The capture ends 200 ms after the latest message, too early to tell how it was "
                  "answered",
                  "3 4");
    silence_until(capture, 33000);
    read_to_the_end(capture);
    check_findings(capture, 1, "invite-unanswered proof");
    check_findings(capture, 3, "request-unanswered proof");
    capture_free(capture);
}

/* ---- No final response ---- */

static void trying_only(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE        : 1\n"
                    "2  10  bob > alice  100           : 1\n"
                    "3  20  alice > bob  INVITE call=2 : 3\n"
                    "4  30  bob > alice  100           : 3\n"
                    "5  40  bob > alice  180 of=3      : 3\n");
    silence_until(capture, 32009);
    check_findings(capture, 1, "");
    silence_until(capture, 33010);
    check_findings(capture, 1, "trying-only strong");
    check_findings(capture, 2, "trying-only strong");
    check_findings(capture, 3, "");
    check_findings(capture, 4, "");
    check_finding(capture, 2, "trying-only",
                  "A 100 was the only response, and then nothing came for 33 s", "1 2");
    ladder(capture, "6  34000  alice > bob  CANCEL  b=1  : 6\n");
    check_findings(capture, 1, "");
    capture_free(capture);
}

/* The capture shows that more came from beyond. */
static void trying_of_a_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > proxy  INVITE   : 1\n"
                    "2   1  proxy > alice  100      : 1\n"
                    "3   2  proxy > bob    relay 1  : 3\n"
                    "4   3  bob > proxy    100      : 3\n");
    silence_until(capture, 40000);
    check_findings(capture, 1, "trying-only strong");
    check_findings(capture, 3, "trying-only strong");
    ladder(capture, "5  40001  bob > proxy  180     : 3\n");
    silence_until(capture, 80000);
    check_findings(capture, 1, "");
    check_findings(capture, 3, "");
    capture_free(capture);
}

static void provisional_only(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE  : 1\n"
                    "2  10  bob > alice  100     : 1\n"
                    "3  20  bob > alice  180     : 1\n");
    silence_until(capture, 180020);
    check_findings(capture, 1, "");
    silence_until(capture, 180021);
    check_findings(capture, 1, "provisional-only strong");
    check_findings(capture, 2, "");
    check_findings(capture, 3, "provisional-only strong");
    check_finding(capture, 3, "provisional-only",
                  "A 180 was the latest response, and then came neither a final one nor a CANCEL "
                  "for 180 s",
                  "1 3");
    ladder(capture, "4  181000  bob > alice  487  : 1\n");
    check_findings(capture, 1, "");
    capture_free(capture);
}

static void provisional_of_ended_calls(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE               : 1\n"
                    "2   20  bob > alice  180                  : 1\n"
                    "3  900  alice > bob  CANCEL  b=1          : 3\n"
                    "4  901  bob > alice  200                  : 3\n"
                    "5    0  alice > bob  INVITE  call=2       : 5\n"
                    "6   20  bob > alice  180                  : 5\n"
                    "7   90  alice > bob  BYE  call=2 to=bob cseq=2  : 7\n"
                    "8   91  bob > alice  200                  : 7\n");
    silence_until(capture, 300000);
    check_topic(capture, 2, "missing-step", "");
    check_topic(capture, 6, "missing-step", "");
    capture_free(capture);
}

static void slow_first_response(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1     0  alice > bob  INVITE   : 1\n"
                    "2   500  alice > bob  again 1  : 1 again 1\n"
                    "3  1500  alice > bob  again 1  : 1 again 1\n"
                    "4  2300  bob > alice  100      : 1\n"
                    "5  2400  bob > alice  486      : 1\n");
    check_topic(capture, 4, "missing-step", "slow-first-response proof");
    check_finding(capture, 4, "slow-first-response",
                  "The first response came after 2.3 s, when the INVITE had been sent 3 times",
                  "1 4");
    check_topic(capture, 5, "missing-step", "");
    capture_free(capture);
}

static void check_first_response(const char *response, const char *expected)
{
    struct capture *capture = capture_new();
    char *lines = g_strdup_printf("1     0  alice > bob  INVITE  : 1\n"
                                  "2  %s  : 1\n",
                                  response);

    ladder(capture, lines);
    check_topic(capture, 2, "missing-step", expected);
    g_free(lines);
    capture_free(capture);
}

static void first_response_without_repetition(void **state)
{
    check_first_response("200 bob > alice 180", "");
    check_first_response("450 bob > alice 180", "slow-first-response suggestive");
    check_first_response("450 bob > alice 100", "");
    /* Over UDP the client would have sent it again. */
    check_first_response("1000 bob > alice 180", "");
    check_first_response("3000 bob > alice 100", "");
    check_first_response("3000 bob > alice 100 tcp", "slow-first-response strong");
    check_first_response("450 bob > alice 486", "slow-first-response suggestive");
}

/* The server answers the second copy at once: the first one was lost. */
static void first_copy_lost(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1     0  alice > bob  INVITE   : 1\n"
                    "2   500  alice > bob  again 1  : 1 again 1\n"
                    "3   501  bob > alice  180      : 1\n");
    check_topic(capture, 3, "missing-step", "");
    capture_free(capture);
}

/* ---- No ACK ---- */

static void ack_missing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE   : 1\n"
                    "2  1  bob > alice  " OK "   : 1\n");
    check_findings(capture, 2, "");
    uint32_t next = repeat(capture, 3, 2, "bob > alice", capped);
    check_findings(capture, 2, "ack-missing proof");
    check_findings(capture, 3, "");
    check_findings(capture, next - 1, "ack-missing proof");
    check_finding(capture, 2, "ack-missing", "The 200 was sent 11 times in 31 s, and no ACK came",
                  "1 2 12");
    ladder(capture, "13  32000  bob > alice  BYE  to=alice cseq=9  : 13\n");
    check_topic(capture, 13, "missing-step", "ack-missing proof");
    check_finding(capture, 13, "ack-missing",
                  "The 200 had been sent 11 times in 31 s, and no ACK came", "2 12 13");
    capture_free(capture);
}

/* A BYE on the way from the proxy to the caller is not the answerer's own. */
static void ack_missing_behind_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  proxy > bob    INVITE   : 1\n"
                    "2  1  bob > proxy    " OK "   : 1\n");
    repeat(capture, 3, 2, "bob > proxy", capped);
    ladder(capture, "13  32000  bob > proxy    BYE  to=proxy cseq=9  : 13\n"
                    "14  32001  proxy > alice  relay 13              : 14\n");
    check_topic(capture, 13, "missing-step", "ack-missing proof");
    check_topic(capture, 14, "missing-step", "");
    capture_free(capture);
}

/* The capture ends while the 2xx may be repeated, goes on, or holds the ACK. */
static void ack_missing_near_misses(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE   : 1\n"
                    "2  1  bob > alice  " OK "   : 1\n");
    repeat(capture, 3, 2, "bob > alice", twice);
    read_to_the_end(capture);
    check_findings(capture, 2, "");
    silence_until(capture, 33500);
    check_findings(capture, 2, "ack-missing proof");
    ladder(capture, "5  33501  alice > bob  ACK  to=bob  : 1\n");
    check_findings(capture, 2, "");
    capture_free(capture);
}

static void answered_once(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE   : 1\n"
                    "2  1  bob > alice  " OK "   : 1\n");
    silence_until(capture, 60000);
    check_findings(capture, 2, "");
    capture_free(capture);
}

static void ack_missing_without_invite(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE unseen\n"
                    "2  1  bob > alice  " OK "   : 0\n");
    repeat(capture, 3, 2, "bob > alice", twice);
    silence_until(capture, 60000);
    check_findings(capture, 2, "ack-missing strong");
    check_finding(
        capture, 2, "ack-missing",
        "The 200 was sent 3 times in 1.5 s, and no ACK came, but the capture may start too late "
        "and the capture holds one direction only",
        "2 4");
    capture_free(capture);
}

/* It reached the proxy, or went past it. */
static void ack_on_another_hop(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > proxy  INVITE    : 1\n"
                    "2  1  proxy > bob    relay 1   : 2\n"
                    "3  2  bob > proxy    " OK "    : 2\n"
                    "4  3  proxy > alice  relay 3   : 1\n"
                    "5  4  alice > proxy  ACK to=bob uri=sip:bob@10.0.0.2  : 1\n");
    repeat(capture, 6, 3, "bob > proxy", capped);
    check_topic(capture, 3, "missing-step", "");
    capture_free(capture);
}

/* Of a fork by a proxy whose upstream side was not captured, with an ACK that goes past it. */
static void ack_past_the_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  proxy > bob    INVITE                       : 1\n"
                    "2  1  proxy > carol  INVITE                       : 2\n"
                    "3  2  bob > proxy    " OK "                       : 1\n"
                    "4  3  alice > bob    ACK from=proxy to=bob        : 2\n");
    repeat(capture, 5, 3, "bob > proxy", capped);
    check_topic(capture, 3, "missing-step", "");
    capture_free(capture);
}

/* The ACK of one fork is not that of another. */
static void ack_of_another_fork(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE                                          : 1\n"
                    "2  1  bob > alice  200 to=x | Contact: <sip:bob@10.0.0.2>           : 1\n"
                    "3  2  bob > alice  200 to=y | Contact: <sip:bob@10.0.0.2>           : 1\n"
                    "4  3  alice > bob  ACK to=y                                        : 1\n");
    repeat(capture, 5, 2, "bob > alice", capped);
    check_topic(capture, 2, "missing-step", "ack-missing proof, double-answer proof");
    check_topic(capture, 3, "missing-step", "double-answer proof");
    capture_free(capture);
}

static void ack_missing_failure(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE   : 1\n"
                    "2  1  bob > alice  486      : 1\n");
    uint32_t next = repeat(capture, 3, 2, "bob > alice", capped);
    check_topic(capture, 2, "missing-step", "ack-missing-failure proof");
    check_topic(capture, 3, "missing-step", "");
    check_topic(capture, next - 1, "missing-step", "ack-missing-failure proof");
    check_finding(capture, 2, "ack-missing-failure",
                  "The 486 was sent 11 times in 31 s, and no ACK came", "1 2 12");
    ladder(capture, "13  31600  alice > bob  ACK  b=1  : 1\n");
    check_topic(capture, 2, "missing-step", "");
    capture_free(capture);
}

/* As over TCP, where a server waits for the ACK without repeating itself. */
static void failure_sent_once(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE   : 1\n"
                    "2  1  bob > alice  486      : 1\n");
    silence_until(capture, 60000);
    check_topic(capture, 2, "missing-step", "");
    capture_free(capture);
}

static void failure_repeated_a_little(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE   : 1\n"
                    "2  1  bob > alice  486      : 1\n");
    repeat(capture, 3, 2, "bob > alice", twice);
    check_topic(capture, 2, "missing-step", "");
    silence_until(capture, 33500);
    check_topic(capture, 2, "missing-step", "ack-missing-failure proof");
    capture_free(capture);
}

/* ---- ACK on the wrong way ---- */

/* What is found on a 2xx that is sent three times, with an ACK behind its first copy. */
static void check_ack(const char *answer, const char *ack, const char *text)
{
    struct capture *capture = capture_new();
    char *lines = g_strdup_printf("1     0  alice > bob  INVITE         : 1\n"
                                  "2     1  bob > alice  200 | %s       : 1\n"
                                  "3     2  alice > bob  ACK to=bob %s  : 1\n",
                                  answer, ack);

    ladder(capture, lines);
    check_topic(capture, 3, "missing-step", "");
    repeat(capture, 4, 2, "bob > alice", twice);
    check_topic(capture, 2, "missing-step", *text != '\0' ? "ack-misrouted proof" : "");
    check_topic(capture, 3, "missing-step", *text != '\0' ? "ack-misrouted proof" : "");
    if (*text != '\0') {
        check_finding(capture, 2, "ack-misrouted", text, "2 3");
    }
    g_free(lines);
    capture_free(capture);
}

#define CONTACT  "Contact: <sip:bob@10.0.0.2>"
#define RECORDED CONTACT " | Record-Route: <sip:p1;lr>, <sip:p2:5062;lr>"

static void ack_misrouted(void **state)
{
    check_ack(CONTACT, "uri=sip:bob@10.0.0.9:5070",
              "The ACK is for 10.0.0.9:5070, the Contact of the 2xx is 10.0.0.2:5060");
    check_ack(CONTACT, "uri=sip:bob@10.0.0.2:5062",
              "The ACK is for 10.0.0.2:5062, the Contact of the 2xx is 10.0.0.2:5060");
    check_ack(CONTACT, "uri=sip:carol@10.0.0.2",
              "The user in the Request-URI of the ACK is not that of the 2xx's Contact");
    check_ack(CONTACT, "uri=sip:bob@10.0.0.2", "");
    check_ack(CONTACT, "uri=sip:bob@10.0.0.2:5060;x=y", "");
    check_ack("Contact: <sip:bob@HOST>", "uri=sip:bob@host", "");
}

static void ack_routes(void **state)
{
    check_ack(RECORDED, "uri=sip:bob@10.0.0.2 | Route: <sip:p2:5062;lr>, <sip:p1;lr>", "");
    check_ack(RECORDED, "uri=sip:bob@10.0.0.2 | Route: <sip:p1;lr>, <sip:p2:5062;lr>",
              "Route 1 of the ACK leads to p1:5060, by the Record-Route of the 2xx it is p2:5062");
    check_ack(RECORDED, "uri=sip:bob@10.0.0.2",
              "The ACK has 0 values of Route, the 2xx 2 of Record-Route");
    /* A strict router takes the place of the Request-URI. */
    check_ack(CONTACT " | Record-Route: <sip:p1>", "uri=sip:p1", "");
}

static void ack_routes_hostile(void **state)
{
    GString *answer = g_string_new(CONTACT);

    check_ack("Contact: *", "uri=sip:bob@10.0.0.2", "");
    check_ack("Contact: <tel:+1>", "uri=sip:bob@10.0.0.2", "");
    check_ack("Contact:", "uri=sip:bob@10.0.0.2", "");
    for (int i = 0; i < 1000; i++) {
        g_string_append(answer, " | Record-Route: <sip:p;lr>");
    }
    check_ack(answer->str, "uri=sip:bob@10.0.0.2", "");
    g_string_free(answer, TRUE);
}

/* Behind a proxy addresses may be rewritten, and an ACK of another host may be of another hop. */
static void ack_of_others(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > proxy  INVITE                              : 1\n"
                    "2  1  proxy > bob    relay 1                             : 2\n"
                    "3  2  bob > proxy    " OK "                              : 2\n"
                    "4  3  alice > proxy  ACK to=bob uri=sip:bob@10.0.0.9 unseen\n"
                    "5  4  proxy > bob    relay 4                             : 2\n"
                    "6  5  carol > dave   INVITE call=2                       : 6\n"
                    "7  6  dave > carol   " OK "                              : 6\n"
                    "8  7  eve > dave     ACK call=2 from=carol to=dave uri=sip:x@10.0.0.9  : 6\n");
    repeat(capture, 9, 3, "bob > proxy", twice);
    repeat(capture, 11, 7, "dave > carol", twice);
    check_topic(capture, 5, "missing-step", "");
    check_topic(capture, 8, "missing-step", "");
    capture_free(capture);
}

/* A 2xx that crosses the ACK is no sign that it was lost. */
static void ack_crosses(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1     0  alice > bob  INVITE                             : 1\n"
                    "2     1  bob > alice  " OK "                             : 1\n"
                    "3   480  alice > bob  ACK to=bob uri=sip:bob@10.0.0.9    : 1\n"
                    "4   501  bob > alice  again 2                            : 1 again 2\n");
    check_topic(capture, 2, "missing-step", "");
    check_topic(capture, 3, "missing-step", "");
    capture_free(capture);
}

static void check_contact(const char *answer, const char *text)
{
    struct capture *capture = capture_new();
    char *lines = g_strdup_printf("1     0  alice > bob  INVITE    : 1\n"
                                  "2     1  bob > alice  200 | %s  : 1\n",
                                  answer);

    ladder(capture, lines);
    check_findings(capture, 2, "");
    repeat(capture, 3, 2, "bob > alice", twice);
    check_findings(capture, 2, text != NULL ? "ack-contact-unreachable strong" : "");
    if (text != NULL) {
        char *whole = g_strdup_printf("No ACK gets to the Contact %s: it is no public address, nor "
                                      "of the network of either side, and there is no Record-Route",
                                      text);
        check_finding(capture, 2, "ack-contact-unreachable", whole, "1 2");
        g_free(whole);
    }
    g_free(lines);
    capture_free(capture);
}

static void contact_unreachable(void **state)
{
    check_contact("Contact: <sip:bob@192.168.1.5:5060>", "192.168.1.5");
    check_contact("Contact: <sip:bob@172.16.0.1>", "172.16.0.1");
    check_contact("Contact: <sip:bob@100.64.0.1>", "100.64.0.1");
    check_contact("Contact: <sip:bob@169.254.0.1>", "169.254.0.1");
    check_contact("Contact: <sip:bob@127.0.0.1>", "127.0.0.1");
    check_contact("Contact: <sip:bob@[fd00::1]>", "fd00::1");
    check_contact("Contact: <sip:bob@[fe80::1]>", "fe80::1");
    check_contact("Contact: <sip:bob@[::1]>", "::1");
}

static void contact_reachable(void **state)
{
    check_contact("Contact: <sip:bob@10.9.9.9>", NULL); /* of the caller's network */
    check_contact("Contact: <sip:bob@203.0.113.5>", NULL);
    check_contact("Contact: <sip:bob@172.32.0.1>", NULL);
    check_contact("Contact: <sip:bob@100.128.0.1>", NULL);
    check_contact("Contact: <sip:bob@192.169.1.1>", NULL);
    check_contact("Contact: <sip:bob@[2001:db8::1]>", NULL);
    check_contact("Contact: <sip:bob@192.168.1>", NULL);
    check_contact("Contact: <sip:bob@192.168.1.5.6>", NULL);
    check_contact("Contact: <sip:bob@192.168.1.>", NULL);
    check_contact("Contact: <sip:bob@192.168.1.500>", NULL);
    check_contact("Contact: <sip:bob@fe80.example.com>", NULL);
    check_contact("Contact: <sip:bob@192.168.1.5> | Record-Route: <sip:p;lr>", NULL);
}

/* The caller's own network is not that of the proxy. */
static void contact_behind_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > proxy  INVITE                                      : 1\n"
                    "2  1  proxy > bob    relay 1                                     : 2\n"
                    "3  2  bob > proxy    200 | Contact: <sip:bob@192.168.1.5>        : 2\n");
    repeat(capture, 4, 3, "bob > proxy", twice);
    check_topic(capture, 3, "missing-step", "");
    capture_free(capture);
}

static void contact_is_reached(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1     0  alice > bob  INVITE                                           : 1\n"
                    "2     1  bob > alice  200 | Contact: <sip:bob@192.168.1.5>             : 1\n"
                    "3   501  bob > alice  again 2                                 : 1 again 2\n"
                    "4  1501  bob > alice  again 2                                 : 1 again 2\n"
                    "5  1600  alice > bob  ACK to=bob uri=sip:bob@192.168.1.5               : 1\n");
    check_topic(capture, 2, "missing-step", "");
    capture_free(capture);
}

static void contact_missing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE          : 1\n"
                    "2   1  bob > alice  200             : 1\n"
                    "3   2  alice > bob  OPTIONS call=2  : 3\n"
                    "4   3  bob > alice  200             : 3\n"
                    "5   4  alice > bob  INVITE call=3   : 5\n"
                    "6   5  bob > alice  200 cut         : 5\n"
                    "7   6  alice > bob  INVITE call=4   : 7\n"
                    "8   7  bob > alice  200 | m: <sip:bob@10.0.0.2>  : 7\n");
    check_findings(capture, 2, "contact-missing-2xx proof");
    check_finding(capture, 2, "contact-missing-2xx", "The 200 to INVITE has no Contact", "2");
    check_findings(capture, 4, "");
    check_findings(capture, 6, "");
    check_findings(capture, 8, "");
    capture_free(capture);
}

/* Lines past SC_LINES_MAX are not looked at. */
static void header_past_the_lines(void **state)
{
    struct capture *capture = capture_new();
    GString *lines = g_string_new("1  0  alice > bob  INVITE");

    for (int i = 0; i < 200; i++) {
        g_string_append(lines, " | Allow: INVITE");
    }
    g_string_append(lines, " : 1\n2  1  bob > alice  183 rseq=7 | Require: 100rel : 1\n"
                           "3  2  bob > alice  200 of=1 ");
    for (int i = 0; i < 200; i++) {
        g_string_append(lines, " | Allow: INVITE");
    }
    ladder(capture, lines->str);
    check_topic(capture, 2, "missing-step", "");
    check_topic(capture, 3, "missing-step", "");
    g_string_free(lines, TRUE);
    capture_free(capture);
}

/* ---- ACK timeout ---- */

static void check_bye(const char *before, const char *bye, const char *expected, const char *text)
{
    struct capture *capture = capture_new();
    char *lines = g_strdup_printf("1      0  alice > bob  INVITE   : 1\n"
                                  "2      1  bob > alice  " OK "   : 1\n"
                                  "3      2  %s\n"
                                  "4  32000  %s | Reason: Q.850;cause=16 %s\n",
                                  before,
                                  bye[0] == 'a' ? "alice > bob  BYE to=bob cseq=7"
                                                : "bob > alice  BYE to=alice cseq=7",
                                  bye + 1);

    ladder(capture, lines);
    check_topic(capture, 4, "missing-step", expected);
    if (text != NULL) {
        check_finding(capture, 4, "ack-timeout-reported", text,
                      strstr(text, "did not arrive") != NULL ? "2 3 4" : "2 4");
    }
    g_free(lines);
    capture_free(capture);
}

#define ACK_SEEN "alice > bob ACK to=bob uri=sip:bob@10.0.0.2"
#define NO_ACK   "alice > bob ACK to=bob unseen"

static void ack_timeout_reported(void **state)
{
    check_bye(ACK_SEEN, "b| Reason: RELEASE_CAUSE;cause=4", "ack-timeout-reported proof",
              "The Reason of the BYE is RELEASE_CAUSE 4: the ACK in this capture did not arrive");
    check_bye(NO_ACK, "b| Reason: SIP;cause=408;text=\"ACK timeout\"", "ack-timeout-reported proof",
              "The Reason of the BYE is SIP 408: no ACK came");
    check_bye(NO_ACK, "b| Reason: SIP;cause=408", "ack-timeout-reported strong",
              "The Reason of the BYE is SIP 408: no ACK came");
    check_bye(NO_ACK, "b| Reason: RELEASE_CAUSE;cause=1", "", NULL);
    check_bye(NO_ACK, "b| Reason: SIP;cause=200", "", NULL);
    check_bye(NO_ACK, "b| Reason: SIP;cause=", "", NULL);
    check_bye(NO_ACK, "b| Reason: SIP;cause=99999999999", "", NULL);
    /* The caller waits for no ACK. */
    check_bye(ACK_SEEN, "a| Reason: SIP;cause=408;text=\"ACK\"", "", NULL);
    /* It may be this one that was not answered. */
    check_bye("bob > alice INFO to=alice", "b| Reason: SIP;cause=408", "", NULL);
}

static void ack_timeout_without_call(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  bob > alice  BYE to=alice | Reason: RELEASE_CAUSE;cause=4  : 1\n");
    check_topic(capture, 1, "missing-step", "");
    capture_free(capture);
}

/* ---- No PRACK ---- */

#define RELIABLE "183 rseq=7 | Require: 100rel"

static void prack_not_sent(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE | Supported: timer, 100rel  : 1\n"
                    "2  1  bob > alice  " RELIABLE "                       : 1\n");
    check_findings(capture, 2, "");
    repeat(capture, 3, 2, "bob > alice", doubling);
    check_findings(capture, 2, "prack-not-sent proof");
    check_findings(capture, 8, "prack-not-sent proof");
    check_finding(capture, 8, "prack-not-sent",
                  "The 183 requires 100rel and came again and again, and no PRACK was sent",
                  "1 2 8");
    ladder(capture, "9  31600  alice > bob  PRACK to=bob cseq=2  : 9\n");
    check_findings(capture, 2, "");
    capture_free(capture);
}

static void prack_may_follow(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE | Require: 100rel  : 1\n"
                    "2  1  bob > alice  " RELIABLE "              : 1\n");
    repeat(capture, 3, 2, "bob > alice", twice);
    check_findings(capture, 2, "");
    silence_until(capture, 33500);
    check_findings(capture, 2, "prack-not-sent proof");
    capture_free(capture);
}

static void provisional_not_reliable(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE | Supported: 100rel  : 1\n"
                    "2  1  bob > alice  183 | Supported: 100rel     : 1\n");
    repeat(capture, 3, 2, "bob > alice", doubling);
    check_findings(capture, 2, "");
    ladder(capture, "9  40000  alice > bob  INVITE call=2 | Supported: 100rel  : 9\n"
                    "10 40001  bob > alice  183 | Require: 100rel              : 9\n"
                    "11 40002  alice > bob  INVITE call=3 | Supported: 100rel  : 11\n"
                    "12 40003  bob > alice  183 rseq=7                         : 11\n"
                    "13 41500  bob > alice  again 10                           : 9 again 10\n"
                    "14 41500  bob > alice  again 12                           : 11 again 12\n");
    silence_until(capture, 80000);
    check_topic(capture, 10, "missing-step", "");
    check_topic(capture, 12, "missing-step", "");
    capture_free(capture);
}

/* Once may be a PRACK that was on the way when the call ended. */
static void reliable_repeated_once(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE | Supported: 100rel  : 1\n"
                    "2    1  bob > alice  " RELIABLE "                : 1\n"
                    "3  501  bob > alice  again 2                     : 1 again 2\n");
    silence_until(capture, 60000);
    check_topic(capture, 2, "missing-step", "");
    capture_free(capture);
}

/* The PRACK is for the first of two. */
static void second_reliable_response(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE | Supported: 100rel     : 1\n"
                    "2   1  bob > alice  " RELIABLE "                   : 1\n"
                    "3   2  alice > bob  PRACK to=bob cseq=2            : 3\n"
                    "4   3  bob > alice  200                            : 3\n"
                    "5   4  bob > alice  180 of=1 rseq=8 | Require: 100rel  : 1\n");
    repeat(capture, 6, 5, "bob > alice", doubling);
    check_topic(capture, 2, "missing-step", "");
    check_topic(capture, 5, "missing-step", "prack-not-sent proof");
    capture_free(capture);
}

static void prack_not_offered(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE | Supported: timer         : 1\n"
                    "2  1  bob > alice  " RELIABLE "                      : 1\n"
                    "3  2  alice > bob  INVITE call=2 | k: 100rel         : 3\n"
                    "4  3  bob > alice  " RELIABLE "                      : 3\n"
                    "5  4  alice > bob  INVITE call=3 unseen\n"
                    "6  5  bob > alice  " RELIABLE "                      : 0\n"
                    "7  6  alice > bob  INVITE call=4 | Require: 100rel2  : 7\n"
                    "8  7  bob > alice  180 | Require: \x01, 100REL       : 7\n");
    check_findings(capture, 2, "prack-not-offered proof");
    check_finding(capture, 2, "prack-not-offered",
                  "The 183 requires 100rel, which the INVITE has neither in Supported nor in "
                  "Require",
                  "1 2");
    repeat(capture, 9, 2, "bob > alice", doubling);
    check_findings(capture, 2, "prack-not-offered proof");
    check_findings(capture, 4, "");
    check_findings(capture, 6, "");
    check_findings(capture, 8, "prack-not-offered proof");
    capture_free(capture);
}

/* ---- Lists without end ---- */

static void many_responses(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE  : 1\n");
    for (uint32_t i = 2; i < 1000; i++) {
        char *line = g_strdup_printf("%u %u bob > alice 100 phrase=Trying-%u of=1 : 1\n", i, i, i);
        ladder(capture, line);
        g_free(line);
    }
    silence_until(capture, 40000);
    check_topic(capture, 1, "missing-step", "");
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invite_unanswered),
        cmocka_unit_test(invite_sent_twice),
        cmocka_unit_test(invite_one_direction),
        cmocka_unit_test(request_unanswered),
        cmocka_unit_test(request_with_provisional),
        cmocka_unit_test(response_without_request),
        cmocka_unit_test(capture_too_short),
        cmocka_unit_test(trying_only),
        cmocka_unit_test(trying_of_a_proxy),
        cmocka_unit_test(provisional_only),
        cmocka_unit_test(provisional_of_ended_calls),
        cmocka_unit_test(slow_first_response),
        cmocka_unit_test(first_response_without_repetition),
        cmocka_unit_test(first_copy_lost),
        cmocka_unit_test(ack_missing),
        cmocka_unit_test(ack_missing_behind_proxy),
        cmocka_unit_test(ack_missing_near_misses),
        cmocka_unit_test(answered_once),
        cmocka_unit_test(ack_missing_without_invite),
        cmocka_unit_test(ack_on_another_hop),
        cmocka_unit_test(ack_past_the_proxy),
        cmocka_unit_test(ack_of_another_fork),
        cmocka_unit_test(ack_missing_failure),
        cmocka_unit_test(failure_repeated_a_little),
        cmocka_unit_test(failure_sent_once),
        cmocka_unit_test(ack_misrouted),
        cmocka_unit_test(ack_routes),
        cmocka_unit_test(ack_routes_hostile),
        cmocka_unit_test(ack_crosses),
        cmocka_unit_test(ack_of_others),
        cmocka_unit_test(contact_unreachable),
        cmocka_unit_test(contact_reachable),
        cmocka_unit_test(contact_is_reached),
        cmocka_unit_test(contact_behind_proxy),
        cmocka_unit_test(contact_missing),
        cmocka_unit_test(header_past_the_lines),
        cmocka_unit_test(ack_timeout_reported),
        cmocka_unit_test(ack_timeout_without_call),
        cmocka_unit_test(prack_not_sent),
        cmocka_unit_test(prack_may_follow),
        cmocka_unit_test(second_reliable_response),
        cmocka_unit_test(provisional_not_reliable),
        cmocka_unit_test(reliable_repeated_once),
        cmocka_unit_test(prack_not_offered),
        cmocka_unit_test(many_responses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
