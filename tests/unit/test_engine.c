/* The engine with rules of its own: which are asked, what is kept of their drafts, what is shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "diagnose/rule.h"
#include "ladder.h"

/* ---- Rules that say what a test wants ---- */

static const struct sc_finding_row busy = {
    .id = "busy",
    .severity = SC_SEVERITY_NOTE,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "Busy",
};

static const struct sc_finding_row other = {
    .id = "other",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_PROOF,
    .summary = "Other",
};

static const struct sc_finding_row missing = {
    .id = "missing",
    .severity = SC_SEVERITY_WARN,
    .confidence = SC_CONFIDENCE_STRONG,
    .absence = true,
    .summary = "Missing",
};

/* What the rules do, and how often they were asked. Each test sets it. */
static struct {
    bool so;
    bool holds;
    bool forgets;
    unsigned asked;
} script;

static bool judge(const struct sc_case *c, struct sc_draft *draft)
{
    script.asked++;
    if (script.forgets && c->message == NULL) {
        return sc_draft_forgotten(draft);
    }
    return script.so && sc_draft_say(draft, "asked %u times", script.asked);
}

/* It fills a draft that comes to nothing. */
static bool judge_in_vain(const struct sc_case *c, struct sc_draft *draft)
{
    sc_draft_evidence(draft, c->transaction->request.frame);
    sc_draft_at_most(draft, SC_CONFIDENCE_SUGGESTIVE);
    sc_draft_blocked(draft, SC_BLOCKER_CUT);
    sc_draft_states(draft, SC_STATED_PHRASE, "words");
    sc_draft_aside(draft);
    sc_draft_say(draft, "never shown");
    return false;
}

static bool judge_request(const struct sc_case *c, struct sc_draft *draft)
{
    sc_draft_explains(draft, &c->transaction->request);
    return sc_draft_say(draft, "the request");
}

static bool holds(const struct sc_case *c)
{
    assert_null(c->message);
    return script.holds;
}

/* ---- A call ---- */

struct call {
    struct sc_tracker *tracker;
    struct sc_diagnosis *diagnosis;
    struct sc_topics topics;
    const struct sc_topic *topic;
    struct sc_topic own;
    uint32_t frame;
};

static void call_begin(struct call *call, const struct sc_rule *rules, size_t count)
{
    *call = (struct call){
        .tracker = sc_tracker_new(&(struct sc_timers){.t1 = 500, .t2 = 4000}),
        .own = {.name = "own", .title = "Own", .rules = rules, .rule_count = count},
    };
    call->topic = &call->own;
    call->topics = (struct sc_topics){&call->topic, 1};
    call->diagnosis =
        sc_diagnosis_new(call->tracker, &(struct sc_thresholds){2000, 60}, &call->topics);
}

static void call_end(struct call *call)
{
    sc_diagnosis_free(call->diagnosis);
    sc_tracker_free(call->tracker);
}

/* A message between the two hosts of the call, with FIRST_LINE and METHOD in CSeq. */
static struct sc_sighting see(struct call *call, const char *first_line, const char *method,
                              int64_t milliseconds)
{
    bool response = g_str_has_prefix(first_line, "SIP/2.0");
    char *text = g_strdup_printf("%s\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK%s\r\n"
                                 "From: <sip:a@a>;tag=1\r\nTo: <sip:b@b>%s\r\n"
                                 "Call-ID: 1\r\nCSeq: 1 %s\r\n\r\n",
                                 first_line, method, response ? ";tag=2" : "", method);
    struct scan *scan = scan_bytes(sc_slice_of(text));
    struct sc_packet packet = {
        .frame = ++call->frame,
        .time = milliseconds * SC_MILLISECOND,
        .source = {.family = 4, .address = {10, 0, 0, response ? 2 : 1}, .port = 5060},
        .destination = {.family = 4, .address = {10, 0, 0, response ? 1 : 2}, .port = 5060},
    };
    struct sc_sighting sighting = tell_message(call->tracker, &packet, scan);

    assert_non_null(sighting.transaction);
    sc_diagnosis_add(call->diagnosis, &packet, &scan->message, &sighting);
    scan_free(scan);
    g_free(text);
    return sighting;
}

static struct sc_sighting invite(struct call *call, const char *response)
{
    see(call, "INVITE sip:b@b SIP/2.0", "INVITE", 0);
    return see(call, response, "INVITE", 10);
}

static size_t shown(const struct call *call, const struct sc_sighting *sighting,
                    struct sc_finding findings[SC_FINDINGS_MAX])
{
    return sc_diagnosis_findings(call->diagnosis, sighting, findings);
}

/* How often a rule is asked about a response to an INVITE. */
static unsigned times_asked(const struct sc_rule *rule, const char *response)
{
    struct call call;

    script.asked = 0;
    call_begin(&call, rule, 1);
    invite(&call, response);
    call_end(&call);
    return script.asked;
}

