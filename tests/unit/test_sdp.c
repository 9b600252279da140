/* Session descriptions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/sdp.h"

#include "scan.h"

/* A description on a block of its own, so that a sanitizer sees each byte read past it. */
struct described {
    struct exact exact;
    bool read;
    struct sc_sdp sdp;
};

static struct described *describe(const char *text)
{
    struct described *described = malloc(sizeof *described);

    assert_non_null(described);
    memset(described, 0xA5, sizeof *described);
    described->exact = exact_copy(sc_slice_of(text));
    described->read = sc_sdp_read(described->exact.bytes, &described->sdp);
    return described;
}

static void described_free(struct described *described)
{
    exact_free(&described->exact);
    free(described);
}

/* The media description at INDEX. */
static struct sc_sdp_media media_at(const struct described *described, size_t index)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;

    for (size_t i = 0; i <= index; i++) {
        assert_true(sc_sdp_media_next(&described->sdp, &cursor, &media));
    }
    return media;
}

static size_t count_media(const struct described *described)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_media media;
    size_t count = 0;

    while (sc_sdp_media_next(&described->sdp, &cursor, &media)) {
        count++;
    }
    assert_int_equal(sc_sdp_media_count(&described->sdp), count);
    return count;
}

/* All formats as "0 PCMU/8000, 97 opus/48000"; "-" for a codec that is not known. */
static void check_formats(const struct sc_sdp_media *media, const char *expected)
{
    struct sc_cursor cursor = {0};
    struct sc_sdp_format format;
    GString *found = g_string_new(NULL);

    while (sc_sdp_format_next(media, &cursor, &format)) {
        g_string_append_printf(found, "%s%.*s ", found->len > 0 ? ", " : "", (int)format.name.size,
                               format.name.data);
        if (sc_slice_present(format.codec)) {
            g_string_append_printf(found, "%.*s/%u", (int)format.codec.size, format.codec.data,
                                   format.rate);
        } else {
            g_string_append(found, "-");
        }
    }
    assert_string_equal(found->str, expected);
    g_string_free(found, TRUE);
}

static void ordinary_offer(void **state)
{
    struct described *offer =
        describe("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1/127\r\nt=0 0\r\n"
                 "m=audio 49170/2 RTP/AVP 0 97 101 96\r\na=rtpmap:97 opus/48000/2\r\n"
                 "a=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\na=recvonly\r\n"
                 "m=video 0 RTP/AVPF 31\r\nc=IN IP6 2001:db8::1\r\n");
    struct sc_sdp_media audio = media_at(offer, 0);
    struct sc_sdp_media video = media_at(offer, 1);

    assert_true(offer->read);
    assert_int_equal(count_media(offer), 2);
    assert_slice(offer->sdp.session.family, "IP4");
    assert_slice(offer->sdp.session.address, "192.0.2.1");
    assert_slice(audio.type, "audio");
    assert_true(audio.port_readable);
    assert_int_equal(audio.port, 49170);
    assert_slice(audio.proto, "RTP/AVP");
    assert_slice(audio.format, "0 97 101 96");
    assert_slice(audio.common.address, "192.0.2.1");
    assert_int_equal(audio.common.direction, SC_SDP_RECVONLY);
    assert_int_equal(audio.common.keys, 0);
    assert_int_equal(sc_sdp_ptime(&audio), 20);
    assert_false(audio.hold);
    check_formats(&audio, "0 PCMU/8000, 97 opus/48000, 101 telephone-event/8000, 96 -");
    assert_slice(video.type, "video");
    assert_true(video.port_readable);
    assert_int_equal(video.port, 0);
    assert_slice(video.common.family, "IP6");
    assert_slice(video.common.address, "2001:db8::1");
    assert_int_equal(video.common.direction, SC_SDP_SENDRECV);
    assert_int_equal(sc_sdp_ptime(&video), 0);
    check_formats(&video, "31 H261/90000");
    described_free(offer);
}

