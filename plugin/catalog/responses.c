/* Status codes: what each says, what to do first and what to check.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The 75 codes that IANA registers, seven that vendors send without a registration, and one row
 * for each class that answers for every other number (RFC 3261 section 8.1.3.2). The texts say
 * what a code states and what to compare, never a certain cause: servers translate codes, and
 * some send one that is beside the point. Steps stand with the most likely first.
 */
#include "catalog-private.h"

#include <assert.h>

/* Of an offer without audio: codecs and keys may have nothing to do with it. */
#define NO_AUDIO                                                                                   \
    "No m=audio is offered: does the receiver support the type in m= (message, image, video) and " \
    "its transport?"

/* Ascending by code: status.c uses binary search. */
const struct sc_status sc_status_table[] = {
    {
        .code = 100,
        .treat_as = 100,
        .phrase = "Trying",
        .meaning =
            "The next hop has received the request and is still working on it; this says nothing "
            "about the called party yet.",
        .hint = "Nothing to do yet; a lone 100 means silence beyond this hop.",
        .reference = "RFC 3261 section 21.1.1",
        .steps =
            {
                {.text =
                     "Nothing follows: read the log of the element that sent this 100, it took the "
                     "request and heard nothing from its next hop."},
                {.text =
                     "Capture on the far side of that element and look for the forwarded request "
                     "with one more Via and the same Call-ID."},
                {.text = "Forwarded but unanswered: check that the next-hop address, port and "
                         "transport "
                         "are right and that a firewall lets SIP through."},
                {.text =
                     "Not forwarded at all: check its routing, its DNS look-up of the target and "
                     "whether a database or script holds it up."},
            },
    },
    {
        .code = 180,
        .treat_as = 180,
        .phrase = "Ringing",
        .meaning =
            "The called party is being alerted: a device rings or otherwise signals the call.",
        .hint = "Nothing to do yet: it rings; if no final response comes, compare the no-answer "
                "timers along the path.",
        .reference = "RFC 3261 section 21.1.2",
        .steps =
            {
                {.text =
                     "No answer and no final response: find the ring or no-answer timeout of the "
                     "callee's server and of each proxy (timer C, over 3 minutes)."},
                {.text = "The caller hears no ring tone: check whether this 180 carries SDP; "
                         "without it "
                         "the caller's device must make the tone itself."},
                {.text = "A 180 with SDP or an earlier 183: the tone is expected as early media, "
                         "so look "
                         "for RTP to the address and port in the SDP."},
                {.text = "Require: 100rel with an RSeq: look for the PRACK; without it the 180 is "
                         "repeated and the call is given up."},
            },
    },
    {
        .code = 181,
        .treat_as = 181,
        .phrase = "Call Is Being Forwarded",
        .meaning =
            "The call is being sent on to a different destination than the one that was dialled.",
        .hint =
            "Read History-Info or Diversion to see where the call goes, then follow the new leg.",
        .reference = "RFC 3261 section 21.1.3",
        .steps =
            {
                {.text =
                     "Check that the forwarding is wanted: look up the forwarding rules (always, "
                     "busy, no answer) of the called user."},
                {.text =
                     "Follow the forwarded leg by its Call-ID or History-Info index and take its "
                     "final response as the outcome."},
                {.text = "The call ends in a loop or in the wrong mailbox: compare the forwarding "
                         "target "
                         "with the number first dialled."},
            },
    },
    {
        .code = 182,
        .treat_as = 182,
        .phrase = "Queued",
        .meaning = "The called party is not available at the moment and the call waits in a queue "
                   "instead of being refused.",
        .hint = "Read the phrase: it may tell the place in the queue or the expected wait.",
        .reference = "RFC 3261 section 21.1.4",
        .steps =
            {
                {.text = "No final response follows: check the queue's maximum wait and whether an "
                         "agent "
                         "is logged in."},
                {.text = "The caller hears silence: look for SDP in this or an earlier provisional "
                         "response and for RTP with the waiting music."},
                {.text =
                     "The call is dropped while it waits: compare the wait with timer C of each "
                     "proxy (over 3 minutes) and look for repeated 182s that restart it."},
            },
    },
    {
        .code = 183,
        .treat_as = 183,
        .phrase = "Session Progress",
        .meaning =
            "The call makes progress that no other code describes; it often carries SDP so that "
            "announcements are heard before the answer.",
        .hint = "Look for SDP and for a Reason header: an announcement or a cause here may be the "
                "real reason of a later failure.",
        .reference = "RFC 3261 section 21.1.5",
        .steps =
            {
                {.text = "The caller hears nothing: check that the 183 carries SDP and that RTP "
                         "reaches "
                         "the address and port it gives."},
                {.text = "A failure follows: compare the Reason of this 183 with that of the final "
                         "response, the earlier one is often the specific one."},
                {.text = "Require: 100rel with an RSeq: look for the PRACK; without it the 183 is "
                         "repeated and the call is given up."},
                {.text =
                     "183 without SDP and nothing after it: read the log of the gateway that sent "
                     "it, its far side is silent."},
                {.text = "180 and 183 with different SDP: check which of them the caller's device "
                         "plays, "
                         "tone and announcement may exclude each other."},
            },
    },
    {
        .code = 199,
        .treat_as = 199,
        .phrase = "Early Dialog Terminated",
        .meaning =
            "One branch of a forked call has ended early, while others may still be ringing; the "
            "call as a whole goes on.",
        .hint = "Read the Reason header: it holds the final code of the branch that ended.",
        .reference = "RFC 6228 section 11.1",
        .steps =
            {
                {.text = "Match the To tag with earlier 18x responses to see which device dropped "
                         "out."},
                {.text = "If all branches ended but no final response came: read the log of the "
                         "forking "
                         "proxy, it owes one."},
                {.text = "Media of that branch still sent or expected: the caller's device has to "
                         "release what belongs to this To tag."},
            },
    },
    {
        .code = 200,
        .treat_as = 200,
        .phrase = "OK",
        .meaning =
            "The request succeeded: the action it asked for is completed; for an INVITE, the "
            "call is answered.",
        .hint = "Nothing to do: the request succeeded.",
        .reference = "RFC 3261 section 21.2.1",
        .steps =
            {
                {.text =
                     "200 to INVITE repeated: the ACK is missing; check that the caller can reach "
                     "the Contact and Record-Route of this 200."},
                {.text = "Answered but no audio: compare the c= address and m= port of offer and "
                         "answer "
                         "with where RTP really goes."},
                {.text =
                     "200 to REGISTER but no calls arrive: check that its Contact list holds this "
                     "device and how long the binding lasts (expires)."},
                {.text = "The call drops later at a round time: compare Session-Expires and its "
                         "refresher with the re-INVITE or UPDATE that should follow."},
                {.text = "200 after a CANCEL was sent: the answer won the race; the caller must "
                         "send ACK "
                         "and then BYE."},
            },
    },
    {
        .code = 202,
        .treat_as = 202,
        .phrase = "Accepted (Deprecated)",
        .meaning =
            "The request is accepted but not yet authorized or processed; this old code is now "
            "to be read as 200.",
        .hint = "Wait for the NOTIFY: it tells what became of the request.",
        .reference = "RFC 6665 section 8.3.1",
        .steps =
            {
                {.text = "No NOTIFY follows a SUBSCRIBE or REFER: check that the Contact of the "
                         "request "
                         "can be reached from the server."},
                {.text =
                     "NOTIFY with Subscription-State: pending: the subscription waits for approval "
                     "by the user or the administrator."},
                {.text =
                     "NOTIFY with Subscription-State: terminated: read its reason parameter, e.g. "
                     "rejected or noresource."},
                {.text = "REFER: read the status line in the message/sipfrag body of each NOTIFY, "
                         "it is "
                         "the result of the transfer."},
            },
    },
    {
        .code = 204,
        .treat_as = 204,
        .phrase = "No Notification",
        .meaning = "The refresh of a subscription succeeded, but no NOTIFY follows because the "
                   "subscriber already has the current state.",
        .hint = "Nothing to do: the subscriber's state is still current.",
        .reference = "RFC 5839 section 7.1",
        .steps =
            {
                {.text =
                     "State looks out of date: subscribe again without Suppress-If-Match to get a "
                     "full NOTIFY."},
                {.text = "The value is * : the subscriber asked for no NOTIFY at all, whatever the "
                         "state "
                         "is."},
                {.text = "Check that Expires in this response still covers the time the "
                         "subscription is "
                         "needed."},
            },
    },
    {
        .code = 300,
        .treat_as = 300,
        .phrase = "Multiple Choices",
        .meaning =
            "The called party can be reached at several addresses and one of them must be chosen.",
        .hint =
            "Read the Contact headers: they list the addresses; check that the caller tries one "
            "of them.",
        .reference = "RFC 3261 section 21.3.1",
        .steps =
            {
                {.text = "Many clients choose a Contact by themselves; look for a new INVITE with "
                         "one of "
                         "these addresses as Request-URI."},
                {.text =
                     "No new INVITE: choose an address from the list or enter one by hand in the "
                     "client."},
                {.text = "Still no connection: retry the request straight to the updated contact "
                         "address."},
                {.text =
                     "Check the request for typing mistakes in the address and that the address "
                     "still is reachable."},
                {.text = "No Contact in the 300: look in the body for the list, and ask the "
                         "administrator of the redirect server why it is missing."},
                {.text = "The client or SBC refuses to follow redirects: check its settings and "
                         "whether "
                         "the new targets are permitted."},
            },
    },
    {
        .code = 301,
        .treat_as = 301,
        .phrase = "Moved Permanently",
        .meaning = "The called user has left this address for good; the new address is in the "
                   "Contact header.",
        .hint = "Store the address from Contact in the client, address book or trunk; the move is "
                "permanent.",
        .reference = "RFC 3261 section 21.3.2",
        .steps =
            {
                {.text = "Check that a new request goes to the Contact address and what answers "
                         "there."},
                {.text = "No Contact, or one that equals the old Request-URI: the redirect leads "
                         "nowhere, correct the entry on the server."},
                {.text =
                     "Many 301 answers: look for a server migration, a network change or an update "
                     "of the SIP infrastructure."},
                {.text = "A pattern of 301 answers, such as one domain or number range: ask the "
                         "administrators of that system."},
                {.text = "The client goes on using the old address: replace it in the address "
                         "book, dial "
                         "plan or trunk settings."},
            },
    },
    {
        .code = 302,
        .treat_as = 302,
        .phrase = "Moved Temporarily",
        .meaning = "The called user is at another address for now; it is in the Contact header and "
                   "is valid for a limited time only.",
        .hint = "Check that the request is sent again to the Contact address; do not store that "
                "address.",
        .reference = "RFC 3261 section 21.3.3",
        .steps =
            {
                {.text = "Look for a new request to the Contact address; a 200 should follow "
                         "there, else "
                         "take that response as the outcome."},
                {.text = "No new request: the client or SBC does not follow redirects; check its "
                         "settings."},
                {.text = "Compare Expires, or expires= of the Contact, with the time: without "
                         "either the "
                         "address serves for one call only."},
                {.text =
                     "The address in Contact is private or unknown to the caller's network: check "
                     "what the redirect server returns."},
                {.text =
                     "Call forwarding is not wanted: look for Diversion or History-Info and for a "
                     "forwarding rule set on the phone."},
                {.text = "302 after 302: compare the Contacts, the redirects may form a loop."},
            },
    },
    {
        .code = 305,
        .treat_as = 305,
        .phrase = "Use Proxy",
        .meaning =
            "The called device accepts this request only through the proxy that Contact names.",
        .hint =
            "Send the request again by way of the proxy in Contact; only an end device may send "
            "a 305.",
        .reference = "RFC 3261 section 21.3.4",
        .steps =
            {
                {.text =
                     "Look for a new request to the proxy in Contact; many clients ignore a 305."},
                {.text = "Set that proxy as outbound proxy or as next hop of the trunk."},
                {.text = "A proxy or SBC made this 305: that is not allowed, check Server and the "
                         "log of "
                         "the sender."},
                {.text = "No Contact, or the proxy named is not reachable from here: ask the "
                         "administrator of the called domain."},
            },
    },
    {
        .code = 380,
        .treat_as = 380,
        .phrase = "Alternative Service",
        .meaning =
            "The call failed, but the body of the response describes another service that can be "
            "used instead.",
        .hint = "Read the body; in IMS its 3gpp-ims XML asks for an emergency call or a new "
                "registration.",
        .reference = "RFC 3261 section 21.3.5",
        .steps =
            {
                {.text = "type emergency in the XML: the number was detected as an emergency "
                         "number, so "
                         "the phone must set up an emergency call."},
                {.text = "type restoration in the XML: the phone must register again, its serving "
                         "element lost the registration."},
                {.text =
                     "Body missing, or Content-Type not in the Accept of the request: the caller "
                     "cannot act on it; check the sender."},
                {.text =
                     "A normal number was taken for an emergency number: compare the Request-URI "
                     "with the emergency numbers in the P-CSCF."},
            },
    },
    {
        .code = 400,
        .treat_as = 400,
        .phrase = "Bad Request",
        .meaning =
            "The server did not understand the request because it is malformed or incomplete.",
        .hint = "Read the phrase and any Warning: they often name the bad header or body; compare "
                "it with the request.",
        .reference = "RFC 3261 section 21.4.1",
        .steps =
            {
                {.text =
                     "Check syntax and format of the request, and that the mandatory headers Via, "
                     "From, To, Call-ID, CSeq and Max-Forwards are there once."},
                {.text =
                     "Check the values: CSeq method equals the request method, and Content-Length "
                     "equals the size of the body."},
                {.text =
                     "Check that the SIP addresses in Request-URI, To, From and Contact are valid "
                     "and free of typing mistakes."},
                {.text = "Compare the request as sent with the request as received: a SIP ALG, "
                         "firewall "
                         "or SBC may have damaged it."},
                {.text =
                     "Network or firewall trouble can cause it: check the path between client and "
                     "server (routers, firewalls, other devices) for lost fragments."},
                {.text = "The firewall must let SIP through unchanged, usually port 5060 on UDP "
                         "and TCP."},
                {.text = "The code may stand for something else: look for a Reason header and in "
                         "the log "
                         "of the server that made the 400."},
            },
    },
    {
        .code = 401,
        .treat_as = 401,
        .phrase = "Unauthorized",
        .meaning = "Credentials are missing or were not accepted: the server or registrar asks for "
                   "further authentication.",
        .hint =
            "A first 401 is normal; look for the next request with Authorization and the answer "
            "to that.",
        .reference = "RFC 3261 section 21.4.2",
        .hints =
            {
                {.text = "Compare the credentials with the challenge they answer: realm, nonce, "
                         "uri and algorithm; then user name and password.",
                 .all = SC_FACT_CREDENTIALS},
            },
        .steps =
            {
                {.text = "No second request: the client has no user name or password for this "
                         "realm, or "
                         "cannot use the algorithm offered.",
                 .none = SC_FACT_CREDENTIALS},
                {.text =
                     "Second 401 after credentials: check user name (also the authentication user) "
                     "and password on both sides.",
                 .all = SC_FACT_CREDENTIALS},
                {.text =
                     "stale=true: only the nonce had expired; the client must retry with the new "
                     "nonce, the password is not at fault."},
                {.text = "Check that both sides use the same method, such as Digest, with the same "
                         "realm, algorithm (MD5, SHA-256) and qop."},
                {.text = "Compare realm, nonce and uri in Authorization with the challenge and the "
                         "Request-URI; a changed one is ignored or refused.",
                 .all = SC_FACT_CREDENTIALS},
                {.text =
                     "Check that the clocks of client and server agree: time-limited nonces and "
                     "accounts fail otherwise."},
                {.text = "The retry must carry a higher CSeq number than the challenged request, "
                         "and 401 "
                         "is answered with Authorization, not Proxy-Authorization.",
                 .all = SC_FACT_CREDENTIALS},
                {.text = "Out-of-date software can fail to authenticate: update client or server "
                         "and retry."},
            },
    },
    {
        .code = 402,
        .treat_as = 402,
        .phrase = "Payment Required",
        .meaning = "The code is reserved for payment; today it usually means missing credit or an "
                   "unpaid account.",
        .hint = "Read the phrase and Reason, then check balance and status of the account with the "
                "provider.",
        .reference = "RFC 3261 section 21.4.3",
        .steps =
            {
                {.text = "Check the balance, credit limit and contract of the account that From or "
                         "P-Asserted-Identity names."},
                {.text =
                     "Check that the call leaves through the right account or trunk: compare From "
                     "and the credentials with the settings."},
                {.text =
                     "No account problem: ask the provider what its switch means, the code has no "
                     "agreed use."},
            },
    },
    {
        .code = 403,
        .treat_as = 403,
        .phrase = "Forbidden",
        .meaning = "The server understood the request but refuses it; the same request again, even "
                   "with other credentials, does not help.",
        .hint =
            "See whether credentials were sent before it: if not, a rule refused it; else check "
            "account and password.",
        .reference = "RFC 3261 section 21.4.4",
        .hints =
            {
                {.text = "The dialog was permitted: read phrase and Reason, and see whether the "
                         "peer permits this method or change.",
                 .all = SC_FACT_IN_DIALOG},
                {.text = "It rang before: look at the callee's side, its phone, its limits and its "
                         "forwarding, not at the caller's rights.",
                 .all = SC_FACT_RANG},
                {.text = "The request has credentials: check account and password, then what this "
                         "user may do.",
                 .all = SC_FACT_CREDENTIALS},
                {.text = "The request has no credentials: a rule refused it; compare its source, "
                         "From and target with what the server permits.",
                 .all = SC_FACT_REQUEST,
                 .none = SC_FACT_CREDENTIALS},
            },
        .steps =
            {
                {.text = "No challenge before it: check that source address, peer, From domain and "
                         "called number are permitted on the server.",
                 .none = SC_FACT_CREDENTIALS | SC_FACT_RANG},
                {.text =
                     "After credentials: check password, account status and whether this user may "
                     "register or call; some servers send 403 for a wrong password.",
                 .all = SC_FACT_CREDENTIALS},
                {.text =
                     "Only some destinations: check barring, dial-plan permissions, prepaid limits "
                     "and fraud rules for that prefix.",
                 .none = SC_FACT_REGISTER},
                {.text =
                     "Check the caller number: From and P-Asserted-Identity must be ones that the "
                     "trunk may use.",
                 .any = SC_FACT_INVITE,
                 .none = SC_FACT_RANG},
                {.text =
                     "Phrase Stale Date or Reason STIR;cause=403: compare Date and the iat of the "
                     "PASSporT with the real time; correct the clock.",
                 .any = SC_FACT_INVITE},
                {.text =
                     "Too many failed tries: the address may be banned, look in the server's block "
                     "list."},
                {.text = "Read phrase, Warning and Reason: gateways send 403 for causes such as 57 "
                         "(bearer not authorized)."},
            },
    },
    {
        .code = 404,
        .treat_as = 404,
        .phrase = "Not Found",
        .meaning =
            "The server knows no such user or number: it was not found there or does not exist "
            "any more.",
        .hint = "Compare user part and domain of the Request-URI with the accounts and routes of "
                "the server that answered.",
        .reference = "RFC 3261 section 21.4.5",
        .hints =
            {
                {.text = "Compare the user in To with the registrar's accounts, and the "
                         "Request-URI with the domains that it serves.",
                 .any = SC_FACT_REGISTER},
                {.text = "See whether the server has what Event names for this user: a mailbox, a "
                         "presence service.",
                 .any = SC_FACT_SUBSCRIBE | SC_FACT_PUBLISH,
                 .none = SC_FACT_IN_DIALOG},
                {.text = "Compare the Request-URI with the Contact that the other side gave in "
                         "this dialog.",
                 .all = SC_FACT_IN_DIALOG},
            },
        .steps =
            {
                {.text =
                     "Check the number for typing mistakes, a missing or doubled prefix, and +, 00 "
                     "or national format.",
                 .none =
                     SC_FACT_REGISTER | SC_FACT_SUBSCRIBE | SC_FACT_PUBLISH | SC_FACT_IN_DIALOG},
                {.text = "Check that the called user is registered: some servers send 404 instead "
                         "of 480 "
                         "for an unregistered user.",
                 .none =
                     SC_FACT_REGISTER | SC_FACT_SUBSCRIBE | SC_FACT_PUBLISH | SC_FACT_IN_DIALOG},
                {.text = "Check that the domain or IP address after the @ is one that the server "
                         "serves."},
                {.text = "Reason with Q.850 cause 1, 2 or 3: a gateway or dial plan states it; "
                         "check the "
                         "number and the route at the gateway.",
                 .any = SC_FACT_INVITE},
                {.text =
                     "Registered but not found: compare the address in the REGISTER's To with the "
                     "Request-URI after the dial plan has changed it.",
                 .none =
                     SC_FACT_REGISTER | SC_FACT_SUBSCRIBE | SC_FACT_PUBLISH | SC_FACT_IN_DIALOG},
                {.text =
                     "Find out which hop made the 404 by the Via and Server headers, and check the "
                     "routing table there."},
            },
    },
    {
        .code = 405,
        .treat_as = 405,
        .phrase = "Method Not Allowed",
        .meaning = "The server knows this method but does not allow it for the address in the "
                   "Request-URI.",
        .hint = "Compare the method with the Allow header of this response.",
        .reference = "RFC 3261 section 21.4.6",
        .steps =
            {
                {.text = "Method not in Allow: switch off the feature that uses it (e.g. MESSAGE, "
                         "PUBLISH, REFER, UPDATE) or enable it on the server."},
                {.text = "Allow is missing or lists the method: the server contradicts itself; "
                         "check its "
                         "version and its log."},
                {.text = "REGISTER refused: the request reached an end device or proxy, not the "
                         "registrar; check the address of the registrar."},
                {.text =
                     "Check that the Request-URI is the right target: a request inside a call must "
                     "use the Contact of the peer."},
            },
    },
    {
        .code = 406,
        .treat_as = 406,
        .phrase = "Not Acceptable",
        .meaning = "The server can only answer with content that the Accept headers of the request "
                   "exclude.",
        .hint = "Compare Accept, Accept-Encoding and Accept-Language of the request with what the "
                "server offers.",
        .reference = "RFC 3261 section 21.4.7",
        .steps =
            {
                {.text = "Accept lacks application/sdp in an INVITE, or the type of the event "
                         "package in "
                         "a SUBSCRIBE: extend it."},
                {.text = "Remove the Accept header as a test: without one, application/sdp is "
                         "assumed."},
                {.text =
                     "Meant may be the media: some servers send 406 where 488 is right, so compare "
                     "the SDP and read Warning."},
            },
    },
    {
        .code = 407,
        .treat_as = 407,
        .phrase = "Proxy Authentication Required",
        .meaning = "A proxy along the path wants the caller to authenticate before it passes the "
                   "request on.",
        .hint = "A first 407 is normal; look for the next request with Proxy-Authorization and the "
                "answer to that.",
        .reference = "RFC 3261 section 21.4.8",
        .hints =
            {
                {.text = "Compare the credentials with the 407 they answer: realm, nonce and uri; "
                         "then user name and password for that realm.",
                 .all = SC_FACT_CREDENTIALS},
            },
        .steps =
            {
                {.text = "No second request: the client has no credentials for the realm in "
                         "Proxy-Authenticate, or cannot use the algorithm offered.",
                 .none = SC_FACT_CREDENTIALS},
                {.text =
                     "Second 407 after credentials: check user name and password for that realm.",
                 .all = SC_FACT_CREDENTIALS},
                {.text =
                     "The retry carries Authorization instead of Proxy-Authorization: the client "
                     "uses the wrong header.",
                 .all = SC_FACT_CREDENTIALS},
                {.text = "stale=true: only the nonce had expired; the client must retry with the "
                         "new nonce."},
                {.text = "Two proxies challenge in turn: the retry must carry credentials for both "
                         "realms."},
                {.text = "Compare realm, nonce, uri and algorithm of Proxy-Authorization with the "
                         "challenge; check that CSeq was raised.",
                 .all = SC_FACT_CREDENTIALS},
                {.text =
                     "The caller should not be asked: check that its address is known to the proxy "
                     "as a trusted peer."},
            },
    },
    {
        .code = 408,
        .treat_as = 408,
        .phrase = "Request Timeout",
        .meaning =
            "No answer came in time; a proxy sends it, and a client assumes it itself when timer "
            "B or F runs out without any response.",
        .hint = "Find the last hop that answered anything: the silence begins after it.",
        .reference = "RFC 3261 section 21.4.9",
        .hints =
            {
                {.text = "A next hop had sent a 2xx: see whether it reached the sender of the 408, "
                         "or was dropped there after a CANCEL.",
                 .all = SC_FACT_ANSWERED_BELOW},
            },
        .steps =
            {
                {.text =
                     "Follow the request hop by hop: the forwarded copy without any response shows "
                     "the silent next hop."},
                {.text = "Next hop silent: check its address, port, transport and whether a "
                         "firewall or "
                         "NAT drops the request or the reply."},
                {.text =
                     "The forwarded copy got a 180 or 183: it rang until a timer ended it; compare "
                     "the time with the no-answer timer and timer C."},
                {.text = "The callee's registration points to a dead address: compare the Contact "
                         "in the "
                         "last REGISTER with the target of the request."},
                {.text =
                     "Large request on UDP: look for lost fragments; try TCP or a smaller body."},
                {.text = "408 to BYE, re-INVITE or UPDATE: the far end of the call is gone and the "
                         "call "
                         "is over."},
                {.text = "No 408 frame in the capture but the client reports 408: it made it "
                         "itself, so "
                         "treat it as no response at all."},
            },
    },
    {
        .code = 409,
        .treat_as = 400,
        .phrase = "Bad Request",
        .vendor = "Conflict",
        .meaning =
            "RFC 2543 used it for a request in conflict with the state of the server; RFC 3261 "
            "dropped it, so it is treated as 400.",
        .hint = "Read the phrase and the sender's documentation; the client must treat it as 400 "
                "Bad Request.",
        .reference = "RFC 2543 (obsolete)",
        .steps =
            {
                {.text =
                     "Registration: two devices or contacts may conflict; compare the Contacts of "
                     "the REGISTER with the bindings at the server."},
                {.text = "Compare the request with one that works, as for any 400."},
                {.text = "Read the log of the server that sent it, its vendor gives the number a "
                         "meaning "
                         "of its own."},
            },
    },
    {
        .code = 410,
        .treat_as = 410,
        .phrase = "Gone",
        .meaning = "The user or number is gone from here for good, and no new address is known.",
        .hint = "Check whether the number has changed: look for Reason Q.850;cause=22 and any "
                "announcement.",
        .reference = "RFC 3261 section 21.4.10",
        .hints =
            {
                {.text = "Compare the Request-URI with the Contact that the other side gave in "
                         "this dialog.",
                 .all = SC_FACT_IN_DIALOG},
                {.text = "Compare the user in To with the registrar's accounts: this one may have "
                         "been removed.",
                 .any = SC_FACT_REGISTER},
            },
        .steps =
            {
                {.text = "Ask for the new number and correct address book, dial plan or forwarding "
                         "target."},
                {.text = "Ported number: check that number portability data on the route is up to "
                         "date."},
                {.text = "The user should exist: compare the Request-URI with the accounts of the "
                         "server "
                         "that sent the 410."},
            },
    },
    {
        .code = 411,
        .treat_as = 400,
        .phrase = "Bad Request",
        .vendor = "Length Required",
        .meaning =
            "RFC 2543 used it for a request without Content-Length; RFC 3261 dropped it, so it "
            "is treated as 400.",
        .hint =
            "Check that the request has a Content-Length and that it equals the size of the body.",
        .reference = "RFC 2543 (obsolete)",
        .steps =
            {
                {.text =
                     "On TCP and TLS Content-Length is mandatory; add it in the client or find the "
                     "hop that removes it."},
                {.text =
                     "Compare its value with the bytes of the body; an ALG that rewrites SDP may "
                     "have left it wrong."},
                {.text = "Read the log of the server that sent it, its vendor may mean something "
                         "else."},
            },
    },
    {
        .code = 412,
        .treat_as = 412,
        .phrase = "Conditional Request Failed",
        .meaning = "The server does not know the entity tag that the request names: it has no such "
                   "published state.",
        .hint =
            "Compare SIP-If-Match of the PUBLISH with the SIP-ETag of the last 200; then publish "
            "anew without SIP-If-Match.",
        .reference = "RFC 3903 section 11.2.1",
        .steps =
            {
                {.text = "Publication expired: compare the time since the last 200 with its "
                         "Expires; "
                         "refresh earlier."},
                {.text = "The tag was right and in time: the server lost its state (restart, "
                         "failover, "
                         "another node); a new full PUBLISH fixes it."},
                {.text = "The client sends an old tag: each 200 brings a new SIP-ETag and that one "
                         "must "
                         "be used next."},
                {.text = "The client repeats the same tag after 412: update it, it must start over "
                         "without SIP-If-Match."},
            },
    },
    {
        .code = 413,
        .treat_as = 413,
        .phrase = "Request Entity Too Large",
        .meaning = "The body of the request is larger than the server accepts.",
        .hint = "Look at Content-Length and at what the body holds, and send less of it.",
        .reference = "RFC 3261 section 21.4.11",
        .hints =
            {
                {.text = "The limit may be temporary: send it again after the time in Retry-After, "
                         "or shorten the body.",
                 .all = SC_FACT_RETRY_AFTER},
            },
        .steps =
            {
                {.text = "SDP: reduce codecs, ICE candidates and media lines."},
                {.text = "MESSAGE or PUBLISH: shorten the text or document, or raise the limit of "
                         "the "
                         "server."},
                {.text = "Several body parts (multipart): remove those that the server does not "
                         "need, "
                         "e.g. ISUP or location."},
                {.text =
                     "Only one hop refuses: check the message size limit of that SBC or proxy."},
            },
    },
    {
        .code = 414,
        .treat_as = 414,
        .phrase = "Request-URI Too Long",
        .meaning = "The address in the request line is longer than the server can process.",
        .hint =
            "Look at the Request-URI: find the parameters or embedded headers that make it long.",
        .reference = "RFC 3261 section 21.4.12",
        .steps =
            {
                {.text = "Compare with a request that works to find the hop or client that added "
                         "the "
                         "parameters."},
                {.text = "A redirect or REFER with embedded headers made it: shorten the Contact "
                         "or "
                         "Refer-To there."},
                {.text = "The URI grows from hop to hop: look for a routing loop or a proxy that "
                         "appends "
                         "at each pass."},
            },
    },
    {
        .code = 415,
        .treat_as = 415,
        .phrase = "Unsupported Media Type",
        .meaning =
            "The server does not support the format of the body: its type, its encoding or its "
            "language.",
        .hint = "Compare Content-Type with Accept, Content-Encoding with Accept-Encoding, "
                "Content-Language with Accept-Language.",
        .reference = "RFC 3261 section 21.4.13",
        .hints =
            {
                {.text = "The response does not say what it accepts: try without the body, or with "
                         "plain SDP alone.",
                 .all = SC_FACT_RESPONSE | SC_FACT_SDP,
                 .none = SC_FACT_ACCEPT},
                {.text = "The response does not say what it accepts: try another Content-Type, or "
                         "no body at all.",
                 .all = SC_FACT_RESPONSE,
                 .none = SC_FACT_ACCEPT},
            },
        .steps =
            {
                {.text = "Content-Type not in Accept: send a type that is listed, usually "
                         "application/sdp.",
                 .all = SC_FACT_ACCEPT},
                {.text = "multipart/mixed with ISUP or other parts: switch off SIP-I/SIP-T or the "
                         "extra "
                         "part towards this peer."},
                {.text = "No Accept header in the 415: the server should say what it takes; test "
                         "with "
                         "plain SDP only.",
                 .all = SC_FACT_RESPONSE,
                 .none = SC_FACT_ACCEPT},
                {.text = "INFO with DTMF refused: use telephone-event in RTP instead of "
                         "application/dtmf-relay."},
                {.text = "Content-Encoding such as gzip: send the body uncompressed."},
            },
    },
    {
        .code = 416,
        .treat_as = 416,
        .phrase = "Unsupported URI Scheme",
        .meaning =
            "The server cannot route the kind of address in the Request-URI, such as tel:, sips: "
            "or urn:.",
        .hint = "Look at the schemes in Request-URI, From, To and Contact: sip: is the one that "
                "each server knows.",
        .reference = "RFC 3261 section 21.4.14",
        .steps =
            {
                {.text = "tel: refused: let the client or SBC write sip:number@domain;user=phone."},
                {.text = "sips: refused: use sip: with transport=tls, or set up TLS on every hop."},
                {.text = "Scheme is sip: look at the user part and the parameters, the server uses "
                         "the "
                         "code for something else; read its log."},
                {.text = "urn:service refused: this server handles no emergency calls; check the "
                         "route "
                         "for them."},
            },
    },
    {
        .code = 417,
        .treat_as = 417,
        .phrase = "Unknown Resource-Priority",
        .meaning = "The server knows none of the values in Resource-Priority, and the request "
                   "requires that it does.",
        .hint = "Compare Resource-Priority with Accept-Resource-Priority of this response.",
        .reference = "RFC 4412 section 4.6.2",
        .steps =
            {
                {.text = "Use a namespace and value that the server lists, e.g. ets, wps, dsn, "
                         "q735 or "
                         "esnet."},
                {.text = "Remove resource-priority from Require if the call may go on without "
                         "priority."},
                {.text = "The namespace should be known: enable it on the server or SBC that sent "
                         "the 417."},
            },
    },
    {
        .code = 420,
        .treat_as = 420,
        .phrase = "Bad Extension",
        .meaning = "The request demands a protocol extension that the server does not support.",
        .hint =
            "Compare Unsupported in the response with Require and Proxy-Require of the request.",
        .reference = "RFC 3261 section 21.4.15",
        .steps =
            {
                {.text = "Switch off in the client what Unsupported names, e.g. 100rel, timer, "
                         "precondition or sec-agree, or make it optional."},
                {.text = "A proxy sent the 420: only Proxy-Require concerns it; check which tag "
                         "the "
                         "client put there."},
                {.text = "The request shows no such tag: a hop in between added or removed it; "
                         "compare "
                         "both sides of each SBC."},
                {.text = "Unsupported is missing: the server does not say what it lacks; remove "
                         "the "
                         "Require tags one after the other."},
            },
    },
    {
        .code = 421,
        .treat_as = 421,
        .phrase = "Extension Required",
        .meaning = "The server insists on an extension that the client did not list in Supported.",
        .hint = "Compare Require of the response with Supported of the request.",
        .reference = "RFC 3261 section 21.4.16",
        .steps =
            {
                {.text = "Switch on in the client what Require names, e.g. 100rel, timer or "
                         "sec-agree."},
                {.text = "The client does support it: look whether an SBC removed the tag from "
                         "Supported "
                         "along the path."},
                {.text = "Relax the rule on the server if callers without that extension are to be "
                         "served."},
            },
    },
    {
        .code = 422,
        .treat_as = 422,
        .phrase = "Session Interval Too Small",
        .meaning =
            "The session timer in the request is shorter than a server along the path allows.",
        .hint = "Compare Session-Expires of the request with Min-SE of the response; retry with at "
                "least that value.",
        .reference = "RFC 4028 section 6",
        .steps =
            {
                {.text = "Look for the retry: Session-Expires and Min-SE of the new INVITE must "
                         "not be "
                         "below the Min-SE received."},
                {.text = "No retry: raise the session timer in the client's settings to the "
                         "Min-SE, e.g. "
                         "1800 seconds."},
                {.text = "Min-SE is missing or not above the value sent: the server contradicts "
                         "itself; "
                         "check its settings."},
                {.text = "Several servers answer 422 in turn: use the highest Min-SE of them."},
            },
    },
    {
        .code = 423,
        .treat_as = 423,
        .phrase = "Interval Too Brief",
        .meaning =
            "The lifetime asked for, of a registration, subscription or publication, is shorter "
            "than the server allows.",
        .hint =
            "Compare Expires, or expires= in Contact, with Min-Expires; retry with at least that "
            "value.",
        .reference = "RFC 3261 section 21.4.17",
        .steps =
            {
                {.text = "Look for the retry with a lifetime of Min-Expires or more; raise the "
                         "interval "
                         "in the client's settings if none comes."},
                {.text = "The client repeats the same short lifetime: update it or set the "
                         "interval by "
                         "hand."},
                {.text = "Min-Expires is missing: the server does not say its minimum; look it up "
                         "in its "
                         "settings."},
                {.text = "The value sent was long enough: check every Contact of the request, each "
                         "can "
                         "have its own expires."},
                {.text = "NAT needs short intervals: keep the binding open with keep-alives or "
                         "OPTIONS "
                         "instead of short registrations."},
            },
    },
    {
        .code = 424,
        .treat_as = 424,
        .phrase = "Bad Location Information",
        .meaning =
            "The location in the request is malformed, not good enough for the recipient, or "
            "could not be fetched.",
        .hint = "Read the code in Geolocation-Error: 100, 200 to 202 and 300 tell what is wrong.",
        .reference = "RFC 6442 section 4.3",
        .steps =
            {
                {.text = "100: location cannot be processed; check the PIDF-LO body and that the "
                         "cid: "
                         "URL in Geolocation names its Content-ID."},
                {.text = "200, 201, 202: permission is missing; check Geolocation-Routing and the "
                         "usage "
                         "rules in the location object."},
                {.text = "300: the location URI could not be dereferenced; check that its server "
                         "is "
                         "reachable for the recipient."},
                {.text = "Body lost along the path: compare the multipart body on both sides of "
                         "each SBC."},
            },
    },
    {
        .code = 425,
        .treat_as = 425,
        .phrase = "Bad Alert Message",
        .meaning =
            "The emergency data (alert) sent with the request was not understood or not accepted.",
        .hint =
            "Read the code in AlertMsg-Error (100 to 103) and compare it with the alert body of "
            "the request.",
        .reference = "RFC 8876 section 5.1",
        .steps =
            {
                {.text = "100 or 103: the alert cannot be processed or arrived damaged; compare "
                         "the body "
                         "on both sides of each SBC."},
                {.text = "101: the alert was not found; the cid: URL in Call-Info must equal the "
                         "Content-ID of its body part."},
                {.text = "102: the alert does not say enough; check category, event, urgency and "
                         "severity in it."},
                {.text = "Check the XML of the alert against the Common Alerting Protocol: "
                         "mandatory "
                         "elements, time format, character set."},
                {.text = "Check that the receiver serves this kind of sensor or alert; ask the "
                         "emergency "
                         "service for its profile."},
            },
    },
    {
        .code = 428,
        .treat_as = 428,
        .phrase = "Use Identity Header",
        .meaning =
            "The receiver demands a signed caller identity (STIR) and the request carries no "
            "valid Identity header.",
        .hint = "Look for an Identity header in the INVITE at the first hop and at the last hop.",
        .reference = "RFC 8224 section 6.2.2",
        .steps =
            {
                {.text = "None at the first hop: switch on signing at the originating provider or "
                         "its "
                         "authentication service."},
                {.text = "Present at first and missing later: find the SBC or gateway that removes "
                         "Identity and let it pass."},
                {.text = "Caller number not eligible for signing: check From and "
                         "P-Asserted-Identity at "
                         "the signing service."},
                {.text = "The call crossed a TDM gateway: the signature is lost there; ask the "
                         "provider "
                         "for an IP route."},
            },
    },
    {
        .code = 429,
        .treat_as = 429,
        .phrase = "Provide Referrer Identity",
        .meaning =
            "The target of a transfer wants a signed Referred-By token that proves who asked for "
            "the transfer.",
        .hint = "Look for Referred-By with a cid parameter and its signed body in the request.",
        .reference = "RFC 3892 section 5",
        .steps =
            {
                {.text = "Check whether the phone that sent the REFER supports signed Referred-By "
                         "tokens; most do not."},
                {.text = "The token was in the REFER: check that the transferred phone copied the "
                         "body "
                         "part into its new request."},
                {.text = "Switch the demand off on the target if transfers inside the own network "
                         "are "
                         "trusted."},
            },
    },
    {
        .code = 430,
        .treat_as = 430,
        .phrase = "Flow Failed",
        .meaning =
            "An edge proxy says that the connection to the client is gone, so the request could "
            "not be delivered on that path.",
        .hint =
            "Check that the client's connection (TCP, TLS, UDP keep-alive) was open at that time "
            "and has registered again.",
        .reference = "RFC 5626 section 11.5",
        .steps =
            {
                {.text = "Look for a missing keep-alive or a reset connection between client and "
                         "edge "
                         "proxy before this response."},
                {.text = "The registrar should try another flow of the same instance: compare "
                         "reg-id and "
                         "+sip.instance of the bindings."},
                {.text = "Check Flow-Timer and the NAT timeout: the keep-alive interval must be "
                         "shorter."},
                {.text = "Seen by an end device: it should not get this far, an endpoint reads it "
                         "as "
                         "400; check the authoritative proxy."},
            },
    },
    {
        .code = 433,
        .treat_as = 433,
        .phrase = "Anonymity Disallowed",
        .meaning =
            "The called party accepts no anonymous calls, and this one hides who is calling.",
        .hint = "Look at From and Privacy: call again with the number shown.",
        .reference = "RFC 5079 section 5",
        .steps =
            {
                {.text = "From is anonymous or Privacy: id is set: switch off number hiding on the "
                         "phone, extension or trunk."},
                {.text = "The caller shows its number: look for a hop that removes "
                         "P-Asserted-Identity "
                         "or writes anonymous into From."},
                {.text =
                     "The provider presents no number: check the number screening of the trunk."},
                {.text = "The call is to be let in: change the anonymous call rejection of the "
                         "called user."},
            },
    },
    {
        .code = 436,
        .treat_as = 436,
        .phrase = "Bad Identity Info",
        .meaning =
            "The certificate that the caller's Identity header points to could not be fetched.",
        .hint =
            "Fetch the URL in the info parameter of Identity from the verifying server's network.",
        .reference = "RFC 8224 section 6.2.2",
        .steps =
            {
                {.text = "Check that DNS, port 443 and TLS to the certificate server work and that "
                         "no "
                         "proxy or firewall blocks them."},
                {.text = "Check that info holds a complete https URL and was not cut or rewritten "
                         "along the "
                         "path."},
                {.text = "The certificate was moved or removed: ask the signing provider for a "
                         "reachable "
                         "URL."},
            },
    },
    {
        .code = 437,
        .treat_as = 437,
        .phrase = "Unsupported Credential",
        .meaning =
            "The certificate behind the caller's signature is not supported or not trusted by "
            "the receiver.",
        .hint = "Check issuer, validity and chain of the certificate that the info parameter of "
                "Identity names.",
        .reference = "RFC 8224 section 6.2.2",
        .steps =
            {
                {.text =
                     "Check that its root is on the receiver's list of trusted STI authorities."},
                {.text = "Check that the certificate is not expired or revoked and that its "
                         "TNAuthList "
                         "covers the caller's provider or number."},
                {.text = "Check that the receiver knows the PASSporT type (ppt) and the algorithm "
                         "ES256 "
                         "of the token."},
            },
    },
    {
        .code = 438,
        .treat_as = 438,
        .phrase = "Invalid Identity Header",
        .meaning = "The caller's signature does not match the request as it arrived.",
        .hint =
            "Decode the PASSporT: compare orig, dest and iat with From, To, P-Asserted-Identity "
            "and Date.",
        .reference = "RFC 8224 section 6.2.2",
        .steps =
            {
                {.text = "orig or dest differs from From or To: a hop changed or reformatted a "
                         "number "
                         "after signing; sign later or change earlier."},
                {.text = "iat differs from Date or is old: check the clocks and whether a hop "
                         "rewrote Date."},
                {.text = "Numbers agree: check that the certificate at info belongs to the key "
                         "that "
                         "signed, e.g. after a key change."},
                {.text = "The header was cut or folded along the path: compare its length on both "
                         "sides of "
                         "each SBC."},
            },
    },
    {
        .code = 439,
        .treat_as = 439,
        .phrase = "First Hop Lacks Outbound Support",
        .meaning = "The client asked for an outbound registration, but the first proxy on its path "
                   "does not support that.",
        .hint = "Compare Supported: outbound and reg-id of the REGISTER with the Path header the "
                "registrar received.",
        .reference = "RFC 5626 section 11.6",
        .steps =
            {
                {.text = "Path lacks the ob parameter: enable outbound on the first proxy or SBC."},
                {.text = "Switch off outbound (reg-id) in the client if the proxy cannot do it; it "
                         "may "
                         "register without."},
                {.text = "Path is missing altogether: the first proxy does not insert itself, or "
                         "another "
                         "hop removes it."},
            },
    },
    {
        .code = 440,
        .treat_as = 440,
        .phrase = "Max-Breadth Exceeded",
        .meaning =
            "The request would have to be forked into more branches than its Max-Breadth permits.",
        .hint =
            "Compare Max-Breadth of the request with the number of targets that the proxy has to "
            "call.",
        .reference = "RFC 5393 section 5.3.3",
        .steps =
            {
                {.text = "Reduce the devices or group members that ring in parallel, or ring them "
                         "one "
                         "after the other."},
                {.text = "Raise the Max-Breadth value where the request enters the network."},
                {.text = "Few targets but still 440: look for a forking loop, the same Call-ID "
                         "that "
                         "passes one proxy again and again."},
            },
    },
    {
        .code = 469,
        .treat_as = 469,
        .phrase = "Bad Info Package",
        .meaning = "The INFO request belongs to an info package that the receiver did not list as "
                   "accepted.",
        .hint = "Compare Info-Package of the INFO with Recv-Info of this response and of the call "
                "set-up.",
        .reference = "RFC 6086 sections 4.2.2 and 11.6",
        .steps =
            {
                {.text = "Package not in Recv-Info: switch it off at the sender or enable it at "
                         "the "
                         "receiver."},
                {.text = "Recv-Info was sent in the set-up but is missing at the peer: look for an "
                         "SBC "
                         "that removes it."},
                {.text = "DTMF by INFO fails: use telephone-event in RTP, or old-style INFO "
                         "without "
                         "Info-Package."},
            },
    },
    {
        .code = 470,
        .treat_as = 470,
        .phrase = "Consent Needed",
        .meaning =
            "A relay may not send to at least one recipient on the list, because that recipient "
            "has not agreed to it.",
        .hint = "Read Permission-Missing: it names the recipients whose consent is missing.",
        .reference = "RFC 5360 section 5.9.2",
        .steps =
            {
                {.text = "Ask those recipients to grant permission, or take them off the list."},
                {.text = "Consent was given: check that the relay stored it and that the address "
                         "equals "
                         "the one in Permission-Missing."},
                {.text = "No Permission-Missing header: look up the relay's log to find the "
                         "recipient."},
            },
    },
    {
        .code = 477,
        .treat_as = 400,
        .phrase = "Bad Request",
        .vendor = "Unfortunately error on sending to next hop occurred",
        .meaning =
            "A Kamailio or OpenSIPS proxy could not send the request to its next hop; clients "
            "treat it as 400.",
        .hint = "Check the proxy's next hop: address, port, transport, and whether its socket or "
                "connection is open.",
        .reference = "Not registered; Kamailio and OpenSIPS",
        .steps =
            {
                {.text = "Read the proxy's log at that time: it names the destination and the "
                         "error of "
                         "the system."},
                {.text = "TCP or TLS: check that the next hop accepts the connection and that its "
                         "certificate is valid."},
                {.text = "UDP: look for ICMP unreachable, a message larger than the path permits, "
                         "or a "
                         "missing route."},
                {.text = "The target is a registered phone behind NAT: its connection may be "
                         "closed; "
                         "compare with its last REGISTER."},
            },
    },
    {
        .code = 478,
        .treat_as = 400,
        .phrase = "Bad Request",
        .vendor = "Unresolvable destination",
        .meaning =
            "A Kamailio or OpenSIPS proxy could not resolve the address of its next hop; clients "
            "treat it as 400.",
        .hint = "Look up the domain of the Request-URI or Route from the proxy: NAPTR, SRV, then A "
                "and AAAA.",
        .reference = "Not registered; Kamailio and OpenSIPS",
        .steps =
            {
                {.text = "Check the host name for typing mistakes and that DNS answers at the "
                         "proxy itself."},
                {.text = "Check that a record exists for the transport in use, e.g. _sips._tcp for "
                         "TLS."},
                {.text =
                     "An IPv6-only name at a proxy with only IPv4: compare the address families."},
                {.text = "Local names such as .local or .invalid in Contact cannot be resolved: "
                         "correct "
                         "the sender of that Contact."},
            },
    },
    {
        .code = 479,
        .treat_as = 400,
        .phrase = "Bad Request",
        .vendor = "Regretfully, we were not able to process the URI",
        .meaning =
            "A Kamailio or OpenSIPS proxy could not parse the address that it should send to; "
            "clients treat it as 400.",
        .hint = "Look at Request-URI, Route and Contact for characters and brackets that do not "
                "belong there.",
        .reference = "Not registered; Kamailio and OpenSIPS",
        .steps =
            {
                {.text = "Compare the address with the one in the registration or dialog that it "
                         "came from."},
                {.text =
                     "Check escaping: blanks, # and non-ASCII characters must be written as %XX."},
                {.text = "Check the port and the IPv6 brackets, and look whether the proxy's "
                         "script "
                         "builds the address wrongly."},
            },
    },
    {
        .code = 480,
        .treat_as = 480,
        .phrase = "Temporarily Unavailable",
        .meaning = "The called user's server was reached, but the user is not available now: not "
                   "registered, not answering, or set to do not disturb.",
        .hint = "See whether a 180 came before: with it the phone rang; without it check the "
                "callee's registration.",
        .reference = "RFC 3261 section 21.4.18",
        .hints =
            {
                {.text = "The stated cause tells why: read it before you look at the phone.",
                 .all = SC_FACT_CAUSE},
                {.text = "Read the phrase, and search the registrar's log for the user in To: it "
                         "does not serve this account now.",
                 .any = SC_FACT_REGISTER},
                {.text = "See whether the far end can still be reached at the Contact that it gave "
                         "in this dialog.",
                 .all = SC_FACT_IN_DIALOG},
                {.text =
                     "It rang: compare the time of ringing with the timers of phone and server.",
                 .any = SC_FACT_INVITE,
                 .all = SC_FACT_RANG},
                {.text = "See whether the one that the request names is reachable and registered "
                         "at the server that answered.",
                 .none = SC_FACT_INVITE},
            },
        .steps =
            {
                {.text = "No 180: check that the callee is registered now, at this server and with "
                         "a "
                         "reachable Contact.",
                 .any = SC_FACT_INVITE,
                 .none = SC_FACT_RANG | SC_FACT_CAUSE | SC_FACT_IN_DIALOG},
                {.text =
                     "180 before: no one answered; compare the ring time with the no-answer timer.",
                 .any = SC_FACT_INVITE,
                 .all = SC_FACT_RANG},
                {.text = "Read Reason: Q.850 18 and 19 mean no answer, 20 absent or out of "
                         "coverage, 31 "
                         "is unspecific.",
                 .all = SC_FACT_CAUSE},
                {.text = "Final Reason unspecific or absent: look at the Reason of an earlier 183 "
                         "or 180 "
                         "of the same call.",
                 .any = SC_FACT_INVITE,
                 .none = SC_FACT_CAUSE},
                {.text = "Retry-After or do-not-disturb in the phrase: the user set it; it says "
                         "when to "
                         "call again.",
                 .any = SC_FACT_INVITE},
                {.text = "Warning 380 or 381: sips: was refused or demanded; compare the scheme of "
                         "Request-URI and Contact."},
                {.text = "The code may hide another fault, e.g. Q.850 34, 41 or 47 (no circuits): "
                         "check "
                         "the gateway before the phone.",
                 .any = SC_FACT_INVITE},
            },
    },
    {
        .code = 481,
        .treat_as = 481,
        .phrase = "Call/Transaction Does Not Exist",
        .meaning =
            "The request belongs to a call, subscription or transaction that the receiver does "
            "not know or no longer knows.",
        .hint = "Harmless for a late CANCEL; otherwise compare Call-ID, To tag and From tag with "
                "the call set-up.",
        .reference = "RFC 3261 section 21.4.19",
        .hints =
            {
                {.text = "Compare branch, Call-ID and CSeq number with the INVITE; after its final "
                         "response a CANCEL comes too late.",
                 .any = SC_FACT_CANCEL},
                {.text = "Look for what ended the subscription: its time, an Expires of 0, a "
                         "restart of its owner; then subscribe anew.",
                 .any = SC_FACT_SUBSCRIBE | SC_FACT_NOTIFY},
                {.text = "The request belongs to no dialog: see whether Replaces, Join or "
                         "Target-Dialog names one that has ended.",
                 .any = SC_FACT_INVITE | SC_FACT_REFER,
                 .all = SC_FACT_REQUEST,
                 .none = SC_FACT_IN_DIALOG},
                {.text = "Compare Call-ID, To tag and From tag with the set-up of the dialog, and "
                         "look for what ended it.",
                 .none = SC_FACT_CANCEL},
            },
        .steps =
            {
                {.text = "To CANCEL: compare its Via branch, CSeq number, Call-ID and Request-URI "
                         "with "
                         "the INVITE; after a final response it just came too late.",
                 .any = SC_FACT_CANCEL},
                {.text = "The call had already ended: look for an earlier BYE, 408 or 481 of this "
                         "dialog.",
                 .none = SC_FACT_CANCEL | SC_FACT_SUBSCRIBE | SC_FACT_NOTIFY},
                {.text = "Tags differ from the dialog: the sender mixed up forks or dialogs, or an "
                         "SBC "
                         "changed them on one side only.",
                 .none = SC_FACT_CANCEL},
                {.text = "All tags agree: the far end lost the call (restart, failover, session "
                         "timer) "
                         "or another node of a cluster got the request; check the Route.",
                 .none = SC_FACT_CANCEL | SC_FACT_SUBSCRIBE | SC_FACT_NOTIFY},
                {.text = "PRACK: compare RAck with RSeq and CSeq of the provisional response it "
                         "confirms.",
                 .any = SC_FACT_PRACK},
                {.text = "NOTIFY or SUBSCRIBE: the subscription has expired or its owner "
                         "restarted; "
                         "subscribe anew.",
                 .any = SC_FACT_NOTIFY | SC_FACT_SUBSCRIBE},
                {.text = "INVITE with Replaces or Join: the call it names does not exist any more.",
                 .any = SC_FACT_INVITE},
            },
    },
    {
        .code = 482,
        .treat_as = 482,
        .phrase = "Loop Detected",
        .meaning =
            "The request came back to a server that it had passed before, or reached one phone "
            "twice over different paths.",
        .hint =
            "Compare the Via headers: a repeated host closes a loop; if none repeats, look for a "
            "second copy, or beyond this server.",
        .reference = "RFC 3261 section 21.4.20",
        .steps =
            {
                {.text = "Same host twice in Via: compare the Request-URI at both passes and "
                         "correct the "
                         "routing or forwarding between the two."},
                {.text = "Two users forward to each other: look at History-Info or Diversion and "
                         "end the "
                         "circle."},
                {.text = "No repeat in Via: a merged request, two forks reached one phone; one "
                         "copy is "
                         "served, so look for the answer to the other."},
                {.text = "A server calls its own address: compare DNS and aliases of the domain "
                         "with the "
                         "server's own names."},
            },
    },
    {
        .code = 483,
        .treat_as = 483,
        .phrase = "Too Many Hops",
        .meaning = "The request was passed on so often that its Max-Forwards counter reached zero.",
        .hint = "Count the Via headers: hosts that repeat show a loop; else Max-Forwards was too "
                "small at the start.",
        .reference = "RFC 3261 section 21.4.21",
        .hints =
            {
                {.text = "The request had hops left here: the loop is beyond this server; see "
                         "where that sends the request.",
                 .all = SC_FACT_HOPS_LEFT},
            },
        .steps =
            {
                {.text = "Via hosts repeat: correct the routes or forwarding rules between these "
                         "hosts."},
                {.text = "Follow one Call-ID and CSeq: the same hop sees it several times with "
                         "falling "
                         "Max-Forwards."},
                {.text = "No repeat: look at Max-Forwards of the first request; 70 is usual, an "
                         "SBC or "
                         "client may start too low.",
                 .none = SC_FACT_HOPS_LEFT},
                {.text = "OPTIONS with Max-Forwards 0: a probe that was answered as designed, the "
                         "peer "
                         "is alive.",
                 .any = SC_FACT_OPTIONS,
                 .none = SC_FACT_HOPS_LEFT},
            },
    },
    {
        .code = 484,
        .treat_as = 484,
        .phrase = "Address Incomplete",
        .meaning =
            "The number in the Request-URI is not complete or not in the form that the server "
            "expects.",
        .hint = "Compare the digits in the Request-URI with the number plan: length, prefix, + or "
                "national format.",
        .reference = "RFC 3261 section 21.4.22",
        .hints =
            {
                {.text = "Compare the number in Refer-To with the number plan of the receiver: "
                         "length, prefix, + or national format.",
                 .any = SC_FACT_REFER},
            },
        .steps =
            {
                {.text = "A longer INVITE follows within seconds: overlap dialling, no fault."},
                {.text = "Check the dial plan of the phone or PBX: it may send before all digits "
                         "are "
                         "dialled."},
                {.text = "Check prefix and format towards the trunk: missing area code, 0 or + is "
                         "the "
                         "usual fault."},
                {.text = "Reason Q.850;cause=28: the telephone network refused the number; compare "
                         "it "
                         "with one that works."},
            },
    },
    {
        .code = 485,
        .treat_as = 485,
        .phrase = "Ambiguous",
        .meaning =
            "The address fits several users and the server does not know which one is meant.",
        .hint = "Read Contact: it may list the users to choose from; dial one of them exactly.",
        .reference = "RFC 3261 section 21.4.23",
        .steps =
            {
                {.text = "Use the full address or number instead of a name or short form."},
                {.text = "Two accounts share an alias or number: correct it on the server."},
                {.text = "No Contact listed: the server hides the choices; look up the matching "
                         "accounts "
                         "there."},
            },
    },
    {
        .code = 486,
        .treat_as = 486,
        .phrase = "Busy Here",
        .meaning =
            "The called device says that it cannot take another call now; other devices of the "
            "user may still answer.",
        .hint = "See when it came: after a 180 someone rejected it; at once it is busy, "
                "do-not-disturb or a limit.",
        .reference = "RFC 3261 section 21.4.24",
        .hints =
            {
                {.text = "Read phrase and Reason: the receiver is busy with something else, or at "
                         "a limit.",
                 .any = SC_FACT_REGISTER | SC_FACT_SUBSCRIBE | SC_FACT_NOTIFY | SC_FACT_REFER |
                        SC_FACT_BYE | SC_FACT_OPTIONS | SC_FACT_PRACK | SC_FACT_UPDATE |
                        SC_FACT_PUBLISH},
                {.text = "Read phrase and Reason: the far end is busy with another change of this "
                         "call, or at a limit.",
                 .all = SC_FACT_IN_DIALOG},
                {.text = "No person refuses so fast after a 180: look for do-not-disturb, a limit, "
                         "or a gateway without a route.",
                 .all = SC_FACT_RANG | SC_FACT_AT_ONCE},
                {.text = "It rang before: the phone was refused by hand, or its own timer expired; "
                         "compare the time.",
                 .all = SC_FACT_RANG},
                {.text = "It came without a 180: look for another call of the callee, "
                         "do-not-disturb or a limit.",
                 .all = SC_FACT_REQUEST,
                 .none = SC_FACT_RANG},
            },
        .steps =
            {
                {.text = "Look for another call of the callee that is open at that time; if there "
                         "is "
                         "one, it is really busy."},
                {.text = "At once and no other call: check do-not-disturb, call waiting, call "
                         "limit and "
                         "rules on phone and server.",
                 .none = SC_FACT_RANG},
                {.text =
                     "After a 180: the callee pressed reject or the device gave up while ringing.",
                 .all = SC_FACT_RANG,
                 .none = SC_FACT_AT_ONCE},
                {.text = "Read Reason: a Q.850 cause other than 17 means that a gateway translated "
                         "another fault into 486."},
                {.text = "The code may hide a device fault, such as a missing audio device or "
                         "used-up "
                         "licences: read the callee's log."},
                {.text = "Retry-After tells when the callee expects to be free.",
                 .all = SC_FACT_RETRY_AFTER},
            },
    },
    {
        .code = 487,
        .treat_as = 487,
        .phrase = "Request Terminated",
        .meaning =
            "The INVITE was ended by a CANCEL or BYE before it was answered; this is the normal "
            "end of a cancelled call.",
        .hint = "Find the CANCEL and its Reason: caller hung up, answered elsewhere or a timeout.",
        .reference = "RFC 3261 section 21.4.25",
        .hints =
            {
                {.text = "Find the BYE that ended the dialog while this request was open.",
                 .any = SC_FACT_REGISTER | SC_FACT_SUBSCRIBE | SC_FACT_NOTIFY | SC_FACT_REFER |
                        SC_FACT_BYE | SC_FACT_OPTIONS | SC_FACT_PRACK | SC_FACT_UPDATE |
                        SC_FACT_PUBLISH},
            },
        .steps =
            {
                {.text = "CANCEL with Reason SIP;cause=200 or Q.850;cause=26: another phone "
                         "answered; no "
                         "missed and no failed call."},
                {.text = "CANCEL made by a proxy while the caller sent none: a fork branch that "
                         "lost; "
                         "look for the answer on another branch."},
                {.text = "CANCEL from the caller: compare the ring time; a round number of seconds "
                         "points to a timer in the caller's system."},
                {.text = "No CANCEL in the capture: it happened beyond this hop, or Expires of the "
                         "INVITE expired."},
                {.text = "Unexpected cancels soon after the INVITE: read the log of the calling "
                         "side for "
                         "its failover or no-response timer."},
            },
    },
    {
        .code = 488,
        .treat_as = 488,
        .phrase = "Not Acceptable Here",
        .meaning = "The receiver cannot accept what is offered here; usually codec, encryption or "
                   "media type do not fit.",
        .hint = "Compare the m= lines: RTP/AVP or RTP/SAVP, codecs, and crypto or fingerprint; a "
                "Warning tells which it is.",
        .reference = "RFC 3261 section 21.4.26",
        .hints =
            {
                {.text = "The request holds no SDP: read Warning, Reason and phrase; a peer may "
                         "want the offer in the INVITE.",
                 .any = SC_FACT_INVITE,
                 .all = SC_FACT_REQUEST,
                 .none = SC_FACT_SDP},
                {.text = "No session is offered here: read Warning, Reason and phrase for what the "
                         "receiver cannot do.",
                 .all = SC_FACT_REQUEST,
                 .none = SC_FACT_SDP},
                {.text = NO_AUDIO, .all = SC_FACT_REQUEST | SC_FACT_SDP, .none = SC_FACT_AUDIO},
            },
        .steps =
            {
                {.text = "Profile: RTP/SAVP or UDP/TLS/RTP/SAVPF offered to a peer that speaks "
                         "plain "
                         "RTP/AVP, or the reverse; align the encryption settings.",
                 .all = SC_FACT_SDP},
                {.text = "Codecs: compare the rtpmap lines with an offer or answer of this peer "
                         "that "
                         "worked; enable one in common.",
                 .all = SC_FACT_SDP},
                {.text = "Secure profile without a=crypto or a=fingerprint, or with an unknown "
                         "suite: "
                         "correct the SRTP settings.",
                 .all = SC_FACT_SDP},
                {.text = "re-INVITE to T.38 or video refused: the call itself goes on; look "
                         "whether the "
                         "caller falls back.",
                 .all = SC_FACT_SDP | SC_FACT_IN_DIALOG},
                {.text = "c= with IPv6 to an IPv4-only peer, or port 0 and address 0.0.0.0: check "
                         "the "
                         "offered address.",
                 .all = SC_FACT_SDP},
                {.text = "INVITE without SDP: some peers need the offer in the INVITE; switch off "
                         "delayed offer.",
                 .any = SC_FACT_INVITE,
                 .all = SC_FACT_REQUEST,
                 .none = SC_FACT_SDP},
                {.text = "No media fault visible: some servers send 488 for licence or resource "
                         "limits; "
                         "read phrase, Reason and log."},
            },
    },
    {
        .code = 489,
        .treat_as = 489,
        .phrase = "Bad Event",
        .meaning = "The server does not know the event package that the request names.",
        .hint = "Compare Event of the request with Allow-Events of the response.",
        .reference = "RFC 6665 section 8.3.2",
        .hints =
            {
                {.text = "The response does not list what it knows: enable the package at the "
                         "server, or switch it off in the client.",
                 .all = SC_FACT_RESPONSE,
                 .none = SC_FACT_ALLOW_EVENTS},
            },
        .steps =
            {
                {.text = "Package not listed: enable it on the server (e.g. dialog, presence, "
                         "message-summary) or switch it off in the phone.",
                 .all = SC_FACT_ALLOW_EVENTS},
                {.text =
                     "Event is missing in SUBSCRIBE, NOTIFY or PUBLISH: the client is at fault."},
                {.text = "The request reached the wrong server: compare the Request-URI with the "
                         "address "
                         "of the presence or voicemail server."},
                {.text = "NOTIFY refused: its package or id does not fit the subscription, or the "
                         "phone "
                         "does not take unsolicited ones.",
                 .any = SC_FACT_NOTIFY},
            },
    },
    {
        .code = 490,
        .treat_as = 400,
        .phrase = "Bad Request",
        .vendor = "Request Updated",
        .meaning = "An expired draft used it for a request that was changed along the path; it is "
                   "treated as 400.",
        .hint = "Find the sender by Server and Via; the client must treat it as 400 Bad Request.",
        .reference = "Not registered; expired Internet-Draft",
        .steps =
            {
                {.text = "Read the phrase and the sender's documentation, no standard defines the "
                         "number."},
                {.text = "Compare the request with one that works, as for any 400."},
                {.text = "Read the log of the server that sent it for the true cause."},
            },
    },
    {
        .code = 491,
        .treat_as = 491,
        .phrase = "Request Pending",
        .meaning =
            "The receiver has a change of the same call in progress itself; both sides wanted to "
            "change it at the same time.",
        .hint =
            "Look for a re-INVITE or UPDATE of the other side that crossed this one; both retry "
            "after a random time.",
        .reference = "RFC 3261 section 21.4.27",
        .hints =
            {
                {.text = "The call is new, so nothing crossed it: the server may be at an earlier "
                         "request of this client; try again later.",
                 .any = SC_FACT_INVITE,
                 .all = SC_FACT_REQUEST,
                 .none = SC_FACT_IN_DIALOG},
            },
        .steps =
            {
                {.text = "Crossing requests: check that the retry comes (0 to 2 s, or 2.1 to 4 s "
                         "for the "
                         "owner of the Call-ID) and succeeds."},
                {.text = "It repeats: both sides change the call at the same moment, e.g. codec "
                         "renegotiation by two SBCs; switch one off."},
                {.text = "No crossing request: an earlier offer is still open; look for a missing "
                         "ACK, "
                         "PRACK or 200."},
                {.text = "Session refreshes collide: let only one side be the refresher."},
            },
    },
    {
        .code = 493,
        .treat_as = 493,
        .phrase = "Undecipherable",
        .meaning = "The receiver cannot decrypt the S/MIME body of the request.",
        .hint = "Check which certificate the body was encrypted for and whether the receiver holds "
                "that key.",
        .reference = "RFC 3261 section 21.4.28",
        .steps =
            {
                {.text = "The body of the response may hold the right certificate: use it for the "
                         "retry."},
                {.text = "The receiver's certificate was renewed: replace the stored one at the "
                         "sender."},
                {.text = "A hop changed the body or Content-Type: compare both sides; or send "
                         "without "
                         "encryption as a test."},
            },
    },
    {
        .code = 494,
        .treat_as = 494,
        .phrase = "Security Agreement Required",
        .meaning =
            "The server demands that a security mechanism is agreed before it serves the request.",
        .hint = "Compare Security-Client of the request with Security-Server of the response.",
        .reference = "RFC 3329 section 2.3.1",
        .steps =
            {
                {.text = "No Security-Client: enable security agreement (sec-agree) in the client "
                         "and "
                         "put it into Require and Proxy-Require."},
                {.text = "No common mechanism: compare the lists, e.g. tls, ipsec-3gpp, digest, "
                         "and "
                         "their algorithms."},
                {.text = "Security-Verify differs from Security-Server: an old agreement or an "
                         "attack "
                         "that weakens it; register anew."},
                {.text = "IMS: the IPsec association is lost; look for a new registration by way "
                         "of the "
                         "unprotected port."},
            },
    },
    {
        .code = 500,
        .treat_as = 500,
        .phrase = "Server Internal Error",
        .meaning =
            "An unexpected condition stopped the server: a configuration error, a bug or a lack "
            "of resources.",
        .hint = "Read Reason, Warning and phrase; then read the server's log at the time of the "
                "request.",
        .reference = "RFC 3261 section 21.5.1",
        .steps =
            {
                {.text = "A Reason with a Q.850 cause or SIP code is closer to the truth than the "
                         "500: a "
                         "gateway or proxy translated it."},
                {.text = "Read the server's logs: some hold codes and advice. Compare their time "
                         "stamps "
                         "with those of the failing requests."},
                {.text = "If it began with a configuration or software change, consider rolling "
                         "that back."},
                {.text = "Does every request fail, or only this one? All: check memory, disk, "
                         "database "
                         "and licences. One: compare it with one that works."},
                {.text = "Inside a call: compare CSeq with the highest seen before, and look for "
                         "an "
                         "earlier INVITE without final response (then with Retry-After).",
                 .all = SC_FACT_IN_DIALOG},
                {.text =
                     "After a reliable 18x: look for a missing PRACK, the callee gave up waiting.",
                 .any = SC_FACT_INVITE},
                {.text = "Update the server software, newer versions fix bugs."},
                {.text = "Retry-After says when to try again.", .all = SC_FACT_RETRY_AFTER},
            },
    },
    {
        .code = 501,
        .treat_as = 501,
        .phrase = "Not Implemented",
        .meaning = "The server does not support what the request needs; usually it does not know "
                   "the method at all.",
        .hint = "Look at the method of the request and at the Allow headers that the server sends "
                "elsewhere.",
        .reference = "RFC 3261 section 21.5.2",
        .hints =
            {
                {.text = "Read phrase and Reason: gateways send 501 for a service or bearer that "
                         "they do not provide (Q.850 79).",
                 .any = SC_FACT_INVITE},
                {.text = "See which server the method is meant for, and whether the request "
                         "reached it.",
                 .any = SC_FACT_SUBSCRIBE | SC_FACT_PUBLISH},
            },
        .steps =
            {
                {.text = "Method misspelt or not in capitals: methods are compared with case."},
                {.text = "Method unknown to the server: switch off the feature in the client, or "
                         "use a "
                         "server that has it."},
                {.text = "Known method: read phrase and Reason; transfer, video or a gateway "
                         "service "
                         "(Q.850 69, 79) is missing."},
                {.text = "UPDATE, INFO or OPTIONS refused inside a call: the call itself goes on.",
                 .all = SC_FACT_IN_DIALOG},
            },
    },
    {
        .code = 502,
        .treat_as = 502,
        .phrase = "Bad Gateway",
        .meaning = "A gateway or proxy got an invalid answer from the system beyond it.",
        .hint = "Capture beyond the sender: look there for a response that is malformed or does "
                "not fit its request.",
        .reference = "RFC 3261 section 21.5.3",
        .hints =
            {
                {.text =
                     "Go by the stated cause: Q.850 27 or 38 points at the far trunk or network.",
                 .all = SC_FACT_CAUSE},
            },
        .steps =
            {
                {.text = "Reason Q.850;cause=27 or 38: the far trunk or network is out of order; "
                         "try "
                         "another route."},
                {.text = "Capture between the sender of the 502 and its next hop: look for a "
                         "response "
                         "that is malformed or does not fit the request."},
                {.text = "Check the status of the trunk, link or ISDN line behind the gateway."},
                {.text = "Read the gateway's log at that time: it names the answer that it did not "
                         "like."},
            },
    },
    {
        .code = 503,
        .treat_as = 503,
        .phrase = "Service Unavailable",
        .meaning = "The server is temporarily unavailable because of maintenance, overload or a "
                   "network problem beyond it.",
        .hint =
            "Look for Retry-After: with it wait that long; without it the client acts as on a 500.",
        .reference = "RFC 3261 section 21.5.4",
        .hints =
            {
                {.text = "Wait as long as Retry-After says before anything is sent to this server "
                         "again.",
                 .all = SC_FACT_RETRY_AFTER},
                {.text = "A dialog has no other server: compare Request-URI and Route with its "
                         "Contact and Record-Route, and read the phrase.",
                 .all = SC_FACT_RESPONSE | SC_FACT_IN_DIALOG,
                 .none = SC_FACT_RETRY_AFTER},
                {.text = "There is no Retry-After: try another server, and see whether this one is "
                         "overloaded or lacks its next hop.",
                 .all = SC_FACT_RESPONSE,
                 .none = SC_FACT_RETRY_AFTER},
            },
        .steps =
            {
                {.text = "Check your own network connection, then wait some minutes and retry."},
                {.text = "Many proxies send 503 when the next hop is unreachable: check its "
                         "address, DNS "
                         "entry, port and status."},
                {.text = "Reason Q.850;cause=34, 38, 41, 42 or 47: no circuit or congestion on the "
                         "telephone side; check trunks and gateways.",
                 .any = SC_FACT_INVITE},
                {.text = "Phrase with limit, capacity or calls per second: count the open calls to "
                         "that "
                         "peer and compare with the contract.",
                 .any = SC_FACT_INVITE},
                {.text = "Read the server's logs to see which request triggered it, and compare "
                         "the time "
                         "stamps for a pattern."},
                {.text = "Traffic spikes and maintenance are the usual reasons and waiting helps: "
                         "ask "
                         "the provider or administrator about planned maintenance."},
                {.text = "With Retry-After nothing should be sent to that server until then; check "
                         "that "
                         "clients fail over to another one.",
                 .all = SC_FACT_RETRY_AFTER},
            },
    },
    {
        .code = 504,
        .treat_as = 504,
        .phrase = "Server Time-out",
        .meaning =
            "The server waited too long for another system that it needs, such as a next hop, "
            "DNS or a database.",
        .hint = "Find what the server asked and got no answer from, and go on from there.",
        .reference = "RFC 3261 section 21.5.5",
        .steps =
            {
                {.text = "Look for the forwarded request without response, or for DNS queries "
                         "(NAPTR, "
                         "SRV, A) without answer."},
                {.text = "Check reachability of the next hop: address, port, transport, firewall, "
                         "TLS "
                         "handshake."},
                {.text = "Reliable 18x repeated before it: the PRACK is missing; check 100rel on "
                         "both "
                         "sides."},
                {.text = "IMS: an XML body with restoration asks the phone to register again."},
                {.text = "Read the server's log for timeouts of database, ENUM, LDAP or HTTP "
                         "look-ups."},
            },
    },
    {
        .code = 505,
        .treat_as = 505,
        .phrase = "Version Not Supported",
        .meaning = "The server does not support the SIP version in the request line.",
        .hint = "Look at the end of the request line: it must read SIP/2.0.",
        .reference = "RFC 3261 section 21.5.6",
        .steps =
            {
                {.text =
                     "Another version or misspelt: the client is at fault; correct or update it."},
                {.text = "It reads SIP/2.0: look for damage along the path, extra blanks or a "
                         "folded "
                         "request "
                         "line."},
                {.text = "Something other than SIP reaches the port: check source address and port "
                         "of "
                         "the request."},
            },
    },
    {
        .code = 513,
        .treat_as = 513,
        .phrase = "Message Too Large",
        .meaning = "The whole message is longer than the server can process.",
        .hint =
            "Look at the size of the request: find the headers and body parts that make it large.",
        .reference = "RFC 3261 section 21.5.7",
        .steps =
            {
                {.text = "Reduce codecs, ICE candidates and media lines of the SDP; drop body "
                         "parts that "
                         "are not needed."},
                {.text = "Long Via, Record-Route, History-Info or several Identity headers: reduce "
                         "the "
                         "hops or let an SBC remove them."},
                {.text = "UDP above about 1300 bytes: use TCP or TLS."},
                {.text = "Raise the message size limit of the server that sent the 513."},
            },
    },
    {
        .code = 555,
        .treat_as = 555,
        .phrase = "Push Notification Service Not Supported",
        .meaning = "The proxy does not support the push service that the phone asks for in its "
                   "registration.",
        .hint = "Compare pn-provider in the Contact of the REGISTER with Feature-Caps: +sip.pns.",
        .reference = "RFC 8599 section 8.1",
        .steps =
            {
                {.text = "Set the push service (e.g. apns, fcm, webpush) that the provider "
                         "supports in "
                         "the app."},
                {.text = "Check that pn-provider, pn-prid and pn-param are complete and free of "
                         "typing "
                         "mistakes."},
                {.text = "Enable that push service on the proxy, with its certificate or key."},
            },
    },
    {
        .code = 580,
        .treat_as = 580,
        .phrase = "Precondition Failure",
        .meaning =
            "A condition that must hold before ringing, such as reserved bandwidth, cannot be met.",
        .hint = "Compare the a=curr, a=des and a=conf lines of both SDPs: find the mandatory one "
                "that is not met.",
        .reference = "RFC 3312 section 8",
        .steps =
            {
                {.text = "Resource reservation failed: check radio bearer, policy server "
                         "(PCRF/PCF) and "
                         "bandwidth for the call."},
                {.text = "The peer does not support precondition: look for the tag in Supported; "
                         "make it "
                         "optional in the caller."},
                {.text = "No UPDATE with a=curr sendrecv came: the side that reserves did not "
                         "report "
                         "success."},
            },
    },
    {
        .code = 600,
        .treat_as = 600,
        .phrase = "Busy Everywhere",
        .meaning =
            "The called user is busy at every destination and there is no alternative, such as "
            "voicemail, to forward to.",
        .hint = "The code ends all other branches of the call: check do-not-disturb and limits, or "
                "call again later.",
        .reference = "RFC 3261 section 21.6.1",
        .hints =
            {
                {.text = "Call again after the time in Retry-After; the code ends all other "
                         "branches of the call.",
                 .all = SC_FACT_RETRY_AFTER},
            },
        .steps =
            {
                {.text = "Check whether other devices were still ringing: a 600 of one of them "
                         "cancels "
                         "them; 486 would not."},
                {.text = "User not busy: check do-not-disturb, call limits and group rules at the "
                         "server "
                         "that made the 600."},
                {.text =
                     "Want voicemail or an alternative: set up forwarding on busy for that user."},
                {.text = "Read Reason: a cause other than Q.850 17 means that a gateway translated "
                         "another fault."},
            },
    },
    {
        .code = 603,
        .treat_as = 603,
        .phrase = "Decline",
        .meaning = "The user or the server does not want the call: by policy, for lack of "
                   "resources, or because the caller's identity is in doubt.",
        .hint =
            "Read the phrase: Network Blocked is an analytics block (SIP 603+), anything else a "
            "refusal by user or server.",
        .reference = "RFC 3261 section 21.6.2",
        .hints =
            {
                {.text = "The subscription is refused: see whether user and event are ones that "
                         "the notifier serves, and who may subscribe.",
                 .any = SC_FACT_SUBSCRIBE | SC_FACT_PUBLISH},
                {.text = "Read phrase and Reason: the receiver does not want what the request asks "
                         "for.",
                 .none = SC_FACT_INVITE},
                {.text =
                     "Read phrase and Reason: the far end does not want this change of the call.",
                 .all = SC_FACT_IN_DIALOG},
            },
        .steps =
            {
                {.text = "Phrase Network Blocked: the network's analytics blocked the caller "
                         "(ATIS-1000099); use the redress contact in Reason or its text.",
                 .any = SC_FACT_INVITE,
                 .none = SC_FACT_IN_DIALOG},
                {.text = "Phrase Network Blocked but Reason or its contact missing: the notice is "
                         "incomplete, an SBC may have removed it.",
                 .any = SC_FACT_INVITE,
                 .none = SC_FACT_IN_DIALOG},
                {.text = "After a 180: a person declined on the phone.",
                 .any = SC_FACT_INVITE,
                 .all = SC_FACT_RANG,
                 .none = SC_FACT_AT_ONCE},
                {.text = "At once: check screening, black lists, do-not-disturb and policy on the "
                         "called "
                         "side, and its resource limits.",
                 .any = SC_FACT_INVITE,
                 .none = SC_FACT_RANG},
                {.text = "Check how the caller is shown: an anonymous, unsigned or implausible "
                         "number in "
                         "From is often declined.",
                 .any = SC_FACT_INVITE},
                {.text = "Read Reason: Q.850;cause=21 is a refusal from the telephone network.",
                 .any = SC_FACT_INVITE},
                {.text = "One device declines and all stop ringing: 603 ends every branch; let the "
                         "device send 486 instead.",
                 .any = SC_FACT_INVITE,
                 .none = SC_FACT_IN_DIALOG},
            },
    },
    {
        .code = 604,
        .treat_as = 604,
        .phrase = "Does Not Exist Anywhere",
        .meaning =
            "The server knows for certain that the user does not exist anywhere; other targets "
            "need not be tried.",
        .hint = "Check the number in the Request-URI; then check whether the sender is "
                "authoritative for all targets.",
        .reference = "RFC 3261 section 21.6.3",
        .steps =
            {
                {.text = "Check for typing mistakes, prefix and domain of the address."},
                {.text = "The user exists: look in the server that sent 604; a 404 would let other "
                         "branches go on."},
                {.text =
                     "Reason Q.850;cause=1: the telephone network reports an unallocated number."},
            },
    },
    {
        .code = 606,
        .treat_as = 606,
        .phrase = "Not Acceptable",
        .meaning = "The user was reached, but no device can use the session as described: media, "
                   "bandwidth or address do not fit.",
        .hint = "Read Warning, then compare profile, codecs and address of the offered SDP with "
                "those of the callee.",
        .reference = "RFC 3261 section 21.6.4",
        .hints =
            {
                {.text = "No session is offered here: read Warning, Reason and phrase for what the "
                         "receiver cannot do.",
                 .all = SC_FACT_REQUEST,
                 .none = SC_FACT_SDP},
                {.text = NO_AUDIO, .all = SC_FACT_REQUEST | SC_FACT_SDP, .none = SC_FACT_AUDIO},
            },
        .steps =
            {
                {.text = "Compare the m= lines: RTP/AVP or RTP/SAVP, media types and codecs; "
                         "enable one "
                         "in common."},
                {.text = "Bandwidth: compare b= and the codecs with what the called network "
                         "permits "
                         "(Warning 370)."},
                {.text = "c= with IPv6 to an IPv4-only network or the reverse: check the offered "
                         "address."},
                {.text = "It ends all branches: a device that sends 606 where 488 is right stops "
                         "the "
                         "others; check its settings."},
            },
    },
    {
        .code = 607,
        .treat_as = 607,
        .phrase = "Unwanted",
        .meaning =
            "The called party marked this call as unwanted; no further attempts should be made.",
        .hint = "Look at From and P-Asserted-Identity: that number was marked; stop calling this "
                "party.",
        .reference = "RFC 8197 section 4",
        .steps =
            {
                {.text = "Caller is legitimate: check whether the number is listed as spam and ask "
                         "the "
                         "called provider to correct it."},
                {.text = "Shown number is wrong or forged: check number and signature (Identity) "
                         "at the "
                         "originating side."},
                {.text = "Sent without anybody pressing a button: check the block list and call "
                         "filter "
                         "of the called side."},
            },
    },
    {
        .code = 608,
        .treat_as = 608,
        .phrase = "Rejected",
        .meaning = "A machine along the path, such as an analytics engine, rejected the call; no "
                   "person did.",
        .hint = "Look for Call-Info with purpose=jwscard: the signed card holds the contact for "
                "redress.",
        .reference = "RFC 8688 section 3",
        .steps =
            {
                {.text = "Call-Info present: decode the jCard and use its contact to have the "
                         "block lifted."},
                {.text = "No Call-Info: ask the provider whose element made the 608; Via and "
                         "Server help "
                         "to find it."},
                {.text = "Check whether the INVITE carried Feature-Caps with sip.608; without it "
                         "an "
                         "announcement is owed to the caller."},
                {.text = "Check number reputation, call rate and signature (Identity) of the "
                         "calling "
                         "number."},
            },
    },
    {
        .code = 687,
        .treat_as = 600,
        .phrase = "Busy Everywhere",
        .vendor = "Dialog Terminated",
        .meaning =
            "An expired draft used it for a dialog that was ended on purpose; it is treated as "
            "600.",
        .hint = "Find the sender by Server and Via; the client must treat it as 600 and end all "
                "branches.",
        .reference = "Not registered; expired Internet-Draft",
        .steps =
            {
                {.text = "Look for a BYE, CANCEL or refused re-INVITE of the same Call-ID just "
                         "before it."},
                {.text = "Read the phrase, Reason and the sender's documentation, no standard "
                         "defines "
                         "the number."},
                {.text = "Read the log of the server that sent it for the true cause."},
            },
    },
};

