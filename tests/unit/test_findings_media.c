/* Findings about refused sessions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* alice is 10.0.0.1, bob 10.0.0.2 where they speak first. */
#define SDP(media)   "| Content-Type: application/sdp | body v=0\\r\\nc=IN IP4 10.0.0.9\\r\\n" media
#define ALICE(media) "| Contact: <sip:a@10.0.0.1> " SDP(media)
#define BOB(media)   "| Contact: <sip:b@10.0.0.2> " SDP(media)

#define PCMU    "m=audio 4000 RTP/AVP 0 101\\r\\na=rtpmap:101 telephone-event/8000\\r\\n"
#define G722    "m=audio 4000 RTP/AVP 9 18\\r\\n"
#define CRYPTO  "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret\\r\\n"
#define SECURE  "m=audio 4000 RTP/SAVP 0\\r\\n" CRYPTO
#define KEYLESS "m=audio 4000 RTP/SAVP 0\\r\\n"
#define WEBRTC  "m=audio 9 UDP/TLS/RTP/SAVPF 0\\r\\na=fingerprint:sha-256 AB\\r\\n"
#define VIDEO   "m=video 4002 RTP/AVP 31\\r\\n"
#define FAX     "m=image 4004 udptl t38\\r\\n"

/* bob has offered this before, then alice's offer is refused in frame 4. */
#define AFTER(bobs, offer, code)                                                                   \
    "1    0  bob > alice  INVITE call=c1 from=b " bobs " : 1\n"                                    \
    "2   10  alice > bob  486                            : 1\n"                                    \
    "3  100  alice > bob  INVITE call=c2 " offer "       : 3\n"                                    \
    "4  110  bob > alice  " code "                       : 3\n"

/* Here bob speaks first. */
#define FIRST_BOB(media) "| Contact: <sip:b@10.0.0.1> " SDP(media)

struct refused {
    const char *bobs;
    const char *offer;
    const char *code;
    const char *findings;
};

static void check_refused(const struct refused *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct capture *capture = capture_new();
        char *lines = g_strdup_printf("1    0  bob > alice  INVITE call=c1 from=b %s : 1\n"
                                      "2   10  alice > bob  486 : 1\n"
                                      "3  100  alice > bob  INVITE call=c2 %s : 3\n"
                                      "4  110  bob > alice  %s : 3\n",
                                      cases[i].bobs, cases[i].offer, cases[i].code);
        ladder(capture, lines);
        check_topic(capture, 4, "media", cases[i].findings);
        capture_free(capture);
        g_free(lines);
    }
}

/* ---- Codecs ---- */

static void no_common_codec(void **state)
{
    static const struct refused cases[] = {
        {FIRST_BOB(PCMU), SDP(G722), "488", "no-common-codec strong"},
        {FIRST_BOB(PCMU), SDP(G722), "606", "no-common-codec strong"},
        /* Another refusal, and what the two have in common. */
        {FIRST_BOB(PCMU), SDP(G722), "486", ""},
        {FIRST_BOB(PCMU), SDP("m=audio 4 RTP/AVP 9 0\\r\\n"), "488", ""},
        {FIRST_BOB(PCMU), SDP("m=audio 4 RTP/AVP 96\\r\\na=rtpmap:96 pcmu/8000\\r\\n"), "488", ""},
        /* Codecs that are not known, on either side. */
        {FIRST_BOB(PCMU), SDP("m=audio 4 RTP/AVP 9 96\\r\\n"), "488", ""},
        {FIRST_BOB("m=audio 4 RTP/AVP 0 96\\r\\n"), SDP(G722), "488", ""},
        {FIRST_BOB("m=audio 4 RTP/AVP 101\\r\\na=rtpmap:101 telephone-event/8000\\r\\n"), SDP(G722),
         "488", ""},
        {FIRST_BOB(PCMU), SDP("m=audio 4 RTP/AVP\\r\\n"), "488", ""},
        {FIRST_BOB(PCMU), SDP("m=audio 0 RTP/AVP 9\\r\\n"), "488", ""},
        {FIRST_BOB(PCMU), SDP("nothing"), "488", ""},
        {FIRST_BOB(PCMU), "", "488", ""},
        /* bob is a proxy, or says nothing of himself. */
        {"| Contact: <sip:c@10.0.0.7> " SDP(PCMU), SDP(G722), "488", ""},
        {SDP(PCMU), SDP(G722), "488", ""},
        {"", SDP(G722), "488", ""},
        /* bob says himself what is wrong, or what he takes. */
        {FIRST_BOB(PCMU), SDP(G722), "488 | Warning: 306 b \"x\"", "sdp-warning-other proof"},
        {FIRST_BOB(PCMU), SDP(G722), "488 | Warning: 380 b \"x\"", ""},
        {FIRST_BOB(PCMU), SDP(G722), "488 | Warning: 399 b \"x\"", "no-common-codec strong"},
        {FIRST_BOB(PCMU), SDP(G722), "488 " SDP("m=audio 4 RTP/AVP 18\\r\\n"), ""},
        {"", SDP(G722), "488 " SDP(PCMU), "no-common-codec strong"},
        {"", SDP(G722), "488 " SDP("m=audio 0 RTP/AVP 0\\r\\n"), "no-common-codec strong"},
        {"", SDP(G722), "488 | Content-Length: 500 " SDP(PCMU), ""},
    };

    check_refused(cases, G_N_ELEMENTS(cases));
}

