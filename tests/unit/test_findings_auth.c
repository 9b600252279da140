/* Findings about authentication.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* What most ladders are made of: a challenge, and credentials up to where they differ. */
#define ASKS    "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"  "
#define ASKS_2  "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n2\", qop=\"auth\"  "
#define ASKS_3  "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n3\", qop=\"auth\"  "
#define ASKS_4  "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n4\", qop=\"auth\"  "
#define PROXY   "| Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"  "
#define PROXY_2 "| Proxy-Authenticate: Digest realm=\"r\", nonce=\"n2\", qop=\"auth\"  "
#define SHA     "| WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"  "
#define FIRST   "1   0  alice > bob  REGISTER uri=sip:r  : 1\n"
#define ASKED   FIRST "2  10  bob > alice  401 " ASKS " : 1\n"

#define MD5_DIGEST "response=\"0123456789abcdef0123456789abcdef\""
#define SHA_DIGEST "response=\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\""
#define REST       "uri=\"sip:r\", " MD5_DIGEST
#define COUNT      "qop=auth, cnonce=\"c\", nc=00000001"
#define USER       "Digest username=\"u\", realm=\"r\", "
#define ANSWER     "| Authorization: " USER "nonce=\"n\", " COUNT ", " REST "  "
#define ANSWER_2   "| Authorization: " USER "nonce=\"n2\", " COUNT ", " REST "  "
#define ANSWER_3   "| Authorization: " USER "nonce=\"n3\", " COUNT ", " REST "  "
#define RETRY      "3  20  alice > bob  REGISTER uri=sip:r cseq=2 "
#define REFUSED    " : 3\n4  30  bob > alice  401 " ASKS_2 " : 3\n"

/* Checks the findings at frame 4: the answer to the retry with CREDENTIALS. */
static void check_retry(const char *credentials, const char *expected, const char *id,
                        const char *text)
{
    struct capture *capture = capture_new();
    char *lines = g_strconcat(ASKED RETRY, credentials, REFUSED, NULL);

    ladder(capture, lines);
    check_findings(capture, 4, expected);
    if (id != NULL) {
        check_finding(capture, 4, id, text, "2 3 4");
    }
    g_free(lines);
    capture_free(capture);
}

/* Checks the findings at one frame of a ladder. */
static void check_at(uint32_t frame, const char *expected, const char *lines)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    check_findings(capture, frame, expected);
    capture_free(capture);
}

/* ---- Challenges ---- */

static void challenge(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, ASKED);
    check_findings(capture, 2, "auth-challenge proof");
    check_finding(capture, 2, "auth-challenge",
                  "The WWW-Authenticate asks for credentials for realm \"r\", and the request "
                  "carried none",
                  "1 2");
    capture_free(capture);
}

static void challenge_of_another_realm(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE | Proxy-Authorization: Digest realm=\"a\", "
                    "nonce=\"x\", " REST " : 1\n"
                    "2  10  bob > alice  407 " PROXY " : 1\n");
    check_findings(capture, 2, "auth-challenge proof");
    check_finding(capture, 2, "auth-challenge",
                  "The Proxy-Authenticate asks for credentials for realm \"r\", and the request "
                  "carried none for it",
                  "1 2");
    capture_free(capture);
}

/* A phone of the IMS names its user before it has a nonce. */
static void challenge_of_empty_credentials(void **state)
{
    check_at(2, "auth-challenge proof",
             "1   0  alice > bob  REGISTER | Authorization: Digest username=\"u\", realm=\"r\", "
             "nonce=\"\", uri=\"sip:r\", response=\"\" : 1\n"
             "2  10  bob > alice  401 " ASKS " : 1\n");
}

static void challenge_without_request(void **state)
{
    check_at(2, "",
             "1   0  alice > bob  REGISTER unseen\n"
             "2  10  bob > alice  401 " ASKS " : 0\n");
    check_at(2, "",
             "1   0  alice > bob  REGISTER cut : 1\n"
             "2  10  bob > alice  401 " ASKS " : 1\n");
}

