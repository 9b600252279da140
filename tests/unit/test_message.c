/* The scan: start line, where the headers end, which lines are indexed, how the body is framed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scan.h"

/* ---- Status line ---- */

static void response_with_phrase(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 486 Busy Here\r\n\r\n");
    const struct sc_message *message = &scan->message;

    assert_int_equal(message->kind, SC_MESSAGE_RESPONSE);
    assert_slice(message->start_line, "SIP/2.0 486 Busy Here");
    assert_slice(message->version, "SIP/2.0");
    assert_slice(message->status, "486");
    assert_int_equal(message->code, 486);
    assert_slice(message->phrase, "Busy Here");
    assert_absent(message->method);
    assert_absent(message->uri);
    assert_true(message->headers_complete);
    assert_slice(message->head, "");
    assert_slice(message->body, "");
    assert_int_equal(scan->taken, 25);
    scan_free(scan);
}

static void response_without_phrase(void **state)
{
    const struct sc_slice lines[] = {
        BYTES("SIP/2.0 180"),
        BYTES("SIP/2.0 180 "),
        BYTES("SIP/2.0 180\n"),
        BYTES("SIP/2.0 180 \r\n\r\n"),
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        struct scan *scan = scan_bytes(lines[i]);
        assert_int_equal(scan->message.kind, SC_MESSAGE_RESPONSE);
        assert_int_equal(scan->message.code, 180);
        assert_slice(scan->message.phrase, "");
        assert_int_equal(scan->taken, lines[i].size);
        scan_free(scan);
    }
}

static void phrase_is_as_sent(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 100  trying -- 100% \xC3\xA9\x01 important \r\n\r\n");

    assert_slice(scan->message.phrase, " trying -- 100% \xC3\xA9\x01 important ");
    scan_free(scan);
}

static void every_code_of_three_digits(void **state)
{
    for (unsigned code = 0; code <= 999; code++) {
        char line[32];
        int size = g_snprintf(line, sizeof line, "SIP/2.0 %03u X\r\n", code);
        struct scan *scan = scan_bytes((struct sc_slice){line, (size_t)size});
        assert_int_equal(scan->message.kind, SC_MESSAGE_RESPONSE);
        assert_int_equal(scan->message.code, code);
        assert_int_equal(scan->message.status.size, 3);
        scan_free(scan);
    }
}

static void version_is_as_sent(void **state)
{
    struct scan *response = SCAN("sip/3.0 200 OK\r\n\r\n");
    struct scan *request = SCAN("OPTIONS sip:a SIP/7.0\r\n\r\n");

    assert_int_equal(response->message.kind, SC_MESSAGE_RESPONSE);
    assert_slice(response->message.version, "sip/3.0");
    assert_int_equal(request->message.kind, SC_MESSAGE_REQUEST);
    assert_slice(request->message.version, "SIP/7.0");
    scan_free(response);
    scan_free(request);
}

/* ---- Request line ---- */

static void request_line(void **state)
{
    struct scan *scan = SCAN("INVITE sip:bob@example.com;transport=tcp SIP/2.0\r\n\r\n");
    const struct sc_message *message = &scan->message;

    assert_int_equal(message->kind, SC_MESSAGE_REQUEST);
    assert_slice(message->start_line, "INVITE sip:bob@example.com;transport=tcp SIP/2.0");
    assert_slice(message->method, "INVITE");
    assert_slice(message->uri, "sip:bob@example.com;transport=tcp");
    assert_slice(message->version, "SIP/2.0");
    assert_int_equal(message->code, 0);
    assert_absent(message->status);
    assert_absent(message->phrase);
    scan_free(scan);
}

static void request_with_blanks_in_uri(void **state)
{
    struct scan *scan = SCAN("INVITE  sip:bob@example.com; lr  SIP/2.0\r\n\r\n");

    assert_slice(scan->message.method, "INVITE");
    assert_slice(scan->message.uri, "sip:bob@example.com; lr");
    scan_free(scan);
}

static void request_method_is_any_token(void **state)
{
    struct scan *scan = SCAN("x-!%*_+`'~.9 sip:a SIP/2.0\r\n\r\n");

    assert_slice(scan->message.method, "x-!%*_+`'~.9");
    scan_free(scan);
}

/* ---- What is no SIP ---- */

