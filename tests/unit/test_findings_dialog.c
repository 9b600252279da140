/* Findings about dialogs, CANCEL, loops and packages.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* The findings of this topic at FRAME of a ladder in a capture of its own. */
static void check(const char *lines, uint32_t frame, const char *expected)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    check_topic(capture, frame, "dialog", expected);
    capture_free(capture);
}

/* The same with the whole text and the evidence of the only finding. */
static void check_one(const char *lines, uint32_t frame, const char *id, const char *confidence,
                      const char *text, const char *evidence)
{
    struct capture *capture = capture_new();
    char expected[128];

    g_snprintf(expected, sizeof expected, "%s %s", id, confidence);
    ladder(capture, lines);
    check_topic(capture, frame, "dialog", expected);
    check_finding(capture, frame, id, text, evidence);
    capture_free(capture);
}

/* ---- Who ended an INVITE ---- */

static void caller_cancelled(void **state)
{
    check_one("1     0  alice > bob  INVITE        : 1\n"
              "2   100  bob > alice  180           : 1\n"
              "3  4200  alice > bob  CANCEL b=1    : 3\n"
              "4  4210  bob > alice  200           : 3\n"
              "5  4220  bob > alice  487 of=1      : 1\n"
              "6  4230  alice > bob  ACK b=1       : 1\n",
              5, "caller-cancelled", "proof", "The caller cancelled after 4.1 s of ringing",
              "1 2 3 5");
}

static void caller_cancelled_with_a_reason(void **state)
{
    check_one("1     0  alice > bob  INVITE                             : 1\n"
              "2   100  bob > alice  180                                : 1\n"
              "3  4200  alice > bob  CANCEL b=1 reason=Q.850;cause=102  : 3\n"
              "4  4220  bob > alice  487 of=1                           : 1\n",
              4, "caller-cancelled", "proof",
              "The caller cancelled after 4.1 s of ringing; Reason of the CANCEL in frame 3: Q.850 "
              "102 (Recovery on timer expiry)",
              "1 2 3 4");
}

static void caller_cancelled_without_ringing(void **state)
{
    check_one("1     0  alice > bob  INVITE        : 1\n"
              "2   100  bob > alice  183           : 1\n"
              "3  2000  alice > bob  CANCEL b=1    : 3\n"
              "4  2010  bob > alice  487 of=1      : 1\n",
              4, "caller-cancelled", "proof", "The caller cancelled after 2 s, before it rang",
              "1 3 4");
}

static void caller_cancelled_unseen_invite(void **state)
{
    check_one("1     0  alice > bob  INVITE unseen : -\n"
              "2   100  bob > alice  183           : 0\n"
              "3  2000  alice > bob  CANCEL b=1    : 3\n"
              "4  2010  bob > alice  487 of=1      : 0\n",
              4, "caller-cancelled", "proof", "The caller cancelled before it rang", "3 4");
}

/* Nobody was seen to cancel: it may have been a BYE, or Expires. */
static void terminated_without_cancel(void **state)
{
    check("1     0  alice > bob  INVITE        : 1\n"
          "2   100  bob > alice  180           : 1\n"
          "3  2010  bob > alice  487           : 1\n",
          3, "");
}

static void caller_cancelled_through_proxy(void **state)
{
    const char *lines = "1     0  alice > proxy  INVITE         : 1\n"
                        "2     5  proxy > bob    relay 1        : 2\n"
                        "3   100  bob > proxy    180            : 2\n"
                        "4   110  proxy > alice  relay 3        : 1\n"
                        "5  3110  alice > proxy  CANCEL b=1     : 5\n"
                        "6  3111  proxy > alice  200            : 5\n"
                        "7  3112  proxy > bob    CANCEL b=2     : 7\n"
                        "8  3120  bob > proxy    487 of=2       : 2\n"
                        "9  3121  proxy > alice  487 of=1       : 1\n";

    check_one(lines, 8, "caller-cancelled", "proof", "The caller cancelled after 3 s of ringing",
              "2 3 5 7 8");
    check_one(lines, 9, "caller-cancelled", "proof", "The caller cancelled after 3 s of ringing",
              "1 4 5 9");
}

/* Behind a proxy whose other side is not in the capture it may have been the proxy. */
static void cancelled_beyond_capture(void **state)
{
    check_one("1     0  proxy > bob    INVITE | Via: SIP/2.0/UDP alice;branch=z9hG4bK-a : 1\n"
              "2   100  bob > proxy    180            : 1\n"
              "3  3100  proxy > bob    CANCEL b=1 : 3\n"
              "4  3120  bob > proxy    487 of=1       : 1\n",
              4, "caller-cancelled", "strong",
              "The caller cancelled after 3 s of ringing, but the other side of the proxy was not "
              "captured",
              "1 2 3 4");
}

/* A proxy beyond the capture that goes on to the next phone cancelled by itself; one that cancels
 * all was told to. */
