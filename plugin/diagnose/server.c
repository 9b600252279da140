/* Rules about failures of servers, and about who made a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A cause is looked for in this order, and its place is said with it: the Reason of the response,
 * that of an earlier provisional response of the same fork, and the same on the hop downstream that
 * the response was made from.
 */
#include "next-hop.h"

/* Branches of one fork, responses of one transaction and hops of one way that a rule looks at. */
#define BRANCHES_MAX  64
#define RESPONSES_MAX 64
#define HOPS_MAX      16

/* Requests of one dialog. */
#define REQUESTS_MAX 64

/* Bytes of a cause with name and location. */
#define CAUSE_SIZE 192

#define SECOND INT64_C(1000000000)

static bool is_failure(const struct sc_record *record)
{
    return record->code >= 300 && record->code <= SC_CODE_MAX;
}

static bool not_after(const struct sc_record *record, const struct sc_record *other)
{
    return record->time <= other->time;
}

/* ---- Who made a response ---- */

/* The final response on the hop downstream that another one was made from. */
struct source {
    const struct sc_transaction *hop;
    const struct sc_record *response; /* NULL: none is known */
    bool changed;                     /* it had another code; else it was passed on as it was */
};

static bool same_tag(const struct sc_record *a, const struct sc_record *b)
{
    return a->to_tag.size > 0 && sc_slice_equal(a->to_tag, b->to_tag);
}

/* A proxy leaves the To tag as it is (RFC 3261 section 16.7), so that is what tells a response that
 * was passed on from one of the same code that was not. Within a dialog the request gave the tag:
 * there it tells nothing of a response with another code. */
static struct source same_response(const struct sc_transaction *hop, const struct sc_record *record)
{
    struct source source = {0};
    const struct sc_transaction *branch = hop->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *response = branch->responses;
        for (int k = 0; response != NULL && k < RESPONSES_MAX; k++, response = response->next) {
            bool changed = response->code != record->code;
            if (is_failure(response) && same_tag(response, record) && not_after(response, record) &&
                !(changed && in_dialog(hop))) {
                source = (struct source){branch, response, changed};
            }
            if (source.response != NULL && !source.changed) {
                return source;
            }
        }
    }
    return source;
}

/* What the proxy of HOP made RECORD from with a tag of its own: known if all branches failed alike.
 * One that was silent or given up counts as a 408 of the proxy's own (section 16.7, step 6). */
static struct source translated_response(const struct sc_transaction *hop,
                                         const struct sc_record *record)
{
    struct source source = {.changed = true};
    const struct sc_transaction *branch = hop->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (final == NULL || !is_failure(final) || !not_after(final, record) ||
            branch->cancel != NULL || final->code == record->code ||
            (source.response != NULL && source.response->code != final->code)) {
            return (struct source){0};
        }
        if (source.response == NULL || source.response->time < final->time) {
            source.hop = branch;
            source.response = final;
        }
    }
    return source;
}

static struct source source_of(const struct sc_transaction *hop, const struct sc_record *record)
{
    struct source source = same_response(hop, record);

    return source.response != NULL ? source : translated_response(hop, record);
}

/* The last response that can be seen on the way down from SOURCE to who made it. */
static struct source maker_of(struct scene *scene, struct source source)
{
    for (int i = 0; i < HOPS_MAX; i++) {
        struct source next = same_response(source.hop, source.response);
        evidence(scene, source.response->frame);
        if (next.response == NULL || next.changed) {
            break;
        }
        source = next;
    }
    return source;
}

/* The source of the message at hand; none unless it is a failure. */
static struct source source_at(const struct scene *scene)
{
    return is_failure(scene->record) ? source_of(scene->transaction, scene->record)
                                     : (struct source){0};
}

static void judge_relayed(struct scene *scene)
{
    struct source source = source_at(scene);

    if (source.response != NULL && !source.changed) {
        struct source maker = maker_of(scene, source);
        bool own = sc_same_host(maker.response->source, scene->record->source);
        find(scene, "%s passed on %s%u%s%s", host(scene, scene->record->source),
             own ? "its own " : "the ", scene->record->code,
             own ? ", which came back to it" : " of ",
             own ? "" : host(scene, maker.response->source));
    }
}

