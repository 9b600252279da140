/* The torture test messages of RFC 4475, read from the folder that SIPCODES_TORTURE names: one file
 * NAME.dat for each, and INDEX.tsv, whose second column lists them. They are the RFC's text and not
 * part of this project.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "readers.h"
#include "scan.h"

/* What RFC 4475 makes clear of one message. Read off its text, not off the scanner. */
struct expected {
    const char *file;
    enum sc_message_kind kind;
    uint32_t cseq;           /* 0 if it is no number below 2^32 */
    const char *first;       /* method, or the digits of the code */
    const char *cseq_method; /* NULL if it is not there */
    size_t vias;
    const char *branch;   /* of the topmost Via */
    const char *from_tag; /* of the first From */
    const char *call_id;
    size_t body; /* bytes */
};

/* Ascending by file. Neither of the two without a kind is a message of SIP to this scanner: section
 * 3.1.2.19 has a code that is none, section 3.1.2.10 blanks behind the version. */
static const struct expected messages[] = {
    {"badaspec.dat", SC_MESSAGE_REQUEST, 3923239, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdju43234",
     "433423", "badaspec.sdf0234n2nds0a099u23h3hnnw009cdkne3", 0},
    {"badbranch.dat", SC_MESSAGE_REQUEST, 8, "OPTIONS", "OPTIONS", 1, "z9hG4bK", "33242",
     "badbranch.sadonfo23i420jv0as0derf3j3n", 0},
    {"baddate.dat", SC_MESSAGE_REQUEST, 1392934, "INVITE", "INVITE", 1, "z9hG4bKkdjuw", "2234923",
     "baddate.239423mnsadf3j23lj42--sedfnm234", 150},
    {"baddn.dat", SC_MESSAGE_REQUEST, 3923239, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdjuw", "43",
     "baddn.31415@c.example.com", 0},
    {"badinv01.dat", SC_MESSAGE_REQUEST, 8, "INVITE", "INVITE", 2, NULL, "134161461246",
     "badinv01.0ha0isndaksdjasdf3234nas", 152},
    {"badvers.dat", SC_MESSAGE_REQUEST, 1, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdjuw", "qweoiqpe",
     "badvers.31417@c.example.com", 0},
    {"bcast.dat", SC_MESSAGE_RESPONSE, 35, "200", "INVITE", 2, "z9hG4bK1324923", "11141343",
     "bcast.0384840201234ksdfak3j2erwedfsASdf", 154},
    {"bext01.dat", SC_MESSAGE_REQUEST, 8, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdjuw", "242etr",
     "bext01.0ha0isndaksdj", 0},
    {"bigcode.dat", .kind = SC_MESSAGE_NONE},
    {"clerr.dat", SC_MESSAGE_REQUEST, 8, "INVITE", "INVITE", 1, "z9hG4bK-39234-23523", "93942939o2",
     "clerr.0ha0isndaksdjweiafasdk3", 154},
    {"cparam01.dat", SC_MESSAGE_REQUEST, 2, "REGISTER", "REGISTER", 1, "z9hG4bKkdjuw",
     "DkfVgjkrtMwaerKKpe", "cparam01.70710@saturn.example.com", 0},
    {"cparam02.dat", SC_MESSAGE_REQUEST, 3, "REGISTER", "REGISTER", 1, "z9hG4bKkdjuw", "838293",
     "cparam02.70710@saturn.example.com", 0},
    {"dblreq.dat", SC_MESSAGE_REQUEST, 8, "REGISTER", "REGISTER", 1, "z9hG4bKkdjuw23492",
     "43251j3j324", "dblreq.0ha0isndaksdj99sdfafnl3lk233412", 0},
    {"esc01.dat", SC_MESSAGE_REQUEST, 234234, "INVITE", "INVITE", 1, "z9hG4bKkdjuw", "938",
     "esc01.239409asdfakjkn23onasd0-3234", 150},
    {"esc02.dat", SC_MESSAGE_REQUEST, 29344, "RE%47IST%45R", "RE%47IST%45R", 1,
     "z9hG4bK209%fzsnel234", "f232jadfj23", "esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf", 0},
    {"escnull.dat", SC_MESSAGE_REQUEST, 14398234, "REGISTER", "REGISTER", 1, "z9hG4bKkdjuw",
     "839923423", "escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd", 0},
    {"escruri.dat", SC_MESSAGE_REQUEST, 149209342, "INVITE", "INVITE", 1, "z9hG4bKkdjuw", "341518",
     "escruri.23940-asdfhj-aje3br-234q098w-fawerh2q-h4n5", 150},
    {"insuf.dat", SC_MESSAGE_REQUEST, 193942, "INVITE", "INVITE", 1, "z9hG4bKkdj.insuf", NULL, NULL,
     152},
    {"intmeth.dat", SC_MESSAGE_REQUEST, 139122385, "!interesting-Method0123456789_*+`.%indeed'~",
     "!interesting-Method0123456789_*+`.%indeed'~", 1, "z9hG4bK-.!%66*_+`'~", "_token~1'+`*%!-.",
     "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{", 0},
    {"inv2543.dat", SC_MESSAGE_REQUEST, 56, "INVITE", "INVITE", 1, NULL, NULL,
     "inv2543.1717@ift.client.example.com", 105},
    {"invut.dat", SC_MESSAGE_REQUEST, 235448, "INVITE", "INVITE", 1, "z9hG4bKkdjuw", "8392034",
     "invut.0ha0isndaksdjadsfij34n23d", 40},
    {"longreq.dat", SC_MESSAGE_REQUEST, 3882340, "INVITE", "INVITE", 34, NULL,
     "129829829829829829829829829829829829829829829829829829829829829829829829829829829829829829829"
     "82982982982982982982982982982982982982982982982982982982982424",
     "longreq."
     "onereallyreallyreallyreallyreallyreallyreallyreallyreallyreallyreallyreallyreallyreallyreally"
     "reallyreallyreallyreallyreallylongcallid",
     150},
    {"ltgtruri.dat", SC_MESSAGE_REQUEST, 1, "INVITE", "INVITE", 1, NULL, "39291",
     "ltgtruri.1@192.0.2.5", 159},
    {"lwsdisp.dat", SC_MESSAGE_REQUEST, 60, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdjuw", "323",
     "lwsdisp.1234abcd@funky.example.com", 0},
    {"lwsruri.dat", SC_MESSAGE_REQUEST, 2130706432, "INVITE", "INVITE", 1, "z9hG4bKkdjuw2395",
     "231413434", "lwsruri.asdfasdoeoi2323-asdfwrn23-asd834rk423", 159},
    {"lwsstart.dat", SC_MESSAGE_REQUEST, 1893884, "INVITE", "INVITE", 1, "z9hG4bKkdjuw3923", "8814",
     "lwsstart.dfknq234oi243099adsdfnawe3@example.com", 150},
    {"mcl01.dat", SC_MESSAGE_REQUEST, 15932, "OPTIONS", "OPTIONS", 1, "z9hG4bK293423", "3923942",
     "mcl01.fhn2323orihawfdoa3o4r52o3irsdf", 13},
    {"mismatch01.dat", SC_MESSAGE_REQUEST, 8, "OPTIONS", "INVITE", 1, "z9hG4bKkdjuw", "34525",
     "mismatch01.dj0234sxdfl3", 0},
    {"mismatch02.dat", SC_MESSAGE_REQUEST, 8, "NEWMETHOD", "INVITE", 1, "z9hG4bKkdjuw", "34525",
     "mismatch02.dj0234sxdfl3", 138},
    {"mpart01.dat", SC_MESSAGE_REQUEST, 1, "MESSAGE", "MESSAGE", 1,
     "z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-", "2fb0dcc9",
     "3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..", 553},
    {"multi01.dat", SC_MESSAGE_REQUEST, 5, "INVITE", "INVITE", 1, "z9hG4bKkdjuw", "3413415",
     "multi01.98asdh@192.0.2.1", 154},
    {"ncl.dat", SC_MESSAGE_REQUEST, 0, "INVITE", "INVITE", 1, "z9hG4bKkdjuw", "32394234",
     "ncl.0ha0isndaksdj2193423r542w35", 152},
    {"noreason.dat", SC_MESSAGE_RESPONSE, 35, "100", "INVITE", 1, "z9hG4bK2398ndaoe", "39ansfi3",
     "noreason.asndj203insdf99223ndf", 0},
    {"novelsc.dat", SC_MESSAGE_REQUEST, 3923423, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdjuw39234",
     "384", "novelsc.asdfasser0q239nwsdfasdkl34", 0},
    {"quotbal.dat", SC_MESSAGE_REQUEST, 8, "INVITE", "INVITE", 1, "z9hG4bKkdjuw39234", "93334",
     "quotbal.aksdj", 152},
    {"regaut01.dat", SC_MESSAGE_REQUEST, 9338, "REGISTER", "REGISTER", 1, "z9hG4bKkdjuw",
     "87321hj23128", "regaut01.0ha0isndaksdj", 0},
    {"regbadct.dat", SC_MESSAGE_REQUEST, 1, "REGISTER", "REGISTER", 1, "z9hG4bKkdjuw", "998332",
     "regbadct.k345asrl3fdbv@10.0.0.1", 0},
    {"regescrt.dat", SC_MESSAGE_REQUEST, 14398234, "REGISTER", "REGISTER", 1, "z9hG4bKkdjuw", "8",
     "regescrt.k345asrl3fdbv@192.0.2.1", 0},
    {"scalar02.dat", SC_MESSAGE_REQUEST, 0, "REGISTER", "REGISTER", 1, "z9hG4bK342sdfoi3",
     "239232jh3", "scalar02.23o0pd9vanlq3wnrlnewofjas9ui32", 0},
    {"scalarlg.dat", SC_MESSAGE_RESPONSE, 0, "503", "OPTIONS", 1, "z9hG4bKzzxdiwo34sw",
     "2easdjfejw", "scalarlg.noase0of0234hn2qofoaf0232aewf2394r", 0},
    {"sdp01.dat", SC_MESSAGE_REQUEST, 8, "INVITE", "INVITE", 1, "z9hG4bKkdjuw", "234",
     "sdp01.ndaksdj9342dasdd", 150},
    {"semiuri.dat", SC_MESSAGE_REQUEST, 8, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdjuw", "33242",
     "semiuri.0ha0isndaksdj", 0},
    {"transports.dat", SC_MESSAGE_REQUEST, 60, "OPTIONS", "OPTIONS", 5, "z9hG4bKkdjuw", "323",
     "transports.kijh4akdnaqjkwendsasfdj", 0},
    {"trws.dat", .kind = SC_MESSAGE_NONE},
    {"unkscm.dat", SC_MESSAGE_REQUEST, 3923423, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdjuw39234", "384",
     "unkscm.nasdfasser0q239nwsdfasdkl34", 0},
    {"unksm2.dat", SC_MESSAGE_REQUEST, 234902, "REGISTER", "REGISTER", 1, "z9hG4bKkdjuw", "3234233",
     "unksm2.daksdj@hyphenated-host.example.com", 0},
    {"unreason.dat", SC_MESSAGE_RESPONSE, 35, "200", "INVITE", 1, "z9hG4bK1324923", "11141343",
     "unreason.1234ksdfak3j2erwedfsASdf", 154},
    {"wsinv.dat", SC_MESSAGE_REQUEST, 9, "INVITE", "INVITE", 3, "390skdjuw", "98asjd8",
     "wsinv.ndaksdj@192.0.2.1", 150},
    {"zeromf.dat", SC_MESSAGE_REQUEST, 39234321, "OPTIONS", "OPTIONS", 1, "z9hG4bKkdjuw2349i",
     "3ghsd41", "zeromf.jfasdlfnm2o2l43r5u0asdfas", 0},
};

