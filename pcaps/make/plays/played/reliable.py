"""Calls with 183 or 180 responses that ask for a PRACK, and calls whose first response is late."""

from play import DOUBLING, SDP, Peer, pause, together

RELIABLE = (("Require", "100rel"), ("RSeq", "4711"))


def pair(name, port):
    return (Peer("client", "10.77.0.10", f"caller-{name}", port),
            Peer("server", "10.77.0.1", name, port))


def offered(caller, callee, *headers):
    sent = caller.invite(callee, *headers, uri=f"sip:{callee.name}@10.77.0.1:{callee.port}")
    heard = callee.hear("INVITE")
    callee.answer(heard, "100 Trying")
    return sent, heard


def prack(caller, callee, sent, provisional, number, rack):
    caller.within(sent, provisional, "PRACK", ("RAck", rack), cseq=number)
    return callee.hear("PRACK")


def finished(caller, callee, sent, heard, number):
    callee.accept(heard)
    caller.ack(sent, answered := caller.hear("SIP/2.0 200"))
    callee.hear("ACK")
    pause(0.2)
    caller.within(sent, answered, "BYE", cseq=number)
    callee.answer(callee.hear("BYE"), "200 OK")
    caller.hear("SIP/2.0 200")


def acknowledged():
    caller, callee = pair("orderly", 5060)
    sent, heard = offered(caller, callee, ("Supported", "100rel"))
    callee.answer(heard, "183 Session Progress", *RELIABLE, body=SDP.format("10.77.0.1"))
    got = prack(caller, callee, sent, caller.hear("SIP/2.0 183"), 2, "4711 1 INVITE")
    callee.answer(got, "200 OK")
    caller.hear("SIP/2.0 200")
    finished(caller, callee, sent, heard, 3)


def repeated_once():
    """The PRACK comes after the second copy."""
    caller, callee = pair("slow", 5061)
    sent, heard = offered(caller, callee, ("Supported", "100rel"))
    ringing = callee.answer(heard, "180 Ringing", *RELIABLE)
    provisional = caller.hear("SIP/2.0 180")
    callee.repeat(ringing, heard, DOUBLING[:1])
    callee.answer(prack(caller, callee, sent, provisional, 2, "4711 1 INVITE"), "200 OK")
    caller.hear("SIP/2.0 200")
    finished(caller, callee, sent, heard, 3)


def mismatched():
    caller, callee = pair("careful", 5062)
    sent, heard = offered(caller, callee, ("Require", "100rel"))
    callee.answer(heard, "183 Session Progress", *RELIABLE)
    provisional = caller.hear("SIP/2.0 183")
    got = prack(caller, callee, sent, provisional, 2, "4710 1 INVITE")
    callee.answer(got, "481 Call/Transaction Does Not Exist")
    caller.hear("SIP/2.0 481")
    callee.answer(prack(caller, callee, sent, provisional, 3, "4711 1 INVITE"), "200 OK")
    caller.hear("SIP/2.0 200")
    finished(caller, callee, sent, heard, 4)


def never_acknowledged():
    caller, callee = pair("patient", 5063)
    sent, heard = offered(caller, callee, ("Supported", "100rel, timer"))
    progress = callee.answer(heard, "183 Session Progress", *RELIABLE, body=SDP.format("10.77.0.1"))
    callee.repeat(progress, heard, DOUBLING, 32)
    callee.answer(heard, "500 Server Internal Error")
    caller.ack(sent, caller.hear("SIP/2.0 500", 8))
    callee.hear("ACK")


def not_offered():
    caller, callee = pair("pushy", 5064)
    sent, heard = offered(caller, callee, ("Supported", "timer"))
    ringing = callee.answer(heard, "180 Ringing", *RELIABLE)
    callee.repeat(ringing, heard, DOUBLING[:3])
    finished(caller, callee, sent, heard, 2)


def late_trying():
    """The 100 comes 2.6 seconds after the first of three INVITEs."""
    caller, callee = pair("sleepy", 5065)
    sent = caller.invite(callee, uri="sip:sleepy@10.77.0.1:5065")
    caller.repeat(sent, callee, DOUBLING[:2], 2.6)
    heard = callee.hear("INVITE")
    callee.answer(heard, "100 Trying")
    callee.hear("INVITE"), callee.hear("INVITE")
    pause(0.3)
    callee.answer(heard, "180 Ringing")
    pause(0.5)
    finished(caller, callee, sent, heard, 2)


def late_ringing():
    """No 100, and the 180 after 450 ms: late, yet before the INVITE is repeated."""
    caller, callee = pair("yawning", 5066)
    sent = caller.invite(callee, uri="sip:yawning@10.77.0.1:5066")
    heard = callee.hear("INVITE")
    pause(0.45)
    callee.answer(heard, "180 Ringing")
    pause(0.5)
    finished(caller, callee, sent, heard, 2)


together(acknowledged, repeated_once, mismatched, never_acknowledged, not_offered, late_trying,
         late_ringing)
