/* Findings about failures of servers, and about who made a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "findings.h"

int main(void)
{
    return 0;
}
