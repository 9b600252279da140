/* What the tracker remembers of the media that hosts take.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

/* A session with these m= lines, of the party with that address. */
#define SESSION(host, media)                                                                       \
    "| Contact: <sip:x@10.0.0." host ":5070> | Content-Type: application/sdp "                     \
    "| body v=0\\r\\nc=IN IP4 10.0.0.9\\r\\n" media
#define AUDIO(proto, formats) "m=audio 4000 " proto " " formats "\\r\\n"

/* What the sender of one frame has said to its receiver, or with ANYONE to anybody: codecs and
 * profiles as "PCMU/8000 opus/48000 incomplete; 3". */
static void check_media(struct capture *capture, uint32_t frame, bool anyone, bool answered,
                        const char *expected)
{
    const struct sc_record *record = record_in(capture, frame);
    struct sc_media media;
    GString *found = g_string_new(NULL);

    if (sc_tracker_media(tracker_of(capture), record->source, anyone ? NULL : record->destination,
                         answered, &media)) {
        for (unsigned i = 0; i < media.codec_count; i++) {
            g_string_append_printf(found, "%s/%u ", media.codecs[i].name, media.codecs[i].rate);
        }
        g_string_append_printf(found, "%s%u in %u", media.incomplete ? "incomplete " : "",
                               media.profiles, media.frame);
    }
    assert_string_equal(found->str, expected);
    g_string_free(found, TRUE);
}

static void offers_and_answers(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE " SESSION(
                        "1", AUDIO("RTP/AVP",
                                   "0 101 13") "a=rtpmap:101 telephone-event/8000\\r\\n") " : 1\n");
    ladder(capture, "2  10  bob > alice  200 " SESSION("2", AUDIO("RTP/AVP", "0")) " : 1\n");
    ladder(capture, "3  20  alice > bob  ACK : 1\n");
    ladder(capture, "4  30  alice > bob  UPDATE to=bob cseq=2 " SESSION(
                        "1", AUDIO("RTP/SAVP", "8") "a=crypto:1 X y\\r\\n") " : 4\n");
    ladder(capture, "5  40  alice > carol  INVITE call=c2 " SESSION(
                        "1", AUDIO("UDP/TLS/RTP/SAVPF", "9")) " : 5\n");
    check_media(capture, 1, false, false, "PCMU/8000 PCMA/8000 3 in 1");
    check_media(capture, 2, false, true, "PCMU/8000 1 in 2");
    check_media(capture, 2, false, false, "");
    check_media(capture, 5, false, false, "G722/8000 6 in 5");
    check_media(capture, 5, true, false, "PCMU/8000 PCMA/8000 G722/8000 7 in 1");
    check_media(capture, 5, true, true, "");
    capture_free(capture);
}

static void crypto_suites(void **state)
{
    struct capture *capture = capture_new();
    struct sc_media media;

    assert_int_equal(sc_media_suite(sc_slice_of("aes_cm_256_hmac_sha1_80")), SC_SUITE_AES_256_80);
    assert_int_equal(sc_media_suite(sc_slice_of("AEAD_AES_256_GCM")), SC_SUITE_GCM_256);
    assert_int_equal(sc_media_suite(sc_slice_of("AEAD_AES_256_GCM_8")), SC_SUITE_OTHER);
    assert_int_equal(sc_media_suite(sc_slice_of("")), SC_SUITE_OTHER);
    assert_string_equal(sc_media_suite_name(SC_SUITE_AES_256_32), "AES_256_CM_HMAC_SHA1_32");
    assert_string_equal(sc_media_suite_name(SC_SUITE_OTHER), "");
    /* Descriptions that differ in nothing but suites; keys do not matter, and white space may. */
    ladder(capture,
           "1   0  alice > bob  INVITE " SESSION(
               "1", AUDIO("RTP/SAVP", "8") "a=crypto:1 AES_CM_128_HMAC_SHA1_80 x\\r\\n") " : 1\n");
    ladder(capture,
           "2  10  alice > bob  INVITE call=c2 " SESSION(
               "1", AUDIO("RTP/SAVP", "8") "a=crypto: 1 F8_128_HMAC_SHA1_80 x\\r\\n") " : 2\n");
    ladder(capture,
           "3  20  alice > bob  INVITE call=c3 " SESSION(
               "1", AUDIO("RTP/SAVP", "8") "a=crypto: 1 AES_CM_128_HMAC_SHA1_32 x\\r\\n") " : 3\n");
    assert_true(
        sc_tracker_media(tracker_of(capture), record_in(capture, 1)->source, NULL, false, &media));
    assert_int_equal(media.suites, SC_SUITE_AES_128_80 | SC_SUITE_F8_128_80 | SC_SUITE_AES_128_32);
    capture_free(capture);
}

