"""A client with faulty requests, and a server that finds fault."""

import socket

from play import SDP, Message, Peer, socket_on, unique

alice = Peer("client", "10.77.0.10", "alice")
bob = Peer("server", "10.77.0.1", "bob")
BODY = SDP.format("10.77.0.10")
URI = "sip:bob@10.77.0.1"


def refused(name, request, status, *headers):
    """Send a request and refuse it, with the headers that a faulty request may lack."""
    call = f"{name}-{unique(4)}"
    if request.values("Call-ID"):
        request = request.put("Call-ID", *[call] * len(request.values("Call-ID")))
    alice.send(request, bob)
    heard = bob.hear("")
    full = heard
    for header, value in (("Call-ID", call), ("CSeq", "1 OPTIONS"), ("To", f"<{URI}>"),
                          ("From", f"<{URI}>;tag=none")):
        full = full if full.values(header) else full.put(header, value)
    bob.answer(full, status, *headers)
    final = alice.hear("SIP/2.0")
    if request.start.startswith("INVITE"):
        alice.ack(full.put("Via", request.value("Via")).put("CSeq", "1 INVITE"), final, bob)
        bob.hear("ACK")


def plain(method="OPTIONS", *headers, uri=URI, **more):
    return alice.request(method, uri, *headers, **more)


def invite(*headers, **more):
    return plain("INVITE", *headers, **{"body": BODY} | more)


BAD = "400 Bad Request"
for header in ("Max-Forwards", "From", "To", "Call-ID", "CSeq"):
    refused(f"no-{header.lower()}", plain().without(header), BAD)
refused("near-no-header", plain(), BAD)

refused("contact-named", invite().put("Contact", "<sip:alice@@10.77.0.10>"), "400 Bad Contact header")
refused("expires-named", plain("REGISTER", ("Expires", "soon"), uri="sip:10.77.0.1", to=URI),
        "400 Invalid Expires header")
refused("near-contact-named", invite(), "400 Bad Contact header")

refused("cseq-method", plain().put("CSeq", "1 INFO"), BAD)
refused("length-over", invite(("Content-Length", str(len(BODY) + 40))), BAD)
refused("length-under", invite(("Content-Length", str(len(BODY) - 40))), BAD)
refused("near-length", invite(("Content-Length", str(len(BODY)))), BAD)
refused("twice-max-forwards", plain().put("Max-Forwards", "70", "69"), BAD)
refused("twice-from", plain().put("From", f"<{URI}>;tag=a", "<sip:eve@10.77.0.1>;tag=b"), BAD)
refused("near-twice", plain("OPTIONS", *(("Contact", f"<sip:alice@10.77.0.{n}>") for n in (11, 12))), BAD)
refused("cseq-range", plain().put("CSeq", "4294967296 OPTIONS"), BAD)
refused("hops-range", plain().put("Max-Forwards", "300"), BAD)
refused("near-range", plain().put("CSeq", "2147483647 OPTIONS").put("Max-Forwards", "255"), BAD)
refused("no-refer-to", plain("REFER"), BAD)
refused("two-refer-to", plain("REFER", ("Refer-To", "<sip:carol@10.77.0.1>"),
                              ("Refer-To", "<sip:dave@10.77.0.1>")), BAD)
refused("near-refer-to", plain("REFER", ("Refer-To", "<sip:carol@10.77.0.1>")), BAD)

EVENT = (("Event", "presence"), ("Expires", "60"))
ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS"
refused("not-allowed", plain("PUBLISH", *EVENT), "405 Method Not Allowed", ("Allow", ALLOW))
refused("allow-has-it", plain("OPTIONS"), "405 Method Not Allowed", ("Allow", ALLOW))
refused("allow-missing", plain("PUBLISH", *EVENT), "405 Method Not Allowed")

MEDIA = "415 Unsupported Media Type"
refused("media-type", plain("MESSAGE", body="<b>hello</b>", kind="text/html"), MEDIA,
        ("Accept", "text/plain"))
