/* The one cause of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "sipcodes/why.h"

#include <string.h>

#include "scan.h"
#include "sipcodes/advice.h"

static const struct sc_finding_row codec = {
    .id = "codec",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "No common codec",
};

static const struct sc_finding_row busy = {
    .id = "busy",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Busy",
};

static const struct sc_finding_row normal = {
    .id = "normal",
    .severity = SC_SEVERITY_CHAT,
    .confidence = SC_CONFIDENCE_PROOF,
    .title = "Challenge answered",
};

static struct sc_finding finding_with(const struct sc_finding_row *row,
                                      enum sc_confidence confidence, const char *text)
{
    struct sc_finding finding = {.row = row, .confidence = confidence};

    (void)g_strlcpy(finding.text, text, sizeof finding.text);
    return finding;
}

/* The cause of a response with at most one finding, "severity|id|text"; "" if there is none. */
static const char *why_of(unsigned code, bool challenge, const struct sc_finding *finding)
{
    static char shown[2 * SC_WHY_SIZE];
    struct sc_why why;

    if (!sc_why_of_response(finding, finding != NULL ? 1 : 0, code, challenge, &why)) {
        assert_string_equal(why.text, "");
        assert_string_equal(why.title, "");
        return "";
    }
    (void)g_snprintf(shown, sizeof shown, "%s|%s|%s", sc_severity_name(why.severity),
                     why.row != NULL ? why.row->id : "", why.text);
    return shown;
}

static void the_finding_that_leads_gives_title_and_values(void **state)
{
    struct sc_finding proof = finding_with(&codec, SC_CONFIDENCE_PROOF, "The offer has L16/44100");
    struct sc_finding guess = finding_with(&busy, SC_CONFIDENCE_SUGGESTIVE, "Warning 399");

    (void)state;
    assert_string_equal(why_of(488, false, &proof),
                        "warn|codec|No common codec: the offer has L16/44100");
    assert_string_equal(why_of(500, false, &guess), "error|busy|Busy: Warning 399");
    assert_string_equal(why_of(486, false, &guess), "note|busy|Busy: Warning 399");
    assert_string_equal(why_of(404, false, &guess), "warn|busy|Busy: Warning 399");
}

static void a_success_is_explained_by_a_fault_only(void **state)
{
    struct sc_finding fault = finding_with(&codec, SC_CONFIDENCE_PROOF, "x");
    struct sc_finding note = finding_with(&busy, SC_CONFIDENCE_PROOF, "x");

    (void)state;
    assert_string_equal(why_of(200, false, &fault), "warn|codec|No common codec: x");
    assert_string_equal(why_of(200, false, &note), "");
    assert_string_equal(why_of(200, false, NULL), "");
    assert_string_equal(why_of(183, false, &note), "note|busy|Busy: x");
    assert_string_equal(why_of(180, false, NULL), "");
}

static void a_normal_challenge_has_no_cause(void **state)
{
    struct sc_finding step = finding_with(&normal, SC_CONFIDENCE_PROOF, "x");
    struct sc_finding fault = finding_with(&codec, SC_CONFIDENCE_PROOF, "x");

    (void)state;
    assert_string_equal(why_of(401, true, &step), "");
    assert_string_equal(why_of(407, true, NULL), "");
    assert_string_equal(why_of(407, true, &fault), "warn|codec|No common codec: x");
    assert_string_equal(why_of(401, false, NULL),
                        "warn||Credentials are missing or were not accepted");
}

static void without_a_finding_the_code_speaks(void **state)
{
    (void)state;
    assert_string_equal(why_of(404, false, NULL), "warn||The server knows no such user or number");
    assert_string_equal(why_of(302, false, NULL),
                        "note||The called user is at another address for now");
    assert_string_equal(why_of(500, false, NULL),
                        "error||An unexpected condition stopped the server");
    assert_string_equal(why_of(603, false, NULL),
                        "note||The user or the server does not want the call");
}

static void what_the_sender_states_stands_before_the_code(void **state)
{
    struct sc_finding aside = finding_with(&normal, SC_CONFIDENCE_PROOF, "x");

    (void)state;
    aside.aside = true;
    aside.stated = SC_STATED_PHRASE;
    (void)g_strlcpy(aside.words, "Phrase: \"Max Calls\"", sizeof aside.words);
    assert_string_equal(why_of(480, false, &aside), "warn|normal|Phrase: \"Max Calls\"");
}

