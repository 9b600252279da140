/* ACKs that match nothing, and the INVITE that each was meant for.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A server drops an ACK with another branch or CSeq number than its INVITE (RFC 3261 section
 * 17.2.3) and repeats the final response. Call-ID, From tag and the two endpoints still tell which
 * INVITE the sender meant.
 */
#include "dialogs.h"

static uint64_t invite_key(const struct sc_tracker *tracker, const struct reading *reading)
{
    uint64_t key = sc_digest_slice(tracker->seed, reading->call_id);

    key = sc_digest_slice(key, reading->from_tag);
    key = sc_digest_number(key, (uintptr_t)reading->source);
    return sc_digest_number(key, (uintptr_t)reading->destination);
}

void sc_stray_acks_invite(struct sc_tracker *tracker, struct sc_transaction *transaction,
                          const struct reading *reading)
{
    if (sc_transaction_is(transaction, "INVITE")) {
        uint64_t key = invite_key(tracker, reading);
        whole(transaction)->older_invite = sc_table_find(tracker, TABLE_INVITES, key);
        sc_table_set(tracker, TABLE_INVITES, key, transaction);
    }
}

/* How much an ACK has in common with an INVITE: the top Via, then the CSeq number; then the one
 * that has a final response to acknowledge. */
static int fit(const struct sc_transaction *invite, const struct reading *reading)
{
    bool same_via = sc_slice_equal(invite->branch, reading->via.branch) &&
                    sc_slice_same(invite->sent_by, reading->via.sent_by);

    return (same_via ? 4 : 0) + (invite->cseq == reading->cseq.number ? 2 : 0) +
           (invite->final != NULL ? 1 : 0);
}

struct sc_transaction *sc_stray_acks_meant_by(const struct sc_tracker *tracker,
                                              const struct reading *reading)
{
    struct sc_transaction *best =
        sc_table_find(tracker, TABLE_INVITES, invite_key(tracker, reading));
    struct sc_transaction *invite = best;

    for (int i = 0; invite != NULL && i < SC_SAME_KEY_MAX;
         i++, invite = whole(invite)->older_invite) {
        if (fit(invite, reading) > fit(best, reading)) {
            best = invite;
        }
    }
    return best;
}

/* True if a final response has the To tag, or if there is none yet. */
static bool has_tag(const struct sc_transaction *invite, struct sc_slice to_tag)
{
    const struct sc_record *response = invite->responses;

    while (response != NULL &&
           (response->code < 200 || !sc_slice_equal(response->to_tag, to_tag))) {
        response = response->next;
    }
    return invite->final == NULL || response != NULL;
}

static void link_stray(struct sc_tracker *tracker, struct sc_transaction *invite,
                       const struct sc_record *record, const struct reading *reading)
{
    struct sc_stray_ack **end = &invite->stray_acks;
    struct arena *arena = tracker->arena;

    if (whole(invite)->stray_ack_count == SC_STRAY_ACKS_MAX) {
        invite->stray_acks_dropped++;
        return;
    }
    whole(invite)->stray_ack_count++;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = sc_arena_alloc(arena, sizeof **end);
    **end = (struct sc_stray_ack){
        .record = record,
        .branch = sc_arena_keep(arena, reading->via.branch),
        .sent_by = sc_arena_keep(arena, reading->via.sent_by),
        .cseq = reading->cseq.number,
        .other_branch = !sc_slice_equal(invite->branch, reading->via.branch),
        .other_sent_by = !sc_slice_same(invite->sent_by, reading->via.sent_by),
        .other_cseq = invite->cseq != reading->cseq.number,
        .other_to_tag = !has_tag(invite, reading->to_tag),
    };
}

struct sc_sighting sc_stray_acks_add(struct sc_tracker *tracker, const struct reading *reading,
                                     struct sc_transaction *otherwise)
{
    struct sc_transaction *invite = sc_stray_acks_meant_by(tracker, reading);
    struct sc_sighting sighting = {0};

    if (invite == NULL) {
        invite = otherwise;
    }
    if (invite == NULL) {
        sc_answered_acks_ack(tracker, reading, NULL, NULL);
        return sighting;
    }
    uint64_t identity = sc_digest_number(reading->identity, reading->key);
    sighting.transaction = invite;
    sighting.record = sc_transaction_record(tracker, identity, reading, &sighting.copy);
    if (sighting.copy == SC_COPY_FIRST) {
        link_stray(tracker, invite, sighting.record, reading);
    }
    sc_answered_acks_ack(tracker, reading, sighting.record, invite);
    return sighting;
}