static void judge_translated(struct scene *scene)
{
    struct source source = source_at(scene);

    if (source.response != NULL && source.changed) {
        struct source maker = maker_of(scene, source);
        find(scene, "%s said %u, and %s made it %u", host(scene, maker.response->source),
             maker.response->code, host(scene, scene->record->source), scene->record->code);
    }
}

/* How many branches the request was sent on to before the response. LATEST is one of them, one with
 * a final response by then if there is any, which is ANSWER. */
static unsigned sent_on(const struct sc_transaction *hop, const struct sc_record *record,
                        const struct sc_transaction **latest, const struct sc_record **answer)
{
    const struct sc_transaction *branch = hop->children;
    unsigned count = 0;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *final = sc_transaction_final(branch);
        if (!branch->request_seen || !not_after(&branch->request, record)) {
            continue;
        }
        if (final != NULL && not_after(final, record)) {
            *latest = branch;
            *answer = final;
        } else if (*latest == NULL) {
            *latest = branch;
        }
        count++;
    }
    return count;
}

/* True if the client of BRANCH had no response for a good part of the time until RECORD: it
 * repeated its request (section 17.1.1.2). */
static bool went_on_asking(const struct sc_transaction *branch, const struct sc_record *record)
{
    const struct sc_record *request = &branch->request;

    return request->retransmissions > 0 && sc_time_between(request->time, request->last_time) >=
                                               sc_time_between(request->time, record->time) / 4;
}

/* What the capture lacks on the way down: a response may have come and not been captured. */
static void see_to_branch(struct scene *scene, const struct sc_transaction *branch)
{
    struct sc_gaps gaps = sc_transaction_gaps(scene->tracker, branch);

    if (gaps.one_direction && !went_on_asking(branch, scene->record)) {
        blocked(scene, SC_BLOCKER_ONE_DIRECTION);
    }
    if (gaps.segments_missing) {
        blocked(scene, SC_BLOCKER_SEGMENTS);
    }
    if (gaps.fragments_missing) {
        blocked(scene, SC_BLOCKER_FRAGMENTS);
    }
}

/* The request was not sent on. That is known of a host only that is seen to send others on. */
static void judge_local_unsent(struct scene *scene)
{
    const struct sc_record *record = scene->record;
    struct sc_relay relay = sc_tracker_relay(scene->tracker, record->source);

    if (relay.whole == 0 && (relay.half == 0 || in_dialog(scene->transaction))) {
        return;
    }
    if (relay.half > 0) {
        blocked(scene, SC_BLOCKER_OTHER_SIDE);
    }
    evidence(scene, scene->transaction->request.frame);
    complete(scene);
    find(scene, "%s made the %u itself: it did not send the request on",
         host(scene, record->source), record->code);
}

/* The request was sent on, and what came back, if anything, is not what was passed on. */
static void judge_local_sent(struct scene *scene, const struct sc_transaction *branch,
                             const struct sc_record *answer, unsigned count)
{
    unsigned code = scene->record->code;
    const char *target = host(scene, branch->request.destination);
    const char *maker = host(scene, scene->record->source);

    see_to_branch(scene, branch);
    evidence(scene, branch->request.frame);
    evidence(scene, answer != NULL ? answer->frame : 0);
    complete(scene);
    if (answer != NULL && answer->code == code) {
        find(scene, "%s made the %u itself: that of %s has another To tag", maker, code, target);
    } else if (answer != NULL) {
        find(scene, "%s made the %u itself: %s had said %u", maker, code, target, answer->code);
    } else if (count == 1) {
        find(scene, "%s made the %u itself: %s had sent no final response", maker, code, target);
    } else {
        find(scene, "%s made the %u itself: none of %u targets had sent a final response", maker,
             code, count);
    }
}

