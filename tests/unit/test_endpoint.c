/* Endpoints: reading and writing addresses, and their scopes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The system's own inet_pton() and inet_ntop() say what is right.
 */
#include <arpa/inet.h>

#include "scan.h"

#include "sipcodes/endpoint.h"

enum { ROUNDS = 300000 };

/* Reads TEXT both ways. */
static void check_read(struct sc_slice text)
{
    struct sc_endpoint expected = {0};
    char terminated[256];

    assert_true(text.size < sizeof terminated);
    memcpy(terminated, text.data, text.size);
    terminated[text.size] = '\0';
    if (strlen(terminated) == text.size) {
        expected.family = inet_pton(AF_INET, terminated, expected.address) == 1    ? 4
                          : inet_pton(AF_INET6, terminated, expected.address) == 1 ? 6
                                                                                   : 0;
    }
    struct sc_endpoint read = sc_endpoint_read(text);
    if (read.family != expected.family || read.port != 0 ||
        memcmp(read.address, expected.address, sizeof read.address) != 0) {
        fail_msg("\"%s\": read as family %u, expected %u", terminated, read.family,
                 expected.family);
    }
}

static void check_write(const struct sc_endpoint *endpoint)
{
    char expected[SC_ENDPOINT_TEXT_SIZE];
    char text[SC_ENDPOINT_TEXT_SIZE];

    assert_non_null(inet_ntop(endpoint->family == 4 ? AF_INET : AF_INET6, endpoint->address,
                              expected, sizeof expected));
    sc_endpoint_write(endpoint, text);
    assert_string_equal(text, expected);
    struct sc_endpoint read = sc_endpoint_read(sc_slice_of(text));
    assert_int_equal(read.family, endpoint->family);
    assert_memory_equal(read.address, endpoint->address, sizeof read.address);
}

static const char *const texts[] = {
    "",
    "0.0.0.0",
    "255.255.255.255",
    "256.0.0.1",
    "10.0.0.1",
    "10.0.0.01",
    "010.0.0.1",
    "00.0.0.0",
    "10.0.0",
    "10.0.0.",
    ".10.0.0",
    "10..0.1",
    "10.0.0.1.",
    "10.0.0.1 ",
    " 10.0.0.1",
    "10.0.0.1:5060",
    "0x0a.0.0.1",
    "+1.0.0.1",
    "4294967296.0.0.1",
    "99999999999999999999.0.0.1",
    "::",
    ":::",
    ":",
    "::1",
    "1::",
    "1::1",
    "::1::",
    "1::2::3",
    ":1",
    "1:",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:",
    ":1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1::3:4:5:6:7:8",
    "1:2:3:4::5:6:7:8",
    "::1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8::",
    "2001:db8::1",
    "2001:DB8::A",
    "2001:0db8:0000:0000:0000:0000:0000:0001",
    "2001:00db8::1",
    "12345::",
    "::12345",
    "g::",
    "::ffff:10.0.0.1",
    "::10.0.0.1",
    "::10.0.0.01",
    "::10.0.0.1:1",
    "10.0.0.1::",
    "1:10.0.0.1::",
    "1:2:3:4:5:6:10.0.0.1",
    "1:2:3:4:5:10.0.0.1",
    "1:2:3:4:5:6:7:10.0.0.1",
    "1:2:3:4:5::10.0.0.1",
    "1:2:3:4:5:6::10.0.0.1",
    "::1:2:3:4:5:10.0.0.1",
    "::1:2:3:4:5:6:10.0.0.1",
    "::.1",
    "::1.2.3",
    "fe80::1%eth0",
    "[::1]",
    "-1::",
    "::+1",
    "example.com",
    "a",
    "0",
    "1",
};

static void texts_are_read_as_the_system_does(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        check_read(sc_slice_of(texts[i]));
        for (size_t size = 0; size < strlen(texts[i]); size++) {
            check_read((struct sc_slice){texts[i], size});
        }
    }
    check_read(BYTES("10.0.0.1\0"));
    check_read(BYTES("10.0\0.0.1"));
    check_read(BYTES("::\0"));
    check_read(BYTES("\xFF::1"));
    assert_int_equal(sc_endpoint_read((struct sc_slice){0}).family, 0);
}

/* Bytes that addresses are made of, in any order, and texts with a byte changed. */
static void any_bytes_are_read_as_the_system_does(void **state)
{
    static const char bytes[] = "0123456789abcdefABCF::::....%xg \n";
    GRand *random = g_rand_new_with_seed(1);
    char text[64];

    for (int i = 0; i < ROUNDS; i++) {
        size_t size = (size_t)g_rand_int_range(random, 0, 24);
        for (size_t at = 0; at < size; at++) {
            text[at] = bytes[g_rand_int_range(random, 0, sizeof bytes - 1)];
        }
        check_read((struct sc_slice){text, size});
        const char *model = texts[g_rand_int_range(random, 1, G_N_ELEMENTS(texts))];
        size = strlen(model);
        memcpy(text, model, size);
        text[g_rand_int_range(random, 0, (int)size)] =
            bytes[g_rand_int_range(random, 0, sizeof bytes - 1)];
        check_read((struct sc_slice){text, size});
    }
    g_rand_free(random);
}

