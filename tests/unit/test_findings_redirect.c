/* Findings about redirection.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

#define check(lines, frame, expected) check_read(lines, frame, TESTED_TOPIC, expected)
#define check_text(lines, frame, expected, id, text, evidence)                                     \
    check_read_text(lines, frame, TESTED_TOPIC, expected, id, text, evidence)

#define INVITE "1   0  alice > bob  INVITE         : 1\n"
#define UNSEEN "1   0  alice > bob  INVITE unseen  : -\n"

#define MOVED                                                                                      \
    "1    0  alice > bob  INVITE                                              : 1\n"               \
    "2   10  bob > alice  302 | Contact: <sip:carol@c>;q=0.5, <sip:dave@d>    : 1\n"               \
    "3   20  alice > bob  ACK b=1 to=bob                                      : 1\n"

/* The findings at a frame once nothing can follow any more. */
static void check_later(const char *lines, uint32_t frame, const char *expected)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    silence_until(capture, 80000);
    check_topic(capture, frame, "callee", expected);
    capture_free(capture);
}

static void followed(void **state)
{
    struct capture *capture = capture_new();
    const char *text = "The 302 in frame 2 has 2 Contacts, and the request in frame 4 follows it";

    ladder(capture, MOVED "4  100  alice > c  INVITE cseq=2 uri=sip:carol@C  : 4\n");
    check_topic(capture, 2, "callee", "redirect-followed proof");
    check_topic(capture, 4, "callee", "redirect-followed proof");
    check_finding(capture, 2, "redirect-followed", text, "2 4");
    check_finding(capture, 4, "redirect-followed", text, "2 4");
    silence_until(capture, 60000);
    check_topic(capture, 2, "callee", "redirect-followed proof");
    capture_free(capture);
}

/* A client may take a new Call-ID (section 8.1.3.4), or a new From tag, when it follows. */
static void followed_anew(void **state)
{
    static const struct {
        const char *options;
        const char *found;
        const char *text;
    } cases[] = {
        {"call=x from=z", "redirect-followed strong",
         "The request in frame 4 goes to a Contact of the 302 in frame 2, with the same From and "
         "To "
         "but another Call-ID"},
        {"call=x", "redirect-followed proof",
         "The request in frame 4 goes to a Contact of the 302 in frame 2, under another Call-ID"},
        {"from=z", "redirect-followed proof",
         "The request in frame 4 goes to a Contact of the 302 in frame 2"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct capture *capture = capture_new();
        char *lines = g_strconcat(MOVED "4  32000  alice:5099 > d  INVITE uri=sip:dave@D ",
                                  cases[i].options, "  : 4\n", NULL);
        ladder(capture, lines);
        silence_until(capture, 80000);
        check_topic(capture, 2, "callee", cases[i].found);
        check_topic(capture, 4, "callee", cases[i].found);
        check_finding(capture, 2, "redirect-followed", cases[i].text, "2 4");
        assert_outcome(capture, 1, "redirected");
        g_free(lines);
        capture_free(capture);
    }
}

/* What no follow-up proves, and what of it keeps from saying that there was none. */
static void followed_by_others(void **state)
{
    static const struct {
        const char *line;
        const char *found;
    } cases[] = {
        {"alice > c  INVITE call=x from=z uri=sip:carol@c | From: <sip:zoe@c>;tag=z", ""},
        {"alice > c  INVITE call=x from=z uri=sip:carol@c | To: <sip:carol@c>", ""},
        {"erin > c  INVITE call=x from=z uri=sip:carol@c", "redirect-not-followed strong"},
        {"alice > c  INVITE call=x from=z uri=sip:carl@c", "redirect-not-followed strong"},
        {"alice > c  INVITE call=x from=z uri=sip:carol@c:5070", "redirect-not-followed strong"},
        {"alice > c  INVITE call=x from=z uri=sips:carol@c", "redirect-not-followed strong"},
        {"alice > c  INVITE call=x from=z to=c uri=sip:carol@c", "redirect-not-followed strong"},
        {"alice > c  OPTIONS call=x from=z uri=sip:carol@c", "redirect-not-followed strong"},
        {"alice > c  INVITE call=x from=z uri=- | -From", "redirect-not-followed strong"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct capture *capture = capture_new();
        char *lines = g_strconcat(MOVED "4  100  ", cases[i].line, "  : 4\n", NULL);
        ladder(capture, lines);
        silence_until(capture, 80000);
        check_topic(capture, 2, "callee", cases[i].found);
        check_topic(capture, 4, "callee", "");
        g_free(lines);
        capture_free(capture);
    }
    check_later(MOVED "4  32011  alice > c  INVITE call=x from=z uri=sip:carol@c  : 4\n", 2,
                "redirect-not-followed strong");
    /* The target stood in To before. */
    check_later(
        "1    0  alice > bob  INVITE | To: <sip:carol@c>                           : 1\n"
        "2   10  bob > alice  302 | To: <sip:carol@c>;tag=b | Contact: <sip:carol@c>  : 1\n"
        "3  100  alice > c    INVITE call=x from=z uri=sip:carol@c | To: <sip:carol@c> : 3\n",
        2, "");
    /* A redial, where the Contact only adds parameters; and a 305, whose Contact is a proxy. */
    check_later("1    0  alice > bob  INVITE                                               : 1\n"
                "2   10  bob > alice  302 | Contact: <sip:bob@example.com;transport=tcp>   : 1\n"
                "3  100  alice > bob  INVITE call=x from=z                                 : 3\n",
                2, "redirect-not-followed strong");
    check_later("1    0  alice > bob  INVITE                                               : 1\n"
                "2   10  bob > alice  305 | Contact: <sip:p;lr>                            : 1\n"
                "3  100  alice > p    INVITE call=x from=z uri=sip:p                       : 3\n",
                2, "use-proxy proof, redirect-not-followed strong");
}

/* A proxy passes the redirection on, and what the caller sends then. */
static void followed_anew_by_a_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > p    INVITE                              : 1\n"
                    "2    1  p > bob      relay 1                             : 2\n"
                    "3   10  bob > p      302 of=2 | Contact: <sip:carol@c>   : 2\n"
                    "4   11  p > alice    relay 3  | Contact: <sip:carol@c>   : 1\n"
                    "5  100  alice > p    INVITE call=x from=z uri=sip:carol@c : 5\n"
                    "6  101  p > c        relay 5                             : 6\n");
    silence_until(capture, 60000);
    check_topic(capture, 3, "callee", "");
    check_topic(capture, 4, "callee", "redirect-followed strong");
    check_topic(capture, 5, "callee", "redirect-followed strong");
    check_topic(capture, 6, "callee", "");
    capture_free(capture);
}