static void judge_local(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_record *record = scene->record;
    const struct sc_transaction *branch = NULL;
    const struct sc_record *answer = NULL;

    /* A first challenge is no failure, a CANCEL is answered by every hop itself (section 9.2), and
     * a response without tag cannot be told from another. */
    if (!is_failure(record) || record->to_tag.size == 0 || transaction->challenged ||
        !transaction->request_seen || has_method(transaction, "CANCEL") ||
        source_of(transaction, record).response != NULL) {
        return;
    }
    unsigned count = sent_on(transaction, record, &branch, &answer);
    if (count > 0) {
        judge_local_sent(scene, branch, answer, count);
    } else if (transaction->children == NULL) {
        judge_local_unsent(scene);
    }
}

/* ---- The cause that the telephone side gives ---- */

/* "Q.850 cause 42, Switching equipment congestion, at LN, public network ...". */
static void describe_cause(const struct sc_reason *reason, char *text, size_t size)
{
    const char *location = sc_location_name(reason->location);

    g_snprintf(text, size, "Q.850 cause %u, %s%s%s", reason->cause,
               sc_q850_lookup(reason->cause)->name, location[0] != '\0' ? ", from the " : "",
               location);
}

/* What was found, and where. */
struct cause {
    uint32_t value;
    char text[CAUSE_SIZE];
    char place[96];
};

static void take_cause(struct cause *cause, const struct sc_reason *reason)
{
    cause->value = reason->cause;
    describe_cause(reason, cause->text, sizeof cause->text);
}

/* The same from an earlier message, which is evidence then. */
static bool take_cause_of(struct scene *scene, const struct sc_record *record, const char *remark,
                          struct cause *cause)
{
    struct sc_message message;
    struct sc_reason reason;

    if (!sc_slice_present(record->text)) {
        return false;
    }
    sc_message_scan(record->text.data, record->text.size, &message);
    if (!specific_cause(&message, &reason)) {
        return false;
    }
    take_cause(cause, &reason);
    g_snprintf(cause->place, sizeof cause->place, "the Reason of the %u in frame %u%s",
               record->code, record->frame, remark);
    evidence(scene, record->frame);
    return true;
}

/* The cause in an earlier provisional response of the fork that RECORD ended: it has the same To
 * tag. A gateway often says there why, and no more in the final response. */
static bool cause_before(struct scene *scene, const struct sc_transaction *hop,
                         const struct sc_record *record, struct cause *cause)
{
    const struct sc_record *response = hop->responses;

    for (int i = 0; response != NULL && i < RESPONSES_MAX; i++, response = response->next) {
        if (response->code < 200 && same_tag(response, record) && not_after(response, record) &&
            take_cause_of(scene, response, "", cause)) {
            return true;
        }
    }
    return false;
}

/* The cause that a response on a hop downstream had, and that was lost on the way. */
static bool cause_below(struct scene *scene, struct cause *cause)
{
    struct source source = source_of(scene->transaction, scene->record);

    for (int i = 0; source.response != NULL && i < HOPS_MAX; i++) {
        if (take_cause_of(scene, source.response, ", lost on the way", cause) ||
            cause_before(scene, source.hop, source.response, cause)) {
            return true;
        }
        source = source_of(source.hop, source.response);
    }
    return false;
}

static bool cause_of(struct scene *scene, struct cause *cause)
{
    struct sc_reason reason;

    if (specific_cause(scene->message, &reason)) {
        take_cause(cause, &reason);
        g_snprintf(cause->place, sizeof cause->place, "the Reason of this %u", scene->record->code);
        return true;
    }
    return cause_before(scene, scene->transaction, scene->record, cause) ||
           cause_below(scene, cause);
}

/* Causes of too little of something, rather than of something broken. */
static bool is_congestion(uint32_t cause)
{
    return cause == 34 || cause == 38 || cause == 41 || cause == 42 || cause == 47;
}

static void judge_gateway_cause(struct scene *scene)
{
    struct cause cause;

    if (cause_of(scene, &cause) && !(scene->record->code == 503 && is_congestion(cause.value))) {
        find(scene, "%s, by %s", cause.text, cause.place);
    }
}

