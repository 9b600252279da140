/* Findings about what a request says.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* Asserts all findings of a frame. */
static void check_at(uint32_t frame, const char *lines, const char *expected)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    check_findings(capture, frame, expected);
    capture_free(capture);
}

/* Those of frame 2. */
static void check(const char *lines, const char *expected)
{
    check_at(2, lines, expected);
}

/* Asserts that frame 2 has one finding, with this text. */
static void check_one(const char *lines, const char *id, const char *confidence, const char *text,
                      const char *evidence)
{
    struct capture *capture = capture_new();
    char *expected = g_strdup_printf("%s %s", id, confidence);

    ladder(capture, lines);
    check_findings(capture, 2, expected);
    check_finding(capture, 2, id, text, evidence);
    g_free(expected);
    capture_free(capture);
}

/* A line with many copies of one text. */
static char *repeat(const char *begin, const char *text, int times, const char *end)
{
    GString *line = g_string_new(begin);

    for (int i = 0; i < times; i++) {
        g_string_append(line, text);
    }
    g_string_append(line, end);
    return g_string_free(line, FALSE);
}

/* ---- 400 for nothing that can be seen ---- */

static void nothing_wrong(void **state)
{
    check("1   0  alice > bob  OPTIONS                                       : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE | Content-Type: text/plain | body hello : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS unseen | -From | Max-Forwards: 999    : -\n"
          "2  10  bob > alice  400                                           : 0\n",
          "");
    check("1   0  alice > bob  OPTIONS | -From                               : 1\n"
          "2  10  bob > alice  486                                           : 1\n",
          "");
}

/* What a message lacks may stand in the part that the capture cut off. */
static void request_was_cut(void **state)
{
    check("1   0  alice > bob  OPTIONS cut | -From                           : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS | -From                               : 1\n"
          "2  10  bob > alice  400 cut                                       : 1\n",
          "");
}

/* Of more header lines than are indexed nobody knows what else is there. */
static void too_many_lines(void **state)
{
    char *lines = repeat("1  0  alice > bob  OPTIONS | -Max-Forwards", " | Contact: <sip:a@b>", 200,
                         " : 1\n2  9  bob > alice  400 : 1\n");

    check(lines, "");
    g_free(lines);
}

/* What the refusing server got counts, not what the proxy got before it. */
static void fault_of_another_hop(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > proxy  OPTIONS | Max-Forwards: 70                    : 1\n"
                    "2  10  proxy > bob    relay 1 | Max-Forwards: 300                   : 2\n"
                    "3  20  bob > proxy    400                                           : 2\n"
                    "4  30  proxy > alice  relay 3                                       : 1\n");
    check_findings(capture, 4, "number-out-of-range proof");
    check_finding(capture, 4, "number-out-of-range", "Max-Forwards is \"300\", and may be 0 to 255",
                  "2 4");
    capture_free(capture);

    capture = capture_new();
    ladder(capture, "1   0  alice > proxy  OPTIONS | Max-Forwards: 300                   : 1\n"
                    "2  10  proxy > bob    relay 1 | Max-Forwards: 70                    : 2\n"
                    "3  20  bob > proxy    400                                           : 2\n"
                    "4  30  proxy > alice  relay 3                                       : 1\n");
    check_findings(capture, 3, "");
    check_findings(capture, 4, "");
    capture_free(capture);
}

/* A branch that was refused for something else does not matter. */
static void fault_beside_another_branch(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > proxy  OPTIONS | Max-Forwards: 300                   : 1\n"
                    "2  10  proxy > bob    relay 1 | Max-Forwards: 70                    : 2\n"
                    "3  20  bob > proxy    404                                           : 2\n"
                    "4  30  proxy > alice  400 of=1                                      : 1\n");
    check_findings(capture, 4, "number-out-of-range proof");
    capture_free(capture);
}

/* ---- missing-mandatory-header ---- */