static void other_start_lines(void **state)
{
    const struct sc_slice lines[] = {
        BYTES(""),
        BYTES("\r\n\r\n"),
        BYTES("\r\n \r\n"),
        BYTES(" SIP/2.0 200 OK\r\n\r\n"),
        BYTES("SIP/2.0\r\n\r\n"),
        BYTES("SIP/2.0 \r\n\r\n"),
        BYTES("SIP/2.0 20"),
        BYTES("SIP/2.0 2O0 OK\r\n\r\n"),
        BYTES("SIP/2.0 -20 OK\r\n\r\n"),
        BYTES("SIP/2.0 200OK\r\n\r\n"),
        BYTES("SIP/2.0 2000 OK\r\n\r\n"),
        BYTES("SIP/2.0 4294967301 OK\r\n\r\n"),
        BYTES("SIP/ 200 OK\r\n\r\n"),
        BYTES("HTTP/1.1 200 OK\r\n\r\n"),
        BYTES("GET / HTTP/1.1\r\n\r\n"),
        BYTES("INVITE\r\n\r\n"),
        BYTES("INVITE SIP/2.0\r\n\r\n"),
        BYTES("INVITE sip:a\r\n\r\n"),
        BYTES("INVITE sip:a SIP/\r\n\r\n"),
        BYTES("INVITE sip:a SIP/2.0 \r\n\r\n"),
        BYTES(" INVITE sip:a SIP/2.0\r\n\r\n"),
        BYTES("INV(ITE sip:a SIP/2.0\r\n\r\n"),
        BYTES("INV\0ITE sip:a SIP/2.0\r\n\r\n"),
        BYTES("INVIT\xC3\x89 sip:a SIP/2.0\r\n\r\n"),
        BYTES("\x80\x60\x12\x34\0\0\0\0"),
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        struct scan *scan = scan_bytes(lines[i]);
        const struct sc_message *message = &scan->message;
        if (message->kind != SC_MESSAGE_NONE) {
            fail_msg("line %zu passes for SIP", i);
        }
        assert_int_equal(scan->taken, 0);
        assert_absent(message->bytes);
        assert_absent(message->start_line);
        assert_absent(message->method);
        assert_absent(message->uri);
        assert_absent(message->version);
        assert_absent(message->status);
        assert_absent(message->phrase);
        assert_absent(message->head);
        assert_absent(message->body);
        assert_int_equal(message->line_count, 0);
        assert_false(message->headers_complete);
        assert_false(message->content_length_readable);
        scan_free(scan);
    }
}

static void no_bytes_at_all(void **state)
{
    struct sc_message message;

    assert_int_equal(sc_message_scan(NULL, 0, &message), 0);
    assert_int_equal(message.kind, SC_MESSAGE_NONE);
}

/* ---- Line ends ---- */

static void leading_empty_lines(void **state)
{
    struct scan *scan = SCAN("\r\n\n\r\n\rSIP/2.0 200 OK\r\nl: 2\r\n\r\nhi!");

    assert_slice(scan->message.start_line, "SIP/2.0 200 OK");
    assert_slice(scan->message.bytes, "SIP/2.0 200 OK\r\nl: 2\r\n\r\nhi");
    assert_ptr_equal(scan->message.bytes.data, scan->exact.bytes.data + 6);
    assert_int_equal(scan->taken, 6 + 16 + 6 + 2 + 2);
    assert_int_equal(scan->message.surplus, 1);
    scan_free(scan);
}

static void line_ends_mixed(void **state)
{
    static const char *const ends[] = {"\r\n", "\n"};

    /* Each of the four lines with each of both line ends. */
    for (unsigned mix = 0; mix < 16; mix++) {
        char *text =
            g_strconcat("SIP/2.0 200 OK", ends[mix & 1], "To: a", ends[mix >> 1 & 1], "Event: x",
                        ends[mix >> 2 & 1], ends[mix >> 3 & 1], "body\n", NULL);
        struct scan *scan = scan_bytes(sc_slice_of(text));
        assert_slice(scan->message.phrase, "OK");
        assert_int_equal(scan->message.line_count, 2);
        assert_slice(scan->message.lines[0].value, "a");
        assert_slice(scan->message.lines[1].value, "x");
        assert_true(scan->message.headers_complete);
        assert_slice(scan->message.body, "body\n");
        scan_free(scan);
        g_free(text);
    }
}