static void judge_congestion(struct scene *scene)
{
    struct cause cause;

    if (cause_of(scene, &cause) && is_congestion(cause.value)) {
        find(scene, "%s, by %s", cause.text, cause.place);
    }
}

static void judge_disagreement(struct scene *scene)
{
    struct sc_reason reason;

    /* Of 486 the topic of the callee says it. */
    if (scene->record->code != 486 && specific_cause(scene->message, &reason) &&
        sc_q850_contradicts(scene->record->code, reason.cause)) {
        char text[CAUSE_SIZE];
        describe_cause(&reason, text, sizeof text);
        find(scene, "The Reason says %s, which is not what %u stands for", text,
             scene->record->code);
    }
}

/* ---- When to try again ---- */

/* True if another request was without final response when the transaction's request came. */
static bool was_open(const struct sc_transaction *other, const struct sc_transaction *transaction)
{
    return !is_same_request(other, transaction) && other->request_seen &&
           (has_method(other, "INVITE") || has_method(other, "UPDATE")) &&
           not_after(&other->request, &transaction->request) &&
           (other->final == NULL || other->final->time > transaction->request.time);
}

/* A second INVITE or UPDATE while one is open is refused with 500 and Retry-After, too (section
 * 14.2, RFC 3311 section 5.2): that is no fault of the server. */
static bool may_overlap(const struct sc_transaction *transaction)
{
    const struct sc_dialog *dialog = transaction->dialog;

    if (!has_method(transaction, "INVITE") && !has_method(transaction, "UPDATE")) {
        return false;
    }
    if (!transaction->request_seen || (dialog == NULL && in_dialog(transaction))) {
        return true;
    }
    if (dialog == NULL || was_open(dialog->setup, transaction)) {
        return dialog != NULL;
    }
    const struct sc_transaction *other = dialog->latest;
    for (int i = 0; other != NULL && i < REQUESTS_MAX; i++, other = other->earlier) {
        if (was_open(other, transaction)) {
            return true;
        }
    }
    return false;
}

static void find_retry_after(struct scene *scene, const char *says)
{
    struct sc_retry_after retry = sc_message_retry_after(scene->message);
    const char *server = host(scene, scene->record->source);

    if (!retry.readable || retry.seconds == 0) {
        return;
    }
    if (retry.comment.size > 0) {
        find(scene, "%s %s for %u s: \"%s\"", server, says, retry.seconds,
             quote(scene, retry.comment));
    } else {
        find(scene, "%s %s for %u s", server, says, retry.seconds);
    }
}

static void judge_server_retry_after(struct scene *scene)
{
    if (!may_overlap(scene->transaction)) {
        find_retry_after(scene, "asks not to repeat the request");
    }
}

static void judge_overload(struct scene *scene)
{
    find_retry_after(scene, "asks to be sent nothing");
}

/* True if the client knew of the 503 when it sent the request: it had acknowledged it, or a round
 * trip had gone by. */
static bool knew_of(const struct scene *scene, const struct sc_hold *hold, int64_t waited)
{
    const struct sc_record *ack = hold->transaction->ack;
    int64_t round_trip = sc_tracker_timers(scene->tracker).t1 * INT64_C(1000000);

    return waited >= round_trip || (waited >= 0 && ack != NULL && not_after(ack, scene->record));
}

/* Requests within dialogs are left out: what was begun has to be brought to an end. */
static void judge_retry_after_ignored(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;
    const struct sc_hold *hold = sc_tracker_hold(scene->tracker, transaction);

    if (hold == NULL || scene->record != &transaction->request || in_dialog(transaction) ||
        has_method(transaction, "CANCEL") || hold->transaction == transaction) {
        return;
    }
    int64_t waited = sc_time_between(hold->record->time, scene->record->time);
    if (waited >= hold->seconds * SECOND || !knew_of(scene, hold, waited)) {
        return;
    }
    about(scene, hold->record);
    find(scene, "%s sent another request to %s after %s, asked to wait %u s",
         host(scene, scene->record->source), host(scene, scene->record->destination),
         span(scene, waited), hold->seconds);
}