/* The next step goes elsewhere: neither followed nor left alone. */
static void went_elsewhere(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, MOVED "4  100  alice > c  INVITE cseq=2 uri=sip:erin@c  : 4\n"
                          "5  200  alice > c  INVITE cseq=3 uri=sip:carol@c:5070  : 5\n");
    silence_until(capture, 60000);
    check_topic(capture, 2, "callee", "");
    check_topic(capture, 4, "callee", "");
    check_topic(capture, 5, "callee", "");
    capture_free(capture);
}

static void not_followed(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, MOVED);
    check_topic(capture, 2, "callee", "");
    silence_until(capture, 32000);
    check_topic(capture, 2, "callee", "");
    silence_until(capture, 33000);
    check_topic(capture, 2, "callee", "redirect-not-followed strong");
    check_finding(capture, 2, "redirect-not-followed",
                  "No request followed to any Contact of the 302", "1 2");
    capture_free(capture);
}

static void not_followed_in_a_poor_capture(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE unseen                   : -\n"
                    "2   10  bob > alice  302 | Contact: <sip:carol@c>    : 0\n");
    silence_until(capture, 60000);
    check_topic(capture, 2, "callee", "redirect-not-followed suggestive");
    check_finding(
        capture, 2, "redirect-not-followed",
        "No request followed to the Contact of the 302, but the capture may start too late and "
        "the capture holds one direction only",
        "2");
    capture_free(capture);
}

