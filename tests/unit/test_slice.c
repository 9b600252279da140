/* Slices: comparing, trimming, numbers, and showable text.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "scan.h"

#define FFFD "\xEF\xBF\xBD"

static const struct sc_slice absent;

static void absent_and_empty(void **state)
{
    assert_false(sc_slice_present(absent));
    assert_true(sc_slice_present(BYTES("")));
    assert_absent(sc_slice_trim(absent));
    assert_slice(sc_slice_of(""), "");
    assert_slice(sc_slice_of("a\0b"), "a");
    assert_int_equal(sc_slice_text(absent, NULL, 0), 0);
}

static void octets_are_compared(void **state)
{
    assert_true(sc_slice_equal(BYTES("abc"), BYTES("abc")));
    assert_true(sc_slice_equal(BYTES("a\0c"), BYTES("a\0c")));
    assert_false(sc_slice_equal(BYTES("a\0c"), BYTES("a\0d")));
    assert_false(sc_slice_equal(BYTES("abc"), BYTES("abC")));
    assert_false(sc_slice_equal(BYTES("abc"), BYTES("ab")));
    assert_true(sc_slice_equal(absent, absent));
    assert_false(sc_slice_equal(absent, BYTES("a")));
}

static void case_of_ascii_is_ignored(void **state)
{
    assert_true(sc_slice_same(BYTES("z9hG4bK"), BYTES("Z9HG4BK")));
    assert_true(sc_slice_same(absent, absent));
    assert_false(sc_slice_same(BYTES("a\0b"), BYTES("a\0c")));
    assert_false(sc_slice_same(BYTES("ab"), BYTES("abc")));
    /* Neither Latin-1 nor the neighbours of the letters fold. */
    assert_false(sc_slice_same(BYTES("\xC4"), BYTES("\xE4")));
    assert_false(sc_slice_same(BYTES("@["), BYTES("`{")));
    assert_true(sc_slice_is(BYTES("INVITE"), "invite"));
    assert_false(sc_slice_is(BYTES("INVITE\0"), "invite"));
    assert_true(sc_slice_is(absent, ""));
    assert_true(sc_slice_starts(BYTES("Multipart/mixed"), "multipart/"));
    assert_true(sc_slice_starts(BYTES("SIP/"), "sip/"));
    assert_true(sc_slice_starts(absent, ""));
    assert_false(sc_slice_starts(BYTES("SIP"), "sip/"));
    assert_false(sc_slice_starts(absent, "s"));
}

static void words_are_found_anywhere(void **state)
{
    static const char *const words[] = {"codec", "media"};

    assert_true(sc_slice_holds(BYTES("No Such Codec"), BYTES("no such")));
    assert_true(sc_slice_holds(BYTES("No Such Codec"), BYTES("CODEC")));
    assert_true(sc_slice_holds(BYTES("cocodec"), BYTES("codec")));
    assert_true(sc_slice_holds(BYTES("a\0b"), BYTES("\0B")));
    assert_false(sc_slice_holds(BYTES("No Such Code"), BYTES("codec")));
    assert_false(sc_slice_holds(BYTES("c@dec"), BYTES("c`dec")));
    assert_false(sc_slice_holds(absent, BYTES("c")));
    assert_true(sc_slice_holds(absent, absent));
    assert_true(sc_slice_holds_any(BYTES("Bad Media"), words, 2));
    assert_false(sc_slice_holds_any(BYTES("Bad Media"), words, 1));
    assert_false(sc_slice_holds_any(BYTES("Bad Media"), words, 0));
}

static void prefix_is_not_read_past_the_end(void **state)
{
    struct exact exact = exact_copy(BYTES("SIP"));

    assert_false(sc_slice_starts(exact.bytes, "SIP/2.0"));
    assert_false(sc_slice_is(exact.bytes, "SIP/2.0"));
    assert_false(sc_slice_holds(exact.bytes, BYTES("P/")));
    exact_free(&exact);
}