static void codecs_in_words(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, AFTER(FIRST_BOB(PCMU), SDP(G722), "488"));
    check_findings(capture, 4, "no-common-codec strong");
    check_finding(capture, 4, "no-common-codec",
                  "The offer has G722/8000, G729/8000, and the refuser has only ever offered or "
                  "answered PCMU/8000",
                  "1 3 4");
    capture_free(capture);

    capture = capture_new();
    ladder(capture, AFTER("", SDP(G722), "488 " SDP(PCMU)));
    check_finding(capture, 4, "no-common-codec",
                  "The offer has G722/8000, G729/8000, and the refuser says in its refusal that it "
                  "takes PCMU/8000",
                  "3 4");
    capture_free(capture);
}

/* An answer, and what others were told, tell less. */
static void codecs_answered(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           "1    0  alice > bob  INVITE call=c1 " SDP(
               PCMU) "  : 1\n"
                     "2   10  bob > alice  200    " BOB(
                         PCMU) "          : 1\n"
                               "3  100  alice > bob  INVITE call=c2 " SDP(
                                   G722) "  : 3\n"
                                         "4  110  bob > alice  488                           : 3\n"
                                         "5  200  bob > carol  INVITE call=c3 " BOB(
                                             PCMU) "  : 5\n"
                                                   "6  300  alice > bob  INVITE call=c4 " SDP(
                                                       G722) "  : 6\n"
                                                             "7  310  bob > alice  488             "
                                                             "              : 6\n");
    check_findings(capture, 4, "no-common-codec suggestive");
    check_findings(capture, 7, "no-common-codec suggestive");
    check_finding(capture, 4, "no-common-codec",
                  "The offer has G722/8000, G729/8000, and the refuser has only ever offered or "
                  "answered PCMU/8000",
                  "2 3 4");
    capture_free(capture);
}

/* What bob says later contradicts it. */
static void codec_turns_up(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, AFTER(FIRST_BOB(PCMU), SDP(G722), "488"));
    check_findings(capture, 4, "no-common-codec strong");
    ladder(capture, "5  200  bob > carol  INVITE call=c3 " FIRST_BOB(G722) "  : 5\n");
    check_findings(capture, 4, "");
    capture_free(capture);
}