/* ---- Which rules are asked ---- */

static void codes_classes_and_methods_select(void **state)
{
    const struct sc_rule codes = {
        .finding = &busy, .when = ON_RESPONSE, .codes = {486, 600}, .judge = judge};
    const struct sc_rule classes = {
        .finding = &busy, .when = ON_RESPONSE, .codes = {408}, .classes = {5}, .judge = judge};
    const struct sc_rule any = {.finding = &busy, .when = ON_RESPONSE, .judge = judge};
    const struct sc_rule methods = {
        .finding = &busy, .when = ON_RESPONSE, .methods = {"BYE", "INVITE"}, .judge = judge};
    const struct sc_rule bye = {
        .finding = &busy, .when = ON_RESPONSE, .methods = {"BYE"}, .judge = judge};
    const struct sc_rule request = {.finding = &busy, .when = ON_REQUEST, .judge = judge};

    script.so = false;
    assert_int_equal(times_asked(&codes, "SIP/2.0 486 Busy"), 1);
    assert_int_equal(times_asked(&codes, "SIP/2.0 600 Busy"), 1);
    assert_int_equal(times_asked(&codes, "SIP/2.0 480 Away"), 0);
    assert_int_equal(times_asked(&classes, "SIP/2.0 408 Timeout"), 1);
    assert_int_equal(times_asked(&classes, "SIP/2.0 599 Own"), 1);
    assert_int_equal(times_asked(&classes, "SIP/2.0 486 Busy"), 0);
    assert_int_equal(times_asked(&any, "SIP/2.0 180 Ringing"), 1);
    assert_int_equal(times_asked(&methods, "SIP/2.0 486 Busy"), 1);
    assert_int_equal(times_asked(&bye, "SIP/2.0 486 Busy"), 0);
    assert_int_equal(times_asked(&request, "SIP/2.0 486 Busy"), 1);
}

static void on_display_a_rule_is_asked_each_time(void **state)
{
    const struct sc_rule rule = {
        .finding = &busy, .when = ON_DISPLAY, .codes = {486}, .judge = judge};
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    script.so = true;
    script.asked = 0;
    call_begin(&call, &rule, 1);
    struct sc_sighting sighting = invite(&call, "SIP/2.0 486 Busy");
    assert_int_equal(script.asked, 0);
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_string_equal(findings[0].text, "asked 1 times");
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_string_equal(findings[0].text, "asked 2 times");
    script.so = false;
    assert_int_equal(shown(&call, &sighting, findings), 0);
    call_end(&call);
}

/* ---- What is kept ---- */

static void a_finding_has_the_index_of_its_row(void **state)
{
    const struct sc_rule rules[] = {
        {.finding = &busy, .when = ON_RESPONSE, .codes = {480}, .judge = judge},
        {.finding = &busy, .when = ON_RESPONSE, .codes = {486}, .judge = judge},
        {.finding = &other, .when = ON_RESPONSE, .codes = {486}, .judge = judge},
    };
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    script.so = true;
    call_begin(&call, rules, G_N_ELEMENTS(rules));
    struct sc_sighting sighting = invite(&call, "SIP/2.0 486 Busy");
    assert_int_equal(shown(&call, &sighting, findings), 2);
    assert_ptr_equal(findings[0].row, &other);
    assert_int_equal(findings[0].index, 1);
    assert_ptr_equal(findings[1].row, &busy);
    assert_int_equal(findings[1].index, 0);
    call_end(&call);
}

static void two_rules_may_find_the_same(void **state)
{
    const struct sc_rule rules[] = {
        {.finding = &busy, .when = ON_RESPONSE, .codes = {486}, .judge = judge},
        {.finding = &busy, .when = ON_RESPONSE, .classes = {4}, .judge = judge},
    };
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    script.so = true;
    script.asked = 0;
    call_begin(&call, rules, G_N_ELEMENTS(rules));
    struct sc_sighting sighting = invite(&call, "SIP/2.0 486 Busy");
    assert_int_equal(script.asked, 2);
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_string_equal(findings[0].text, "asked 1 times");
    call_end(&call);
}

static void a_draft_that_comes_to_nothing_leaves_nothing(void **state)
{
    const struct sc_rule rules[] = {
        {.finding = &busy, .when = ON_RESPONSE, .codes = {486}, .judge = judge_in_vain},
        {.finding = &other, .when = ON_RESPONSE, .codes = {486}, .judge = judge},
    };
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    script.so = true;
    call_begin(&call, rules, G_N_ELEMENTS(rules));
    struct sc_sighting sighting = invite(&call, "SIP/2.0 486 Busy");
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_ptr_equal(findings[0].row, &other);
    assert_int_equal(findings[0].confidence, SC_CONFIDENCE_PROOF);
    assert_int_equal(findings[0].blockers, 0);
    assert_int_equal(findings[0].stated, SC_STATED_NONE);
    assert_string_equal(findings[0].words, "");
    assert_false(findings[0].aside);
    assert_int_equal(findings[0].evidence_count, 1);
    assert_int_equal(findings[0].evidence[0].frame, 2);
    call_end(&call);
}

