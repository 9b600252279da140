"""A phone that answers a call and then nothing more."""

from play import SDP, Peer, pause

SERVER = ("10.77.0.1", 5060)
caller = Peer("client", "10.77.0.10", "alice")
phone = Peer("phone", "10.77.0.20", "bob")

sent = caller.invite(phone, via=SERVER)
heard = phone.hear("INVITE")
phone.answer(heard, "180 Ringing")
pause(0.4)
phone.accept(heard)
caller.ack(sent, answered := caller.hear("SIP/2.0 200"), SERVER)
phone.hear("ACK")
again = caller.within(sent, answered, "INVITE", to=SERVER, body=SDP.format("10.77.0.10"))
caller.ack(again, caller.hear("SIP/2.0 408"))
pause(1)
caller.within(sent, answered, "BYE", cseq=3, to=SERVER)
caller.hear("SIP/2.0 408")