/* In a call the answer to the first offer is known, whatever stands between the two. */
static void codecs_of_the_dialog(void **state)
{
    struct capture *capture = capture_new();

    ladder(
        capture,
        "1    0  alice > bob  INVITE         " SDP(
            PCMU) "         : 1\n"
                  "2   10  bob > alice  200            " SDP(
                      PCMU) "         : 1\n"
                            "3  100  alice > bob  INVITE to=bob cseq=2 " SDP(
                                G722) "   : 3\n"
                                      "4  110  bob > alice  488                                  : "
                                      "3\n"
                                      "5  200  bob > alice  INVITE from=bob to=alice cseq=1 " SDP(
                                          G722) "  : 5\n"
                                                "6  210  alice > bob  488                          "
                                                "        : 5\n");
    check_topic(capture, 4, "media",
                "reinvite-refused-call-stands proof, no-common-codec suggestive");
    check_topic(capture, 6, "media", "reinvite-refused-call-stands proof, no-common-codec strong");
    capture_free(capture);
}

/* Behind a proxy the offer that counts is the one that reached the refuser. */
static void through_a_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  proxy > bob    INVITE call=c1                         : 1\n"
                    "2   10  bob > proxy    200    " BOB(
                        PCMU) "                   : 1\n"
                              "3  100  alice > proxy  INVITE call=c2 " SDP(
                                  PCMU) "           : 3\n"
                                        "4  110  proxy > bob    relay 3 " SDP(
                                            G722) "                  : 4\n"
                                                  "5  120  bob > proxy    488                      "
                                                  "              : 4\n"
                                                  "6  130  proxy > alice  relay 5                  "
                                                  "              : 3\n");
    check_findings(capture, 5, "no-common-codec strong");
    check_findings(capture, 6, "no-common-codec strong");
    check_finding(capture, 6, "no-common-codec",
                  "The offer has G722/8000, G729/8000, and the refuser has only ever offered or "
                  "answered PCMU/8000",
                  "2 4 5 6");
    capture_free(capture);
}

/* Offers that were not captured, not whole, or are not kept any more. */
static void offer_not_seen(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           AFTER(FIRST_BOB(PCMU), SDP(G722) " ",
                 "488") "5  200  alice > bob  INVITE call=c5 "
                        "unseen " SDP(G722) "\n"
                                            "6  210  bob > alice  488           "
                                            "                      : 0\n"
                                            "7  300  alice > bob  INVITE "
                                            "call=c6 cut " SDP(G722) "    : 7\n"
                                                                     "8  310  bob > alice  488 "
                                                                     "                         "
                                                                     "       : 7\n"
                                                                     "9  400  alice > bob  "
                                                                     "INVITE call=c7 | "
                                                                     "Content-Length: 900 " SDP(
                                                                         G722) "  : 9\n"
                                                                               "10 410  bob > "
                                                                               "alice  488     "
                                                                               "               "
                                                                               "             : "
                                                                               "9\n"
                                                                               "11 500  alice "
                                                                               "> bob  MESSAGE "
                                                                               "call=c8 " SDP(
                                                                                   G722) "     "
                                                                                         "  : "
                                                                                         "11\n"
                                                                                         "12 "
                                                                                         "510  "
                                                                                         "bob "
                                                                                         "> "
                                                                                         "alice"
                                                                                         "  "
                                                                                         "488  "
                                                                                         "     "
                                                                                         "     "
                                                                                         "     "
                                                                                         "     "
                                                                                         "     "
                                                                                         "     "
                                                                                         " : "
                                                                                         "11"
                                                                                         "\n");
    check_findings(capture, 6, "");
    check_findings(capture, 8, "");
    check_findings(capture, 10, "");
    check_findings(capture, 12, "");
    /* What was found while the bytes were there stays. */
    ladder(capture, "13 400000  bob > alice  OPTIONS call=c9  : 13\n");
    check_findings(capture, 4, "no-common-codec strong");
    capture_free(capture);
}

/* ---- Profiles ---- */