const size_t sc_status_table_size = sizeof sc_status_table / sizeof sc_status_table[0];

static_assert(sizeof sc_status_table / sizeof sc_status_table[0] == 75 + 7,
              "a status code is missing or was added: update the counts in the test too");

/* By enum sc_class: the number of the row is the first digit of the codes it serves. */
const struct sc_status sc_class_table[SC_CLASS_GLOBAL_FAILURE + 1] = {
    [SC_CLASS_NONE] =
        {
            .code = 0,
            .treat_as = 0,
            .phrase = "",
            .meaning = "The number is no SIP status code: valid ones lie between 100 and 699.",
            .hint =
                "Check the sender: a number outside 100 to 699 does not belong in a status line.",
            .reference = "RFC 3261 section 7.2",
            .steps =
                {
                    {.text =
                         "Look at the raw status line: it reads SIP/2.0, one space, three digits, "
                         "one space and the phrase."},
                    {.text =
                         "The number comes from a log or a program: it may be an internal code of "
                         "that software, never sent on the wire."},
                    {.text = "The frame may not be SIP at all: check port and protocol."},
                },
        },
    [SC_CLASS_PROVISIONAL] =
        {
            .code = 0,
            .treat_as = 183,
            .phrase = "Session Progress",
            .meaning =
                "Unregistered provisional response (class 1): provisional ones are sent until "
                "the call is connected; it is treated as 183.",
            .hint = "Wait for the final response; read the phrase to learn what the sender means.",
            .reference = "RFC 3261 section 8.1.3.2",
            .steps =
                {
                    {.text = "Look for SDP in it: it can carry early media like a 183."},
                    {.text =
                         "No final response follows: read the log of the element that sent it."},
                },
        },
    [SC_CLASS_SUCCESS] =
        {
            .code = 0,
            .treat_as = 200,
            .phrase = "OK",
            .meaning =
                "Unregistered success response (class 2): it is final and says that the request "
                "succeeded; it is treated as 200.",
            .hint = "Nothing to do: a client treats it as 200 OK.",
            .reference = "RFC 3261 section 8.1.3.2",
            .steps =
                {
                    {.text =
                         "Read phrase, Server and the sender's documentation to learn what it adds "
                         "to a plain 200."},
                    {.text =
                         "A peer treats it as a failure: that peer does not follow the x00 rule."},
                },
        },
    [SC_CLASS_REDIRECTION] =
        {
            .code = 0,
            .treat_as = 300,
            .phrase = "Multiple Choices",
            .meaning =
                "Unregistered redirection (class 3): it is final, the request must be sent to "
                "another address; it is treated as 300.",
            .hint = "Read Contact for the new address and check that the client tries it.",
            .reference = "RFC 3261 section 8.1.3.2",
            .steps =
                {
                    {.text =
                         "No new request: the client or SBC does not follow redirects; check its "
                         "settings."},
                    {.text =
                         "No Contact: the redirect names no target; ask the administrator of the "
                         "sender."},
                    {.text = "Read phrase, Reason and the sender's documentation to learn why it "
                             "redirects."},
                },
        },
    [SC_CLASS_CLIENT_ERROR] =
        {
            .code = 0,
            .treat_as = 400,
            .phrase = "Bad Request",
            .meaning =
                "Unregistered client error (class 4): it is final, the request failed here and "
                "may need a change; it is treated as 400.",
            .hint = "Read phrase, Reason and Warning; then find the sender by Server and Via.",
            .reference = "RFC 3261 section 8.1.3.2",
            .steps =
                {
                    {.text =
                         "Look the number up in the documentation of the sender, only its vendor "
                         "defines it."},
                    {.text =
                         "Compare the request with one that works: headers, addresses and body."},
                    {.text = "Read the log of the server that sent it for the true cause."},
                },
        },
    [SC_CLASS_SERVER_ERROR] =
        {
            .code = 0,
            .treat_as = 500,
            .phrase = "Server Internal Error",
            .meaning = "Unregistered server error (class 5): it is final, the server failed on a "
                       "request that seems valid; it is treated as 500.",
            .hint = "Read phrase, Reason and Warning; then read the server's log at that time.",
            .reference = "RFC 3261 section 8.1.3.2",
            .steps =
                {
                    {.text =
                         "Look the number up in the documentation of the sender, only its vendor "
                         "defines it."},
                    {.text = "Does every request fail, or only this one? All: check the server's "
                             "resources. One: compare it with one that works."},
                    {.text = "Try another server: a client may fail over after a 5xx."},
                },
        },
    [SC_CLASS_GLOBAL_FAILURE] =
        {
            .code = 0,
            .treat_as = 600,
            .phrase = "Busy Everywhere",
            .meaning =
                "Unregistered global failure (class 6): it is final and ends all branches, no "
                "server can serve it; it is treated as 600.",
            .hint = "Read phrase and Reason; check whether the sender is authoritative for all "
                    "targets.",
            .reference = "RFC 3261 section 8.1.3.2",
            .steps =
                {
                    {.text =
                         "Look the number up in the documentation of the sender, only its vendor "
                         "defines it."},
                    {.text =
                         "Check which other branches were still ringing: a 6xx cancels them all."},
                    {.text = "Read the log of the server that sent it for the true cause."},
                },
        },
};
