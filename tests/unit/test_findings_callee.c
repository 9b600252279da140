/* Findings about who was called, and what became of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* What the topic says of FRAME in a capture of its own. */
#define check(lines, frame, expected) check_read(lines, frame, TESTED_TOPIC, expected)
#define check_text(lines, frame, expected, id, text, evidence)                                     \
    check_read_text(lines, frame, TESTED_TOPIC, expected, id, text, evidence)

#define INVITE "1   0  alice > bob  INVITE         : 1\n"
#define UNSEEN "1   0  alice > bob  INVITE unseen  : -\n"
#define RINGS  "2  10  bob > alice  180            : 1\n"

/* A registration of sip:bob@example.com at bob, 2 s before the call in frame 3. */
#define REGISTERS(more)                                                                            \
    "1      0  alice > bob  REGISTER call=r | To: <sip:bob@example.com> | Contact: <sip:bob@a>"    \
    "  : 1\n"                                                                                      \
    "2     10  bob > alice  200 | To: <sip:bob@example.com>;tag=r " more "  : 1\n"                 \
    "3   2000  alice > bob  INVITE  : 3\n"

/* ---- 404, 484 ---- */

static void unallocated(void **state)
{
    check_text(INVITE "2  10  bob > alice  404 reason=Q.850;cause=1  : 1\n", 2,
               "pstn-number-unallocated proof", "pstn-number-unallocated",
               "The telephone network refused the number; Reason of the 404 in frame 2: Q.850 1 "
               "(Unallocated (unassigned) number)",
               "2");
    check(INVITE "2  10  bob > alice  404 reason=Q.850;cause=3  : 1\n", 2,
          "pstn-number-unallocated proof");
    check(UNSEEN "2  10  bob > alice  404 reason=Q.850;cause=2  : 0\n", 2,
          "pstn-number-unallocated proof");
    check(INVITE "2  10  bob > alice  404 reason=Q.850;cause=4  : 1\n", 2, "");
    check(INVITE "2  10  bob > alice  404 reason=Q.850;cause=31  : 1\n", 2, "");
    check(INVITE "2  10  bob > alice  404 reason=Q.850;cause=0  : 1\n", 2, "");
    check(INVITE "2  10  bob > alice  404 reason=SIP;cause=1  : 1\n", 2, "");
    check(INVITE "2  10  bob > alice  404 reason=Q.850;cause=4294967297  : 1\n", 2, "");
    check(INVITE "2  10  bob > alice  404 reason=Q.850;cause=  : 1\n", 2, "");
    check(INVITE "2  10  bob > alice  404  : 1\n", 2, "");
}

static void registered_but_not_found(void **state)
{
    check_text(REGISTERS("| Contact: <sip:bob@a>;expires=60") "4  2010  bob > alice  404  : 3\n", 4,
               "registered-but-not-found strong", "registered-but-not-found",
               "This server accepted a registration of the user in frame 2, 2 s before, for 60 s",
               "2 3 4");
    /* Ran out, removed, of another domain, at another server, a cause that explains it. */
    check(REGISTERS("| Contact: <sip:bob@a>;expires=1") "4  2010  bob > alice  404  : 3\n", 4, "");
    check(REGISTERS("| Contact: <sip:bob@a>;expires=0") "4  2010  bob > alice  404  : 3\n", 4, "");
    check("1  0  alice > bob  REGISTER call=r  : 1\n"
          "2  1  bob > alice  200 | To: <sip:bob@example.org>;tag=r | Contact: <sip:b@a>  : 1\n"
          "3  2  alice > bob  INVITE          : 3\n"
          "4  3  bob > alice  404             : 3\n",
          4, "");
    check("1  0  alice > p    REGISTER call=r  : 1\n"
          "2  1  p > alice    200 | To: <sip:bob@example.com>;tag=r | Contact: <sip:b@a>  : 1\n"
          "3  2  alice > bob  INVITE          : 3\n"
          "4  3  bob > alice  404             : 3\n",
          4, "");
    check(
        REGISTERS("| Contact: <sip:bob@a>") "4  2010  bob > alice  404 reason=Q.850;cause=1  : 3\n",
        4, "pstn-number-unallocated proof");
    /* The server found the user, and the phone sent the 404. */
    check(REGISTERS("| Contact: <sip:bob@a>") "4  2010  bob > phone  relay 3 uri=sip:b@a  : 4\n"
                                              "5  2020  phone > bob  404 of=4             : 4\n"
                                              "6  2030  bob > alice  relay 5              : 3\n",
          6, "");
    /* In a dialog the user is not looked for. */
    check(REGISTERS("| Contact: <sip:bob@a>") "4  2010  alice > bob  INFO to=x cseq=2  : 4\n"
                                              "5  2020  bob > alice  404  : 4\n",
          5, "");
}

