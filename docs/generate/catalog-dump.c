/* Prints the catalog as tab-separated lines, for the documentation and for the tests.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first column says what a line is:
 *
 *     status    code, registered|vendor|class, treat as, phrase, vendor's phrase, meaning, hint,
 *               reference, steps...
 *     protocol  name, title, reference
 *     cause     protocol, value, name, group, note
 *     warning   code, name, meaning, reference
 *     location  token, name
 *     finding   id, topic, its title, severity, confidence, aside|cause, summary, hint, reference
 *     advice    id of a finding, a hint for cases that its own does not fit
 *
 * There is a status line for each of the codes 0 to 999, as the plugin would show it: "vendor" is
 * a code that is not registered but known from servers, "class" one that its class answers for.
 */
#include <stdio.h>

#include "sipcodes/catalog.h"
#include "sipcodes/finding.h"

#define CODES 1000

static const char *kind_of(unsigned code, const struct sc_status *row)
{
    if (sc_status_registered(code)) {
        return "registered";
    }
    return row->code != 0 && row->code == code ? "vendor" : "class";
}

/* The names of facts that are or-ed, with a comma between. */
static void print_facts(unsigned facts)
{
    const char *before = "";

    for (unsigned fact = 1; fact < SC_FACT_ALL; fact <<= 1) {
        if ((facts & fact) != 0) {
            printf("%s%s", before, sc_fact_name((enum sc_fact)fact));
            before = ", ";
        }
    }
}

static void print_advice(const char *kind, unsigned code, const struct sc_advice *advice)
{
    for (; advice->text != NULL; advice++) {
        printf("%s\t%u\t%s\t", kind, code, advice->text);
        print_facts(advice->any);
        putchar('\t');
        print_facts(advice->all);
        putchar('\t');
        print_facts(advice->none);
        putchar('\n');
    }
}

static void print_statuses(void)
{
    for (unsigned code = 0; code < CODES; code++) {
        const struct sc_status *row = sc_status_lookup(code);
        printf("status\t%u\t%s\t%u\t%s\t%s\t%s\t%s\t%s\n", code, kind_of(code, row),
               (unsigned)row->treat_as, row->phrase, row->vendor != NULL ? row->vendor : "",
               row->meaning, row->hint, row->reference);
        print_advice("hint", code, row->hints);
        print_advice("step", code, row->steps);
    }
}

static void print_causes(void)
{
    size_t count;
    const struct sc_reason_protocol *protocols = sc_reason_protocols(&count);

    for (const struct sc_reason_protocol *row = protocols; row < protocols + count; row++) {
        printf("protocol\t%s\t%s\t%s\n", row->name, row->title, row->reference);
        for (size_t i = 0; row->causes != NULL && i < row->causes->count; i++) {
            const struct sc_cause *cause = &row->causes->rows[i];
            printf("cause\t%s\t%u\t%s\t%s\t%s\n", row->name, (unsigned)cause->value, cause->name,
                   cause->group, cause->note);
        }
    }
}

static void print_warnings(void)
{
    size_t count;
    const struct sc_warning_code *rows = sc_warning_rows(&count);

    for (const struct sc_warning_code *row = rows; row < rows + count; row++) {
        printf("warning\t%u\t%s\t%s\t%s\n", (unsigned)row->code, row->name, row->meaning,
               row->reference);
    }
}

/* The tokens of RFC 8606 section 4, by the bits of the location in Q.850. */
static void print_locations(void)
{
    static const char *const tokens[] = {
        "U",     "LPN",   "LN", "TN",     "RLN",    "RPN",    "LOC-6",  "INTL",
        "LOC-8", "LOC-9", "BI", "LOC-11", "LOC-12", "LOC-13", "LOC-14", "LOC-15",
    };

    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        printf("location\t%s\t%s\n", tokens[i], sc_location_name(sc_slice_of(tokens[i])));
    }
}

static void print_findings(void)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        const struct sc_finding_row *row = sc_finding_at(i);
        printf("finding\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row->id, sc_finding_topic(i),
               sc_finding_title(i), sc_severity_name(row->severity),
               sc_confidence_name(row->confidence), row->aside ? "aside" : "cause", row->summary,
               row->hint, row->reference);
        for (const char *const *advice = row->advice; *advice != NULL; advice++) {
            printf("advice\t%s\t%s\n", row->id, *advice);
        }
    }
}

int main(void)
{
    print_statuses();
    print_causes();
    print_warnings();
    print_locations();
    print_findings();
    return 0;
}