static void lone_cr_ends_no_line(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 200 OK\r\nTo: a\rVia: b\r\n\r\r\nEvent: c\r\n\r\n");

    assert_int_equal(scan->message.line_count, 2);
    assert_slice(scan->message.lines[0].value, "a\rVia: b");
    assert_slice(scan->message.lines[1].value, "c");
    assert_slice(scan->message.body, "");
    scan_free(scan);
}

static void folded_lines(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 200 OK\r\n"
                             "To:\r\n <sip:a@b>\r\n\t;tag=1\r\n"
                             "Event :\n   \n x\n"
                             "From\r\n : y\r\n"
                             "\r\nbody");

    assert_int_equal(scan->message.line_count, 3);
    assert_slice(scan->message.lines[0].name, "To");
    assert_slice(scan->message.lines[0].value, "<sip:a@b>\r\n\t;tag=1");
    assert_slice(scan->message.lines[1].name, "Event");
    assert_slice(scan->message.lines[1].value, "x");
    assert_slice(scan->message.lines[2].name, "From");
    assert_slice(scan->message.lines[2].value, "y");
    assert_slice(scan->message.body, "body");
    scan_free(scan);
}

/* ---- Header lines ---- */

static void header_lines(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 200 OK\r\n"
                             "VIA: one\r\n"
                             "X-Other: two\r\n"
                             "no colon here\r\n"
                             ": no name\r\n"
                             "t:three\r\n"
                             "Via:\r\n"
                             "\r\n");
    const struct sc_message *message = &scan->message;

    assert_int_equal(message->line_count, 3);
    assert_int_equal(message->lines[0].header, SC_HEADER_VIA);
    assert_slice(message->lines[0].name, "VIA");
    assert_slice(message->lines[0].value, "one");
    assert_int_equal(message->lines[1].header, SC_HEADER_TO);
    assert_slice(message->lines[1].name, "t");
    assert_slice(message->lines[1].value, "three");
    assert_int_equal(message->lines[2].header, SC_HEADER_VIA);
    assert_slice(message->lines[2].value, "");
    assert_int_equal(message->lines_dropped, 0);
    assert_slice(message->head, "VIA: one\r\nX-Other: two\r\nno colon here\r\n: no name\r\n"
                                "t:three\r\nVia:\r\n");
    scan_free(scan);
}

static void headers_cut(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 486 Busy Here\r\nContent-Length: 7\r\nTo: <sip:b");

    assert_false(scan->message.headers_complete);
    assert_int_equal(scan->message.line_count, 2);
    assert_slice(scan->message.lines[1].value, "<sip:b");
    assert_slice(scan->message.head, "Content-Length: 7\r\nTo: <sip:b");
    assert_slice(scan->message.body, "");
    assert_int_equal(scan->message.body_missing, 7);
    assert_int_equal(scan->taken, scan->exact.bytes.size);
    scan_free(scan);
}

static void nul_bytes(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 200 O\0K\r\nTo: a\0b\r\nVi\0a: c\r\n\0: d\r\n\r\n\0x");

    assert_slice(scan->message.phrase, "O\0K");
    assert_int_equal(scan->message.line_count, 1);
    assert_slice(scan->message.lines[0].value, "a\0b");
    assert_slice(scan->message.body, "\0x");
    scan_free(scan);
}

static void lines_of_64_kib(void **state)
{
    char *phrase = repeated("", "p", 65536, "");
    char *text = g_strconcat("SIP/2.0 200 ", phrase, "\r\nTo: ", phrase, "\r\n", phrase, ": ",
                             phrase, "\r\nEvent: x\r\n\r\nbody", NULL);
    struct scan *scan = scan_bytes(sc_slice_of(text));

    assert_slice_of(scan->message.phrase, phrase);
    assert_int_equal(scan->message.line_count, 2);
    assert_slice_of(scan->message.lines[0].value, phrase);
    assert_slice(scan->message.lines[1].value, "x");
    assert_slice(scan->message.body, "body");
    scan_free(scan);
    g_free(text);
    g_free(phrase);
}

