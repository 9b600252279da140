"""Calls to another network. The gateway is the play's, what the proxy makes of it is the proxy's. The
From user names the case."""

from play import Peer

SERVER = ("10.77.0.1", 5060)


def dial(name):
    caller = Peer("client", "10.77.0.10", name, 5060, domain="10.77.0.10")
    return caller, caller.invite(None, uri="sip:carrier@10.77.0.1", via=SERVER)


def end(caller, sent, code):
    caller.ack(sent, caller.hear(f"SIP/2.0 {code}", 10))
    caller.socket.close()


def refused(name, status, relayed, *headers, before=()):
    """The gateway sends provisional responses as (status, headers...), then refuses."""
    caller, sent = dial(name)
    heard = gateway.hear("INVITE")
    for early, *more in before:
        gateway.answer(heard, early, *more)
    gateway.answer(heard, status, *headers)
    gateway.hear("ACK")
    end(caller, sent, relayed)


# The gateway's program is not started: its host says so.
end(*dial("off"), 504)

gateway = Peer("gateway", "10.77.0.9", "gateway")

# It takes the call and says nothing; then no more than 100.
end(*dial("silent"), 504)
gateway.held.clear()
caller, sent = dial("only-trying")
heard = gateway.hear("INVITE")
while heard.value("Call-ID") != sent.value("Call-ID"):  # the copies of the call before
    heard = gateway.hear("INVITE")
gateway.answer(heard, "100 Trying")
gateway.hear("CANCEL", 10)
end(caller, sent, 504)
gateway.held.clear()

busy = ("Reason", 'Q.850;cause=17;text="User busy"')
unspecified = ("Reason", 'Q.850;cause=31;text="Normal, unspecified"')
no_circuit = ("Reason", 'Q.850;cause=34;text="No circuit available";location=TN')
order = ("Reason", 'Q.850;cause=27;text="Destination out of order"')

refused("disagrees", "480 Temporarily Unavailable", 480, busy)
refused("near-disagrees", "480 Temporarily Unavailable", 480,
        ("Reason", 'Q.850;cause=19;text="No answer"'))
refused("cause", "500 Server Internal Error", 500, order)
refused("cause-before", "500 Server Internal Error", 500, unspecified,
        before=[("183 Session Progress", no_circuit)])
refused("near-cause", "500 Server Internal Error", 500, unspecified)
refused("cause-lost", "503 Service Unavailable", 500, no_circuit)
refused("near-cause-lost", "503 Service Unavailable", 500, unspecified)