/* ---- The next hop ---- */

/* The latest branch if no branch had any response before RECORD, 1xx apart if TRYING; else NULL. */
static const struct sc_transaction *silent_branch(const struct sc_transaction *hop,
                                                  const struct sc_record *record, bool trying)
{
    const struct sc_transaction *branch = hop->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        const struct sc_record *response = trying ? branch->final : branch->responses;
        if (!branch->request_seen || (response != NULL && not_after(response, record))) {
            return NULL;
        }
    }
    branch = hop->children;
    return branch != NULL && not_after(&branch->request, record) ? branch : NULL;
}

static const char *icmp_text(enum sc_icmp icmp)
{
    switch (icmp) {
    case SC_ICMP_NETWORK:
        return "there is no route to it";
    case SC_ICMP_HOST:
        return "the host does not answer";
    case SC_ICMP_PORT:
        return "nothing listens on the port";
    case SC_ICMP_PROTOCOL:
        return "it does not take the transport";
    case SC_ICMP_PROHIBITED:
        return "a filter rejects it";
    default:
        return "it cannot be reached";
    }
}

/* ICMP about the request itself. */
static void judge_icmp(struct scene *scene, const struct sc_transaction *branch)
{
    evidence(scene, branch->request.frame);
    evidence(scene, branch->unreachable->frame);
    find(scene, "%s sent the request to %s port %u, and ICMP says %s",
         host(scene, scene->record->source), host(scene, branch->request.destination),
         branch->request.destination->port, icmp_text(branch->icmp));
}

static void judge_reset(struct scene *scene, const struct sc_transaction *branch)
{
    uint32_t reset = next_hop_reset(scene, branch);

    if (reset != 0) {
        evidence(scene, branch->request.frame);
        evidence(scene, reset);
        find(scene, "%s sent the request to %s port %u over TCP, which reset the connection",
             host(scene, scene->record->source), host(scene, branch->request.destination),
             branch->request.destination->port);
    }
}

/* The request was never sent on: there was no connection to do it over. */
static void judge_refused(struct scene *scene)
{
    struct refused refused;

    if (!next_hop_refused(scene, &refused)) {
        return;
    }
    const struct sc_refusal *refusal = refused.refusal;
    bool icmp = refusal->icmp != SC_ICMP_NONE;
    confidence(scene, refused.confidence);
    find(scene, "%s wanted a TCP connection to %s port %u, and %s%s",
         host(scene, scene->record->source), host(scene, &refusal->target), refusal->target.port,
         icmp ? "ICMP says " : "was refused", icmp ? icmp_text(refusal->icmp) : "");
}

static void judge_unreachable(struct scene *scene)
{
    const struct sc_transaction *branch = silent_branch(scene->transaction, scene->record, false);

    if (branch == NULL) {
        judge_refused(scene);
    } else if (branch->unreachable == NULL) {
        judge_reset(scene, branch);
    } else if (not_after(branch->unreachable, scene->record)) {
        judge_icmp(scene, branch);
    }
}

static void judge_gateway_timeout(struct scene *scene)
{
    const struct sc_transaction *branch =
        scene->record->code == 504 ? silent_branch(scene->transaction, scene->record, true) : NULL;

    /* What ICMP says is another finding, and so is a reset. */
    if (branch == NULL || branch->unreachable != NULL || next_hop_reset(scene, branch) != 0) {
        return;
    }
    see_to_branch(scene, branch);
    evidence(scene, branch->request.frame);
    complete(scene);
    find(scene, "%s sent %s within %s", host(scene, branch->request.destination),
         branch->responses == NULL ? "no response" : "no final response",
         span(scene, sc_time_between(branch->request.time, scene->record->time)));
}