static void what_is_explained_shows_it_too(void **state)
{
    const struct sc_rule rule = {
        .finding = &busy, .when = ON_RESPONSE, .codes = {486}, .judge = judge_request};
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    call_begin(&call, &rule, 1);
    struct sc_sighting request = see(&call, "INVITE sip:b@b SIP/2.0", "INVITE", 0);
    assert_int_equal(shown(&call, &request, findings), 0);
    struct sc_sighting response = see(&call, "SIP/2.0 486 Busy", "INVITE", 10);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(shown(&call, i == 0 ? &request : &response, findings), 1);
        assert_int_equal(findings[0].evidence_count, 2);
        assert_int_equal(findings[0].evidence[0].frame, 1);
        assert_int_equal(findings[0].evidence[1].frame, 2);
    }
    call_end(&call);
}

/* ---- What still holds ---- */

static void a_rule_can_be_asked_again(void **state)
{
    const struct sc_rule rule = {
        .finding = &busy, .when = ON_RESPONSE, .codes = {486}, .judge = judge, .recheck = true};
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    script.so = true;
    script.asked = 0;
    call_begin(&call, &rule, 1);
    struct sc_sighting sighting = invite(&call, "SIP/2.0 486 Busy");
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_int_equal(script.asked, 2);
    assert_string_equal(findings[0].text, "asked 1 times");

    script.so = false;
    assert_int_equal(shown(&call, &sighting, findings), 0);
    script.forgets = true;
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_string_equal(findings[0].text, "asked 1 times");
    script.forgets = false;
    call_end(&call);
}

static void a_predicate_can_withdraw_a_finding(void **state)
{
    const struct sc_rule rule = {
        .finding = &busy, .when = ON_RESPONSE, .codes = {486}, .judge = judge, .holds = holds};
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    script.so = true;
    script.asked = 0;
    call_begin(&call, &rule, 1);
    struct sc_sighting sighting = invite(&call, "SIP/2.0 486 Busy");
    script.holds = true;
    assert_int_equal(shown(&call, &sighting, findings), 1);
    script.holds = false;
    assert_int_equal(shown(&call, &sighting, findings), 0);
    assert_int_equal(script.asked, 1);
    call_end(&call);
}

static void a_finding_may_have_to_wait_for_the_end(void **state)
{
    const struct sc_rule rule = {.finding = &busy,
                                 .when = ON_RESPONSE,
                                 .codes = {486},
                                 .judge = judge,
                                 .suggestive_until_end = true};
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    script.so = true;
    call_begin(&call, &rule, 1);
    struct sc_sighting sighting = invite(&call, "SIP/2.0 486 Busy");
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_int_equal(findings[0].confidence, SC_CONFIDENCE_SUGGESTIVE);
    sc_tracker_finish(call.tracker);
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_int_equal(findings[0].confidence, SC_CONFIDENCE_PROOF);
    call_end(&call);
}

/* The capture ends too early to say that something is missing, unless the copies prove it. */
static void copies_prove_an_absence(void **state)
{
    const struct sc_rule rule = {
        .finding = &missing, .when = ON_RESPONSE, .codes = {486}, .judge = judge, .repeated = true};
    struct sc_finding findings[SC_FINDINGS_MAX];
    struct call call;

    script.so = true;
    call_begin(&call, &rule, 1);
    struct sc_sighting sighting = invite(&call, "SIP/2.0 486 Busy");
    see(&call, "SIP/2.0 486 Busy", "INVITE", 510);
    assert_int_equal(shown(&call, &sighting, findings), 0);
    see(&call, "SIP/2.0 486 Busy", "INVITE", 31510);
    assert_int_equal(shown(&call, &sighting, findings), 1);
    assert_int_equal(findings[0].confidence, SC_CONFIDENCE_STRONG);
    assert_int_equal(findings[0].evidence_count, 2);
    assert_int_equal(findings[0].evidence[0].frame, 2);
    assert_int_equal(findings[0].evidence[1].frame, 4);
    call_end(&call);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_classes_and_methods_select),
        cmocka_unit_test(on_display_a_rule_is_asked_each_time),
        cmocka_unit_test(a_finding_has_the_index_of_its_row),
        cmocka_unit_test(two_rules_may_find_the_same),
        cmocka_unit_test(a_draft_that_comes_to_nothing_leaves_nothing),
        cmocka_unit_test(what_is_explained_shows_it_too),
        cmocka_unit_test(a_rule_can_be_asked_again),
        cmocka_unit_test(a_predicate_can_withdraw_a_finding),
        cmocka_unit_test(a_finding_may_have_to_wait_for_the_end),
        cmocka_unit_test(copies_prove_an_absence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
