"""The report of a database as one page that needs nothing else: no network, no other file.

SPDX-License-Identifier: GPL-2.0-or-later

All of it can be read without the script, which only sorts, filters and folds. The policy in its
head forbids everything but this style and this script, so that even text from a capture that got
past the escaping could load and run nothing.
"""

import base64
import hashlib
from pathlib import Path

from . import calls, causes, head, hosts
from .markup import Markup, empty, tag

_HERE = Path(__file__).parent

# Id, title, and what makes it of the database.
_SECTIONS = (
    ("calls", "Calls", calls.ratios),
    ("time", "Over time", calls.over_time),
    ("causes", "Causes", None),
    ("hosts", "Hosts", hosts.by_host),
    ("trunks", "Trunks", hosts.by_trunk),
    ("slow", "Slow answers", hosts.slow),
    ("again", "Sent again", hosts.sent_again),
    ("registrations", "Registrations", hosts.registrations),
)


def _source(name):
    return Markup((_HERE / name).read_text(encoding="utf-8"))


def _hash(source):
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def write(base, out, file):
    """BASE: the database; OUT: the folder that has the files of the units."""
    style, script = _source("page.css"), _source("page.js")
    policy = (f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
              "base-uri 'none'; form-action 'none'")
    print("<!DOCTYPE html>\n<html lang=\"en\">", file=file)
    print(tag(
        "head", empty("meta", charset="utf-8"),
        empty("meta", http_equiv="Content-Security-Policy", content=policy),
        empty("meta", name="viewport", content="width=device-width, initial-scale=1"),
        empty("meta", name="referrer", content="no-referrer"),
        tag("title", "SIP report"), tag("style", style)), file=file)
    print("<body>", file=file)
    print(tag("header", tag("h1", "SIP report"), head.verdict(base), head.facts(base),
              head.missing(base)), file=file)
    print(tag("nav", *(tag("a", title, href=f"#section-{name}") for name, title, _ in _SECTIONS),
              aria_label="Sections"), file=file)
    print("<main>", file=file)
    for name, title, make in _SECTIONS:
        made = make(base) if make else causes.section(base, out)
        if made:
            print(tag("section", tag("h2", title), made, id=f"section-{name}"), file=file)
    print("</main>", file=file)
    print(tag("script", script), file=file)
    print("</body>\n</html>", file=file)
