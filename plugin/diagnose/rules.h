/* What a rule is given, and what it may say.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A rule is a function that looks at one message among all others. It reads and never stores:
 * what has to be remembered is a fact of the tracker. It says what it found with find(), and
 * nothing where the packets do not prove it.
 */
#ifndef SIPCODES_RULES_H
#define SIPCODES_RULES_H

#include <glib.h>

#include "sipcodes/diagnose.h"

/* When a rule is asked. */
enum occasion {
    ON_REQUEST,     /* first copy of a request, ACK and CANCEL included */
    ON_RESPONSE,    /* first copy of a response */
    ON_UNREACHABLE, /* an ICMP error that quotes a request or a response */
    AT_SHOWING,     /* any message or ICMP error, each time it is shown, without its bytes. For what
                       the tracker's facts decide alone, absence above all */
    OCCASIONS,
};

/* Values from packets are quoted up to this many bytes, terminator included. */
#define QUOTE_SIZE 72

/* Values that can be quoted in one text. */
#define QUOTES_MAX 8

/* Bytes of a part of a sentence that is put together beforehand. */
#define CAUSE_SIZE SC_WORDS_SIZE

/* One message on the stand. Lives while rules look at it. */
struct scene {
    const struct sc_tracker *tracker;
    const struct sc_thresholds *thresholds;
    const struct sc_packet *packet;           /* NULL at showing */
    const struct sc_message *message;         /* NULL at showing and of an ICMP error */
    const struct sc_transaction *transaction; /* never NULL */
    const struct sc_record *record;           /* of the message; never NULL */
    enum sc_copy copy;
    uint32_t frame; /* that the message came in: of this copy of it */

    /* The rest is for diagnosis.c. */
    struct sc_diagnosis *diagnosis; /* where findings are kept; NULL at showing */
    struct sc_finding *shown;       /* where they are written at showing; NULL on arrival */
    size_t shown_count;
    const struct rule *rule;
    const struct sc_finding_row *row;
    const struct sc_record *subject;
    struct sc_finding draft; /* of the rule that is asked */
    bool complete;
    bool certain;
    struct sc_message request; /* the transaction's, once somebody asked for it */
    bool request_read;
    struct exchange *exchange; /* exchange.c: what a challenge is judged by, once somebody asked for
                                  it */
    unsigned quote_count;
    char quotes[QUOTES_MAX][QUOTE_SIZE];
};

struct rule {
    const char *id; /* of its row in the catalog; several rules may share one */
    enum occasion occasion;
    uint16_t code_from; /* status codes it is asked about; both 0: all messages */
    uint16_t code_to;
    const char *method; /* of the transaction: INVITE for an ACK, too. NULL: any */
    void (*judge)(struct scene *scene);

    /* Asked again each time a finding is shown that JUDGE made on arrival: whether it is (still)
     * so. The transaction is the one that was at hand, the record the one that the finding is
     * about, and there are no bytes. NULL: always. */
    bool (*holds)(struct scene *scene);
};

struct rule_topic {
    const struct rule *rules;
    size_t count;
};

/* Rules of one matter each; large topics of the catalog have several. */
extern const struct rule_topic rules_acknowledgement;
extern const struct rule_topic rules_auth;
extern const struct rule_topic rules_body;
extern const struct rule_topic rules_callee;
extern const struct rule_topic rules_cancel;
extern const struct rule_topic rules_declined;
extern const struct rule_topic rules_dialog;
extern const struct rule_topic rules_extension;
extern const struct rule_topic rules_header_fault;
extern const struct rule_topic rules_identity;
extern const struct rule_topic rules_interval;
extern const struct rule_topic rules_loop;
extern const struct rule_topic rules_media;
extern const struct rule_topic rules_method;
extern const struct rule_topic rules_misplaced_step;
extern const struct rule_topic rules_missing_step;
extern const struct rule_topic rules_package;
extern const struct rule_topic rules_origin;
extern const struct rule_topic rules_redirect;
extern const struct rule_topic rules_request;
extern const struct rule_topic rules_retry_after;
extern const struct rule_topic rules_server;
extern const struct rule_topic rules_stated_cause;
extern const struct rule_topic rules_status_line;
extern const struct rule_topic rules_timeout;

/* rules.c: all of them. */
extern const struct rule_topic *const rule_topics[];
extern const size_t rule_topic_count;

