"""A client with faulty requests, forbidden ones, and calls to numbers that are not served."""

from play import SDP, Peer, unique

SERVER = ("10.77.0.1", 5060)
URI = "sip:bob@10.77.0.1"
BODY = SDP.format("10.77.0.10")
alice = Peer("client", "10.77.0.10", "alice")


def ask(name, request, final=""):
    """Send a request and hear its final response; the Call-ID names the case."""
    request = request.put("Call-ID", f"{name}-{unique(4)}")
    alice.send(request, SERVER)
    response = alice.hear(f"SIP/2.0 {final}", 2)
    if request.start.startswith("INVITE"):
        alice.ack(request, response, SERVER)


def plain(method="OPTIONS", *headers, uri=URI, **more):
    return alice.request(method, uri, *headers, **more)


def invite(user="bob", *headers, **more):
    return plain("INVITE", *headers, **{"body": BODY, "uri": f"sip:{user}@10.77.0.1"} | more)


# ---- what the checks find -----------------------------------------------------------------------

ask("cseq-method", plain().put("CSeq", "1 INFO"))
ask("near-cseq", plain())
ask("length-over", invite("bob", ("Content-Length", str(len(BODY) + 40))))
ask("expires-named", plain("REGISTER", ("Expires", "soon"), uri="sip:10.77.0.1", to=URI))
ask("scheme", invite(uri="http://10.77.0.1/bob"))
ask("required", invite("bob", ("Proxy-Require", "privacy")))

# ---- what the rules forbid ----------------------------------------------------------------------

ask("session", invite("bob", ("Supported", "timer"), ("Session-Expires", "90")))
ask("near-session", invite("bob", ("Supported", "timer"), ("Session-Expires", "1800")))
ask("priority", invite("bob", ("Resource-Priority", "wps.0")))
ask("near-priority", invite("bob", ("Resource-Priority", "ets.1")))
ask("too-large", invite(body=BODY + "".join(
    f"a=candidate:{n} 1 UDP 2130706431 10.77.0.10 {10000 + n} typ host\r\n" for n in range(40))))
ask("anonymous", invite().put("From", f"<sip:anonymous@anonymous.invalid>;tag={unique(6)}"))
ask("unsigned", invite("signed"))
ask("timer-missing", invite("timed"))
ask("near-timer", invite("timed", ("Supported", "timer")))
EVENT = (("Expires", "600"),)
ask("event", plain("SUBSCRIBE", ("Event", "message-summary"), *EVENT))
ask("no-event", plain("SUBSCRIBE", *EVENT))
ask("near-event", plain("SUBSCRIBE", ("Event", "presence"), *EVENT))
ask("encoding", plain("MESSAGE", ("Content-Encoding", "gzip"), body="x", kind="text/plain"))

# ---- what it says of a number -------------------------------------------------------------------

for user in ("unallocated", "0305", "away", "busy", "congested", "everywhere", "blocked",
             "blocked-half", "gone", "unwanted", "rejected", "rejected-silent", "moved-nowhere",
             "moved-here", "by-proxy", "overloaded", "nobody"):
    ask(user, invite(user))

# ---- more that the checks find ------------------------------------------------------------------

ask("length-under", invite("bob", ("Content-Length", str(len(BODY) - 40))))
ask("near-length", invite("bob", ("Content-Length", str(len(BODY)))))