/* What DNS said of a name (RFC 1035 section 4.1.1). */
static const char *dns_text(unsigned code)
{
    switch (code) {
    case 2:
        return "failed to find out";
    case 3:
        return "said that there is no such name";
    case 5:
        return "refused to say";
    default:
        return "answered with an error";
    }
}

/* "10.0.0.2 asked DNS for x.example, and 10.0.0.53 said that there is no such name". */
static const char *describe_lookup(struct scene *scene, const struct unresolved *unresolved,
                                   char text[CAUSE_SIZE])
{
    const struct sc_lookup *lookup = &unresolved->lookup;
    int64_t waited = sc_time_between(lookup->asked.time, scene->record->time);
    bool failed = unresolved->failed;

    g_snprintf(text, CAUSE_SIZE, "%s asked DNS for %s, and %s %s%s",
               host(scene, scene->record->source), quote(scene, unresolved->name),
               host(scene, &lookup->resolver),
               failed ? dns_text(lookup->code) : "did not answer within ",
               failed ? "" : span(scene, waited));
    return text;
}

static void judge_unresolved(struct scene *scene)
{
    struct unresolved unresolved;

    if (next_hop_unresolved(scene, &unresolved)) {
        char text[CAUSE_SIZE];
        complete(scene);
        find(scene, "%s", describe_lookup(scene, &unresolved, text));
    }
}

/* The phrases end with the code and the module that sent it: sl without a transaction, tm with. */
static bool is_send_failure(const struct sc_message *message)
{
    struct sc_slice phrase = sc_slice_trim(message->phrase);
    char own[16];

    for (const char *const *module = (const char *const[]){"SL", "TM", NULL}; *module != NULL;
         module++) {
        g_snprintf(own, sizeof own, "(%u/%s)", message->code, *module);
        size_t size = strlen(own);
        if (phrase.size >= size &&
            sc_slice_is((struct sc_slice){phrase.data + phrase.size - size, size}, own)) {
            return true;
        }
    }
    return sc_slice_starts(phrase, sc_status_lookup(message->code)->vendor);
}

static void judge_send_failure(struct scene *scene)
{
    static const char *const failures[] = {
        "could not send the request to the next hop",
        "found no address for the name of the next hop",
        "could not read the URI of the next hop",
    };

    char text[CAUSE_SIZE] = "";
    struct unresolved unresolved;

    if (!is_send_failure(scene->message)) {
        return;
    }
    if (scene->record->code == 478 && next_hop_unresolved(scene, &unresolved)) {
        describe_lookup(scene, &unresolved, text);
    }
    find(scene, "The proxy %s: \"%s\"%s%s", failures[scene->record->code - 477],
         quote(scene, scene->message->phrase), text[0] != '\0' ? "; " : "", text);
}

/* ---- What the status line says ---- */

/* The next letter or digit of a phrase, as lower case; 0 at the end. */
static char next_letter(struct sc_slice *phrase)
{
    while (phrase->size > 0) {
        char letter = g_ascii_tolower(*phrase->data);
        phrase->data++;
        phrase->size--;
        if (g_ascii_isalnum(letter)) {
            return letter;
        }
    }
    return 0;
}

/* True if two phrases differ in case, blanks and marks only: "Busy here", "Busy Here". */
static bool same_phrase(struct sc_slice phrase, const char *other)
{
    struct sc_slice rest = sc_slice_of(other);
    char letter;

    do {
        letter = next_letter(&phrase);
        if (letter != next_letter(&rest)) {
            return false;
        }
    } while (letter != 0);
    return true;
}

/* Phrases that a standard gives to a code besides the registered one. */
static bool is_regular(unsigned code, struct sc_slice phrase)
{
    static const struct {
        uint16_t code;
        const char *phrase;
    } others[] = {
        {202, "Accepted"},        /* RFC 3265; the registry now adds "(Deprecated)" */
        {403, "Stale Date"},      /* RFC 8224 section 6.2.2 */
        {603, "Network Blocked"}, /* ATIS-1000099 */
    };

    const char *registered = sc_status_lookup(code)->phrase;

    if (sc_slice_is(phrase, registered)) { /* nearly always, and cheaper to find out */
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        if (others[i].code == code && same_phrase(phrase, others[i].phrase)) {
            return true;
        }
    }
    return same_phrase(phrase, registered);
}

