"""Callers who owe the phone an ACK: two pay late, two never."""

from play import Peer, pause, together

PHONE = ("10.77.0.1", 5060)


def caller(name, port):
    return Peer("client", "10.77.0.10", name, port)


def answered(name, port, acknowledged):
    peer = caller(name, port)
    sent = peer.invite(None, uri="sip:bob@10.77.0.1", via=PHONE)
    ok = peer.hear("SIP/2.0 200")
    if acknowledged:
        pause(2.2)
        peer.ack(sent, ok)
        pause(1)
        peer.within(sent, ok, "BYE")
        peer.held.clear()
        peer.hear("SIP/2.0 200")
    else:
        bye = peer.hear("BYE", 40)
        peer.answer(bye, "200 OK")


def refused(name, port, acknowledged):
    peer = caller(name, port)
    sent = peer.invite(None, uri="sip:nobody@10.77.0.1", via=PHONE)
    final = peer.hear("SIP/2.0 404")
    if acknowledged:
        pause(2.2)
        peer.ack(sent, final)


def afterwards():
    peer = caller("watch", 5079)
    pause(36)
    peer.ask(PHONE, "OPTIONS", uri="sip:bob@10.77.0.1")
    peer.hear("SIP/2.0 200")


together(lambda: answered("deaf", 5070, False), lambda: answered("slow", 5071, True),
         lambda: refused("rude", 5072, False), lambda: refused("late", 5073, True), afterwards)
