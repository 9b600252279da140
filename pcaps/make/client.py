#!/usr/bin/env python3
"""A SIP client for what sipp cannot do: TLS, WebSocket, requests in one segment, tiny segments.

    client.py [OPTION...] SERVER PORT METHOD:URI...

It sends the requests one after the other, or all at once with --together, takes one final response
for each, and acknowledges the INVITEs that fail. It checks nothing.
"""

import argparse
import base64
import hashlib
import os
import re
import socket
import ssl
import struct
import time

FINAL = re.compile(rb"SIP/2\.0 ([2-7]\d\d)")


class Messages:
    """SIP messages over a stream, framed by Content-Length."""

    def __init__(self, connection):
        self.connection = connection
        self.buffer = b""

    def send(self, message):
        self.connection.sendall(message)

    def receive(self):
        while True:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if end:
                length = int(re.search(rb"(?im)^(?:Content-Length|l)\s*:\s*(\d+)", head)[1])
                if len(rest) >= length:
                    self.buffer = rest[length:]
                    return head + end + rest[:length]
            self.fill()

    def fill(self):
        data = self.connection.recv(65536)
        if not data:
            raise EOFError("the server closed the connection")
        self.buffer += data


class WebSocketMessages(Messages):
    """SIP messages over a WebSocket (RFC 7118), one in each text frame."""

    def __init__(self, connection, host):
        super().__init__(connection)
        key = base64.b64encode(os.urandom(16)).decode()
        connection.sendall(
            f"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Origin: http://{host}\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: sip\r\n\r\n".encode())
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        if b" 101 " not in head.splitlines()[0]:
            raise ConnectionError(head.decode(errors="replace"))

    def send(self, message):
        mask = os.urandom(4)
        length = len(message)
        size = struct.pack("!BBH", 0x81, 0xFE, length) if length > 125 else bytes([0x81, 0x80 | length])
        hidden = bytes(byte ^ mask[at % 4] for at, byte in enumerate(message))
        self.connection.sendall(size + mask + hidden)

    def receive(self):
        while True:
            length, at = (self.buffer[1] & 0x7F, 2) if len(self.buffer) > 1 else (0, 1 << 30)
            if length == 126 and len(self.buffer) > 3:
                length, at = struct.unpack_from("!H", self.buffer, 2)[0], 4
            if len(self.buffer) >= at + length:
                message = self.buffer[at:at + length]
                self.buffer = self.buffer[at + length:]
                return message
            self.fill()


def request(method, uri, connection, transport, number):
    host, port = connection.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    unique = hashlib.md5(os.urandom(16)).hexdigest()[:16]
    registered = re.sub(r"^(sips?:).*@", r"\1", uri) if method == "REGISTER" else uri
    return (f"{method} {registered} SIP/2.0\r\n"
            f"Via: SIP/2.0/{transport.upper()} {host}:{port};branch=z9hG4bK{unique}\r\n"
            "Max-Forwards: 70\r\n"
            f"From: <sip:alice@{host}>;tag={unique[:6]}\r\n"
            f"To: <{uri}>\r\n"
            f"Call-ID: {unique}@{host}\r\n"
            f"CSeq: {number} {method}\r\n"
            f"Contact: <sip:alice@{host}:{port};transport={transport}>\r\n"
            "Content-Length: 0\r\n\r\n").encode()


def acknowledgement(invite, response):
    to = re.search(rb"(?im)^To:.*\r\n", response)[0]
    ack = re.sub(rb"(?m)^To:.*\r\n", lambda _: to, invite)
    ack = re.sub(rb"(?m)^Contact:.*\r\n", b"", ack)
    return ack.replace(b"INVITE ", b"ACK ", 1).replace(b" INVITE\r\n", b" ACK\r\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--transport", choices=("tcp", "tls", "ws"), default="tcp")
    parser.add_argument("--mss", type=int, help="the largest segment to be sent to us")
    parser.add_argument("--window", type=int, help="the size of the receive buffer")
    parser.add_argument("--together", action="store_true", help="send all requests at once")
    parser.add_argument("--keylog", help="write the keys of the TLS session to this file")
    parser.add_argument("server")
    parser.add_argument("port", type=int)
    parser.add_argument("requests", nargs="+", metavar="METHOD:URI")
    options = parser.parse_args()

    family = socket.AF_INET6 if ":" in options.server else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.settimeout(10)
    if options.mss:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, options.mss)
    if options.window:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, options.window)
    connection.connect((options.server, options.port))
    messages = Messages(connection)
    if options.transport == "tls":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if options.keylog:
            context.keylog_filename = options.keylog
        connection = context.wrap_socket(connection)
        messages = Messages(connection)
    elif options.transport == "ws":
        messages = WebSocketMessages(connection, f"{options.server}:{options.port}")

    sent = {}
    for number, (method, uri) in enumerate((r.split(":", 1) for r in options.requests), 1):
        message = request(method, uri, connection, options.transport, number)
        sent[re.search(rb"(?m)^Call-ID: (.*)\r", message)[1]] = message
    waves = [sent.values()] if options.together else [[m] for m in sent.values()]
    for wave in waves:
        messages.send(b"".join(wave))
        if options.window:
            time.sleep(0.5)
        waiting = len(wave)
        while waiting:
            response = messages.receive()
            code = FINAL.match(response)
            if not code:
                continue
            waiting -= 1
            asked = sent[re.search(rb"(?im)^Call-ID: (.*)\r", response)[1]]
            if asked.startswith(b"INVITE") and code[1] >= b"300":
                messages.send(acknowledgement(asked, response))
    time.sleep(0.1)
    connection.close()


if __name__ == "__main__":
    main()
