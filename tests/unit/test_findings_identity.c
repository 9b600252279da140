/* Findings about identity.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

static void minimum_missing(void **state)
{
    struct capture *capture = capture_new();

    ladder(capture, "1   0  alice > bob  REGISTER  | Expires: 60   : 1\n"
                    "2  10  bob > alice  423                       : 1\n");
    check_findings(capture, 2, "interval-contradiction proof");
    check_finding(capture, 2, "interval-contradiction", "The 423 has no Min-Expires", "2");
    capture_free(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minimum_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