static void profiles(void **state)
{
    static const struct refused cases[] = {
        {FIRST_BOB(PCMU), SDP(SECURE), "488", "srtp-profile-mismatch strong"},
        {FIRST_BOB(PCMU), SDP(SECURE), "606", "srtp-profile-mismatch strong"},
        {FIRST_BOB(SECURE), SDP(PCMU), "488", "srtp-profile-mismatch strong"},
        {FIRST_BOB(WEBRTC), SDP(PCMU), "488", "srtp-profile-mismatch strong"},
        /* The profile goes before the codec, and before keys. */
        {FIRST_BOB(PCMU), SDP("m=audio 4 RTP/SAVPF 9\\r\\n" CRYPTO), "488",
         "srtp-profile-mismatch strong"},
        {FIRST_BOB(PCMU), SDP(KEYLESS), "488", "srtp-profile-mismatch strong"},
        /* Alike, both, or keys beside plain RTP. */
        {FIRST_BOB(SECURE), SDP(SECURE), "488", ""},
        {FIRST_BOB(PCMU), SDP(PCMU SECURE), "488", ""},
        {FIRST_BOB(PCMU SECURE), SDP(SECURE), "488", ""},
        {FIRST_BOB(PCMU), SDP(PCMU CRYPTO), "488", ""},
        {FIRST_BOB(PCMU CRYPTO), SDP(SECURE), "488", ""},
        {FIRST_BOB(SECURE), SDP(PCMU CRYPTO), "488", ""},
        /* Nothing is known of bob, or nothing of RTP. */
        {"", SDP(SECURE), "488", ""},
        {FIRST_BOB(FAX), SDP(SECURE), "488", ""},
        {FIRST_BOB(PCMU), SDP(FAX), "488", ""},
        {FIRST_BOB(PCMU), SDP(SECURE), "488 | Warning: 302 b \"x\"", "sdp-warning-transport proof"},
        /* WebRTC. */
        {FIRST_BOB(PCMU), SDP(WEBRTC), "488", "webrtc-offer-to-plain strong"},
        {FIRST_BOB(PCMU), SDP(WEBRTC), "606", "webrtc-offer-to-plain strong"},
        {FIRST_BOB(SECURE), SDP(WEBRTC), "488", "webrtc-offer-to-plain strong"},
        {FIRST_BOB(WEBRTC), SDP(WEBRTC), "488", ""},
        {FIRST_BOB(PCMU), SDP(PCMU WEBRTC), "488", ""},
        {"", SDP(WEBRTC), "488", ""},
    };

    check_refused(cases, G_N_ELEMENTS(cases));
}

static void profiles_in_words(void **state)
{
    static const struct {
        const char *bobs;
        const char *offer;
        const char *id;
        const char *text;
    } cases[] = {
        {FIRST_BOB(PCMU), SDP(SECURE), "srtp-profile-mismatch",
         "The offer is RTP/SAVP, and the refuser has only ever offered or answered plain RTP"},
        {FIRST_BOB(SECURE), SDP(PCMU), "srtp-profile-mismatch",
         "The offer is RTP/AVP, and the refuser has only ever offered or answered secure RTP keyed "
         "in SDP"},
        {FIRST_BOB(WEBRTC), SDP(PCMU), "srtp-profile-mismatch",
         "The offer is RTP/AVP, and the refuser has only ever offered or answered secure RTP keyed "
         "by DTLS"},
        {FIRST_BOB(PCMU CRYPTO), SDP(WEBRTC), "webrtc-offer-to-plain",
         "The offer is UDP/TLS/RTP/SAVPF, and the refuser has only ever offered or answered plain "
         "and secure RTP"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct capture *capture = capture_new();
        char *lines = g_strdup_printf("1    0  bob > alice  INVITE call=c1 from=b %s : 1\n"
                                      "2   10  alice > bob  486                      : 1\n"
                                      "3  100  alice > bob  INVITE call=c2 %s        : 3\n"
                                      "4  110  bob > alice  488                      : 3\n",
                                      cases[i].bobs, cases[i].offer);
        ladder(capture, lines);
        check_finding(capture, 4, cases[i].id, cases[i].text, "1 3 4");
        capture_free(capture);
        g_free(lines);
    }
}

/* What bob says later contradicts it. */
static void profile_turns_up(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           AFTER(FIRST_BOB(PCMU), SDP(SECURE), "488") "5  200  alice > bob  INVITE call=c3 " SDP(
               WEBRTC) "  : 5\n"
                       "6  210  bob > alice  488                             : 5\n");
    check_findings(capture, 4, "srtp-profile-mismatch strong");
    check_findings(capture, 6, "webrtc-offer-to-plain strong");
    ladder(capture, "7  300  bob > carol  INVITE call=c4 " FIRST_BOB(WEBRTC) "  : 7\n");
    check_findings(capture, 4, "");
    check_findings(capture, 6, "");
    capture_free(capture);
}

