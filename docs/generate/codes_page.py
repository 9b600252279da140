"""docs/codes.md, the page of all codes.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import sys

from page import main, table

INTRO = """\
# Codes

What the plugin knows by heart: SIP status codes, the causes of the Reason header and the codes of
the Warning header. This page is made from the plugin's own tables by `scripts/make-docs`.

* The first digit of a status code is its class. There are six.
* A 1xx response is provisional: more is to follow, and until the call is connected any number of
  them may come. The others, 2xx to 6xx, are final: they end the transaction.
* Reason phrases differ between services, and many send words of their own. The code decides; another
  phrase alone is no fault.
* A code that no one registered is treated as the x00 of its class, an unknown 1xx as 183
  ([RFC 3261](https://www.rfc-editor.org/rfc/rfc3261) section 8.1.3.2).

| Class | Name | Status | What it says |
|---|---|---|---|
| 1xx | [Provisional](#1xx-provisional) | provisional | The request has arrived and is being worked on |
| 2xx | [Success](#2xx-success) | final | It was understood, accepted and done |
| 3xx | [Redirection](#3xx-redirection) | final | Another address must be tried |
| 4xx | [Client Error](#4xx-client-error) | final | This server cannot serve it as it is; it may succeed after a change, or elsewhere |
| 5xx | [Server Error](#5xx-server-error) | final | It may be in order, but this server failed on it |
| 6xx | [Global Failure](#6xx-global-failure) | final | No server anywhere can serve it |

Further down: [Reason protocols](#reason-protocols), [causes of Q.850](#causes-of-q850),
[locations](#locations), [other causes](#other-causes), [Warning codes](#warning-codes).
"""

CLASSES = ("Provisional", "Success", "Redirection", "Client Error", "Server Error",
           "Global Failure")


def condition(advice):
    """When a line of advice fits, in parentheses behind it; "" if always."""
    parts = [advice.any.replace(", ", " or ")] if advice.any else []
    parts += [advice.all.replace(", ", " and ")] if advice.all else []
    parts += [f"not: {advice.none.replace(', ', ' or ')}"] if advice.none else []
    return f" *({'; '.join(parts)})*" if parts else ""


def advice(row):
    """The hint, those that take its place, and the steps."""
    yield f"**Hint:** {row.hint}"
    yield ""
    if row.hints:
        yield "Instead, the first of these that fits:"
        yield ""
        yield from (f"* {hint.text}{condition(hint)}" for hint in row.hints)
        yield ""
    yield from (f"{number}. {step.text}{condition(step)}"
                for number, step in enumerate(row.steps, 1))


def status(row):
    """One status code: meaning, first thing to do, steps, where it is defined."""
    lines = [f"### {row.code} {row.phrase if row.kind == 'registered' else row.vendor}", ""]
    if row.kind != "registered":
        lines += [f"Not registered; treated as {row.treat_as} {row.phrase}.", ""]
    lines += [row.meaning, "", *advice(row)]
    lines += [""] if row.steps else []
    return "\n".join([*lines, f"Defined in: {row.reference}", ""])


def section(digit, rows):
    """One class: its codes, then what holds for any other number of the class."""
    of_class = [row for row in rows if row.code[0] == digit and len(row.code) == 3]
    known = [row for row in of_class if row.kind != "class"]
    other = next(row for row in of_class if row.kind == "class")
    yield f"## {digit}xx {CLASSES[int(digit) - 1]}\n"
    yield from map(status, known)
    yield "\n".join([f"### Any other {digit}xx\n\n{other.meaning}\n", *advice(other), ""])


def codes(rows):
    yield INTRO
    for digit in "123456":
        yield from section(digit, rows["status"])
    yield "## Reason protocols\n"
    yield "A Reason header names a protocol and, mostly, a cause in it (RFC 3326).\n"
    yield table(("Protocol", "What its causes are", "Defined in"), rows["protocol"])
    yield "## Causes of Q.850\n"
    yield table(("Cause", "Name", "Group", "Note"),
                [row[1:] for row in rows["cause"] if row.protocol == "Q.850"])
    yield "## Locations\n"
    yield "Where a cause was generated: the location parameter of a Reason (RFC 8606).\n"
    yield table(("Location", "What it stands for"), rows["location"])
    yield "## Other causes\n"
    for protocol in rows["protocol"]:
        causes = [row[1:3] for row in rows["cause"] if row.protocol == protocol.name]
        if causes and protocol.name != "Q.850":
            yield f"### {protocol.name}\n"
            yield f"{protocol.title[0].upper()}{protocol.title[1:]}: {protocol.reference}.\n"
            yield table(("Cause", "Name"), causes)
    yield "## Warning codes\n"
    yield table(("Code", "Name", "Meaning", "Defined in"), rows["warning"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], codes))
