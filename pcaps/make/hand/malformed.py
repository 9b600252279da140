#!/usr/bin/env python3
"""Responses that no server should send: malformed.py small|oversized OUT.pcapng.

small: one broken response per call over UDP. oversized: a header line of 60,000 bytes and a thousand
Via lines, over TCP. Each call is an INVITE, its response, and the ACK.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from frames import CLIENT, SERVER, Tcp, ethernet, udp
from pcapng import Packet, write

BEGAN = 1767225600.0  # 1 January 2026


def request(method, name, extra=""):
    return (f"{method} sip:{name}@{SERVER} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {CLIENT}:5060;branch=z9hG4bK-{name}\r\n"
            "Max-Forwards: 70\r\n"
            f"From: <sip:alice@{SERVER}>;tag=a-{name}\r\n"
            f"To: <sip:{name}@{SERVER}>{extra}\r\n"
            f"Call-ID: {name}@{CLIENT}\r\n"
            f"CSeq: 1 {method}\r\n"
            f"Contact: <sip:alice@{CLIENT}>\r\n"
            "Content-Length: 0\r\n\r\n").encode()


def response(name, status=b"486 Busy Here", headers=b"", body=b"", length=None, line=b"\r\n"):
    lines = [b"SIP/2.0 " + status,
             f"Via: SIP/2.0/UDP {CLIENT}:5060;branch=z9hG4bK-{name}".encode(),
             f"From: <sip:alice@{SERVER}>;tag=a-{name}".encode(),
             f"To: <sip:{name}@{SERVER}>;tag=b-{name}".encode(),
             f"Call-ID: {name}@{CLIENT}".encode(),
             b"CSeq: 1 INVITE"]
    if headers:
        lines.append(headers)
    lines.append(b"Content-Length: %d" % (len(body) if length is None else length))
    return line.join(lines) + line * 2 + body


SDP = (b"v=0\r\no=- 1 1 IN IP4 10.77.0.1\r\ns=-\r\nc=IN IP4 10.77.0.1\r\nt=0 0\r\n"
       b"m=audio 10000 RTP/AVP 0\r\n")

MALFORMED = {
    "length-too-large": response("length-too-large", b"488 Not Acceptable Here",
                                 b"Content-Type: application/sdp", SDP, len(SDP) + 100),
    "length-too-small": response("length-too-small", b"488 Not Acceptable Here",
                                 b"Content-Type: application/sdp", SDP, 40),
    "length-absurd": response("length-absurd", length=99999999999999999999),
    "quote-open-reason": response("quote-open-reason",
                                  headers=b'Reason: Q.850;cause=17;text="User busy, SIP;cause=486'),
    "quote-open-warning": response("quote-open-warning", b"488 Not Acceptable Here",
                                   b'Warning: 305 10.77.0.1 "Incompatible media format\\'),
    "nul-in-phrase": response("nul-in-phrase", b"486 Busy\0Here"),
    "nul-in-reason": response("nul-in-reason",
                              headers=b'Reason: Q.850;cause=17;text="User\0busy"'),
    "escape-in-phrase": response("escape-in-phrase", b"486 \x1b[31mBusy\x1b[0m \x07\x08Here"),
    "escape-in-reason": response(
        "escape-in-reason", headers=b'Reason: Q.850;cause=21;text="\x1b]0;title\x07\x1b[2JCall\trejected"'),
    "markup-in-phrase": response("markup-in-phrase", b"486 <b>Busy</b> & %s%n =HYPERLINK(1)"),
    "utf8-in-phrase": response("utf8-in-phrase", "486 Besetzt \u2013 sp\u00e4ter \u202egnihtemos".encode()),
    "latin1-in-phrase": response("latin1-in-phrase", b"486 Occup\xe9 \xff\xfe\xc0\x80"),
    "lf-only": response("lf-only", headers=b"Reason: Q.850;cause=17", line=b"\n"),
    "mixed-line-ends": response("mixed-line-ends", headers=b"Reason: Q.850;cause=17\nRetry-After: 30"),
    "no-blank-line": response("no-blank-line")[:-2],
    "status-700": response("status-700", b"700 Beyond The Classes"),
    "status-999": response("status-999", b"999 Far Beyond"),
    "status-099": response("status-099", b"099 Below The Classes"),
    "status-4-digits": response("status-4-digits", b"4860 Busy Here"),
    "status-letters": response("status-letters", b"4B6 Busy Here"),
    "status-no-blank": response("status-no-blank", b"486"),
    "retry-after-huge": response("retry-after-huge", b"503 Service Unavailable",
                                 b"Retry-After: 99999999999999999999 (ever)"),
    "retry-after-bad": response("retry-after-bad", b"503 Service Unavailable",
                                b"Retry-After: -5\r\nRetry-After: soon;duration=\r\n"
                                b"Retry-After: 5 (open ((nested)"),
    "cause-huge": response("cause-huge", headers=b"Reason: Q.850;cause=4294967313;cause=17"),
    "cause-negative": response("cause-negative", headers=b"Reason: Q.850;cause=-1, ;;;, SIP;cause="),
    "reason-empty": response("reason-empty", headers=b"Reason:\r\nReason: ,\r\nWarning:\r\nRetry-After:"),
    "headers-none": b"SIP/2.0 486 Busy Here\r\n\r\n",
    "cseq-broken": response("cseq-broken").replace(b"CSeq: 1 INVITE", b"CSeq: one"),
    "via-broken": response("via-broken").replace(b"branch=z9hG4bK-via-broken", b'branch="z9hG4bK'),
    "header-name-none": response("header-name-none", headers=b": nothing\r\nno colon here\r\n folded"),
    "status-line-only": response("status-line-only"),
}


def small():
    seconds = BEGAN
    for name, answer in MALFORMED.items():
        ask, acknowledge = request("INVITE", name), request("ACK", name, f";tag=b-{name}")
        yield Packet(seconds, ethernet(udp(CLIENT, SERVER, ask)))
        data = ethernet(udp(SERVER, CLIENT, answer), back=True)
        # As a capture with a short snaplen has it: the status line and not one header.
        cut = 14 + 20 + 8 + answer.index(b"\r\n") + 2 if name == "status-line-only" else len(data)
        yield Packet(seconds + 0.02, data[:cut], len(data))
        yield Packet(seconds + 0.03, ethernet(udp(CLIENT, SERVER, acknowledge)))
        seconds += 0.5


def oversized():
    connection = Tcp(42000)
    via = b"Via: SIP/2.0/TCP 10.77.0.10:42000;branch=z9hG4bK-x%04d"
    frames = connection.open()
    for name, headers in (
            ("long-line", b'Reason: Q.850;cause=17;text="' + b"x" * 60000 + b'", SIP;cause=600'),
            ("many-vias", b"\r\n".join(via % number for number in range(1000)))):
        frames += connection.send(CLIENT, request("INVITE", name).replace(b"/UDP", b"/TCP"))
        frames += connection.send(SERVER, response(name, headers=headers).replace(b"/UDP", b"/TCP"))
        frames += connection.send(
            CLIENT, request("ACK", name, f";tag=b-{name}").replace(b"/UDP", b"/TCP"))
    frames += connection.close()
    return [Packet(BEGAN + number / 1000, frame) for number, frame in enumerate(frames)]


if __name__ == "__main__":
    write(sys.argv[2], {"small": small, "oversized": oversized}[sys.argv[1]]())
