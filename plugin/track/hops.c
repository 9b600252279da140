/* Hops: which transaction of a proxy's upstream side leads to which of its downstream side.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A proxy puts its own Via on top of those that came in (RFC 3261 section 16.6, step 8). So the
 * child's Via list without its first value is the parent's list. What hops add to a Via that is
 * there already (received, rport) does not count.
 */
#include "dialogs.h"
#include "hosts.h"

/* What a Via says besides its parameters, as sent: transport and sent-by. */
static struct sc_slice front_of(const struct sc_via *via)
{
    struct sc_slice front = via->transport;

    if (sc_slice_present(via->sent_by)) {
        front.size = (size_t)(via->sent_by.data + via->sent_by.size - front.data);
    }
    return front;
}

/* What a Via list is of: Call-ID, method, and for one step the CSeq number. */
static void set_paths(const struct sc_tracker *tracker, struct reading *reading, uint64_t vias,
                      uint64_t vias_below, uint64_t count)
{
    uint64_t step = sc_digest_slice(tracker->seed ^ reading->call, reading->method);
    uint64_t any =
        sc_digest_slice(sc_digest_slice(tracker->seed, reading->call_id), reading->method);

    reading->path = sc_digest_number(sc_digest_number(step, vias), count);
    reading->path_of_any = sc_digest_number(sc_digest_number(any, vias), count);
    if (count > 1) {
        reading->tail = sc_digest_number(sc_digest_number(step, vias_below), count - 1);
        reading->tail_of_any = sc_digest_number(sc_digest_number(any, vias_below), count - 1);
    }
}

/* Path and tail take SC_VIAS_MAX Vias each and the number of all, so that a list of any length
 * has its place and none, whatever it repeats, is its own tail. */
bool sc_hops_read(const struct sc_tracker *tracker, struct reading *reading)
{
    struct sc_cursor cursor = {0};
    struct sc_via via;
    uint64_t vias = tracker->seed;
    uint64_t vias_below = vias;
    uint64_t mirrored = sc_digest_slice(tracker->seed ^ reading->call, reading->method);
    uint64_t count = 0;

    for (; sc_via_next_key(reading->message, &cursor, &via); count++) {
        uint64_t own = sc_digest_slice(sc_digest_folded(tracker->seed, via.sent_by), via.branch);
        mirrored = sc_digest_slice(sc_digest_number(mirrored, own), front_of(&via));
        if (count == 0) {
            reading->via = via;
            reading->sender = own;
        } else if (count <= SC_VIAS_MAX) {
            vias_below = sc_digest_number(vias_below, own);
        }
        if (count < SC_VIAS_MAX) {
            vias = sc_digest_number(vias, own);
        }
    }
    set_paths(tracker, reading, vias, vias_below, count);
    reading->mirrored = sc_digest_number(mirrored, count);
    return count > 0;
}

/* Takes the transactions of CHILD into the count of those downstream of the outermost hop. False if
 * that is full, or PARENT has all the branches that it may have. A parent has fewer Vias than its
 * children, so the walk up ends. */
static bool has_room(struct sc_transaction *parent, const struct sc_transaction *child)
{
    struct sc_transaction *top = parent;

    if (parent->branch_count == SC_BRANCHES_MAX) {
        return false;
    }
    while (top->parent != NULL) {
        top = top->parent;
    }
    if (whole(top)->downstream_count + whole_of(child)->downstream_count >= SC_HOPS_MAX) {
        return false;
    }
    whole(top)->downstream_count =
        (uint16_t)(whole(top)->downstream_count + whole_of(child)->downstream_count + 1);
    return true;
}

static void adopt(const struct sc_tracker *tracker, struct sc_transaction *parent,
                  struct sc_transaction *child)
{
    sc_hosts_passed_on(tracker, parent);
    if (!has_room(parent, child)) {
        parent->branches_dropped++;
        return;
    }
    parent->branch_count++;
    child->parent = parent;
    child->sibling = parent->children;
    parent->children = child;
    if (child->attempt != NULL) {
        sc_attempts_adopted(child);
    }
}

/* The hop upstream of a transaction. A proxy that answers a challenge itself sends the request on
 * once more with the CSeq number raised, while the hop upstream waits. */
static struct sc_transaction *parent_of(const struct sc_tracker *tracker,
                                        const struct reading *reading)
{
    struct sc_transaction *parent = sc_table_find(tracker, TABLE_PATHS, reading->tail);

    if (parent == NULL) {
        parent = sc_table_find(tracker, TABLE_PATHS, reading->tail_of_any);
        return parent != NULL && parent->final == NULL ? parent : NULL;
    }
    return parent;
}

void sc_hops_link(struct sc_tracker *tracker, struct sc_transaction *transaction,
                  const struct reading *reading)
{
    struct sc_transaction *orphan = sc_table_find(tracker, TABLE_ORPHANS, reading->path);

    sc_table_set(tracker, TABLE_PATHS, reading->path, transaction);
    sc_table_set(tracker, TABLE_PATHS, reading->path_of_any, transaction);
    if (whole(transaction)->tail != 0) {
        struct sc_transaction *parent = parent_of(tracker, reading);
        if (parent != NULL) {
            adopt(tracker, parent, transaction);
        } else {
            whole(transaction)->next_orphan =
                sc_table_find(tracker, TABLE_ORPHANS, whole(transaction)->tail);
            sc_table_set(tracker, TABLE_ORPHANS, whole(transaction)->tail, transaction);
            sc_hosts_orphan(tracker, transaction);
        }
    }
    if (orphan != NULL) {
        sc_table_set(tracker, TABLE_ORPHANS, reading->path, NULL);
    }
    while (orphan != NULL) {
        struct sc_transaction *next = whole(orphan)->next_orphan;
        sc_hosts_orphan_placed(tracker, orphan);
        adopt(tracker, transaction, orphan);
        orphan = next;
    }
}