static void lines_at_the_bound(void **state)
{
    for (size_t count = SC_LINES_MAX - 1; count <= SC_LINES_MAX + 1; count++) {
        char *text = repeated("SIP/2.0 200 OK\r\n", "X-Other: y\r\nVia: x\r\n", count, "\r\n");
        struct scan *scan = scan_bytes(sc_slice_of(text));
        size_t indexed = MIN(count, SC_LINES_MAX);
        struct sc_cursor lines = {0};
        struct sc_cursor values = {0};
        struct sc_slice value;
        for (size_t k = 0; k < indexed; k++) {
            assert_true(sc_line_next(&scan->message, SC_HEADER_VIA, &lines, &value));
            assert_true(sc_value_next(&scan->message, SC_HEADER_VIA, &values, &value));
        }
        assert_false(sc_line_next(&scan->message, SC_HEADER_VIA, &lines, &value));
        assert_false(sc_value_next(&scan->message, SC_HEADER_VIA, &values, &value));
        assert_int_equal(scan->message.line_count, indexed);
        assert_int_equal(scan->message.lines_dropped, count - indexed);
        scan_free(scan);
        g_free(text);
    }
}

/* Content-Length bounds the body wherever it stands. */
static void ten_thousand_headers(void **state)
{
    char *text = repeated("SIP/2.0 200 OK\r\n", "Via: x\r\nX-Other: y\r\n", 5000,
                          "Content-Length: 4\r\n\r\nbodySIP/2.0 100 Trying\r\n\r\n");
    struct scan *scan = scan_bytes(sc_slice_of(text));

    assert_int_equal(scan->message.line_count, SC_LINES_MAX);
    assert_int_equal(scan->message.lines_dropped, 5001 - SC_LINES_MAX);
    assert_true(scan->message.content_length_readable);
    assert_int_equal(scan->message.content_length, 4);
    assert_slice(scan->message.body, "body");
    assert_int_equal(scan->message.surplus, 22);
    scan_free(scan);
    g_free(text);
}

/* ---- Body ---- */

struct framing {
    const char *lines; /* between the start line and the empty line */
    const char *data;  /* behind the empty line */
    bool readable;
    uint64_t content_length;
    const char *body;
    uint64_t missing;
    size_t surplus;
};

static void body_framing(void **state)
{
    static const struct framing cases[] = {
        {"Content-Length: 4\r\n", "body", true, 4, "body", 0, 0},
        {"CONTENT-LENGTH :4\r\n", "body", true, 4, "body", 0, 0},
        {"l:\r\n 0004\r\n", "body", true, 4, "body", 0, 0},
        {"l: 0\r\n", "", true, 0, "", 0, 0},
        {"l: 0\r\n", "body", true, 0, "", 0, 4},
        {"l: 3\r\n", "body", true, 3, "bod", 0, 1},
        {"l: 5\r\n", "body", true, 5, "body", 1, 0},
        {"l: 9999\r\n", "body", true, 9999, "body", 9995, 0},
        {"l: 18446744073709551615\r\n", "body", true, UINT64_MAX, "body", UINT64_MAX - 4, 0},
        {"", "body", false, 0, "body", 0, 0},
        {"", "", false, 0, "", 0, 0},
        {"l:\r\n", "body", false, 0, "body", 0, 0},
        {"l: -1\r\n", "body", false, 0, "body", 0, 0},
        {"l: +1\r\n", "body", false, 0, "body", 0, 0},
        {"l: 1 1\r\n", "body", false, 0, "body", 0, 0},
        {"l: 1,1\r\n", "body", false, 0, "body", 0, 0},
        {"l: 0x1\r\n", "body", false, 0, "body", 0, 0},
        {"l: 18446744073709551616\r\n", "body", false, 0, "body", 0, 0},
        {"l: 2\r\nl: 3\r\n", "body", true, 2, "bo", 0, 2},
        {"l: 3\r\nContent-Length: 2\r\n", "body", true, 3, "bod", 0, 1},
        {"l: x\r\nl: 2\r\n", "body", false, 0, "body", 0, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct framing *framing = &cases[i];
        char *head = g_strconcat("SIP/2.0 200 OK\r\n", framing->lines, "\r\n", NULL);
        char *text = g_strconcat(head, framing->data, NULL);
        struct scan *scan = scan_bytes(sc_slice_of(text));
        const struct sc_message *message = &scan->message;
        assert_int_equal(message->content_length_readable, framing->readable);
        assert_true(message->content_length == framing->content_length);
        assert_slice_of(message->body, framing->body);
        assert_true(message->body_missing == framing->missing);
        assert_int_equal(message->surplus, framing->surplus);
        assert_int_equal(scan->taken, strlen(head) + strlen(framing->body));
        assert_int_equal(message->bytes.size, scan->taken);
        assert_ptr_equal(message->bytes.data, scan->exact.bytes.data);
        scan_free(scan);
        g_free(text);
        g_free(head);
    }
}

static void body_is_not_scanned(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 200 OK\r\nTo: a\r\n\r\nVia: b\r\n\r\nl: 1\r\n");

    assert_int_equal(scan->message.line_count, 1);
    assert_slice(scan->message.body, "Via: b\r\n\r\nl: 1\r\n");
    scan_free(scan);
}

/* Several messages in one segment, keep-alives between them: the returned size leads from one to
 * the next. */
static void messages_in_a_row(void **state)
{
    static const char text[] = "SIP/2.0 100 Trying\r\nl: 0\r\n\r\n"
                               "\r\n\r\n"
                               "SIP/2.0 183 Progress\r\nl: 4\r\n\r\nbody"
                               "BYE sip:a SIP/2.0\r\nl: 0\r\n\r\n"
                               "SIP/2.0 200 OK\r\nl: 9\r\n\r\ncut";
    static const char *const bytes[] = {
        "SIP/2.0 100 Trying\r\nl: 0\r\n\r\n",
        "SIP/2.0 183 Progress\r\nl: 4\r\n\r\nbody",
        "BYE sip:a SIP/2.0\r\nl: 0\r\n\r\n",
        "SIP/2.0 200 OK\r\nl: 9\r\n\r\ncut",
    };
    struct sc_slice rest = BYTES(text);

    for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++) {
        struct scan *scan = scan_bytes(rest);
        assert_slice_of(scan->message.bytes, bytes[i]);
        assert_int_equal(scan->message.surplus, rest.size - scan->taken);
        rest = (struct sc_slice){rest.data + scan->taken, rest.size - scan->taken};
        scan_free(scan);
    }
    assert_int_equal(rest.size, 0);
}