static void cancelled_branches_beyond_capture(void **state)
{
    const char *lines =
        "1     0  proxy > bob    INVITE | Via: SIP/2.0/UDP alice;branch=z9hG4bK-a   : 1\n"
        "2     1  proxy > carol  INVITE | Via: SIP/2.0/UDP alice;branch=z9hG4bK-a   : 2\n"
        "3  3000  proxy > bob    CANCEL b=1     : 3\n"
        "4  3010  bob > proxy    487 of=1       : 1\n";
    struct capture *capture = capture_new();

    ladder(capture, lines);
    check_topic(capture, 4, "dialog", "");
    ladder(capture, "5  3020  proxy > carol  CANCEL b=2     : 5\n");
    check_topic(capture, 4, "dialog", "caller-cancelled strong");
    capture_free(capture);
}

/* Phrases of a Reason are free. */
static void hostile_reason(void **state)
{
    check_one(
        "1     0  alice > bob  INVITE                                   : 1\n"
        "2   100  bob > alice  180                                      : 1\n"
        "3  4200  alice > bob  CANCEL b=1 | Reason: SIP;cause=200;text=\"a\\33b\" : 3\n"
        "4  4220  bob > alice  487 of=1                                 : 1\n",
        4, "answered-elsewhere", "proof",
        "The CANCEL says that another phone answered; Reason of the CANCEL in frame 3: SIP 200 "
        "(OK), text \"a\xEF\xBF\xBD"
        "b\"",
        "1 2 3 4");
    check("1     0  alice > bob  INVITE                                   : 1\n"
          "2   100  bob > alice  180                                      : 1\n"
          "3  4200  alice > bob  CANCEL b=1 | Reason: SIP;cause=20000000000000000200 : 3\n"
          "4  4220  bob > alice  487 of=1                                 : 1\n",
          4, "caller-cancelled proof");
}

static void answered_elsewhere(void **state)
{
    check_one("1     0  alice > bob  INVITE                                   : 1\n"
              "2   100  bob > alice  180                                      : 1\n"
              "3  4200  alice > bob  CANCEL b=1 reason=SIP;cause=200          : 3\n"
              "4  4220  bob > alice  487 of=1                                 : 1\n",
              4, "answered-elsewhere", "proof",
              "The CANCEL says that another phone answered; Reason of the CANCEL in frame 3: SIP "
              "200 (OK)",
              "1 2 3 4");
    check("1     0  alice > bob  INVITE                                   : 1\n"
          "2   100  bob > alice  180                                      : 1\n"
          "3  4200  alice > bob  CANCEL b=1 reason=Q.850;cause=26         : 3\n"
          "4  4220  bob > alice  487 of=1                                 : 1\n",
          4, "answered-elsewhere proof");
    check("1     0  alice > bob  INVITE                                   : 1\n"
          "2   100  bob > alice  180                                      : 1\n"
          "3  4200  alice > bob  CANCEL b=1 reason=Q.850;cause=16         : 3\n"
          "4  4220  bob > alice  487 of=1                                 : 1\n",
          4, "caller-cancelled proof");
}

#define FORK                                                                                       \
    "1     0  alice > proxy  INVITE         : 1\n"                                                 \
    "2     5  proxy > bob    relay 1        : 2\n"                                                 \
    "3     6  proxy > carol  relay 1        : 3\n"                                                 \
    "4   100  bob > proxy    180            : 2\n"                                                 \
    "5   110  carol > proxy  180            : 3\n"

static void answered_on_other_branch(void **state)
{
    check_one(FORK "6  2000  carol > proxy  200            : 3\n"
                   "7  2001  proxy > bob    CANCEL b=2     : 7\n"
                   "8  2010  bob > proxy    487 of=2       : 2\n",
              8, "answered-elsewhere", "proof",
              "Another branch had answered with 200 before this one was cancelled", "2 4 6 7 8");
}

static void declined_on_other_branch(void **state)
{
    check_one(FORK "6  2000  carol > proxy  603            : 3\n"
                   "7  2001  proxy > bob    CANCEL b=2     : 7\n"
                   "8  2010  bob > proxy    487 of=2       : 2\n",
              8, "fork-branch-cancelled", "proof",
              "The proxy cancelled this branch after another one had said 603", "2 4 6 7 8");
}

static void declined_on_other_branch_with_a_reason(void **state)
{
    check_one(FORK "6  2000  carol > proxy  603                                 : 3\n"
                   "7  2001  proxy > bob    CANCEL b=2 reason=SIP;cause=603     : 7\n"
                   "8  2010  bob > proxy    487 of=2                            : 2\n",
              8, "fork-branch-cancelled", "proof",
              "The proxy cancelled this branch after another one had said 603; Reason of the "
              "CANCEL in frame 7: SIP 603 (Decline)",
              "2 4 6 7 8");
}

/* The Reason stands in the caller's CANCEL, and the proxy's has none that says anything. */
static void reason_of_the_callers_cancel(void **state)
{
    check_one("1     0  alice > proxy  INVITE                                    : 1\n"
              "2     5  proxy > bob    relay 1                                   : 2\n"
              "3   100  bob > proxy    180                                       : 2\n"
              "4  3110  alice > proxy  CANCEL b=1 reason=Q.850;cause=102         : 4\n"
              "5  3112  proxy > bob    CANCEL b=2 reason=Q.850;cause=0           : 5\n"
              "6  3120  bob > proxy    487 of=2                                  : 2\n",
              6, "caller-cancelled", "proof",
              "The caller cancelled after 3 s of ringing; Reason of the CANCEL in frame 4: Q.850 "
              "102 (Recovery on timer expiry)",
              "2 3 4 5 6");
}

