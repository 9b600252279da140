/* Which Q.850 causes go with which status codes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RFC 3398 sections 7.2.4.1 (from cause to code) and 8.2.6.1 (from code to cause), taken together
 * with what networks after ITU-T Q.1912.5 do, where 480 stands for much. That a pair is usual says
 * nothing of a call; only a pair that no table has is worth a word. 500 and 487 have no rows, as
 * they stand for anything, nor have 488 and 606, whose cause the Warning decides.
 */
#include <glib.h>

#include "catalog-private.h"

#define CAUSES_MAX 12

struct pair {
    uint16_t code;
    uint8_t causes[CAUSES_MAX]; /* ends with 0 */
};

/* Ascending by code. */
static const struct pair pairs[] = {
    {401, {21}},
    {402, {21}},
    {403, {21, 29, 50, 55, 57, 87}},
    {404, {1, 2, 3, 5, 26}},
    {405, {29, 63, 79}},
    {407, {21}},
    {408, {18, 19, 20, 102}},
    {410, {22, 23}},
    {415, {65, 70, 79}},
    {480, {18, 19, 20, 21, 25, 34, 38, 41, 42, 47, 102}},
    {482, {25}},
    {483, {25}},
    {484, {28}},
    {485, {1}},
    {486, {17}},
    {501, {29, 63, 65, 69, 79}},
    {502, {27, 34, 38, 41, 42, 47}},
    {503, {25, 27, 34, 38, 41, 42, 44, 47, 58, 63, 88}},
    {504, {18, 27, 38, 41, 102}},
    {600, {17}},
    {603, {21, 29, 55, 57, 87}},
    {604, {1, 2, 3, 5}},
};

static bool lists(const struct pair *pair, uint32_t cause)
{
    for (size_t i = 0; i < CAUSES_MAX && pair->causes[i] != 0; i++) {
        if (pair->causes[i] == cause) {
            return true;
        }
    }
    return false;
}

bool sc_q850_agrees(unsigned code, uint32_t cause)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (pairs[i].code == code) {
            return lists(&pairs[i], cause);
        }
    }
    return false;
}

bool sc_q850_contradicts(unsigned code, uint32_t cause)
{
    bool code_listed = false;
    bool cause_listed = false;

    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        bool listed = lists(&pairs[i], cause);
        if (pairs[i].code == code) {
            code_listed = true;
            if (listed) {
                return false;
            }
        }
        cause_listed = cause_listed || listed;
    }
    return code_listed && cause_listed;
}