/* A scan leaves nothing of the one before it. */
static void message_is_reused(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 486 Busy\r\nTo: a\r\nl: 9\r\n\r\nbody");
    struct exact request_bytes = exact_copy(BYTES("ACK sip:a SIP/2.0\r\n"));

    assert_int_equal(
        sc_message_scan(request_bytes.bytes.data, request_bytes.bytes.size, &scan->message), 19);
    assert_int_equal(scan->message.kind, SC_MESSAGE_REQUEST);
    assert_int_equal(scan->message.code, 0);
    assert_absent(scan->message.status);
    assert_absent(scan->message.phrase);
    assert_int_equal(scan->message.line_count, 0);
    assert_false(scan->message.headers_complete);
    assert_false(scan->message.content_length_readable);
    assert_int_equal(scan->message.content_length, 0);
    assert_int_equal(scan->message.body_missing, 0);
    exact_free(&request_bytes);
    scan_free(scan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(response_with_phrase),
        cmocka_unit_test(response_without_phrase),
        cmocka_unit_test(phrase_is_as_sent),
        cmocka_unit_test(every_code_of_three_digits),
        cmocka_unit_test(version_is_as_sent),
        cmocka_unit_test(request_line),
        cmocka_unit_test(request_with_blanks_in_uri),
        cmocka_unit_test(request_method_is_any_token),
        cmocka_unit_test(other_start_lines),
        cmocka_unit_test(no_bytes_at_all),
        cmocka_unit_test(leading_empty_lines),
        cmocka_unit_test(line_ends_mixed),
        cmocka_unit_test(lone_cr_ends_no_line),
        cmocka_unit_test(folded_lines),
        cmocka_unit_test(header_lines),
        cmocka_unit_test(headers_cut),
        cmocka_unit_test(nul_bytes),
        cmocka_unit_test(lines_of_64_kib),
        cmocka_unit_test(lines_at_the_bound),
        cmocka_unit_test(ten_thousand_headers),
        cmocka_unit_test(body_framing),
        cmocka_unit_test(body_is_not_scanned),
        cmocka_unit_test(messages_in_a_row),
        cmocka_unit_test(message_is_reused),
    };

    return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
