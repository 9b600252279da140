/* The diagnosis itself: order, what is shown where, gaps, and which finding is to be followed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"
#include "sipcodes/catalog.h"

/* ---- Which finding to follow ---- */

static struct sc_finding finding_of(const char *id)
{
    const struct sc_finding_row *row = row_of(id);

    return (struct sc_finding){.row = row, .confidence = row->confidence, .aside = row->aside};
}

static void nothing_to_follow(void **state)
{
    struct sc_finding beside = finding_of("nat-detected");

    assert_true(beside.row->aside);
    assert_null(sc_finding_to_follow(NULL, 0));
    assert_null(sc_finding_to_follow(&beside, 1));
}

static void faults_come_before_what_is_normal(void **state)
{
    struct sc_finding findings[] = {
        finding_of("nat-detected"),
        finding_of("auth-challenge"),
        finding_of("method-not-allowed"),
    };

    assert_int_equal(findings[1].row->severity, SC_SEVERITY_CHAT);
    assert_int_equal(findings[2].row->severity, SC_SEVERITY_WARN);
    assert_ptr_equal(sc_finding_to_follow(findings, 3), &findings[2]);
    assert_ptr_equal(sc_finding_to_follow(findings, 2), &findings[1]);
}

/* ---- The order of trust ---- */

static struct sc_finding stating(const char *id, enum sc_stated stated, const char *words)
{
    struct sc_finding finding = finding_of(id);

    finding.stated = stated;
    g_strlcpy(finding.words, words, sizeof finding.words);
    return finding;
}

/* Each of these goes before all that stand behind it, in whatever order they come. */
static void causes_are_trusted_in_this_order(void **state)
{
    struct sc_finding order[] = {
        finding_of("method-not-allowed"), /* proof */
        stating("reason-given", SC_STATED_REASON, "R"),
        finding_of("auth-rejected"), /* strong */
        stating("warning-given", SC_STATED_WARNING, "W"),
        finding_of("busy-immediate"), /* suggestive */
        finding_of("auth-challenge"), /* normal */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        for (size_t k = i + 1; k < G_N_ELEMENTS(order); k++) {
            struct sc_finding two[] = {order[k], order[i]};
            assert_ptr_equal(sc_finding_to_follow(two, 2), &two[1]);
            assert_ptr_equal(sc_finding_to_follow((struct sc_finding[]){order[i]}, 1)->row,
                             order[i].row);
        }
    }
}

/* ---- A finding that explains another ---- */

static size_t index_of(const char *id)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        if (strcmp(sc_finding_at(i)->id, id) == 0) {
            return i;
        }
    }
    fail_msg("There is no finding %s", id);
    return 0;
}

/* NOLINTNEXTLINE(misc-no-recursion): the depth is bounded */
static void follow_explains(size_t index, unsigned depth)
{
    assert_true(depth < 8);
    for (const char *const *id = sc_finding_at(index)->explains; *id != NULL; id++) {
        size_t explained = index_of(*id);
        assert_false(sc_finding_at(index)->aside);
        follow_explains(explained, depth + 1);
    }
}

static void rows_explain_findings_that_there_are_and_never_in_a_circle(void **state)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        follow_explains(i, 0);
    }
}

static void a_finding_that_explains_another_leads(void **state)
{
    struct sc_finding findings[] = {
        finding_of("nat-detected"),         finding_of("request-unanswered"),      /* proof */
        finding_of("ack-missing"),                                                 /* proof */
        finding_of("ack-timeout-reported"), finding_of("ack-contact-unreachable"), /* strong */
    };
    static const char *const order[] = {"ack-contact-unreachable", "ack-missing",
                                        "ack-timeout-reported", "request-unanswered",
                                        "nat-detected"};

    assert_string_equal(sc_finding_to_follow(findings, 5)->row->id, order[0]);
    sc_findings_sort(findings, 5);
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        assert_string_equal(findings[i].row->id, order[i]);
    }
    assert_string_equal(sc_finding_to_follow(findings + 1, 4)->row->id, order[1]);
}