static void branch_timed_out(void **state)
{
    check_one(FORK "6   120  proxy > alice  180 of=1       : 1\n"
                   "7  5005  proxy > bob    CANCEL b=2     : 7\n"
                   "8  5010  bob > proxy    487 of=2       : 2\n",
              8, "fork-branch-cancelled", "strong",
              "The proxy cancelled this branch 5 s after its INVITE, and the caller had not",
              "2 4 7 8");
    /* Busy on the other branch is no reason to cancel this one. */
    check(FORK "6  2000  carol > proxy  486            : 3\n"
               "7  2001  proxy > alice  180 of=1       : 1\n"
               "8  5001  proxy > bob    CANCEL b=2     : 8\n"
               "9  5010  bob > proxy    487 of=2       : 2\n",
          9, "fork-branch-cancelled strong");
    /* The caller's CANCEL may not have been captured. */
    check(FORK "6  5005  proxy > bob    CANCEL b=2     : 6\n"
               "7  5010  bob > proxy    487 of=2       : 2\n",
          7, "fork-branch-cancelled suggestive");
}

/* What another branch says later was no reason. */
static void answered_later(void **state)
{
    check(FORK "6   120  proxy > alice  180 of=1       : 1\n"
               "7  5005  proxy > bob    CANCEL b=2     : 7\n"
               "8  5010  bob > proxy    487 of=2       : 2\n"
               "9  9000  carol > proxy  200 of=3       : 3\n",
          8, "fork-branch-cancelled strong");
}

/* ---- A CANCEL that came to nothing ---- */

static void cancel_other_branch(void **state)
{
    check_one("1     0  alice > bob  INVITE          : 1\n"
              "2   100  bob > alice  180             : 1\n"
              "3  4200  alice > bob  CANCEL b=other  : 3\n"
              "4  4210  bob > alice  481             : 3\n",
              4, "cancel-no-match", "proof",
              "The top Via of the CANCEL has another branch than that of the INVITE", "1 3 4");
    check_one("1     0  alice > bob  INVITE             : 1\n"
              "2   100  bob > alice  180                : 1\n"
              "3  4200  alice > bob  CANCEL b=1 cseq=7  : 3\n"
              "4  4210  bob > alice  481                : 3\n",
              4, "cancel-no-match", "proof", "The CANCEL has CSeq number 7, the INVITE 1", "1 3 4");
}

static void cancel_without_invite(void **state)
{
    check_one(
        "1    0  alice > bob  CANCEL   : 1\n"
        "2   10  bob > alice  481      : 1\n",
        2, "cancel-no-match", "suggestive",
        "The capture holds no INVITE with this Call-ID and From tag, but the capture may start too "
        "late",
        "1 2");
    check_one("1       0  alice > bob  OPTIONS call=x : 1\n"
              "2  200000  alice > bob  CANCEL         : 2\n"
              "3  200010  bob > alice  481            : 2\n",
              3, "cancel-no-match", "strong",
              "The capture holds no INVITE with this Call-ID and From tag", "2 3");
    check("1       0  alice > bob  CANCEL unseen  : -\n"
          "2      10  bob > alice  481            : 0\n",
          2, "");
}

static void cancel_of_pending(void **state)
{
    check_one("1     0  alice > bob  INVITE      : 1\n"
              "2   100  bob > alice  180         : 1\n"
              "3  4200  alice > bob  CANCEL b=1  : 3\n"
              "4  4210  bob > alice  481         : 3\n",
              4, "cancel-no-match", "strong",
              "The server does not know the INVITE with this branch, which is still unanswered",
              "1 3 4");
    check_one("1     0  alice > bob       INVITE      : 1\n"
              "2   100  bob > alice       180         : 1\n"
              "3  4200  alice > bob:5070  CANCEL b=1  : 3\n"
              "4  4210  bob:5070 > alice  481         : 3\n",
              4, "cancel-no-match", "proof",
              "The CANCEL went to another address or port than its INVITE", "1 3 4");
}

static void cancel_too_late(void **state)
{
    check_one("1     0  alice > bob  INVITE      : 1\n"
              "2   100  bob > alice  486         : 1\n"
              "3   101  alice > bob  ACK b=1     : 1\n"
              "4   200  alice > bob  CANCEL b=1  : 4\n"
              "5   210  bob > alice  481         : 4\n",
              5, "cancel-too-late", "proof",
              "The INVITE had got its 486 before the CANCEL was "
              "refused",
              "2 4 5");
}

