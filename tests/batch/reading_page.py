"""Reads a page of sipcodes-batch.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import base64
import hashlib
import re
from html.parser import HTMLParser

_EMPTY = {"meta", "link", "img", "input", "br", "hr"}


class Page(HTMLParser):
    """What it holds. TABLES: rows of cells by caption, the columns first; TERMS: pairs of each list, and the
    headings of examples as "h3", in the order of the page; PARTS: the elements, each with the names of its attributes."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.terms, self.parts, self.ids = {}, [], [], []
        self.ladders, self.attributes, self.sources = [], [], {}
        self._open, self._texts, self._rows, self._term = [], [], None, None
        self._text, self._caption = text, None
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, *sorted(name for name, _ in attrs)))
        self.attributes += ((tag, *pair) for pair in attrs)
        self.ids += (value for name, value in attrs if name == "id")
        if tag not in _EMPTY:
            self._open.append(tag)
            self._texts.append("")
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])

    def handle_endtag(self, tag):
        assert self._open.pop() == tag, tag
        text = self._texts.pop()
        if self._texts:
            self._texts[-1] += text
        if tag == "caption":
            self._caption = text
        elif tag in ("td", "th"):
            self._rows[-1].append(text)
        elif tag == "table":
            self.tables.setdefault(self._caption, self._rows)
        elif tag == "dt":
            self._term = text
        elif tag == "dd":
            self.terms.append((self._term, text))
        elif tag == "h3":
            self.terms.append((tag, text))
        elif tag == "pre":
            self.ladders.append(text)
        elif tag in ("style", "script"):
            self.sources.setdefault(tag, []).append(text)

    def handle_data(self, data):
        if self._texts:
            self._texts[-1] += data

    def term(self, name):
        return [text for term, text in self.terms if term == name]

    def policy(self):
        """The policy of its head, by directive."""
        contents = dict(re.findall(r'<meta http-equiv="([^"]*)" content="([^"]*)">', self._text))
        rules = contents["Content-Security-Policy"].replace("&#x27;", "'")
        return {rule.split()[0]: rule.split()[1:] for rule in rules.split(";")}

    def hashes(self, tag):
        return [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
                for text in self.sources[tag]]


def page_of(made):
    """That of the results below this folder."""
    return Page((made / "out" / "report.html").read_text(encoding="utf-8"))
