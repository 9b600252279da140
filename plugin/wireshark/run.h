/* What kind of run this is: who will read what we say, and how often.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODES_RUN_H
#define SIPCODES_RUN_H

#include <stdbool.h>

#include <epan/packet.h>

/* What becomes of a capture in this run. */
enum run {
    RUN_READS_AGAIN,   /* frames may be dissected again, and read by others: all is recorded */
    RUN_READS_ONCE,    /* each frame is dissected once, and the readers of the first one are all */
    RUN_READS_NOTHING, /* the same, and there are no readers */
};

/* Asks Wireshark to say when a dissection begins. Called while the plugin is loaded. */
void run_register_hooks(void);

/* Registers the post-dissector HANDLE of protocol PROTO, which wants the nodes of PROTO_SIP. Called
 * once, in the handoff. */
void run_register(dissector_handle_t handle, int proto, int proto_sip);

/* A capture is opened: what was known of the run is known no more. */
void run_open(void);

/* Whether the next frame is the first one of the capture. */
bool run_begins(void);

/* Decides what kind of run this is, in the first frame of the capture, of which anything is READ or
 * nothing. */
void run_decide(packet_info *pinfo, bool read);

/* What run_decide() found. RUN_READS_AGAIN before it was called. */
enum run run_kind(void);

#endif
