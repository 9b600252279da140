"""A phone that learns how long a registration has to be."""

from play import Peer

SERVER = ("10.77.0.1", 5060)
alice = Peer("client", "10.77.0.10", "alice")


def register(*expires):
    request = alice.request("REGISTER", "sip:10.77.0.1", ("Expires", expires[0]),
                            to="sip:alice@10.77.0.1")
    for seconds in expires:
        alice.send(request.put("Expires", seconds), SERVER)
        alice.hear("SIP/2.0")
        request = alice.again(request)


register("30", "45", "60")
register("59", "3600")
