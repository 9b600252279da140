"""Calls that show one thing each. The caller's name says which; "near-" is what only looks so."""

import time

from play import SDP, Peer, branch, call, credentials, hang_up, pause, tag_of

PORT = iter(range(5100, 5180))


def pair(name):
    port = next(PORT)
    return Peer("client", "10.77.0.10", name, port), Peer("server", "10.77.0.1", "bob", port)


def rung(caller, callee, *headers):
    sent = caller.invite(callee, *headers)
    callee.answer(heard := callee.hear("INVITE"), "180 Ringing")
    caller.hear("SIP/2.0 180")
    return sent, heard


def refuse(caller, callee, sent, heard, status, *headers, **more):
    callee.answer(heard, status, *headers, **more)
    if sent.method == "INVITE":
        caller.ack(sent, caller.hear("SIP/2.0"), callee)
        callee.hear("ACK")
    else:
        caller.hear("SIP/2.0")


def cancelled(caller, callee, sent, heard, *headers):
    caller.cancel(sent, callee, *headers)
    callee.answer(callee.hear("CANCEL"), "200 OK")
    caller.hear("SIP/2.0 200")
    refuse(caller, callee, sent, heard, "487 Request Terminated")


# ---- CANCEL -----------------------------------------------------------------------------------

alice, bob = pair("cancel-other-branch")
sent, heard = rung(alice, bob)
alice.cancel(sent.put("Via", f"SIP/2.0/UDP 10.77.0.10:{alice.port};branch={branch()};rport"), bob)
bob.answer(bob.hear("CANCEL"), "481 Call/Transaction Does Not Exist")
alice.hear("SIP/2.0 481")
cancelled(alice, bob, sent, heard)

alice, bob = pair("cancel-late")
sent = alice.invite(bob)
heard = bob.hear("INVITE")
refuse(alice, bob, sent, heard, "486 Busy Here")
alice.cancel(sent, bob)
bob.answer(bob.hear("CANCEL"), "481 Call/Transaction Does Not Exist")
alice.hear("SIP/2.0 481")

for name, reason in (("elsewhere-sip", 'SIP;cause=200;text="Call completed elsewhere"'),
                     ("elsewhere-q850", 'Q.850;cause=26;text="Non-selected user clearing"'),
                     ("near-elsewhere", 'Q.850;cause=16;text="Normal call clearing"')):
    alice, bob = pair(name)
    sent, heard = rung(alice, bob)
    cancelled(alice, bob, sent, heard, ("Reason", reason))

# ---- tags, the end of dialogs -----------------------------------------------------------------

alice, bob = pair("other-tag")
sent, _, answered = call(alice, bob)
bye = alice.within(sent, answered, "BYE", send=False)
alice.send(bye.put("To", bye.value("To").replace(tag_of(bye.value("To")), "another")), bob)
bob.answer(bob.hear("BYE"), "481 Call/Transaction Does Not Exist")
alice.hear("SIP/2.0 481")
hang_up(alice, bob, sent, answered, 3)

alice, bob = pair("ended-before")
sent, heard, answered = call(alice, bob)
hang_up(alice, bob, sent, answered)
alice.within(sent, answered, "BYE", cseq=3)
bob.answer(bob.hear("BYE"), "481 Call/Transaction Does Not Exist")
alice.hear("SIP/2.0 481")

alice, bob = pair("lost-by-peer")
sent, _, answered = call(alice, bob)
alice.within(sent, answered, "INFO")
bob.answer(bob.hear("INFO"), "481 Call/Transaction Does Not Exist")
alice.hear("SIP/2.0 481")

# ---- loops and forks --------------------------------------------------------------------------

alice, bob = pair("looped")
for own in (f"10.77.0.1:{bob.port}", "10.77.0.7:5060"):     # the second was never here: near miss
    invite = alice.request("INVITE", bob.uri, body=SDP.format("10.77.0.10"))
    alice.send(invite.put("Via", invite.value("Via"), f"SIP/2.0/UDP {own};branch={branch()}",
                          f"SIP/2.0/UDP 10.77.0.8:5060;branch={branch()}"), bob)
    refuse(alice, bob, invite, bob.hear("INVITE"), "482 Loop Detected")

alice, bob = pair("merged")
first = alice.request("INVITE", bob.uri, body=SDP.format("10.77.0.10"))
second = first.put("Via", f"SIP/2.0/UDP 10.77.0.10:{alice.port};branch={branch()};rport")
alice.send(first, bob)
heard = bob.hear("INVITE")
bob.answer(heard, "180 Ringing")
alice.hear("SIP/2.0 180")
alice.send(second, bob)
refuse(alice, bob, second, bob.hear("INVITE"), "482 Request Merged")
refuse(alice, bob, first, heard, "486 Busy Here")

alice, bob = pair("two-forks")
sent = alice.invite(bob, ("Supported", "199"))
heard = bob.hear("INVITE")
bob.answer(heard, "183 Session Progress", tag="fork1", body=SDP.format("10.77.0.1"))
bob.answer(heard, "180 Ringing", tag="fork2")
pause(0.2)
bob.answer(heard, "199 Early Dialog Terminated", ("Reason", 'SIP;cause=486;text="Busy Here"'),
           tag="fork1")