static void cancel_race(void **state)
{
    check_one("1     0  alice > bob  INVITE      : 1\n"
              "2   100  bob > alice  180         : 1\n"
              "3  4200  alice > bob  CANCEL b=1  : 3\n"
              "4  4201  bob > alice  200 of=1    : 1\n",
              4, "cancel-race-answered", "proof",
              "The 200 crossed or followed the CANCEL: the call is up all the same", "1 3 4");
    check("1     0  alice > bob  INVITE      : 1\n"
          "2  4199  bob > alice  200         : 1\n"
          "3  4200  alice > bob  CANCEL b=1  : 3\n",
          2, "");
    check("1     0  alice > bob  INVITE      : 1\n"
          "2   100  bob > alice  180         : 1\n"
          "3  4200  alice > bob  CANCEL b=1  : 3\n"
          "4  4201  bob > alice  481         : 3\n"
          "5  9000  bob > alice  200 of=1    : 1\n",
          5, "");
}

static void no_487(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1     0  alice > bob  INVITE      : 1\n"
                    "2   100  bob > alice  180         : 1\n"
                    "3  4200  alice > bob  CANCEL b=1  : 3\n"
                    "4  4210  bob > alice  200         : 3\n");
    check_topic(capture, 4, "dialog", "");
    silence_until(capture, 37000);
    check_topic(capture, 4, "dialog", "no-487-after-cancel strong");
    check_finding(capture, 4, "no-487-after-cancel",
                  "The INVITE got no final response within 32 s of its CANCEL", "1 3 4");
    ladder(capture, "5 38000  bob > alice  487 of=1    : 1\n");
    check_topic(capture, 4, "dialog", "");
    capture_free(capture);
}

/* ---- 481 in dialogs ---- */

#define CALL                                                                                       \
    "1     0  alice > bob  INVITE              : 1\n"                                              \
    "2   100  bob > alice  200                 : 1\n"                                              \
    "3   110  alice > bob  ACK to=bob          : 1\n"

static void lost_by_peer(void **state)
{
    check_one(CALL "4  5000  alice > bob  BYE to=bob cseq=2   : 4\n"
                   "5  5100  bob > alice  481                 : 4\n",
              5, "dialog-lost-by-peer", "strong",
              "The dialog with these tags began 5.1 s earlier, and nothing has ended it",
              "1 2 4 5");
    check(CALL "4  5000  alice > bob  BYE to=bob cseq=2 unseen : -\n"
               "5  5100  bob > alice  481                      : 0\n",
          5, "dialog-lost-by-peer suggestive");
}

static void tag_mismatch(void **state)
{
    check_one(CALL "4  5000  alice > bob  BYE to=bobby cseq=2   : 4\n"
                   "5  5100  bob > alice  481                   : 4\n",
              5, "dialog-tag-mismatch", "proof",
              "The call is known, but the To tag is not that of its dialog", "1 2 4 5");
    check_one(CALL "4  5000  alice > bob  BYE to=bob from=al cseq=2   : 4\n"
                   "5  5100  bob > alice  481                         : 4\n",
              5, "dialog-tag-mismatch", "proof",
              "The call is known, but the From tag is not that of its dialog", "1 2 4 5");
    check_one(CALL "4  5000  alice > bob  BYE to=x from=y cseq=2   : 4\n"
                   "5  5100  bob > alice  481                      : 4\n",
              5, "dialog-tag-mismatch", "proof",
              "The call is known, but neither tag is one of its dialog", "1 2 4 5");
    check_one("1     0  alice > bob  BYE               : 1\n"
              "2   100  bob > alice  481               : 1\n",
              2, "dialog-tag-mismatch", "proof",
              "The BYE has no To tag, so it belongs to no dialog", "1 2");
    /* The 200 of another fork may be missing. */
    check("1     0  alice > bob  INVITE                  : 1\n"
          "2   100  bob > alice  180                     : 1\n"
          "3  5000  alice > bob  BYE to=bobby cseq=2     : 3\n"
          "4  5100  bob > alice  481                     : 3\n",
          4, "dialog-tag-mismatch strong");
    /* The tag may stand in the part that is cut off. */
    check("1     0  alice > bob  BYE cut           : 1\n"
          "2   100  bob > alice  481               : 1\n",
          2, "");
    check(CALL "4  5000  alice > bob  NOTIFY to=bobby cseq=2   : 4\n"
               "5  5100  bob > alice  481                      : 4\n",
          5, "");
}

static void already_ended(void **state)
{
    check_one(CALL "4  5000  alice > bob  BYE to=bob cseq=2   : 4\n"
                   "5  5100  bob > alice  200                 : 4\n"
                   "6  5200  alice > bob  INFO to=bob cseq=3  : 6\n"
                   "7  5300  bob > alice  481                 : 6\n",
              7, "dialog-already-ended", "proof", "The dialog had ended with BYE and its 200",
              "4 5 6 7");
    check_one(CALL "4  5000  alice > bob  INFO to=bob cseq=2  : 4\n"
                   "5  5100  bob > alice  481                 : 4\n"
                   "6  5200  alice > bob  BYE to=bob cseq=3   : 6\n"
                   "7  5300  bob > alice  481                 : 6\n",
              7, "dialog-already-ended", "proof", "The dialog had ended with INFO and its 481",
              "4 5 6 7");
    check_one(CALL "4  5000  alice > bob  BYE to=bob cseq=2   : 4\n"
                   "5  5001  bob > alice  BYE to=alice        : 5\n"
                   "6  5100  bob > alice  481                 : 4\n",
              6, "dialog-already-ended", "proof", "The other side had ended the dialog with BYE",
              "4 5 6");
    check_one("1     0  alice > bob  INVITE             : 1\n"
              "2   100  bob > alice  180                : 1\n"
              "3  5000  bob > alice  486                : 1\n"
              "4  5001  alice > bob  BYE to=bob cseq=2  : 4\n"
              "5  5002  bob > alice  481                : 4\n",
              5, "dialog-already-ended", "proof",
              "The INVITE of this early dialog had ended with 486", "3 4 5");
}

