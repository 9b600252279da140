/* The catalog: order, completeness and tone of every table, and that every look-up is total.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What must be there is written out here a second time, so that a row that goes missing or moves
 * is noticed.
 */
#include "sipcodes/catalog.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

#define HINT_MAX 120 /* bytes: one line of a packet detail */

/* IANA "Response Codes", 75 of them. */
static const unsigned registered_codes[] = {
    100, 180, 181, 182, 183, 199, 200, 202, 204, 300, 301, 302, 305, 380, 400, 401, 402, 403, 404,
    405, 406, 407, 408, 410, 412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 425, 428, 429,
    430, 433, 436, 437, 438, 439, 440, 469, 470, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489,
    491, 493, 494, 500, 501, 502, 503, 504, 505, 513, 555, 580, 600, 603, 604, 606, 607, 608,
};

static const unsigned vendor_codes[] = {409, 411, 477, 478, 479, 490, 687};

static const unsigned warning_codes[] = {
    300, 301, 302, 303, 304, 305, 306, 307, 308, 330, 331, 370, 380, 381, 399,
};

static const char *const protocol_names[] = {
    "5GMM",       "5GSM",      "DIAMETER",      "EMM",       "ESM",      "FAILURE_CAUSE",
    "IKEV2",      "NGAP-MISC", "NGAP-NAS",      "NGAP-PROT", "NGAP-RNL", "NGAP-TL",
    "Preemption", "Q.850",     "RELEASE_CAUSE", "S1AP-MISC", "S1AP-NAS", "S1AP-PROT",
    "S1AP-RNL",   "S1AP-TL",   "SIP",           "STIR",
};

static bool contains(const unsigned *list, size_t count, unsigned value)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

