/* Findings about lifetimes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

/* Asserts all findings of the last of two frames. */
static void check(const char *lines, const char *expected)
{
    struct capture *capture = capture_new();

    ladder(capture, lines);
    check_findings(capture, 2, expected);
    capture_free(capture);
}

/* ---- interval-too-brief ---- */

static void lifetime_below_the_minimum(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER  | Expires: 60       : 1\n"
                    "2  10  bob > alice  423       | Min-Expires: 300  : 1\n");
    check_findings(capture, 2, "interval-too-brief proof");
    check_finding(capture, 2, "interval-too-brief", "Asked for 60 s, the server's minimum is 300 s",
                  "1 2");
    capture_free(capture);
}

/* A contact's own expires goes before Expires; the shortest counts, but for a removal. */
static void lifetime_of_a_contact(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER  | Expires: 60"
                    " | Contact: <sip:a@b>;expires=90, <sip:c@d>;expires=0, \"x\" <sip:e@f>;"
                    "expires=70                                                          : 1\n"
                    "2  10  bob > alice  423       | Min-Expires: 300                    : 1\n");
    check_finding(capture, 2, "interval-too-brief", "Asked for 70 s, the server's minimum is 300 s",
                  "1 2");
    capture_free(capture);
}

static void lifetime_of_contacts_without_their_own(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER  | Expires: 60 | Contact: <sip:a@b>;expires=90"
                    " | Contact: <sip:c@d>                                               : 1\n"
                    "2  10  bob > alice  423       | Min-Expires: 300                    : 1\n");
    check_finding(capture, 2, "interval-too-brief", "Asked for 60 s, the server's minimum is 300 s",
                  "1 2");
    capture_free(capture);
}

/* A subscription's Contact has no lifetime. */
static void lifetime_of_a_subscription(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  SUBSCRIBE | Expires: 60 | Contact: <sip:a@b>;expires=900"
                    "                                                                    : 1\n"
                    "2  10  bob > alice  423       | Min-Expires: 300                    : 1\n");
    check_finding(capture, 2, "interval-too-brief", "Asked for 60 s, the server's minimum is 300 s",
                  "1 2");
    capture_free(capture);
}

static void lifetime_that_cannot_be_compared(void **state)
{
    check("1   0  alice > bob  REGISTER                           : 1\n"
          "2  10  bob > alice  423      | Min-Expires: 0          : 1\n",
          "");
    check("1   0  alice > bob  REGISTER                           : 1\n"
          "2  10  bob > alice  423      | Min-Expires: 300        : 1\n",
          "");
    check("1   0  alice > bob  REGISTER | Expires: \\001soon      : 1\n"
          "2  10  bob > alice  423      | Min-Expires: 300        : 1\n",
          "");
    check("1   0  alice > bob  REGISTER | Expires:                : 1\n"
          "2  10  bob > alice  423      | Min-Expires: 300        : 1\n",
          "");
    check("1   0  alice > bob  REGISTER | Contact: <sip:a@b>;expires=99999999999999999999  : 1\n"
          "2  10  bob > alice  423      | Min-Expires: 300        : 1\n",
          "");
    check("1   0  alice > bob  REGISTER unseen | Expires: 60      : -\n"
          "2  10  bob > alice  423      | Min-Expires: 300        : 0\n",
          "");
}

static void many_contacts(void **state)
{
    GString *lines = g_string_new("1  0  alice > bob  REGISTER | Expires: 60 | Contact: <sip:0@b>");

    for (int i = 1; i < 1000; i++) {
        g_string_append_printf(lines, ", <sip:%d@b>", i);
    }
    g_string_append(lines, " : 1\n2  9  bob > alice  423 | Min-Expires: 300 : 1\n");
    check(lines->str, "interval-too-brief proof");
    g_string_free(lines, TRUE);
}

/* ---- interval-retry-too-brief ---- */

static void retry_below_the_minimum(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER        | Expires: 60       : 1\n"
                    "2  10  bob > alice  423             | Min-Expires: 300  : 1\n"
                    "3  20  alice > bob  REGISTER cseq=2 | Expires: 90       : 3\n"
                    "4  30  bob > alice  423             | Min-Expires: 300  : 3\n");
    check_findings(capture, 2, "interval-too-brief proof");
    check_findings(capture, 3, "interval-retry-too-brief proof");
    check_findings(capture, 4, "interval-retry-too-brief proof, interval-too-brief proof");
    check_finding(capture, 4, "interval-retry-too-brief",
                  "Asked again for 90 s, after a 423 that named 300 s as the minimum", "2 3 4");
    capture_free(capture);
}

/* The second server of the way has a minimum of its own. */
static void retry_above_the_first_minimum(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER        | Expires: 60       : 1\n"
                    "2  10  bob > alice  423             | Min-Expires: 300  : 1\n"
                    "3  20  alice > bob  REGISTER cseq=2 | Expires: 300      : 3\n"
                    "4  30  bob > alice  423             | Min-Expires: 600  : 3\n");
    check_findings(capture, 4, "interval-too-brief proof");
    capture_free(capture);
}