/* The answer to a request without an offer is one (RFC 3261 section 13.2.1). */
static void late_offer(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE : 1\n");
    ladder(capture, "2  10  bob > alice  200 " SESSION("2", AUDIO("RTP/AVP", "0")) " : 1\n");
    check_media(capture, 2, false, false, "PCMU/8000 1 in 2");
    check_media(capture, 2, false, true, "");
    capture_free(capture);
}

/* A proxy passes on what others take; a refusal, another method, a cut message tell nothing. */
static void not_its_own(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE " SESSION("7", AUDIO("RTP/AVP", "0")) " : 1\n");
    ladder(capture, "2  10  bob > alice  488 " SESSION("2", AUDIO("RTP/AVP", "0")) " : 1\n");
    ladder(capture, "3  20  alice > bob  OPTIONS " SESSION("1", AUDIO("RTP/AVP", "0")) " : 3\n");
    ladder(capture,
           "4  30  alice > bob  INVITE cut call=c2 " SESSION("1", AUDIO("RTP/AVP", "0")) " : 4\n");
    ladder(capture, "5  40  alice > bob  INVITE call=c3 | Content-Type: application/sdp | body "
                    "m=audio 4000 RTP/AVP 0 : 5\n");
    ladder(capture, "6  50  alice > bob  INVITE call=c4 | Content-Length: 900 " SESSION(
                        "1", AUDIO("RTP/AVP", "0")) " : 6\n");
    check_media(capture, 1, true, false, "");
    check_media(capture, 2, true, false, "");
    check_media(capture, 2, true, true, "");
    capture_free(capture);
}

