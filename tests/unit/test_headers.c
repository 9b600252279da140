/* Header names, and walking over lines, comma-separated values and parameters.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scan.h"

/* ---- Names ---- */

static void every_name_finds_itself(void **state)
{
    for (int i = SC_HEADER_OTHER + 1; i < SC_HEADER_NAMED_COUNT; i++) {
        const char *name = sc_header_name((enum sc_header)i);
        char *upper = g_ascii_strup(name, -1);
        char *lower = g_ascii_strdown(name, -1);
        struct exact exact = exact_copy(sc_slice_of(name));
        assert_true(strlen(name) > 1);
        assert_int_equal(sc_header_lookup(exact.bytes), i);
        assert_int_equal(sc_header_lookup(sc_slice_of(upper)), i);
        assert_int_equal(sc_header_lookup(sc_slice_of(lower)), i);
        exact_free(&exact);
        g_free(upper);
        g_free(lower);
    }
    assert_string_equal(sc_header_name(SC_HEADER_OTHER), "");
    assert_string_equal(sc_header_name(SC_HEADER_COUNT), "");
}

/* The lookup rests on it. */
static void names_ascend(void **state)
{
    for (int i = SC_HEADER_OTHER + 1; i < SC_HEADER_NAMED_COUNT; i++) {
        const char *before = sc_header_name((enum sc_header)(i - 1));
        const char *name = sc_header_name((enum sc_header)i);
        if (g_ascii_strcasecmp(before, name) >= 0) {
            fail_msg("%s does not come before %s", before, name);
        }
    }
}

/* Almost a name is none: every name with a byte less, a byte more, another byte. */
static void near_names_are_other(void **state)
{
    for (int i = SC_HEADER_OTHER + 1; i < SC_HEADER_NAMED_COUNT; i++) {
        const char *name = sc_header_name((enum sc_header)i);
        size_t size = strlen(name);
        char *more = g_strconcat(name, "x", NULL);
        assert_int_equal(sc_header_lookup(sc_slice_of(more)), SC_HEADER_OTHER);
        assert_int_equal(sc_header_lookup((struct sc_slice){more + 1, size}), SC_HEADER_OTHER);
        more[size] = '\0';
        assert_int_equal(sc_header_lookup((struct sc_slice){more, size + 1}), SC_HEADER_OTHER);
        more[size - 1] = '_';
        assert_int_equal(sc_header_lookup((struct sc_slice){more, size}), SC_HEADER_OTHER);
        g_free(more);
    }
    assert_int_equal(sc_header_lookup(BYTES("Contac")), SC_HEADER_OTHER);
    assert_int_equal(sc_header_lookup(BYTES("Subject")), SC_HEADER_OTHER);
    assert_int_equal(sc_header_lookup(BYTES("")), SC_HEADER_OTHER);
    assert_int_equal(sc_header_lookup((struct sc_slice){0}), SC_HEADER_OTHER);
}

/* All 256 names of one byte. */
static void compact_forms(void **state)
{
    static const struct {
        char form;
        enum sc_header header;
    } forms[] = {
        {'c', SC_HEADER_CONTENT_TYPE},
        {'e', SC_HEADER_CONTENT_ENCODING},
        {'f', SC_HEADER_FROM},
        {'i', SC_HEADER_CALL_ID},
        {'k', SC_HEADER_SUPPORTED},
        {'l', SC_HEADER_CONTENT_LENGTH},
        {'m', SC_HEADER_CONTACT},
        {'o', SC_HEADER_EVENT},
        {'r', SC_HEADER_REFER_TO},
        {'t', SC_HEADER_TO},
        {'u', SC_HEADER_ALLOW_EVENTS},
        {'v', SC_HEADER_VIA},
        {'x', SC_HEADER_SESSION_EXPIRES},
        {'y', SC_HEADER_IDENTITY},
    };

    for (int byte = 0; byte < 256; byte++) {
        char name = (char)byte;
        enum sc_header expected = SC_HEADER_OTHER;
        for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
            if (name == forms[i].form || name == g_ascii_toupper(forms[i].form)) {
                expected = forms[i].header;
            }
        }
        struct exact exact = exact_copy((struct sc_slice){&name, 1});
        if (sc_header_lookup(exact.bytes) != expected) {
            fail_msg("the name of byte 0x%02x is %s", (unsigned)byte,
                     sc_header_name(sc_header_lookup(exact.bytes)));
        }
        exact_free(&exact);
    }
}