static const char *folder;

static int find_folder(void **state)
{
    folder = g_getenv("SIPCODES_TORTURE");
    if (folder != NULL && *folder == '\0') {
        folder = NULL;
    }
    if (folder == NULL) {
        print_message("skipped: SIPCODES_TORTURE is not set, it names the folder of the RFC 4475 "
                      "messages\n");
    }
    return 0;
}

static void need_folder(void)
{
    if (folder == NULL) {
        skip();
    }
}

static char *contents(const char *file, size_t *size)
{
    char *path = g_build_filename(folder, file, NULL);
    char *data = NULL;

    if (!g_file_get_contents(path, &data, size, NULL)) {
        fail_msg("cannot read %s", path);
    }
    g_free(path);
    return data;
}

static struct scan *scan_file(const char *file)
{
    size_t size = 0;
    need_folder();
    char *data = contents(file, &size);
    struct scan *scan = scan_bytes((struct sc_slice){data, size});

    g_free(data);
    return scan;
}

/* ---- All of them ---- */

static void index_and_table_agree(void **state)
{
    size_t size = 0;
    size_t rows = 0;
    need_folder();
    char *index = contents("INDEX.tsv", &size);
    char **lines = g_strsplit(index, "\n", -1);

    for (char **line = lines + 1; lines[0] != NULL && *line != NULL && **line != '\0'; line++) {
        char **columns = g_strsplit(*line, "\t", 3);
        bool found = false;
        for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
            found |= columns[0] != NULL && g_strcmp0(columns[1], messages[i].file) == 0;
        }
        if (!found) {
            fail_msg("nothing is known of %s", *line);
        }
        g_strfreev(columns);
        rows++;
    }
    assert_int_equal(rows, G_N_ELEMENTS(messages));
    g_strfreev(lines);
    g_free(index);
}

