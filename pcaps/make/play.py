"""SIP peers that do what a play of plays/ tells them, for what no server, phone or sipp does.

A play is one program for all its peers: it gives each a socket in a host of the laboratory, and says
line by line who sends what and who hears it. Nothing here decides anything.

    alice = Peer("client", "10.77.0.10", "alice")
    bob = Peer("server", "10.77.0.1", "bob")
    invite = alice.invite(bob)
    heard = bob.hear("INVITE")
    bob.answer(heard, "486 Busy Here")
    alice.ack(invite, alice.hear("SIP/2.0 486"))
"""

import ctypes
import hashlib
import os
import random
import re
import socket
import threading
import time

SDP = ("v=0\r\no=- 3800 1 IN IP4 {0}\r\ns=-\r\nc=IN IP4 {0}\r\nt=0 0\r\n"
       "m=audio 10000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n")

# When RFC 3261 repeats what is not answered: timers A and G (until B or H), and E (until F).
DOUBLING = (0.5, 1, 2, 4, 8, 16)
CAPPED = (0.5, 1, 2, 4, 4, 4, 4, 4, 4, 4)
HANG_UP = 32

pause = time.sleep
_CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


def unique(length=10):
    return f"{random.getrandbits(4 * length):0{length}x}"


def branch():
    return "z9hG4bK" + unique()


def _enter(path):
    with open(path, "rb") as place:
        if _libc.setns(place.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), path)


def socket_on(host, kind=socket.SOCK_DGRAM):
    """A socket in the namespace of a host of the laboratory."""
    home = f"/proc/self/task/{threading.get_native_id()}/ns/net"
    with open(home, "rb") as back:
        _enter(f"/run/netns/{os.environ['LAB_TAG']}-{host}")
        try:
            return socket.socket(socket.AF_INET, kind)
        finally:
            _libc.setns(back.fileno(), _CLONE_NEWNET)