/* ---- Lines ---- */

static void every_line_in_order(void **state)
{
    struct scan *scan = scan_lines("Via: one\r\n"
                                   "X-Other :  two \r\n"
                                   "nothing\r\n"
                                   "X-Folded:\r\n three\r\n\tfour\r\n"
                                   "s: five: six\r\n");
    struct sc_slice rest = scan->message.head;
    struct sc_line line;

    assert_true(sc_header_next(&rest, &line));
    assert_slice(line.name, "Via");
    assert_slice(line.value, "one");
    assert_int_equal(line.header, SC_HEADER_VIA);
    assert_true(sc_header_next(&rest, &line));
    assert_slice(line.name, "X-Other");
    assert_slice(line.value, "two");
    assert_int_equal(line.header, SC_HEADER_OTHER);
    assert_true(sc_header_next(&rest, &line));
    assert_slice(line.name, "X-Folded");
    assert_slice(line.value, "three\r\n\tfour");
    assert_true(sc_header_next(&rest, &line));
    assert_slice(line.name, "s");
    assert_slice(line.value, "five: six");
    assert_int_equal(line.header, SC_HEADER_OTHER);
    assert_false(sc_header_next(&rest, &line));
    assert_false(sc_header_next(&rest, &line));
    scan_free(scan);
}

static void header_by_its_name(void **state)
{
    struct scan *scan = scan_lines("X-One:\r\n"
                                   "SIP-ETag: first\r\n"
                                   "sip-etag : second\r\n");

    assert_slice(sc_header_named(&scan->message, "sip-ETag"), "first");
    assert_slice(sc_header_named(&scan->message, "X-One"), "");
    assert_absent(sc_header_named(&scan->message, "SIP-ETa"));
    assert_absent(sc_header_named(&scan->message, "SIP-If-Match"));
    scan_free(scan);
}

static void lines_of_one_header(void **state)
{
    struct scan *scan = scan_lines("WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"
                                   "To: x\r\n"
                                   "www-authenticate:\r\n"
                                   "WWW-Authenticate: Basic\r\n");
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    assert_int_equal(sc_header_count(&scan->message, SC_HEADER_WWW_AUTHENTICATE), 3);
    assert_int_equal(sc_header_count(&scan->message, SC_HEADER_FROM), 0);
    assert_slice(sc_header_first(&scan->message, SC_HEADER_WWW_AUTHENTICATE),
                 "Digest realm=\"a\", nonce=\"b\"");
    assert_absent(sc_header_first(&scan->message, SC_HEADER_FROM));
    assert_true(sc_line_next(&scan->message, SC_HEADER_WWW_AUTHENTICATE, &cursor, &value));
    assert_slice(value, "Digest realm=\"a\", nonce=\"b\"");
    assert_true(sc_line_next(&scan->message, SC_HEADER_WWW_AUTHENTICATE, &cursor, &value));
    assert_slice(value, "");
    assert_true(sc_line_next(&scan->message, SC_HEADER_WWW_AUTHENTICATE, &cursor, &value));
    assert_slice(value, "Basic");
    assert_false(sc_line_next(&scan->message, SC_HEADER_WWW_AUTHENTICATE, &cursor, &value));
    assert_false(sc_line_next(&scan->message, SC_HEADER_WWW_AUTHENTICATE, &cursor, &value));
    scan_free(scan);
}

/* ---- Comma-separated values ---- */

struct list {
    const char *lines;
    const char *values[6]; /* ends with NULL */
};