/* Whether TEXT holds WORD, ASCII case ignored. */
static bool mentions(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (; *text != '\0'; text++) {
        if (strncasecmp(text, word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* The texts are plain ASCII, which is valid UTF-8, and hold no control character. */
static void check_text(const char *text)
{
    assert_non_null(text);
    for (const char *byte = text; *byte != '\0'; byte++) {
        if (*byte < ' ' || *byte > '~') {
            fail_msg("byte 0x%02x in: %s", (unsigned)(unsigned char)*byte, text);
        }
    }
    if (strstr(text, "  ") != NULL) {
        fail_msg("two blanks in: %s", text);
    }
}

/* A text of one or more sentences: begins with a capital, digit or name, ends with a full stop. */
static void check_sentence(const char *text)
{
    check_text(text);

    size_t length = strlen(text);

    if (length < 10 || text[length - 1] != '.' || text[length - 2] == '.' || text[0] == ' ') {
        fail_msg("no sentence: %s", text);
    }
}

static size_t step_count(const struct sc_status *row)
{
    size_t count = 0;

    while (count <= SC_STEPS_MAX && row->steps[count].text != NULL) {
        count++;
    }
    return count;
}

static void check_advice(const struct sc_advice *advice)
{
    check_sentence(advice->text);
    assert_int_equal((advice->any | advice->all | advice->none) & ~(unsigned)SC_FACT_ALL, 0);
    assert_int_equal(advice->any & advice->none, 0);
    assert_int_equal(advice->all & advice->none, 0);
}

static void check_status_texts(const struct sc_status *row)
{
    check_text(row->phrase);
    check_text(row->reference);
    assert_true(row->reference[0] != '\0');
    check_sentence(row->meaning);
    check_sentence(row->hint);
    if (row->vendor != NULL) {
        check_text(row->vendor);
        assert_true(row->vendor[0] != '\0');
    }
    size_t hints = 0;
    for (; hints <= SC_HINTS_MAX && row->hints[hints].text != NULL; hints++) {
        check_advice(&row->hints[hints]);
        assert_true(strlen(row->hints[hints].text) <= 120);
    }
    assert_true(hints <= SC_HINTS_MAX);
    assert_true(step_count(row) <= SC_STEPS_MAX);
    for (size_t i = 0; row->steps[i].text != NULL; i++) {
        check_advice(&row->steps[i]);
    }
}

/* ---- status codes ---- */

static void status_rows_ascend(void **state)
{
    size_t count;
    const struct sc_status *rows = sc_status_rows(&count);

    (void)state;
    for (size_t i = 1; i < count; i++) {
        assert_true(rows[i - 1].code < rows[i].code);
    }
}

static void status_rows_are_complete(void **state)
{
    size_t count;
    const struct sc_status *rows = sc_status_rows(&count);

    (void)state;
    assert_int_equal(COUNT(registered_codes), 75);
    assert_int_equal(count, COUNT(registered_codes) + COUNT(vendor_codes));
    for (size_t i = 0; i < count; i++) {
        bool registered = contains(registered_codes, COUNT(registered_codes), rows[i].code);
        bool vendor = contains(vendor_codes, COUNT(vendor_codes), rows[i].code);

        assert_true(registered != vendor);
        assert_true((rows[i].vendor != NULL) == vendor);
        assert_true((rows[i].treat_as == rows[i].code) == registered);
    }
}

static void only_listed_codes_are_registered(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= 1000; code++) {
        assert_int_equal(sc_status_registered(code),
                         contains(registered_codes, COUNT(registered_codes), code));
    }
    assert_false(sc_status_registered(UINT32_MAX));
    assert_false(sc_status_registered(65536 + 200));
}

static void every_number_has_a_status_row(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= 1000; code++) {
        const struct sc_status *row = sc_status_lookup(code);

        assert_non_null(row);
        check_status_texts(row);
        assert_true(row->code == code || row->code == 0);
    }
    assert_int_equal(sc_status_lookup(UINT32_MAX)->treat_as, 0);
    assert_int_equal(sc_status_lookup(65536 + 200)->treat_as, 0);
}

/* RFC 3261 section 8.1.3.2. */
static void unregistered_codes_act_as_x00(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= 1000; code++) {
        unsigned expected = code / 100 * 100;

        if (contains(registered_codes, COUNT(registered_codes), code)) {
            expected = code;
        } else if (code < 100 || code > 699) {
            expected = 0;
        } else if (code < 200) {
            expected = 183;
        }
        assert_int_equal(sc_status_lookup(code)->treat_as, expected);
    }
}

static void phrase_is_that_of_the_code_acted_on(void **state)
{
    (void)state;
    for (unsigned code = 100; code <= 699; code++) {
        const struct sc_status *row = sc_status_lookup(code);

        assert_true(row->phrase[0] != '\0');
        assert_string_equal(row->phrase, sc_status_lookup(row->treat_as)->phrase);
    }
    assert_string_equal(sc_status_lookup(99)->phrase, "");
    assert_string_equal(sc_status_lookup(700)->phrase, "");
}

static void phrases_are_the_registered_ones(void **state)
{
    static const struct {
        unsigned code;
        const char *phrase;
    } samples[] = {
        {100, "Trying"},
        {181, "Call Is Being Forwarded"},
        {202, "Accepted (Deprecated)"},
        {380, "Alternative Service"},
        {408, "Request Timeout"},
        {414, "Request-URI Too Long"},
        {424, "Bad Location Information"},
        {425, "Bad Alert Message"},
        {436, "Bad Identity Info"},
        {437, "Unsupported Credential"},
        {439, "First Hop Lacks Outbound Support"},
        {481, "Call/Transaction Does Not Exist"},
        {488, "Not Acceptable Here"},
        {494, "Security Agreement Required"},
        {504, "Server Time-out"},
        {555, "Push Notification Service Not Supported"},
        {580, "Precondition Failure"},
        {603, "Decline"},
        {608, "Rejected"},
        {612, "Busy Everywhere"},
        {150, "Session Progress"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        assert_string_equal(sc_status_lookup(samples[i].code)->phrase, samples[i].phrase);
    }
}

static void phrases_differ(void **state)
{
    size_t count;
    const struct sc_status *rows = sc_status_rows(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (rows[i].vendor == NULL && rows[j].vendor == NULL &&
                strcmp(rows[i].phrase, rows[j].phrase) == 0) {
                /* The registry has this one twice: 406 and 606. */
                assert_string_equal(rows[i].phrase, "Not Acceptable");
            }
        }
    }
}

static void references_name_a_source(void **state)
{
    size_t count;
    const struct sc_status *rows = sc_status_rows(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].vendor == NULL) {
            assert_int_equal(strncmp(rows[i].reference, "RFC ", 4), 0);
            assert_non_null(strstr(rows[i].reference, " section"));
        }
    }
    assert_string_equal(sc_status_lookup(404)->reference, "RFC 3261 section 21.4.5");
    assert_string_equal(sc_status_lookup(604)->reference, "RFC 3261 section 21.6.3");
    assert_string_equal(sc_status_lookup(425)->reference, "RFC 8876 section 5.1");
}

static void hints_fit_one_line(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= 700; code++) {
        const char *hint = sc_status_lookup(code)->hint;

        if (strlen(hint) > HINT_MAX) {
            fail_msg("%zu bytes in the hint of %u", strlen(hint), code);
        }
    }
}