/* That bob took plain RTP when nothing else was offered does not tell that it takes nothing else.
 */
static void keys_missing_and_plain_answer(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE call=c1 " SDP(
                        PCMU) "    : 1\n"
                              "2   10  bob > alice  200    " BOB(
                                  PCMU) "            : 1\n"
                                        "3  100  alice > bob  INVITE call=c2 " SDP(
                                            KEYLESS) " : 3\n"
                                                     "4  110  bob > alice  488                     "
                                                     "        : 3\n"
                                                     "5  200  alice > bob  INVITE call=c3 " SDP(
                                                         SECURE) "  : 5\n"
                                                                 "6  210  bob > alice  488         "
                                                                 "                    : 5\n");
    check_findings(capture, 4, "srtp-no-keys proof");
    check_findings(capture, 6, "srtp-profile-mismatch suggestive");
    capture_free(capture);
}

static void keys_missing(void **state)
{
    static const struct refused cases[] = {
        {"", SDP(KEYLESS), "488", "srtp-no-keys proof"},
        {"", SDP(KEYLESS), "606", "srtp-no-keys proof"},
        {"", SDP("m=audio 9 UDP/TLS/RTP/SAVPF 0\\r\\n"), "488", "srtp-no-keys proof"},
        {"", SDP(SECURE "m=video 9 RTP/SAVP 31\\r\\n"), "488", "srtp-no-keys proof"},
        {FIRST_BOB(SECURE), SDP(KEYLESS), "488", "srtp-no-keys proof"},
        {FIRST_BOB(SECURE), SDP(KEYLESS), "488 | Warning: 306 b \"x\"",
         "sdp-warning-other proof, srtp-no-keys proof"},
        {FIRST_BOB(PCMU), SDP(KEYLESS), "488 | Warning: 306 b \"x\"",
         "sdp-warning-other proof, srtp-no-keys proof"},
        /* Keys of any kind, no secure RTP, not wanted, not refused. */
        {"", SDP(SECURE), "488", ""},
        {"", SDP(WEBRTC), "488", ""},
        {"", SDP("a=fingerprint:x y\\r\\n" KEYLESS), "488", ""},
        {"", SDP(KEYLESS "a=key-mgmt:mikey x\\r\\n"), "488", ""},
        {"", SDP(KEYLESS "k=prompt\\r\\n"), "488", ""},
        {"", SDP(PCMU), "488", ""},
        {"", SDP("m=audio 0 RTP/SAVP 0\\r\\n"), "488", ""},
        {"", SDP(KEYLESS), "486", ""},
        {"", SDP(KEYLESS), "200", ""},
    };
    struct capture *capture = capture_new();

    check_refused(cases, G_N_ELEMENTS(cases));
    ladder(capture,
           "1   0  alice > bob  INVITE " SDP(
               SECURE "m=vi\\001deo 9 RTP/SAVP 31\\r\\n") ": 1\n"
                                                          "2  10  bob > alice  488    : 1\n");
    check_finding(capture, 2, "srtp-no-keys",
                  "m=vi\357\277\275deo is offered as RTP/SAVP, without a=crypto or a=fingerprint",
                  "1 2");
    capture_free(capture);
}

/* ---- Warnings ---- */