/* A BYE that was challenged ended nothing. */
static void challenged_bye(void **state)
{
    check(CALL "4  5000  alice > bob  BYE to=bob cseq=2   : 4\n"
               "5  5100  bob > alice  401 challenge       : 4\n"
               "6  5200  alice > bob  BYE to=bob cseq=3   : 6\n"
               "7  5300  bob > alice  481                 : 6\n",
          7, "dialog-lost-by-peer strong");
    check(CALL "4  5000  bob > alice  BYE to=alice cseq=2 : 4\n"
               "5  5100  alice > bob  401 challenge       : 4\n"
               "6  5200  alice > bob  BYE to=bob cseq=3   : 6\n"
               "7  5300  bob > alice  481                 : 6\n",
          7, "dialog-lost-by-peer strong");
}

static void not_captured(void **state)
{
    check_one("1     0  alice > bob  BYE to=bob cseq=2   : 1\n"
              "2   100  bob > alice  481                 : 1\n",
              2, "dialog-not-captured", "suggestive",
              "The capture does not hold what set this dialog up", "1 2");
    check("1     0  alice > bob  INVITE | Replaces: 12;to-tag=a;from-tag=b : 1\n"
          "2   100  bob > alice  481                                      : 1\n",
          2, "");
}

/* ---- PRACK ---- */

#define RELIABLE                                                                                   \
    "1     0  alice > bob  INVITE                         : 1\n"                                   \
    "2   100  bob > alice  183 rseq=7 | Require: 100rel   : 1\n"

static void rack_mismatch(void **state)
{
    check_one(RELIABLE "3   110  alice > bob  PRACK to=bob cseq=2 | RAck: 6 1 INVITE  : 3\n"
                       "4   120  bob > alice  481                                     : 3\n",
              4, "rack-mismatch", "proof",
              "RAck is 6 1 INVITE, but the 183 has RSeq 7 and CSeq 1 INVITE", "2 3 4");
    check(RELIABLE "3   110  alice > bob  PRACK to=bob cseq=2 | RAck: 7 2 INVITE  : 3\n"
                   "4   120  bob > alice  481                                     : 3\n",
          4, "rack-mismatch proof");
    check_one(RELIABLE "3   110  alice > bob  PRACK to=bob cseq=2 | RAck: 7 1 INVITE  : 3\n"
                       "4   120  bob > alice  200                                     : 3\n"
                       "5   130  alice > bob  PRACK to=bob cseq=3 | RAck: 7 1 INVITE  : 5\n"
                       "6   140  bob > alice  481                                     : 5\n",
              6, "rack-mismatch", "proof", "RAck 7 1 was acknowledged before", "2 5 6");
}

/* Each fork counts for itself. */
static void rack_of_fork(void **state)
{
    check_one("1     0  alice > bob  INVITE                                       : 1\n"
              "2   100  bob > alice  183 rseq=7 to=fork1                          : 1\n"
              "3   101  bob > alice  183 rseq=90 to=fork2                         : 1\n"
              "4   110  alice > bob  PRACK to=fork1 cseq=2 | RAck: 90 1 INVITE    : 4\n"
              "5   120  bob > alice  481                                          : 4\n",
              5, "rack-mismatch", "proof",
              "RAck is 90 1 INVITE, but the 183 has RSeq 7 and CSeq 1 INVITE", "2 4 5");
}

/* The RAck fits: it is the dialog that is not known. */
static void rack_matches(void **state)
{
    static const char *const racks[] = {
        "RAck: 7 1 INVITE", "RAck: 7  1\\tINVITE",        "RAck: 7",
        "RAck: 7 1",        "RAck: 99999999999 1 INVITE", "RAck:",
        "RAck: \\0 \\33",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(racks); i++) {
        char *lines =
            g_strdup_printf(RELIABLE "3   110  alice > bob  PRACK to=bob cseq=2 | %s  : 3\n"
                                     "4   120  bob > alice  481                       : 3\n",
                            racks[i]);
        check(lines, 4, "dialog-lost-by-peer strong");
        g_free(lines);
    }
}

#define REPEATED                                                                                   \
    "3   600  bob > alice  again 2                        : 1 again 2\n"                           \
    "4  1600  bob > alice  again 2                        : 1 again 2\n"                           \
    "5 31600  bob > alice  again 2                        : 1 again 2\n"