static void check(struct sc_slice slice, const char *wanted, const char *file, const char *what)
{
    struct sc_slice expected = wanted != NULL ? sc_slice_of(wanted) : (struct sc_slice){0};

    if (sc_slice_present(slice) != (wanted != NULL) || !sc_slice_equal(slice, expected)) {
        fail_msg("%s: %s is \"%.*s\"", file, what, (int)slice.size, slice.data);
    }
}

/* The numbers of the scalar messages are out of range (sections 3.1.2.4 and 3.1.2.5); their methods
 * are readable all the same. */
static bool has_readable_cseq(const struct expected *expected)
{
    return expected->cseq_method != NULL && !g_str_has_prefix(expected->file, "scalar");
}

static void facts_of_each(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
        const struct expected *expected = &messages[i];
        struct scan *scan = scan_file(expected->file);
        const struct sc_message *message = &scan->message;
        struct sc_cseq cseq = sc_message_cseq(message);
        struct sc_cursor cursor = {0};
        struct sc_via top = {0};
        struct sc_via via;
        size_t vias = 0;

        while (sc_via_next(message, &cursor, &via)) {
            top = vias++ == 0 ? via : top;
        }
        if (message->kind != expected->kind || vias != expected->vias ||
            cseq.readable != has_readable_cseq(expected) || cseq.number != expected->cseq ||
            message->body.size != expected->body) {
            fail_msg("%s: kind %d, %zu Via, CSeq %u, %zu bytes of body", expected->file,
                     (int)message->kind, vias, (unsigned)cseq.number, message->body.size);
        }
        check(message->kind == SC_MESSAGE_REQUEST ? message->method : message->status,
              expected->first, expected->file, "what the start line says");
        check(cseq.method, expected->cseq_method, expected->file, "the CSeq method");
        check(top.branch, expected->branch, expected->file, "the branch");
        check(sc_message_tag(message, SC_HEADER_FROM), expected->from_tag, expected->file,
              "the From tag");
        check(sc_header_first(message, SC_HEADER_CALL_ID), expected->call_id, expected->file,
              "Call-ID");
        scan_free(scan);
    }
}