static void comma_separated_values(void **state)
{
    static const struct list lists[] = {
        {"m: a\r\n", {"a"}},
        {"m: a,b , c\r\n", {"a", "b", "c"}},
        {"m: a, b\r\nTo: x, y\r\nContact: c\r\nCONTACT: d,e\r\n", {"a", "b", "c", "d", "e"}},
        {"m: a\r\n ,\r\n\tb\r\n", {"a", "b"}},
        {"m:\r\n", {NULL}},
        {"m: ,,\r\nm: , a ,, \r\nm: ,\r\n", {"a"}},
        {"m: \"a, b\" <c>, d\r\n", {"\"a, b\" <c>", "d"}},
        {"m: \"a\\\", b\", d\r\n", {"\"a\\\", b\"", "d"}},
        {"m: \"a\\\\\", d\r\n", {"\"a\\\\\"", "d"}},
        {"m: <sip:a,b>;c, d\r\n", {"<sip:a,b>;c", "d"}},
        {"m: (a, b), d\r\n", {"(a, b)", "d"}},
        {"m: (a (b, c), d), e\r\n", {"(a (b, c), d)", "e"}},
        {"m: (a \\), b), d\r\n", {"(a \\), b)", "d"}},
        {"m: (a \", b), c\r\n", {"(a \", b)", "c"}},
        {"m: \"a (b\", c\r\n", {"\"a (b\"", "c"}},
        {"m: \"a <b\", c\r\n", {"\"a <b\"", "c"}},
        {"m: <a(b>, c\r\n", {"<a(b>", "c"}},
        {"m: a), b>, c\r\n", {"a)", "b>", "c"}},
        {"m: a\\,b\r\n", {"a\\", "b"}},
        /* What is opened and never closed takes the rest of its line, and of no other. */
        {"m: a, \"b, c\r\nm: d\r\n", {"a", "\"b, c", "d"}},
        {"m: a, <b, c\r\nm: d\r\n", {"a", "<b, c", "d"}},
        {"m: a, (b, c\r\nm: d\r\n", {"a", "(b, c", "d"}},
        {"m: a, \"b\\\r\nm: d\r\n", {"a", "\"b\\", "d"}},
        {"m: \"a\r\n , b\", c\r\n", {"\"a\r\n , b\"", "c"}},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        struct scan *scan = scan_lines(lists[i].lines);
        struct sc_cursor cursor = {0};
        struct sc_slice value;
        for (size_t k = 0; lists[i].values[k] != NULL; k++) {
            if (!sc_value_next(&scan->message, SC_HEADER_CONTACT, &cursor, &value)) {
                fail_msg("no value \"%s\" in %s", lists[i].values[k], lists[i].lines);
            }
            assert_slice_of(value, lists[i].values[k]);
        }
        assert_false(sc_value_next(&scan->message, SC_HEADER_CONTACT, &cursor, &value));
        assert_false(sc_value_next(&scan->message, SC_HEADER_CONTACT, &cursor, &value));
        scan_free(scan);
    }
}

static void values_with_nul(void **state)
{
    struct scan *scan = SCAN("SIP/2.0 200 OK\r\nm: a\0b,\0\r\n\r\n");
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    assert_true(sc_value_next(&scan->message, SC_HEADER_CONTACT, &cursor, &value));
    assert_slice(value, "a\0b");
    assert_true(sc_value_next(&scan->message, SC_HEADER_CONTACT, &cursor, &value));
    assert_slice(value, "\0");
    assert_false(sc_value_next(&scan->message, SC_HEADER_CONTACT, &cursor, &value));
    scan_free(scan);
}

static void lists_a_token(void **state)
{
    struct scan *scan = scan_lines("Require: 100rel, Timer;x=\"replaces\"\r\n"
                                   "k: path\r\n"
                                   "Require: \"gruu\" , sec-agree\r\n");
    const struct sc_message *message = &scan->message;

    assert_true(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("100rel")));
    assert_true(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("100REL")));
    assert_true(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("timer")));
    assert_true(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("sec-agree")));
    assert_true(sc_header_lists(message, SC_HEADER_SUPPORTED, BYTES("path")));
    assert_false(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("path")));
    assert_false(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("replaces")));
    assert_false(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("100re")));
    assert_false(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("sec")));
    assert_false(sc_header_lists(message, SC_HEADER_REQUIRE, BYTES("gruu")));
    assert_false(sc_header_lists(message, SC_HEADER_ALLOW, BYTES("INVITE")));
    scan_free(scan);
}

