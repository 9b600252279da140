"""Calls in which a step is missing, at the same time. "near-" is what only looks so."""

from play import CAPPED, SDP, Peer, pause, together

PORT = iter(range(5100, 5180))
OFFER = SDP.format("10.77.0.1")


def pair(name):
    port = next(PORT)
    return Peer("client", "10.77.0.10", name, port), Peer("server", "10.77.0.1", "bob", port)


def started(caller, callee, *headers):
    return caller.invite(callee, *headers), callee.hear("INVITE")


def ended(caller, callee, sent, heard, status):
    callee.answer(heard, status)
    caller.ack(sent, caller.hear("SIP/2.0 4"))
    callee.hear("ACK")


def trying_only(alice, bob):
    _, heard = started(alice, bob)
    bob.answer(heard, "100 Trying")


def near_trying(alice, bob):
    sent, heard = started(alice, bob)
    bob.answer(heard, "100 Trying")
    pause(6)
    bob.answer(heard, "180 Ringing")
    pause(1)
    ended(alice, bob, sent, heard, "486 Busy Here")


def no_487(alice, bob):
    sent, heard = started(alice, bob)
    bob.answer(heard, "180 Ringing")
    pause(0.5)
    alice.cancel(sent, bob)
    bob.answer(bob.hear("CANCEL"), "200 OK")


def near_487(alice, bob):
    """It comes, four seconds after the CANCEL."""
    sent, heard = started(alice, bob)
    bob.answer(heard, "180 Ringing")
    pause(0.5)
    alice.cancel(sent, bob)
    bob.answer(bob.hear("CANCEL"), "200 OK")
    pause(4)
    ended(alice, bob, sent, heard, "487 Request Terminated")


def answered(alice, bob, uri="", gaps=CAPPED[:4], contact=True, reached=False):
    """A 200 that is repeated, while the ACKs go to uri, or nowhere."""
    sent, heard = started(alice, bob)
    ok = bob.response(heard, "200 OK", body=OFFER)
    if contact is not True:
        ok = ok.put("Contact", *([contact] if contact else []))
    bob.send(ok, heard)
    got = alice.hear("SIP/2.0 200")
    if uri:
        ack = alice.ack(sent, got, send=False)
        alice.send(ack.starting(f"ACK {uri} SIP/2.0") if uri != "right" else ack, bob)
    if reached:
        pause(0.5)
        alice.within(sent, got if got.value("Contact") else got.put("Contact", f"<{bob.uri}>"),
                     "BYE", to=bob)
        bob.answer(bob.hear("BYE"), "200 OK")
        return
    bob.repeat(ok, heard, gaps)


def mirrored(change, alice, bob):
    """A response that is not what the request was; the client does not take it."""
    request = alice.ask(bob, "OPTIONS")
    heard = bob.hear("OPTIONS")
    bob.send(change(bob.response(heard, "200 OK")), heard)
    pause(0.5)
    alice.send(request, bob)
    bob.send(bob.response(bob.hear("OPTIONS"), "200 OK"), heard)


def wrong_port(alice, bob, port):
    alice.ask(bob, "OPTIONS")
    response = bob.response(bob.hear("OPTIONS"), "200 OK")
    bob.send(response, ("10.77.0.10", port or alice.port))


def afterwards(alice, bob):
    pause(34.5)
    alice.ask(bob, "OPTIONS")
    bob.answer(bob.hear("OPTIONS"), "200 OK")
    alice.hear("SIP/2.0 200")


def play(part, name, *more, **options):
    peers = pair(name)
    return lambda: part(*more, *peers, **options)


OTHER = "From", "<sip:someone@10.77.0.1>;tag=else"
together(
    play(trying_only, "trying-only"), play(near_trying, "near-trying"),
    play(no_487, "no-487"), play(near_487, "near-487"),
    play(answered, "ack-astray", uri="sip:bob@10.77.0.99"),
    play(answered, "near-astray", uri="right", reached=True),
    play(answered, "contact-private", contact="<sip:bob@192.168.55.5:5060>"),
    play(answered, "no-contact", contact="", uri="sip:bob@10.77.0.1", reached=True),
    play(mirrored, "other-from", lambda r: r.put(*OTHER)),
    play(mirrored, "other-call-id", lambda r: r.put("Call-ID", r.value("Call-ID")[:-1])),
    play(mirrored, "other-cseq", lambda r: r.put("CSeq", "2 OPTIONS")),
    play(mirrored, "no-via-params", lambda r: r.put("Via", "SIP/2.0/UDP 10.77.0.10")),
    play(mirrored, "near-mirrored", lambda r: r),
    play(wrong_port, "wrong-port", port=5999), play(wrong_port, "near-port", port=0),
    play(afterwards, "watch"))