/* Without the request To tells who was called, and without a kept REGISTER its 2xx alone counts. */
static void registered_by_responses_alone(void **state)
{
    check_text("1  0  alice > bob  REGISTER call=r unseen  : -\n"
               "2  1  bob > alice  200 | Contact: <sip:x@a>;expires=60  : 0\n"
               "3  2  alice > bob  INVITE unseen   : -\n"
               "4  3  bob > alice  404             : 0\n",
               4, "registered-but-not-found strong", "registered-but-not-found",
               "This server accepted a registration of the user in frame 2, 2 ms before, for 60 s",
               "2 4");
}

static void incomplete(void **state)
{
    check_text("1   0  alice > bob  INVITE uri=sip:4930@example.com  : 1\n"
               "2  10  bob > alice  484                              : 1\n",
               2, "address-incomplete strong", "address-incomplete",
               "The user part of the Request-URI has 4 characters, too few or in another form than "
               "this server takes",
               "1 2");
    check_text("1   0  alice > bob  INVITE uri=sip:example.com   : 1\n"
               "2  10  bob > alice  484 reason=Q.850;cause=28     : 1\n",
               2, "address-incomplete strong", "address-incomplete",
               "The Request-URI has no user part; Reason of the 484 in frame 2: Q.850 28 (Invalid "
               "number format (address incomplete))",
               "1 2");
    check(INVITE "2  10  bob > alice  484 reason=Q.850;cause=38  : 1\n", 2, "");
    check(UNSEEN "2  10  bob > alice  484  : 0\n", 2, "");
}

static void overlap_dialling(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE uri=sip:4930@example.com           : 1\n"
                    "2   10  bob > alice  484                                       : 1\n"
                    "3   20  alice > bob  ACK b=1 to=bob                            : 1\n");
    check_topic(capture, 2, "callee", "address-incomplete suggestive");
    read_to_the_end(capture);
    check_topic(capture, 2, "callee", "address-incomplete strong");
    ladder(capture, "4  500  alice > bob  INVITE cseq=2 uri=sip:49301@example.com   : 4\n");
    check_topic(capture, 2, "callee", "");
    capture_free(capture);
}

/* ---- 480 ---- */

static void no_answer(void **state)
{
    check_text(INVITE RINGS "3  15010  bob > alice  480  : 1\n", 3, "no-answer strong", "no-answer",
               "It rang for 15 s, and nobody answered", "2 3");
    check_text(INVITE RINGS "3   1010  bob > alice  480 reason=Q.850;cause=19  : 1\n", 3,
               "no-answer strong", "no-answer",
               "It rang for 1 s, and nobody answered; Reason of the 480 in frame 3: Q.850 19 (No "
               "answer from user (user alerted))",
               "2 3");
    check(UNSEEN "2  10  bob > alice  180  : 0\n3  15010  bob > alice  480  : 0\n", 3,
          "no-answer strong");
    /* The cause alone is enough. */
    check_text(INVITE "2  10  bob > alice  183  : 1\n"
                      "3  20000  bob > alice  480 reason=Q.850;cause=19  : 1\n",
               3, "no-answer strong", "no-answer",
               "Nobody answered; Reason of the 480 in frame 3: Q.850 19 (No answer from user (user "
               "alerted))",
               "3");
    /* Too short, another cause, and in a dialog. */
    check(INVITE RINGS "3  15009  bob > alice  480  : 1\n", 3, "");
    check(INVITE RINGS "3  20000  bob > alice  480 reason=Q.850;cause=34  : 1\n", 3, "");
    check("1   0  alice > bob  INVITE to=x  : 1\n" RINGS "3  20000  bob > alice  480  : 1\n", 3,
          "");
}

/* A branch that was busy has as much to say as one that rang. */
static void no_answer_of_a_fork(void **state)
{
    const char *fork = "1      0  alice > p    INVITE           : 1\n"
                       "2      1  p > desk     relay 1          : 2\n"
                       "3      2  p > mobile   relay 1          : 3\n"
                       "4      3  desk > p     180 of=2         : 2\n"
                       "5      4  p > alice    relay 4          : 1\n";
    char *lines = g_strconcat(fork,
                              "6  20000  desk > p   480 of=2   : 2\n"
                              "7  20001  p > alice  relay 6    : 1\n",
                              NULL);

    check(lines, 6, "no-answer strong");
    check(lines, 7, "no-answer strong");
    g_free(lines);
    lines = g_strconcat(fork,
                        "6   9000  mobile > p   486 of=3   : 3\n"
                        "7  20000  desk > p     480 of=2   : 2\n"
                        "8  20001  p > alice    relay 7    : 1\n",
                        NULL);
    check(lines, 7, "no-answer strong");
    check(lines, 8, "");
    g_free(lines);
}

