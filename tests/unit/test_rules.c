/* What there is to be found: rows, rules and topics belong together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose/rule.h"
#include "scan.h"

/* Findings are filtered for by id, and shown in one line. */
#define HINT_MAX    200
#define SUMMARY_MAX 90

static bool is_name(const char *name)
{
    return g_ascii_isalpha(name[0]) &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

static void ids_are_unique_and_can_be_filtered_for(void **state)
{
    assert_true(sc_finding_count() > 0);
    for (size_t i = 0; i < sc_finding_count(); i++) {
        assert_true(is_name(sc_finding_at(i)->id));
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(sc_finding_at(k)->id, sc_finding_at(i)->id);
        }
    }
    assert_null(sc_finding_at(sc_finding_count()));
}

static void texts_fit_one_line(void **state)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        const struct sc_finding_row *row = sc_finding_at(i);
        assert_true(strlen(row->title) >= 4 && strlen(row->title) < SC_TITLE_SIZE);
        assert_int_not_equal(row->title[strlen(row->title) - 1], '.');
        assert_true(strlen(row->summary) >= 10 && strlen(row->summary) <= SUMMARY_MAX);
        assert_true(strlen(row->hint) >= 10 && strlen(row->hint) <= HINT_MAX);
        assert_true(g_ascii_isupper(row->hint[0]) || g_ascii_isdigit(row->hint[0]));
        assert_non_null(strchr(".?", row->hint[strlen(row->hint) - 1]));
        assert_int_not_equal(row->summary[strlen(row->summary) - 1], '.');
        assert_null(strpbrk(row->hint, "\t\n"));
        for (const char *const *advice = row->advice; *advice != NULL; advice++) {
            assert_true(strlen(*advice) >= 10 && strlen(*advice) <= HINT_MAX);
            assert_true(g_ascii_isupper((*advice)[0]));
            assert_non_null(strchr(".?", (*advice)[strlen(*advice) - 1]));
            assert_null(strpbrk(*advice, "\t\n"));
        }
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

/* Indexes go up as the rules of a finding end: one in two places would get two. */
static void the_rows_of_a_topic_are_those_of_its_rules(void **state)
{
    size_t index = 0;

    for (size_t topic = 0; topic < sc_topics_all.count; topic++) {
        const struct sc_topic *of = sc_topics_all.topics[topic];
        assert_true(of->rule_count > 0);
        for (size_t i = 0; i < of->rule_count; i++) {
            index += i > 0 && of->rules[i].finding != of->rules[i - 1].finding ? 1 : 0;
            assert_ptr_equal(sc_finding_at(index), of->rules[i].finding);
            assert_string_equal(sc_finding_topic(index), of->name);
            assert_string_equal(sc_finding_title(index), of->title);
        }
        index++;
    }
    assert_int_equal(index, sc_finding_count());
}

static void topics_have_names_and_titles_of_their_own(void **state)
{
    for (size_t i = 0; i < sc_topics_all.count; i++) {
        const struct sc_topic *topic = sc_topics_all.topics[i];
        assert_true(is_name(topic->name));
        assert_true(g_ascii_isupper(topic->title[0]));
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(sc_topics_all.topics[k]->name, topic->name);
            assert_string_not_equal(sc_topics_all.topics[k]->title, topic->title);
        }
    }
}

static void check_codes(const struct sc_rule *rule)
{
    bool any = rule->codes[0] != 0 || rule->classes[0] != 0;

    for (const uint16_t *code = rule->codes; *code != 0; code++) {
        assert_true(*code >= SC_CODE_MIN && *code <= SC_CODE_MAX);
        for (const uint8_t *first = rule->classes; *first != 0; first++) {
            assert_int_not_equal(*code / 100, *first);
        }
    }
    for (const uint8_t *first = rule->classes; *first != 0; first++) {
        assert_true(*first >= SC_CLASS_PROVISIONAL && *first <= SC_CLASS_GLOBAL_FAILURE);
    }
    /* A request and an ICMP error have no code: such a rule would never be asked. */
    assert_false(any && (rule->when == ON_REQUEST || rule->when == ON_ICMP));
}

static void each_rule_can_be_asked(void **state)
{
    for (size_t topic = 0; topic < sc_topics_all.count; topic++) {
        for (size_t i = 0; i < sc_topics_all.topics[topic]->rule_count; i++) {
            const struct sc_rule *rule = &sc_topics_all.topics[topic]->rules[i];
            assert_non_null(rule->judge);
            assert_true(rule->when < SC_TRIGGERS);
            check_codes(rule);
            for (const char *const *method = rule->methods; *method != NULL; method++) {
                assert_true(sc_method_registered(sc_slice_of(*method)));
            }
            /* What is made on display is not kept. */
            if (rule->when == ON_DISPLAY) {
                assert_false(rule->recheck || rule->holds != NULL || rule->repeated ||
                             rule->suggestive_until_end);
            }
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
    assert_string_equal(sc_blocker_name((enum sc_blocker)(SC_BLOCKER_ALL + 1)), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_unique_and_can_be_filtered_for),
        cmocka_unit_test(texts_fit_one_line),
        cmocka_unit_test(each_rests_on_a_clause),
        cmocka_unit_test(each_is_as_sure_as_something_can_be),
        cmocka_unit_test(the_rows_of_a_topic_are_those_of_its_rules),
        cmocka_unit_test(topics_have_names_and_titles_of_their_own),
        cmocka_unit_test(each_rule_can_be_asked),
        cmocka_unit_test(each_blocker_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
