"""A caller who answers the phone's re-INVITE with one of his own, and hangs up after its restart."""

from play import SDP, Peer, pause

PHONE = ("10.77.0.1", 5060)

alice = Peer("client", "10.77.0.10", "alice")
sent = alice.invite(None, uri="sip:bob@10.77.0.1", via=PHONE)
ok = alice.hear("SIP/2.0 200")
alice.ack(sent, ok)

theirs = alice.hear("INVITE")
mine = alice.within(sent, ok, "INVITE", cseq=2, body=SDP.format("10.77.0.10"))
alice.answer(theirs, "491 Request Pending")
alice.hear("ACK")
alice.ack(mine, alice.hear("SIP/2.0 "))
pause(0.5)
again = alice.within(sent, ok, "INVITE", cseq=3, body=SDP.format("10.77.0.10"))
alice.ack(again, alice.hear("SIP/2.0 200"))

pause(4)
alice.within(sent, ok, "BYE", cseq=4)
alice.hear("SIP/2.0 481")