static void the_finding_to_follow_stands_first_and_remarks_last(void **state)
{
    struct sc_finding findings[] = {
        finding_of("clock-skew"),
        finding_of("auth-challenge"), /* proof, and normal */
        finding_of("auth-rejected"),  /* strong */
        stating("reason-given", SC_STATED_REASON, "R"),
    };

    findings[3].confidence = SC_CONFIDENCE_SUGGESTIVE;
    sc_findings_sort(findings, 4);
    assert_string_equal(findings[0].row->id, "reason-given");
    assert_string_equal(findings[1].row->id, "auth-rejected");
    assert_string_equal(findings[2].row->id, "auth-challenge");
    assert_string_equal(findings[3].row->id, "clock-skew");
}

static void check_hint(const char *expected, unsigned code, const struct sc_finding *findings,
                       size_t count)
{
    char hint[SC_HINT_SIZE];

    assert_true(sc_hint_write(findings, count, code, 0, hint));
    assert_string_equal(hint, expected);
}

static const char *hint_after(const char *words, const char *hint)
{
    static char text[SC_HINT_SIZE];

    g_snprintf(text, sizeof text, "%s. %s", words, hint);
    return text;
}

static void stated_causes_are_read_first(void **state)
{
    struct sc_finding phrase = stating("phrase-nonstandard", SC_STATED_PHRASE, "P");
    struct sc_finding reason = stating("reason-given", SC_STATED_REASON, "R");
    struct sc_finding guess = finding_of("busy-immediate");
    struct sc_finding strong = finding_of("rejected-while-ringing");
    const char *plain = sc_status_lookup(486)->hint;

    check_hint(plain, 486, NULL, 0);
    check_hint(hint_after("P", plain), 486, &phrase, 1);
    check_hint(hint_after("R", reason.row->hint), 486, (struct sc_finding[]){phrase, reason}, 2);
    check_hint(hint_after("P", guess.row->hint), 486, (struct sc_finding[]){phrase, guess}, 2);
    check_hint(strong.row->hint, 486, (struct sc_finding[]){phrase, strong}, 2);
    reason.aside = true; /* it confirms the code */
    check_hint(hint_after("R", plain), 486, (struct sc_finding[]){phrase, reason}, 2);
}

static void advice_takes_the_place_of_the_hint(void **state)
{
    struct sc_finding strong = finding_of("rejected-while-ringing");
    struct sc_finding phrase = stating("phrase-nonstandard", SC_STATED_PHRASE, "P");

    (void)state;
    assert_string_equal(sc_finding_hint(&strong), strong.row->hint);
    strong.advice = "Another.";
    assert_string_equal(sc_finding_hint(&strong), "Another.");
    check_hint("Another.", 486, (struct sc_finding[]){phrase, strong}, 2);
    phrase.advice = "Of a remark.";
    check_hint(hint_after("P", sc_status_lookup(486)->hint), 486, &phrase, 1);
}

static void a_request_has_a_hint_if_it_has_a_finding(void **state)
{
    struct sc_finding beside = finding_of("nat-detected");
    struct sc_finding release = stating("release-cause", SC_STATED_REASON, "R");
    char hint[SC_HINT_SIZE];

    assert_false(sc_hint_write(NULL, 0, 0, 0, hint));
    assert_string_equal(hint, "");
    check_hint(beside.row->hint, 0, &beside, 1);
    check_hint(sc_status_lookup(486)->hint, 486, &beside, 1);
    check_hint(hint_after("R", release.row->hint), 0, &release, 1);
}

/* The longest texts make one hint that ends with its terminator. */
static void hints_are_bounded(void **state)
{
    struct sc_finding longest = stating("reason-given", SC_STATED_REASON, "");
    char hint[SC_HINT_SIZE];

    memset(longest.words, 'x', sizeof longest.words - 1);
    assert_true(sc_hint_write(&longest, 1, 486, 0, hint));
    assert_true(g_str_has_suffix(hint, longest.row->hint));
}

/* Of a conclusion that a Reason confirms the Reason alone is read first. */
static void words_of_a_conclusion(void **state)
{
    struct capture *capture = capture_new();
    struct sc_finding findings[SC_FINDINGS_MAX];

    ladder(capture, "1     0  alice > bob  INVITE                          : 1\n"
                    "2   100  bob > alice  180                             : 1\n"
                    "3  4200  alice > bob  CANCEL b=1 reason=Q.850;cause=102 : 3\n"
                    "4  4220  bob > alice  487 of=1                        : 1\n");
    size_t count = sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, 4), findings);
    check_hint(hint_after("Q.850 102 (Recovery on timer expiry) in Reason of the CANCEL in frame 3",
                          row_of("caller-cancelled")->hint),
               487, findings, count);
    capture_free(capture);
}

