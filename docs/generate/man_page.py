"""docs/man/sipcodes.7: fields from docs/fields.md, findings from the catalog, the rest from here.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import pathlib
import re
import sys

from page import main

ROOT = pathlib.Path(__file__).parents[2]

DESCRIPTION = """\
sipcodes explains SIP failures in Wireshark and tshark. For every SIP response in a capture it shows
what the code means, whether it is provisional or final, why it was sent, which frames prove it, and
what to check first. It is a plugin: once it is installed, its fields, reports and preferences are
there."""

USES = (
    ("tshark -r FILE -Y sipcodes.why",
     "The messages of all attempts that failed. The profile sipcodes shows the cause as a column: "
     "wireshark -C sipcodes FILE."),
    ("tshark -r FILE -Y sipcodes.why -T fields -e frame.number -e sipcodes.code -e sipcodes.why",
     "Frame, code and cause of each."),
)

REPORTS = (
    ("-z sipcodes[,FILTER]", "The report for people; the same as -z sipcodes,report."),
    ("-z sipcodes,report,md[,FILTER]", "The same as Markdown, for a ticket."),
    ("-z sipcodes,csv[,FILTER]", "A line for each attempt, for spreadsheets."),
    ("-z sipcodes,json[,FILTER]", "A JSON object a line for each attempt, and the summary last."),
    ("-z sipcodes,ladder[,FILTER]", "The messages of each attempt that failed, as a ladder."),
    ("-z sipcodes,tree[,FILTER]", "Counts of causes, outcomes, findings, responses."),
)

PREFERENCES = (
    ("t1", "Milliseconds: SIP's round-trip time estimate (RFC 3261). Default 500."),
    ("t2", "Milliseconds: longest interval between retransmissions. Default 4000."),
    ("slow_response", "Milliseconds after which a first response is slow. Default 2000."),
    ("clock_skew", "Seconds by which a Date may differ from the capture's clock. Default 60."),
    ("show_users", "Reports name caller and callee. Default FALSE."),
    ("mask_addresses", "Reports write host-1, host-2, ... for addresses. Default FALSE."),
    ("mask_key", "Masked addresses get names made of them and this key. Default: none."),
    ("why_in_info", "The Info column ends with the cause. Default FALSE."),
    ("shortcuts", "Nothing is analysed that nothing reads. Default TRUE."),
)


def escaped(text):
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).replace("`", "")
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in ".'" else text


def entry(term, text):
    return f".TP\n.B {escaped(term)}\n{escaped(text)}"


def section(title, *parts):
    return "\n".join([f".SH {title}", *parts])


def fields():
    """The rows of the table of values in docs/fields.md: name, and meaning."""
    for line in (ROOT / "docs" / "fields.md").read_text(encoding="utf-8").splitlines():
        if line == "## Expert items":
            return
        if line.startswith("| `"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            yield cells[0].strip("`"), f"({cells[1]}) {cells[-1]}"


def man_page(rows):
    version = re.search(r"project\(sipcodes VERSION ([\d.]+)",
                        (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))[1]
    released = re.search(rf"^## {re.escape(version)} \((.*)\)$",
                         (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1]
    yield f'.\\" Made by scripts/make-docs.\n.TH SIPCODES 7 {released} "sipcodes {version}" Wireshark'
    yield section("NAME", "sipcodes \\- why a SIP response was sent: a plugin for Wireshark and tshark")
    yield section("DESCRIPTION", escaped(DESCRIPTION), *(entry(*use) for use in USES))
    yield section("FIELDS", *(entry(*field) for field in fields()))
    yield section("REPORTS", "Options of tshark, best with \\-q. FILTER is a display filter.",
                  *(entry(*report) for report in REPORTS))
    yield section("PREFERENCES", "Set with \\-o sipcodes.NAME:VALUE, or in Wireshark's preferences "
                  "below Protocols.", *(entry(*preference) for preference in PREFERENCES))
    yield section("FINDINGS", "Values of sipcodes.finding and sipcodes.why.id.",
                  *(entry(row.id, row.title) for row in rows["finding"]))
    yield section("SEE ALSO", ".BR wireshark (1),\n.BR tshark (1),\n.BR wireshark\\-filter (4)\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], man_page))