static void must_lie_inside(struct sc_slice slice, void *context)
{
    const struct exact *exact = context;

    assert_true(lies_inside(slice, exact->bytes));
    assert_true(text_is_clean(slice));
}

static void every_prefix_of_each(void **state)
{
    need_folder();
    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
        size_t size = 0;
        char *data = contents(messages[i].file, &size);
        for (size_t cut = 0; cut <= size; cut++) {
            struct scan *scan = scan_bytes((struct sc_slice){data, cut});
            visit_everything(&scan->message, must_lie_inside, &scan->exact);
            scan_free(scan);
        }
        g_free(data);
    }
}

/* ---- 3.1.1: valid messages ---- */

static void a_short_tortuous_invite(void **state)
{
    struct scan *scan = scan_file("wsinv.dat");
    const struct sc_message *message = &scan->message;
    struct sc_address address;
    struct sc_cursor cursor = {0};
    struct sc_via via;
    uint32_t hops = 0;
    char text[64];

    assert_slice(message->uri, "sip:vivekg@chair-dnrc.example.com;unknownparam");
    assert_true(sc_message_number(message, SC_HEADER_MAX_FORWARDS, &hops));
    assert_int_equal(hops, 68);
    assert_slice(sc_message_tag(message, SC_HEADER_TO), "1918181833n");
    address = sc_address_read(sc_header_first(message, SC_HEADER_FROM));
    assert_slice(address.uri, "sip:jdrosen@example.com");
    sc_slice_text(address.display, text, sizeof text);
    assert_string_equal(text, "J Rosenberg \\\"");
    assert_true(sc_via_next(message, &cursor, &via));
    assert_slice(via.transport, "UDP");
    assert_slice(via.host, "192.0.2.2");
    assert_true(sc_via_next(message, &cursor, &via));
    assert_slice(via.transport, "TCP");
    assert_slice(via.host, "spindle.example.com");
    assert_slice(via.branch, "z9hG4bK9ikj8");
    assert_true(sc_via_next(message, &cursor, &via));
    assert_slice(via.transport, "UDP");
    assert_slice(via.host, "192.168.255.111");
    assert_slice(via.branch, "z9hG4bK30239");
    address = sc_address_read(sc_header_first(message, SC_HEADER_CONTACT));
    sc_slice_text(address.display, text, sizeof text);
    assert_string_equal(text, "Quoted string \"\"");
    assert_slice(sc_param_find(address.params, "newparam"), "newvalue");
    assert_slice(sc_param_find(address.params, "secondparam"), "");
    assert_slice(sc_param_find(address.params, "q"), "0.33");
    scan_free(scan);
}