/* From the bytes to the line that is read. */
static void hint_of_a_response(void **state)
{
    struct capture *capture = capture_new();
    struct sc_finding findings[SC_FINDINGS_MAX];

    ladder(capture, "1  0  alice > gw     INVITE                                 : 1\n"
                    "2  9  gw    > alice  503 | Warning: 399 gw \"Trunk limit\"  : 1\n");
    size_t count = sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, 2), findings);
    check_hint(hint_after("Warning 399 of gw: \"Trunk limit\"", row_of("warning-given")->hint), 503,
               findings, count);
    capture_free(capture);
}

/* ---- Advice that depends on the exchange ---- */

/* The advice of the code that LINES end with, at FRAME, whatever was found. */
static void check_advice(unsigned code, uint32_t frame, const char *lines, const char *begin)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    const char *hint = sc_status_hint(sc_status_lookup(code),
                                      sc_exchange_facts(sighting_in(capture, frame), NULL));
    if (!g_str_has_prefix(hint, begin)) {
        fail_msg("%u after\n%s: %s", code, lines, hint);
    }
    capture_free(capture);
}

static void advice_of_one_response(unsigned code, const char *request, const char *response,
                                   const char *begin)
{
    char *lines = g_strdup_printf("1   0  alice > bob  %s    : 1\n"
                                  "2 900  bob > alice  %u %s : 1\n",
                                  request, code, response);

    check_advice(code, 2, lines, begin);
    g_free(lines);
}

static void advice_follows_what_the_messages_hold(void **state)
{
    advice_of_one_response(488, "NOTIFY", "", "No session is offered");
    advice_of_one_response(488, "REFER", "", "No session is offered");
    advice_of_one_response(488, "INVITE", "", "The request holds no SDP");
    advice_of_one_response(488, "INVITE | Content-Type: application/SDP;x=y | body v=0\\r\\n", "",
                           "Compare the m= lines");
    check_advice(488, 2, "1 0 alice > bob INVITE unseen : -\n2 9 bob > alice 488 of=1 : 0\n",
                 "Compare the m= lines");
    advice_of_one_response(404, "REGISTER", "", "Compare the user in To");
    advice_of_one_response(404, "SUBSCRIBE", "", "See whether the server has what Event names");
    advice_of_one_response(404, "INVITE", "", "Compare user part and domain");
    advice_of_one_response(489, "SUBSCRIBE", "", "The response does not list");
    advice_of_one_response(489, "SUBSCRIBE", "| Allow-Events: dialog", "Compare Event");
    advice_of_one_response(503, "INVITE", "", "There is no Retry-After");
    advice_of_one_response(503, "INVITE", "| Retry-After: 9", "Wait as long as");
    advice_of_one_response(503, "PRACK to=bob", "", "A dialog has no other server");
    advice_of_one_response(503, "PRACK to=bob", "| Retry-After: 9", "Wait as long as");
    advice_of_one_response(603, "SUBSCRIBE", "", "The subscription is refused");
    advice_of_one_response(603, "INVITE", "", "Read the phrase");
    advice_of_one_response(481, "CANCEL", "", "Compare branch, Call-ID and CSeq");
    advice_of_one_response(481, "NOTIFY", "", "Look for what ended the subscription");
    advice_of_one_response(481, "BYE", "", "Compare Call-ID, To tag");
    advice_of_one_response(481, "INVITE", "", "The request belongs to no dialog");
    advice_of_one_response(480, "REGISTER", "", "Read the phrase, and search the registrar");
    advice_of_one_response(480, "BYE to=bob", "", "See whether the far end");
    advice_of_one_response(486, "REFER to=bob", "", "Read phrase and Reason: the receiver");
    advice_of_one_response(486, "INVITE to=bob", "", "Read phrase and Reason: the far end");
    advice_of_one_response(487, "UPDATE to=bob", "", "Find the BYE");
    advice_of_one_response(484, "REFER to=bob", "", "Compare the number in Refer-To");
    advice_of_one_response(403, "REFER to=bob", "", "The dialog was permitted");
    advice_of_one_response(410, "NOTIFY to=bob", "", "Compare the Request-URI with the Contact");
    advice_of_one_response(501, "INVITE", "", "Read phrase and Reason: gateways");
    advice_of_one_response(606, "INVITE", "", "No session is offered");
    advice_of_one_response(600, "INVITE", "| Retry-After: 9", "Call again after");
    advice_of_one_response(401, "REGISTER", "", "A first 401 is normal");
    advice_of_one_response(401, "REGISTER credentials", "", "Compare the credentials");
    advice_of_one_response(407, "INVITE proxy-credentials", "", "Compare the credentials");
    advice_of_one_response(403, "INVITE", "", "The request has no credentials");
    check_advice(403, 2, "1 0 alice > bob INVITE unseen : -\n2 9 bob > alice 403 of=1 : 0\n",
                 "See whether credentials");
    advice_of_one_response(483, "INVITE | Max-Forwards: 70", "", "The request had hops left");
    advice_of_one_response(483, "INVITE | Max-Forwards: 0", "", "Count the Via headers");
    advice_of_one_response(480, "INVITE", "reason=Q.850;cause=21", "The stated cause");
    advice_of_one_response(480, "INVITE", "reason=Q.850;cause=31", "See whether a 180");
    advice_of_one_response(480, "INVITE", "reason=Q.850;cause=16", "See whether a 180");
    advice_of_one_response(415, "INFO", "", "The response does not say");
    advice_of_one_response(415, "INFO", "| Accept: application/sdp", "Compare Content-Type");
}

