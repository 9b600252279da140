/* The capture that Wireshark has open.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "open-capture.h"

#include <epan/packet.h>

#include "prefs.h"
#include "run.h"

static struct sc_capture *capture;

struct sc_capture *open_capture(void)
{
    return capture;
}

static void begin(void)
{
    struct sc_settings settings = prefs_settings();

    capture = sc_capture_new(&settings);
    run_open();
}

static void end(void)
{
    sc_capture_free(capture);
    capture = NULL;
}

void open_capture_register(void)
{
    register_init_routine(begin);
    register_cleanup_routine(end);
}