static void challenge_answered(void **state)
{
    struct capture *capture = capture_new();
    const char *text = "The challenge for realm \"r\" was answered with credentials, and the "
                       "server went on to a 404";

    ladder(capture, ASKED RETRY ANSWER " : 3\n"
                                       "4  30  bob > alice  404 : 3\n");
    check_findings(capture, 2, "auth-challenge proof, auth-challenge-answered proof");
    check_finding(capture, 2, "auth-challenge-answered", text, "2 3 4");
    check_topic(capture, 4, "auth", "auth-challenge-answered proof");
    check_finding(capture, 4, "auth-challenge-answered", text, "2 3 4");
    capture_free(capture);
}

/* No credentials for that realm: it was given up, not answered. */
static void challenge_not_answered_by_retry(void **state)
{
    check_at(4, "",
             ASKED "3  20  alice > bob  REGISTER cseq=2 | Authorization: Digest realm=\"other\", "
                   "nonce=\"x\", " REST " : 3\n"
                   "4  30  bob > alice  404 : 3\n");
}

static void challenge_unanswered(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, ASKED);
    silence_until(capture, 31000);
    check_findings(capture, 2, "auth-challenge proof");
    silence_until(capture, 33000);
    check_findings(capture, 2, "auth-challenge-unanswered strong");
    check_finding(
        capture, 2, "auth-challenge-unanswered",
        "No request with credentials followed the WWW-Authenticate for realm \"r\" within "
        "32 s",
        "1 2");
    capture_free(capture);
}

static void challenge_answered_in_another_call(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, ASKED "3  20  alice > bob  REGISTER call=other uri=sip:r " ANSWER " : 3\n");
    silence_until(capture, 33000);
    check_findings(capture, 2, "auth-challenge proof");
    capture_free(capture);
}

static void challenge_unanswered_in_one_direction(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER unseen\n"
                    "2  10  bob > alice  401 " ASKS " : 0\n");
    silence_until(capture, 33000);
    check_findings(capture, 2, "");
    capture_free(capture);
}

/* What is answered on the hop of the client counts for the hops behind it. */
static void challenge_behind_a_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > proxy  REGISTER             : 1\n"
                    "2   1  proxy > bob    relay 1              : 2\n"
                    "3  10  bob > proxy    401 " ASKS "         : 2\n"
                    "4  11  proxy > alice  relay 3 " ASKS "     : 1\n"
                    "5  20  alice > proxy  REGISTER cseq=2 " ANSWER " : 5\n");
    silence_until(capture, 33000);
    check_findings(capture, 3, "auth-challenge proof");
    check_findings(capture, 4, "auth-challenge proof");
    capture_free(capture);
}

static void challenge_missing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, FIRST "2  10  bob > alice  401 " PROXY " : 1\n");
    check_findings(capture, 2, "auth-challenge-missing proof");
    check_finding(capture, 2, "auth-challenge-missing", "The 401 has no WWW-Authenticate", "2");
    capture_free(capture);
    check_at(2, "", FIRST "2  10  bob > alice  402 : 1\n");
}

static void challenged_cancel(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE                : 1\n"
                    "2  10  bob > alice  180                   : 1\n"
                    "3  20  alice > bob  CANCEL b=1            : 3\n"
                    "4  30  bob > alice  401 of=3 " ASKS "     : 3\n");
    check_findings(capture, 4, "auth-illegal-challenge proof");
    check_finding(capture, 4, "auth-illegal-challenge",
                  "The 401 challenges a CANCEL, which cannot be sent again", "3 4");
    capture_free(capture);
}

static void answered_ack(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE                        : 1\n"
                    "2  10  bob > alice  486                           : 1\n"
                    "3  20  alice > bob  ACK b=1 to=bob                : 1\n"
                    "4  30  bob > alice  407 of=1 cseq-method=ACK " PROXY " : 1\n");
    check_topic(capture, 4, "auth", "auth-illegal-challenge proof");
    check_finding(capture, 4, "auth-illegal-challenge",
                  "The 407 answers an ACK, which has no response", "3 4");
    capture_free(capture);
}