static void advice_follows_the_next_hop(void **state)
{
    static const char start[] = "1 0 alice > bob INVITE : 1\n2 1 bob > carol relay 1 : 2\n";
    static const struct {
        uint32_t frame; /* of the 408 */
        const char *rest;
        const char *begin;
    } rows[] = {
        {4, "3 900 carol > bob 200 : 2\n4 1000 bob > alice 408 of=1 to=x : 1\n",
         "A next hop had sent a 2xx"},
        {4, "3 900 carol > bob 180 : 2\n4 1000 bob > alice 408 of=1 to=x : 1\n",
         "Find the last hop"},
        {3, "3 900 bob > alice 408 of=1 to=x : 1\n4 1000 carol > bob 200 of=2 : 2\n",
         "Find the last hop"},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *lines = g_strconcat(start, rows[i].rest, NULL);
        check_advice(408, rows[i].frame, lines, rows[i].begin);
        g_free(lines);
    }
}

static void advice_follows_the_ringing(void **state)
{
    static const struct {
        unsigned time;
        const char *begin;
    } rows[] = {{108, "No person refuses so fast"}, {500, "It rang before"}};

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *lines = g_strdup_printf("1   0  alice > bob  INVITE  : 1\n"
                                      "2 100  bob > alice  180     : 1\n"
                                      "3  %u  bob > alice  486     : 1\n",
                                      rows[i].time);
        check_advice(486, 3, lines, rows[i].begin);
        g_free(lines);
    }
    advice_of_one_response(486, "INVITE", "", "It came without a 180");
    check_advice(486, 2, "1 0 alice > bob INVITE unseen : -\n2 9 bob > alice 486 of=1 : 0\n",
                 "See when it came");
}

/* ---- What is returned ---- */

/* Credentials that answer the challenge of a ladder. */
#define ANSWER                                                                                     \
    "| Authorization: Digest username=\"u\", realm=\"x\", nonce=\"y\", uri=\"sip:b\", "            \
    "response=\"0123456789abcdef0123456789abcdef\""

static void causes_stand_in_the_order_of_confidence_then_of_severity(void **state)
{
    struct capture *capture = capture_new();
    struct sc_finding findings[SC_FINDINGS_MAX];

    /* A mandatory header is missing, another is there twice, and the phrase is the server's own. */
    ladder(capture,
           "1  0  alice > bob  MESSAGE | -From | Max-Forwards: 70 | Max-Forwards: 60  : 1\n"
           "2  1  bob > alice  400 phrase=Bad\\040From\\040header                      : 1\n");
    size_t count = sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, 2), findings);
    assert_true(count >= 3);
    assert_ptr_equal(sc_finding_to_follow(findings, count), &findings[0]);
    for (size_t i = 2; i < count; i++) {
        assert_true(findings[i - 1].aside <= findings[i].aside);
        if (findings[i - 1].aside == findings[i].aside) {
            assert_true(findings[i - 1].confidence >= findings[i].confidence);
        }
        if (findings[i - 1].aside == findings[i].aside &&
            findings[i - 1].confidence == findings[i].confidence) {
            assert_true(findings[i - 1].row->severity >= findings[i].row->severity);
        }
    }
    capture_free(capture);
}