static void prack_missing(void **state)
{
    check_one(RELIABLE REPEATED "6 32100  bob > alice  504                            : 1\n", 6,
              "prack-missing", "proof",
              "The 183 was to be acknowledged with PRACK, was sent 4 times in 32 s, and no PRACK "
              "came",
              "1 2 5 6");
    check(RELIABLE REPEATED "6 31700  alice > bob  PRACK to=bob cseq=2 | RAck: 7 1 INVITE : 6\n"
                            "7 32100  bob > alice  504 of=1                               : 1\n",
          7, "");
    check(RELIABLE "3 40000  bob > alice  500                 : 1\n", 3, "");
    check(RELIABLE "3   600  bob > alice  again 2             : 1 again 2\n"
                   "4  1600  bob > alice  500                 : 1\n",
          4, "");
}

/* ---- Requests that cross or overlap ---- */

static void glare(void **state)
{
    const char *lines = CALL "4  5000  alice > bob  INVITE to=bob cseq=2  : 4\n"
                             "5  5001  bob > alice  INVITE to=alice       : 5\n"
                             "6  5010  bob > alice  491 of=4              : 4\n"
                             "7  5011  alice > bob  491 of=5              : 5\n"
                             "8  5020  alice > bob  INVITE to=bob cseq=3  : 8\n"
                             "9  5030  bob > alice  491 of=8              : 8\n";

    check_one(lines, 6, "reinvite-glare", "proof",
              "The INVITE crossed with the INVITE of the other side, which had no answer yet",
              "4 5 6");
    check_one(lines, 7, "reinvite-glare", "proof",
              "The INVITE crossed with the INVITE of the other side, which had no answer yet",
              "4 5 7");
    check(lines, 9, "");
    check(CALL "4  5000  alice > bob  UPDATE to=bob cseq=2  : 4\n"
               "5  5001  bob > alice  INVITE to=alice       : 5\n"
               "6  5010  bob > alice  491 of=4              : 4\n",
          6, "reinvite-glare strong");
    check(CALL "4  5000  alice > bob  INVITE to=bob cseq=2  : 4\n"
               "5  5001  alice > bob  INVITE to=bob cseq=3  : 5\n"
               "6  5010  bob > alice  491 of=5              : 5\n",
          6, "");
    check("1  0  alice > bob  INVITE  : 1\n"
          "2  9  bob > alice  491     : 1\n",
          2, "");
}

static void overlapping(void **state)
{
    check_one(CALL "4  5000  alice > bob  INVITE to=bob cseq=2   : 4\n"
                   "5  5001  alice > bob  INVITE to=bob cseq=3   : 5\n"
                   "6  5010  bob > alice  500 | Retry-After: 4   : 5\n",
              6, "overlapping-request", "proof",
              "INVITE with CSeq number 3 came while number 2 had no final response", "4 5 6");
    check(CALL "4  5000  alice > bob  INVITE to=bob cseq=2   : 4\n"
               "5  5001  alice > bob  INVITE to=bob cseq=3   : 5\n"
               "6  5010  bob > alice  500                    : 5\n",
          6, "overlapping-request strong");
    check(CALL "4  5000  alice > bob  INVITE to=bob cseq=2      : 4\n"
               "5  5001  alice > bob  INVITE to=bob cseq=3      : 5\n"
               "6  5010  bob > alice  500 | Retry-After: 3600   : 5\n",
          6, "overlapping-request strong");
    check(CALL "4  5000  alice > carol  INVITE to=bob cseq=2    : 4\n"
               "5  5001  alice > bob    INVITE to=bob cseq=3    : 5\n"
               "6  5010  bob > alice    500                     : 5\n",
          6, "");
    check(CALL "4  5000  alice > bob  INVITE to=bob cseq=2   : 4\n"
               "5  5010  bob > alice  488                    : 4\n"
               "6  5020  alice > bob  INVITE to=bob cseq=3   : 6\n"
               "7  5030  bob > alice  500                    : 6\n",
          7, "");
}

static void out_of_order(void **state)
{
    check_one(CALL "4  5000  alice > bob  INFO to=bob cseq=9   : 4\n"
                   "5  5001  bob > alice  200                  : 4\n"
                   "6  5010  alice > bob  INFO to=bob cseq=8   : 6\n"
                   "7  5020  bob > alice  500                  : 6\n",
              7, "cseq-out-of-order", "proof", "CSeq number 8 comes after 9", "4 6 7");
    /* Each side counts for itself, and a challenged request went no further. */
    check(CALL "4  5000  bob > alice  INFO to=alice cseq=9  : 4\n"
               "5  5001  alice > bob  200                   : 4\n"
               "6  5010  alice > bob  INFO to=bob cseq=8    : 6\n"
               "7  5020  bob > alice  500                   : 6\n",
          7, "");
    check(CALL "4  5000  alice > bob  INFO to=bob cseq=9   : 4\n"
               "5  5001  bob > alice  407 challenge        : 4\n"
               "6  5010  alice > bob  INFO to=bob cseq=8   : 6\n"
               "7  5020  bob > alice  500                  : 6\n",
          7, "");
}

/* ---- Loops ---- */