static void warnings(void **state)
{
    static const struct refused cases[] = {
        {"", SDP(PCMU), "488 | Warning: 305 b \"x\"", "sdp-warning-format proof"},
        {"", SDP(PCMU), "606 | Warning: 305 b \"x\"", "sdp-warning-format proof"},
        {"", SDP(PCMU), "488 | Warning: 302 b \"x\"", "sdp-warning-transport proof"},
        {"", SDP(PCMU), "606 | Warning: 302 b \"x\"", "sdp-warning-transport proof"},
        {"", SDP(PCMU), "606 | Warning: 370 b \"x\"", "sdp-warning-other proof"},
        {"", SDP(PCMU), "488 | Warning: 300 b \"x\", 308 b \"y\"", "sdp-warning-other proof"},
        {"", SDP(PCMU), "488 | Warning: 399 b \"x\" | Warning: 331 b \"x\", 302 b \"y\", 305 b",
         "sdp-warning-format proof, sdp-warning-other proof, sdp-warning-transport proof"},
        /* Not about the session, no code, another response. */
        {"", SDP(PCMU), "488 | Warning: 399 b \"305\", 380 b \"x\", 381 b \"x\"", ""},
        {"", SDP(PCMU), "488 | Warning: 3055 b \"x\", 30 b, x, 4294967601 b", ""},
        {"", SDP(PCMU), "488 | Warning", ""},
        {"", SDP(PCMU), "486 | Warning: 305 b \"x\"", ""},
    };

    check_refused(cases, G_N_ELEMENTS(cases));
}

static void warnings_in_words(void **state)
{
    struct capture *capture = capture_new();

    ladder(
        capture,
        "1   0  alice > bob  INVITE " SDP(
            PCMU
                G722) "                        : 1\n"
                      "2  10  bob > alice  488 | Warning: 305 b.test \"None \\001 here\","
                      " 302 b.test \"No UDP\", 304 b.test \"No audio\"                      : 1\n"
                      "3  20  alice > bob  INVITE unseen\n"
                      "4  30  bob > alice  488 | Warning: 305 b.test                        : 0\n");
    check_finding(capture, 2, "sdp-warning-format",
                  "Warning 305 of b.test (Incompatible media format): None \357\277\275 here; the "
                  "offer has PCMU/8000, G722/8000, G729/8000",
                  "1 2");
    check_finding(capture, 2, "sdp-warning-transport",
                  "Warning 302 of b.test (Incompatible transport protocol): No UDP", "2");
    check_finding(capture, 2, "sdp-warning-other",
                  "Warning 304 of b.test (Media type not available): No audio", "2");
    check_finding(capture, 4, "sdp-warning-format",
                  "Warning 305 of b.test (Incompatible media format): -", "4");
    capture_free(capture);
}

static void many_warnings(void **state)
{
    struct capture *capture = capture_new();
    char *line = repeated("2  10  bob > alice  488 | Warning: 399 b", ",399 b \"x\"", 1000,
                          ",305 b \"last\" : 1\n");

    ladder(capture, "1   0  alice > bob  INVITE  : 1\n");
    ladder(capture, line);
    check_finding(capture, 2, "sdp-warning-format",
                  "Warning 305 of b (Incompatible media format): last", "1 2");
    g_free(line);
    capture_free(capture);
}

/* ---- Changes of a session ---- */

/* A call from alice to bob, and a request in it. */
#define CALL                                                                                       \
    "1    0  alice > bob  INVITE " SDP(                                                            \
        PCMU) "        : 1\n"                                                                      \
              "2   10  bob > alice  200    " SDP(                                                  \
                  PCMU) "        : 1\n"                                                            \
                        "3   20  alice > bob  ACK to=bob                  : 1\n"
#define CHANGE(media) "4  510  alice > bob  INVITE to=bob cseq=2 " SDP(media) "  : 4\n"

static void call_stands(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture,
           CALL CHANGE(
               PCMU
               "a=sendonly\\r\\n") "5  520  bob > alice  488                             : 4\n"
                                   "6  600  bob > alice  INVITE from=bob to=alice cseq=9 : 6\n"
                                   "7  610  alice > bob  606                             : 6\n"
                                   "8  700  bob > alice  UPDATE from=bob to=alice cseq=10 : 8\n"
                                   "9  710  alice > bob  488                             : 8\n");
    check_findings(capture, 5, "reinvite-refused-call-stands proof");
    check_finding(capture, 5, "reinvite-refused-call-stands",
                  "The call was answered 500 ms before this re-INVITE; its session stays as it was",
                  "2 4 5");
    check_findings(capture, 7, "reinvite-refused-call-stands proof");
    check_topic(capture, 9, "media", "");
    capture_free(capture);
}

