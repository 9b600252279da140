"""Attempts of a stranger, who needs no password, and one of alice's, who does and gives none."""

from play import Peer, pause, together

SERVER = ("10.77.0.1", 5060)
PHONE = "10.77.0.20"


def attempt(name, port, final, relayed, ring=True):
    """A call by way of the proxy that the phone ends with a response of its own."""
    caller = Peer("client", "10.77.0.10", f"caller-{name}", port, domain="10.77.0.10")
    callee = Peer("phone", PHONE, name, port)
    sent = caller.invite(callee, uri=f"sip:{name}@{PHONE}:{port}", via=SERVER)
    heard = callee.hear("INVITE")
    if ring:
        callee.answer(heard, "180 Ringing")
        caller.hear("SIP/2.0 180")
        pause(0.8)
    if final == "200 OK":
        callee.accept(heard)
        caller.ack(sent, answered := caller.hear("SIP/2.0 200"), SERVER)
        callee.hear("ACK")
        pause(0.5)
        caller.within(sent, answered, "BYE", to=SERVER)
        callee.answer(callee.hear("BYE"), "200 OK")
        return
    callee.answer(heard, final)
    callee.hear("ACK")
    caller.ack(sent, caller.hear(f"SIP/2.0 {relayed}"))


def challenged():
    alice = Peer("client", "10.77.0.10", "alice", 5070)
    sent = alice.invite(None, uri="sip:bob@10.77.0.1", via=SERVER)
    alice.ack(sent, alice.hear("SIP/2.0 407"))


def redirected():
    caller = Peer("client", "10.77.0.10", "caller-moved", 5071, domain="10.77.0.10")
    sent = caller.invite(None, uri="sip:reception@10.77.0.1", via=SERVER)
    caller.ack(sent, caller.hear("SIP/2.0 302"))


def cancelled():
    caller = Peer("client", "10.77.0.10", "caller-gone", 5072, domain="10.77.0.10")
    callee = Peer("phone", PHONE, "gone", 5072)
    sent = caller.invite(callee, uri=f"sip:gone@{PHONE}:5072", via=SERVER)
    callee.answer(heard := callee.hear("INVITE"), "180 Ringing")
    caller.hear("SIP/2.0 180")
    pause(1)
    caller.cancel(sent, SERVER)
    callee.answer(callee.hear("CANCEL"), "200 OK")
    callee.answer(heard, "487 Request Terminated")
    callee.hear("ACK")
    caller.ack(sent, caller.hear("SIP/2.0 487"))


def no_answer():
    """The phone rings on; the proxy's patience ends it with CANCEL and 408."""
    caller = Peer("client", "10.77.0.10", "caller-ringing", 5073, domain="10.77.0.10")
    callee = Peer("phone", PHONE, "ringing", 5073)
    sent = caller.invite(callee, uri=f"sip:ringing@{PHONE}:5073", via=SERVER)
    callee.answer(heard := callee.hear("INVITE"), "180 Ringing")
    callee.answer(callee.hear("CANCEL", 10), "200 OK")
    callee.answer(heard, "487 Request Terminated")
    callee.hear("ACK")
    caller.ack(sent, caller.hear("SIP/2.0 408"))


def keepalive():
    peer = Peer("client", "10.77.0.10", "watch", 5079, domain="10.77.0.10")
    for name in ("first", "second", "last"):
        pause(12)
        peer.ask(SERVER, "OPTIONS", ("User-Agent", f"{name}-look"), uri="sip:10.77.0.1")
        peer.hear("SIP/2.0 200")


def unknown():
    """Still ringing when the capture ends."""
    pause(35.5)
    caller = Peer("client", "10.77.0.10", "caller-late", 5090, domain="10.77.0.10")
    callee = Peer("phone", PHONE, "late", 5090)
    caller.invite(callee, uri=f"sip:late@{PHONE}:5090", via=SERVER)
    callee.answer(callee.hear("INVITE"), "180 Ringing")
    caller.hear("SIP/2.0 180")


def in_turn():
    challenged()
    redirected()
    pause(2)
    attempt("answered", 5080, "200 OK", 200)
    cancelled()
    attempt("busy", 5081, "486 Busy Here", 486, ring=False)
    attempt("away", 5082, "480 Temporarily Unavailable", 480)
    attempt("unwilling", 5083, "603 Decline", 603)
    attempt("choosy", 5084, "488 Not Acceptable Here", 488, ring=False)
    attempt("gone-for-good", 5085, "410 Gone", 410, ring=False)
    attempt("broken", 5086, "500 Server Internal Error", 500, ring=False)
    attempt("overloaded", 5087, "503 Service Unavailable", 500, ring=False)
    no_answer()


together(in_turn, keepalive, unknown)