/* A failure that cannot be followed up is no help: 3xx to 6xx have at least three steps. */
static void failures_have_steps(void **state)
{
    (void)state;
    for (unsigned code = 300; code <= 699; code++) {
        if (step_count(sc_status_lookup(code)) < 3) {
            fail_msg("less than three steps for %u", code);
        }
    }
    /* Where a provisional or success may be the last thing seen. */
    assert_true(step_count(sc_status_lookup(100)) >= 3);
    assert_true(step_count(sc_status_lookup(180)) >= 3);
    assert_true(step_count(sc_status_lookup(183)) >= 3);
    assert_true(step_count(sc_status_lookup(200)) >= 3);
}

static void each_fact_has_a_name(void **state)
{
    for (unsigned fact = 1; fact < SC_FACT_ALL; fact <<= 1) {
        bool unused = (fact & SC_FACT_OF_MESSAGE) != 0 && fact > SC_FACT_AUDIO;
        assert_int_equal(sc_fact_name((enum sc_fact)fact)[0] == '\0', unused);
    }
    assert_string_equal(sc_fact_name((enum sc_fact)0), "");
    assert_string_equal(sc_fact_name(SC_FACT_ALL), "");
    assert_int_equal(sc_fact_of_method(sc_slice_of("NOTIFY")), SC_FACT_NOTIFY);
    assert_int_equal(sc_fact_of_method(sc_slice_of("notify")), 0);
    assert_int_equal(sc_fact_of_method(sc_slice_of("in a dialog")), 0);
    assert_int_equal(sc_fact_of_method((struct sc_slice){0}), 0);
}

static void advice_fits_under_its_conditions(void **state)
{
    struct sc_advice advice = {
        .any = SC_FACT_INVITE | SC_FACT_UPDATE, .all = SC_FACT_SDP, .none = SC_FACT_RANG};

    assert_true(sc_advice_fits(&advice, SC_FACT_UPDATE | SC_FACT_SDP));
    assert_false(sc_advice_fits(&advice, SC_FACT_UPDATE));
    assert_false(sc_advice_fits(&advice, SC_FACT_BYE | SC_FACT_SDP));
    assert_false(sc_advice_fits(&advice, SC_FACT_INVITE | SC_FACT_SDP | SC_FACT_RANG));
    assert_true(sc_advice_fits(&(struct sc_advice){0}, 0));
}

static void no_text_repeats_within_a_row(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= 700; code++) {
        const struct sc_status *row = sc_status_lookup(code);

        assert_string_not_equal(row->hint, row->meaning);
        for (size_t i = 0; row->steps[i].text != NULL; i++) {
            assert_string_not_equal(row->steps[i].text, row->hint);
            for (size_t j = 0; j < i; j++) {
                assert_string_not_equal(row->steps[i].text, row->steps[j].text);
            }
        }
    }
}

/* Two codes with the same words would mean that one was copied and not thought through. */
static void meanings_and_hints_differ(void **state)
{
    size_t count;
    const struct sc_status *rows = sc_status_rows(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(rows[i].meaning, rows[j].meaning);
            assert_string_not_equal(rows[i].hint, rows[j].hint);
        }
    }
}

static void classes_follow_the_first_digit(void **state)
{
    static const char *const names[] = {
        "",
        "Provisional",
        "Success",
        "Redirection",
        "Client Error",
        "Server Error",
        "Global Failure",
    };

    (void)state;
    for (unsigned code = 0; code <= 1000; code++) {
        unsigned expected = code >= 100 && code <= 699 ? code / 100 : 0;

        assert_int_equal(sc_status_class(code), expected);
        assert_string_equal(sc_class_name(sc_status_class(code)), names[expected]);
    }
    assert_string_equal(sc_class_name((enum sc_class)7), "");
    assert_string_equal(sc_class_name((enum sc_class) - 1), "");
}

/* RFC 3261 section 7.2. */
static void finality_follows_the_class(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= 1000; code++) {
        const char *expected = "final";

        if (code < 100 || code > 699) {
            expected = "";
        } else if (code < 200) {
            expected = "provisional";
        }
        assert_string_equal(sc_status_finality(code), expected);
    }
}