/* The place of every group that is 0, and some values for the others. */
static void addresses_are_written_as_the_system_does(void **state)
{
    static const uint16_t values[] = {1, 0x10, 0x203, 0xABCD, 0xFFFF};

    for (unsigned zeros = 0; zeros < 256; zeros++) {
        for (size_t value = 0; value < G_N_ELEMENTS(values); value++) {
            struct sc_endpoint endpoint = {.family = 6};
            for (size_t group = 0; group < 8; group++) {
                uint16_t word = (zeros >> group & 1) != 0 ? 0 : values[value];
                endpoint.address[2 * group] = (uint8_t)(word >> 8);
                endpoint.address[2 * group + 1] = (uint8_t)word;
            }
            check_write(&endpoint);
        }
    }
    GRand *random = g_rand_new_with_seed(1);
    for (int i = 0; i < ROUNDS; i++) {
        struct sc_endpoint endpoint = {.family = i % 2 == 0 ? 4 : 6};
        for (int at = 0; at < (i % 2 == 0 ? 4 : 16); at++) {
            endpoint.address[at] = (uint8_t)(g_rand_boolean(random) ? g_rand_int(random) : 0);
        }
        check_write(&endpoint);
    }
    g_rand_free(random);
}

static void unknown_addresses_are_written_as_a_question_mark(void **state)
{
    char text[SC_ENDPOINT_TEXT_SIZE];

    sc_endpoint_write(NULL, text);
    assert_string_equal(text, "?");
    sc_endpoint_write(&(struct sc_endpoint){0}, text);
    assert_string_equal(text, "?");
    sc_endpoint_write(&(struct sc_endpoint){.family = 5}, text);
    assert_string_equal(text, "?");
}

static void hosts_are_compared_by_address(void **state)
{
    struct sc_endpoint a = {.family = 4, .address = {10, 0, 0, 1}, .port = 1};
    struct sc_endpoint b = {.family = 4, .address = {10, 0, 0, 1}, .port = 2};
    struct sc_endpoint six = {.family = 6, .address = {10, 0, 0, 1}};
    struct sc_endpoint unknown = {0};

    assert_true(sc_endpoint_same_host(&a, &b));
    assert_false(sc_endpoint_same_host(&a, &six));
    assert_false(sc_endpoint_same_host(&unknown, &unknown));
    assert_true(sc_endpoint_is(&a, BYTES("10.0.0.1")));
    assert_false(sc_endpoint_is(&a, BYTES("10.0.0.2")));
    assert_false(sc_endpoint_is(&unknown, BYTES("example.com")));
}

static void scopes(void **state)
{
    static const struct {
        const char *address;
        enum sc_scope scope;
    } rows[] = {
        {"9.255.255.255", SC_SCOPE_PUBLIC},
        {"10.0.0.0", SC_SCOPE_10},
        {"10.255.255.255", SC_SCOPE_10},
        {"11.0.0.0", SC_SCOPE_PUBLIC},
        {"100.63.255.255", SC_SCOPE_PUBLIC},
        {"100.64.0.0", SC_SCOPE_SHARED},
        {"100.127.255.255", SC_SCOPE_SHARED},
        {"100.128.0.0", SC_SCOPE_PUBLIC},
        {"0.0.0.0", SC_SCOPE_UNSPECIFIED},
        {"0.0.0.1", SC_SCOPE_PUBLIC},
        {"::", SC_SCOPE_UNSPECIFIED},
        {"127.0.0.1", SC_SCOPE_LOOPBACK},
        {"169.253.1.1", SC_SCOPE_PUBLIC},
        {"169.254.1.1", SC_SCOPE_LINK},
        {"172.15.255.255", SC_SCOPE_PUBLIC},
        {"172.16.0.0", SC_SCOPE_172},
        {"172.31.255.255", SC_SCOPE_172},
        {"172.32.0.0", SC_SCOPE_PUBLIC},
        {"192.167.255.255", SC_SCOPE_PUBLIC},
        {"192.168.0.0", SC_SCOPE_192},
        {"192.169.0.0", SC_SCOPE_PUBLIC},
        {"::1", SC_SCOPE_LOOPBACK},
        {"::2", SC_SCOPE_PUBLIC},
        {"fbff::", SC_SCOPE_PUBLIC},
        {"fc00::", SC_SCOPE_UNIQUE_LOCAL},
        {"fdff::", SC_SCOPE_UNIQUE_LOCAL},
        {"fe00::", SC_SCOPE_PUBLIC},
        {"fe7f::", SC_SCOPE_PUBLIC},
        {"fe80::", SC_SCOPE_LINK},
        {"febf::", SC_SCOPE_LINK},
        {"fec0::", SC_SCOPE_PUBLIC},
        {"example.com", SC_SCOPE_PUBLIC},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct sc_endpoint endpoint = sc_endpoint_read(sc_slice_of(rows[i].address));
        assert_int_equal(sc_endpoint_scope(&endpoint), rows[i].scope);
    }
    assert_false(sc_scope_is_translated(SC_SCOPE_PUBLIC));
    assert_true(sc_scope_is_translated(SC_SCOPE_10));
    assert_true(sc_scope_is_translated(SC_SCOPE_SHARED));
    assert_false(sc_scope_is_translated(SC_SCOPE_LINK));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_as_the_system_does),
        cmocka_unit_test(any_bytes_are_read_as_the_system_does),
        cmocka_unit_test(addresses_are_written_as_the_system_does),
        cmocka_unit_test(unknown_addresses_are_written_as_a_question_mark),
        cmocka_unit_test(hosts_are_compared_by_address),
        cmocka_unit_test(scopes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
