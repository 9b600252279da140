"""A call with many refusals in it, and two calls whose CANCEL loses the race."""

from play import SDP, Peer, call, hang_up, pause

alice = Peer("client", "10.77.0.10", "alice")
bob = Peer("server", "10.77.0.1", "bob")

sent, _, answered = call(alice, bob)
refusals = (
    ("INFO", ("415 Unsupported Media Type", ("Accept", "application/dtmf-relay")),
     {"body": "volume=11\r\n", "kind": "application/volume"}, ()),
    ("INFO", ("469 Bad Info Package", ("Recv-Info", "dtmf")),
     {"body": "rain\r\n", "kind": "text/weather"}, (("Info-Package", "weather"),)),
    ("INVITE", ("488 Not Acceptable Here", ("Warning", '304 10.77.0.1 "Media type not available"')),
     {"body": SDP.format("10.77.0.10") + "m=video 10002 RTP/AVP 99\r\n"}, ()),
    ("OPTIONS", ("404 Not Found",), {}, ()),
    ("SUBSCRIBE", ("489 Bad Event", ("Allow-Events", "refer")), {},
     (("Event", "conference"), ("Expires", "600"))),
    ("INFO", ("200 OK",), {"body": "Signal=5\r\n", "kind": "application/dtmf-relay"}, ()),
)
for number, (method, response, more, headers) in enumerate(refusals, 2):
    pause(0.1)
    request = alice.within(sent, answered, method, *headers, cseq=number, **more)
    bob.answer(bob.hear(method), *response)
    final = alice.hear("SIP/2.0")
    if method == "INVITE":
        alice.ack(request, final)
        bob.hear("ACK")
pause(0.2)
hang_up(alice, bob, sent, answered, 9)
alice.held.clear()

# The answer is under way when the caller gives up: 200 to the INVITE after the CANCEL.
sent = alice.invite(bob)
bob.answer(heard := bob.hear("INVITE"), "180 Ringing")
alice.hear("SIP/2.0 180")
pause(0.5)
alice.cancel(sent, bob)
bob.accept(heard)
bob.answer(bob.hear("CANCEL"), "200 OK")
answered = next(r for r in (alice.hear("SIP/2.0 200"), alice.hear("SIP/2.0 200"))
                if r.method == "INVITE")
alice.ack(sent, answered)
bob.hear("ACK")
hang_up(alice, bob, sent, answered)
alice.held.clear()

# The answer has been given, and its ACK, when the CANCEL comes.
sent, _, answered = call(alice, bob)
alice.cancel(sent, bob)
bob.answer(bob.hear("CANCEL"), "481 Call/Transaction Does Not Exist")
alice.hear("SIP/2.0 481")
pause(0.2)
hang_up(alice, bob, sent, answered)