static void not_registered(void **state)
{
    check_text(
        INVITE "2  10  bob > alice  480 reason=Q.850;cause=20  : 1\n", 2,
        "callee-not-registered strong", "callee-not-registered",
        "The callee is not there; Reason of the 480 in frame 2: Q.850 20 (Subscriber absent)", "2");
    check_text(
        INVITE "2  10  bob > alice  480 phrase=Temporarily\\040Unavailable  : 1\n", 2,
        "callee-not-registered suggestive", "callee-not-registered",
        "No 180, no specific cause, and in the capture no registration of the callee at this "
        "server",
        "1 2");
    check_text(
        INVITE "2  10  bob > alice  480 phrase=User\\040Not\\040Registered  : 1\n", 2,
        "callee-not-registered suggestive", "callee-not-registered",
        "No 180, no specific cause, and in the capture no registration of the callee at this "
        "server, with the phrase \"User Not Registered\"",
        "1 2");
    check(UNSEEN "2  10  bob > alice  480 phrase=  : 0\n", 2, "callee-not-registered suggestive");
    check(INVITE "2  10  bob > alice  480 phrase=OFFLINE  : 1\n", 2,
          "callee-not-registered suggestive");
    check(INVITE "2  10  bob > alice  480 phrase=Not\\040logged\\040in  : 1\n", 2,
          "callee-not-registered suggestive");
    /* Its own phrase, another cause, ringing, a time to call again, a dialog. */
    check(INVITE "2  10  bob > alice  480 phrase=Do\\040Not\\040Disturb  : 1\n", 2, "");
    check(INVITE "2  10  bob > alice  480 phrase= reason=Q.850;cause=18  : 1\n", 2,
          "no-answer strong");
    check(INVITE RINGS "3  20  bob > alice  480 phrase=  : 1\n", 3, "");
    check(INVITE "2  10  bob > alice  480 phrase= | Retry-After: 60  : 1\n", 2,
          "callee-retry-after proof");
    check("1  0  alice > bob  INFO to=x  : 1\n2  1  bob > alice  480 phrase=  : 1\n", 2, "");
}

static void registration_gone(void **state)
{
    check_text(
        REGISTERS("| Contact: <sip:b@a>;expires=1") "4  2010  bob > alice  480 phrase=  : 3\n", 4,
        "callee-not-registered strong", "callee-not-registered",
        "The callee's registration of frame 2, for 1 s, ran out 1 s before", "2 3 4");
    check_text(
        REGISTERS("| Contact: <sip:b@a>;expires=0") "4  2010  bob > alice  480 phrase=  : 3\n", 4,
        "callee-not-registered strong", "callee-not-registered",
        "No binding of the callee was left after frame 2, 2 s before", "2 3 4");
    /* Of several bindings the last to run out counts; one may rest on Expires, or on nothing. */
    check(REGISTERS("| Contact: <sip:b@a>;expires=1, <sip:b@c>;expires=9") "4  2010  bob > alice  "
                                                                           "480 phrase=  : 3\n",
          4, "");
    check(REGISTERS("| Contact: <sip:b@a> | Expires: 1") "4  2010  bob > alice  480 phrase=  : 3\n",
          4, "callee-not-registered strong");
    check(REGISTERS("| Contact: <sip:b@a>;expires=nonsense | Expires: 1") "4  2010  bob > alice  "
                                                                          "480 phrase=  : 3\n",
          4, "");
    check(
        REGISTERS(
            "| Contact: <sip:b@a>;expires=99999999999") "4  2010  bob > alice  480 phrase=  : 3\n",
        4, "");
    /* A 2xx without Contact grants what the REGISTER asked for. */
    check(REGISTERS("") "4  2010  bob > alice  480 phrase=  : 3\n", 4, "");
}

/* A phone that a proxy found is there, whatever it says; the next proxy may not have found it. */
static void located(void **state)
{
#define AT_PHONE(uri)                                                                              \
    "1  0  alice > p    INVITE | To: <sip:bob@example.com>               : 1\n"                    \
    "2  1  p > phone    relay 1 uri=" uri " | To: <sip:bob@example.com>  : 2\n"                    \
    "3  2  phone > p    480 phrase= of=2                                 : 2\n"                    \
    "4  3  p > alice    relay 3 phrase=                                  : 1\n"

    check(AT_PHONE("sip:line@example.com"), 3, "");
    check(AT_PHONE("sip:bob@10.0.0.9"), 3, "");
    check(AT_PHONE("sip:bob@10.0.0.9"), 4, "");
    check(AT_PHONE("sip:bob@EXAMPLE.com"), 3, "callee-not-registered suggestive");
    check(AT_PHONE("sip:bob@EXAMPLE.com"), 4, "");
}

