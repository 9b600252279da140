/* Calls that were answered and dropped within seconds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The answerer repeats its 2xx until an ACK arrives, and ends the call if none does within 64*T1
 * (RFC 3261 section 13.3.1.4). The offerer ends it at once if it cannot take the answer (RFC 3264
 * section 6, RFC 3261 section 13.2.2.4).
 */
#include "transactions.h"

/* A BYE this soon after the ACK was not sent by a person. */
#define AT_ONCE SC_SECOND

/* The latest ACK for a final response on one hop; NULL if there is none. */
static const struct sc_record *latest_ack(const struct sc_transaction *hop,
                                          const struct sc_record *final)
{
    const struct sc_record *latest = NULL;

    for (const struct sc_record *ack = hop->ack; ack != NULL; ack = ack->next) {
        if (sc_slice_equal(ack->to_tag, final->to_tag)) {
            latest = ack;
        }
    }
    return latest;
}

/* The 2xx of a hop with the To tag of ANSWER; NULL if there is none. */
static const struct sc_record *success_of(const struct sc_transaction *hop,
                                          const struct sc_record *answer)
{
    for (const struct sc_record *response = hop->responses; response != NULL;
         response = response->next) {
        if (response->code / 100 == 2 && sc_slice_equal(response->to_tag, answer->to_tag)) {
            return response;
        }
    }
    return NULL;
}

/* The hop where the answer was made: the lowest one that has it. */
static const struct sc_transaction *answering_hop(const struct sc_transaction *top,
                                                  const struct sc_record *answer)
{
    const struct sc_transaction *hop = top;
    const struct sc_transaction *branch = top->children;

    while (branch != NULL) {
        if (success_of(branch, answer) != NULL) {
            hop = branch;
            branch = branch->children;
        } else {
            branch = branch->sibling;
        }
    }
    return hop;
}

/* True if the answerer repeated its 2xx to the end of timer H: whatever ACKs were sent until then,
 * none arrived. An ACK that was first sent after the last copy may have. */
static bool was_never_heard(const struct sc_tracker *tracker, const struct sc_transaction *hop,
                            const struct sc_record *answer)
{
    const struct sc_record *ack = latest_ack(hop, answer);

    return sc_time_between(answer->time, answer->last_time) >=
               60 * sc_timers_t1(&tracker->timers) &&
           hop->acks_dropped == 0 && (ack == NULL || ack->time < answer->last_time);
}

/* How far from 64*T1 a program's BYE may be. */
#define GIVE_UP_SLACK SC_SECOND

bool sc_answer_given_up(const struct sc_timers *timers, const struct sc_record *answer,
                        int64_t time)
{
    int64_t late = sc_time_between(answer->time, time) - sc_timers_timeout(timers);

    return ABS(late) <= GIVE_UP_SLACK &&
           sc_time_between(answer->last_time, time) <= sc_timers_t2(timers) + GIVE_UP_SLACK;
}

/* The same by the BYE of the answerer, whatever ACKs were sent. */
static bool gave_up(const struct sc_tracker *tracker, const struct sc_record *answer,
                    const struct sc_record *bye)
{
    return sc_endpoint_same_host(bye->source, answer->source) &&
           sc_answer_given_up(&tracker->timers, answer, bye->time);
}

/* True if the reason of a BYE can be that no ACK came: SIP 408, or 4 of 3GPP's RELEASE_CAUSE. */
static bool reports_timeout(const struct sc_record *bye)
{
    for (unsigned i = 0; i < bye->reason_count; i++) {
        const struct sc_reason *reason = &bye->reasons[i];
        if (reason->has_cause &&
            ((reason->cause == 408 && sc_slice_is(reason->protocol, "SIP")) ||
             (reason->cause == 4 && sc_slice_is(reason->protocol, "RELEASE_CAUSE")))) {
            return true;
        }
    }
    return false;
}

/* True if the answerer ended the call and says that it waited in vain, and no ACK was seen. */
static bool timed_out(const struct sc_transaction *hop, const struct sc_record *answer,
                      const struct sc_record *bye)
{
    return sc_endpoint_same_host(bye->source, answer->source) && reports_timeout(bye) &&
           hop->acks_dropped == 0 && latest_ack(hop, answer) == NULL;
}

/* True if who offered ended the call right after the answer and says that the media does not suit.
 * With an offer in the INVITE that is the caller, else the answerer, which gets its answer in the
 * ACK. */
static bool was_media_refused(const struct sc_transaction *hop, const struct sc_record *answer,
                              const struct sc_record *bye)
{
    const struct sc_record *ack = latest_ack(hop, answer);
    const struct sc_endpoint *offerer = hop->offered ? answer->destination : answer->source;

    if (!sc_endpoint_same_host(bye->source, offerer) ||
        sc_time_between(ack != NULL ? ack->time : answer->time, bye->time) > AT_ONCE) {
        return false;
    }
    for (unsigned i = 0; i < bye->reason_count; i++) {
        if (sc_reason_refuses_media(&bye->reasons[i])) {
            return true;
        }
    }
    return false;
}

/* True if the call went on for longer than an answerer waits that hears no ACK. */
static bool went_on(const struct sc_tracker *tracker, const struct sc_record *answer,
                    const struct sc_record *bye)
{
    return bye != NULL &&
           sc_time_between(answer->time, bye->time) > 2 * sc_timers_timeout(&tracker->timers);
}

bool sc_call_is_dropped(const struct sc_tracker *tracker, const struct sc_transaction *invite)
{
    const struct sc_record *answer = invite->success;

    if (answer == NULL || invite->to_tag.size > 0 || !sc_transaction_is(invite, "INVITE")) {
        return false;
    }
    const struct sc_transaction *hop = answering_hop(invite, answer);
    const struct sc_record *made = hop == invite ? answer : success_of(hop, answer);
    const struct sc_transaction *ending = hop->dialog != NULL ? hop->dialog->bye : NULL;
    const struct sc_record *bye = ending != NULL && ending->request_seen ? &ending->request : NULL;

    if (was_never_heard(tracker, hop, made) && !went_on(tracker, made, bye)) {
        return true;
    }
    return bye != NULL &&
           (gave_up(tracker, made, bye) || timed_out(hop, made, bye) ||
            was_media_refused(hop, made, bye) || was_media_refused(invite, answer, bye));
}
