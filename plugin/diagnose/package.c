/* Rules about packages: of events (RFC 6665) and of INFO (RFC 6086).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

/* The name before the parameters of a value. */
static struct sc_slice name_of(struct sc_slice value)
{
    size_t size = 0;

    while (size < value.size && value.data[size] != ';') {
        size++;
    }
    return sc_slice_trim((struct sc_slice){value.data, size});
}

/* True if HEADER lists a package. Names are compared byte by byte (RFC 6665 section 8.2.1, RFC 6086
 * section 7.2). */
static bool lists_package(const struct sc_message *message, enum sc_header header,
                          struct sc_slice package)
{
    struct sc_cursor cursor = {0};
    struct sc_slice value;

    while (sc_value_next(message, header, &cursor, &value)) {
        if (sc_slice_equal(name_of(value), package)) {
            return true;
        }
    }
    return false;
}

/* Says which package the request names in HEADER that the server does not list in OFFER. */
static void judge_package(struct scene *scene, enum sc_header header, enum sc_header offer)
{
    const struct sc_message *request = request_of(scene);
    struct sc_slice package = {0};

    if (request != NULL && sc_header_count(request, header) == 1) {
        package = name_of(sc_header_first(request, header));
    }
    if (package.size == 0 || lists_package(scene->message, offer, package)) {
        return;
    }
    if (sc_header_count(scene->message, offer) == 0) {
        confidence(scene, SC_CONFIDENCE_STRONG);
        find(scene, "%s is %s, and the %u has no %s to say what would do", sc_header_name(header),
             quote(scene, package), scene->record->code, sc_header_name(offer));
        return;
    }
    struct sc_slice offered = sc_header_first(scene->message, offer);
    find(scene, "%s is %s, and %s is %s", sc_header_name(header), quote(scene, package),
         sc_header_name(offer), offered.size > 0 ? quote(scene, offered) : "empty");
}

static bool is_about_events(const struct sc_transaction *transaction)
{
    return has_method(transaction, "SUBSCRIBE") || has_method(transaction, "NOTIFY") ||
           has_method(transaction, "PUBLISH");
}

static void judge_event_unsupported(struct scene *scene)
{
    if (is_about_events(scene->transaction)) {
        judge_package(scene, SC_HEADER_EVENT, SC_HEADER_ALLOW_EVENTS);
    }
}

static void judge_event_missing(struct scene *scene)
{
    const struct sc_message *request = request_of(scene);

    if (request != NULL && is_about_events(scene->transaction) && request->lines_dropped == 0 &&
        name_of(sc_header_first(request, SC_HEADER_EVENT)).size == 0) {
        find(scene, "The %s names no event package", quote(scene, scene->transaction->method));
    }
}

static void judge_info_package_unsupported(struct scene *scene)
{
    judge_package(scene, SC_HEADER_INFO_PACKAGE, SC_HEADER_RECV_INFO);
}

static const struct rule rules[] = {
    {"event-missing", ON_RESPONSE, 489, 489, NULL, judge_event_missing, NULL},
    {"event-unsupported", ON_RESPONSE, 489, 489, NULL, judge_event_unsupported, NULL},
    {"info-package-unsupported", ON_RESPONSE, 469, 469, "INFO", judge_info_package_unsupported,
     NULL},
};

const struct rule_topic rules_package = {rules, G_N_ELEMENTS(rules)};