static void retry_after(void **state)
{
    check_text(INVITE "2  10  bob > alice  480 | Retry-After: 3600 (in a meeting)  : 1\n", 2,
               "callee-retry-after proof", "callee-retry-after",
               "Retry-After of the 480 asks to call again in 3600 s", "2");
    check_text(INVITE RINGS "3  20  bob > alice  486 | Retry-After: 60;duration=5  : 1\n", 3,
               "busy-retry-after proof", "busy-retry-after",
               "Retry-After of the 486 asks to call again in 60 s", "3");
    check(INVITE "2  400  bob > alice  603 | Retry-After: 60  : 1\n", 2,
          "callee-retry-after proof");
    check(INVITE RINGS "3  20  bob > alice  486 | Retry-After: 0  : 1\n", 3, "");
    check(INVITE RINGS "3  20  bob > alice  486 | Retry-After: soon  : 1\n", 3, "");
    check(INVITE RINGS "3  20  bob > alice  486 | Retry-After: 99999999999  : 1\n", 3, "");
}

/* ---- Causes of earlier responses ---- */

static void cause_in_provisional(void **state)
{
    check_text(INVITE "2   10  bob > alice  183 reason=Q.850;cause=34  : 1\n"
                      "3  500  bob > alice  480 reason=Q.850;cause=31  : 1\n",
               3, "cause-in-provisional strong", "cause-in-provisional",
               "The 480 itself names no specific cause; Reason of the 183 in frame 2: Q.850 34 (No "
               "circuit/channel available)",
               "2 3");
    check(INVITE "2   10  bob > alice  183 reason=Q.850;cause=1  : 1\n"
                 "3  500  bob > alice  404                       : 1\n",
          3, "pstn-number-unallocated proof, cause-in-provisional strong");
    /* Its own cause, another fork, no cause but 0, 100, and a challenge. */
    check(INVITE "2   10  bob > alice  183 reason=Q.850;cause=34  : 1\n"
                 "3  500  bob > alice  480 reason=Q.850;cause=27  : 1\n",
          3, "");
    check(INVITE "2   10  bob > alice  183 to=other reason=Q.850;cause=34  : 1\n"
                 "3  500  bob > alice  480 phrase=Away                     : 1\n",
          3, "");
    check(INVITE "2   10  bob > alice  183 reason=Q.850;cause=0  : 1\n"
                 "3  500  bob > alice  500                       : 1\n",
          3, "");
    check(INVITE "2   10  bob > alice  100 to=bob reason=Q.850;cause=34  : 1\n"
                 "3  500  bob > alice  500                               : 1\n",
          3, "");
    check(INVITE "2   10  bob > alice  183 reason=Q.850;cause=34  : 1\n"
                 "3  500  bob > alice  407 challenge              : 1\n",
          3, "");
    /* The caller gave up on the announcement. */
    check(INVITE "2   10  bob > alice  183 reason=Q.850;cause=34  : 1\n"
                 "3  500  bob > alice  487                        : 1\n",
          3, "cause-in-provisional strong");
}

/* ---- 408 ---- */

static void ring_timeout(void **state)
{
    check_text(INVITE RINGS "3  30012  bob > alice  408  : 1\n", 3, "ring-timeout strong",
               "ring-timeout", "It rang for 30 s until the 408: whole seconds, as a timer runs",
               "2 3");
    check_text(INVITE RINGS "3  30510  bob > alice  408  : 1\n", 3, "ring-timeout suggestive",
               "ring-timeout", "It rang for 31 s until the 408", "2 3");
    check(INVITE RINGS "3   5909  bob > alice  408  : 1\n", 3, "ring-timeout suggestive");
    check(INVITE RINGS "3   5910  bob > alice  408  : 1\n", 3, "ring-timeout strong");
    check(INVITE RINGS "3    500  bob > alice  408  : 1\n", 3, "");
    check(INVITE "2  32000  bob > alice  408  : 1\n", 2, "");
}

static void peer_unreachable(void **state)
{
    check_text("1      0  alice > bob  BYE to=bob  : 1\n"
               "2  32000  bob > alice  408         : 1\n",
               2, "dialog-peer-unreachable strong", "dialog-peer-unreachable",
               "The BYE was sent in a dialog, and nobody there answered in time", "1 2");
    check("1      0  alice > bob  BYE        : 1\n"
          "2  32000  bob > alice  408        : 1\n",
          2, "");
    check("1      0  alice > bob  BYE to=bob unseen  : -\n"
          "2  32000  bob > alice  408                : 0\n",
          2, "");
}

/* The far end answered, and the proxy did not hear it. */
static void peer_reachable_behind_a_proxy(void **state)
{
    const char *heard = "1     0  alice > p  BYE to=bob  : 1\n"
                        "2     1  p > bob    relay 1     : 2\n"
                        "3     2  bob > p    200 of=2    : 2\n"
                        "4  1500  p > alice  408 of=1    : 1\n";
    const char *unheard = "1     0  alice > p  BYE to=bob  : 1\n"
                          "2     1  p > bob    relay 1     : 2\n"
                          "3  1500  p > alice  408 of=1    : 1\n";

    check(heard, 4, "");
    check_text(unheard, 3, "dialog-peer-unreachable strong", "dialog-peer-unreachable",
               "The BYE was sent in a dialog, and nobody there answered in time", "1 2 3");
}