static void white_space_is_trimmed(void **state)
{
    static const char *const pairs[][2] = {
        {"a", "a"}, {" \t\r\na \r\n\t", "a"}, {"\va\f", "\va\f"}, {" a b \r\n c ", "a b \r\n c"},
        {"", ""},   {" \r\n\t ", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        struct exact exact = exact_copy(sc_slice_of(pairs[i][0]));
        assert_slice_of(sc_slice_trim(exact.bytes), pairs[i][1]);
        exact_free(&exact);
    }
    assert_slice(sc_slice_trim(BYTES(" \0 ")), "\0");
}

/* ---- Numbers ---- */

static void words_are_taken(void **state)
{
    struct sc_slice rest = BYTES(" \t4711\r\n  INVITE x\t");
    struct sc_slice nothing = absent;

    assert_slice(sc_slice_next_word(&rest), "4711");
    assert_slice(rest, "INVITE x");
    assert_slice(sc_slice_next_word(&rest), "INVITE");
    assert_slice(sc_slice_next_word(&rest), "x");
    assert_int_equal(rest.size, 0);
    assert_slice(sc_slice_next_word(&rest), "");
    assert_int_equal(sc_slice_next_word(&nothing).size, 0);
}

static void slices_are_cut(void **state)
{
    assert_slice(sc_slice_until(BYTES("a;b;c"), ';'), "a");
    assert_slice(sc_slice_until(BYTES(";b"), ';'), "");
    assert_slice(sc_slice_until(BYTES("ab"), ';'), "ab");
    assert_absent(sc_slice_until(absent, ';'));
    assert_slice(sc_slice_from(BYTES("abc"), 1), "bc");
    assert_slice(sc_slice_from(BYTES("abc"), 3), "");
    assert_absent(sc_slice_from(absent, 0));
}

static void numbers(void **state)
{
    static const struct {
        const char *text;
        uint64_t max;
        bool readable;
        uint64_t value;
    } cases[] = {
        {"0", 0, true, 0},
        {"0000000000000000000000000000", 0, true, 0},
        {"1", 0, false, 0},
        {"9", 8, false, 0},
        {"8", 8, true, 8},
        {"10", 9, false, 0},
        {"999", 999, true, 999},
        {"1000", 999, false, 0},
        {"000999", 999, true, 999},
        {"65535", UINT16_MAX, true, 65535},
        {"65536", UINT16_MAX, false, 0},
        {"4294967295", UINT32_MAX, true, UINT32_MAX},
        {"4294967296", UINT32_MAX, false, 0},
        {"18446744073709551615", UINT64_MAX, true, UINT64_MAX},
        {"18446744073709551616", UINT64_MAX, false, 0},
        {"18446744073709551620", UINT64_MAX, false, 0},
        {"99999999999999999999999999", UINT64_MAX, false, 0},
        {"", UINT64_MAX, false, 0},
        {" 1", UINT64_MAX, false, 0},
        {"1 ", UINT64_MAX, false, 0},
        {"+1", UINT64_MAX, false, 0},
        {"-1", UINT64_MAX, false, 0},
        {"1a", UINT64_MAX, false, 0},
        {"1.0", UINT64_MAX, false, 0},
        {"/", UINT64_MAX, false, 0},
        {":", UINT64_MAX, false, 0},
        {"\xC2\xB2", UINT64_MAX, false, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct exact exact = exact_copy(sc_slice_of(cases[i].text));
        uint64_t value = 4711;
        if (sc_slice_number(exact.bytes, cases[i].max, &value) != cases[i].readable) {
            fail_msg("\"%s\" up to %" G_GUINT64_FORMAT, cases[i].text, cases[i].max);
        }
        assert_true(value == (cases[i].readable ? cases[i].value : 4711));
        exact_free(&exact);
    }
    uint64_t value = 4711;
    assert_false(sc_slice_number(absent, 9, &value));
    assert_false(sc_slice_number(BYTES("1\0"), 99, &value));
    assert_int_equal(value, 4711);
}

/* Around every bound: the bound itself is read, one more is not. */
static void number_bounds(void **state)
{
    for (uint64_t max = 1; max < 3000; max++) {
        char text[24];
        uint64_t value = 0;
        g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT, max);
        assert_true(sc_slice_number(sc_slice_of(text), max, &value));
        assert_true(value == max);
        assert_false(sc_slice_number(sc_slice_of(text), max - 1, &value));
    }
}

/* ---- Text ---- */

struct text {
    struct sc_slice slice;
    const char *text;
};

static void check_texts(const struct text *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct exact exact = exact_copy(cases[i].slice);
        size_t room = SC_TEXT_SIZE(cases[i].slice.size);
        char *out = malloc(room);
        assert_non_null(out);
        size_t needed = sc_slice_text(exact.bytes, out, room);
        assert_string_equal(out, cases[i].text);
        assert_int_equal(needed, strlen(cases[i].text));
        assert_int_equal(sc_slice_text(exact.bytes, NULL, 0), needed);
        free(out);
        exact_free(&exact);
    }
}

