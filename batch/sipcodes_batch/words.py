"""Text from captures and names of files, as it may be shown.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import unicodedata


def plain(value):
    """Without what could steer a terminal, break a line or turn its direction."""
    return "".join(c if unicodedata.category(c)[0] != "C" and c not in "\u2028\u2029" else "\ufffd"
                   for c in str(value))