static void a_wide_range_of_characters(void **state)
{
    struct scan *scan = scan_file("intmeth.dat");
    const struct sc_message *message = &scan->message;
    struct sc_address to = sc_address_read(sc_header_first(message, SC_HEADER_TO));
    struct sc_slice rest = message->head;
    struct sc_line line;
    char text[64];

    sc_slice_text(to.display, text, sizeof text);
    assert_string_equal(text, "BEL:\xEF\xBF\xBD NUL:\xEF\xBF\xBD DEL:\xEF\xBF\xBD");
    assert_slice(to.uri, "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com");
    struct sc_uri uri = sc_uri_read(to.uri);
    assert_slice(uri.user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
    assert_slice(uri.host, "example.com");
    while (sc_header_next(&rest, &line) && !sc_slice_starts(line.name, "extensionHeader")) {
    }
    assert_slice(line.name, "extensionHeader-!.%*+_`'~");
    assert_slice(line.value, "\xEF\xBB\xBF\xE5\xA4\xA7\xE5\x81\x9C\xE9\x9B\xBB");
    scan_free(scan);
}

/* Escapes stay escaped, and in a header's name they make another name. */
static void escaped_characters(void **state)
{
    struct scan *scan = scan_file("esc02.dat");

    assert_int_equal(sc_header_count(&scan->message, SC_HEADER_CONTACT), 2);
    scan_free(scan);
    scan = scan_file("escnull.dat");
    assert_int_equal(sc_header_count(&scan->message, SC_HEADER_CONTACT), 2);
    assert_slice(
        sc_uri_read(sc_address_read(sc_header_first(&scan->message, SC_HEADER_CONTACT)).uri).user,
        "%00");
    scan_free(scan);
}

static void no_blank_before_the_bracket(void **state)
{
    struct scan *scan = scan_file("lwsdisp.dat");
    struct sc_address from = sc_address_read(sc_header_first(&scan->message, SC_HEADER_FROM));

    assert_slice(from.display, "caller");
    assert_slice(from.uri, "sip:caller@example.com");
    scan_free(scan);
}

static void long_values(void **state)
{
    struct scan *scan = scan_file("longreq.dat");
    struct sc_cursor cursor = {0};
    struct sc_via via;
    char host[32];

    for (int i = 33; i >= 1; i--) {
        g_snprintf(host, sizeof host, "sip%d.example.com", i);
        assert_true(sc_via_next(&scan->message, &cursor, &via));
        assert_slice_of(via.host, host);
        assert_absent(via.branch);
    }
    assert_true(sc_via_next(&scan->message, &cursor, &via));
    assert_slice(via.host, "host.example.com");
    assert_slice(via.received, "192.0.2.5");
    assert_true(sc_slice_starts(via.branch, "verylonglong"));
    assert_false(sc_via_next(&scan->message, &cursor, &via));
    scan_free(scan);
}

static void an_extra_trailing_message(void **state)
{
    struct scan *scan = scan_file("dblreq.dat");
    struct sc_slice rest = scan->exact.bytes;

    assert_int_equal(scan->message.surplus, rest.size - scan->taken);
    rest = (struct sc_slice){rest.data + scan->taken, rest.size - scan->taken};
    struct scan *next = scan_bytes(rest);
    assert_slice(next->message.method, "INVITE");
    assert_slice(next->message.uri, "sip:joe@example.com");
    assert_int_equal(next->message.body.size, 150);
    scan_free(next);
    scan_free(scan);
}

static void semicolon_in_the_user_part(void **state)
{
    struct scan *scan = scan_file("semiuri.dat");
    struct sc_uri uri = sc_uri_read(scan->message.uri);

    assert_slice(uri.user, "user;par=u%40example.net");
    assert_slice(uri.host, "example.com");
    assert_slice(uri.params, "");
    assert_true(sc_header_lists(&scan->message, SC_HEADER_ACCEPT, BYTES("multipart/signed")));
    assert_true(sc_header_lists(&scan->message, SC_HEADER_ACCEPT, BYTES("message/sipfrag")));
    scan_free(scan);
}

static void varied_transports(void **state)
{
    static const char *const transports[] = {"UDP", "SCTP", "TLS", "UNKNOWN", "TCP"};
    struct scan *scan = scan_file("transports.dat");
    struct sc_cursor cursor = {0};
    struct sc_via via;

    for (size_t i = 0; i < G_N_ELEMENTS(transports); i++) {
        assert_true(sc_via_next(&scan->message, &cursor, &via));
        assert_slice_of(via.transport, transports[i]);
    }
    scan_free(scan);
}

static void multipart_with_binary(void **state)
{
    struct scan *scan = scan_file("mpart01.dat");
    struct sc_cursor cursor = {0};
    struct sc_part part;

    assert_true(sc_part_next(&scan->message, &cursor, &part));
    assert_slice(part.type, "text/plain");
    assert_slice(part.bytes, "Hello");
    assert_true(sc_part_next(&scan->message, &cursor, &part));
    assert_slice(part.type, "application/octet-stream");
    /* A DER sequence says its own size: two bytes behind the first two. */
    assert_true(part.bytes.size > 4);
    assert_memory_equal(part.bytes.data, "\x30\x82", 2);
    size_t size = (size_t)(guint8)part.bytes.data[2] << 8 | (guint8)part.bytes.data[3];
    assert_int_equal(part.bytes.size, size + 4);
    assert_false(sc_part_next(&scan->message, &cursor, &part));
    scan_free(scan);
}

static void unusual_phrases(void **state)
{
    struct scan *scan = scan_file("unreason.dat");
    char text[256];

    sc_slice_text(scan->message.phrase, text, sizeof text);
    assert_true(g_str_has_prefix(text, "= 2**3 * 5**2 \xD0\xBD\xD0\xBE "));
    assert_int_equal(strlen(text), scan->message.phrase.size);
    scan_free(scan);
    scan = scan_file("noreason.dat");
    assert_int_equal(scan->message.code, 100);
    assert_slice(scan->message.phrase, "");
    scan_free(scan);
}

/* ---- 3.1.2: invalid messages ---- */

static void content_length_that_lies(void **state)
{
    struct scan *scan = scan_file("clerr.dat");

    assert_int_equal(scan->message.content_length, 9999);
    assert_int_equal(scan->message.body_missing, 9999 - 154);
    scan_free(scan);
    scan = scan_file("ncl.dat");
    assert_false(scan->message.content_length_readable);
    scan_free(scan);
    /* Section 3.3.9: which of the two lengths holds cannot be known. */
    scan = scan_file("mcl01.dat");
    assert_int_equal(sc_header_count(&scan->message, SC_HEADER_CONTENT_LENGTH), 2);
    scan_free(scan);
}

static void scalars_out_of_range(void **state)
{
    struct scan *scan = scan_file("scalar02.dat");
    struct sc_cursor cursor = {0};
    struct sc_warning warning;
    uint32_t number;

    assert_false(sc_message_number(&scan->message, SC_HEADER_EXPIRES, &number));
    scan_free(scan);
    scan = scan_file("scalarlg.dat");
    assert_false(sc_message_retry_after(&scan->message).readable);
    assert_true(sc_warning_next(&scan->message, &cursor, &warning));
    assert_int_equal(warning.code, 0);
    assert_slice(warning.bytes, "1812 overture \"In Progress\"");
    scan_free(scan);
}

static void a_quote_that_is_not_closed(void **state)
{
    struct scan *scan = scan_file("quotbal.dat");
    struct sc_address to = sc_address_read(sc_header_first(&scan->message, SC_HEADER_TO));

    assert_slice(to.display, "\"Mr. J. User");
    assert_slice(to.uri, "sip:j.user@example.com");
    scan_free(scan);
}

static void request_uris_with_extras(void **state)
{
    static const char *const pairs[][2] = {
        {"ltgtruri.dat", "<sip:user@example.com>"},
        {"lwsruri.dat", "sip:user@example.com; lr"},
        {"lwsstart.dat", "sip:user@example.com"},
        {"escruri.dat", "sip:user@example.com?Route=%3Csip:example.com%3E"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        struct scan *scan = scan_file(pairs[i][0]);
        assert_slice_of(scan->message.uri, pairs[i][1]);
        scan_free(scan);
    }
}

static void blanks_in_an_address(void **state)
{
    struct scan *scan = scan_file("badaspec.dat");
    struct sc_address to = sc_address_read(sc_header_first(&scan->message, SC_HEADER_TO));
    struct sc_uri uri = sc_uri_read(to.uri);

    assert_slice(to.display, "\"Watson, Thomas\"");
    assert_slice(uri.user, "t.watson");
    assert_slice(uri.host, "example.org");
    scan_free(scan);
    scan = scan_file("baddn.dat");
    assert_slice(sc_header_first(&scan->message, SC_HEADER_TO),
                 "Watson, Thomas <sip:t.watson@example.org>");
    scan_free(scan);
}

static void another_version(void **state)
{
    struct scan *scan = scan_file("badvers.dat");

    assert_slice(scan->message.version, "SIP/7.0");
    scan_free(scan);
}

/* ---- 3.3 and 3.4: application layer, backward compatibility ---- */

static void unknown_schemes(void **state)
{
    struct scan *scan = scan_file("unkscm.dat");

    assert_slice(sc_uri_read(scan->message.uri).scheme, "nobodyKnowsThisScheme");
    scan_free(scan);
    scan = scan_file("novelsc.dat");
    assert_slice(sc_uri_read(scan->message.uri).scheme, "soap.beep");
    assert_absent(sc_uri_read(scan->message.uri).host);
    scan_free(scan);
    scan = scan_file("unksm2.dat");
    assert_slice(sc_address_read(sc_header_first(&scan->message, SC_HEADER_TO)).uri,
                 "isbn:2983792873");
    scan_free(scan);
}

static void required_extensions(void **state)
{
    struct scan *scan = scan_file("bext01.dat");

    assert_true(
        sc_header_lists(&scan->message, SC_HEADER_REQUIRE, BYTES("nothingSupportsThisEither")));
    assert_true(sc_header_lists(&scan->message, SC_HEADER_PROXY_REQUIRE,
                                BYTES("norDoAnyProxiesSupportThis")));
    scan_free(scan);
}

static void single_headers_repeated(void **state)
{
    static const enum sc_header headers[] = {SC_HEADER_CSEQ, SC_HEADER_CALL_ID, SC_HEADER_FROM,
                                             SC_HEADER_TO, SC_HEADER_MAX_FORWARDS};
    struct scan *scan = scan_file("multi01.dat");

    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        assert_int_equal(sc_header_count(&scan->message, headers[i]), 2);
    }
    scan_free(scan);
}

static void zero_max_forwards(void **state)
{
    struct scan *scan = scan_file("zeromf.dat");
    uint32_t hops = 70;

    assert_true(sc_message_number(&scan->message, SC_HEADER_MAX_FORWARDS, &hops));
    assert_int_equal(hops, 0);
    scan_free(scan);
}

/* Outside of brackets a parameter is the header's, inside of them the URI's. */
static void parameters_in_and_out_of_brackets(void **state)
{
    struct scan *scan = scan_file("cparam01.dat");
    struct sc_address contact = sc_address_read(sc_header_first(&scan->message, SC_HEADER_CONTACT));

    assert_slice(contact.uri, "sip:+19725552222@gw1.example.net");
    assert_slice(contact.params, ";unknownparam");
    scan_free(scan);
    scan = scan_file("cparam02.dat");
    contact = sc_address_read(sc_header_first(&scan->message, SC_HEADER_CONTACT));
    assert_slice(sc_uri_read(contact.uri).params, ";unknownparam");
    assert_slice(contact.params, "");
    scan_free(scan);
}

static void invite_of_rfc_2543(void **state)
{
    struct scan *scan = scan_file("inv2543.dat");

    assert_int_equal(sc_header_count(&scan->message, SC_HEADER_CONTENT_LENGTH), 0);
    assert_absent(sc_message_tag(&scan->message, SC_HEADER_TO));
    scan_free(scan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(index_and_table_agree),
        cmocka_unit_test(facts_of_each),
        cmocka_unit_test(every_prefix_of_each),
        cmocka_unit_test(a_short_tortuous_invite),
        cmocka_unit_test(a_wide_range_of_characters),
        cmocka_unit_test(escaped_characters),
        cmocka_unit_test(no_blank_before_the_bracket),
        cmocka_unit_test(long_values),
        cmocka_unit_test(an_extra_trailing_message),
        cmocka_unit_test(semicolon_in_the_user_part),
        cmocka_unit_test(varied_transports),
        cmocka_unit_test(multipart_with_binary),
        cmocka_unit_test(unusual_phrases),
        cmocka_unit_test(content_length_that_lies),
        cmocka_unit_test(scalars_out_of_range),
        cmocka_unit_test(a_quote_that_is_not_closed),
        cmocka_unit_test(request_uris_with_extras),
        cmocka_unit_test(blanks_in_an_address),
        cmocka_unit_test(another_version),
        cmocka_unit_test(unknown_schemes),
        cmocka_unit_test(required_extensions),
        cmocka_unit_test(single_headers_repeated),
        cmocka_unit_test(zero_max_forwards),
        cmocka_unit_test(parameters_in_and_out_of_brackets),
        cmocka_unit_test(invite_of_rfc_2543),
    };

    return cmocka_run_group_tests_name("torture", tests, find_folder, NULL);
}