static void retry_after_a_423_that_says_nothing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER        | Expires: 60       : 1\n"
                    "2  10  bob > alice  423             | Min-Expires: x    : 1\n"
                    "3  20  alice > bob  REGISTER cseq=2 | Expires: 90       : 3\n"
                    "4  30  bob > alice  423             | Min-Expires: 300  : 3\n");
    check_findings(capture, 4, "interval-too-brief proof");
    capture_free(capture);
}

/* What a challenge says of intervals is no minimum that was refused for. */
static void retry_after_a_challenge(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER        | Expires: 60                 : 1\n"
                    "2  10  bob > alice  401 challenge   | Min-Expires: 300            : 1\n"
                    "3  20  alice > bob  REGISTER cseq=2 credentials | Expires: 60     : 3\n"
                    "4  30  bob > alice  423             | Min-Expires: 300            : 3\n");
    check_findings(capture, 4, "interval-too-brief proof");
    capture_free(capture);
}

/* A removal is no retry. */
static void removal_after_a_423(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER        | Expires: 60       : 1\n"
                    "2  10  bob > alice  423             | Min-Expires: 300  : 1\n"
                    "3  20  alice > bob  REGISTER cseq=2 | Expires: 0        : 3\n"
                    "4  30  bob > alice  423             | Min-Expires: 300  : 3\n");
    check_findings(capture, 4, "interval-contradiction proof");
    check_finding(capture, 4, "interval-contradiction",
                  "Asked for 0 s, a removal, which no minimum applies to", "3 4");
    capture_free(capture);
}

/* ---- interval-contradiction ---- */

static void minimum_missing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER  | Expires: 60   : 1\n"
                    "2  10  bob > alice  423                       : 1\n");
    check_findings(capture, 2, "interval-contradiction proof");
    check_finding(capture, 2, "interval-contradiction", "The 423 has no Min-Expires", "2");
    capture_free(capture);
}

static void minimum_unreadable(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER  | Expires: 60               : 1\n"
                    "2  10  bob > alice  423       | Min-Expires: \\001 300     : 1\n");
    check_findings(capture, 2, "interval-contradiction proof");
    check_finding(capture, 2, "interval-contradiction",
                  "The 423 has a Min-Expires that is no number: \xEF\xBF\xBD 300", "2");
    capture_free(capture);
    check("1   0  alice > bob  REGISTER  | Expires: 60               : 1\n"
          "2  10  bob > alice  423       | Min-Expires: 4294967296   : 1\n",
          "interval-contradiction proof");
    check("1   0  alice > bob  REGISTER unseen                       : -\n"
          "2  10  bob > alice  423       | Min-Expires:              : 0\n",
          "interval-contradiction proof");
}

static void lifetime_long_enough(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER  | Expires: 300      : 1\n"
                    "2  10  bob > alice  423       | Min-Expires: 300  : 1\n");
    check_findings(capture, 2, "interval-contradiction proof");
    check_finding(capture, 2, "interval-contradiction",
                  "Asked for 300 s, the server's minimum is 300 s", "1 2");
    capture_free(capture);
}

/* ---- session-interval-too-small ---- */

static void session_interval_below_the_minimum(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  UPDATE to=b | Session-Expires: 90;refresher=uac  : 1\n"
                    "2  10  bob > alice  422         | Min-SE: 600                        : 1\n");
    check_findings(capture, 2, "session-interval-too-small proof");
    check_finding(capture, 2, "session-interval-too-small",
                  "Session-Expires is 90 s, the server's minimum is 600 s", "1 2");
    capture_free(capture);
}

static void session_interval_that_is_no_reason(void **state)
{
    check("1   0  alice > bob  UPDATE to=b | x: 600           : 1\n"
          "2  10  bob > alice  422         | Min-SE: 600      : 1\n",
          "");
    check("1   0  alice > bob  UPDATE to=b                    : 1\n"
          "2  10  bob > alice  422         | Min-SE: 600      : 1\n",
          "");
    check("1   0  alice > bob  UPDATE to=b | x: 90            : 1\n"
          "2  10  bob > alice  422                            : 1\n",
          "");
    check("1   0  alice > bob  UPDATE to=b | x: 90            : 1\n"
          "2  10  bob > alice  422         | Min-SE: x99999   : 1\n",
          "");
    check("1   0  alice > bob  UPDATE to=b unseen | x: 90     : -\n"
          "2  10  bob > alice  422         | Min-SE: 600      : 0\n",
          "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lifetime_below_the_minimum),
        cmocka_unit_test(lifetime_of_a_contact),
        cmocka_unit_test(lifetime_of_contacts_without_their_own),
        cmocka_unit_test(lifetime_of_a_subscription),
        cmocka_unit_test(lifetime_that_cannot_be_compared),
        cmocka_unit_test(many_contacts),
        cmocka_unit_test(retry_below_the_minimum),
        cmocka_unit_test(retry_above_the_first_minimum),
        cmocka_unit_test(retry_after_a_423_that_says_nothing),
        cmocka_unit_test(retry_after_a_challenge),
        cmocka_unit_test(removal_after_a_423),
        cmocka_unit_test(minimum_missing),
        cmocka_unit_test(minimum_unreadable),
        cmocka_unit_test(lifetime_long_enough),
        cmocka_unit_test(session_interval_below_the_minimum),
        cmocka_unit_test(session_interval_that_is_no_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
