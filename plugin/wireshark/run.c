/* What kind of run this is: who will read what we say, and how often.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A tree costs Wireshark much: with one, all dissectors say all that they know. If a post-dissector
 * wants anything, there is a tree for each frame of each capture. So nothing is wanted until
 * Wireshark has decided whether it needs a tree itself. If not, we lend its first dissection one:
 * that way it is known whose tree it is, and it can be taken away again when the first frame shows
 * that this run has no readers. That is so where tshark reads the capture once and prints it line
 * by line, and no filter, column, colour, script or statistic asks for anything of ours.
 *
 * A dissection without a tree is then what Wireshark had planned. Only functions and members are
 * used that are open to plugins.
 */
#include "run.h"

#include <string.h>

#include <epan/epan.h>
#include <epan/epan_dissect.h>
#include <epan/tap.h>
#include <wsutil/wslog.h>

#include "compat.h"
#include "prefs.h"

/* The only program that may read a capture once and be done. */
#define READS_ONCE "tshark"

static dissector_handle_t postdissector;
static int proto_sipcodes = -1;
static int proto_sip = -1;

static bool opened; /* no frame of the capture was dissected yet */
static enum run kind;

/* The dissection that has our tree, and the tree while it is taken away: Wireshark frees it with
 * the dissection. */
static epan_dissect_t *borrower;
static proto_tree *withdrawn;
static bool lending;

/* Only to see whether taps run: one that nothing is ever tapped from but in the first frame. */
#define PROBE_TAP "sipcodes_probe"
static int probe_tap = -1;

static void want_sip(bool wanted)
{
    GArray *fields = NULL;

    if (wanted) {
        fields = g_array_new(FALSE, FALSE, sizeof(int));
        g_array_append_val(fields, proto_sip);
    }
    set_postdissector_wanted_hfids(postdissector, fields); /* which frees the array */
}

/* Begins a dissection once more, with a tree. */
static void lend_tree(epan_dissect_t *dissection)
{
    wmem_allocator_t *pool = dissection->pi.pool;

    lending = true;
    epan_dissect_init(dissection, dissection->session, TRUE, FALSE);
    lending = false;
    wmem_destroy_allocator(pool);
    borrower = dissection;
}

/* A dissection begins; Wireshark has decided whether it needs a tree. */
static void begin_dissection(epan_dissect_t *dissection)
{
    if (lending || !opened || borrower != NULL || postdissector == NULL ||
        !proto_is_protocol_enabled(find_protocol_by_id(proto_sipcodes))) {
        return;
    }
    if (dissection->tree == NULL) {
        lend_tree(dissection);
    }
    want_sip(true);
}

/* Our tree is given back before Wireshark frees all that a dissection has. If it was for no frame,
 * the next one begins as this one did. */
static void end_dissection(epan_dissect_t *dissection)
{
    if (dissection != borrower) {
        return;
    }
    if (dissection->tree == NULL) {
        dissection->tree = withdrawn;
    }
    borrower = NULL;
    withdrawn = NULL;
    if (opened) {
        want_sip(false);
    }
}

static void do_nothing(void)
{
}

void run_register_hooks(void)
{
    static const epan_plugin hooks = {
        .init = do_nothing,
        .post_init = do_nothing,
        .dissect_init = begin_dissection,
        .dissect_cleanup = end_dissection,
        .cleanup = do_nothing,
    };

    epan_register_plugin(&hooks);
}

void run_register(dissector_handle_t handle, int proto, int sip)
{
    postdissector = handle;
    proto_sipcodes = proto;
    proto_sip = sip;
    register_postdissector(handle);
    /* Taps run only if someone listens to one. This listener asks for nothing, not even for frames
     * to be dissected. */
    probe_tap = register_tap(PROBE_TAP);
    GString *error = register_tap_listener(PROBE_TAP, &probe_tap, NULL, TL_IS_DISSECTOR_HELPER,
                                           NULL, NULL, NULL, NULL);
    if (error != NULL) {
        g_string_free(error, TRUE);
    }
}

void run_open(void)
{
    opened = true;
    kind = RUN_READS_AGAIN;
}

bool run_begins(void)
{
    return opened;
}

enum run run_kind(void)
{
    return kind;
}

/* The frame is done with, and its tree is empty. */
static COMPAT_WMEM_BOOL withdraw_tree(wmem_allocator_t *pool _U_, wmem_cb_event_t event _U_,
                                      void *data)
{
    epan_dissect_t *dissection = (epan_dissect_t *)data;

    if (dissection == borrower) {
        withdrawn = dissection->tree;
        dissection->tree = NULL;
    }
    return FALSE;
}

/* Taps do not run where a capture is read a second time: in the first pass of `tshark -2`, and
 * while sharkd loads a file. */
static bool do_taps_run(packet_info *pinfo)
{
    tap_queue_packet(probe_tap, pinfo, &probe_tap);
    return fetch_tapped_data(probe_tap, 0) == &probe_tap;
}

static bool reads_once(packet_info *pinfo)
{
    const char *program = g_get_prgname();

    return prefs_shortcuts() && program != NULL && strcmp(program, READS_ONCE) == 0 &&
           do_taps_run(pinfo);
}

/* What is decided can be seen with `--log-level=info --log-domains=sipcodes`. */
static const char *const descriptions[] = {
    [RUN_READS_AGAIN] = "frames may be read again",
    [RUN_READS_ONCE] = "each frame is read once",
    [RUN_READS_NOTHING] = "nothing is read",
};

void run_decide(packet_info *pinfo, bool read)
{
    opened = false;
    kind = !reads_once(pinfo) ? RUN_READS_AGAIN : read ? RUN_READS_ONCE : RUN_READS_NOTHING;
    ws_log("sipcodes", LOG_LEVEL_INFO, "%s", descriptions[kind]);
    if (kind != RUN_READS_NOTHING) {
        return;
    }
    want_sip(false);
    if (borrower != NULL && &borrower->pi == pinfo) {
        wmem_register_callback(pinfo->pool, withdraw_tree, borrower);
    }
}
