"""All tables that are expected of a capture.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import causes
import findings
import hints
import links
import rows

TABLES = {module.__name__: module.TABLE for module in (rows, links, findings, hints, causes)}
