"""The ladder of an attempt as text that fits a narrow screen: hosts are columns with a letter.

SPDX-License-Identifier: GPL-2.0-or-later
"""

import textwrap

MESSAGES = 60
COLUMNS = 10
WIDTH = 7
LINE = 78  # characters of a text
LETTERS = "ABCDEFGHIJ"
_INDENT = " " * 10


def _names(messages):
    """A name for each end of a message: the address, with the port if the address has several."""
    ends = [message[end] for message in messages for end in ("source", "destination")]
    ports = {}
    for end in ends:
        ports.setdefault(end["address"], set()).add(end["port"])

    def name(end):
        address = end["address"]
        if len(ports[address]) == 1:
            return address
        return f"[{address}]:{end['port']}" if ":" in address else f"{address}:{end['port']}"

    return name, list(dict.fromkeys(map(name, ends)))


def _arrow(hosts, source, destination):
    """The columns of a line. The last one stands for all hosts that have none of their own."""
    last = min(len(hosts), COLUMNS) - 1
    left, right = sorted(min(hosts.index(host), last) for host in (source, destination))
    forth = min(hosts.index(source), last) == left
    cells = ["|" + " " * (WIDTH - 1)] * (last + 1)
    for at in range(left, right):
        cells[at] = "|" + "-" * (WIDTH - 1)
    line = "".join(cells).rstrip()
    if left == right:
        return line[:left * WIDTH] + "o" + line[left * WIDTH + 1:]
    begin, end = left * WIDTH, right * WIDTH
    if forth:
        return line[:end - 1] + ">" + line[end:]
    return line[:begin + 1] + "<" + line[begin + 2:]


def _legend(hosts):
    named = [f"{letter} {host}" for letter, host in zip(LETTERS, hosts)]
    if len(hosts) > COLUMNS:
        named[-1] = f"{LETTERS[COLUMNS - 1]} others: {', '.join(hosts[COLUMNS - 1:])}"
    return textwrap.wrap("   ".join(item.replace(" ", "\xa0") for item in named), LINE,
                         break_long_words=False)


def draw(example):
    """The lines, "" if the attempt has no messages."""
    messages = example.row.get("messages", [])
    if not messages:
        return ""
    name, hosts = _names(messages)
    lines = [line.replace("\xa0", " ") for line in _legend(hosts)]
    lines.append(f"{'seconds':>10} {'frame':>6}  "
                 + "".join(letter.ljust(WIDTH) for letter in LETTERS[:len(hosts)]).rstrip())
    capture = example.capture
    for message in messages[:MESSAGES]:
        where, frame = example.place(message["frame"])
        if where != capture:
            lines.append(f"{_INDENT}in {where}:")
            capture = where
        lines += _message(example, hosts, name, frame, message)
    dropped = max(0, len(messages) - MESSAGES) + example.row.get("messages_dropped", 0)
    if dropped > 0:
        lines.append(f"{_INDENT}{dropped} later messages are left out")
    return "\n".join(lines)


def _message(example, hosts, name, frame, message):
    source, destination = name(message["source"]), name(message["destination"])
    label = message["label"] + (f" x{message['sent']}" if message["sent"] > 1 else "")
    if len(hosts) > COLUMNS and max(map(hosts.index, (source, destination))) >= COLUMNS - 1:
        label += f" ({source} > {destination})"
    width = min(len(hosts), COLUMNS) * WIDTH - WIDTH + 1
    yield (f"{message['time']:10.6f} {frame:6}  "
           f"{_arrow(hosts, source, destination):{width}}  {label}")
    if "why" in message:
        yield from textwrap.wrap(example.words(message["why"]), LINE, initial_indent=_INDENT + "^ ",
                                 subsequent_indent=_INDENT + "  ")