static void a_request_has_the_hint_of_its_response(void **state)
{
    struct sc_finding phrase = finding_with(&normal, SC_CONFIDENCE_PROOF, "x");
    char of_request[SC_HINT_SIZE];
    char of_response[SC_HINT_SIZE];
    struct sc_why why;

    (void)state;
    phrase.aside = true;
    phrase.stated = SC_STATED_PHRASE;
    (void)g_strlcpy(phrase.words, "P", sizeof phrase.words);
    assert_true(sc_why_of_response(&phrase, 1, 503, false, &why));
    assert_int_equal(why.code, 503);
    why.facts = SC_FACT_RESPONSE | SC_FACT_IN_DIALOG;
    assert_true(sc_why_hint(&why, NULL, 0, 0, 0, of_request));
    assert_true(sc_why_hint(&why, &phrase, 1, 503, why.facts, of_response));
    assert_string_equal(of_request, of_response);
    assert_true(g_str_has_prefix(of_request, "P. A dialog has no other server"));
}

static void that_no_cause_is_stated_is_no_cause(void **state)
{
    struct sc_finding aside = finding_with(&normal, SC_CONFIDENCE_PROOF, "x");

    (void)state;
    aside.aside = true;
    aside.stated = SC_STATED_NOTHING;
    (void)g_strlcpy(aside.words, "Reason has Q.850 0, which is not a cause", sizeof aside.words);
    assert_string_equal(why_of(302, false, &aside),
                        "note||The called user is at another address for now");
    assert_string_equal(why_of(480, false, &aside),
                        "warn|normal|Reason has Q.850 0, which is not a cause");
}

static void a_request_has_the_cause_that_it_gives_itself(void **state)
{
    struct sc_finding fault = finding_with(&codec, SC_CONFIDENCE_STRONG, "No answer came");
    struct sc_finding step = finding_with(&normal, SC_CONFIDENCE_PROOF, "x");
    struct sc_why why;

    (void)state;
    assert_true(sc_why_of_request(&fault, 1, &why));
    assert_string_equal(why.text, "No common codec: no answer came");
    assert_string_equal(why.title, "No common codec");
    assert_false(sc_why_of_request(&step, 1, &why));
    assert_false(sc_why_of_request(NULL, 0, &why));
    assert_string_equal(why.text, "");
}

/* The cause that the text of a finding gives. */
static const char *text_of(const char *text)
{
    static struct sc_why why;
    struct sc_finding finding = finding_with(&codec, SC_CONFIDENCE_PROOF, text);

    assert_true(sc_why_of_response(&finding, 1, 488, false, &why));
    return why.text;
}

#define TEN    "xxxxxxxxx "
#define NINETY TEN TEN TEN TEN TEN TEN TEN TEN TEN

static void a_cause_is_as_wide_as_a_column(void **state)
{
    (void)state;
    assert_string_equal(text_of(NINETY "12345678"), "No common codec: " NINETY "12345678");
    assert_string_equal(text_of(NINETY "123456789"), "No common codec: " NINETY "1234567…");
    assert_string_equal(text_of(NINETY "12345678; more"), "No common codec: " NINETY "12345678");
    assert_string_equal(text_of("one; two; " NINETY "; four"), "No common codec: one; two");
    assert_string_equal(text_of("\"one; two\"; " NINETY), "No common codec: \"one; two\"");
    assert_string_equal(text_of("\"one; " NINETY "\""), "No common codec: \"one; " NINETY "\"");
}

static void the_longest_text_fits(void **state)
{
    char text[SC_FINDING_TEXT_SIZE];

    (void)state;
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_int_equal(g_utf8_strlen(text_of(text), -1), SC_WHY_WIDTH);
    for (size_t i = 0; i + 2 < sizeof text; i += 2) {
        memcpy(text + i, "é", 2);
    }
    text[sizeof text - 1] = '\0';
    assert_true(g_utf8_validate(text_of(text), -1, NULL));
    assert_int_equal(g_utf8_strlen(text_of(text), -1), SC_WHY_WIDTH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_finding_that_leads_gives_title_and_values),
        cmocka_unit_test(a_success_is_explained_by_a_fault_only),
        cmocka_unit_test(a_normal_challenge_has_no_cause),
        cmocka_unit_test(without_a_finding_the_code_speaks),
        cmocka_unit_test(what_the_sender_states_stands_before_the_code),
        cmocka_unit_test(a_request_has_the_hint_of_its_response),
        cmocka_unit_test(that_no_cause_is_stated_is_no_cause),
        cmocka_unit_test(a_request_has_the_cause_that_it_gives_itself),
        cmocka_unit_test(a_cause_is_as_wide_as_a_column),
        cmocka_unit_test(the_longest_text_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