/* A rtpmap comes before the static type, and the order of lines does not matter. */
static void format_names(void **state)
{
    static const struct {
        const char *lines;
        const char *formats;
    } cases[] = {
        {"m=audio 1 RTP/AVP 8 9 18 34 3\r\n",
         "8 PCMA/8000, 9 G722/8000, 18 G729/8000, 34 H263/90000, 3 GSM/8000"},
        {"m=audio 1 RTP/AVP 0\r\na=rtpmap:0 X/1\r\n", "0 X/1"},
        {"m=audio 1 RTP/AVP 0\r\na=rtpmap:00 X/1\r\n", "0 PCMU/8000"},
        {"m=audio 1 RTP/AVP 2 35 95 96 256 -1\r\n", "2 -, 35 -, 95 -, 96 -, 256 -, -1 -"},
        {"m=audio 1 RTP/AVP 96\r\na=RTPMAP: 96  X/16000/1 \r\n", "96 X/16000"},
        {"m=audio 1 RTP/AVP 96\r\na=rtpmap:96 X\r\n", "96 X/0"},
        {"m=audio 1 RTP/AVP 96\r\na=rtpmap:96 X/\r\n", "96 X/0"},
        {"m=audio 1 RTP/AVP 96\r\na=rtpmap:96 X/99999999999\r\n", "96 X/0"},
        {"m=audio 1 RTP/AVP 96\r\na=rtpmap:96\r\n", "96 /0"},
        {"m=audio 1 RTP/AVP 96\r\na=rtpmap\r\n", "96 -"},
        {"m=audio 1 RTP/AVP 96\r\nm=audio 1 RTP/AVP 0\r\na=rtpmap:96 X/1\r\n", "96 -"},
        {"m=audio 1 RTP/AVP\r\n", ""},
        {"m=audio 1 RTP/AVP \t 0 \t\t8 \r\n", "0 PCMU/8000, 8 PCMA/8000"},
        /* Only in RTP are formats payload types. */
        {"m=image 1 udptl t38\r\n", "t38 -"},
        {"m=message 1 TCP/MSRP 0\r\n", "0 -"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct described *offer = describe(cases[i].lines);
        struct sc_sdp_media media = media_at(offer, 0);
        check_formats(&media, cases[i].formats);
        described_free(offer);
    }
}

static void keys_of_secure_rtp(void **state)
{
    static const struct {
        const char *lines;
        unsigned keys;
        const char *setup; /* NULL: absent */
    } cases[] = {
        {"m=audio 1 RTP/SAVP 0\r\n", 0, NULL},
        {"m=audio 1 RTP/SAVP 0\r\na=crypto:1 X inline:Y\r\n", SC_SDP_KEYS_CRYPTO, NULL},
        {"m=audio 1 RTP/SAVP 0\r\na=cryptography:1\r\na=fingerprints\r\n", 0, NULL},
        {"a=fingerprint:sha-256 AB\r\na=setup:actpass\r\nm=audio 1 UDP/TLS/RTP/SAVPF 0\r\n",
         SC_SDP_KEYS_FINGERPRINT, "actpass"},
        {"a=setup:actpass\r\nm=audio 1 X 0\r\na=setup: passive\r\na=Fingerprint:x y\r\n",
         SC_SDP_KEYS_FINGERPRINT, "passive"},
        {"a=key-mgmt:mikey A\r\nm=audio 1 RTP/SAVP 0\r\nk=prompt\r\na=zrtp-hash:1.10 X\r\n",
         SC_SDP_KEYS_MIKEY | SC_SDP_KEYS_K | SC_SDP_KEYS_ZRTP, NULL},
        /* Of another media description. */
        {"m=audio 1 RTP/SAVP 0\r\nm=video 1 RTP/SAVP 31\r\na=crypto:1 X inline:Y\r\n", 0, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct described *offer = describe(cases[i].lines);
        struct sc_sdp_media media = media_at(offer, 0);
        assert_int_equal(media.common.keys, cases[i].keys);
        if (cases[i].setup != NULL) {
            assert_slice_of(media.common.setup, cases[i].setup);
        } else {
            assert_absent(media.common.setup);
        }
        described_free(offer);
    }
}

static void crypto_suites(void **state)
{
    struct described *offer = describe("m=audio 1 RTP/SAVP 0\r\n"
                                       "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret|2^20\r\n"
                                       "a=ptime:20\r\na=crypto:2\r\na=crypto: 3  NULL x:y\r\n"
                                       "m=audio 2 RTP/SAVP 0\r\na=crypto:1 OTHER inline:z\r\n");
    struct sc_sdp_media media = media_at(offer, 0);
    struct sc_cursor cursor = {0};
    struct sc_slice suite;

    assert_true(sc_sdp_crypto_next(&media, &cursor, &suite));
    assert_slice(suite, "AES_CM_128_HMAC_SHA1_80");
    assert_true(sc_sdp_crypto_next(&media, &cursor, &suite));
    assert_int_equal(suite.size, 0);
    assert_true(sc_sdp_crypto_next(&media, &cursor, &suite));
    assert_slice(suite, "NULL");
    assert_false(sc_sdp_crypto_next(&media, &cursor, &suite));
    described_free(offer);
}

static void hold(void **state)
{
    static const struct {
        const char *lines;
        bool hold;
    } cases[] = {
        {"c=IN IP4 192.0.2.1\r\nm=audio 1 RTP/AVP 0\r\n", false},
        {"c=IN IP4 192.0.2.1\r\nm=audio 1 RTP/AVP 0\r\na=sendonly\r\n", true},
        {"c=IN IP4 192.0.2.1\r\na=inactive\r\nm=audio 1 RTP/AVP 0\r\n", true},
        {"a=inactive\r\nm=audio 1 RTP/AVP 0\r\na=sendrecv\r\n", false},
        {"a=recvonly\r\nm=audio 1 RTP/AVP 0\r\n", false},
        {"c=IN IP4 0.0.0.0\r\nm=audio 1 RTP/AVP 0\r\n", true},
        {"c=IN IP4 0.0.0.0\r\nm=audio 1 RTP/AVP 0\r\nc=IN IP4 192.0.2.1\r\n", false},
        {"m=audio 1 RTP/AVP 0\r\nc=IN IP6 ::\r\n", true},
        {"m=audio 1 RTP/AVP 0\r\n", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct described *offer = describe(cases[i].lines);
        assert_int_equal(media_at(offer, 0).hold, cases[i].hold);
        described_free(offer);
    }
}

static void profiles(void **state)
{
    assert_true(sc_sdp_is_secure(sc_slice_of("RTP/SAVP")));
    assert_true(sc_sdp_is_secure(sc_slice_of("UDP/TLS/RTP/SAVPF")));
    assert_true(sc_sdp_is_secure(sc_slice_of("rtp/savpf")));
    assert_false(sc_sdp_is_secure(sc_slice_of("RTP/AVP")));
    assert_false(sc_sdp_is_secure(sc_slice_of("RTP/SAVPX")));
    assert_false(sc_sdp_is_secure((struct sc_slice){0}));
    assert_true(sc_sdp_is_rtp(sc_slice_of("RTP/AVP")));
    assert_true(sc_sdp_is_rtp(sc_slice_of("RTP/AVPF")));
    assert_true(sc_sdp_is_rtp(sc_slice_of("TCP/RTP/AVP")));
    assert_true(sc_sdp_is_rtp(sc_slice_of("RTP/SAVP")));
    assert_false(sc_sdp_is_rtp(sc_slice_of("udptl")));
    assert_false(sc_sdp_is_rtp(sc_slice_of("RTP/")));
    assert_false(sc_sdp_is_rtp((struct sc_slice){0}));
}

/* Lines that end with LF or not at all, lines that are none, m= lines without what they need. */
static void broken(void **state)
{
    struct described *offer = describe("nonsense\n=\n\nV=0\nc=\nm=\nm=audio\nm=audio x RTP/AVP\n"
                                       "m=audio 65536 RTP/AVP 0\n m=audio 1 RTP/AVP 0\n"
                                       "m=audio 7 RTP/AVP 0 8");
    struct sc_sdp_media media;

    assert_true(offer->read);
    assert_int_equal(offer->sdp.session.address.size, 0);
    assert_int_equal(count_media(offer), 5);
    media = media_at(offer, 0);
    assert_int_equal(media.type.size, 0);
    assert_int_equal(media.proto.size, 0);
    check_formats(&media, "");
    media = media_at(offer, 1);
    assert_slice(media.type, "audio");
    assert_false(media.port_readable);
    media = media_at(offer, 2);
    assert_false(media.port_readable);
    assert_int_equal(media.port, 0);
    assert_slice(media.proto, "RTP/AVP");
    assert_false(media_at(offer, 3).port_readable);
    media = media_at(offer, 4);
    assert_int_equal(media.port, 7);
    check_formats(&media, "0 PCMU/8000, 8 PCMA/8000");
    described_free(offer);
}

static void nothing(void **state)
{
    static const char *const texts[] = {"", "\n", "hello", "<xml/>", "=", "m", "1=2", "M=audio"};

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct described *described = describe(texts[i]);
        assert_false(described->read);
        assert_absent(described->sdp.media);
        assert_int_equal(count_media(described), 0);
        described_free(described);
    }
}

/* What comes past a bound is left out, and costs no more time. */
static void bounds(void **state)
{
    char *many_media = repeated("v=0\r\n", "m=audio 1 RTP/AVP 0\r\n", 1000, "");
    char *many_formats = repeated("m=audio 1 RTP/AVP", " 96", 100000, "\r\n");
    char *many_maps =
        repeated("m=audio 1 RTP/AVP 96\r\n", "a=rtpmap:97 X/1\r\n", 100000, "a=rtpmap:96 Y/1\r\n");
    char *many_keys = repeated("m=audio 1 RTP/AVP 0\r\n", "a=crypto:1 X\r\n", 100000, "");
    struct described *media = describe(many_media);
    struct described *formats = describe(many_formats);
    struct described *maps = describe(many_maps);
    struct described *keys = describe(many_keys);
    struct sc_sdp_media description = media_at(formats, 0);
    struct sc_cursor cursor = {0};
    struct sc_sdp_format format;
    struct sc_slice suite;
    size_t count = 0;

    assert_int_equal(count_media(media), SC_SDP_MEDIA_MAX);
    while (sc_sdp_format_next(&description, &cursor, &format)) {
        count++;
    }
    assert_int_equal(count, SC_SDP_FORMATS_MAX);
    description = media_at(maps, 0);
    check_formats(&description, "96 -");
    description = media_at(keys, 0);
    cursor = (struct sc_cursor){0};
    for (count = 0; sc_sdp_crypto_next(&description, &cursor, &suite);) {
        count++;
    }
    assert_int_equal(count, SC_SDP_FORMATS_MAX);
    described_free(media);
    described_free(formats);
    described_free(maps);
    described_free(keys);
    g_free(many_media);
    g_free(many_formats);
    g_free(many_maps);
    g_free(many_keys);
}

/* Every cut of a description is read without a byte past its end. */
static void cut_anywhere(void **state)
{
    static const char text[] =
        "v=0\r\nc=IN IP4 1.2.3.4/1\r\na=setup:x\r\nm=audio 1/2 RTP/SAVP 0 96\r\n"
        "a=rtpmap:96 opus/48000/2\r\na=crypto:1 S inline:K\r\na=ptime:20\r\n";

    for (size_t size = 0; size < sizeof text; size++) {
        char *cut = g_strndup(text, size);
        struct described *offer = describe(cut);
        struct sc_cursor media_cursor = {0};
        struct sc_sdp_media media;
        while (sc_sdp_media_next(&offer->sdp, &media_cursor, &media)) {
            struct sc_cursor formats_cursor = {0};
            struct sc_cursor crypto_cursor = {0};
            struct sc_sdp_format format;
            struct sc_slice suite;
            while (sc_sdp_format_next(&media, &formats_cursor, &format)) {
                assert_true(format.name.size > 0);
            }
            while (sc_sdp_crypto_next(&media, &crypto_cursor, &suite)) {
                assert_true(suite.size <= 1);
            }
        }
        described_free(offer);
        g_free(cut);
    }
}

static void in_a_message(void **state)
{
    static const struct {
        const char *message;
        const char *address; /* NULL: no description */
    } cases[] = {
        {"INVITE sip:a SIP/2.0\r\nc: application/sdp\r\n\r\nv=0\r\nc=IN IP4 a\r\n", "a"},
        {"INVITE sip:a SIP/2.0\r\nContent-Type: Application/SDP;x=y\r\n\r\nc=IN IP4 a\r\n", "a"},
        {"INVITE sip:a SIP/2.0\r\nc: multipart/mixed;boundary=b\r\n\r\n--b\r\nc: text/plain\r\n\r\n"
         "c=IN IP4 x\r\n--b\r\nc: application/sdp\r\n\r\nv=0\r\nc=IN IP4 a\r\n--b--\r\n",
         "a"},
        {"INVITE sip:a SIP/2.0\r\nc: text/plain\r\n\r\nv=0\r\nc=IN IP4 a\r\n", NULL},
        {"INVITE sip:a SIP/2.0\r\n\r\nv=0\r\nc=IN IP4 a\r\n", NULL},
        {"INVITE sip:a SIP/2.0\r\nc: application/sdp\r\n\r\n", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct scan *scan = scan_bytes(sc_slice_of(cases[i].message));
        struct sc_sdp sdp;
        memset(&sdp, 0xA5, sizeof sdp);
        assert_int_equal(sc_message_sdp(&scan->message, &sdp), cases[i].address != NULL);
        if (cases[i].address != NULL) {
            assert_slice_of(sdp.session.address, cases[i].address);
        } else {
            assert_absent(sdp.session.address);
        }
        scan_free(scan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_offer),
        cmocka_unit_test(format_names),
        cmocka_unit_test(keys_of_secure_rtp),
        cmocka_unit_test(crypto_suites),
        cmocka_unit_test(hold),
        cmocka_unit_test(profiles),
        cmocka_unit_test(broken),
        cmocka_unit_test(nothing),
        cmocka_unit_test(bounds),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(in_a_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