/* Without an ACK it is the INVITE that is answered, with a garbled CSeq. */
static void answered_no_ack(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE                        : 1\n"
                    "2  10  bob > alice  486 of=1 cseq-method=ACK      : 1\n");
    check_topic(capture, 2, "auth", "");
    capture_free(capture);
}

/* ---- Credentials ---- */

static void rejected(void **state)
{
    check_retry(ANSWER, "auth-rejected strong", "auth-rejected",
                "The server refused MD5 credentials for realm \"r\" that use the nonce it had just "
                "offered");
}

static void rejected_with_an_old_nonce(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, ASKED "3 3010  alice > bob  REGISTER uri=sip:r cseq=2 " ANSWER " : 3\n"
                          "4 3020  bob > alice  401 " ASKS_2 " : 3\n");
    check_findings(capture, 4, "auth-rejected suggestive");
    check_finding(capture, 4, "auth-rejected",
                  "The server refused MD5 credentials for realm \"r\" with the nonce that it had "
                  "offered 3 s before; that may have run out unsaid",
                  "2 3 4");
    capture_free(capture);
}

static void rejected_with_another_uri(void **state)
{
    check_retry(
        "| Authorization: " USER "nonce=\"n\", " COUNT ", uri=\"sip:x\", " MD5_DIGEST,
        "auth-rejected suggestive", "auth-rejected",
        "The server refused MD5 credentials for realm \"r\"; their uri names another user or host "
        "than the Request-URI");
}

/* Not all clients repeat port and parameters. */
static void rejected_with_a_port_in_the_uri(void **state)
{
    check_retry("| Authorization: " USER "nonce=\"n\", " COUNT
                ", uri=\"sip:R:5060;lr\", " MD5_DIGEST,
                "auth-rejected strong", NULL, NULL);
}

/* Nothing tells where the nonce is from, or whether there was any challenge. */
static void not_rejected(void **state)
{
    check_retry(ANSWER_3, "", NULL, NULL);
    check_retry("| Authorization: " USER "nonce=\"n\", " REST ", auts=\"x\"", "", NULL, NULL);
    check_retry("| Authorization: " USER "nonce=\"n\"", "", NULL, NULL);
    check_at(2, "",
             "1   0  alice > bob  REGISTER uri=sip:r " ANSWER " : 1\n"
             "2  10  bob > alice  401 " ASKS_2 " : 1\n");
}

static void stale(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, ASKED RETRY ANSWER " : 3\n4 30  bob > alice  401 | WWW-Authenticate: Digest "
                                       "realm=\"r\", nonce=\"n2\", stale=TRUE : 3\n");
    check_findings(capture, 4, "auth-stale-nonce proof");
    check_finding(capture, 4, "auth-stale-nonce",
                  "The server no longer takes the nonce for realm \"r\" (stale=true), and offers a "
                  "new one",
                  "2 3 4");
    capture_free(capture);
    /* The same nonce once more cannot be a better one. */
    check_at(4, "auth-rejected strong",
             ASKED RETRY ANSWER " : 3\n4 30  bob > alice  401 | WWW-Authenticate: Digest "
                                "realm=\"r\", nonce=\"n\", stale=true : 3\n");
}

static void realm_mismatch(void **state)
{
    check_retry("| Authorization: Digest realm=\"other\", nonce=\"n\", " COUNT ", " REST,
                "auth-realm-mismatch proof", "auth-realm-mismatch",
                "The credentials are for realm \"other\", the challenge was for \"r\"");
    /* Another nonce is for another challenge. */
    check_retry("| Authorization: Digest realm=\"other\", nonce=\"m\", " COUNT ", " REST,
                "auth-challenge proof", NULL, NULL);
}

