/* How reports name hosts and calls: as they are or, if the user wants that, masked.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "report-names.h"

#include <glib.h>
#include <string.h>

#include "prefs.h"
#include "sipcodes/flow.h"

/* Characters of a Call-ID that are left. */
#define CALL_ID_SHOWN 8

/* Hexadecimal digits of a keyed name: of 100,000 hosts, two share one in 0.5 % of all networks. */
#define KEYED_DIGITS 10

/* Address, as sc_endpoint_write() has it -> name. NULL: nothing is masked. */
static GHashTable *names;

/* The name of an address that only the key tells: the same in every capture. */
static char *keyed_name(const char *key, const char *address)
{
    char *digest =
        g_compute_hmac_for_string(G_CHECKSUM_SHA256, (const guchar *)key, strlen(key), address, -1);
    char *name = g_strdup_printf("host-%.*s", KEYED_DIGITS, digest);

    g_free(digest);
    return name;
}

/* The name of a host, which belongs to NAMES; without a key a host that is new gets the next one.
 */
static const char *name_of(const struct sc_endpoint *endpoint)
{
    char address[SC_ENDPOINT_TEXT_SIZE];

    sc_endpoint_write(endpoint, address);
    char *name = (char *)g_hash_table_lookup(names, address);
    if (name == NULL) {
        const char *key = prefs_mask_key();
        name = key[0] != '\0' ? keyed_name(key, address)
                              : g_strdup_printf("host-%u", g_hash_table_size(names) + 1);
        g_hash_table_insert(names, g_strdup(address), name);
    }
    return name;
}

void report_names_begin(struct sc_summary *summary)
{
    size_t count;

    if (!prefs_mask_addresses()) {
        return;
    }
    const struct sc_endpoint *const *hosts = sc_summary_hosts(summary, &count);
    names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (size_t i = 0; i < count; i++) {
        (void)name_of(hosts[i]);
    }
}

void report_names_end(void)
{
    g_clear_pointer(&names, g_hash_table_destroy);
}

char *report_host(const struct sc_endpoint *endpoint)
{
    char address[SC_ENDPOINT_TEXT_SIZE];

    if (names != NULL && endpoint != NULL && endpoint->family != 0) {
        return g_strdup(name_of(endpoint));
    }
    sc_endpoint_write(endpoint, address);
    return g_strdup(address);
}

/* ---- Addresses in texts ---- */

/* The bytes of the address that begins at TEXT, read into ENDPOINT, if only these characters can be
 * part of it; 0 if there is none. What ends a sentence or stands before a value is not part of it.
 */
static size_t read_address(const char *text, const char *characters, struct sc_endpoint *endpoint)
{
    size_t size = strspn(text, characters);

    for (; size >= 3 && size < SC_ENDPOINT_TEXT_SIZE; size--) {
        *endpoint = sc_endpoint_read((struct sc_slice){text, size});
        if (endpoint->family != 0) {
            return size;
        }
        if (strchr(".:", text[size - 1]) == NULL) {
            return 0;
        }
    }
    return 0;
}

/* The bytes of the IPv4 address that begins at TEXT: the first four of the numbers there. */
static size_t read_ipv4(const char *text, struct sc_endpoint *endpoint)
{
    size_t size = 0;

    for (int part = 0; part < 4; part++) {
        size += part > 0 && text[size] == '.' ? 1 : 0;
        size_t digits = strspn(text + size, "0123456789");
        if (digits == 0 || digits > 3) {
            return 0;
        }
        size += digits;
    }
    *endpoint = sc_endpoint_read((struct sc_slice){text, size});
    return endpoint->family != 0 ? size : 0;
}

/* The bytes of the address at POSITION of TEXT, 0 if none begins there. */
static size_t address_at(const char *text, size_t position, struct sc_endpoint *endpoint)
{
    const char *before = position > 0 ? &text[position - 1] : " ";
    size_t size = 0;

    if (!g_ascii_isalnum(*before) && *before != ':') {
        size = read_address(text + position, "0123456789abcdefABCDEF:.", endpoint);
    }
    if (size == 0 && !g_ascii_isdigit(*before)) {
        size = read_ipv4(text + position, endpoint);
    }
    return size;
}

char *report_words(const char *text)
{
    GString *words = g_string_new(NULL);
    struct sc_endpoint endpoint;

    if (names == NULL) {
        g_string_append(words, text);
        return g_string_free(words, FALSE);
    }
    for (size_t i = 0; text[i] != '\0';) {
        size_t size = address_at(text, i, &endpoint);
        if (size > 0) {
            g_string_append(words, name_of(&endpoint));
            i += size;
        } else {
            g_string_append_c(words, text[i++]);
        }
    }
    return g_string_free(words, FALSE);
}

char *report_slice(struct sc_slice slice)
{
    size_t size = sc_slice_text(slice, NULL, 0) + 1;
    char *text = (char *)g_malloc(size);

    sc_slice_text(slice, text, size);
    char *words = report_words(text);
    g_free(text);
    return words;
}

char *report_call_id(struct sc_slice call_id)
{
    char *text = report_slice(call_id);

    if (names == NULL || g_utf8_strlen(text, -1) <= CALL_ID_SHOWN) {
        return text;
    }
    char *shown = g_utf8_substring(text, 0, CALL_ID_SHOWN);
    char *cut = g_strconcat(shown, "...", NULL);
    g_free(shown);
    g_free(text);
    return cut;
}