def together(*parts):
    """Play the parts at the same time; each is a function."""
    failed = []

    def play(part):
        try:
            part()
        except Exception as error:  # told by the caller below
            failed.append(error)

    threads = [threading.Thread(target=play, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


class Message:
    """A start line, headers in their order, and a body. Content-Length is counted unless put."""

    def __init__(self, start, headers, body="", source=None):
        self.start, self.headers, self.body, self.source = start, list(headers), body, source

    @classmethod
    def read(cls, data, source):
        head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        start, *lines = re.sub(r"\r\n[ \t]+", " ", head).split("\r\n")
        pairs = (re.split(r"\s*:\s*", line, maxsplit=1) for line in lines)
        return cls(start, [(pair[0], pair[1]) for pair in pairs], body, source)

    def values(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def value(self, name):
        return (self.values(name) or [""])[0]

    def put(self, name, *values):
        """With these lines of a header in place of those it has; none takes them away."""
        at = [n for n, (key, _) in enumerate(self.headers) if key.lower() == name.lower()]
        kept = [pair for pair in self.headers if pair[0].lower() != name.lower()]
        first = at[0] if at else len(kept)
        return Message(self.start, kept[:first] + [(name, value) for value in values] + kept[first:],
                       self.body, self.source)

    def without(self, *names):
        gone = [name.lower() for name in names]
        return Message(self.start, [p for p in self.headers if p[0].lower() not in gone], self.body)

    def starting(self, start):
        return Message(start, self.headers, self.body)

    @property
    def method(self):
        return self.value("CSeq").split()[-1]

    @property
    def uri(self):
        return self.start.split()[1]

    def __bytes__(self):
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        if not self.values("Content-Length") and not self.values("l"):
            lines.append(f"Content-Length: {len(self.body.encode())}")
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


def address_of(uri):
    """The address and port in a SIP URI, or in a header that holds one."""
    found = re.search(r"sips?:(?:[^@>;]*@)?([\d.]+)(?::(\d+))?", uri)
    return found[1], int(found[2] or 5060)


def tag_of(value):
    found = re.search(r";tag=([^;]+)", value)
    return found[1] if found else ""


class Peer:
    """One end of the play: a UDP socket, and a name to be called by."""

    def __init__(self, host, address, name, port=5060, domain="10.77.0.1"):
        self.address, self.port, self.name, self.domain = address, port, name, domain
        self.socket = socket_on(host)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((address, port))
        self.held = []

    @property
    def contact(self):
        return f"<sip:{self.name}@{self.address}:{self.port}>"

    @property
    def uri(self):
        return f"sip:{self.name}@{self.address}"

    # ---- send and hear ------------------------------------------------------------------------

    def send(self, message, to):
        """Send to a peer, to an address and port, or back to where a message came from."""
        if isinstance(to, Peer):
            to = to.address, to.port
        elif isinstance(to, Message):
            to = to.source
        self.socket.sendto(bytes(message), to)
        return message

    def repeat(self, message, to, gaps, until=0.0):
        """Send again after each gap; then wait until so long after the first copy."""
        began = time.monotonic()
        for gap in gaps:
            pause(gap)
            self.send(message, to)
        pause(max(0.0, began + until - time.monotonic()))

    def hear(self, start, seconds=5.0):
        """The next message whose start line begins so; others are kept for later."""
        for at, message in enumerate(self.held):
            if message.start.startswith(start):
                return self.held.pop(at)
        end = time.monotonic() + seconds
        while True:
            self.socket.settimeout(max(0.001, end - time.monotonic()))
            try:
                data, source = self.socket.recvfrom(65536)
            except TimeoutError:
                held = [message.start for message in self.held]
                raise TimeoutError(f"{self.name} waits for {start!r}, heard {held}") from None
            if not data.strip():
                continue
            message = Message.read(data, source)
            if message.start.startswith(start):
                return message
            self.held.append(message)

    # ---- requests -----------------------------------------------------------------------------

    def request(self, method, uri, *headers, body="", kind="application/sdp", to="", cseq=1,
                call="", tag=""):
        """A request outside dialogs, not yet sent."""
        lines = [("Via", f"SIP/2.0/UDP {self.address}:{self.port};branch={branch()};rport"),
                 ("Max-Forwards", "70"),
                 ("From", f"<sip:{self.name}@{self.domain}>;tag={tag or unique(6)}"),
                 ("To", f"<{to or uri}>"),
                 ("Call-ID", call or f"{unique(16)}@{self.address}"),
                 ("CSeq", f"{cseq} {method}"),
                 ("Contact", self.contact),
                 *headers]
        if body:
            lines.append(("Content-Type", kind))
        return Message(f"{method} {uri} SIP/2.0", lines, body)

    def invite(self, to, *headers, uri="", via=None, body=None):
        """Send an INVITE to a peer, or by way of another."""
        message = self.request("INVITE", uri or to.uri, *headers,
                               body=SDP.format(self.address) if body is None else body)
        return self.send(message, via or to)

    def ask(self, target, method, *headers, uri="", **more):
        """Send any other request outside dialogs."""
        return self.send(self.request(method, uri or target.uri, *headers, **more), target)

    def again(self, request, *headers, **changed):
        """The same request anew: next CSeq, new branch, these headers besides. Not yet sent."""
        number = int(request.value("CSeq").split()[0]) + changed.get("step", 1)
        old = re.sub(r"branch=[^;]+", "branch=" + branch(), request.value("Via"))
        new = request.put("Via", old).put("CSeq", f"{number} {request.method}")
        for name, value in headers:
            new = new.put(name, value)
        return new

    def ack(self, invite, response, to=None, send=True):
        """The ACK: to a 2xx a request of its own, to a refusal a copy of the INVITE's top."""
        good = response.start.startswith("SIP/2.0 2")
        number = invite.value("CSeq").split()[0]
        via = invite.value("Via")
        uri = invite.uri
        routes = []
        if good:
            via = f"SIP/2.0/UDP {self.address}:{self.port};branch={branch()};rport"
            uri = re.search(r"sip:[^>]*", response.value("Contact") or invite.uri)[0]
            routes = [("Route", r) for r in reversed(response.values("Record-Route"))]
        ack = Message(f"ACK {uri} SIP/2.0", [
            ("Via", via), *routes, ("Max-Forwards", "70"), ("From", invite.value("From")),
            ("To", response.value("To")), ("Call-ID", invite.value("Call-ID")),
            ("CSeq", f"{number} ACK")])
        return self.send(ack, to or response) if send else ack

    def cancel(self, invite, to, *headers):
        cancel = Message(invite.start.replace("INVITE", "CANCEL", 1), [
            ("Via", invite.value("Via")), ("Max-Forwards", "70"), ("From", invite.value("From")),
            ("To", invite.value("To")), ("Call-ID", invite.value("Call-ID")),
            ("CSeq", invite.value("CSeq").replace("INVITE", "CANCEL")), *headers])
        return self.send(cancel, to)

    def within(self, invite, response, method, *headers, cseq=0, to=None, send=True, body="",
               kind="application/sdp"):
        """A request in the dialog that invite and its response have made, from either end."""
        mine = invite.source is None
        local, remote = ("From", "To") if mine else ("To", "From")
        other = (response if mine else invite).value("Contact")
        routes = (response if mine else invite).values("Record-Route")
        number = cseq or int(invite.value("CSeq").split()[0]) + 1
        message = Message(f"{method} {re.search('sip:[^>]*', other)[0]} SIP/2.0", [
            ("Via", f"SIP/2.0/UDP {self.address}:{self.port};branch={branch()};rport"),
            *[("Route", r) for r in (reversed(routes) if mine else routes)],
            ("Max-Forwards", "70"), ("From", response.value(local)), ("To", response.value(remote)),
            ("Call-ID", invite.value("Call-ID")), ("CSeq", f"{number} {method}"),
            ("Contact", self.contact), *headers,
            *([("Content-Type", kind)] if body else [])], body)
        return self.send(message, to or (response if mine else invite)) if send else message

    # ---- responses ----------------------------------------------------------------------------

    def response(self, request, status, *headers, tag="", body="",
               kind="application/sdp"):
        """A response, not yet sent. It answers with the tag, or with one made of the Call-ID."""
        via = [*request.values("Via")]
        via[0] = re.sub(r";rport(?==|;|$)(=\d+)?", f";rport={request.source[1]}", via[0])
        if f"{request.source[0]}:" not in via[0] and f" {request.source[0]};" not in via[0]:
            via[0] += f";received={request.source[0]}"
        to = request.value("To")
        if not tag_of(to) and not status.startswith("100"):
            own = tag or hashlib.md5((self.name + request.value("Call-ID")).encode()).hexdigest()[:6]
            to += f";tag={own}"
        lines = [*(("Via", v) for v in via),
                 *(("Record-Route", r) for r in request.values("Record-Route")),
                 ("From", request.value("From")), ("To", to), ("Call-ID", request.value("Call-ID")),
                 ("CSeq", request.value("CSeq"))]
        if status[0] in "12" and not status.startswith("100") and request.method == "INVITE":
            lines.append(("Contact", self.contact))
        lines += headers
        if body:
            lines.append(("Content-Type", kind))
        return Message(f"SIP/2.0 {status}", lines, body, request.source)

    def answer(self, request, status, *headers, **more):
        return self.send(self.response(request, status, *headers, **more), request)

    def accept(self, request, *headers, **more):
        """200 with a session."""
        return self.answer(request, "200 OK", *headers, body=SDP.format(self.address), **more)


def call(caller, callee, *headers, ring=0.1):
    """A call from peer to peer that is answered: the INVITE as sent and as heard, and the 200."""
    sent = caller.invite(callee, *headers)
    heard = callee.hear("INVITE")
    callee.answer(heard, "180 Ringing")
    pause(ring)
    callee.accept(heard)
    caller.ack(sent, answered := caller.hear("SIP/2.0 200"))
    callee.hear("ACK")
    caller.held.clear()
    return sent, heard, answered


def hang_up(peer, other, sent, answered, cseq=0, *headers):
    peer.within(sent, answered, "BYE", *headers, cseq=cseq)
    other.answer(other.hear("BYE"), "200 OK")
    peer.hear("SIP/2.0 200")


# ---- digest authentication --------------------------------------------------------------------

HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}


def credentials(response, request, user, password, **changed):
    """The header that answers the challenge of a response; changed parameters are taken as given,
    None leaves one out, and header names another header."""
    name = next(n for n in ("WWW-Authenticate", "Proxy-Authenticate") if response.value(n))
    challenge = dict(re.findall(r'(\w+)="?([^",]*)"?', response.value(name)))
    header = changed.pop("header", {"WWW-Authenticate": "Authorization",
                                    "Proxy-Authenticate": "Proxy-Authorization"}[name])
    use = {"username": user, "realm": challenge["realm"], "nonce": challenge["nonce"],
           "uri": request.uri, "algorithm": challenge.get("algorithm", "MD5")}
    if "qop" in challenge:
        use |= {"qop": "auth", "nc": "00000001", "cnonce": unique(8)}
    use |= {key: value for key, value in changed.items() if key not in ("response", "hashed")}

    def digest(text):
        kind = HASHES[changed.get("hashed", use["algorithm"])]
        return hashlib.new(kind, text.encode()).hexdigest()

    first = digest(f"{user}:{use['realm']}:{password}")
    second = digest(f"{request.method}:{use['uri']}")
    middle = [use["nonce"]]
    if use.get("qop"):
        middle += [use["nc"] or "", use["cnonce"] or "", use["qop"]]
    use["response"] = changed.get("response") or digest(":".join([first, *middle, second]))
    bare = ("algorithm", "qop", "nc")
    text = ", ".join(f"{key}={value}" if key in bare else f'{key}="{value}"'
                     for key, value in use.items() if value is not None)
    return header, "Digest " + text
