"""Write tshark's PDML, read from standard input, as a table of SIP responses.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import collections
import dataclasses
import signal
import sys
from xml.etree import ElementTree

HEADINGS = ("Frame", "Time", "From", "To", "Code", "Class", "Status", "Hint")
NO_CLASS = "-"
RIGHT = ("Frame", "Time", "Code")


@dataclasses.dataclass
class Response:
    code: str
    group: str
    fragment: bool
    row: tuple


def shown(proto, name, default=""):
    """The first value of a field below a protocol."""
    field = proto.find(f".//field[@name='{name}']")
    return default if field is None else field.get("show")


def ends(packet):
    """Source and destination, of the innermost IP and transport header around the message."""
    address, port = ("-", "-"), (None, None)
    for proto in packet.iter("proto"):
        name = proto.get("name")
        if name in ("ip", "ipv6"):
            address = shown(proto, f"{name}.src"), shown(proto, f"{name}.dst")
        elif name in ("udp", "tcp", "sctp"):
            port = shown(proto, f"{name}.srcport"), shown(proto, f"{name}.dstport")
        elif name == "sipcodes":
            break
    for host, number in zip(address, port):
        host = f"[{host}]" if ":" in host else host
        yield f"{host}:{number}" if number else host


def responses(packet):
    """The status lines of a frame; a request with a Reason has an item, too, but no code."""
    frame = shown(packet, "num")
    for item in packet.iter("proto"):
        code = shown(item, "sipcodes.code") if item.get("name") == "sipcodes" else ""
        if not code:
            continue
        time = float(shown(packet.find("proto[@name='frame']"), "frame.time_relative"))
        group = shown(item, "sipcodes.class.name", NO_CLASS)
        status = shown(item, "sipcodes.status", "-")
        fragment = item.find(".//field[@name='sipcodes.fragment']") is not None
        yield Response(code, group, fragment, (
            frame, f"{time:.3f}", *ends(packet), code, group,
            f"{status}, sipfrag" if fragment else status, shown(item, "sipcodes.hint")))


def read(stream):
    """All responses of a PDML document, also of one that ends early."""
    try:
        for _, element in ElementTree.iterparse(stream):
            if element.tag == "packet":
                yield from responses(element)
                element.clear()
    except ElementTree.ParseError:
        # tshark has stopped in the middle, and has said why on its standard error.
        pass


def write_table(rows):
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows)]
    for row in (HEADINGS, *rows):
        cells = (cell.rjust(width) if heading in RIGHT else cell.ljust(width)
                 for heading, cell, width in zip(HEADINGS, row, widths))
        print("  ".join(cells).rstrip())


def write_counts(found):
    """How many responses there are of each class. A sipfrag body tells of a response to somebody
    else, so it is none of this capture's."""
    sent = [response for response in found if not response.fragment]
    counts = collections.Counter(response.group for response in sent)
    digits = {response.group: response.code[0] for response in sent}
    print(f"\n{len(sent)} response{'' if len(sent) == 1 else 's'}")
    for group in sorted(counts, key=digits.get):
        name = f"{digits[group]}xx {group}" if group != NO_CLASS else "outside 100 to 699"
        print(f"{counts[group]:6}  {name}")
    if len(found) > len(sent):
        print(f"{len(found) - len(sent):6}  more in sipfrag bodies")


def main():
    # Whoever reads only the beginning, as head does, ends this program without a complaint.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    found = list(read(sys.stdin.buffer))
    if not found:
        print("no SIP responses")
        return
    write_table([response.row for response in found])
    write_counts(found)


main()