/* The registered code of the same class that a phrase belongs to; 0 if there is none. */
static unsigned code_of_phrase(struct sc_slice phrase, enum sc_class code_class)
{
    size_t count;
    const struct sc_status *rows = sc_status_rows(&count);

    for (size_t i = 0; i < count; i++) {
        if (sc_status_class(rows[i].code) == code_class && rows[i].treat_as == rows[i].code &&
            same_phrase(phrase, rows[i].phrase)) {
            return rows[i].code;
        }
    }
    return 0;
}

static void judge_phrase(struct scene *scene)
{
    unsigned code = scene->record->code;
    struct sc_slice phrase = sc_slice_trim(scene->message->phrase);

    if (!sc_status_registered(code) || phrase.size == 0 || is_regular(code, phrase)) {
        return;
    }
    const char *registered = sc_status_lookup(code)->phrase;
    unsigned other = code_of_phrase(phrase, sc_status_class(code));
    if (other != 0) {
        find(scene, "The phrase \"%s\" is that of %u; registered for %u is \"%s\"",
             quote(scene, phrase), other, code, registered);
    } else {
        find(scene, "The phrase is \"%s\"; registered for %u is \"%s\"", quote(scene, phrase), code,
             registered);
    }
}

static void judge_unregistered(struct scene *scene)
{
    if (sc_status_registered(scene->record->code)) {
        return;
    }
    const struct sc_status *row = sc_status_lookup(scene->record->code);
    if (row->treat_as == 0) {
        find(scene, "%03u is no status code of SIP", scene->record->code);
    } else if (row->vendor != NULL) {
        find(scene, "%u is not registered, clients treat it as %u; known as \"%s\"",
             scene->record->code, row->treat_as, row->vendor);
    } else {
        find(scene, "%u is not registered, clients treat it as %u", scene->record->code,
             row->treat_as);
    }
}

static const struct rule rules[] = {
    {"code-translated", AT_SHOWING, 0, 0, NULL, judge_translated, NULL},
    {"code-unregistered", ON_RESPONSE, 0, 999, NULL, judge_unregistered, NULL},
    {"gateway-cause", ON_RESPONSE, 500, 599, NULL, judge_gateway_cause, NULL},
    {"gateway-timeout", AT_SHOWING, 0, 0, NULL, judge_gateway_timeout, NULL},
    {"gateway-timeout", ON_RESPONSE, 504, 504, NULL, judge_unresolved, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 408, 408, NULL, judge_unreachable, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 477, 477, NULL, judge_unreachable, NULL},
    {"next-hop-unreachable", ON_RESPONSE, 500, 599, NULL, judge_unreachable, NULL},
    {"origin-local", AT_SHOWING, 0, 0, NULL, judge_local, NULL},
    {"origin-relayed", AT_SHOWING, 0, 0, NULL, judge_relayed, NULL},
    {"overload-retry-after", ON_RESPONSE, 503, 503, NULL, judge_overload, NULL},
    {"phrase-nonstandard", ON_RESPONSE, 300, 699, NULL, judge_phrase, NULL},
    {"proxy-send-failure", ON_RESPONSE, 477, 479, NULL, judge_send_failure, NULL},
    {"pstn-congestion", ON_RESPONSE, 480, 480, "INVITE", judge_congestion, NULL},
    {"pstn-congestion", ON_RESPONSE, 503, 503, NULL, judge_congestion, NULL},
    {"retry-after-ignored", ON_REQUEST, 0, 0, NULL, judge_retry_after_ignored, NULL},
    {"server-retry-after", ON_RESPONSE, 500, 500, NULL, judge_server_retry_after, NULL},
    {"status-reason-disagree", ON_RESPONSE, 300, 699, NULL, judge_disagreement, NULL},
};

const struct rule_topic rules_server = {rules, G_N_ELEMENTS(rules)};