/* A proxy follows by itself, on another branch; and what it passes on counts at the caller. */
static void followed_by_a_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > p    INVITE                              : 1\n"
                    "2    1  p > bob      relay 1                             : 2\n"
                    "3   10  bob > p      302 of=2 | Contact: <sip:carol@c>   : 2\n"
                    "4   20  p > c        relay 1 uri=sip:carol@c             : 4\n"
                    "5   30  c > p        200 of=4                            : 4\n"
                    "6   31  p > alice    relay 5                             : 1\n");
    silence_until(capture, 60000);
    check_topic(capture, 3, "callee", "redirect-followed proof");
    check_topic(capture, 4, "callee", "redirect-followed proof");
    capture_free(capture);

    capture = capture_new();
    ladder(capture, "1    0  alice > p    INVITE                              : 1\n"
                    "2    1  p > bob      relay 1                             : 2\n"
                    "3   10  bob > p      302 of=2 | Contact: <sip:carol@c>   : 2\n"
                    "4   11  p > alice    relay 3  | Contact: <sip:carol@c>   : 1\n"
                    "5  100  alice > c    INVITE cseq=2 uri=sip:carol@c       : 5\n");
    silence_until(capture, 60000);
    check_topic(capture, 3, "callee", "");
    check_topic(capture, 4, "callee", "redirect-followed proof");
    capture_free(capture);
}

/* A proxy that tries another target of its own after a redirection has not been left at that; the
 * redirection that it passes on then has. All at once: the clock of a capture can be coarse. */
static void left_by_a_proxy(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > p    INVITE                              : 1\n"
                    "2    1  p > bob      relay 1                             : 2\n"
                    "3    1  bob > p      302 of=2 | Contact: <sip:carol@c>   : 2\n"
                    "4    1  p > d        relay 1 uri=sip:dave@d              : 4\n"
                    "5    1  d > p        302 of=4 | Contact: <sip:erin@e>    : 4\n"
                    "6    2  p > alice    relay 5  | Contact: <sip:erin@e>    : 1\n");
    silence_until(capture, 60000);
    check_topic(capture, 3, "callee", "");
    check_topic(capture, 6, "callee", "redirect-not-followed strong");
    capture_free(capture);

    capture = capture_new();
    ladder(capture, "1    0  alice > p    INVITE                              : 1\n"
                    "2    1  p > bob      relay 1                             : 2\n"
                    "3    1  bob > p      302 of=2 | Contact: <sip:carol@c>   : 2\n"
                    "4    2  p > alice    relay 3  | Contact: <sip:carol@c>   : 1\n");
    silence_until(capture, 60000);
    check_topic(capture, 3, "callee", "redirect-not-followed strong");
    check_topic(capture, 4, "callee", "redirect-not-followed strong");
    capture_free(capture);
}

static void loop(void **state)
{
    check_text("1    0  alice > bob  INVITE                                              : 1\n"
               "2   10  bob > alice  302 | Contact: <SIP:bob@EXAMPLE.com>                : 1\n",
               2, "redirect-loop proof", "redirect-loop",
               "Contact leads to where the request in frame 1 went already, and nowhere else",
               "1 2");
    check_text("1    0  alice > bob  INVITE                                              : 1\n"
               "2   10  bob > alice  302 | Contact: <sip:carol@c>                        : 1\n"
               "3  100  alice > c    INVITE cseq=2 uri=sip:carol@c                       : 3\n"
               "4  110  c > alice    301 | Contact: <sip:bob@example.com>                : 3\n",
               4, "redirect-loop proof", "redirect-loop",
               "Contact leads to where the request in frame 1 went already, and nowhere else",
               "1 4");
    check("1    0  alice > bob  INVITE                                                   : 1\n"
          "2   10  bob > alice  302 | Contact: <sip:carol@c>                             : 1\n"
          "3  100  alice > c    INVITE call=x from=z uri=sip:carol@c                     : 3\n"
          "4  110  c > alice    301 | Contact: <sip:bob@example.com>                     : 3\n",
          4, "redirect-loop proof");
    /* Another target is left; user, port or transport differ; 305 leads back by design. */
    check(INVITE "2  1  bob > alice  302 | Contact: <sip:bob@example.com>, <sip:x@y>  : 1\n", 2,
          "");
    check(INVITE "2  1  bob > alice  302 | Contact: <sip:Bob@example.com>  : 1\n", 2, "");
    check(INVITE "2  1  bob > alice  302 | Contact: <sip:bob@example.com:5060>  : 1\n", 2, "");
    check(INVITE "2  1  bob > alice  302 | Contact: <sip:bob@example.com;transport=tcp>  : 1\n", 2,
          "");
    check(INVITE "2  1  bob > alice  302 | Contact: <>  : 1\n", 2, "");
    check("1  0  alice > bob  INVITE uri=urn:service:sos                : 1\n"
          "2  1  bob > alice  302 | Contact: <urn:service:counseling>   : 1\n",
          2, "");
    check("1  0  alice > bob  INVITE uri=tel:110       : 1\n"
          "2  1  bob > alice  302 | Contact: <tel:110>  : 1\n",
          2, "redirect-loop proof");
    check("1  0  alice > bob  INVITE uri=sip:a         : 1\n"
          "2  1  bob > alice  302 | Contact: <sip:a>    : 1\n",
          2, "redirect-loop proof");
    check(INVITE "2  1  bob > alice  302 | Contact: <sip:bob@example.com;npdi;rn=1>  : 1\n", 2, "");
    check(UNSEEN "2  1  bob > alice  302 | Contact: <sip:bob@example.com>  : 0\n", 2, "");
}

