"""Signatures on their way through a proxy. The From user names the case; near- is what looks like
it. The proxy is a peer, too: it passes on what it is told to."""

from play import Peer, branch, hang_up, pause

# Three words, and no signature of anybody.
IDENTITY = ("Identity", "eyJhbGciOiJFUzI1NiJ9.e30.c2ln;info=<https://10.77.0.3/cert.pem>;alg=ES256")
FAULT = ("Reason", 'STIR;cause=436;text="Bad Identity Info"')

alice = Peer("client", "10.77.0.10", "alice")
proxy = Peer("server", "10.77.0.1", "proxy")
bob = Peer("callee", "10.77.0.20", "bob")


def pass_on(request, without=()):
    """The proxy sends a request on, with a Via of its own and without some headers."""
    own = f"SIP/2.0/UDP {proxy.address}:{proxy.port};branch={branch()}"
    via = [value + f";received={request.source[0]}" if n == 0 else value
           for n, value in enumerate(request.values("Via"))]
    return proxy.send(request.without(*without).put("Via", own, *via).put("Max-Forwards", "69"), bob)


def pass_back(response):
    return proxy.send(response.put("Via", *response.values("Via")[1:]), alice)


def refused(name, *headers, without=()):
    """428 from beyond the proxy."""
    pause(0.1)
    alice.name = name
    sent = alice.invite(bob, *headers, via=proxy)
    onward = pass_on(proxy.hear("INVITE"), without)
    bob.answer(bob.hear("INVITE"), "428 Use Identity Header")
    final = proxy.hear("SIP/2.0 428")
    proxy.ack(onward, final, to=bob)
    bob.hear("ACK")
    pass_back(final)
    alice.ack(sent, alice.hear("SIP/2.0 428"), to=proxy)
    proxy.hear("ACK")


refused("unsigned")
refused("stripped", IDENTITY, without=["Identity"])
refused("near-stripped", IDENTITY)

for name, headers, fault in (("fault", [IDENTITY], FAULT),
                             ("near-fault", [IDENTITY], ("Reason", "Q.850;cause=16")),
                             ("near-fault", [], FAULT)):
    pause(0.1)
    alice.name = name
    sent = alice.invite(bob, *headers)
    heard = bob.hear("INVITE")
    bob.answer(heard, "180 Ringing", fault)
    pause(0.1)
    bob.accept(heard, fault)
    alice.hear("SIP/2.0 180")
    alice.ack(sent, answered := alice.hear("SIP/2.0 200"))
    bob.hear("ACK")
    hang_up(alice, bob, sent, answered)

AGREE = ("Require", "sec-agree"), ("Proxy-Require", "sec-agree")
CLIENT = ("Security-Client", "digest, tls")
for name, headers in (("agreement", [("Supported", "sec-agree")]),
                      ("agreement-half", [*AGREE]),
                      ("near-agreement", [*AGREE, CLIENT])):
    pause(0.1)
    alice.name = name
    alice.ask(proxy, "REGISTER", *headers, ("Expires", "600"), uri="sip:10.77.0.1")
    proxy.answer(proxy.hear("REGISTER"), "494 Security Agreement Required", AGREE[0],
                 ("Security-Server", "tls;q=0.2, digest;q=0.1;d-alg=MD5"))
    alice.hear("SIP/2.0 494")
