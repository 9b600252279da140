/* A challenge with all that it is judged by.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A 401 or 407 is judged by three messages: the request that it answers, the response itself, and
 * the challenge before it that the request follows up, if there was one. What is wrong with the
 * credentials is found out once for all rules, so that no two of them contradict each other.
 */
#ifndef SIPCODES_CREDENTIALS_H
#define SIPCODES_CREDENTIALS_H

#include "case.h"
#include "draft.h"

/* Challenges of one message, or credentials, that are looked at. */
#define SC_AUTHS_MAX 16

/* What credentials can be found to have wrong. */
enum sc_fault {
    SC_FAULT_WRONG_HEADER = 1 << 0,
    SC_FAULT_REALM = 1 << 1,
    SC_FAULT_ALGORITHM = 1 << 2,
    SC_FAULT_LENGTH = 1 << 3,
    SC_FAULT_QOP = 1 << 4,
    SC_FAULT_STALE = 1 << 5,
    SC_FAULT_COUNT = 1 << 6,
    SC_FAULT_CSEQ = 1 << 7,
};

struct sc_auths {
    size_t count;
    struct sc_auth of[SC_AUTHS_MAX];
};

/* A challenge, its request, and the challenge before it. Slices point into texts that the tracker
 * keeps, so it lives while rules look at one message. */
struct sc_exchange {
    /* NULL: the message under review is not judged so. */
    const struct sc_message *request;
    /* Challenges of the response under review, and credentials of its request. */
    struct sc_auths offers;
    struct sc_auths credentials;
    /* The response that the request follows up, and its challenges; NULL: there is none. */
    const struct sc_record *before_record;
    struct sc_auths asked;

    /* Credentials for a realm that is challenged again, or that have SC_FAULT_WRONG_HEADER or
     * SC_FAULT_REALM; NULL: none. */
    const struct sc_auth *answer;
    /* The challenge that repeats the realm. */
    const struct sc_auth *offer;
    /* What they answer; NULL: not captured. */
    const struct sc_auth *asked_for;
    /* Of enum sc_fault. */
    unsigned faults;
};

/* True if RECORD is a 401 or 407. NULL is allowed. */
bool sc_challenge_is(const struct sc_record *record);

/* The header that credentials for a challenge in HEADER stand in (RFC 3261 sections 22.2 and 22.3).
 */
enum sc_header sc_challenge_answered_in(enum sc_header header);

/* True if the scheme is Digest. */
bool sc_auth_is_digest(const struct sc_auth *auth);

/* Reads the challenges of a response, of both headers: a proxy that forks puts those of all
 * branches into one (section 22.3). */
void sc_auths_challenges(const struct sc_message *message, struct sc_auths *auths);

/* Reads the credentials of a request. Some only name the user, as phones of the IMS do before their
 * first challenge (RFC 8760 section 2.7): without nonce and response they answer nothing and are
 * left out. */
void sc_auths_credentials(const struct sc_message *message, struct sc_auths *auths);

/* The transaction whose challenge the request follows up, seen from any hop; NULL if there is none.
 */
const struct sc_transaction *sc_challenge_before(const struct sc_transaction *transaction);

/* True if both have the same nonce, and have one. */
bool sc_auth_same_nonce(const struct sc_auth *a, const struct sc_auth *b);

/* The challenge with the header and realm of MODEL; NULL if there is none. */
const struct sc_auth *sc_auths_space(const struct sc_auths *auths, const struct sc_auth *model);

/* The credentials for a challenge: of its realm, in the header that belongs to it; NULL if there
 * are none. */
const struct sc_auth *sc_auths_answer(const struct sc_auths *credentials,
                                      const struct sc_auth *challenge);

/* Hexadecimal digits of an algorithm's digest (RFC 8760 section 2.2); 0 if it is not known. */
size_t sc_auth_digits(struct sc_slice algorithm);

/* The challenges that the credentials answer: those before, or if they were not captured, those
 * that are offered again. */
const struct sc_auths *sc_exchange_group(const struct sc_exchange *exchange);

/* True if a challenge of that group is for the realm of the credentials. */
bool sc_exchange_in_group(const struct sc_exchange *exchange, const struct sc_auth *challenge);

/* What is wrong with the qop of credentials that answer one of the challenges, as text; NULL:
 * nothing (RFC 7616 section 3.4). A qop without any offer of one is no fault here. */
const char *sc_auth_qop_fault(const struct sc_auths *challenges, const struct sc_auth *answer);

/* The same for the credentials of an exchange. */
const char *sc_exchange_qop_fault(const struct sc_exchange *exchange);

/* True if the request answers a challenge under the CSeq number of the challenged one. */
bool sc_challenge_cseq_kept(const struct sc_transaction *transaction);

/* All that the challenge under review is judged by; NULL if the response is none, or the request is
 * not there. Challenges to CANCEL are a fault of their own and none of these. */
const struct sc_exchange *sc_exchange_of(const struct sc_case *c, struct sc_draft *draft);

/* The same; NULL unless the credentials have one of FAULTS. */
const struct sc_exchange *sc_exchange_with(const struct sc_case *c, struct sc_draft *draft,
                                           unsigned faults);

/* The same of a challenge whose request carried nothing that answers it; else NULL. */
const struct sc_exchange *sc_exchange_challenge(const struct sc_case *c, struct sc_draft *draft);

/* True if no request with credentials came after the challenge, on the hop of the client. */
bool sc_challenge_unanswered(const struct sc_case *c);

#endif
