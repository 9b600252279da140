/* Rules about 408: who waited for whom, and how long.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "next-hop.h"

#define SECONDS INT64_C(1000000000)

/* How far from a whole second the end of a server's timer is seen. */
#define TIMER_SLACK (SECONDS / 10)

/* Branches of one fork that are looked through, the latest ones. */
#define BRANCHES_MAX 64

/* Proxies that a response is followed down through. */
#define HOPS_MAX 16

/* True of a time near whole seconds: a server's timer. */
static bool is_whole(int64_t time)
{
    return time % SECONDS <= TIMER_SLACK || time % SECONDS >= SECONDS - TIMER_SLACK;
}

static void judge_ring_timeout(struct scene *scene)
{
    const struct sc_record *ringing = scene->transaction->alerting;

    if (ringing == NULL || in_dialog(scene->transaction) ||
        since(scene, ringing) < SECONDS - TIMER_SLACK) {
        return;
    }
    if (!is_whole(since(scene, ringing))) {
        confidence(scene, SC_CONFIDENCE_SUGGESTIVE);
    }
    evidence(scene, ringing->frame);
    find(scene, "It rang for %s until the 408%s", span(scene, since(scene, ringing)),
         is_whole(since(scene, ringing)) ? ": whole seconds, as a timer runs" : "");
}

/* The branch that a 408 came from; NULL if none did. */
static const struct sc_transaction *branch_with_408(const struct sc_transaction *hop)
{
    const struct sc_transaction *branch = hop->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        if (branch->final != NULL && branch->final->code == 408) {
            return branch;
        }
    }
    return NULL;
}

/* The hop that made the 408 itself: the others passed it on. */
static const struct sc_transaction *maker_of(const struct scene *scene)
{
    const struct sc_transaction *hop = scene->transaction;
    const struct sc_transaction *branch = branch_with_408(hop);

    for (int i = 0; branch != NULL && i < HOPS_MAX; i++, branch = branch_with_408(hop)) {
        hop = branch;
    }
    return hop;
}

/* What a branch had got when the 408 was made. */
enum progress {
    PROGRESS_NONE,
    PROGRESS_PROVISIONAL,
    PROGRESS_OVER, /* a final response, an ICMP error, a reset: other findings tell */
};

static enum progress progress_of(const struct scene *scene, const struct sc_transaction *branch)
{
    const struct sc_record *until = scene->record;

    if (branch->unreachable != NULL || ended_unseen(branch) || next_hop_reset(scene, branch) != 0 ||
        (branch->final != NULL && branch->final->time <= until->time)) {
        return PROGRESS_OVER;
    }
    return branch->responses != NULL && branch->responses->time <= until->time
               ? PROGRESS_PROVISIONAL
               : PROGRESS_NONE;
}

/* The branch that the hop which made the 408 waited for in vain, if all that it had were waited for
 * in this way; NULL if that is not so. */
static const struct sc_transaction *waited_for(const struct scene *scene, enum progress progress)
{
    const struct sc_transaction *hop = maker_of(scene);
    const struct sc_transaction *branch = hop->children;
    const struct sc_transaction *found = NULL;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        if (!branch->request_seen || progress_of(scene, branch) > progress) {
            return NULL;
        }
        if (progress_of(scene, branch) == progress) {
            found = branch;
        }
    }
    return found;
}

/* That the next hop is silent makes its side one-directional; that the capture sees both ways is
 * told by the side of the client. */
static void judge_downstream_silent(struct scene *scene)
{
    const struct sc_transaction *branch = waited_for(scene, PROGRESS_NONE);

    /* Of a request in a dialog dialog-peer-unreachable says it. */
    if (branch == NULL || !scene->transaction->request_seen || in_dialog(scene->transaction)) {
        return;
    }
    struct sc_gaps gaps = sc_transaction_gaps(scene->tracker, branch);
    if (gaps.segments_missing || gaps.fragments_missing) {
        return;
    }
    complete(scene); /* the proxy waits no longer */
    evidence(scene, branch->request.frame);
    find(scene,
         "The %s was passed on in frame %u, and no response to it came until the 408, %s later",
         quote(scene, branch->method), branch->request.frame,
         span(scene, since(scene, &branch->request)));
}

static void judge_downstream_no_final(struct scene *scene)
{
    const struct sc_transaction *branch = waited_for(scene, PROGRESS_PROVISIONAL);

    if (branch != NULL) {
        evidence(scene, branch->request.frame);
        evidence(scene, branch->responses->frame);
        find(scene,
             "The %s was passed on in frame %u and got %u in frame %u, but no final response "
             "until the 408, %s after it was passed on",
             quote(scene, branch->method), branch->request.frame, branch->responses->code,
             branch->responses->frame, span(scene, since(scene, &branch->request)));
    }
}

/* True if the far end did answer, and only the proxy did not hear it. */
static bool peer_answered(const struct scene *scene)
{
    const struct sc_transaction *branch = maker_of(scene)->children;

    for (int i = 0; branch != NULL && i < BRANCHES_MAX; i++, branch = branch->sibling) {
        if (branch->final != NULL && branch->final->time <= scene->record->time) {
            return true;
        }
    }
    return false;
}

static void judge_peer_unreachable(struct scene *scene)
{
    const struct sc_transaction *transaction = scene->transaction;

    if (in_dialog(transaction) && !has_method(transaction, "CANCEL") && !peer_answered(scene)) {
        evidence(scene, transaction->request.frame);
        if (transaction->children != NULL) {
            evidence(scene, transaction->children->request.frame);
        }
        find(scene, "The %s was sent in a dialog, and nobody there answered in time",
             quote(scene, transaction->method));
    }
}

static const struct rule rules[] = {
    {"dialog-peer-unreachable", ON_RESPONSE, 408, 408, NULL, judge_peer_unreachable, NULL},
    {"downstream-no-final", ON_RESPONSE, 408, 408, NULL, judge_downstream_no_final, NULL},
    {"downstream-silent", AT_SHOWING, 408, 408, NULL, judge_downstream_silent, NULL},
    {"ring-timeout", ON_RESPONSE, 408, 408, "INVITE", judge_ring_timeout, NULL},
};

const struct rule_topic rules_timeout = {rules, G_N_ELEMENTS(rules)};
