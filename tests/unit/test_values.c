/* The readers of single headers' values.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scan.h"

#include "sipcodes/catalog.h"

/* Expected slices in tables: NULL for an absent one. */
static void check_part(struct sc_slice slice, const char *expected, const char *what)
{
    struct sc_slice wanted = expected != NULL ? sc_slice_of(expected) : (struct sc_slice){0};

    if (sc_slice_present(slice) != (expected != NULL) || !sc_slice_equal(slice, wanted)) {
        fail_msg("%s is %s\"%.*s\", not \"%s\"", what, sc_slice_present(slice) ? "" : "absent ",
                 (int)slice.size, slice.data, expected == NULL ? "absent" : expected);
    }
}

/* ---- CSeq ---- */

static void cseq(void **state)
{
    static const struct {
        const char *lines;
        bool readable;
        uint32_t number;
        const char *method;
    } cases[] = {
        {"CSeq: 1 INVITE\r\n", true, 1, "INVITE"},
        {"CSEQ:0009\r\n  INVITE\r\n", true, 9, "INVITE"},
        {"CSeq:  314159 \t x-Method  \r\n", true, 314159, "x-Method"},
        {"CSeq: 4294967295 BYE\r\n", true, UINT32_MAX, "BYE"},
        {"CSeq: 0 ACK junk\r\n", true, 0, "ACK"},
        {"CSeq: 1 INVITE\r\nCSeq: 2 BYE\r\n", true, 1, "INVITE"},
        {"CSeq: 4294967296 BYE\r\n", false, 0, "BYE"},
        {"CSeq: 36893488147419103232 REGISTER\r\n", false, 0, "REGISTER"},
        {"CSeq: -1 INVITE\r\n", false, 0, NULL},
        {"CSeq: INVITE 1\r\n", false, 0, NULL},
        {"CSeq: INVITE\r\n", false, 0, NULL},
        {"CSeq:\r\n", false, 0, NULL},
        {"To: a\r\n", false, 0, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct scan *scan = scan_lines(cases[i].lines);
        struct sc_cseq result = sc_message_cseq(&scan->message);
        assert_int_equal(result.readable, cases[i].readable);
        assert_int_equal(result.number, cases[i].number);
        check_part(result.method, cases[i].method, cases[i].lines);
        check_part(sc_message_method(&scan->message), cases[i].method, cases[i].lines);
        scan_free(scan);
    }
}

static void cseq_without_method(void **state)
{
    struct scan *scan = scan_lines("CSeq: 7 \r\n");

    assert_false(sc_message_cseq(&scan->message).readable);
    assert_int_equal(sc_message_method(&scan->message).size, 0);
    scan_free(scan);
}

static void method_of_a_request_is_its_own(void **state)
{
    struct scan *scan = SCAN("OPTIONS sip:a SIP/2.0\r\nCSeq: 8 INVITE\r\n\r\n");

    assert_slice(sc_message_method(&scan->message), "OPTIONS");
    assert_slice(sc_message_cseq(&scan->message).method, "INVITE");
    scan_free(scan);
}

/* ---- Via ---- */

struct via {
    const char *value;
    const char *transport;
    const char *sent_by;
    const char *host;
    const char *branch;
    const char *received;
    uint16_t port;
    uint16_t rport;
    bool rport_asked;
};

static void via_values(void **state)
{
    static const struct via cases[] = {
        {"SIP/2.0/UDP pc33.example.com;branch=z9hG4bK776", "UDP", "pc33.example.com",
         "pc33.example.com", "z9hG4bK776", NULL, 0, 0, false},
        {"SIP/2.0/TLS 192.0.2.1:5061;received=192.0.2.9;rport=4711;branch=z9hG4bKa", "TLS",
         "192.0.2.1:5061", "192.0.2.1", "z9hG4bKa", "192.0.2.9", 5061, 4711, true},
        {"SIP/2.0/UDP 192.0.2.1;rport;branch=z9hG4bKa", "UDP", "192.0.2.1", "192.0.2.1", "z9hG4bKa",
         NULL, 0, 0, true},
        {"SIP/2.0/UDP 192.0.2.1;RPORT=65536;Branch=A", "UDP", "192.0.2.1", "192.0.2.1", "A", NULL,
         0, 0, true},
        {"SIP/2.0/UDP 192.0.2.1;rport=", "UDP", "192.0.2.1", "192.0.2.1", NULL, NULL, 0, 0, true},
        {"SIP/2.0/UDP [2001:db8::9:1]:5070;branch=b", "UDP", "[2001:db8::9:1]:5070",
         "2001:db8::9:1", "b", NULL, 5070, 0, false},
        {"SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255", "UDP", "[2001:db8::9:1]",
         "2001:db8::9:1", NULL, "2001:db8::9:255", 0, 0, false},
        {"SIP/2.0/UDP [2001:db8::9:1] : 5070", "UDP", "[2001:db8::9:1] : 5070", "2001:db8::9:1",
         NULL, NULL, 5070, 0, false},
        {"SIP/2.0/UDP [2001:db8::9:1", "UDP", "[2001:db8::9:1", "2001:db8::9:1", NULL, NULL, 0, 0,
         false},
        {"SIP/2.0/UDP [", "UDP", "[", "", NULL, NULL, 0, 0, false},
        {"SIP  /  2.0\r\n /\tTCP     spindle.example.com  : 5060 ;\r\n branch  =   z9hG4bK9ikj8 ",
         "TCP", "spindle.example.com  : 5060", "spindle.example.com", "z9hG4bK9ikj8", NULL, 5060, 0,
         false},
        {"SIP/2.0/UDP\r\n 192.0.2.2;branch=390skdjuw", "UDP", "192.0.2.2", "192.0.2.2", "390skdjuw",
         NULL, 0, 0, false},
        {"SIP/2.0/UDP h:0", "UDP", "h:0", "h", NULL, NULL, 0, 0, false},
        {"SIP/2.0/UDP h:65535", "UDP", "h:65535", "h", NULL, NULL, 65535, 0, false},
        {"SIP/2.0/UDP h:65536", "UDP", "h:65536", "h", NULL, NULL, 0, 0, false},
        {"SIP/2.0/UDP h:-1", "UDP", "h:-1", "h", NULL, NULL, 0, 0, false},
        {"SIP/2.0/UDP h:;branch", "UDP", "h:", "h", NULL, NULL, 0, 0, false},
        {"SIP/2.0/UDP h;branch=", "UDP", "h", "h", "", NULL, 0, 0, false},
        {"SIP/2.0/UDP h;x=\";branch=no\";branch=yes", "UDP", "h", "h", "yes", NULL, 0, 0, false},
        {"SIP/2.0/UDP", "UDP", "", "", NULL, NULL, 0, 0, false},
        {"SIP/2.0", NULL, NULL, NULL, NULL, NULL, 0, 0, false},
        {"garbage;branch=b;rport", NULL, NULL, NULL, NULL, NULL, 0, 0, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct via *expected = &cases[i];
        char *line = g_strconcat("Via: ", expected->value, "\r\n", NULL);
        struct scan *scan = scan_lines(line);
        struct sc_cursor cursor = {0};
        struct sc_via via;
        assert_true(sc_via_next(&scan->message, &cursor, &via));
        check_part(via.transport, expected->transport, line);
        check_part(via.sent_by, expected->sent_by, line);
        check_part(via.host, expected->host, line);
        check_part(via.branch, expected->branch, line);
        check_part(via.received, expected->received, line);
        assert_int_equal(via.port, expected->port);
        assert_int_equal(via.rport_asked, expected->rport_asked);
        assert_int_equal(via.rport, expected->rport);
        assert_false(sc_via_next(&scan->message, &cursor, &via));
        scan_free(scan);
        g_free(line);
    }
}

static void vias_topmost_first(void **state)
{
    struct scan *scan = scan_lines("Via: SIP/2.0/UDP a;branch=1, SIP/2.0/TCP b\r\n ;branch=2\r\n"
                                   "To: x\r\n"
                                   "v: SIP/2.0/UDP c;branch=3\r\n");
    static const char *const hosts[] = {"a", "b", "c"};
    static const char *const branches[] = {"1", "2", "3"};
    struct sc_cursor cursor = {0};
    struct sc_via via;

    for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
        assert_true(sc_via_next(&scan->message, &cursor, &via));
        assert_slice_of(via.host, hosts[i]);
        assert_slice_of(via.branch, branches[i]);
    }
    assert_false(sc_via_next(&scan->message, &cursor, &via));
    scan_free(scan);
}

/* ---- Addresses ---- */

static void addresses(void **state)
{
    static const struct {
        const char *value;
        const char *display;
        const char *uri;
        const char *params;
    } cases[] = {
        {"<sip:a@b>", NULL, "sip:a@b", ""},
        {"<sip:a@b>;tag=1", NULL, "sip:a@b", ";tag=1"},
        {"Bob <sip:a@b>;tag=1", "Bob", "sip:a@b", ";tag=1"},
        {"Bob B. Smith<sip:a@b> ; tag = 1", "Bob B. Smith", "sip:a@b", "; tag = 1"},
        {"\"Bob\" <sip:a@b;x=y>;tag=1", "\"Bob\"", "sip:a@b;x=y", ";tag=1"},
        {"\"<no>\" <sip:a@b>", "\"<no>\"", "sip:a@b", ""},
        {"\"\\\"<no>\"<sip:a@b>", "\"\\\"<no>\"", "sip:a@b", ""},
        {"\"a;b\" <sip:a@b>", "\"a;b\"", "sip:a@b", ""},
        {"\"\" <sip:a@b>", "\"\"", "sip:a@b", ""},
        {"\"Bob\"\r\n <sip:a@b>\r\n ;tag=1", "\"Bob\"", "sip:a@b", ";tag=1"},
        {"sip:a@b", NULL, "sip:a@b", ""},
        {"sip:a@b;tag=1", NULL, "sip:a@b", ";tag=1"},
        {" sip:a@b ; tag=1 ", NULL, "sip:a@b", "; tag=1"},
        {"sip:a@b;tag=1;x=\"<y>\"", NULL, "sip:a@b", ";tag=1;x=\"<y>\""},
        {"<sip:a@b>;x=\"<y>\"", NULL, "sip:a@b", ";x=\"<y>\""},
        {"*", NULL, "*", ""},
        {"<>", NULL, "", ""},
        {"<sip:a@b", NULL, "sip:a@b", ""},
        {"<", NULL, "", ""},
        {"<sip:a@b>junk;tag=1", NULL, "sip:a@b", ";tag=1"},
        /* A quote that is never closed hides nothing. */
        {"\"Bob <sip:a@b>;tag=1", "\"Bob", "sip:a@b", ";tag=1"},
        {"\"Bob\\", NULL, "\"Bob\\", ""},
        {"\"", NULL, "\"", ""},
        {";tag=1", NULL, "", ";tag=1"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct exact exact = exact_copy(sc_slice_of(cases[i].value));
        struct sc_address address = sc_address_read(exact.bytes);
        check_part(address.display, cases[i].display, cases[i].value);
        check_part(address.uri, cases[i].uri, cases[i].value);
        check_part(address.params, cases[i].params, cases[i].value);
        exact_free(&exact);
    }
    assert_absent(sc_address_read((struct sc_slice){0}).uri);
}

static void tags(void **state)
{
    struct scan *scan = scan_lines("From: \"A;tag=no\" <sip:a@b;tag=no>;x;TAG = yes ;tag=late\r\n"
                                   "t: sip:a@b;tag=plain\r\n"
                                   "To: sip:a@b;tag=second\r\n");
    struct scan *none = scan_lines("From: <sip:a@b;tag=no>\r\nTo: sip:a@b;tag\r\n");

    assert_slice(sc_message_tag(&scan->message, SC_HEADER_FROM), "yes");
    assert_slice(sc_message_tag(&scan->message, SC_HEADER_TO), "plain");
    assert_absent(sc_message_tag(&scan->message, SC_HEADER_CONTACT));
    assert_absent(sc_message_tag(&none->message, SC_HEADER_FROM));
    assert_slice(sc_message_tag(&none->message, SC_HEADER_TO), "");
    scan_free(scan);
    scan_free(none);
}

/* ---- URIs ---- */

static void uris(void **state)
{
    static const struct {
        const char *text;
        const char *scheme;
        const char *user;
        const char *host;
        uint16_t port;
        const char *params;
    } cases[] = {
        {"sip:bob@example.com", "sip", "bob", "example.com", 0, ""},
        {"SIPS:bob@example.com:5061;transport=tcp", "SIPS", "bob", "example.com", 5061,
         ";transport=tcp"},
        {"sip:example.com", "sip", NULL, "example.com", 0, ""},
        {"sip:example.com:5060;lr", "sip", NULL, "example.com", 5060, ";lr"},
        {"sip:bob:secret@example.com:5060", "sip", "bob", "example.com", 5060, ""},
        {"sip:@example.com", "sip", "", "example.com", 0, ""},
        {"sip:bob;par=u%40h@example.com;lr", "sip", "bob;par=u%40h", "example.com", 0, ";lr"},
        {"sip:bob?x@example.com", "sip", "bob?x", "example.com", 0, ""},
        {"sip:bob@[2001:db8::1]:5070;lr", "sip", "bob", "2001:db8::1", 5070, ";lr"},
        {"sip:[2001:db8::1]", "sip", NULL, "2001:db8::1", 0, ""},
        {"sip:[2001:db8::1]x:5", "sip", NULL, "2001:db8::1", 0, ""},
        {"sip:bob@example.com?Subject=x;y", "sip", "bob", "example.com", 0, ""},
        {"sip:bob@example.com;lr?Subject=x", "sip", "bob", "example.com", 0, ";lr"},
        {"sip:bob@example.com:65536", "sip", "bob", "example.com", 0, ""},
        {"sip:bob@example.com:", "sip", "bob", "example.com", 0, ""},
        {"sip:bob@", "sip", "bob", "", 0, ""},
        {"sip:", "sip", NULL, "", 0, ""},
        {" sip:bob@example.com ", "sip", "bob", "example.com", 0, ""},
        {"tel:+1-201-555-0123;phone-context=x", "tel", "+1-201-555-0123", NULL, 0,
         ";phone-context=x"},
        {"TEL:112", "TEL", "112", NULL, 0, ""},
        {"tel:", "tel", "", NULL, 0, ""},
        {"urn:service:sos", "urn", NULL, NULL, 0, NULL},
        {"http://www.example.com:80/;x", "http", NULL, NULL, 0, NULL},
        {"sipx:a@b;c", "sipx", NULL, NULL, 0, NULL},
        {"example.com", NULL, NULL, NULL, 0, NULL},
        {"*", NULL, NULL, NULL, 0, NULL},
        {"", NULL, NULL, NULL, 0, NULL},
        {":", "", NULL, NULL, 0, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct exact exact = exact_copy(sc_slice_of(cases[i].text));
        struct sc_uri uri = sc_uri_read(exact.bytes);
        check_part(uri.scheme, cases[i].scheme, cases[i].text);
        check_part(uri.user, cases[i].user, cases[i].text);
        check_part(uri.host, cases[i].host, cases[i].text);
        check_part(uri.params, cases[i].params, cases[i].text);
        assert_int_equal(uri.port, cases[i].port);
        exact_free(&exact);
    }
    assert_absent(sc_uri_read((struct sc_slice){0}).scheme);
}

/* ---- Reason ---- */

static void reason_values(void **state)
{
    static const struct {
        const char *value;
        const char *protocol;
        bool has_cause;
        uint32_t cause;
        const char *text;
        const char *location;
    } cases[] = {
        {"SIP ;cause=200 ;text=\"Call completed elsewhere\"", "SIP", true, 200,
         "\"Call completed elsewhere\"", NULL},
        {"Q.850;cause=16;text=\"Terminated\";location=LN", "Q.850", true, 16, "\"Terminated\"",
         "LN"},
        {"q.850 ; CAUSE = 0 ; Text = plain", "q.850", true, 0, "plain", NULL},
        {"Q.850;text=\"a;cause=17, b\"", "Q.850", false, 0, "\"a;cause=17, b\"", NULL},
        {"Q.850;text=\"say \\\"hi\\\", ok\";cause=31", "Q.850", true, 31, "\"say \\\"hi\\\", ok\"",
         NULL},
        {"Q.850\r\n ;cause=16\r\n ;text=\"a\r\n b\"", "Q.850", true, 16, "\"a\r\n b\"", NULL},
        {"Q.850;cause=4294967295", "Q.850", true, UINT32_MAX, NULL, NULL},
        {"Q.850;cause=4294967296", "Q.850", false, 0, NULL, NULL},
        {"Q.850;cause=-1", "Q.850", false, 0, NULL, NULL},
        {"Q.850;cause=\"16\"", "Q.850", false, 0, NULL, NULL},
        {"Q.850;cause=16x", "Q.850", false, 0, NULL, NULL},
        {"Q.850;cause=", "Q.850", false, 0, NULL, NULL},
        {"Q.850;cause", "Q.850", false, 0, NULL, NULL},
        {"Q.850;causes=16", "Q.850", false, 0, NULL, NULL},
        {"Q.850", "Q.850", false, 0, NULL, NULL},
        {"Q.850;text=", "Q.850", false, 0, "", NULL},
        {"Q.850;text=\"never closed;cause=16", "Q.850", false, 0, "\"never closed;cause=16", NULL},
        {";cause=16", "", true, 16, NULL, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *line = g_strconcat("Reason: ", cases[i].value, "\r\n", NULL);
        struct scan *scan = scan_lines(line);
        struct sc_cursor cursor = {0};
        struct sc_reason reason;
        assert_true(sc_reason_next(&scan->message, &cursor, &reason));
        check_part(reason.protocol, cases[i].protocol, line);
        check_part(reason.text, cases[i].text, line);
        check_part(reason.location, cases[i].location, line);
        check_part(reason.bytes, cases[i].value, line);
        assert_int_equal(reason.has_cause, cases[i].has_cause);
        assert_int_equal(reason.cause, cases[i].cause);
        assert_false(sc_reason_next(&scan->message, &cursor, &reason));
        scan_free(scan);
        g_free(line);
    }
}

static void several_reasons(void **state)
{
    struct scan *scan = scan_lines("Reason: SIP;cause=580;text=\"a, b\" , Q.850;cause=47\r\n"
                                   "To: x\r\n"
                                   "REASON: , x.int;add-info=1,\r\n");
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    assert_true(sc_reason_next(&scan->message, &cursor, &reason));
    assert_slice(reason.protocol, "SIP");
    assert_int_equal(reason.cause, 580);
    assert_slice(reason.text, "\"a, b\"");
    assert_slice(reason.bytes, "SIP;cause=580;text=\"a, b\"");
    assert_true(sc_reason_next(&scan->message, &cursor, &reason));
    assert_slice(reason.protocol, "Q.850");
    assert_int_equal(reason.cause, 47);
    assert_absent(reason.text);
    assert_true(sc_reason_next(&scan->message, &cursor, &reason));
    assert_slice(reason.protocol, "x.int");
    assert_false(reason.has_cause);
    assert_false(sc_reason_next(&scan->message, &cursor, &reason));
    scan_free(scan);
}

/* ---- Causes in headers of vendors ---- */

static void vendor_cause(void **state)
{
    /* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order of a row */
    static const struct {
        const char *lines;
        const char *header;
        bool has_cause;
        uint32_t cause;
        const char *text;
        bool q850;
    } cases[] = {
        {"X-Disconnect-Cause: 88", "X-Disconnect-Cause", true, 88, NULL, true},
        {"x-disconnect-cause: 88 Incompatible", "X-Disconnect-Cause", true, 88, "Incompatible",
         true},
        {"X-Cause: 16;text=\"done\"", "X-Cause", true, 16, "\"done\"", true},
        {"X-Q850-Reason: Q.850;cause=41", "X-Q850-Reason", true, 41, NULL, true},
        {"X-Reason: 3pcc is not supported", "X-Reason", false, 0, "3pcc is not supported", false},
        {"X-Reason: 7 - no", "X-Reason", true, 7, "no", false},
        {"X-Cause: 99999999999", "X-Cause", false, 0, "99999999999", false},
        {"X-Cause:", "X-Cause", false, 0, NULL, false},
        {"ms-diagnostics: 1003;reason=\"No user\";source=\"a\"", "ms-diagnostics", true, 1003,
         "\"No user\"", false},
        {"X-Asterisk-HangupCause: Busy", "X-Asterisk-HangupCause", false, 0, "Busy", false},
        {"X-Asterisk-HangupCause: Busy\r\nX-Asterisk-HangupCauseCode: 17",
         "X-Asterisk-HangupCauseCode", true, 17, "Busy", true},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *lines = g_strconcat(cases[i].lines, "\r\n", NULL);
        struct scan *scan = scan_lines(lines);
        struct sc_cursor cursor = {0};
        struct sc_reason reason;
        assert_true(sc_vendor_cause_next(&scan->message, &cursor, &reason));
        assert_slice(reason.protocol, "vendor");
        assert_string_equal(reason.vendor->name, cases[i].header);
        assert_int_equal(reason.has_cause, cases[i].has_cause);
        assert_int_equal(reason.cause, cases[i].cause);
        check_part(reason.text, cases[i].text, lines);
        assert_int_equal(sc_reason_is_q850(&reason), cases[i].q850);
        assert_false(sc_vendor_cause_next(&scan->message, &cursor, &reason));
        scan_free(scan);
        g_free(lines);
    }
}

static void no_vendor_cause(void **state)
{
    struct scan *scan = scan_lines("X-Reasons: 1\r\nReason: Q.850;cause=1\r\nX: 1\r\nm: 1\r\n");
    struct sc_cursor cursor = {0};
    struct sc_reason reason;

    assert_false(sc_vendor_cause_next(&scan->message, &cursor, &reason));
    scan_free(scan);
}

/* ---- Warning ---- */

static void warning_values(void **state)
{
    static const struct {
        const char *value;
        uint16_t code;
        const char *agent;
        const char *text;
    } cases[] = {
        {"307 isi.edu \"Session parameter 'foo', not understood\"", 307, "isi.edu",
         "\"Session parameter 'foo', not understood\""},
        {"399 [2001:db8::1]:5060 \"a \\\"b\\\", c\"", 399, "[2001:db8::1]:5060",
         "\"a \\\"b\\\", c\""},
        {"399\r\n h\r\n \"x\"", 399, "h", "\"x\""},
        {"399 h plain words", 399, "h", "plain words"},
        {"370 devnull", 370, "devnull", NULL},
        {"370", 370, NULL, NULL},
        {"370 \"no agent here\"", 370, NULL, "\"no agent here\""},
        {"000 h \"x\"", 0, "h", "\"x\""},
        {"999 h \"x\"", 999, "h", "\"x\""},
        {"1812 overture \"In Progress\"", 0, NULL, NULL},
        {"-99 h \"x\"", 0, NULL, NULL},
        {"isi.edu \"x\"", 0, NULL, NULL},
        {"\"x\"", 0, NULL, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *line = g_strconcat("Warning: ", cases[i].value, "\r\n", NULL);
        struct scan *scan = scan_lines(line);
        struct sc_cursor cursor = {0};
        struct sc_warning warning;
        assert_true(sc_warning_next(&scan->message, &cursor, &warning));
        assert_int_equal(warning.code, cases[i].code);
        check_part(warning.agent, cases[i].agent, line);
        check_part(warning.text, cases[i].text, line);
        check_part(warning.bytes, cases[i].value, line);
        assert_false(sc_warning_next(&scan->message, &cursor, &warning));
        scan_free(scan);
        g_free(line);
    }
}

static void several_warnings(void **state)
{
    struct scan *scan = scan_lines("Warning: 301 a \"x, y\", 305 b \"z\"\r\n"
                                   "Warning: 399 c \"\"\r\n");
    static const uint16_t codes[] = {301, 305, 399};
    static const char *const texts[] = {"\"x, y\"", "\"z\"", "\"\""};
    struct sc_cursor cursor = {0};
    struct sc_warning warning;

    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        assert_true(sc_warning_next(&scan->message, &cursor, &warning));
        assert_int_equal(warning.code, codes[i]);
        assert_slice_of(warning.text, texts[i]);
    }
    assert_false(sc_warning_next(&scan->message, &cursor, &warning));
    scan_free(scan);
}

/* ---- Retry-After and other numbers ---- */

static void retry_after(void **state)
{
    static const struct {
        const char *value;
        bool readable;
        uint32_t seconds;
        const char *comment;
        bool has_duration;
        uint32_t duration;
    } cases[] = {
        {"120", true, 120, NULL, false, 0},
        {"0", true, 0, NULL, false, 0},
        {"120 (maint)", true, 120, "maint", false, 0},
        {"120(maint)", true, 120, "maint", false, 0},
        {"5;duration=3", true, 5, NULL, true, 3},
        {"5 ; Duration = 3 ; x", true, 5, NULL, true, 3},
        {"18000 (in a (nested) meeting);duration=3600", true, 18000, "in a (nested) meeting", true,
         3600},
        {"120\r\n (in\r\n a meeting)\r\n ;duration=60", true, 120, "in\r\n a meeting", true, 60},
        {"120 ()", true, 120, "", false, 0},
        {"120 (a \\) b \\( c)", true, 120, "a \\) b \\( c", false, 0},
        {"120 (;duration=9)", true, 120, ";duration=9", false, 0},
        {"120 (a);x=\"b)\";duration=4", true, 120, "a", true, 4},
        {"120 (a) junk;duration=4", true, 120, "a", true, 4},
        {"120 (never closed;duration=4", true, 120, "never closed;duration=4", false, 0},
        {"120 ((half closed)", true, 120, "(half closed)", false, 0},
        {"120 (a\\)", true, 120, "a\\)", false, 0},
        {"120 (", true, 120, "", false, 0},
        {"120 (\\", true, 120, "\\", false, 0},
        {"4294967295", true, UINT32_MAX, NULL, false, 0},
        {"4294967296", false, 0, NULL, false, 0},
        {"5;duration=4294967296", true, 5, NULL, false, 0},
        {"5;duration=x", true, 5, NULL, false, 0},
        {"5;duration", true, 5, NULL, false, 0},
        {"-5", false, 0, NULL, false, 0},
        {"5 minutes", false, 0, NULL, false, 0},
        {"5.5", false, 0, NULL, false, 0},
        {"5, 6", false, 0, NULL, false, 0},
        {"Fri, 01 Jan 2010 16:00:00 GMT", false, 0, NULL, false, 0},
        {"(120)", false, 0, NULL, false, 0},
        {";duration=3", false, 0, NULL, false, 0},
        {"", false, 0, NULL, false, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *line = g_strconcat("Retry-After: ", cases[i].value, "\r\n", NULL);
        struct scan *scan = scan_lines(line);
        struct sc_retry_after result = sc_message_retry_after(&scan->message);
        if (result.readable != cases[i].readable) {
            fail_msg("%s is %sreadable", line, result.readable ? "" : "un");
        }
        assert_int_equal(result.seconds, cases[i].seconds);
        check_part(result.comment, cases[i].comment, line);
        assert_int_equal(result.has_duration, cases[i].has_duration);
        assert_int_equal(result.duration, cases[i].duration);
        check_part(result.bytes, cases[i].value, line);
        scan_free(scan);
        g_free(line);
    }
}

static void retry_after_absent(void **state)
{
    struct scan *scan = scan_lines("To: a\r\n");
    struct sc_retry_after result = sc_message_retry_after(&scan->message);

    assert_false(result.readable);
    assert_absent(result.bytes);
    assert_absent(result.comment);
    scan_free(scan);
}

static void number_headers(void **state)
{
    static const struct {
        const char *value;
        bool readable;
        uint32_t number;
    } cases[] = {
        {"3600", true, 3600},
        {"0070", true, 70},
        {"90;refresher=uac", true, 90},
        {"90 ; refresher=uac", true, 90},
        {"90 (comment)", true, 90},
        {"4294967295", true, UINT32_MAX},
        {"4294967296", false, 0},
        {"-1", false, 0},
        {"90 seconds", false, 0},
        {"90, 91", false, 0},
        {"", false, 0},
        {"never", false, 0},
    };
    static const enum sc_header headers[] = {
        SC_HEADER_EXPIRES,         SC_HEADER_MIN_EXPIRES,  SC_HEADER_MIN_SE,
        SC_HEADER_SESSION_EXPIRES, SC_HEADER_MAX_FORWARDS, SC_HEADER_RSEQ,
    };

    for (size_t h = 0; h < G_N_ELEMENTS(headers); h++) {
        for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
            char *line =
                g_strconcat(sc_header_name(headers[h]), ": ", cases[i].value, "\r\n", NULL);
            struct scan *scan = scan_lines(line);
            uint32_t number = 4711;
            if (sc_message_number(&scan->message, headers[h], &number) != cases[i].readable) {
                fail_msg("%s is %sreadable", line, cases[i].readable ? "un" : "");
            }
            assert_int_equal(number, cases[i].readable ? cases[i].number : 4711);
            assert_false(sc_message_number(&scan->message, SC_HEADER_TO, &number));
            scan_free(scan);
            g_free(line);
        }
    }
}

/* ---- Challenges ---- */

static void challenges(void **state)
{
    static const struct {
        const char *bytes;
        bool challenges;
    } cases[] = {
        {"SIP/2.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"a\"\r\n\r\n", true},
        {"SIP/2.0 407 Proxy\r\nProxy-Authenticate: Digest realm=\"a\"\r\n\r\n", true},
        {"SIP/2.0 401 Unauthorized\r\nProxy-Authenticate: Digest realm=\"a\"\r\n\r\n", false},
        {"SIP/2.0 407 Proxy\r\nWWW-Authenticate: Digest realm=\"a\"\r\n\r\n", false},
        {"SIP/2.0 401 Unauthorized\r\n\r\n", false},
        {"SIP/2.0 403 No\r\nWWW-Authenticate: Digest realm=\"a\"\r\n\r\n", false},
        {"BYE sip:a SIP/2.0\r\nWWW-Authenticate: Digest realm=\"a\"\r\n\r\n", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct scan *scan = scan_bytes(sc_slice_of(cases[i].bytes));
        if (sc_message_challenges(&scan->message) != cases[i].challenges) {
            fail_msg("%s", cases[i].bytes);
        }
        scan_free(scan);
    }
}

/* ---- Date ---- */

static void dates(void **state)
{
    static const struct {
        const char *lines;
        bool readable;
        int64_t seconds;
    } cases[] = {
        {"Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n", true, 0},
        {"Date: Sat, 13 Nov 2010 23:29:00 GMT\r\n", true, 1289690940},
        {"Date: Tue, 29 Feb 2000 12:00:00 GMT\r\n", true, 951825600},
        {"Date: Wed, 01 Mar 2000 12:00:00 GMT\r\n", true, 951912000},
        {"Date:Sun,1 mar 2026 0:0:60\r\n gmt\r\n", true, 1772323260},
        {"Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n", true, INT64_C(253402300799)},
        {"Date: Fri, 31 Dec 1969 23:59:59 GMT\r\n", false, 0},
        {"Date: Sat, 13 Nov 10000 23:29:00 GMT\r\n", false, 0},
        {"Date: Sat, 32 Nov 2010 23:29:00 GMT\r\n", false, 0},
        {"Date: Sat, 0 Nov 2010 23:29:00 GMT\r\n", false, 0},
        {"Date: Sat, 13 November 2010 23:29:00 GMT\r\n", false, 0},
        {"Date: Sat, 13 Nov 2010 24:29:00 GMT\r\n", false, 0},
        {"Date: Sat, 13 Nov 2010 23:60:00 GMT\r\n", false, 0},
        {"Date: Sat, 13 Nov 2010 23:29:00 CET\r\n", false, 0},
        {"Date: Sat, 13 Nov 2010 23:29:00\r\n", false, 0},
        {"Date: Sat, 13 Nov 99999999999999999999 23:29:00 GMT\r\n", false, 0},
        {"Date: Saturday, 13-Nov-10 23:29:00 GMT\r\n", false, 0},
        {"Date: ,,,::\r\n", false, 0},
        {"Date:\r\n", false, 0},
        {"To: a\r\n", false, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct scan *scan = scan_lines(cases[i].lines);
        int64_t seconds = 0;
        bool readable = sc_message_date(&scan->message, &seconds);
        if (readable != cases[i].readable || seconds != cases[i].seconds) {
            fail_msg("%s: %" G_GINT64_FORMAT, cases[i].lines, seconds);
        }
        scan_free(scan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cseq),
        cmocka_unit_test(cseq_without_method),
        cmocka_unit_test(method_of_a_request_is_its_own),
        cmocka_unit_test(via_values),
        cmocka_unit_test(vias_topmost_first),
        cmocka_unit_test(addresses),
        cmocka_unit_test(tags),
        cmocka_unit_test(uris),
        cmocka_unit_test(reason_values),
        cmocka_unit_test(several_reasons),
        cmocka_unit_test(vendor_cause),
        cmocka_unit_test(no_vendor_cause),
        cmocka_unit_test(warning_values),
        cmocka_unit_test(several_warnings),
        cmocka_unit_test(retry_after),
        cmocka_unit_test(retry_after_absent),
        cmocka_unit_test(number_headers),
        cmocka_unit_test(challenges),
        cmocka_unit_test(dates),
    };

    return cmocka_run_group_tests_name("values", tests, NULL, NULL);
}