#define PASSED_ON                                                                                  \
    "1     0  alice > p  INVITE   : 1\n"                                                           \
    "2     1  p > alice  100      : 1\n"                                                           \
    "3     2  p > gw     relay 1  : 3\n"

static void downstream_silent(void **state)
{
    check_text(PASSED_ON "4  5000  p > alice  408 of=1  : 1\n", 4, "downstream-silent proof",
               "downstream-silent",
               "The INVITE was passed on in frame 3, and no response to it came until the 408, 5 s "
               "later",
               "3 4");
    /* What comes behind the 408 comes too late. */
    check(PASSED_ON "4  5000  p > alice  408 of=1   : 1\n"
                    "5  5010  gw > p     180 of=3   : 3\n",
          4, "downstream-silent proof");
    /* Refused, unreachable, and a 408 of the hop behind. */
    check(PASSED_ON "4  4000  gw > p     503 of=3   : 3\n"
                    "5  5000  p > alice  408 of=1   : 1\n",
          5, "");
    check(PASSED_ON "4  4000  gw > p     icmp 3 port : 3\n"
                    "5  5000  p > alice  408 of=1   : 1\n",
          5, "");
    check(PASSED_ON "4  4000  gw > p     408 of=3   : 3\n"
                    "5  5000  p > alice  relay 4    : 1\n",
          5, "");
    check("1     0  alice > p  INVITE              : 1\n"
          "2     2  p > gw     relay 1 tcp seq=1   : 2\n"
          "3     3  gw > p     reset\n"
          "4  5000  p > alice  408 of=1            : 1\n",
          4, "");
    check("1     0  alice > p  INVITE   : 1\n"
          "2  5000  p > alice  408      : 1\n",
          2, "");
}

/* Two proxies: the second made the 408, the first passed it on. */
static void downstream_of_the_next_proxy(void **state)
{
    check_text("1     0  alice > p1   INVITE     : 1\n"
               "2     1  p1 > p2      relay 1    : 2\n"
               "3     2  p2 > gw      relay 2    : 3\n"
               "4  5000  p2 > p1      408 of=2   : 2\n"
               "5  5001  p1 > alice   relay 4    : 1\n",
               5, "downstream-silent proof", "downstream-silent",
               "The INVITE was passed on in frame 3, and no response to it came until the 408, 5 s "
               "later",
               "3 5");
}

/* Where the request of the client is missing, so may be the responses of the gateway. */
static void downstream_in_a_poor_capture(void **state)
{
    check("1     0  alice > p  INVITE unseen  : -\n"
          "2     2  p > gw     relay 1        : 2\n"
          "3  5000  p > alice  408 of=1       : 0\n",
          3, "");
    check("1     0  alice > p  INVITE tcp                : 1\n"
          "2     1  p > gw     relay 1 tcp seq=1         : 2\n"
          "3     2  p > gw     segment 100 tcp seq=900   : -\n"
          "4  5000  p > alice  408 of=1 tcp              : 1\n",
          4, "");
}

static void downstream_no_final(void **state)
{
    check_text(PASSED_ON "4    10  gw > p     180 of=3   : 3\n"
                         "5    11  p > alice  relay 4    : 1\n"
                         "6  9999  p > alice  408 of=1   : 1\n",
               6, "downstream-no-final proof, ring-timeout strong", "downstream-no-final",
               "The INVITE was passed on in frame 3 and got 180 in frame 4, but no final response "
               "until the 408, 10 s after it was passed on",
               "3 4 6");
    check(PASSED_ON "4    10  gw > p     180 of=3   : 3\n"
                    "5  9000  gw > p     486 of=3   : 3\n"
                    "6  9999  p > alice  408 of=1   : 1\n",
          6, "");
    check("1     0  alice > p  INVITE          : 1\n"
          "2     2  p > gw     relay 1 unseen  : -\n"
          "3    10  gw > p     183 of=2        : 0\n"
          "4  9999  p > alice  408 of=1        : 1\n",
          4, "");
}

/* ---- 486, 600 ---- */

#define OTHER_CALL                                                                                 \
    "1      0  carol > bob  INVITE call=other  : 1\n"                                              \
    "2     10  bob > carol  200                : 1\n"

