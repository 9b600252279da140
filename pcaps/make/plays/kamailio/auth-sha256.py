"""Three clients, of which one knows SHA-256. The third asks once more much later."""

from play import Peer, credentials, pause

SERVER = ("10.77.0.1", 5060)


def challenged(name, port):
    peer = Peer("client", "10.77.0.10", "alice", port)
    request = peer.ask(SERVER, "REGISTER", ("Expires", "60"), ("User-Agent", name),
                       uri="sip:10.77.0.1", to="sip:alice@10.77.0.1")
    return peer, request, peer.hear("SIP/2.0 401")


for name, port, changed in (("able", 5070, {}), ("old", 5071, {"algorithm": "MD5"}),
                            ("short", 5072, {"hashed": "MD5"}), ("helpless", 5073, None)):
    peer, request, final = challenged(name, port)
    if changed is not None:
        header = credentials(final, request, "alice", "alice-secret", **changed)
        peer.send(peer.again(request, header), SERVER)
        peer.hear("SIP/2.0")
pause(33)
peer.ask(SERVER, "OPTIONS", uri="sip:10.77.0.1")
peer.hear("SIP/2.0 200")