static void class_rows_state_class_and_rule(void **state)
{
    static const struct {
        unsigned code; /* no row of its own */
        const char *words[4];
    } rows[] = {
        {150, {"class 1", "provisional", "until the call is connected", "treated as 183"}},
        {250, {"class 2", "success", "final", "treated as 200"}},
        {350, {"class 3", "redirection", "final", "treated as 300"}},
        {499, {"class 4", "client error", "final", "treated as 400"}},
        {599, {"class 5", "server error", "final", "treated as 500"}},
        {699, {"class 6", "global failure", "final", "treated as 600"}},
        {99, {"no SIP status code", "100", "699", "valid"}},
        {700, {"no SIP status code", "100", "699", "valid"}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct sc_status *row = sc_status_lookup(rows[i].code);

        assert_int_equal(row->code, 0);
        for (size_t j = 0; j < COUNT(rows[i].words); j++) {
            if (!mentions(row->meaning, rows[i].words[j])) {
                fail_msg("%u does not say '%s'", rows[i].code, rows[i].words[j]);
            }
        }
    }
}

/* One text of the row, meaning, hint or step, must hold all words of a point. */
static bool row_carries(const struct sc_status *row, const char *const words[5])
{
    const char *texts[SC_STEPS_MAX + 2] = {row->meaning, row->hint};
    size_t count = 2;

    for (size_t i = 0; row->steps[i].text != NULL; i++) {
        texts[count++] = row->steps[i].text;
    }
    for (size_t i = 0; i < count; i++) {
        size_t j = 0;

        while (j < 5 && words[j] != NULL && mentions(texts[i], words[j])) {
            j++;
        }
        if (j == 5 || words[j] == NULL) {
            return true;
        }
    }
    return false;
}

/* What guides tell users to do at a code, and facts that readers of captures get wrong. */
static void points_reach_the_user(void **state)
{
    static const struct {
        unsigned code;
        const char *words[5];
    } points[] = {
        {100, {"received", "still working"}},
        {180, {"called party", "being alerted"}},
        {200, {"succeeded", "completed"}},
        {202, {"accepted", "not yet authorized or processed"}},
        {300, {"several addresses", "called party", "one of them must be chosen"}},
        {300, {"Contact headers", "list the addresses"}},
        {300, {"many clients choose", "by themselves"}},
        {300, {"choose an address", "enter one by hand"}},
        {300, {"still no connection", "retry", "straight to the updated contact address"}},
        {300, {"typing mistakes", "still is reachable"}},
        {301, {"new address is in the Contact"}},
        {301, {"permanent", "store", "Contact", "client"}},
        {301, {"many 301", "server migration", "network change", "SIP infrastructure"}},
        {301, {"pattern of 301", "ask the administrators"}},
        {302, {"at another address for now", "Contact"}},
        {302, {"Contact header", "limited time"}},
        {302, {"sent again", "Contact address", "do not store"}},
        {302, {"new request", "Contact address", "200 should follow"}},
        {400, {"did not understand", "malformed or incomplete"}},
        {400, {"syntax", "format", "mandatory headers"}},
        {400, {"check the values"}},
        {400, {"SIP addresses", "valid", "typing mistakes"}},
        {400,
         {"network or firewall", "routers", "firewalls", "other devices", "client and server"}},
        {400, {"firewall must let SIP through", "5060", "UDP and TCP"}},
        {401, {"credentials are missing", "further authentication"}},
        {401, {"user name", "password"}},
        {401, {"both sides", "same method", "Digest"}},
        {401, {"clocks of client and server agree"}},
        {401, {"out-of-date software", "update", "retry"}},
        {404, {"not found", "does not exist any more"}},
        {500, {"unexpected condition", "configuration error", "bug", "lack of resources"}},
        {500, {"update the server software", "fix bugs"}},
        {500, {"server's logs", "codes and advice"}},
        {500, {"time stamps", "failing requests"}},
        {500, {"configuration or software change", "rolling that back"}},
        {501, {"does not support", "request needs"}},
        {503, {"temporarily unavailable", "maintenance", "overload", "network problem"}},
        {503, {"own network connection", "wait some minutes", "retry"}},
        {503, {"server's logs", "which request triggered it", "time stamps", "pattern"}},
        {503, {"traffic spikes", "maintenance", "waiting helps"}},
        {503, {"ask the provider or administrator", "planned maintenance"}},
        {600, {"busy at every destination", "no alternative", "forward to"}},
        {603, {"does not want the call", "policy", "lack of resources", "caller's identity"}},

        {401, {"first 401 is normal"}},
        {407, {"first 407 is normal"}},
        {408, {"client assumes it itself", "timer B or F"}},
        {481, {"CANCEL", "harmless", "late"}},
        {486, {"may hide", "audio device"}},
        {487, {"normal end of a cancelled call"}},
        {503, {"Retry-After", "without it", "as on a 500"}},
        {603, {"Network Blocked", "SIP 603+"}},
        {603, {"Network Blocked", "ATIS-1000099"}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(points); i++) {
        if (!row_carries(sc_status_lookup(points[i].code), points[i].words)) {
            fail_msg("%u carries no text with '%s' and the rest of its point", points[i].code,
                     points[i].words[0]);
        }
    }
}

/* ---- causes ---- */

static void q850_has_127_causes(void **state)
{
    (void)state;
    for (uint32_t value = 1; value <= 127; value++) {
        const struct sc_cause *cause = sc_q850_lookup(value);

        assert_non_null(cause);
        assert_int_equal(cause->value, value);
        check_text(cause->name);
        check_text(cause->group);
        check_text(cause->note);
        assert_true(cause->name[0] != '\0');
    }
    assert_null(sc_q850_lookup(0));
    assert_null(sc_q850_lookup(128));
    assert_null(sc_q850_lookup(UINT32_MAX));
}

/* The upper three bits of a cause are its class; 0 and 1 are both "normal" (ITU-T Q.850). */
static void q850_groups_follow_the_class_bits(void **state)
{
    static const char *const groups[] = {
        "normal",
        "normal",
        "resource unavailable",
        "service or option not available",
        "service or option not implemented",
        "invalid message",
        "protocol error",
        "interworking",
    };

    (void)state;
    for (uint32_t value = 1; value <= 127; value++) {
        assert_string_equal(sc_q850_lookup(value)->group, groups[value >> 4]);
    }
}

static void q850_assigned_causes_have_names_of_their_own(void **state)
{
    static const uint32_t assigned[] = {
        1,  2,  3,  4,  5,  6,  7,  8,  9,  14, 16,  17,  18,  19,  20,  21,  22,  23,
        24, 25, 26, 27, 28, 29, 30, 31, 34, 38, 39,  40,  41,  42,  43,  44,  46,  47,
        49, 50, 53, 55, 57, 58, 62, 63, 65, 66, 69,  70,  79,  81,  82,  83,  84,  85,
        86, 87, 88, 90, 91, 95, 96, 97, 98, 99, 100, 101, 102, 103, 110, 111, 127,
    };
    size_t next = 0;

    (void)state;
    for (uint32_t value = 1; value <= 127; value++) {
        bool open = strcmp(sc_q850_lookup(value)->name, "(not assigned in Q.850)") == 0;
        bool expected = next < COUNT(assigned) && assigned[next] == value;

        assert_int_equal(open, !expected);
        next += expected ? 1 : 0;
        for (uint32_t other = 1; other < value && !open; other++) {
            assert_string_not_equal(sc_q850_lookup(value)->name, sc_q850_lookup(other)->name);
        }
    }
    assert_int_equal(next, COUNT(assigned));
}

static void q850_names_are_the_official_ones(void **state)
{
    static const struct {
        uint32_t value;
        const char *name;
    } samples[] = {
        {1, "Unallocated (unassigned) number"},
        {16, "Normal call clearing"},
        {17, "User busy"},
        {19, "No answer from user (user alerted)"},
        {26, "Non-selected user clearing"},
        {34, "No circuit/channel available"},
        {57, "Bearer capability not authorized"},
        {88, "Incompatible destination"},
        {102, "Recovery on timer expiry"},
        {127, "Interworking, unspecified"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        assert_string_equal(sc_q850_lookup(samples[i].value)->name, samples[i].name);
    }
}

static void q850_unspecific_causes(void **state)
{
    (void)state;
    for (uint32_t value = 0; value <= 200; value++) {
        bool expected = value == 0 || value == 31 || value >= 127;

        assert_int_equal(sc_q850_unspecific(value), expected);
    }
    assert_true(sc_q850_unspecific(UINT32_MAX));
}

/* ---- Reason protocols ---- */

static void protocols_are_complete(void **state)
{
    size_t count;
    const struct sc_reason_protocol *rows = sc_reason_protocols(&count);

    (void)state;
    assert_int_equal(COUNT(protocol_names), 22);
    assert_int_equal(count, COUNT(protocol_names));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(rows[i].name, protocol_names[i]);
        check_text(rows[i].title);
        check_text(rows[i].reference);
        assert_true(rows[i].title[0] != '\0');
        assert_true(rows[i].reference[0] != '\0');
    }
}

static void protocols_ascend(void **state)
{
    size_t count;
    const struct sc_reason_protocol *rows = sc_reason_protocols(&count);

    (void)state;
    for (size_t i = 1; i < count; i++) {
        assert_true(strcasecmp(rows[i - 1].name, rows[i].name) < 0);
    }
}

static void protocol_causes_ascend(void **state)
{
    size_t count;
    const struct sc_reason_protocol *rows = sc_reason_protocols(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        bool status_codes = strcmp(rows[i].name, "SIP") == 0 || strcmp(rows[i].name, "STIR") == 0;

        assert_int_equal(rows[i].causes == NULL, status_codes);
        for (size_t j = 0; rows[i].causes != NULL && j < rows[i].causes->count; j++) {
            const struct sc_cause *cause = &rows[i].causes->rows[j];

            check_text(cause->name);
            check_text(cause->group);
            check_text(cause->note);
            assert_true(cause->name[0] != '\0');
            assert_true(j == 0 || rows[i].causes->rows[j - 1].value < cause->value);
            assert_string_equal(sc_cause_name(&rows[i], cause->value), cause->name);
        }
    }
}

/* Longest and shortest lists alike: a row lost at the end shows here. */
static void protocol_causes_are_complete(void **state)
{
    static const struct {
        const char *name;
        size_t count;
        uint32_t first;
        uint32_t last;
    } lists[] = {
        {"5GMM", 50, 3, 111},    {"5GSM", 45, 8, 111},    {"DIAMETER", 44, 1001, 5454},
        {"EMM", 39, 2, 111},     {"ESM", 47, 8, 113},     {"FAILURE_CAUSE", 3, 1, 3},
        {"IKEV2", 37, 1, 11055}, {"NGAP-MISC", 6, 0, 5},  {"NGAP-NAS", 7, 0, 6},
        {"NGAP-PROT", 7, 0, 6},  {"NGAP-RNL", 59, 0, 58}, {"NGAP-TL", 2, 0, 1},
        {"Preemption", 4, 1, 4}, {"Q.850", 127, 1, 127},  {"RELEASE_CAUSE", 7, 1, 7},
        {"S1AP-MISC", 6, 0, 5},  {"S1AP-NAS", 6, 0, 5},   {"S1AP-PROT", 7, 0, 6},
        {"S1AP-RNL", 45, 0, 44}, {"S1AP-TL", 2, 0, 1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(lists); i++) {
        const struct sc_reason_protocol *row =
            sc_reason_protocol_lookup(sc_slice_of(lists[i].name));

        assert_string_equal(row->name, lists[i].name);
        assert_int_equal(row->causes->count, lists[i].count);
        assert_int_equal(row->causes->rows[0].value, lists[i].first);
        assert_int_equal(row->causes->rows[row->causes->count - 1].value, lists[i].last);
    }
}

static const char *cause_name(const char *protocol, uint32_t value)
{
    return sc_cause_name(sc_reason_protocol_lookup(sc_slice_of(protocol)), value);
}

static void cause_names_by_protocol(void **state)
{
    (void)state;
    assert_string_equal(cause_name("Q.850", 17), "User busy");
    assert_string_equal(cause_name("q.850", 34), "No circuit/channel available");
    assert_string_equal(cause_name("SIP", 200), "OK");
    assert_string_equal(cause_name("sip", 600), "Busy Everywhere");
    assert_string_equal(cause_name("STIR", 438), "Invalid Identity Header");
    assert_string_equal(cause_name("STIR", 403), "Stale Date");
    assert_string_equal(cause_name("SIP", 403), "Forbidden");
    assert_string_equal(cause_name("PREEMPTION", 4), "Non-IP Preemption");
    assert_string_equal(cause_name("RELEASE_CAUSE", 3), "Media bearer loss");
    assert_string_equal(cause_name("FAILURE_CAUSE", 2), "Release of signalling bearer");
    assert_string_equal(cause_name("EMM", 22), "Congestion");
    assert_string_equal(cause_name("ESM", 27), "Missing or unknown APN");
    assert_string_equal(cause_name("5GMM", 27), "N1 mode not allowed");
    assert_string_equal(cause_name("5GSM", 68), "Not supported SSC mode");
    assert_string_equal(cause_name("S1AP-RNL", 21), "Radio connection with UE lost");
    assert_string_equal(cause_name("S1AP-NAS", 2), "Detach");
    assert_string_equal(cause_name("NGAP-RNL", 36),
                        "IMS voice EPS fallback or RAT fallback triggered");
    assert_string_equal(cause_name("NGAP-MISC", 5), "Unspecified");
    assert_string_equal(cause_name("DIAMETER", 3002), "DIAMETER_UNABLE_TO_DELIVER");
    assert_string_equal(cause_name("IKEV2", 24), "AUTHENTICATION_FAILED");
    assert_string_equal(cause_name("IKEV2", 9000), "NON_3GPP_ACCESS_TO_EPC_NOT_ALLOWED");
}

/* A Diameter result of 3GPP and one of the base protocol can share a number. */
static void shared_diameter_numbers_name_both(void **state)
{
    (void)state;
    for (uint32_t value = 5001; value <= 5012; value++) {
        assert_non_null(strstr(cause_name("DIAMETER", value), " (base) or "));
        assert_non_null(strstr(cause_name("DIAMETER", value), " (3GPP)"));
    }
}

static void unlisted_causes_have_no_name(void **state)
{
    size_t count;
    const struct sc_reason_protocol *rows = sc_reason_protocols(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(sc_cause_name(&rows[i], UINT32_MAX), "");
        assert_string_equal(sc_cause_name(&rows[i], 65535), "");
    }
    assert_string_equal(cause_name("Q.850", 0), "");
    assert_string_equal(cause_name("Q.850", 128), "");
    assert_string_equal(cause_name("SIP", 0), "");
    assert_string_equal(cause_name("SIP", 299), "");
    assert_string_equal(cause_name("SIP", 477), "");
    assert_string_equal(cause_name("EMM", 1), "");
}

static void unknown_protocols_get_a_row(void **state)
{
    static const char *const names[] = {"", "Q.85", "Q.8500", "SIPS", "FreeSWITCH", " SIP"};
    const struct sc_slice absent = {.data = NULL, .size = 0};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct sc_reason_protocol *row = sc_reason_protocol_lookup(sc_slice_of(names[i]));

        assert_non_null(row);
        assert_string_equal(row->name, "");
        assert_non_null(row->title);
        assert_non_null(row->reference);
        assert_string_equal(sc_cause_name(row, 17), "");
    }
    assert_string_equal(sc_reason_protocol_lookup(absent)->name, "");
}

/* ---- locations ---- */

static void locations_are_complete(void **state)
{
    static const struct {
        const char *token;
        const char *name;
    } rows[] = {
        {"U", "user"},
        {"LPN", "private network serving the local user"},
        {"LN", "public network serving the local user"},
        {"TN", "transit network"},
        {"RLN", "public network serving the remote user"},
        {"RPN", "private network serving the remote user"},
        {"LOC-6", "spare (location 6)"},
        {"INTL", "international network"},
        {"LOC-8", "spare (location 8)"},
        {"LOC-9", "spare (location 9)"},
        {"BI", "network beyond the interworking point"},
        {"LOC-11", "spare (location 11)"},
        {"LOC-12", "reserved for national use (location 12)"},
        {"LOC-13", "reserved for national use (location 13)"},
        {"LOC-14", "reserved for national use (location 14)"},
        {"LOC-15", "reserved for national use (location 15)"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_string_equal(sc_location_name(sc_slice_of(rows[i].token)), rows[i].name);
    }
    assert_string_equal(sc_location_name(sc_slice_of("ln")), rows[2].name);
}

static void unknown_locations_have_no_name(void **state)
{
    const struct sc_slice absent = {.data = NULL, .size = 0};

    (void)state;
    assert_string_equal(sc_location_name(sc_slice_of("")), "");
    assert_string_equal(sc_location_name(sc_slice_of("L")), "");
    assert_string_equal(sc_location_name(sc_slice_of("LOC-1")), "");
    assert_string_equal(sc_location_name(sc_slice_of("LOC-16")), "");
    assert_string_equal(sc_location_name(absent), "");
}

/* ---- warnings ---- */

static void warnings_are_complete(void **state)
{
    size_t count;
    const struct sc_warning_code *rows = sc_warning_rows(&count);

    (void)state;
    assert_int_equal(COUNT(warning_codes), 15);
    assert_int_equal(count, COUNT(warning_codes));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].code, warning_codes[i]);
        assert_ptr_equal(sc_warning_lookup(warning_codes[i]), &rows[i]);
    }
}