static void a_finding_is_shown_where_its_evidence_is_complete(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  REGISTER                        : 1\n"
                    "2   10  bob > alice  401 challenge                   : 1\n"
                    "3   20  alice > bob  REGISTER cseq=2 " ANSWER " : 3\n");
    check_findings(capture, 2, "auth-challenge proof");
    ladder(capture, "4   30  bob > alice  200                             : 3\n");
    check_findings(capture, 2, "auth-challenge proof, auth-challenge-answered proof");
    check_findings(capture, 4, "auth-challenge-answered proof");
    capture_free(capture);
}

static void evidence_is_ascending_and_none_twice(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  REGISTER                        : 1\n"
                    "2   10  bob > alice  401 challenge                   : 1\n"
                    "3   20  alice > bob  REGISTER cseq=2 " ANSWER " : 3\n"
                    "4   30  bob > alice  200                             : 3\n");
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, 4), findings);
    assert_true(count >= 1);
    for (size_t i = 0; i < count; i++) {
        assert_true(findings[i].evidence_count >= 1 &&
                    findings[i].evidence_count <= SC_EVIDENCE_MAX);
        for (unsigned k = 1; k < findings[i].evidence_count; k++) {
            assert_true(findings[i].evidence[k - 1].frame < findings[i].evidence[k].frame);
        }
    }
    capture_free(capture);
}

/* ---- What the capture lacks ---- */

static void absence_waits_for_the_end_of_the_timer(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1      0  bob > alice  MESSAGE call=x  : 1\n"
                    "2      1  alice > bob  200             : 1\n"
                    "3     10  alice > bob  MESSAGE         : 3\n"
                    "4    510  alice > bob  again 3         : 3 again 3\n");
    silence_until(capture, 32000);
    check_findings(capture, 3, "");
    silence_until(capture, 32010);
    check_findings(capture, 3, "request-unanswered strong");
    capture_free(capture);
}

static void a_gap_takes_one_level_and_is_stated(void **state)
{
    struct capture *capture = capture_new();
    struct sc_finding findings[SC_FINDINGS_MAX];

    ladder(capture, "1   0  alice > bob  MESSAGE   : 1\n"
                    "2 500  alice > bob  again 1   : 1 again 1\n");
    silence_until(capture, 40000);
    size_t count = sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, 1), findings);
    assert_int_equal(count, 1);
    assert_string_equal(findings[0].row->id, "request-unanswered");
    assert_int_equal(findings[0].blockers, SC_BLOCKER_ONE_DIRECTION);
    assert_non_null(strstr(findings[0].text, ", but the capture holds one direction only"));
    assert_true(findings[0].confidence < findings[0].row->confidence);
    capture_free(capture);
}

static void cut_messages_are_not_judged(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  PUBLISH | Event: presence                : 1\n"
                    "2  1  bob > alice  405 cut | Allow: BYE   : 1\n"
                    "3  2  alice > bob  PUBLISH cseq=2 call=x | Event: presence  : 3\n"
                    "4  3  bob > alice  405 | Allow: BYE       : 3\n");
    check_findings(capture, 2, "");
    check_findings(capture, 4, "method-not-allowed proof");
    capture_free(capture);
}

/* ---- Values ---- */

static void values_are_quoted_without_harm(void **state)
{
    struct capture *capture = capture_new();
    char *name = g_strnfill(5000, 'X');
    char *lines = g_strdup_printf("1  0  alice > bob  %sY                  : 1\n"
                                  "2  1  bob > alice  405 | Allow: BYE          : 1\n",
                                  name);
    struct sc_finding findings[SC_FINDINGS_MAX];

    ladder(capture, lines);
    size_t count = sc_diagnosis_findings(diagnosis_of(capture), sighting_in(capture, 2), findings);
    for (size_t i = 0; i < count; i++) {
        assert_true(strlen(findings[i].text) < 300);
        assert_true(g_utf8_validate(findings[i].text, -1, NULL));
    }
    assert_true(count >= 1);
    g_free(lines);
    g_free(name);
    capture_free(capture);
}

