/* The findings of the catalog and the rules that make them belong together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose/rules.h"
#include "scan.h"

/* Findings are filtered for by id, and shown in one line. */
#define HINT_MAX    200
#define SUMMARY_MAX 90

static void ids_are_unique_and_in_order(void **state)
{
    assert_true(sc_finding_count() > 0);
    for (size_t i = 1; i < sc_finding_count(); i++) {
        if (strcmp(sc_finding_topic(i - 1), sc_finding_topic(i)) == 0) {
            assert_true(strcmp(sc_finding_at(i - 1)->id, sc_finding_at(i)->id) < 0);
        }
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(sc_finding_at(k)->id, sc_finding_at(i)->id);
        }
    }
}

static void an_id_can_be_filtered_for(void **state)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        const char *id = sc_finding_at(i)->id;
        assert_int_equal(strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(id));
        assert_true(g_ascii_isalpha(id[0]));
    }
}

static void a_row_is_found_by_its_id(void **state)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        assert_ptr_equal(sc_finding_lookup(sc_finding_at(i)->id), sc_finding_at(i));
    }
    assert_null(sc_finding_lookup(""));
    assert_null(sc_finding_lookup("no-such-finding"));
}

static void texts_fit_one_line(void **state)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        const struct sc_finding_row *row = sc_finding_at(i);
        assert_true(strlen(row->summary) >= 10 && strlen(row->summary) <= SUMMARY_MAX);
        assert_true(strlen(row->hint) >= 10 && strlen(row->hint) <= HINT_MAX);
        assert_true(g_ascii_isupper(row->hint[0]) || g_ascii_isdigit(row->hint[0]));
        assert_int_equal(row->hint[strlen(row->hint) - 1], '.');
        assert_int_not_equal(row->summary[strlen(row->summary) - 1], '.');
        assert_null(strpbrk(row->hint, "\t\n"));
        assert_null(strpbrk(row->summary, "\t\n"));
    }
}

static void each_rests_on_a_clause(void **state)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        const char *reference = sc_finding_at(i)->reference;
        if (strncmp(reference, "RFC ", 4) != 0 && strncmp(reference, "ITU-T ", 6) != 0 &&
            strncmp(reference, "ATIS-", 5) != 0 && strncmp(reference, "3GPP ", 5) != 0) {
            fail_msg("%s: %s", sc_finding_at(i)->id, reference);
        }
    }
}

static void each_is_as_sure_as_something_can_be(void **state)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        const struct sc_finding_row *row = sc_finding_at(i);
        assert_true(row->confidence >= SC_CONFIDENCE_SUGGESTIVE &&
                    row->confidence <= SC_CONFIDENCE_PROOF);
        assert_string_not_equal(sc_confidence_name(row->confidence), "");
        assert_string_not_equal(sc_severity_name(row->severity), "");
    }
    assert_string_equal(sc_confidence_name(SC_CONFIDENCE_NONE), "");
    assert_string_equal(sc_confidence_name((enum sc_confidence)99), "");
    assert_string_equal(sc_severity_name((enum sc_severity)99), "");
}

static bool has_rule(const char *id)
{
    for (size_t topic = 0; topic < rule_topic_count; topic++) {
        for (size_t i = 0; i < rule_topics[topic]->count; i++) {
            if (strcmp(rule_topics[topic]->rules[i].id, id) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void each_row_has_a_rule(void **state)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        if (!has_rule(sc_finding_at(i)->id)) {
            fail_msg("%s has no rule", sc_finding_at(i)->id);
        }
    }
}

static void each_rule_has_a_row(void **state)
{
    for (size_t topic = 0; topic < rule_topic_count; topic++) {
        for (size_t i = 0; i < rule_topics[topic]->count; i++) {
            const struct rule *rule = &rule_topics[topic]->rules[i];
            if (sc_finding_lookup(rule->id) == NULL) {
                fail_msg("%s has no row", rule->id);
            }
            assert_true(rule->occasion >= 0 && rule->occasion < OCCASIONS);
            assert_true(rule->code_from <= rule->code_to);
            assert_true(rule->code_to == 0 || rule->occasion == ON_RESPONSE ||
                        rule->occasion == AT_SHOWING);
            assert_true(rule->holds == NULL || rule->occasion != AT_SHOWING);
        }
    }
}

static void each_blocker_has_a_name(void **state)
{
    unsigned count = 0;

    for (enum sc_blocker blocker = sc_blocker_next(SC_BLOCKER_ALL, 0); blocker != 0;
         blocker = sc_blocker_next(SC_BLOCKER_ALL, blocker)) {
        assert_string_not_equal(sc_blocker_name(blocker), "");
        count++;
    }
    assert_int_equal(count, 7);
    assert_int_equal(sc_blocker_next(0, 0), 0);
    assert_int_equal(sc_blocker_next(SC_BLOCKER_CUT, 0), SC_BLOCKER_CUT);
    assert_int_equal(sc_blocker_next(SC_BLOCKER_CUT | SC_BLOCKER_OTHER_SIDE, SC_BLOCKER_CUT),
                     SC_BLOCKER_OTHER_SIDE);
    assert_int_equal(sc_blocker_next(SC_BLOCKER_ALL, SC_BLOCKER_OTHER_SIDE), 0);
    assert_string_equal(sc_blocker_name((enum sc_blocker)0), "");
    assert_string_equal(sc_blocker_name(SC_BLOCKER_ALL), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_unique_and_in_order),
        cmocka_unit_test(an_id_can_be_filtered_for),
        cmocka_unit_test(a_row_is_found_by_its_id),
        cmocka_unit_test(texts_fit_one_line),
        cmocka_unit_test(each_rests_on_a_clause),
        cmocka_unit_test(each_is_as_sure_as_something_can_be),
        cmocka_unit_test(each_row_has_a_rule),
        cmocka_unit_test(each_rule_has_a_row),
        cmocka_unit_test(each_blocker_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
