/* Rules, and the topics that they are grouped in.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_RULE_H
#define SIPCODES_RULE_H

#include "case.h"
#include "draft.h"

/* When a rule is asked. */
enum sc_trigger {
    /* The first copy of a request arrives, ACK and CANCEL included. */
    ON_REQUEST,
    /* The first copy of a response arrives. */
    ON_RESPONSE,
    /* An ICMP error arrives that quotes a request or a response. */
    ON_ICMP,
    /* Any message or ICMP error is displayed, each time, without its bytes: for what the tracker's
     * facts decide alone, absence above all. */
    ON_DISPLAY,
    SC_TRIGGERS,
};

/* Status codes and methods that one rule lists. */
#define SC_RULE_CODES_MAX   4
#define SC_RULE_CLASSES_MAX 6
#define SC_RULE_METHODS_MAX 4

struct sc_rule {
    /* What it finds; several rules that stand together may find the same. */
    const struct sc_finding_row *finding;

    /* Returns whether the finding is so, and fills the draft. */
    bool (*judge)(const struct sc_case *c, struct sc_draft *draft);

    /* On display of a finding that was made on arrival: a predicate that has to be true. NULL:
     * none. The case is then the transaction that was under review and the record that the finding
     * explains, without bytes. The finding is shown as it was made, or not at all. */
    bool (*holds)(const struct sc_case *c);

    /* Of a finding that was made on arrival, where later packets tell that something else than its
     * hint is to be done first: one of ADVICE of the row, NULL if they do not. Asked as HOLDS is.
     * NULL: nothing that comes later changes the hint. */
    const char *(*advise)(const struct sc_case *c, const struct sc_finding *finding);

    /* The methods of the transaction: INVITE for an ACK, too, but ACK for a response to one, which
     * says nothing of the INVITE. Ends with NULL; empty: any but ACK. */
    const char *methods[SC_RULE_METHODS_MAX + 1];

    enum sc_trigger when;

    /* The messages that it is asked about: those with one of these status codes or with one of
     * these first digits. Both end with 0; both empty: any message. */
    uint16_t codes[SC_RULE_CODES_MAX + 1];
    uint8_t classes[SC_RULE_CLASSES_MAX + 1];

    /* Only requests and ACKs: what has no status code. CODES and CLASSES are empty then. */
    bool requests;

    /* It is about what the callee decided: not asked of an INVITE that a CANCEL had ended before.
     */
    bool by_callee;

    /* On display, as for HOLDS: JUDGE is asked again, and the finding is shown only if it is still
     * so. */
    bool recheck;

    /* The finding is at most suggestive until the capture was read to its end. */
    bool suggestive_until_end;

    /* The explained message is repeated until what is missing comes. Its last copy is evidence,
     * many copies prove the absence whatever the capture lacks, and a refusal ends the wait. */
    bool repeated;
};

/* The findings of one topic. */
struct sc_topic {
    /* "auth-challenge": that of its file. */
    const char *name;
    /* "Authentication: the challenge": of its section in the documentation. */
    const char *title;
    /* Of findings that are equally strong and severe, that of the earlier rule comes first. */
    const struct sc_rule *rules;
    size_t rule_count;
};

/* All topics, in the order of their findings. */
struct sc_topics {
    const struct sc_topic *const *topics;
    size_t count;
};

#endif