static void wrong_header(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE : 1\n"
                    "2  10  bob > alice  407 " PROXY " : 1\n"
                    "3  20  alice > bob  INVITE cseq=2 " ANSWER " : 3\n"
                    "4  30  bob > alice  407 " PROXY_2 " : 3\n");
    check_findings(capture, 4, "auth-wrong-header proof");
    check_finding(
        capture, 4, "auth-wrong-header",
        "The Proxy-Authenticate for realm \"r\" was answered in Authorization, and not in "
        "Proxy-Authorization",
        "2 3 4");
    capture_free(capture);
    check_retry("| Proxy-Authorization: " USER "nonce=\"n\", " COUNT ", " REST,
                "auth-wrong-header proof", "auth-wrong-header",
                "The WWW-Authenticate for realm \"r\" was answered in Proxy-Authorization, and not "
                "in Authorization");
}

static void algorithm_not_offered(void **state)
{
    check_retry("| Authorization: " USER "nonce=\"n\", algorithm=SHA-256, " COUNT ", " SHA_DIGEST,
                "auth-algorithm-not-offered proof", "auth-algorithm-not-offered",
                "The credentials use algorithm SHA-256, and realm \"r\" offered MD5");
    check_retry("| Authorization: " USER "nonce=\"n\", algorithm=md5, " COUNT ", " REST,
                "auth-rejected strong", NULL, NULL);
}

/* One of several challenges for the realm is enough. */
static void algorithm_of_the_second_challenge(void **state)
{
    check_at(4, "auth-rejected strong",
             FIRST "2  10  bob > alice  401 | WWW-Authenticate: Digest realm=\"r\", nonce=\"m\", "
                   "algorithm=SHA-256, Digest realm=\"r\", nonce=\"n\" : 1\n" RETRY ANSWER REFUSED);
}

static void algorithm_unsupported(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, FIRST "2  10  bob > alice  401 " SHA " : 1\n" RETRY ANSWER
                          " : 3\n4  30  bob > alice  401 " SHA " : 3\n");
    check_findings(capture, 4, "auth-algorithm-unsupported strong");
    check_finding(capture, 4, "auth-algorithm-unsupported",
                  "Only SHA-256 was offered, and the client answered with MD5", "2 3 4");
    capture_free(capture);
}

static void algorithm_unanswered(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, FIRST "2  10  bob > alice  401 " SHA " : 1\n");
    check_findings(capture, 2, "auth-challenge proof");
    silence_until(capture, 33000);
    check_findings(capture, 2,
                   "auth-challenge-unanswered strong, auth-algorithm-unsupported suggestive");
    check_finding(capture, 2, "auth-algorithm-unsupported",
                  "Only SHA-256 is offered, and no request with credentials followed", "1 2");
    capture_free(capture);
}

static void response_length(void **state)
{
    check_retry("| Authorization: " USER "nonce=\"n\", algorithm=MD5, " COUNT ", " SHA_DIGEST,
                "auth-response-length proof", "auth-response-length",
                "The digest has 64 digits, MD5 makes 32");
    check_retry("| Authorization: " USER "nonce=\"n\", " COUNT ", " SHA_DIGEST,
                "auth-response-length proof", "auth-response-length",
                "The digest has 64 digits, MD5 makes 32 (no algorithm is named)");
}

static void qop_error(void **state)
{
    check_retry("| Authorization: " USER "nonce=\"n\", qop=auth, cnonce=\"c\", " REST,
                "auth-qop-error proof", "auth-qop-error",
                "The credentials say qop=auth, which has no nc");
    check_retry("| Authorization: " USER "nonce=\"n\", qop=auth, nc=00000001, cnonce=\"\", " REST,
                "auth-qop-error proof", "auth-qop-error",
                "The credentials say qop=auth, which has no cnonce");
    check_retry("| Authorization: " USER
                "nonce=\"n\", qop=auth-int, nc=00000001, cnonce=\"c\", " REST,
                "auth-qop-error proof", "auth-qop-error",
                "The credentials say qop=auth-int, which was not offered");
    /* As before RFC 2617. */
    check_retry("| Authorization: " USER "nonce=\"n\", " REST, "auth-rejected strong", NULL, NULL);
}