static void loop_is_not_followed(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1    0  alice > bob  INVITE                                   : 1\n"
                    "2   10  bob > alice  302 | Contact: <sip:bob@example.com>     : 1\n");
    silence_until(capture, 60000);
    check_topic(capture, 2, "callee", "redirect-loop proof");
    capture_free(capture);
}

static void many_contacts(void **state)
{
    GString *lines = g_string_new(INVITE "2  1  bob > alice  302 | Contact: <sip:bob@example.com>");

    for (int i = 1; i < 64; i++) {
        g_string_append(lines, ", <sip:bob@example.com>");
    }
    char *all_alike = g_strconcat(lines->str, "  : 1\n", NULL);
    for (int i = 0; i < 936; i++) {
        g_string_append(lines, ", <sip:bob@example.com>");
    }
    g_string_append(lines, ", <sip:x@y>  : 1\n");
    check(all_alike, 2, "redirect-loop proof");
    check(lines->str, 2, "");
    g_free(all_alike);
    g_string_free(lines, TRUE);
}

static void no_contact(void **state)
{
    check_text(INVITE "2  10  bob > alice  302  : 1\n", 2, "redirect-no-contact proof",
               "redirect-no-contact", "The 302 has no Contact", "2");
    check(UNSEEN "2  10  bob > alice  301  : 0\n", 2, "redirect-no-contact proof");
    check(INVITE "2  10  bob > alice  305 | Contact:  : 1\n", 2, "redirect-no-contact proof");
    check(INVITE "2  10  bob > alice  300  : 1\n", 2, "redirect-no-contact proof");
    check(INVITE "2  10  bob > alice  300 | body list  : 1\n", 2, "");
    check(INVITE "2  10  bob > alice  380  : 1\n", 2, "");
}

static void use_proxy(void **state)
{
    struct capture *capture = capture_new();

    check_text(INVITE "2  10  bob > alice  305 | Contact: <sip:me@p.example:5070;lr>  : 1\n", 2,
               "use-proxy proof", "use-proxy", "The proxy to go by is on p.example, port 5070",
               "2");
    check_text(UNSEEN "2  10  bob > alice  305 | Contact: <sips:p.example>  : 0\n", 2,
               "use-proxy proof", "use-proxy", "The proxy to go by is on p.example, port 5061",
               "2");
    ladder(capture, "1    0  alice > bob  INVITE                             : 1\n"
                    "2   10  bob > alice  305 | Contact: <sip:p>             : 1\n"
                    "3  100  alice > p    INVITE cseq=2                      : 3\n");
    silence_until(capture, 60000);
    check_topic(capture, 2, "callee", "redirect-followed proof");
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(followed),
        cmocka_unit_test(followed_anew),
        cmocka_unit_test(followed_by_others),
        cmocka_unit_test(followed_anew_by_a_proxy),
        cmocka_unit_test(went_elsewhere),
        cmocka_unit_test(not_followed),
        cmocka_unit_test(not_followed_in_a_poor_capture),
        cmocka_unit_test(followed_by_a_proxy),
        cmocka_unit_test(left_by_a_proxy),
        cmocka_unit_test(loop),
        cmocka_unit_test(loop_is_not_followed),
        cmocka_unit_test(many_contacts),
        cmocka_unit_test(no_contact),
        cmocka_unit_test(use_proxy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
