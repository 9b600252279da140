"""A neighbour that asks a living phone every ten seconds, until the dead one is given up."""

from play import Peer, pause

watch = Peer("client", "10.77.0.11", "watch")
for gap in (1, 10, 10, 10, 4):
    pause(gap)
    watch.ask(("10.77.0.1", 5060), "OPTIONS", uri="sip:bob@10.77.0.1")
    watch.hear("SIP/2.0 200")