static void count_not_raised(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           ASKED RETRY ANSWER " : 3\n"
                              "4  30  bob > alice  200 : 3\n"
                              "5  40  alice > bob  REGISTER uri=sip:r cseq=3 " ANSWER " : 5\n"
                              "6  50  bob > alice  401 " ASKS_2 " : 5\n");
    check_findings(capture, 6, "auth-nc-not-increased strong");
    check_finding(capture, 6, "auth-nc-not-increased",
                  "The credentials for realm \"r\" use a nonce again with nc=00000001, after "
                  "nc=00000001 in frame 3",
                  "3 5 6");
    capture_free(capture);
}

/* Some servers call the nonce stale then, which would send one the wrong way. */
static void count_not_raised_called_stale(void **state)
{
    check_at(6, "auth-nc-not-increased strong",
             ASKED RETRY ANSWER " : 3\n"
                                "4  30  bob > alice  200 : 3\n"
                                "5  40  alice > bob  REGISTER uri=sip:r cseq=3 " ANSWER " : 5\n"
                                "6  50  bob > alice  401 | WWW-Authenticate: Digest realm=\"r\", "
                                "nonce=\"n2\", stale=true : 5\n");
}

/* What another realm offers does not count; nor is every other algorithm one of SHA-2. */
static void algorithm_of_another_kind(void **state)
{
    check_at(4, "auth-algorithm-not-offered proof",
             FIRST
             "2  10  bob > alice  401 " ASKS
             "| WWW-Authenticate: Digest realm=\"s\", nonce=\"m\", algorithm=SHA-256 : 1\n" RETRY
             "| Authorization: " USER "nonce=\"n\", algorithm=SHA-256, " COUNT
             ", " SHA_DIGEST REFUSED);
    check_at(4, "auth-algorithm-not-offered proof",
             FIRST "2  10  bob > alice  401 | WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", "
                   "algorithm=AKAv1-MD5 : 1\n" RETRY ANSWER REFUSED);
}

/* It computed what was asked for, and did not say so. */
static void algorithm_forgotten(void **state)
{
    check_at(4, "auth-response-length proof",
             FIRST "2  10  bob > alice  401 " SHA " : 1\n" RETRY "| Authorization: " USER
                   "nonce=\"n\", " COUNT ", " SHA_DIGEST REFUSED);
}

/* ---- Over several requests ---- */

#define THREE                                                                                      \
    ASKED RETRY ANSWER REFUSED "5  40  alice > bob  REGISTER uri=sip:r cseq=3 " ANSWER_2           \
                               " : 5\n6  50  bob > alice  401 " ASKS_3                             \
                               " : 5\n7  60  alice > bob  REGISTER uri=sip:r cseq=4 "

static void loop(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, THREE ANSWER_3 " : 7\n8  70  bob > alice  401 " ASKS_4 " : 7\n");
    check_findings(capture, 6, "auth-rejected strong");
    check_findings(capture, 8, "auth-loop proof, auth-rejected strong");
    check_finding(capture, 8, "auth-loop",
                  "3 requests in a row were challenged again although each answered the challenge "
                  "before it",
                  "2 3 4 5 6 7 8");
    capture_free(capture);
}

/* A dozen times round is one loop: the third refusal proves it, the last one says how long it is.
 */