static void every_number_has_a_warning_row(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= 1000; code++) {
        const struct sc_warning_code *row = sc_warning_lookup(code);
        bool registered = contains(warning_codes, COUNT(warning_codes), code);

        assert_int_equal(row->code, registered ? code : 0);
        check_text(row->name);
        check_sentence(row->meaning);
        check_text(row->reference);
        assert_true(row->name[0] != '\0');
        assert_true(row->reference[0] != '\0');
    }
    assert_int_equal(sc_warning_lookup(65536 + 305)->code, 0);
}

static void warning_names_are_the_registered_ones(void **state)
{
    (void)state;
    assert_string_equal(sc_warning_lookup(302)->name, "Incompatible transport protocol");
    assert_string_equal(sc_warning_lookup(305)->name, "Incompatible media format");
    assert_string_equal(sc_warning_lookup(308)->name, "Incompatible language specification");
    assert_string_equal(sc_warning_lookup(380)->name, "SIPS Not Allowed");
    assert_string_equal(sc_warning_lookup(399)->name, "Miscellaneous warning");
}

/* ---- methods ---- */

static void registered_methods(void **state)
{
    static const char *const names[] = {
        "ACK",     "BYE",   "CANCEL",  "INFO",  "INVITE",   "MESSAGE",   "NOTIFY",
        "OPTIONS", "PRACK", "PUBLISH", "REFER", "REGISTER", "SUBSCRIBE", "UPDATE",
    };

    (void)state;
    assert_int_equal(COUNT(names), 14);
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_true(sc_method_registered(sc_slice_of(names[i])));
    }
}

