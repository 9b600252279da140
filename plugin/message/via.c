/* Via: the path of a request (RFC 3261 section 20.42).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message-private.h"

#include <glib.h>
#include <string.h>

/* What nearly all Vias begin with. */
static const char usual_protocol[] = "SIP/2.0/";

/* sent-protocol LWS sent-by *( ";" via-params ): sent-by and branch. Returns the parameters. */
static struct sc_slice read_via_key(struct sc_slice value, struct sc_via *via)
{
    struct sc_slice front = sc_slice_until(value, ';');
    struct sc_slice params = sc_slice_from(value, front.size);
    struct sc_slice rest = params;
    struct sc_param param;

    *via = (struct sc_via){0};
    /* Blanks may stand around the slashes of the protocol, so the sent-by begins at the word
     * after the one that follows the second slash. */
    bool usual = front.size > sizeof usual_protocol &&
                 memcmp(front.data, usual_protocol, sizeof usual_protocol - 1) == 0;
    if (usual) {
        front = sc_slice_from(front, sizeof usual_protocol - 1);
    }
    for (int slash = usual ? 2 : 0; slash < 2; slash++) {
        front = sc_slice_from(front, sc_slice_until(front, '/').size);
        if (front.size == 0) {
            return (struct sc_slice){0};
        }
        front = sc_slice_from(front, 1);
    }
    via->transport = sc_slice_next_word(&front);
    via->sent_by = front;
    while (!sc_slice_present(via->branch) && sc_param_next(&rest, ';', &param)) {
        if (sc_slice_is(param.name, "branch")) {
            via->branch = param.value;
        }
    }
    return params;
}

bool sc_via_next_key(const struct sc_message *message, struct sc_cursor *cursor, struct sc_via *via)
{
    struct sc_slice value;

    if (!sc_value_next(message, SC_HEADER_VIA, cursor, &value)) {
        return false;
    }
    read_via_key(value, via);
    return true;
}

bool sc_via_next(const struct sc_message *message, struct sc_cursor *cursor, struct sc_via *via)
{
    struct sc_slice value;
    struct sc_param param;
    uint64_t number;

    if (!sc_value_next(message, SC_HEADER_VIA, cursor, &value)) {
        return false;
    }
    struct sc_slice params = read_via_key(value, via);
    sc_host_port_read(via->sent_by, &via->host, &via->port);
    while (sc_param_next(&params, ';', &param)) {
        if (sc_slice_is(param.name, "received")) {
            via->received = param.value;
        } else if (sc_slice_is(param.name, "rport")) {
            via->rport_asked = true;
            if (sc_slice_number(param.value, UINT16_MAX, &number)) {
                via->rport = (uint16_t)number;
            }
        }
    }
    return true;
}