static void max_forwards(void **state)
{
    check_one("1   0  alice > bob  OPTIONS | Max-Forwards: 0  : 1\n"
              "2  10  bob > alice  483                        : 1\n",
              2, "max-forwards-zero", "proof", "The request came with Max-Forwards 0 and 1 Via",
              "1 2");
    check("1   0  alice > bob  OPTIONS | Max-Forwards: 1  : 1\n"
          "2  10  bob > alice  483                        : 1\n",
          2, "");
    check("1   0  alice > bob  OPTIONS | Max-Forwards: x0  : 1\n"
          "2  10  bob > alice  483                         : 1\n",
          2, "");
    check("1   0  alice > bob  OPTIONS | -Max-Forwards  : 1\n"
          "2  10  bob > alice  483                      : 1\n",
          2, "");
    check("1   0  alice > bob  OPTIONS unseen | Max-Forwards: 0  : -\n"
          "2  10  bob > alice  483                               : 0\n",
          2, "");
}

static void forwarding_loop(void **state)
{
    const char *lines = "1   0  alice > p1  INVITE | Max-Forwards: 3  : 1\n"
                        "2   1  p1 > p2     relay 1                   : 2\n"
                        "3   2  p2 > p1     relay 2                   : 3\n"
                        "4   3  p1 > p2     relay 3                   : 4\n"
                        "5   4  p2 > p1     483                       : 4\n"
                        "6   5  p1 > p2     483 of=3                  : 3\n"
                        "7   6  p1 > alice  483 of=1                  : 1\n";

    check_one(lines, 5, "forwarding-loop", "proof",
              "p1 sent the request on 2 times, each time the same way", "2 4 5");
    check_one(lines, 7, "forwarding-loop", "proof",
              "p1 sent the request on 2 times, each time the same way", "1 2 4 5 7");
    check_one("1   0  p1 > p2  INVITE | Max-Forwards: 0 "
              "| Via: SIP/2.0/UDP p2;branch=z9hG4bK-2 | Via: SIP/2.0/UDP p1:5060;branch=z9hG4bK-3 "
              ": 1\n"
              "2  10  p2 > p1  483  : 1\n",
              2, "forwarding-loop", "proof", "Max-Forwards is 0, and p1 stands in 2 of the Vias",
              "1 2");
    check("1   0  p1 > p2  INVITE | Max-Forwards: 0 "
          "| Via: SIP/2.0/UDP p2;branch=z9hG4bK-2 | Via: SIP/2.0/UDP p1:5070;branch=z9hG4bK-3 "
          ": 1\n"
          "2  10  p2 > p1  483  : 1\n",
          2, "max-forwards-zero proof");
}

static void merged(void **state)
{
    check_one("1   0  alice > bob  INVITE     : 1\n"
              "2  10  alice > bob  INVITE     : 2\n"
              "3  20  bob > alice  482 of=2   : 2\n",
              3, "merged-request", "proof",
              "The same request had come 10 ms earlier with another "
              "branch",
              "1 2 3");
    check("1   0  alice > bob    INVITE     : 1\n"
          "2  10  alice > carol  INVITE     : 2\n"
          "3  20  carol > alice  482 of=2   : 2\n",
          3, "");
    check("1   0  alice > bob  INVITE         : 1\n"
          "2  10  alice > bob  INVITE cseq=2  : 2\n"
          "3  20  bob > alice  482 of=2       : 2\n",
          3, "");
}

static void via_loop(void **state)
{
    check_one("1   0  alice > bob  INVITE | Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK-o   : 1\n"
              "2  20  bob > alice  482                                                  : 1\n",
              2, "via-loop", "proof",
              "The Vias of the request name 10.0.0.2, the server that refused it", "1 2");
    check("1   0  alice > bob  INVITE | Via: SIP/2.0/UDP 10.0.0.2:5070;branch=z9hG4bK-o   : 1\n"
          "2  20  bob > alice  482                                                       : 1\n",
          2, "");
    check("1   0  alice > bob  INVITE | Via: SIP/2.0/UDP 10.0.0.3;branch=z9hG4bK-o   : 1\n"
          "2  20  bob > alice  482                                                  : 1\n",
          2, "");
    /* Names in Via: the hops tell. */
    check_one("1   0  alice > bob  INVITE     : 1\n"
              "2   1  bob > carol  relay 1    : 2\n"
              "3   2  carol > bob  relay 2    : 3\n"
              "4  20  bob > carol  482        : 3\n",
              4, "via-loop", "proof", "The request had come to this server before, and came back",
              "1 3 4");
}

/* Long lists are walked to their bounds. */
static void long_lists(void **state)
{
    GString *lines = g_string_new("1   0  alice > bob  INVITE | Max-Forwards: 0 ");

    for (int i = 0; i < 300; i++) {
        g_string_append(lines, "| Via: SIP/2.0/UDP p1;branch=z9hG4bK-1 ");
    }
    g_string_append(lines, ": 1\n2  10  bob > alice  483  : 1\n");
    check(lines->str, 2, "forwarding-loop proof");
    g_string_assign(lines, CALL);
    for (int i = 4; i < 1004; i += 2) {
        g_string_append_printf(lines,
                               "%d  %d  alice > bob  INFO to=bob cseq=%d  : %d\n"
                               "%d  %d  bob > alice  200                  : %d\n",
                               i, i * 100, i, i, i + 1, i * 100 + 10, i);
    }
    g_string_append(lines, "1004 200000  alice > bob  BYE to=bob cseq=2000  : 1004\n"
                           "1005 200010  bob > alice  481                   : 1004\n");
    check(lines->str, 1005, "dialog-lost-by-peer strong");
    g_string_free(lines, TRUE);
}

