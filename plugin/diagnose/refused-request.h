/* What the rules about refused requests share: the request as the refusing server got it, what the
 * phrase of the refusal names, and lists of values in texts.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A 400 can be sent for anything. Each rule about it wants its fault to be in the request, and is
 * less sure where the reason phrase names another header.
 */
#ifndef SIPCODES_REFUSED_REQUEST_H
#define SIPCODES_REFUSED_REQUEST_H

#include "rules.h"

/* Tags or values of one header that are looked at. */
#define TAGS_MAX 64

/* Bytes of a list of values in a text, terminator included. */
#define LIST_SIZE 160

/* The request that the refusing server got, maybe read into ROOM; NULL if that is not known or if
 * it, or the response, has more header lines than are indexed, so that none can be missed. Its
 * frame becomes evidence. */
const struct sc_message *refused_request(struct scene *scene, struct sc_message *room);

/* The first header that the reason phrase names; SC_HEADER_OTHER if it names none. */
enum sc_header named_header(const struct sc_message *response);

/* A fault in HEADER is in the request, but the phrase may say that the server stumbled over
 * another: then it is less sure to be the reason. */
void weigh_phrase(struct scene *scene, enum sc_header header);

/* Some values, separated by commas. */
struct list {
    char text[LIST_SIZE]; /* ends with ", ..." if not all have room */
    unsigned count;
};

/* Adds a value, as quote() shows it. */
void list_add(struct scene *scene, struct list *list, struct sc_slice value);

/* Adds the values of a header, TAGS_MAX at the most. */
void list_header(struct scene *scene, struct list *list, const struct sc_message *message,
                 enum sc_header header);

/* The list as an object of "lists". Valid as long as it is. */
const char *what_lists(const struct list *list);

#endif