static void long_loop(void **state)
{
#define ROUND(frame, next, cseq, nonce)                                                            \
    frame " " frame "0 alice > bob REGISTER uri=sip:r cseq=" cseq "| Authorization: " USER         \
          "nonce=\"" nonce "\", " COUNT ", " REST " : " frame "\n" next " " next                   \
          "0 bob > alice 401 | WWW-Authenticate: Digest realm=\"r\", nonce=\"" nonce               \
          "x\", qop=\"auth\" : " frame "\n"
    struct capture *capture = capture_new();

    ladder(capture, THREE ANSWER_3 " : 7\n8  70  bob > alice  401 " ASKS_4 " : 7\n");
    ladder(capture, ROUND("9", "10", "5", "n4"));
    check_findings(capture, 8, "auth-loop proof, auth-rejected strong");
    check_findings(capture, 10, "auth-loop proof, auth-rejected strong");
    ladder(capture, ROUND("11", "12", "6", "n4x"));
    check_findings(capture, 8, "auth-loop proof, auth-rejected strong");
    check_findings(capture, 10, "auth-rejected strong");
    check_findings(capture, 12, "auth-loop proof, auth-rejected strong");
    ladder(capture, "13 130  alice > bob  REGISTER uri=sip:r cseq=7 | Authorization: " USER
                    "nonce=\"n4xx\", " COUNT ", " REST " : 13\n"
                    "14 140  bob > alice  200 : 13\n");
    check_findings(capture, 10, "auth-rejected strong");
    check_findings(capture, 12,
                   "auth-loop proof, auth-challenge-answered proof, auth-rejected strong");
    capture_free(capture);
}

/* The third does not answer what it was asked, but goes back to the first nonce. */
static void no_loop(void **state)
{
    check_at(8, "auth-nc-not-increased strong",
             THREE ANSWER " : 7\n8  70  bob > alice  401 " ASKS_4 " : 7\n");
}

static void cseq_not_raised(void **state)
{
    struct capture *capture = capture_new();
    const char *text = "The request with credentials has CSeq 1, as the challenged one had";

    ladder(capture, ASKED "3  20  alice > bob  REGISTER uri=sip:r " ANSWER " : 3\n"
                          "4  30  bob > alice  500 : 3\n");
    check_topic(capture, 3, "auth", "auth-cseq-not-increased proof");
    check_finding(capture, 3, "auth-cseq-not-increased", text, "1 2 3");
    check_finding(capture, 4, "auth-cseq-not-increased", text, "1 2 3 4");
    capture_free(capture);
}

static void cseq_raised(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, ASKED RETRY ANSWER " : 3\n4  30  bob > alice  500 : 3\n");
    check_topic(capture, 3, "auth", "");
    check_topic(capture, 4, "auth", "auth-challenge-answered proof");
    capture_free(capture);
}

/* Two branches of one request, which had credentials from the start. */
static void cseq_of_a_fork(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE proxy-credentials : 1\n"
                    "2  10  bob > alice  407 " PROXY " : 1\n"
                    "3  20  alice > carol  INVITE proxy-credentials : 3\n");
    check_topic(capture, 3, "auth", "");
    capture_free(capture);
}

/* ---- 403 ---- */

static void forbidden_by_policy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE : 1\n"
                    "2  10  bob > alice  403    : 1\n");
    check_topic(capture, 2, "auth", "forbidden-by-policy strong");
    check_finding(capture, 2, "forbidden-by-policy",
                  "The request carried no credentials, and the 403 came without a challenge",
                  "1 2");
    capture_free(capture);
    capture = capture_new();
    ladder(capture, "1   0  alice > bob  INVITE : 1\n"
                    "2  10  bob > alice  403 reason=Q.850;cause=21 : 1\n");
    check_topic(capture, 2, "auth", "forbidden-by-policy suggestive");
    capture_free(capture);
    check_at(2, "",
             "1   0  alice > bob  INVITE : 1\n"
             "2  10  bob > alice  403 reason=Q.850;cause=1 : 1\n");
    check_at(2, "",
             "1   0  alice > bob  INVITE unseen\n"
             "2  10  bob > alice  403    : 0\n");
    check_at(2, "", "1   0  alice > bob  INVITE credentials : 1\n2  10  bob > alice  403 : 1\n");
}

static void forbidden_after_auth(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, ASKED RETRY ANSWER " : 3\n4  30  bob > alice  403 : 3\n");
    check_topic(capture, 4, "auth", "auth-challenge-answered proof, forbidden-after-auth strong");
    check_finding(capture, 4, "forbidden-after-auth",
                  "The 403 came after credentials that answer the challenge for realm \"r\"",
                  "2 3 4");
    capture_free(capture);
    capture = capture_new();
    ladder(capture, ASKED RETRY ANSWER_3 " : 3\n4  30  bob > alice  403 : 3\n");
    check_topic(capture, 4, "auth", "auth-challenge-answered proof");
    capture_free(capture);
}