pause(0.2)
bob.accept(heard, tag="fork2")
alice.ack(sent, answered := alice.hear("SIP/2.0 200"))
bob.hear("ACK")
hang_up(alice, bob, sent, answered)

alice, bob = pair("two-answers")
sent, heard = rung(alice, bob)
for tag in ("phone1", "phone2"):
    bob.accept(heard, tag=tag)
answers = [alice.hear("SIP/2.0 200"), alice.hear("SIP/2.0 200")]
for answered in answers:
    alice.ack(sent, answered)
    bob.hear("ACK")
hang_up(alice, bob, sent, answers[1])
hang_up(alice, bob, sent, answers[0], 3)

# ---- requests that cross or come in the wrong order -------------------------------------------

alice, bob = pair("glare")
sent, heard, answered = call(alice, bob)
offer = SDP.format("10.77.0.10")
mine = alice.within(sent, answered, "INVITE", body=offer)
theirs = bob.within(heard, answered, "INVITE", body=SDP.format("10.77.0.1"), cseq=1)
refuse(alice, bob, mine, bob.hear("INVITE"), "491 Request Pending")
refuse(bob, alice, theirs, alice.hear("INVITE"), "491 Request Pending")
mine = alice.within(sent, answered, "INVITE", body=offer, cseq=3)   # near miss: nothing crosses
refuse(alice, bob, mine, bob.hear("INVITE"), "491 Request Pending")
hang_up(alice, bob, sent, answered, 4)

alice, bob = pair("overlapping")
sent, heard, answered = call(alice, bob)
first = alice.within(sent, answered, "INVITE", body=offer, cseq=2)
second = alice.within(sent, answered, "INVITE", body=offer, cseq=3)
one, two = bob.hear("INVITE"), bob.hear("INVITE")
refuse(alice, bob, second, two, "500 Server Internal Error", ("Retry-After", "4"))
bob.accept(one)
alice.ack(first, alice.hear("SIP/2.0 200"))
bob.hear("ACK")
third = alice.within(sent, answered, "INVITE", body=offer, cseq=4)  # near miss: nothing pending
refuse(alice, bob, third, bob.hear("INVITE"), "500 Server Internal Error", ("Retry-After", "4"))
for number in (3, 5):                                               # 3 is too low, 5 is not
    alice.within(sent, answered, "INFO", cseq=number)
    bob.answer(bob.hear("INFO"), "500 Server Internal Error")
    alice.hear("SIP/2.0 500")
hang_up(alice, bob, sent, answered, 6)

# ---- causes, clocks ---------------------------------------------------------------------------

for cause in (('Q.850;cause=41;text="Temporary failure"'), ('Q.850;cause=16'),
              ('SIP;cause=408;text="ACK timeout"')):
    alice, bob = pair("cause")
    sent, heard, answered = call(alice, bob)
    bob.within(heard, answered, "BYE", ("Reason", cause), cseq=1)
    alice.answer(alice.hear("BYE"), "200 OK")
    bob.hear("SIP/2.0 200")


def date(offset):
    return "Date", time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + offset))


for name, offset in (("clock-wrong", -7200), ("near-clock", -20)):
    alice, bob = pair(name)
    for _ in range(3):
        alice.ask(bob, "OPTIONS")
        bob.answer(bob.hear("OPTIONS"), "200 OK", date(offset))
        alice.hear("SIP/2.0 200")

IDENTITY = ("Identity", "eyJhbGciOiJFUzI1NiJ9.e30.c2ln;info=<https://10.77.0.3/cert.pem>;alg=ES256")
for name, offset in (("stir-old", -300), ("near-stir", -5)):
    alice, bob = pair(name)
    sent = alice.invite(bob, IDENTITY, date(offset))
    refuse(alice, bob, sent, bob.hear("INVITE"), "403 Stale Date",
           ("Reason", 'STIR;cause=403;text="Stale Date"'))

# ---- credentials ------------------------------------------------------------------------------

CHALLENGE = ("WWW-Authenticate", 'Digest realm="10.77.0.1", nonce="8f6a0b", qop="auth"')

alice, bob = pair("no-challenge")
sent = alice.ask(bob, "REGISTER", ("Expires", "60"))
refuse(alice, bob, sent, bob.hear("REGISTER"), "401 Unauthorized")

alice, bob = pair("challenged-cancel")
sent, heard = rung(alice, bob)
alice.cancel(sent, bob)
bob.answer(bob.hear("CANCEL"), "401 Unauthorized", CHALLENGE)
alice.hear("SIP/2.0 401")
cancelled(alice, bob, sent, heard)

for name, step in (("same-cseq", 0), ("near-same-cseq", 1)):
    alice, bob = pair(name)
    sent = alice.ask(bob, "REGISTER", ("Expires", "60"))
    bob.answer(bob.hear("REGISTER"), "401 Unauthorized", CHALLENGE)
    header = credentials(alice.hear("SIP/2.0 401"), sent, "alice", "alice-secret")
    alice.send(alice.again(sent, header, step=step), bob)
    bob.answer(bob.hear("REGISTER"), "401 Unauthorized", CHALLENGE)
    alice.hear("SIP/2.0 401")