/* No call that stands: a first INVITE, an early dialog, a call that was hung up or not seen, one
 * whose re-INVITE was not seen, another refusal. */
static void no_call_to_stand(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE call=c1                        : 1\n"
                    "2   10  bob > alice  488                                   : 1\n"
                    "3   20  alice > bob  INVITE call=c2                        : 3\n"
                    "4   30  bob > alice  180                                   : 3\n"
                    "5   40  alice > bob  INVITE call=c2 to=bob cseq=2          : 5\n"
                    "6   50  bob > alice  488                                   : 5\n"
                    "7   60  alice > bob  INVITE call=c3                        : 7\n"
                    "8   70  bob > alice  200                                   : 7\n"
                    "9   80  alice > bob  BYE    call=c3 to=bob cseq=2          : 9\n"
                    "10  90  alice > bob  INVITE call=c3 to=bob cseq=3          : 10\n"
                    "11 100  bob > alice  488                                   : 10\n"
                    "12 110  alice > bob  INVITE call=c4 to=bob cseq=3          : 12\n"
                    "13 120  bob > alice  488                                   : 12\n"
                    "14 130  alice > bob  INVITE call=c5                        : 14\n"
                    "15 140  bob > alice  200                                   : 14\n"
                    "16 150  alice > bob  INVITE call=c5 to=bob cseq=2 unseen\n"
                    "17 160  bob > alice  488                                   : 0\n"
                    "18 170  alice > bob  INVITE call=c5 to=bob cseq=3          : 18\n"
                    "19 180  bob > alice  500                                   : 18\n");
    for (uint32_t frame = 2; frame <= 19; frame++) {
        if (record_in(capture, frame) != NULL) {
            check_topic(capture, frame, "media", "");
        }
    }
    capture_free(capture);
}

/* What a change in a call leads to, behind reinvite-refused-call-stands. */
static void check_change(const char *lines, const char *findings)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    check_topic(capture, 5, "media", findings);
    capture_free(capture);
}

#define REFUSED "5  520  bob > alice  488  : 4\n"
#define STANDS  "reinvite-refused-call-stands proof"

static void fax(void **state)
{
    struct capture *capture = capture_new();

    check_change(CALL CHANGE(FAX) REFUSED, "t38-refused proof, " STANDS);
    check_change(CALL CHANGE(FAX) "5 520 bob > alice 606 : 4\n", "t38-refused proof, " STANDS);
    check_change(CALL CHANGE(FAX) "5 520 bob > alice 200 " SDP(FAX) " : 4\n", "");
    check_change(CALL CHANGE(FAX) "5 520 bob > alice 491 : 4\n", "");
    check_change(CALL CHANGE("m=image 0 udptl t38\\r\\n" PCMU) REFUSED, STANDS);
    check_change(CALL CHANGE("m=image 4 TCP t38\\r\\n") REFUSED, STANDS);
    check_change(CALL CHANGE("m=image 4 udptl x\\r\\n") REFUSED, STANDS);
    check_change(CALL CHANGE("m=image\\r\\n") REFUSED, STANDS);

    ladder(
        capture,
        CALL CHANGE(FAX) REFUSED "6  600  alice > bob  INVITE call=c2 " SDP(
            FAX) "               : 6\n"
                 "7  610  bob > alice  488                                       : 6\n"
                 "8  700  alice > bob  INVITE call=c3 to=bob " SDP(
                     FAX) "        : 8\n"
                          "9  710  bob > alice  488                                       : 8\n");
    check_finding(capture, 5, "t38-refused",
                  "The re-INVITE asks for fax in T.38: m=image 4004 udptl t38", "4 5");
    check_findings(capture, 7, "");
    /* The To tag tells that a call is there, even if its beginning was not captured. */
    check_topic(capture, 9, "media", "t38-refused proof");
    capture_free(capture);
}

