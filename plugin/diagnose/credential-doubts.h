/* Reasons other than the password for which credentials may have been refused.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A second challenge alone does not say that the password is wrong: the credentials have to be well
 * formed, made over the Request-URI, for the same call, with a nonce that still counts, and the
 * account must not have been accepted a moment before.
 */
#ifndef SIPCODES_DIAGNOSE_CREDENTIAL_DOUBTS_H
#define SIPCODES_DIAGNOSE_CREDENTIAL_DOUBTS_H

#include "credentials.h"
#include "sipcodes/user.h"

/* A nonce that is older than this when it is used may have expired without stale=true. */
#define SC_FRESH_NONCE (2 * SC_SECOND)

/* The digest credentials that a refusal, a 400, 401, 403, 404 or 407, is about: those for the realm
 * that is challenged again, else the first of the request. False if there are none, the request is
 * not kept, or the refusal is about the call: it came after the far end was reached, or with a
 * cause in Reason. Its frame becomes evidence. */
bool sc_refused_credentials(const struct sc_case *c, struct sc_draft *draft, struct sc_auth *auth);

/* The first parameter that is quoted or unquoted against RFC 7616 section 3.4 and RFC 3261 section
 * 25.1, or a nonce count that has not eight hexadecimal digits, as a sentence's end; NULL: none. */
const char *sc_credentials_syntax_fault(const struct sc_auth *auth);

/* What of the digest's uri differs from the Request-URI, byte for byte, on the hop of the client
 * itself: "port", "parameters", ...; NULL: nothing, or another hop changed it. */
const char *sc_credentials_uri_difference(const struct sc_case *c, struct sc_draft *draft,
                                          const struct sc_auth *auth);

/* True if the phrase of a challenge says that the nonce is old, and it offers another one. */
bool sc_challenge_says_old_nonce(const struct sc_case *c, const struct sc_auth *auth,
                                 struct sc_draft *draft);

/* The response that accepted the retry after a challenge: a 180, 2xx or what a callee refuses with,
 * to a request that came
 * within SC_FRESH_NONCE, too soon for a person to enter another password, and whose credentials
 * differ from those of REFUSED in the nonce alone. NULL if there was none, or the requests are not
 * kept. */
const struct sc_record *sc_credentials_accepted_next(const struct sc_transaction *refused);

/* When the same server last accepted the account, in the ten minutes before the request; NULL:
 * never. The same request on another hop does not count. */
const struct sc_account *sc_credentials_accepted(const struct sc_case *c,
                                                 const struct sc_auth *auth);

/* The challenge of another call, at most ten seconds before, that the credentials answer: the retry
 * has another Call-ID, or another From tag and no higher CSeq number. NULL: none. */
const struct sc_answer *sc_credentials_of_other_call(const struct sc_case *c);

/* True if one of these, the uri excepted, speaks against a wrong password. */
bool sc_credentials_doubtful(const struct sc_case *c, struct sc_draft *draft,
                             const struct sc_auth *auth);

#endif
