"""The registrar was restarted: it knows nobody any more."""

from play import Peer

SERVER = ("10.77.0.1", 5060)
caller = Peer("client", "10.77.0.10", "alice")
for name in ("frank", "grace"):  # grace never registered
    sent = caller.invite(None, uri=f"sip:{name}@10.77.0.1", via=SERVER)
    caller.ack(sent, caller.hear("SIP/2.0 404"))