static void text_folding(void **state)
{
    const struct text cases[] = {
        {BYTES(""), ""},
        {BYTES("a b"), "a b"},
        {BYTES(" a  b "), " a  b "},
        {BYTES("a\r\n b"), "a b"},
        {BYTES("a\n b"), "a b"},
        {BYTES("a\r\n\tb"), "a b"},
        {BYTES("a \t\r\n \t b"), "a b"},
        {BYTES("a\r\n \r\n b"), "a b"},
        {BYTES("a\r\n b\r\n  c"), "a b c"},
        {BYTES("\"a\r\n b\""), "a b"},
        {BYTES("a\r\n "), "a "},
        /* No continuation behind the line end, so no fold. */
        {BYTES("a\r\nb"), "a" FFFD FFFD "b"},
        {BYTES("a \r\n"), "a " FFFD FFFD},
        {BYTES("\n\n"), FFFD FFFD},
        {BYTES("a\tb"), "a" FFFD "b"},
    };

    check_texts(cases, G_N_ELEMENTS(cases));
}

static void text_quotes(void **state)
{
    const struct text cases[] = {
        {BYTES("\"\""), ""},
        {BYTES("\"a b\""), "a b"},
        {BYTES("\"a \\\"b\\\" \\\\ \\c\""), "a \"b\" \\ c"},
        {BYTES("\"\\\xC3\xA9\""), "\xC3\xA9"},
        {BYTES("\"a\\\n\""), "a" FFFD},
        /* No quoted-string: nothing goes, nothing is resolved. */
        {BYTES("\""), "\""},
        {BYTES("\"a"), "\"a"},
        {BYTES("a\""), "a\""},
        {BYTES("\"a\\\""), "\"a\\\""},
        {BYTES("\"\\\""), "\"\\\""},
        {BYTES("\"a\" and \"b\""), "\"a\" and \"b\""},
        {BYTES("\"a\" "), "\"a\" "},
        {BYTES("a \\b"), "a \\b"},
        {BYTES("\\"), "\\"},
    };

    check_texts(cases, G_N_ELEMENTS(cases));
}

static void text_control_characters(void **state)
{
    const struct text cases[] = {
        {BYTES("\0"), FFFD},
        {BYTES("a\0b"), "a" FFFD "b"},
        {BYTES("\x01\x1B[31m\x1F\x7F"), FFFD FFFD "[31m" FFFD FFFD},
        {BYTES("\xC2\x80\xC2\x9F"), FFFD FFFD},
        {BYTES("\xC2\xA0"), "\xC2\xA0"},
        {BYTES("\"\\\0\""), FFFD},
    };

    check_texts(cases, G_N_ELEMENTS(cases));
    for (int byte = 0; byte < 0x20; byte++) {
        char text[8];
        char c = (char)byte;
        assert_int_equal(sc_slice_text((struct sc_slice){&c, 1}, text, sizeof text), 3);
        assert_string_equal(text, FFFD);
    }
}