static void in_call(void **state)
{
    check_text(OTHER_CALL "3    100  alice > bob  INVITE                             : 3\n"
                          "4    120  bob > alice  486 phrase=Max\\040Calls           : 3\n",
               4, "callee-in-call strong", "callee-in-call",
               "The callee's call that was answered in frame 2 goes on; this one was refused 20 ms "
               "after its INVITE, with the phrase \"Max Calls\"",
               "2 3 4");
    check(OTHER_CALL "3    100  alice > bob  INVITE                          : 3\n"
                     "4    120  bob > alice  486 reason=Q.850;cause=17       : 3\n",
          4, "callee-in-call strong");
    /* The other call is over; it is of somebody else; a cause says otherwise; not at once. */
    check(OTHER_CALL "3     50  carol > bob  BYE call=other to=bob cseq=2    : 3\n"
                     "4    100  alice > bob  INVITE                          : 4\n"
                     "5    120  bob > alice  486 phrase=                     : 4\n",
          5, "busy-immediate suggestive");
    check("1      0  carol > bob  INVITE call=other                          : 1\n"
          "2     10  bob > carol  200 | To: <sip:y@example.com>;tag=b | From: <sip:z@b>;tag=carol"
          "  : 1\n"
          "3    100  alice > bob  INVITE                                     : 3\n"
          "4    120  bob > alice  486 phrase=                                : 3\n",
          4, "busy-immediate suggestive");
    check(OTHER_CALL "3    100  alice > bob  INVITE                          : 3\n"
                     "4    120  bob > alice  486 reason=Q.850;cause=34       : 3\n",
          4, "code-reason-conflict strong");
    check(OTHER_CALL "3    100  alice > bob  INVITE                          : 3\n"
                     "4    400  bob > alice  486                             : 3\n",
          4, "");
}

/* A subscription is no call. */
static void subscribed(void **state)
{
    check("1      0  carol > bob  SUBSCRIBE call=other  : 1\n"
          "2     10  bob > carol  200                   : 1\n"
          "3    100  alice > bob  INVITE                : 3\n"
          "4    120  bob > alice  486 phrase=           : 3\n",
          4, "busy-immediate suggestive");
}

static void busy_immediate(void **state)
{
    check_text(INVITE "2  299  bob > alice  486 phrase=Busy\\040here  : 1\n", 2,
               "busy-immediate suggestive", "busy-immediate",
               "Busy 299 ms after the INVITE, without ringing, and the capture holds no other "
               "answered call of the callee",
               "1 2");
    check_text(
        INVITE "2    0  bob > alice  486 phrase=\\033[31m\\001  : 1\n", 2,
        "busy-immediate suggestive", "busy-immediate",
        "Busy less than 1 ms after the INVITE, without ringing, and the capture holds no other "
        "answered call of the callee, with the phrase \"\xEF\xBF\xBD[31m\xEF\xBF\xBD\"",
        "1 2");
    check(INVITE "2  300  bob > alice  486  : 1\n", 2, "");
    check(INVITE "2   10  bob > alice  486 reason=Q.850;cause=17  : 1\n", 2, "");
    check(UNSEEN "2   10  bob > alice  486  : 0\n", 2, "");
    check("1  0  alice > bob  INVITE to=x  : 1\n2  1  bob > alice  486  : 1\n", 2, "");
    check("1  0  alice > bob  MESSAGE      : 1\n2  1  bob > alice  486  : 1\n", 2, "");
}

static void rejected_while_ringing(void **state)
{
    check_text(INVITE RINGS "3  1210  bob > alice  486 phrase=  : 1\n", 3,
               "rejected-while-ringing strong", "rejected-while-ringing",
               "It rang for 1.2 s, then the same phone refused the call", "2 3");
    check(INVITE RINGS "3  1210  bob > alice  486 reason=Q.850;cause=21  : 1\n", 3,
          "code-reason-conflict strong, rejected-while-ringing strong");
    /* Sooner than a finger moves, another phone than the one that rang, another cause. */
    check(INVITE RINGS "3   309  bob > alice  486  : 1\n", 3, "");
    check(INVITE "2   10  bob > alice  180 to=other  : 1\n"
                 "3 1210  bob > alice  486           : 1\n",
          3, "");
    check(INVITE RINGS "3  1210  bob > alice  486 reason=Q.850;cause=19  : 1\n", 3,
          "code-reason-conflict strong");
}

static void reason_conflict(void **state)
{
    check_text(INVITE "2  10  bob > alice  486 reason=Q.850;cause=34  : 1\n", 2,
               "code-reason-conflict strong", "code-reason-conflict",
               "Reason of the 486 in frame 2: Q.850 34 (No circuit/channel available), and not 17 "
               "(User busy)",
               "2");
    check(UNSEEN "2  10  bob > alice  486 reason=Q.850;cause=34  : 0\n", 2,
          "code-reason-conflict strong");
    check(INVITE "2  400  bob > alice  486 reason=Q.850;cause=17   : 1\n", 2, "");
    check(INVITE "2  400  bob > alice  486 reason=Q.850;cause=127  : 1\n", 2, "");
    check(INVITE "2  400  bob > alice  486 reason=SIP;cause=480    : 1\n", 2, "");
    check(INVITE "2  400  bob > alice  486 reason=Q.850;cause=500  : 1\n", 2, "");
}

static void busy_everywhere(void **state)
{
    check_text(INVITE "2  10  bob > alice  600 | Retry-After: 120  : 1\n", 2,
               "busy-everywhere proof, busy-retry-after proof", "busy-everywhere",
               "The 600 speaks for every device of the callee", "2");
    check(UNSEEN "2  10  bob > alice  600  : 0\n", 2, "busy-everywhere proof");
    check(INVITE "2  10  bob > alice  600 reason=Q.850;cause=34  : 1\n", 2, "");
}