/* ---- Parameters ---- */

struct params {
    const char *text;
    char separator;
    const char *pairs[9]; /* name, value; value "-" if absent; ends with NULL */
};

static void parameters(void **state)
{
    static const struct params runs[] = {
        {"", ';', {NULL}},
        {";", ';', {NULL}},
        {" ; ;; ", ';', {NULL}},
        {";a=b", ';', {"a", "b"}},
        {"a=b", ';', {"a", "b"}},
        {";a;b=;c = d ", ';', {"a", "-", "b", "", "c", "d"}},
        {";a\r\n =\r\n b", ';', {"a", "b"}},
        {";a=\"b;c\";d", ';', {"a", "\"b;c\"", "d", "-"}},
        {";a=\"b\\\";c\";d", ';', {"a", "\"b\\\";c\"", "d", "-"}},
        {";a=<b;c>;d", ';', {"a", "<b;c>", "d", "-"}},
        {";a=(b;c);d", ';', {"a", "(b;c)", "d", "-"}},
        {";a=\"b;c", ';', {"a", "\"b;c"}},
        {";a=b=c", ';', {"a", "b=c"}},
        {";=b", ';', {"", "b"}},
        {";a=b,c=d", ';', {"a", "b,c=d"}},
        {"realm=\"a, b\", nonce=c;d , stale",
         ',',
         {"realm", "\"a, b\"", "nonce", "c;d", "stale", "-"}},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(runs); i++) {
        struct exact exact = exact_copy(sc_slice_of(runs[i].text));
        struct sc_slice rest = exact.bytes;
        struct sc_param param;
        for (const char *const *pair = runs[i].pairs; *pair != NULL; pair += 2) {
            assert_true(sc_param_next(&rest, runs[i].separator, &param));
            assert_slice_of(param.name, pair[0]);
            if (strcmp(pair[1], "-") == 0) {
                assert_absent(param.value);
            } else {
                assert_slice_of(param.value, pair[1]);
            }
        }
        assert_false(sc_param_next(&rest, runs[i].separator, &param));
        exact_free(&exact);
    }
}

static void parameter_by_name(void **state)
{
    struct exact exact = exact_copy(BYTES(";a=1;TAG=x;tag=y;lr;b=\"tag=z\""));

    assert_slice(sc_param_find(exact.bytes, "tag"), "x");
    assert_slice(sc_param_find(exact.bytes, "A"), "1");
    assert_slice(sc_param_find(exact.bytes, "b"), "\"tag=z\"");
    assert_absent(sc_param_find(exact.bytes, "ta"));
    assert_absent(sc_param_find(exact.bytes, "tags"));
    assert_absent(sc_param_find((struct sc_slice){0}, "tag"));
    /* Even an empty value points into the bytes. */
    struct sc_slice lr = sc_param_find(exact.bytes, "lr");
    assert_slice(lr, "");
    assert_ptr_equal(lr.data, exact.bytes.data + strlen(";a=1;TAG=x;tag=y;lr"));
    exact_free(&exact);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_finds_itself),
        cmocka_unit_test(names_ascend),
        cmocka_unit_test(near_names_are_other),
        cmocka_unit_test(compact_forms),
        cmocka_unit_test(every_line_in_order),
        cmocka_unit_test(header_by_its_name),
        cmocka_unit_test(lines_of_one_header),
        cmocka_unit_test(comma_separated_values),
        cmocka_unit_test(values_with_nul),
        cmocka_unit_test(lists_a_token),
        cmocka_unit_test(parameters),
        cmocka_unit_test(parameter_by_name),
    };

    return cmocka_run_group_tests_name("headers", tests, NULL, NULL);
}
