"""Reports over many captures, by tshark with the plugin. No packet is parsed here.

SPDX-License-Identifier: GPL-2.0-or-later
"""


class BatchError(Exception):
    """What the user can put right; the text says how."""