/* ---- 603 ---- */

#define REASON_603 "Reason: SIP;cause=603;text=\"v=analytics1;url=https://r.example\""

static void network_blocked(void **state)
{
    check_text(INVITE "2  10  bob > alice  603 phrase=Network\\040Blocked | " REASON_603
                      ";location=LN  : 1\n",
               2, "network-blocked-603plus proof", "network-blocked-603plus",
               "The phrase is \"Network Blocked\", and Reason has the version tag analytics1, a "
               "contact for redress and the location LN (public network serving the local user)",
               "2");
    check_text(INVITE "2  10  bob > alice  603 phrase=Network\\040Blocked | " REASON_603
                      ";location=?  : 1\n",
               2, "network-blocked-603plus proof", "network-blocked-603plus",
               "The phrase is \"Network Blocked\", and Reason has the version tag analytics1, a "
               "contact for redress and the location ?",
               "2");
    check(UNSEEN "2  10  bob > alice  603 phrase=Network\\040Blocked | Reason: Q.850;cause=21, "
                 "SIP;cause=603;text=\"v=analytics1;tel=1\";location=RLN  : 0\n",
          2, "network-blocked-603plus proof");
}

static void network_incomplete(void **state)
{
    static const struct {
        const char *options;
        const char *text;
    } cases[] = {
        {"phrase=Network\\040Blocked",
         "The phrase is \"Network Blocked\", but there is no Reason of protocol SIP with cause 603 "
         "and a text"},
        {"phrase=Network\\040Blocked | Reason: SIP;cause=603;text=\"\";location=LN",
         "The phrase is \"Network Blocked\", but there is no Reason of protocol SIP with cause 603 "
         "and a text"},
        {"phrase=Network\\040Blocked | Reason: Q.850;cause=603;text=\"v=analytics1;url=x\"",
         "The phrase is \"Network Blocked\", but there is no Reason of protocol SIP with cause 603 "
         "and a text"},
        {"phrase=Network\\040Blocked | Reason: SIP;cause=403;text=\"v=analytics1;url=x\"",
         "The phrase is \"Network Blocked\", but there is no Reason of protocol SIP with cause 603 "
         "and a text"},
        {"phrase=Network\\040Blocked | Reason: SIP;text=\"v=analytics1;url=x\"",
         "The phrase is \"Network Blocked\", but there is no Reason of protocol SIP with cause 603 "
         "and a text"},
        {"phrase=Network\\040Blocked | " REASON_603,
         "The phrase is \"Network Blocked\", but Reason lacks the location"},
        {"phrase=Network\\040Blocked | Reason: SIP;cause=603;text=\"blocked\"",
         "The phrase is \"Network Blocked\", but Reason lacks the version tag v=analytics1 and a "
         "contact for redress (url, tel or email) and the location"},
        {"phrase=Decline | " REASON_603 ";location=LN",
         "Reason has the version tag analytics1, but the phrase is \"Decline\" instead of "
         "\"Network "
         "Blocked\""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *lines = g_strdup_printf(INVITE "2  10  bob > alice  603 %s  : 1\n", cases[i].options);
        check_text(lines, 2, "network-blocked-incomplete proof", "network-blocked-incomplete",
                   cases[i].text, "2");
        g_free(lines);
    }
}

/* A Reason that begins a quotation and does not end it has no text worth a look. */
static void hostile_603(void **state)
{
    check(INVITE "2  10  bob > alice  603 phrase=Decline | Reason: SIP;cause=603;text=\"  : 1\n", 2,
          "declined-by-machine suggestive");
    check(INVITE "2  10  bob > alice  603 phrase=Decline | Reason: ;;;,,  : 1\n", 2,
          "declined-by-machine suggestive");
}

static void declined(void **state)
{
    check_text(INVITE RINGS "3  1210  bob > alice  603 phrase=Decline  : 1\n", 3,
               "declined-by-user strong", "declined-by-user",
               "It rang for 1.2 s, then the same phone declined", "2 3");
    check_text(INVITE "2  10  bob > alice  603 phrase=Screened reason=Q.850;cause=21  : 1\n", 2,
               "declined-by-machine suggestive", "declined-by-machine",
               "Declined 10 ms after the INVITE, without ringing, with the phrase \"Screened\"; "
               "Reason of the 603 in frame 2: Q.850 21 (Call rejected)",
               "1 2");
    check(INVITE "2  10  bob > alice  603 reason=Q.850;cause=34  : 1\n", 2, "");
    check(INVITE "2 300  bob > alice  603  : 1\n", 2, "");
    check(INVITE RINGS "3  20  bob > alice  603  : 1\n", 3, "");
    check(UNSEEN "2  10  bob > alice  603  : 0\n", 2, "");
    check("1  0  alice > bob  REFER   : 1\n2  1  bob > alice  603  : 1\n", 2, "");
}

/* ---- 604, 607, 608, 433 ---- */

static void stated_by_the_code(void **state)
{
    check_text(INVITE "2  10  bob > alice  604  : 1\n", 2, "nowhere proof", "nowhere",
               "The 604 says that the user of the Request-URI exists nowhere", "2");
    check_text("1  0  alice > bob  MESSAGE  : 1\n2  1  bob > alice  607  : 1\n", 2,
               "unwanted proof", "unwanted",
               "The 607 says that the called party does not want this MESSAGE, nor such later ones",
               "2");
    check(INVITE "2  10  bob > alice  606  : 1\n", 2, "");
}

static void redress(void **state)
{
    check_text(INVITE "2  10  bob > alice  608 | Call-Info: <sip:x@y>;purpose=icon, "
                      "<https://r>;purpose=jwscard  : 1\n",
               2, "rejected-with-redress proof", "rejected-with-redress",
               "Call-Info with purpose jwscard leads to the contact card of who rejected it", "2");
    check_text(INVITE "2  10  bob > alice  608 | Call-Info: <https://r>;purpose=card  : 1\n", 2,
               "rejected-no-redress proof", "rejected-no-redress",
               "The 608 has no Call-Info with purpose jwscard; the request has no sip.608 in "
               "Feature-Caps, so who rejected it owes the announcement",
               "1 2");
    check_text("1  0  alice > bob  INVITE | Feature-Caps: *;+sip.607;+sip.608  : 1\n"
               "2  1  bob > alice  608                                         : 1\n",
               2, "rejected-no-redress proof", "rejected-no-redress",
               "The 608 has no Call-Info with purpose jwscard; the request has sip.608 in "
               "Feature-Caps, so a hop before owes the announcement",
               "1 2");
    check_text(UNSEEN "2  1  bob > alice  608  : 0\n", 2, "rejected-no-redress proof",
               "rejected-no-redress", "The 608 has no Call-Info with purpose jwscard", "2");
}

static void anonymity(void **state)
{
    check_text("1  0  alice > bob  INVITE | From: <sip:a@Anonymous.Invalid>;tag=alice  : 1\n"
               "2  1  bob > alice  433    | From: <sip:a@Anonymous.Invalid>;tag=alice  : 1\n",
               2, "anonymity-disallowed proof", "anonymity-disallowed",
               "The call is anonymous: From is in the domain anonymous.invalid", "1 2");
    check_text(UNSEEN "2  1  bob > alice  433 | From: \"Anonymous\" <sip:a@b>;tag=alice  : 0\n", 2,
               "anonymity-disallowed proof", "anonymity-disallowed",
               "The call is anonymous: From has the display name Anonymous", "2");
    check_text("1  0  alice > bob  INVITE | Privacy: header;USER;critical  : 1\n"
               "2  1  bob > alice  433                                     : 1\n",
               2, "anonymity-disallowed proof", "anonymity-disallowed",
               "The call is anonymous: Privacy asks for user", "1 2");
    check("1  0  alice > bob  INVITE | Privacy: id  : 1\n2  1  bob > alice  433  : 1\n", 2,
          "anonymity-disallowed proof");
    check("1  0  alice > bob  INVITE | Privacy: none, ;;  : 1\n2  1  bob > alice  433  : 1\n", 2,
          "");
    check(INVITE "2  1  bob > alice  433  : 1\n", 2, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unallocated),
        cmocka_unit_test(registered_but_not_found),
        cmocka_unit_test(registered_by_responses_alone),
        cmocka_unit_test(incomplete),
        cmocka_unit_test(overlap_dialling),
        cmocka_unit_test(no_answer),
        cmocka_unit_test(no_answer_of_a_fork),
        cmocka_unit_test(not_registered),
        cmocka_unit_test(registration_gone),
        cmocka_unit_test(located),
        cmocka_unit_test(retry_after),
        cmocka_unit_test(cause_in_provisional),
        cmocka_unit_test(ring_timeout),
        cmocka_unit_test(peer_unreachable),
        cmocka_unit_test(peer_reachable_behind_a_proxy),
        cmocka_unit_test(downstream_silent),
        cmocka_unit_test(downstream_of_the_next_proxy),
        cmocka_unit_test(downstream_in_a_poor_capture),
        cmocka_unit_test(downstream_no_final),
        cmocka_unit_test(in_call),
        cmocka_unit_test(subscribed),
        cmocka_unit_test(busy_immediate),
        cmocka_unit_test(rejected_while_ringing),
        cmocka_unit_test(reason_conflict),
        cmocka_unit_test(busy_everywhere),
        cmocka_unit_test(network_blocked),
        cmocka_unit_test(network_incomplete),
        cmocka_unit_test(hostile_603),
        cmocka_unit_test(declined),
        cmocka_unit_test(stated_by_the_code),
        cmocka_unit_test(redress),
        cmocka_unit_test(anonymity),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
