"""A client with faulty requests, and a call that no one answers."""

from play import SDP, Peer, unique

SERVER = ("10.77.0.1", 5060)
URI = "sip:bob@10.77.0.1"
alice = Peer("client", "10.77.0.10", "alice")


def named(name, request):
    return request.put("Call-ID", f"{name}-{unique(4)}")


def final_of(request, seconds=2):
    while True:
        response = alice.hear("SIP/2.0", seconds)
        if response.value("Call-ID") == request.value("Call-ID") and response.start[8] > "1":
            return response


def ask(name, request):
    """Send a request and hear its final response."""
    request = named(name, request)
    alice.send(request, SERVER)
    response = final_of(request)
    if request.start.startswith("INVITE"):
        alice.ack(request, response, SERVER)


def plain(method="OPTIONS", *headers, uri=URI, **more):
    return alice.request(method, uri, *headers, **more)


invite = plain("INVITE", body=SDP.format("10.77.0.10"))
ringing = named("unanswered", invite)
alice.send(ringing, SERVER)
alice.hear("SIP/2.0 180")

ask("near-options", plain())
ask("not-here", plain(uri="sip:someone@10.77.0.1"))
ask("cseq-method", plain().put("CSeq", "1 INFO"))
ask("scheme", plain("INVITE", uri="tel:+4930123456", body=SDP.format("10.77.0.10")))
ask("event", plain("SUBSCRIBE", ("Event", "dialog"), ("Expires", "600")))
ask("mailbox", plain("SUBSCRIBE", ("Event", "message-summary"), ("Expires", "600")))
ask("encoding", plain("MESSAGE", ("Content-Encoding", "gzip"), body="x", kind="text/plain"))
ask("media-type", plain("INVITE", body="<b>hello</b>", kind="text/html"))
ask("no-refer-to", plain("REFER"))
ask("method", plain("FROBNICATE"))
ask("no-tag", plain("BYE"))
ask("other-tag", plain("BYE", to=URI).put("To", f"<{URI}>;tag=none"))
ask("required", plain("INVITE", ("Require", "precondition"), body=SDP.format("10.77.0.10")))
alice.ack(ringing, final_of(ringing, 32), SERVER)