/* ---- Packages ---- */

static void event_unsupported(void **state)
{
    check_one("1   0  alice > bob  SUBSCRIBE | Event: dialog;id=3          : 1\n"
              "2  10  bob > alice  489 | Allow-Events: refer, presence   : 1\n",
              2, "event-unsupported", "proof",
              "Event is dialog, and Allow-Events is refer, presence", "1 2");
    check_one("1   0  alice > bob  PUBLISH | Event: dialog   : 1\n"
              "2  10  bob > alice  489                      : 1\n",
              2, "event-unsupported", "strong",
              "Event is dialog, and the 489 has no Allow-Events to say what would do", "1 2");
    check("1   0  alice > bob  SUBSCRIBE | Event: presence;id=3        : 1\n"
          "2  10  bob > alice  489 | Allow-Events: refer, presence   : 1\n",
          2, "");
    check("1   0  alice > bob  INFO | Event: dialog                    : 1\n"
          "2  10  bob > alice  489 | Allow-Events: refer, presence   : 1\n",
          2, "");
    check("1   0  alice > bob  SUBSCRIBE unseen | Event: dialog        : -\n"
          "2  10  bob > alice  489 | Allow-Events: refer, presence   : 0\n",
          2, "");
}

static void event_missing(void **state)
{
    check_one("1   0  alice > bob  SUBSCRIBE                  : 1\n"
              "2  10  bob > alice  489 | Allow-Events: refer : 1\n",
              2, "event-missing", "proof", "The SUBSCRIBE names no event package", "1 2");
    check("1   0  alice > bob  NOTIFY | Event: ;id=1      : 1\n"
          "2  10  bob > alice  489 | Allow-Events: refer : 1\n",
          2, "event-missing proof");
    check("1   0  alice > bob  INFO                       : 1\n"
          "2  10  bob > alice  489 | Allow-Events: refer : 1\n",
          2, "");
}

static void info_package(void **state)
{
    check_one("1   0  alice > bob  INFO | Info-Package: weather  : 1\n"
              "2  10  bob > alice  469 | Recv-Info: dtmf        : 1\n",
              2, "info-package-unsupported", "proof",
              "Info-Package is weather, and Recv-Info is dtmf", "1 2");
    check_one("1   0  alice > bob  INFO | Info-Package: \\33[1m  : 1\n"
              "2  10  bob > alice  469 | Recv-Info:             : 1\n",
              2, "info-package-unsupported", "proof",
              "Info-Package is \xEF\xBF\xBD[1m, and Recv-Info is empty", "1 2");
    check("1   0  alice > bob  INFO | Info-Package: dtmf;x=1  : 1\n"
          "2  10  bob > alice  469 | Recv-Info: a, dtmf      : 1\n",
          2, "");
    check("1   0  alice > bob  INFO                       : 1\n"
          "2  10  bob > alice  469 | Recv-Info: dtmf     : 1\n",
          2, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caller_cancelled),
        cmocka_unit_test(caller_cancelled_with_a_reason),
        cmocka_unit_test(caller_cancelled_without_ringing),
        cmocka_unit_test(caller_cancelled_unseen_invite),
        cmocka_unit_test(terminated_without_cancel),
        cmocka_unit_test(caller_cancelled_through_proxy),
        cmocka_unit_test(cancelled_beyond_capture),
        cmocka_unit_test(cancelled_branches_beyond_capture),
        cmocka_unit_test(hostile_reason),
        cmocka_unit_test(answered_elsewhere),
        cmocka_unit_test(answered_on_other_branch),
        cmocka_unit_test(declined_on_other_branch),
        cmocka_unit_test(declined_on_other_branch_with_a_reason),
        cmocka_unit_test(reason_of_the_callers_cancel),
        cmocka_unit_test(branch_timed_out),
        cmocka_unit_test(answered_later),
        cmocka_unit_test(cancel_other_branch),
        cmocka_unit_test(cancel_without_invite),
        cmocka_unit_test(cancel_of_pending),
        cmocka_unit_test(cancel_too_late),
        cmocka_unit_test(cancel_race),
        cmocka_unit_test(no_487),
        cmocka_unit_test(lost_by_peer),
        cmocka_unit_test(tag_mismatch),
        cmocka_unit_test(already_ended),
        cmocka_unit_test(challenged_bye),
        cmocka_unit_test(not_captured),
        cmocka_unit_test(rack_mismatch),
        cmocka_unit_test(rack_of_fork),
        cmocka_unit_test(rack_matches),
        cmocka_unit_test(prack_missing),
        cmocka_unit_test(glare),
        cmocka_unit_test(overlapping),
        cmocka_unit_test(out_of_order),
        cmocka_unit_test(max_forwards),
        cmocka_unit_test(forwarding_loop),
        cmocka_unit_test(merged),
        cmocka_unit_test(via_loop),
        cmocka_unit_test(long_lists),
        cmocka_unit_test(event_unsupported),
        cmocka_unit_test(event_missing),
        cmocka_unit_test(info_package),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