static void what_fits_nowhere_has_no_findings(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1  0  alice > bob  INVITE       : 1\n"
                    "2  1  bob > alice  486 no-via   : -\n");
    check_findings(capture, 2, "");
    sc_diagnosis_free(NULL);
    capture_free(capture);
}

/* IPv6 as it is written. */
static void text_of_ipv6(void **state)
{
    static const struct {
        uint8_t address[16];
        const char *text;
    } hosts[] = {
        {{0}, "::"},
        {{[15] = 1}, "::1"},
        {{0xfd, 0x77, [15] = 0x10}, "fd77::10"},
        {{0x20, 1, 0x0d, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}, "2001:db8:0:1::1"},
        {{0x20, 1, [14] = 0, 0}, "2001::"},
        {{0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0xff, 0xff}, "1:2:3:4:5:6:7:ffff"},
        {{0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8}, "0:2:3:4:5:6:7:8"},
    };
    struct scan *scan = scan_bytes(sc_slice_of("SIP/2.0 503 Service Unavailable\r\n"
                                               "Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
                                               "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\n"
                                               "Call-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
                                               "Retry-After: 9\r\n\r\n"));

    for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
        struct sc_tracker *tracker = sc_tracker_new(&(struct sc_timers){.t1 = 500, .t2 = 4000});
        struct sc_diagnosis *diagnosis =
            sc_diagnosis_new(tracker, &(struct sc_thresholds){2000, 60}, &sc_topics_all);
        struct sc_packet packet = {.frame = 1, .source = {.family = 6, .port = 5060}};
        struct sc_finding findings[SC_FINDINGS_MAX];
        memcpy(packet.source.address, hosts[i].address, sizeof hosts[i].address);
        struct sc_sighting sighting = tell_message(tracker, &packet, scan);
        sc_diagnosis_add(diagnosis, &packet, &scan->message, &sighting);
        char *text = g_strdup_printf("%s asks for no new requests for 9 s", hosts[i].text);
        assert_int_equal(sc_diagnosis_findings(diagnosis, &sighting, findings), 1);
        assert_string_equal(findings[0].text, text);
        g_free(text);
        sc_diagnosis_free(diagnosis);
        sc_tracker_free(tracker);
    }
    scan_free(scan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_follow),
        cmocka_unit_test(faults_come_before_what_is_normal),
        cmocka_unit_test(causes_are_trusted_in_this_order),
        cmocka_unit_test(rows_explain_findings_that_there_are_and_never_in_a_circle),
        cmocka_unit_test(a_finding_that_explains_another_leads),
        cmocka_unit_test(the_finding_to_follow_stands_first_and_remarks_last),
        cmocka_unit_test(stated_causes_are_read_first),
        cmocka_unit_test(advice_takes_the_place_of_the_hint),
        cmocka_unit_test(a_request_has_a_hint_if_it_has_a_finding),
        cmocka_unit_test(hints_are_bounded),
        cmocka_unit_test(advice_follows_what_the_messages_hold),
        cmocka_unit_test(advice_follows_the_next_hop),
        cmocka_unit_test(advice_follows_the_ringing),
        cmocka_unit_test(words_of_a_conclusion),
        cmocka_unit_test(hint_of_a_response),
        cmocka_unit_test(causes_stand_in_the_order_of_confidence_then_of_severity),
        cmocka_unit_test(a_finding_is_shown_where_its_evidence_is_complete),
        cmocka_unit_test(evidence_is_ascending_and_none_twice),
        cmocka_unit_test(absence_waits_for_the_end_of_the_timer),
        cmocka_unit_test(a_gap_takes_one_level_and_is_stated),
        cmocka_unit_test(cut_messages_are_not_judged),
        cmocka_unit_test(values_are_quoted_without_harm),
        cmocka_unit_test(what_fits_nowhere_has_no_findings),
        cmocka_unit_test(text_of_ipv6),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