static void video(void **state)
{
    struct capture *capture = capture_new();

    check_change(CALL CHANGE(PCMU VIDEO) REFUSED, "video-refused proof, " STANDS);
    check_change(CALL CHANGE(PCMU VIDEO) "5 520 bob > alice 606 : 4\n",
                 "video-refused proof, " STANDS);
    check_change(CALL CHANGE(PCMU VIDEO) "5 520 bob > alice 200 : 4\n", "");
    check_change(CALL CHANGE(PCMU "m=video 0 RTP/AVP 31\\r\\n") REFUSED, STANDS);
    /* What the refuser names comes behind that, unless it may be something else. */
    check_change(CALL CHANGE(PCMU VIDEO) "5 520 bob > alice 488 | Warning: 304 b \"x\" : 4\n",
                 "video-refused proof, sdp-warning-other proof, " STANDS);
    check_change(CALL CHANGE(PCMU VIDEO) "5 520 bob > alice 488 | Warning: 370 b \"x\" : 4\n",
                 "sdp-warning-other proof, " STANDS ", video-refused strong");
    check_change(CALL CHANGE(FAX) "5 520 bob > alice 488 | Warning: 302 b \"x\" : 4\n",
                 "t38-refused proof, sdp-warning-transport proof, " STANDS);
    check_change(CALL CHANGE(FAX) "5 520 bob > alice 488 | Warning: 305 b \"x\" : 4\n",
                 "sdp-warning-format proof, " STANDS ", t38-refused strong");
    /* The audio changes as well: that may be the reason. */
    check_change(CALL CHANGE(SECURE VIDEO) REFUSED, STANDS ", video-refused strong");

    ladder(
        capture,
        CALL CHANGE(PCMU VIDEO) REFUSED "6  600  alice > bob  INVITE to=bob cseq=3 " SDP(
            PCMU VIDEO) "  : 6\n"
                        "7  610  bob > alice  200    " SDP(
                            PCMU VIDEO) "                : 6\n"
                                        "8  700  alice > bob  UPDATE to=bob cseq=4                 "
                                        "     : 8\n"
                                        "9  710  bob > alice  200                                  "
                                        "     : 8\n"
                                        "10 800  alice > bob  INVITE to=bob cseq=5 " SDP(
                                            PCMU VIDEO) "  : 10\n"
                                                        "11 810  bob > alice  488                  "
                                                        "                     : 10\n"
                                                        "12 900  alice > bob  INVITE call=c2 "
                                                        "to=bob " SDP(
                                                            PCMU VIDEO) " : 12\n"
                                                                        "13 910  bob > alice  488  "
                                                                        "                          "
                                                                        "           : 12\n");
    check_finding(capture, 5, "video-refused",
                  "The re-INVITE adds m=video to a session that had none", "2 4 5");
    check_findings(capture, 11, STANDS);
    check_topic(capture, 13, "media", "");
    capture_free(capture);

    /* Whether the session had video by then cannot be read. */
    capture = capture_new();
    ladder(capture, CALL CHANGE(PCMU VIDEO) "5  520  bob > alice  200 cut " SDP(
                        PCMU VIDEO) "  : 4\n"
                                    "6  600  alice > bob  INVITE to=bob cseq=3 " SDP(
                                        PCMU VIDEO) "  : 6\n"
                                                    "7  610  bob > alice  488                      "
                                                    "                 : 6\n");
    check_findings(capture, 7, STANDS);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_common_codec),
        cmocka_unit_test(codecs_in_words),
        cmocka_unit_test(codecs_answered),
        cmocka_unit_test(codec_turns_up),
        cmocka_unit_test(codecs_of_the_dialog),
        cmocka_unit_test(through_a_proxy),
        cmocka_unit_test(offer_not_seen),
        cmocka_unit_test(profiles),
        cmocka_unit_test(profiles_in_words),
        cmocka_unit_test(profile_turns_up),
        cmocka_unit_test(keys_missing_and_plain_answer),
        cmocka_unit_test(keys_missing),
        cmocka_unit_test(warnings),
        cmocka_unit_test(warnings_in_words),
        cmocka_unit_test(many_warnings),
        cmocka_unit_test(call_stands),
        cmocka_unit_test(no_call_to_stand),
        cmocka_unit_test(fax),
        cmocka_unit_test(video),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
