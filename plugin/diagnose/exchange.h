/* A challenge with all that it is judged by.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A 401 or 407 is judged by three messages: the request that it answers, the response itself, and
 * the challenge before it that the request follows up, if there was one. What is wrong with the
 * credentials is found out once for all rules, so that no two of them contradict each other.
 */
#ifndef SIPCODES_EXCHANGE_H
#define SIPCODES_EXCHANGE_H

#include "rules.h"

/* Challenges of one message, or credentials, that are looked at. */
#define AUTHS_MAX 16

/* What credentials can be found to have wrong. */
enum fault {
    FAULT_WRONG_HEADER = 1 << 0,
    FAULT_REALM = 1 << 1,
    FAULT_ALGORITHM = 1 << 2,
    FAULT_LENGTH = 1 << 3,
    FAULT_QOP = 1 << 4,
    FAULT_STALE = 1 << 5,
    FAULT_COUNT = 1 << 6,
    FAULT_CSEQ = 1 << 7,
};

struct auths {
    size_t count;
    struct sc_auth of[AUTHS_MAX];
};

/* A challenge, its request, and the challenge before it. Slices point into texts that the tracker
 * keeps, so it lives while rules look at one message. */
struct exchange {
    const struct sc_message *request;      /* NULL: the message at hand is not to be judged so */
    struct auths offers;                   /* challenges of the response at hand */
    struct auths credentials;              /* of its request */
    struct auths asked;                    /* challenges of the response that the request follows
                                              up */
    const struct sc_record *before_record; /* that response; NULL: there is none */

    const struct sc_auth *answer;    /* credentials for a realm that is challenged again, or that
                                        have FAULT_WRONG_HEADER or FAULT_REALM; NULL: none */
    const struct sc_auth *offer;     /* the challenge that repeats the realm */
    const struct sc_auth *asked_for; /* what they answer; NULL: not captured */
    unsigned faults;
};

/* True if RECORD is a 401 or 407. NULL is allowed. */
bool is_challenge(const struct sc_record *record);

/* The header that credentials for a challenge in HEADER stand in (RFC 3261 sections 22.2 and 22.3).
 */
enum sc_header answering(enum sc_header header);

/* True if the scheme is Digest. */
bool is_digest(const struct sc_auth *auth);

/* Reads the challenges of a response, of both headers: a proxy that forks puts those of all
 * branches into one (section 22.3). */
void collect_challenges(const struct sc_message *message, struct auths *auths);

/* Reads the credentials of a request. Some only name the user, as phones of the IMS do before their
 * first challenge (RFC 8760 section 2.7): without nonce and response they answer nothing and are
 * left out. */
void collect_credentials(const struct sc_message *message, struct auths *auths);

/* The transaction whose challenge the request follows up, seen from any hop; NULL if there is none.
 */
const struct sc_transaction *followed_up(const struct sc_transaction *transaction);

/* True if both have the same nonce, and have one. */
bool same_nonce(const struct sc_auth *a, const struct sc_auth *b);

/* The challenge with the header and realm of MODEL; NULL if there is none. */
const struct sc_auth *find_space(const struct auths *auths, const struct sc_auth *model);

/* The credentials for a challenge: of its realm, in the header that belongs to it; NULL if there
 * are none. */
const struct sc_auth *find_answer(const struct auths *credentials, const struct sc_auth *challenge);

/* Hexadecimal digits of an algorithm's digest (RFC 8760 section 2.2); 0 if it is not known. */
size_t digits_of(struct sc_slice algorithm);

/* The challenges that the credentials answer: those before, or if they were not captured, those
 * that are offered again. */
const struct auths *group_of(const struct exchange *exchange);

/* True if a challenge of that group is for the realm of the credentials. */
bool is_of_group(const struct exchange *exchange, const struct sc_auth *challenge);

/* What is wrong with the credentials' qop, as text; NULL: nothing (RFC 7616 section 3.4). */
const char *qop_fault(const struct exchange *exchange);

/* True if the request answers a challenge under the CSeq number of the challenged one. */
bool cseq_not_raised(const struct sc_transaction *transaction);

/* All that the challenge at hand is judged by; NULL if the response is none, or the request is not
 * there. Challenges to CANCEL are a fault of their own and none of these. */
const struct exchange *exchange_of(struct scene *scene);

/* The same; NULL unless the credentials have one of FAULTS. */
const struct exchange *exchange_with(struct scene *scene, unsigned faults);

#endif