/* ---- Reading ---- */

/* The request of the transaction; NULL if it was not captured, was cut, or is not kept any more.
 * Its frame becomes evidence. On a request this is the message itself. */
const struct sc_message *request_of(struct scene *scene);

/* Scans another message into MESSAGE; false if its bytes are not kept. Its frame becomes evidence.
 * RECORD may be NULL. */
bool read_record(struct scene *scene, const struct sc_record *record, struct sc_message *message);

/* ---- Saying ---- */

/* Says that what the rule looks for is so. FORMAT makes one sentence that quotes the values that
 * prove it, without a full stop; no user names, digests or tokens. The frame of the message and
 * that of the subject are evidence of themselves. What was prepared by the functions below is used
 * up. */
void find(struct scene *scene, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The finding explains RECORD, not the message at hand, which only completes the evidence. */
void about(struct scene *scene, const struct sc_record *record);

/* FRAME holds evidence, too. 0 is no frame. */
void evidence(struct scene *scene, uint32_t frame);

/* The finding is less sure than its row says. */
void confidence(struct scene *scene, enum sc_confidence confidence);

/* The capture lacks something. For rows that rest on absence, the transaction's gaps are seen to
 * already: a finding is dropped if the capture ends early, and one level less sure with any other
 * gap. */
void blocked(struct scene *scene, enum sc_blocker blocker);

/* The text quotes a cause that somebody states: who reads the hint has to read WORDS first, which
 * say where it is stated; "" for the whole text. */
void quotes_cause(struct scene *scene, enum sc_stated stated, const char *words);

/* The finding leaves the status code's hint alone, though its row may say something else: it only
 * confirms the code. */
void aside(struct scene *scene);

/* Of an absence the evidence is complete, however early the capture ends. */
void complete(struct scene *scene);

/* Of an absence there is proof whatever the capture lacks: who waited for it went on repeating what
 * calls for it, so nothing reached him. */
void certain(struct scene *scene);

/* The slice as text for FORMAT, cut to QUOTE_SIZE, "-" if it is empty or absent. Valid until the
 * rule returns. */
const char *quote(struct scene *scene, struct sc_slice slice);

/* The address of an endpoint as text for FORMAT, without its port; "?" if it is not known. Valid as
 * long as a quote is. */
const char *host(struct scene *scene, const struct sc_endpoint *endpoint);

/* A time in nanoseconds as text for FORMAT: "less than 1 ms", "250 ms", "1.5 s", "32 s". */
const char *span(struct scene *scene, int64_t nanoseconds);

/* ---- Facts that several topics ask for ---- */

/* True if METHOD is that of the transaction. */
bool has_method(const struct sc_transaction *transaction, const char *method);

/* True if a final response came that the capture lacks: it was acknowledged. */
bool ended_unseen(const struct sc_transaction *transaction);

/* True if both are one request, seen on two hops maybe. */
bool is_same_request(const struct sc_transaction *a, const struct sc_transaction *b);

/* True if the transaction was sent within a dialog: its request has a To tag. */
bool in_dialog(const struct sc_transaction *transaction);

/* True if the message at hand is the transaction's request: no ACK, no response. */
bool is_request(const struct scene *scene);

/* True if the message at hand is the first copy or, as far as the capture was read, the last: where
 * it is shown what is missing behind a message that was sent again and again. */
bool at_either_end(const struct scene *scene);

/* How long a message was sent again, from its first copy to its last, in nanoseconds. */
int64_t repeated_for(const struct sc_record *record);

/* When a transaction began: when its request was sent, or of one whose request was not captured,
 * when its first response came. */
int64_t begun_at(const struct sc_transaction *transaction);

/* The hop on which the request reached the one who refused it with the code at hand: a proxy passes
 * the response on. The transaction's own if that is not known, never NULL; of any other, FINAL is
 * the refusal. */
const struct sc_transaction *refusing_hop(const struct scene *scene);

/* T1 in nanoseconds. */
int64_t t1(const struct scene *scene);

/* True if a message was sent again until its sender gave up. The last copy goes out at 63*T1,
 * whichever timer it is: A of an INVITE, E of other requests, G of a failure, and those of a 2xx
 * (sections 17.1.1.2, 17.1.2.2, 17.2.1, 13.3.1.4) and of a reliable 1xx (RFC 3262 section 3). */
bool sent_to_the_end(const struct scene *scene, const struct sc_record *record);

/* Who sends a message again did not get what ends that, whatever the capture lacks. A few copies do
 * not say so: they may have stopped because it came. */
void weigh_copies(struct scene *scene, const struct sc_record *record);

/* 64*T1 in nanoseconds: timers B, F and H (RFC 3261 table 4). */
int64_t timeout(const struct scene *scene);

/* From an earlier message to the one at hand, nanoseconds. */
int64_t since(const struct scene *scene, const struct sc_record *earlier);

/* True if RESPONSE is provisional, no 100, and of the same fork as RECORD: of the same To tag. It
 * is for the caller to look only at those that came before. */
bool is_earlier_of_fork(const struct sc_record *record, const struct sc_record *response);

/* The first 180 of the same fork; NULL if the phone that sends the response at hand did not ring.
 */
const struct sc_record *own_ringing(const struct scene *scene);

/* True if it rang for so long that somebody can have pressed a button. RINGING may be NULL. */
bool rang_for_a_while(const struct scene *scene, const struct sc_record *ringing);

/* True of the first INVITE of a call whose response came at once, without ringing anywhere. */
bool refused_at_once(const struct scene *scene);

/* True if a later request of the same client follows up the transaction's final response. */
bool was_followed_up(const struct sc_transaction *transaction);

/* The phrase of the response where it is the sender's own, for the end of a sentence; else "". */
const char *own_phrase(struct scene *scene, char text[CAUSE_SIZE]);

/* True if RECORD came no later than OTHER. */
bool not_after(const struct sc_record *record, const struct sc_record *other);

/* What the capture lacks on the way down to BRANCH: a response may have come before the one at hand
 * and not been captured. */
void see_to_branch(struct scene *scene, const struct sc_transaction *branch);

/* ---- Who made a response (origin.c) ---- */

/* The final response on the hop downstream that another one was made from. */
struct source {
    const struct sc_transaction *hop;
    const struct sc_record *response; /* NULL: none is known */
    bool changed;                     /* it had another code; else it was passed on as it was */
};

/* What the failure RECORD on HOP was made from. */
struct source source_of(const struct sc_transaction *hop, const struct sc_record *record);

/* ---- Causes that somebody states in a Reason (causes.c) ---- */

/* A Reason and the message that it stands in. */
struct stated {
    const struct sc_record *record; /* NULL: nobody states one, and the rest is zeroed */
    const struct sc_reason *reason; /* one of the record's */
    uint32_t cause;                 /* its number */
    bool lost;                      /* of a hop downstream, and not passed on */
    const char *method;             /* of the request that has it; NULL: a response has */
};

/* The first Reason of a message with a specific Q.850 cause, which 0, 31 and 127 are not. */
struct stated specific_cause(const struct sc_record *record);

/* What the latest provisional response of the same fork that states a specific cause says. */
struct stated earlier_cause(const struct scene *scene);

/* What the response at hand states or, if it does not, an earlier one of the same fork. */
struct stated stated_cause(const struct scene *scene);

/* The same of the response on a hop downstream that the one at hand was made from. */
struct stated lost_cause(const struct scene *scene);

/* The Reason of a message, of whatever protocol, that says more than its status code: a specific
 * Q.850 cause, else the first other one. */
struct stated told_reason(const struct sc_record *record);

/* The same of the CANCEL for an INVITE, here or on a hop upstream, else of a BYE in its dialog;
 * both only if they came before its final response. */
struct stated ending_reason(const struct sc_transaction *invite);

/* True if a Reason says what the status code of a response says anyway. */
bool agrees_with_code(const struct stated *stated, unsigned code);

/* True if no cause is stated, or only one of those that a finding agrees with. */
bool nothing_but(const struct stated *stated, uint32_t cause, uint32_t or_cause);

/* The Reason and where it stands: "Reason of the 183 in frame 24: Q.850 34 (No circuit/channel
 * available)"; "" if there is none. Its frame becomes evidence, and the finding one that quotes a
 * stated cause. */
const char *statement(struct scene *scene, const struct stated *stated, char text[CAUSE_SIZE]);

/* The same for the end of a sentence, behind a semicolon. */
const char *confirmation(struct scene *scene, const struct stated *stated, char text[CAUSE_SIZE]);

#endif