/* A right-to-left override in a phrase would print the columns behind it backwards. */
static void text_direction(void **state)
{
    const struct {
        gunichar character;
        bool turns;
    } cases[] = {
        {0x061B, false}, {0x061C, true},  {0x200D, false}, {0x200E, true},  {0x200F, true},
        {0x2010, false}, {0x2029, false}, {0x202A, true},  {0x202E, true},  {0x202F, false},
        {0x2065, false}, {0x2066, true},  {0x2069, true},  {0x206A, false}, {0x05D0, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char sent[8] = {0};
        char text[8];
        size_t size = (size_t)g_unichar_to_utf8(cases[i].character, sent);
        sc_slice_text((struct sc_slice){sent, size}, text, sizeof text);
        assert_string_equal(text, cases[i].turns ? FFFD : sent);
    }
}

static void text_encoding(void **state)
{
    const struct text cases[] = {
        {BYTES("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x93\x9E"), "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x93\x9E"},
        {BYTES(FFFD), FFFD},
        {BYTES("caf\xE9!"), "caf" FFFD "!"},
        {BYTES("\x80\xBF"), FFFD FFFD},
        /* Cut at the end, cut by another character. */
        {BYTES("\xE2\x82"), FFFD FFFD},
        {BYTES("\xE2\x82z"), FFFD FFFD "z"},
        {BYTES("\xF0\x9F\x93"), FFFD FFFD FFFD},
        {BYTES("\"\xC3\""), FFFD},
        /* Overlong, surrogate, past U+10FFFF. */
        {BYTES("\xC0\x80"), FFFD FFFD},
        {BYTES("\xE0\x80\xAF"), FFFD FFFD FFFD},
        {BYTES("\xED\xA0\x80"), FFFD FFFD FFFD},
        {BYTES("\xF4\x90\x80\x80"), FFFD FFFD FFFD FFFD},
        {BYTES("\xFF\xFE"), FFFD FFFD},
    };

    check_texts(cases, G_N_ELEMENTS(cases));
}

/* With any room: the count is the whole text's, what is there ends at a character's border. */
static void text_cut(void **state)
{
    const struct sc_slice slice = BYTES("a\xC3\xA9\xE2\x82\xAC\x01\xF0\x9F\x93\x9Ez");
    static const char *const cut[] = {
        "",
        "a",
        "a",
        "a\xC3\xA9",
        "a\xC3\xA9",
        "a\xC3\xA9",
        "a\xC3\xA9\xE2\x82\xAC",
        "a\xC3\xA9\xE2\x82\xAC",
        "a\xC3\xA9\xE2\x82\xAC",
        "a\xC3\xA9\xE2\x82\xAC" FFFD,
        "a\xC3\xA9\xE2\x82\xAC" FFFD,
        "a\xC3\xA9\xE2\x82\xAC" FFFD,
        "a\xC3\xA9\xE2\x82\xAC" FFFD,
        "a\xC3\xA9\xE2\x82\xAC" FFFD "\xF0\x9F\x93\x9E",
        "a\xC3\xA9\xE2\x82\xAC" FFFD "\xF0\x9F\x93\x9Ez",
    };

    for (size_t room = 1; room <= G_N_ELEMENTS(cut); room++) {
        /* Room of exactly that size, so that a byte too many is seen. */
        char *out = malloc(room);
        assert_non_null(out);
        assert_int_equal(sc_slice_text(slice, out, room), 14);
        assert_string_equal(out, cut[room - 1]);
        free(out);
    }
}

/* A wide character that does not fit ends the text: no narrower one slips in behind it. */
static void text_cut_has_no_gaps(void **state)
{
    char out[3];

    assert_int_equal(sc_slice_text(BYTES("a\xE2\x82\xAC"
                                         "b"),
                                   out, sizeof out),
                     5);
    assert_string_equal(out, "a");
}

static void text_room_is_always_enough(void **state)
{
    char *bytes = repeated("", "\x01", 5000, "");
    char *out = malloc(SC_TEXT_SIZE(5000));

    assert_non_null(out);
    assert_int_equal(sc_slice_text(sc_slice_of(bytes), out, SC_TEXT_SIZE(5000)), 15000);
    assert_int_equal(strlen(out), 15000);
    free(out);
    g_free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_and_empty),
        cmocka_unit_test(octets_are_compared),
        cmocka_unit_test(case_of_ascii_is_ignored),
        cmocka_unit_test(words_are_found_anywhere),
        cmocka_unit_test(prefix_is_not_read_past_the_end),
        cmocka_unit_test(white_space_is_trimmed),
        cmocka_unit_test(words_are_taken),
        cmocka_unit_test(slices_are_cut),
        cmocka_unit_test(numbers),
        cmocka_unit_test(number_bounds),
        cmocka_unit_test(text_folding),
        cmocka_unit_test(text_quotes),
        cmocka_unit_test(text_control_characters),
        cmocka_unit_test(text_direction),
        cmocka_unit_test(text_encoding),
        cmocka_unit_test(text_cut),
        cmocka_unit_test(text_cut_has_no_gaps),
        cmocka_unit_test(text_room_is_always_enough),
    };

    return cmocka_run_group_tests_name("slice", tests, NULL, NULL);
}