/* RFC 3261 section 7.1: methods are compared with case. */
static void other_methods_are_not_registered(void **state)
{
    static const char *const names[] = {
        "", "invite", "Invite", "INVIT", "INVITEX", " INVITE", "SERVICE", "PING", "BENOTIFY",
    };
    const struct sc_slice absent = {.data = NULL, .size = 0};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_false(sc_method_registered(sc_slice_of(names[i])));
    }
    assert_false(sc_method_registered(absent));
}

static void usual_causes(void **state)
{
    assert_true(sc_q850_agrees(486, 17));
    assert_false(sc_q850_agrees(486, 34));
    assert_false(sc_q850_agrees(999, 17));
    assert_false(sc_q850_agrees(486, 0));
    assert_false(sc_q850_contradicts(503, 34));
    assert_false(sc_q850_contradicts(486, 17));
    assert_true(sc_q850_contradicts(486, 34));
    assert_false(sc_q850_contradicts(999, 34));
    assert_false(sc_q850_contradicts(486, 0));
    assert_false(sc_q850_contradicts(486, UINT32_MAX));
}

/* The message reader looks up only names that begin with m, p or x. */
static void vendor_causes_ascend(void **state)
{
    size_t count;
    const struct sc_vendor_cause *rows = sc_vendor_cause_rows(&count);

    for (size_t i = 0; i < count; i++) {
        char first = g_ascii_tolower(rows[i].name[0]);
        assert_true(i == 0 || g_ascii_strcasecmp(rows[i - 1].name, rows[i].name) < 0);
        assert_true(first == 'x' || first == 'm' || first == 'p');
        assert_non_null(rows[i].vendor);
        assert_ptr_equal(sc_vendor_cause_lookup(sc_slice_of(rows[i].name)), &rows[i]);
        if (rows[i].companion != NULL) {
            assert_string_equal(sc_vendor_cause_lookup(sc_slice_of(rows[i].companion))->companion,
                                rows[i].name);
        }
    }
    assert_null(sc_vendor_cause_lookup(sc_slice_of("X-Nothing")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vendor_causes_ascend),
        cmocka_unit_test(status_rows_ascend),
        cmocka_unit_test(status_rows_are_complete),
        cmocka_unit_test(only_listed_codes_are_registered),
        cmocka_unit_test(every_number_has_a_status_row),
        cmocka_unit_test(unregistered_codes_act_as_x00),
        cmocka_unit_test(phrase_is_that_of_the_code_acted_on),
        cmocka_unit_test(phrases_are_the_registered_ones),
        cmocka_unit_test(phrases_differ),
        cmocka_unit_test(references_name_a_source),
        cmocka_unit_test(hints_fit_one_line),
        cmocka_unit_test(failures_have_steps),
        cmocka_unit_test(each_fact_has_a_name),
        cmocka_unit_test(advice_fits_under_its_conditions),
        cmocka_unit_test(no_text_repeats_within_a_row),
        cmocka_unit_test(meanings_and_hints_differ),
        cmocka_unit_test(classes_follow_the_first_digit),
        cmocka_unit_test(finality_follows_the_class),
        cmocka_unit_test(class_rows_state_class_and_rule),
        cmocka_unit_test(points_reach_the_user),
        cmocka_unit_test(q850_has_127_causes),
        cmocka_unit_test(q850_groups_follow_the_class_bits),
        cmocka_unit_test(q850_assigned_causes_have_names_of_their_own),
        cmocka_unit_test(q850_names_are_the_official_ones),
        cmocka_unit_test(q850_unspecific_causes),
        cmocka_unit_test(protocols_are_complete),
        cmocka_unit_test(protocols_ascend),
        cmocka_unit_test(protocol_causes_ascend),
        cmocka_unit_test(protocol_causes_are_complete),
        cmocka_unit_test(cause_names_by_protocol),
        cmocka_unit_test(shared_diameter_numbers_name_both),
        cmocka_unit_test(unlisted_causes_have_no_name),
        cmocka_unit_test(unknown_protocols_get_a_row),
        cmocka_unit_test(locations_are_complete),
        cmocka_unit_test(unknown_locations_have_no_name),
        cmocka_unit_test(warnings_are_complete),
        cmocka_unit_test(every_number_has_a_warning_row),
        cmocka_unit_test(warning_names_are_the_registered_ones),
        cmocka_unit_test(registered_methods),
        cmocka_unit_test(other_methods_are_not_registered),
        cmocka_unit_test(usual_causes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