refused("near-media-type", plain("MESSAGE", body="hello", kind="text/plain"), MEDIA,
        ("Accept", "text/plain, application/sdp"))
refused("encoding", plain("MESSAGE", ("Content-Encoding", "gzip"), body="x", kind="text/plain"),
        MEDIA, ("Accept", "text/plain"), ("Accept-Encoding", "identity"))
refused("near-encoding", plain("MESSAGE", ("Content-Encoding", "gzip"), body="x",
                               kind="text/plain"),
        MEDIA, ("Accept", "text/plain"), ("Accept-Encoding", "gzip"))

refused("scheme-tel", invite(uri="tel:+4930123456"), "416 Unsupported URI Scheme")
refused("scheme-urn", invite(uri="urn:service:sos"), "416 Unsupported URI Scheme")
refused("near-scheme", invite(), "416 Unsupported URI Scheme")
refused("priority", invite(("Resource-Priority", "wps.0")), "417 Unknown Resource-Priority",
        ("Accept-Resource-Priority", "ets.0, ets.1"))
refused("near-priority", invite(("Resource-Priority", "ets.1")), "417 Unknown Resource-Priority",
        ("Accept-Resource-Priority", "ets.0, ets.1"))
refused("required-by-client", invite(("Require", "100rel, foo")), "420 Bad Extension",
        ("Unsupported", "foo"))
refused("near-required", invite(("Supported", "100rel, foo")), "420 Bad Extension",
        ("Unsupported", "foo"))
refused("required-by-server", invite(("Supported", "replaces")), "421 Extension Required",
        ("Require", "timer"))
refused("near-by-server", invite(("Supported", "replaces, timer")), "421 Extension Required",
        ("Require", "timer"))
refused("method-unknown", plain("FROBNICATE"), "501 Not Implemented")
refused("near-method", plain("PUBLISH", *EVENT), "501 Not Implemented", ("Allow", ALLOW + ", PUBLISH"))
refused("near-version", plain(), "505 Version Not Supported")

large = BODY + "".join(f"a=candidate:{n} 1 UDP 2130706431 10.77.0.10 {10000 + n} typ host\r\n"
                       for n in range(60))
refused("too-large", invite(body=large), "513 Message Too Large")
refused("near-large", invite(), "513 Message Too Large")

INTERVAL = "422 Session Interval Too Small"
for name, seconds in (("session", "90"), ("near-session", "1800")):
    refused(name, invite(("Supported", "timer"), ("Session-Expires", seconds)), INTERVAL,
            ("Min-SE", "600"))
for name, seconds, least in (("brief", "30", "300"), ("contradicts", "600", "300"),
                             ("minimum-missing", "30", "")):
    refused(name, plain("REGISTER", ("Expires", seconds), uri="sip:10.77.0.1", to=URI),
            "423 Interval Too Brief", *((("Min-Expires", least),) if least else ()))

for name, event, known in (("event", "dialog", "refer, presence"),
                           ("near-event", "presence", "refer, presence"), ("no-event", "", "refer")):
    refused(name, plain("SUBSCRIBE", ("Expires", "600"), *((("Event", event),) if event else ())),
            "489 Bad Event", ("Allow-Events", known))

# Over TCP, without and with the Content-Length that a stream needs.
listener = socket_on("server", socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("10.77.0.1", 5060))
listener.listen()
stream = socket_on("client", socket.SOCK_STREAM)
stream.connect(("10.77.0.1", 5060))
accepted, source = listener.accept()
for name, length in (("stream-no-length", ""), ("near-stream", "Content-Length: 0\r\n")):
    request = plain().put("Call-ID", f"{name}-{unique(4)}")
    request = request.put("Via", request.value("Via").replace("UDP", "TCP"))
    stream.sendall(bytes(request).replace(b"Content-Length: 0\r\n", length.encode()))
    heard = Message.read(accepted.recv(65536), source)
    accepted.sendall(bytes(bob.response(heard, BAD)))
    stream.recv(65536)