static void mandatory_header_missing(void **state)
{
    check_one("1   0  alice > bob  OPTIONS | -From                           : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "missing-mandatory-header", "proof", "The request has no From", "1 2");
    check_one("1   0  alice > bob  OPTIONS | -From | -To | -Max-Forwards     : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "missing-mandatory-header", "proof", "The request has no From, Max-Forwards, To",
              "1 2");
    check_one("1   0  alice > bob  OPTIONS | -Call-ID                        : 1\n"
              "2  10  bob > alice  400     | Call-ID: made-up                : 1\n",
              "missing-mandatory-header", "proof", "The request has no Call-ID", "1 2");
    check_one("1   0  alice > bob  OPTIONS | -CSeq                           : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "missing-mandatory-header", "proof", "The request has no CSeq", "1 2");
}

/* Peers of RFC 2543 have none, so this alone is no sure reason. */
static void max_forwards_missing(void **state)
{
    check("1   0  alice > bob  OPTIONS | -Max-Forwards                       : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "missing-mandatory-header strong");
    check("1   0  alice > bob  OPTIONS | -Max-Forwards                       : 1\n"
          "2  10  bob > alice  400 phrase=Missing/Max-Forwards               : 1\n",
          "missing-mandatory-header proof, named-header-fault strong");
    check("1   0  alice > bob  OPTIONS | -Max-Forwards                       : 1\n"
          "2  10  bob > alice  400 phrase=Bad/Contact/header                 : 1\n",
          "missing-mandatory-header suggestive");
}

/* ---- named-header-fault ---- */

static void named_header_is_bad(void **state)
{
    check_one("1   0  alice > bob  OPTIONS | Contact: <sip:a@@10.0.0.1>      : 1\n"
              "2  10  bob > alice  400 phrase=Bad/Contact/header             : 1\n",
              "named-header-fault", "strong",
              "The phrase names Contact, which cannot be read in the request", "1 2");
    check_one("1   0  alice > bob  SUBSCRIBE | Contact: <sip:a@b> | -Event   : 1\n"
              "2  10  bob > alice  400 phrase=no/Event/given                 : 1\n",
              "named-header-fault", "strong", "The phrase names Event, which the request lacks",
              "1 2");
    check_one("1   0  alice > bob  OPTIONS | Max-Forwards: 7 | Max-Forwards: 7   : 1\n"
              "2  10  bob > alice  400 phrase=max-forwards/twice             : 1\n",
              "named-header-fault", "strong",
              "The phrase names Max-Forwards, which the request has 2 times", "1 2");
    check_one("1   0  alice > bob  OPTIONS | Content-Length: -1              : 1\n"
              "2  10  bob > alice  400 phrase=Content-Length                 : 1\n",
              "named-header-fault", "strong",
              "The phrase names Content-Length, which cannot be read in the request", "1 2");
    check("1   0  alice > bob  OPTIONS | To: nobody                          : 1\n"
          "2  10  bob > alice  400 phrase=Bad/To/header                      : 1\n",
          "named-header-fault strong");
    check("1   0  alice > bob  OPTIONS | Route: <sip:;lr>                    : 1\n"
          "2  10  bob > alice  400 phrase=Route                              : 1\n",
          "named-header-fault strong");
    check("1   0  alice > bob  OPTIONS | Contact: <sip:a b@c>, <sip:>        : 1\n"
          "2  10  bob > alice  400 phrase=Contact                            : 1\n",
          "named-header-fault strong");
}

static void named_header_is_good(void **state)
{
    check("1   0  alice > bob  OPTIONS | Contact: <sip:a@[2001:db8::1]:5070;lr>, *   : 1\n"
          "2  10  bob > alice  400 phrase=Bad/Contact/header                 : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS                                       : 1\n"
          "2  10  bob > alice  400 phrase=Bad/Contact/header                 : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS | Contact: <urn:uuid:x>               : 1\n"
          "2  10  bob > alice  400 phrase=Bad/Contact/header                 : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS                                       : 1\n"
          "2  10  bob > alice  400 phrase=a                                  : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS unseen                                : -\n"
          "2  10  bob > alice  400 phrase=Bad/Contact/header                 : 0\n",
          "");
}

/* Words of a sentence are no headers. */
static void phrase_is_prose(void **state)
{
    check("1   0  alice > bob  OPTIONS | -Call-ID                            : 1\n"
          "2  10  bob > alice  400 phrase=I/am/lost                          : 1\n",
          "missing-mandatory-header proof");
    check("1   0  alice > bob  OPTIONS | To: nobody                          : 1\n"
          "2  10  bob > alice  400 phrase=Unable/to/contact/anybody/To/day   : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS | Contact: <sip:@>                    : 1\n"
          "2  10  bob > alice  400 phrase=contact/us                         : 1\n",
          "");
}

/* ---- duplicate-single-header ---- */

static void single_header_doubled(void **state)
{
    check_one("1   0  alice > bob  OPTIONS | Max-Forwards: 70 | Max-Forwards: 69  : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "duplicate-single-header", "proof",
              "The request has 2 headers Max-Forwards, and they differ", "1 2");
    check("1   0  alice > bob  OPTIONS | f: <sip:a@b>;tag=1 | From: <sip:c@d>;tag=2 : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "duplicate-single-header proof");
    check("1   0  alice > bob  OPTIONS | Max-Forwards: 70 | Max-Forwards: 69 : 1\n"
          "2  10  bob > alice  400 phrase=Bad/Contact/header                 : 1\n",
          "duplicate-single-header suggestive");
}

static void same_value_twice(void **state)
{
    check("1   0  alice > bob  OPTIONS | Max-Forwards: 70 | Max-Forwards: 70 : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS | Contact: <sip:a@b> | Contact: <sip:c@d> : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
}

/* ---- number-out-of-range ---- */

static void number_out_of_range(void **state)
{
    check_one("1   0  alice > bob  OPTIONS cseq=2147483648                   : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "number-out-of-range", "proof", "CSeq is \"2147483648\", and may be 0 to 2147483647",
              "1 2");
    check_one("1   0  alice > bob  OPTIONS cseq=36893488147419103232         : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "number-out-of-range", "proof",
              "CSeq is \"36893488147419103232\", and may be 0 to 2147483647", "1 2");
    check_one("1   0  alice > bob  OPTIONS | Max-Forwards: 256               : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "number-out-of-range", "proof", "Max-Forwards is \"256\", and may be 0 to 255",
              "1 2");
    check_one("1   0  alice > bob  OPTIONS | Expires: 4294967296             : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "number-out-of-range", "proof",
              "Expires is \"4294967296\", and may be 0 to 4294967295", "1 2");
    check_one("1   0  alice > bob  OPTIONS | Expires: \\033[2J                : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "number-out-of-range", "proof",
              "Expires is \"\xEF\xBF\xBD[2J\", and may be 0 to 4294967295", "1 2");
    check_one("1   0  alice > bob  OPTIONS | Expires:                        : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "number-out-of-range", "proof", "Expires is \"-\", and may be 0 to 4294967295",
              "1 2");
}

static void number_in_range(void **state)
{
    check("1   0  alice > bob  OPTIONS cseq=2147483647 | Max-Forwards: 255 | Expires: 4294967295"
          "                                                                  : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
}

static void huge_number(void **state)
{
    char *lines = repeat("1  0  alice > bob  OPTIONS | Max-Forwards: ", "9", 5000,
                         " : 1\n2  9  bob > alice  400 : 1\n");

    check(lines, "number-out-of-range proof");
    g_free(lines);
}

/* ---- cseq-method-mismatch ---- */

static void cseq_says_another_method(void **state)
{
    check_one("1   0  alice > bob  OPTIONS cseq-method=INFO                  : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "cseq-method-mismatch", "proof", "The request line says OPTIONS, CSeq says INFO",
              "1 2");
    check("1   0  alice > bob  OPTIONS cseq-method=options                   : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "cseq-method-mismatch proof");
    check("1   0  alice > bob  OPTIONS cseq-method=INFO                      : 1\n"
          "2  10  bob > alice  400 phrase=CSEQ                               : 1\n",
          "cseq-method-mismatch proof");
    check("1   0  alice > bob  OPTIONS cseq-method=INFO                      : 1\n"
          "2  10  bob > alice  400 phrase=Call-ID                            : 1\n",
          "cseq-method-mismatch suggestive");
}

/* ---- Content-Length ---- */

static void body_is_shorter(void **state)
{
    check_one("1   0  alice > bob  MESSAGE | Content-Length: 9 | body hello  : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "content-length-overrun", "proof",
              "Content-Length is 9, and the datagram holds 5 bytes of body", "1 2");
    check_one("1   0  alice > bob  MESSAGE | Content-Length: 18446744073709551615    : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "content-length-overrun", "proof",
              "Content-Length is 18446744073709551615, and the datagram holds 0 bytes of body",
              "1 2");
    check("1   0  alice > bob  MESSAGE | Content-Length: 5 | body hello      : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
}

/* Of a stream the rest is still to come. */
static void body_of_a_stream_is_not_there(void **state)
{
    check("1   0  alice > bob  MESSAGE tcp | Content-Length: 9 | body hello  : 1\n"
          "2  10  bob > alice  400 tcp                                       : 1\n",
          "");
}

static void fragments_are_missing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  OPTIONS                                     : 1\n"
                    "2   1  alice > bob  fragment 0 1480 id=9 more                   : -\n"
                    "3   2  alice > bob  MESSAGE | Content-Length: 9 | body hello    : 3\n"
                    "4  10  bob > alice  400                                         : 3\n");
    check_findings(capture, 4, "content-length-overrun strong");
    check_finding(capture, 4, "content-length-overrun",
                  "Content-Length is 9, and the datagram holds 5 bytes of body, but IP fragments "
                  "are missing",
                  "3 4");
    capture_free(capture);
}

static void body_is_longer(void **state)
{
    check_one("1   0  alice > bob  MESSAGE | Content-Length: 2 | body hello  : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "content-length-underrun", "strong",
              "Content-Length is 2, and the datagram holds 3 bytes more, which the server throws "
              "away",
              "1 2");
    check("1   0  alice > bob  MESSAGE | Content-Length: 5 | body hello\\r\\n\\r\\n : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE tcp | Content-Length: 2 | body hello  : 1\n"
          "2  10  bob > alice  400 tcp                                       : 1\n",
          "");
}

static void stream_without_content_length(void **state)
{
    check_one("1   0  alice > bob  OPTIONS tcp | -Content-Length             : 1\n"
              "2  10  bob > alice  400 tcp                                   : 1\n",
              "content-length-missing-stream", "proof",
              "The request came over a stream and has no Content-Length", "1 2");
    check("1   0  alice > bob  OPTIONS tcp | -Content-Length | l: 0          : 1\n"
          "2  10  bob > alice  400 tcp                                       : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS | -Content-Length                     : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
}

/* WebSocket keeps messages apart by itself. */
static void websocket_without_content_length(void **state)
{
    check("1   0  alice > bob  OPTIONS no-via tcp | -Content-Length | "
          "Via: SIP/2.0/WS a.invalid;branch=z9hG4bK-w                        : 1\n"
          "2  10  bob > alice  400 tcp | Via: SIP/2.0/WS a.invalid;branch=z9hG4bK-w : 1\n",
          "");
}

/* ---- refer-to-count ---- */

static void refer_to_is_not_one(void **state)
{
    check_one("1   0  alice > bob  REFER                                     : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "refer-to-count", "proof", "The REFER has 0 Refer-To, and needs exactly one", "1 2");
    check_one("1   0  alice > bob  REFER | Refer-To: <sip:a@b>, <sip:c@d>    : 1\n"
              "2  10  bob > alice  400                                       : 1\n",
              "refer-to-count", "proof", "The REFER has 2 Refer-To, and needs exactly one", "1 2");
    check("1   0  alice > bob  REFER | r: sip:a@b | Refer-To: <sip:a@b>      : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "refer-to-count proof");
}

static void refer_to_is_one(void **state)
{
    check("1   0  alice > bob  REFER | Refer-To: nobody                      : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
    check("1   0  alice > bob  REFER | Refer-To: sip:a,b@c                   : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
    check("1   0  alice > bob  REFER | Refer-To: <sip:a@b?Replaces=x%%2Cy>    : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS                                       : 1\n"
          "2  10  bob > alice  400                                           : 1\n",
          "");
}

/* ---- method-not-allowed, allow-contradiction ---- */

static void method_not_allowed(void **state)
{
    check_one("1   0  alice > bob  PUBLISH                                   : 1\n"
              "2  10  bob > alice  405 | Allow: INVITE, ACK | Allow: BYE     : 1\n",
              "method-not-allowed", "proof", "The method is PUBLISH, and Allow does not list it",
              "1 2");
    check("1   0  alice > bob  PUBLISH unseen                                : -\n"
          "2  10  bob > alice  405 | Allow:                                  : 0\n",
          "method-not-allowed proof");
    check("1   0  alice > bob  options                                       : 1\n"
          "2  10  bob > alice  405 | Allow: OPTIONS                          : 1\n",
          "method-not-allowed proof");
}

static void allow_contradicts(void **state)
{
    check_one("1   0  alice > bob  PUBLISH                                   : 1\n"
              "2  10  bob > alice  405                                       : 1\n",
              "allow-contradiction", "proof", "The 405 has no Allow", "1 2");
    check_one("1   0  alice > bob  PUBLISH                                   : 1\n"
              "2  10  bob > alice  405 | Allow: INVITE,PUBLISH               : 1\n",
              "allow-contradiction", "proof", "The 405 refuses PUBLISH, and its Allow lists it",
              "1 2");
}

static void many_methods(void **state)
{
    char *lines = repeat("1  0  alice > bob  PUBLISH : 1\n2  9  bob > alice  405 | Allow: X", ", X",
                         1000, ", PUBLISH : 1\n");

    check(lines, "allow-contradiction proof");
    g_free(lines);
}

/* ---- method-unknown ---- */

static void method_unknown(void **state)
{
    check_one("1   0  alice > bob  FROBNICATE                                : 1\n"
              "2  10  bob > alice  501                                       : 1\n",
              "method-unknown", "strong", "The method is FROBNICATE, which is not registered",
              "1 2");
    check_one("1   0  alice > bob  PUBLISH                                   : 1\n"
              "2  10  bob > alice  501 | Allow: INVITE                       : 1\n",
              "method-unknown", "strong", "The method is PUBLISH, and Allow does not list it",
              "1 2");
    check("1   0  alice > bob  PUBLISH                                       : 1\n"
          "2  10  bob > alice  501 | Allow: PUBLISH                          : 1\n",
          "");
    check("1   0  alice > bob  PUBLISH                                       : 1\n"
          "2  10  bob > alice  501                                           : 1\n",
          "");
}

/* What the server said in the call's set-up, be it the called or the calling one. */
static void method_not_in_allow_of_the_call(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  INVITE               | Allow: INVITE, INFO      : 1\n"
                    "2  10  bob > alice  200                  | Allow: INVITE, BYE       : 1\n"
                    "3  20  alice > bob  ACK to=bob b=x                                  : 1\n"
                    "4  30  alice > bob  INFO to=bob cseq=2                              : 4\n"
                    "5  40  bob > alice  501                                             : 4\n"
                    "6  50  bob > alice  INFO from=bob to=alice                          : 6\n"
                    "7  60  alice > bob  501                                             : 6\n"
                    "8  70  bob > alice  UPDATE from=bob to=alice cseq=2                 : 8\n"
                    "9  80  alice > bob  501                                             : 8\n");
    check_topic(capture, 5, "request", "method-unknown strong");
    check_finding(capture, 5, "method-unknown",
                  "The method is INFO, and the server's Allow of this call does not list it",
                  "2 4 5");
    check_topic(capture, 7, "request", "");
    check_topic(capture, 9, "request", "method-unknown strong");
    check_finding(capture, 9, "method-unknown",
                  "The method is UPDATE, and the server's Allow of this call does not list it",
                  "1 8 9");
    capture_free(capture);
}

/* What another server allows does not matter. */
static void method_not_in_allow_of_another(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob    INVITE               | Allow: INVITE          : 1\n"
                    "2  10  bob > alice    200                  | Allow: INVITE          : 1\n"
                    "3  20  alice > bob    ACK to=bob b=x                                : 1\n"
                    "4  30  alice > carol  INFO to=bob cseq=2                            : 4\n"
                    "5  40  carol > alice  501                                           : 4\n");
    check_topic(capture, 5, "request", "");
    capture_free(capture);
}

/* What the server said to another request, as long as it made that message itself. */
static void method_not_in_allow_of_the_server(void **state)
{
#define SAID(party, allow, contact)                                                                \
    "1   0  carol > " party "  OPTIONS call=o                                            : 1\n"    \
    "2  10  " party " > carol  200 | Allow: " allow " | Contact: <sip:b@" contact ">     : 1\n"    \
    "3  20  alice > bob        UPDATE                                                    : 3\n"    \
    "4  30  bob > alice        501                                                       : 3\n"
    struct capture *capture = capture_new();

    ladder(capture, SAID("bob", "INVITE, BYE", "10.0.0.2"));
    check_topic(capture, 4, "request", "method-unknown strong");
    check_finding(capture, 4, "method-unknown",
                  "The method is UPDATE, and the server's Allow in frame 2 does not list it",
                  "2 3 4");
    capture_free(capture);
    check_at(4, SAID("bob", "INVITE, UPDATE", "10.0.0.2"), "");
    check_at(4, SAID("bob", "INVITE", "10.0.0.7"), "");
    check_at(4, SAID("dave", "INVITE", "10.0.0.2"), "");
    check_at(4, SAID("bob:5070", "INVITE", "10.0.0.2"), "");
    /* The proxy said so, and not the phone that refused. */
    check_at(6,
             "1   0  carol > p  OPTIONS call=o                                     : 1\n"
             "2  10  p > carol  200 | Allow: INVITE | Contact: <sip:b@10.0.0.2>    : 1\n"
             "3  20  alice > p  UPDATE                                             : 3\n"
             "4  21  p > bob    relay 3                                            : 4\n"
             "5  30  bob > p    501                                                : 4\n"
             "6  31  p > alice  relay 5                                            : 3\n",
             "");
    /* The phone said so. */
    check_at(7,
             "1   0  bob > p    INVITE call=o | Allow: INVITE | Contact: <sip:b@10.0.0.1>  : 1\n"
             "2  10  p > bob    486                                                : 1\n"
             "3  11  bob > p    ACK call=o b=1 to=p                                : 1\n"
             "4  20  alice > p  UPDATE                                             : 4\n"
             "5  21  p > bob    relay 4                                            : 5\n"
             "6  30  bob > p    501                                                : 5\n"
             "7  31  p > alice  relay 6                                            : 4\n",
             "method-unknown strong");
}

/* ---- media-type-unsupported, content-encoding-unsupported ---- */

static void media_type_unsupported(void **state)
{
    check_one("1   0  alice > bob  MESSAGE | Content-Type: text/html;charset=utf-8 | body x : 1\n"
              "2  10  bob > alice  415     | Accept: text/plain, application/*;q=0.5   : 1\n",
              "media-type-unsupported", "proof",
              "Content-Type is text/html, and Accept lists text/plain, application/*;q=0.5", "1 2");
    check_one("1   0  alice > bob  MESSAGE | c: text/html | body x           : 1\n"
              "2  10  bob > alice  415     | Accept:                         : 1\n",
              "media-type-unsupported", "proof",
              "Content-Type is text/html, and Accept lists nothing", "1 2");
    check_one("1   0  alice > bob  MESSAGE | Content-Type: te\\001xt | body x : 1\n"
              "2  10  bob > alice  415     | Accept: text/*, /*              : 1\n",
              "media-type-unsupported", "proof",
              "Content-Type is te\xEF\xBF\xBDxt, and Accept lists text/*, /*", "1 2");
}

static void media_type_without_a_body(void **state)
{
    check("1   0  alice > bob  MESSAGE | Content-Type: text/html              : 1\n"
          "2  10  bob > alice  415     | Accept: text/plain                   : 1\n",
          "media-type-unsupported proof");
    check("1   0  alice > bob  MESSAGE | body x                               : 1\n"
          "2  10  bob > alice  415     | Accept: text/plain                   : 1\n",
          "");
}

static void media_type_range_without_a_slash(void **state)
{
    check("1   0  alice > bob  MESSAGE | Content-Type: text/html | body x     : 1\n"
          "2  10  bob > alice  415     | Accept: te*                          : 1\n",
          "media-type-unsupported proof");
}

static void media_type_in_a_multipart(void **state)
{
    check_one(
        "1   0  alice > bob  MESSAGE | Content-Type: multipart/mixed;boundary=b | "
        "body --b\\r\\nContent-Type: text/plain\\r\\n\\r\\nx\\r\\n--b\\r\\n"
        "Content-Type: application/isup\\r\\n\\r\\ny\\r\\n--b--\\r\\n  : 1\n"
        "2  10  bob > alice  415 | Accept: text/plain, multipart/mixed  : 1\n",
        "media-type-unsupported", "proof",
        "A part of the body is application/isup, and Accept lists text/plain, multipart/mixed",
        "1 2");
}

static void media_type_is_accepted(void **state)
{
    check("1   0  alice > bob  MESSAGE | Content-Type: TEXT/html | body x     : 1\n"
          "2  10  bob > alice  415     | Accept: text/* ;q=1                  : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE | Content-Type: text/html | body x     : 1\n"
          "2  10  bob > alice  415     | Accept: */*                          : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE | Content-Type: text/html | body x     : 1\n"
          "2  10  bob > alice  415                                            : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE unseen | Content-Type: text/html | body x : -\n"
          "2  10  bob > alice  415     | Accept: text/plain                   : 0\n",
          "");
}

static void encoding_unsupported(void **state)
{
    check_one("1   0  alice > bob  MESSAGE | Content-Type: a/b | e: identity, gzip | body x : 1\n"
              "2  10  bob > alice  415     | Accept: a/b | Accept-Encoding: tar : 1\n",
              "content-encoding-unsupported", "proof",
              "Content-Encoding is gzip, and Accept-Encoding lists tar", "1 2");
    check("1   0  alice > bob  MESSAGE | Content-Encoding: GZIP | body x     : 1\n"
          "2  10  bob > alice  415     | Accept-Encoding: gzip;q=0.5         : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE | Content-Encoding: gzip | body x     : 1\n"
          "2  10  bob > alice  415     | Accept-Encoding: *                  : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE | Content-Encoding: gzip | body x     : 1\n"
          "2  10  bob > alice  415                                           : 1\n",
          "");
}

/* Both can be so at once. */
static void type_and_encoding_unsupported(void **state)
{
    check("1   0  alice > bob  MESSAGE | Content-Type: a/b | Content-Encoding: gzip | body x : 1\n"
          "2  10  bob > alice  415     | Accept: c/d | Accept-Encoding:      : 1\n",
          "content-encoding-unsupported proof, media-type-unsupported proof");
}

/* ---- uri-scheme ---- */

static void scheme_is_not_sip(void **state)
{
    check_one("1   0  alice > bob  MESSAGE uri=tel:+4930123456               : 1\n"
              "2  10  bob > alice  416                                       : 1\n",
              "uri-scheme", "proof", "The scheme of the Request-URI is tel", "1 2");
    check("1   0  alice > bob  MESSAGE uri=sips:bob@example.com              : 1\n"
          "2  10  bob > alice  416                                           : 1\n",
          "uri-scheme proof");
}

static void scheme_is_sip(void **state)
{
    check("1   0  alice > bob  MESSAGE uri=SIP:bob@example.com               : 1\n"
          "2  10  bob > alice  416                                           : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE uri=10.0.0.1:5060                     : 1\n"
          "2  10  bob > alice  416                                           : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE uri=:::                               : 1\n"
          "2  10  bob > alice  416                                           : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE unseen uri=tel:1                      : -\n"
          "2  10  bob > alice  416                                           : 0\n",
          "");
}

/* The proxy made a SIP URI of it, which the server at the end refuses. */
static void scheme_of_another_hop(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > proxy  MESSAGE uri=tel:1                             : 1\n"
                    "2  10  proxy > bob    relay 1 uri=sip:1@bob                         : 2\n"
                    "3  20  bob > proxy    416                                           : 2\n"
                    "4  30  proxy > alice  relay 3                                       : 1\n");
    check_findings(capture, 4, "");
    capture_free(capture);
}

/* ---- resource-priority-unknown ---- */

static void priority_unknown(void **state)
{
    check_one("1   0  alice > bob  MESSAGE | Resource-Priority: wps.0, dsn.flash     : 1\n"
              "2  10  bob > alice  417 | Accept-Resource-Priority: ets.0, ets.1      : 1\n",
              "resource-priority-unknown", "proof",
              "Resource-Priority is wps.0, dsn.flash, and Accept-Resource-Priority lists ets.0, "
              "ets.1",
              "1 2");
}

/* One value that is known is enough. */
static void priority_known(void **state)
{
    check("1   0  alice > bob  MESSAGE | Resource-Priority: wps.0 | Resource-Priority: ETS.1 : 1\n"
          "2  10  bob > alice  417 | Accept-Resource-Priority: ets.0, ets.1  : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE | Resource-Priority: wps.0            : 1\n"
          "2  10  bob > alice  417                                           : 1\n",
          "");
    check("1   0  alice > bob  MESSAGE                                       : 1\n"
          "2  10  bob > alice  417 | Accept-Resource-Priority: ets.0         : 1\n",
          "");
}

/* ---- extension-required-by-client, extension-required-by-server ---- */

static void extension_of_the_client(void **state)
{
    check_one("1   0  alice > bob  OPTIONS | Require: 100rel, foo            : 1\n"
              "2  10  bob > alice  420     | Unsupported: FOO, bar           : 1\n",
              "extension-required-by-client", "proof",
              "The request has FOO in Require, and Unsupported lists the same", "1 2");
    check_one("1   0  alice > bob  OPTIONS | Proxy-Require: sec-agree        : 1\n"
              "2  10  bob > alice  420     | Unsupported: sec-agree          : 1\n",
              "extension-required-by-client", "proof",
              "The request has sec-agree in Proxy-Require, and Unsupported lists the same", "1 2");
}

static void extension_the_client_does_not_require(void **state)
{
    check("1   0  alice > bob  OPTIONS | Supported: foo | Require: 100rel    : 1\n"
          "2  10  bob > alice  420     | Unsupported: foo                    : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS | Require: 100rel                     : 1\n"
          "2  10  bob > alice  420     | Unsupported:                        : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS unseen | Require: foo                 : -\n"
          "2  10  bob > alice  420     | Unsupported: foo                    : 0\n",
          "");
}

/* A text holds a few of a thousand tags. */
static void many_extensions(void **state)
{
    GString *lines = g_string_new("1  0  alice > bob  OPTIONS : 1\n2  9  bob > alice  421");

    for (int i = 0; i < 1000; i++) {
        g_string_append_printf(lines, "%s some-extension-%d", i == 0 ? " | Require:" : ",", i);
    }
    g_string_append(lines, " : 1\n");
    check_one(lines->str, "extension-required-by-server", "proof",
              "The server requires some-extension-0, some-extension-1, some-extension-2, "
              "some-extension-3, some-extension-4, some-extension-5, some-extension-6, "
              "some-extension-7, ..., and the request's Supported does not list it",
              "1 2");
    g_string_free(lines, TRUE);
}

static void extension_of_the_server(void **state)
{
    check_one("1   0  alice > bob  OPTIONS | Supported: replaces             : 1\n"
              "2  10  bob > alice  421     | Require: replaces, timer        : 1\n",
              "extension-required-by-server", "proof",
              "The server requires timer, and the request's Supported does not list it", "1 2");
    check("1   0  alice > bob  OPTIONS | k: timer                            : 1\n"
          "2  10  bob > alice  421     | Require: timer                      : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS | Require: timer                      : 1\n"
          "2  10  bob > alice  421     | Require: timer                      : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS unseen                                : -\n"
          "2  10  bob > alice  421     | Require: timer                      : 0\n",
          "");
}

/* ---- version-unsupported ---- */

static void version_unsupported(void **state)
{
    check_one("1   0  alice > bob  OPTIONS version=SIP/3.0                   : 1\n"
              "2  10  bob > alice  505                                       : 1\n",
              "version-unsupported", "proof", "The request line says SIP/3.0", "1 2");
    check_one("1   0  alice > bob  OPTIONS version=SIP/2.00                  : 1\n"
              "2  10  bob > alice  505                                       : 1\n",
              "version-unsupported", "proof", "The request line says SIP/2.00", "1 2");
}

static void version_is_right(void **state)
{
    check("1   0  alice > bob  OPTIONS version=sip/2.0                       : 1\n"
          "2  10  bob > alice  505                                           : 1\n",
          "");
    check("1   0  alice > bob  OPTIONS unseen version=SIP/3.0                : -\n"
          "2  10  bob > alice  505                                           : 0\n",
          "");
}

/* ---- message-too-large ---- */

/* A request with SIZE bytes of body and more options. */
static char *sized(const char *begin, int size)
{
    char *front = g_strconcat(begin, " | body ", NULL);
    char *line = repeat(front, "x", size, " : ");

    g_free(front);
    return line;
}

/* A ladder in which the server takes a message of one size and then refuses another. */
static char *sizes(int taken, const char *answer, int refused)
{
    char *first = sized("1  0  alice > bob  MESSAGE", taken);
    char *second = sized("3 20  alice > bob  MESSAGE cseq=2", refused);
    char *lines = g_strdup_printf(
        "%s1\n2 10  bob > alice  %s : 1\n%s3\n4 30  bob > alice  513 : 3\n", first, answer, second);

    g_free(first);
    g_free(second);
    return lines;
}

static void check_sizes(int taken, const char *answer, int refused, const char *expected)
{
    struct capture *capture = capture_new();
    char *lines = sizes(taken, answer, refused);

    ladder(capture, lines);
    check_findings(capture, 4, expected);
    g_free(lines);
    capture_free(capture);
}

static void message_too_large(void **state)
{
    struct capture *capture = capture_new();
    char *lines = sizes(100, "200", 3000);

    ladder(capture, lines);
    check_findings(capture, 4, "message-too-large strong");
    check_finding(capture, 4, "message-too-large",
                  "The request has 3214 bytes; the server took one of 313 bytes", "1 3 4");
    g_free(lines);
    capture_free(capture);
    check_sizes(100, "404", 200, "message-too-large strong");
}

/* A longer one was taken, or a refusal may be for the length, too. */
static void message_not_too_large(void **state)
{
    check_sizes(300, "200", 200, "");
    check_sizes(300, "404", 300, "");
    check_sizes(100, "400", 200, "");
    check_sizes(100, "413", 200, "");
    check_sizes(100, "503", 200, "");
    check_sizes(100, "513", 3000, "message-too-large suggestive");
    check("1   0  alice > bob  MESSAGE unseen                                : -\n"
          "2  10  bob > alice  513                                           : 0\n",
          "");
    check("1   0  alice > bob  MESSAGE                                       : 1\n"
          "2  10  bob > alice  513                                           : 1\n",
          "");
}

/* How long the request is, is not known then. */
static void message_was_cut(void **state)
{
    struct capture *capture = capture_new();
    char *first = sized("1  0  alice > bob  MESSAGE", 100);
    char *second = sized("3 20  alice > bob  MESSAGE cut cseq=2", 200);
    char *lines = g_strdup_printf(
        "%s1\n2 10  bob > alice  200 : 1\n%s3\n4 30  bob > alice  513 : 3\n", first, second);

    ladder(capture, lines);
    check_findings(capture, 4, "");
    g_free(first);
    g_free(second);
    g_free(lines);
    capture_free(capture);
}

/* The finding is taken back when a longer request gets through. */
static void longer_message_is_taken_later(void **state)
{
    struct capture *capture = capture_new();
    char *lines = sizes(100, "200", 200);
    char *later = sized("5 40  alice > bob  MESSAGE cseq=3", 300);
    char *answered = g_strconcat(later, "5\n6 50  bob > alice  202 : 5\n", NULL);

    ladder(capture, lines);
    check_findings(capture, 4, "message-too-large strong");
    ladder(capture, answered);
    check_findings(capture, 4, "");
    g_free(lines);
    g_free(later);
    g_free(answered);
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_wrong),
        cmocka_unit_test(request_was_cut),
        cmocka_unit_test(too_many_lines),
        cmocka_unit_test(fault_of_another_hop),
        cmocka_unit_test(fault_beside_another_branch),
        cmocka_unit_test(mandatory_header_missing),
        cmocka_unit_test(max_forwards_missing),
        cmocka_unit_test(named_header_is_bad),
        cmocka_unit_test(named_header_is_good),
        cmocka_unit_test(phrase_is_prose),
        cmocka_unit_test(single_header_doubled),
        cmocka_unit_test(same_value_twice),
        cmocka_unit_test(number_out_of_range),
        cmocka_unit_test(number_in_range),
        cmocka_unit_test(huge_number),
        cmocka_unit_test(cseq_says_another_method),
        cmocka_unit_test(body_is_shorter),
        cmocka_unit_test(body_of_a_stream_is_not_there),
        cmocka_unit_test(fragments_are_missing),
        cmocka_unit_test(body_is_longer),
        cmocka_unit_test(stream_without_content_length),
        cmocka_unit_test(websocket_without_content_length),
        cmocka_unit_test(refer_to_is_not_one),
        cmocka_unit_test(refer_to_is_one),
        cmocka_unit_test(method_not_allowed),
        cmocka_unit_test(allow_contradicts),
        cmocka_unit_test(many_methods),
        cmocka_unit_test(method_unknown),
        cmocka_unit_test(method_not_in_allow_of_the_call),
        cmocka_unit_test(method_not_in_allow_of_another),
        cmocka_unit_test(method_not_in_allow_of_the_server),
        cmocka_unit_test(media_type_unsupported),
        cmocka_unit_test(media_type_without_a_body),
        cmocka_unit_test(media_type_range_without_a_slash),
        cmocka_unit_test(media_type_in_a_multipart),
        cmocka_unit_test(media_type_is_accepted),
        cmocka_unit_test(encoding_unsupported),
        cmocka_unit_test(type_and_encoding_unsupported),
        cmocka_unit_test(scheme_is_not_sip),
        cmocka_unit_test(scheme_is_sip),
        cmocka_unit_test(scheme_of_another_hop),
        cmocka_unit_test(priority_unknown),
        cmocka_unit_test(priority_known),
        cmocka_unit_test(extension_of_the_client),
        cmocka_unit_test(extension_the_client_does_not_require),
        cmocka_unit_test(many_extensions),
        cmocka_unit_test(extension_of_the_server),
        cmocka_unit_test(version_unsupported),
        cmocka_unit_test(version_is_right),
        cmocka_unit_test(message_too_large),
        cmocka_unit_test(message_not_too_large),
        cmocka_unit_test(message_was_cut),
        cmocka_unit_test(longer_message_is_taken_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