/* A stale signature is neither policy nor a wrong password, and a challenge was no lack of one. */
static void forbidden_otherwise(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, ASKED RETRY ANSWER " : 3\n4  30  bob > alice  403 reason=STIR;cause=403 : 3\n");
    check_topic(capture, 4, "auth", "auth-challenge-answered proof");
    capture_free(capture);
    check_at(2, "",
             "1   0  alice > bob  INVITE : 1\n2  10  bob > alice  403 reason=STIR;cause=403 : 1\n");
    check_at(4, "", ASKED RETRY " : 3\n4  30  bob > alice  403 : 3\n");
    check_at(2, "", "1   0  alice > bob  INVITE cut : 1\n2  10  bob > alice  403 : 1\n");
}

/* The proxy took the credentials and passed the request on: they were good. */
static void forbidden_behind_a_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > proxy  INVITE               : 1\n"
                    "2  10  proxy > alice  407 " PROXY "        : 1\n"
                    "3  20  alice > proxy  INVITE cseq=2 | Proxy-Authorization: " USER
                    "nonce=\"n\", " REST "                      : 3\n"
                    "4  21  proxy > bob    relay 3              : 4\n"
                    "5  30  bob > proxy    403                  : 4\n"
                    "6  31  proxy > alice  relay 5              : 3\n");
    check_topic(capture, 6, "auth", "auth-challenge-answered proof");
    capture_free(capture);
}

/* Seconds since the epoch in a ladder begin at 0. */
#define DATE "| Date: Thu, 01 Jan 1970 00:00:00 GMT "
#define SIGN "| Identity: e30..c2ln;info=<https://x.example> "

static void stale_date(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1 61000 alice > bob INVITE " DATE SIGN ": 1\n"
                    "2 61010 bob > alice 403 phrase=Forbidden reason=STIR;cause=403 : 1\n");
    check_topic(capture, 2, "auth", "stir-stale-date strong");
    check_finding(capture, 2, "stir-stale-date",
                  "The Date of the signed request lies 61 s back by the capture's clock; Reason of "
                  "the 403 in frame 2: STIR 403 (Stale Date)",
                  "1 2");
    capture_free(capture);
}

static void stale_issue(void **state)
{
    struct capture *capture = capture_new();

    /* {"iat":10} */
    ladder(capture, "1 99000 alice > bob INVITE | Identity: e30.eyJpYXQiOjEwfQ.c2ln : 1\n"
                    "2 99010 bob > alice 403 reason=STIR;cause=403 : 1\n");
    check_topic(capture, 2, "auth", "stir-stale-date strong");
    check_finding(capture, 2, "stir-stale-date",
                  "The PASSporT's iat lies 89 s back by the capture's clock; Reason of the 403 in "
                  "frame 2: STIR 403 (Stale Date)",
                  "1 2");
    capture_free(capture);
}

static void fresh_date(void **state)
{
    static const char *const requests[] = {
        "1 60000 alice > bob INVITE " DATE SIGN ": 1\n",
        "1 61000 alice > bob INVITE " DATE ": 1\n",
        "1 61000 alice > bob INVITE " SIGN "| Date: yesterday : 1\n",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
        struct capture *capture = capture_new();
        ladder(capture, requests[i]);
        ladder(capture, "2 61010 bob > alice 403 reason=STIR;cause=403 : 1\n");
        check_topic(capture, 2, "auth", "");
        capture_free(capture);
    }
}

/* ---- Hostile values ---- */

static void control_characters(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, FIRST "2  10  bob > alice  401 | WWW-Authenticate: Digest "
                          "realm=\"\\033[31m\\001\", nonce=\"n\" : 1\n");
    check_finding(capture, 2, "auth-challenge",
                  "The WWW-Authenticate asks for credentials for realm \"\xEF\xBF\xBD[31m"
                  "\xEF\xBF\xBD\", and the request carried none",
                  "1 2");
    capture_free(capture);
}