/* An IPv6 reference is an address, however it is written (RFC 5954 section 4.2). */
static void addresses(void **state)
{
    static const struct {
        const char *sender;
        const char *contact;
        bool own;
    } cases[] = {
        {"alice", "sip:x@10.0.0.1", true},
        {"alice", "sip:x@10.0.0.10", false},
        {"alice", "sip:x@10.0.0.1.example", false},
        {"alice", "sip:x@010.0.0.1", false},
        {"alice", "sip:x@[::ffff:10.0.0.1]", false},
        {"six-alice", "sip:x@[fd77::1]:5070", true},
        {"six-alice", "sip:x@[FD77:0:0:0:0:0:0:1]", true},
        {"six-alice", "sip:x@[fd77:0000:0000:0000:0000:0000:0000:0001];transport=tcp", true},
        {"six-alice", "sip:x@[fd77:0000:0000:0000:0000:0000:000.000.000.001]", false},
        {"six-alice", "sip:x@[fd77::0.0.0.1]", true},
        {"six-alice", "sip:x@[fd77::2]", false},
        {"six-alice", "sip:x@[fd77::1%eth0]", false},
        {"six-alice", "sip:x@[fd77::1\\001]", false},
        {"six-alice", "sip:x@[fd77:0000000000000000000000000000000000000000000000::1]", false},
        {"six-alice", "sip:x@10.0.0.1", false},
        {"six-alice", "sip:x@[]", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct capture *capture = capture_new();
        char *line = g_strdup_printf("1 0 %s > six-bob INVITE | Contact: <%s> | Content-Type: "
                                     "application/sdp | body v=0\\r\\nm=audio 4000 RTP/AVP 0 : 1\n",
                                     cases[i].sender, cases[i].contact);
        ladder(capture, line);
        check_media(capture, 1, false, false, cases[i].own ? "PCMU/8000 1 in 1" : "");
        g_free(line);
        capture_free(capture);
    }
}

/* Media that are not wanted, that are no RTP, and codecs that cannot be named. */
static void what_does_not_count(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob    INVITE " SESSION(
                        "1", "m=audio 0 RTP/SAVP 8\\r\\nm=image 4 udptl t38\\r\\nm=video 4 RTP/AVP "
                             "31\\r\\n") " : 1\n");
    ladder(capture,
           "2  10  alice > carol  INVITE call=c2 " SESSION("1", AUDIO("RTP/AVP", "0 96")) " : 2\n");
    ladder(capture,
           "3  20  alice > dave   INVITE call=c3 " SESSION(
               "1",
               AUDIO("RTP/AVP", "97 98") "a=rtpmap:97 a-name-that-is-too-long/1\\r\\na=rtpmap:98 "
                                         "a\\001b/1\\r\\n") " : 3\n");
    check_media(capture, 1, false, false, "1 in 1");
    check_media(capture, 2, false, false, "PCMU/8000 incomplete 1 in 2");
    check_media(capture, 3, false, false, "incomplete 1 in 3");
    capture_free(capture);
}

static void many_codecs(void **state)
{
    struct capture *capture = capture_new();
    GString *line = g_string_new("1 0 alice > bob INVITE " SESSION("1", "m=audio 4 RTP/AVP"));

    for (int type = 96; type < 96 + SC_MEDIA_CODECS_MAX + 1; type++) {
        g_string_append_printf(line, " %d", type);
    }
    for (int type = 96; type < 96 + SC_MEDIA_CODECS_MAX + 1; type++) {
        g_string_append_printf(line, "\\r\\na=rtpmap:%d C%d/1", type, type);
    }
    ladder(capture, line->str);
    const struct sc_record *record = record_in(capture, 1);
    struct sc_media media;
    assert_true(
        sc_tracker_media(tracker_of(capture), record->source, record->destination, false, &media));
    assert_int_equal(media.codec_count, SC_MEDIA_CODECS_MAX);
    assert_true(media.incomplete);
    g_string_free(line, TRUE);
    capture_free(capture);
}

static void common_codecs(void **state)
{
    const struct sc_media pcmu = {.codec_count = 1, .codecs = {{"PCMU", 8000}}};
    const struct sc_media without_rate = {.codec_count = 1, .codecs = {{"pcmu", 0}}};
    const struct sc_media wide = {.codec_count = 2, .codecs = {{"PCMU", 16000}, {"G722", 8000}}};
    struct sc_media all = {0};

    assert_true(sc_media_meet(&pcmu, &pcmu));
    assert_true(sc_media_meet(&pcmu, &without_rate));
    assert_false(sc_media_meet(&pcmu, &wide));
    assert_false(sc_media_meet(&pcmu, &all));
    sc_media_join(&all, &wide);
    assert_false(sc_media_meet(&pcmu, &all));
    sc_media_join(&all, &pcmu);
    sc_media_join(&all, &pcmu);
    assert_int_equal(all.codec_count, 3);
    assert_true(sc_media_meet(&pcmu, &all));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offers_and_answers), cmocka_unit_test(crypto_suites),
        cmocka_unit_test(late_offer),         cmocka_unit_test(not_its_own),
        cmocka_unit_test(addresses),          cmocka_unit_test(what_does_not_count),
        cmocka_unit_test(many_codecs),        cmocka_unit_test(common_codecs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
