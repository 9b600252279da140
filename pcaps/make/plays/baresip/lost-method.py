"""A caller whose INFO does not arrive, in a call in which everything else does."""

from play import CAPPED, HANG_UP, Peer, pause

SERVER = ("10.77.0.1", 5060)
alice = Peer("client", "10.77.0.10", "alice")

sent = alice.invite(None, uri="sip:bob@10.77.0.1", via=SERVER)
alice.ack(sent, answered := alice.hear("SIP/2.0 200"), SERVER)
pause(0.3)
info = alice.within(sent, answered, "INFO", cseq=2, to=SERVER, body="Signal=5\r\nDuration=160\r\n",
                    kind="application/dtmf-relay")
alice.within(sent, answered, "OPTIONS", cseq=3, to=SERVER)
alice.hear("SIP/2.0 200")
alice.repeat(info, SERVER, CAPPED, until=HANG_UP)
alice.within(sent, answered, "BYE", cseq=4, to=SERVER)
alice.hear("SIP/2.0 200")