static void empty_values(void **state)
{
    check_at(2, "auth-challenge-missing proof",
             FIRST "2  10  bob > alice  401 | WWW-Authenticate: : 1\n");
    check_at(2, "auth-challenge proof",
             FIRST "2  10  bob > alice  401 | WWW-Authenticate: Digest : 1\n");
    check_retry("| Authorization: ", "auth-challenge proof", NULL, NULL);
    check_retry("| Authorization: " USER "nonce=\"n\", qop=, nc=, response=, uri=", "", NULL, NULL);
    check_retry("| Authorization: " USER "nonce=\"n\", nc=fffffffff, qop=auth, cnonce=c, " REST,
                "auth-rejected strong", NULL, NULL);
}

static void thousand_challenges(void **state)
{
    struct capture *capture = capture_new();
    char *more = repeated("2  10  bob > alice  401 | WWW-Authenticate: Digest realm=\"r\"",
                          ", Digest realm=\"r\", nonce=\"n\"", 1000, " : 1\n");
    char *retry = repeated(RETRY "| Authorization: " USER "nonce=\"n\"",
                           ", Digest realm=\"x\", nonce=\"n\"", 1000, REFUSED);

    ladder(capture, FIRST);
    ladder(capture, more);
    ladder(capture, retry);
    check_findings(capture, 2, "auth-challenge proof");
    check_findings(capture, 4, "");
    g_free(more);
    g_free(retry);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(challenge),
        cmocka_unit_test(challenge_of_another_realm),
        cmocka_unit_test(challenge_of_empty_credentials),
        cmocka_unit_test(challenge_without_request),
        cmocka_unit_test(challenge_answered),
        cmocka_unit_test(challenge_not_answered_by_retry),
        cmocka_unit_test(challenge_unanswered),
        cmocka_unit_test(challenge_answered_in_another_call),
        cmocka_unit_test(challenge_unanswered_in_one_direction),
        cmocka_unit_test(challenge_behind_a_proxy),
        cmocka_unit_test(challenge_missing),
        cmocka_unit_test(challenged_cancel),
        cmocka_unit_test(answered_ack),
        cmocka_unit_test(answered_no_ack),
        cmocka_unit_test(rejected),
        cmocka_unit_test(rejected_with_an_old_nonce),
        cmocka_unit_test(rejected_with_another_uri),
        cmocka_unit_test(rejected_with_a_port_in_the_uri),
        cmocka_unit_test(not_rejected),
        cmocka_unit_test(stale),
        cmocka_unit_test(realm_mismatch),
        cmocka_unit_test(wrong_header),
        cmocka_unit_test(algorithm_not_offered),
        cmocka_unit_test(algorithm_of_the_second_challenge),
        cmocka_unit_test(algorithm_unsupported),
        cmocka_unit_test(algorithm_unanswered),
        cmocka_unit_test(algorithm_of_another_kind),
        cmocka_unit_test(algorithm_forgotten),
        cmocka_unit_test(response_length),
        cmocka_unit_test(qop_error),
        cmocka_unit_test(count_not_raised),
        cmocka_unit_test(count_not_raised_called_stale),
        cmocka_unit_test(loop),
        cmocka_unit_test(long_loop),
        cmocka_unit_test(no_loop),
        cmocka_unit_test(cseq_not_raised),
        cmocka_unit_test(cseq_raised),
        cmocka_unit_test(cseq_of_a_fork),
        cmocka_unit_test(forbidden_by_policy),
        cmocka_unit_test(forbidden_after_auth),
        cmocka_unit_test(forbidden_otherwise),
        cmocka_unit_test(forbidden_behind_a_proxy),
        cmocka_unit_test(stale_date),
        cmocka_unit_test(stale_issue),
        cmocka_unit_test(fresh_date),
        cmocka_unit_test(control_characters),
        cmocka_unit_test(empty_values),
        cmocka_unit_test(thousand_challenges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
