/* What the unit tests ask of a ladder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

void capture_failed(const char *why)
{
    print_error("%s\n", why);
    fail();
    abort();
}

void check_attempts(struct capture *capture, size_t count)
{
    assert_int_equal(sc_tracker_attempt_count(tracker_of(capture)), count);
}

void check_outcome(const char *name, const char *lines)
{
    struct capture *capture = capture_of(lines);

    assert_outcome(capture, 1, name);
    capture_free(capture);
}

void check_ladder(const char *lines)
{
    capture_free(capture_of(lines));
}

struct sc_sighting tell_message(struct sc_tracker *tracker, const struct sc_packet *packet,
                                struct scan *scan)
{
    struct sc_event event = {SC_EVENT_MESSAGE, *packet, scan->exact.bytes, {{0}}};

    return sc_tracker_tell(tracker, &event, &scan->message);
}

const struct sc_finding_row *row_of(const char *id)
{
    for (size_t i = 0; i < sc_finding_count(); i++) {
        if (strcmp(sc_finding_at(i)->id, id) == 0) {
            return sc_finding_at(i);
        }
    }
    fail_msg("there is no finding %s", id);
    return NULL;
}

void check_findings(const struct capture *capture, uint32_t frame, const char *expected)
{
    struct sc_finding findings[SC_FINDINGS_MAX];
    size_t count = findings_in(capture, frame, findings);
    GString *found = g_string_new(NULL);

    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(found, "%s%s %s", i > 0 ? ", " : "", findings[i].row->id,
                               sc_confidence_name(findings[i].confidence));
    }
    if (strcmp(found->str, expected) != 0) {
        fail_msg("frame %u: found \"%s\", expected \"%s\"", frame, found->str, expected);
    }
    g_string_free(found, TRUE);
}
