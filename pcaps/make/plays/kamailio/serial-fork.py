"""A caller and three phones around a proxy that forks, first in turn, then at once."""

from play import Peer, pause, together

SERVER = ("10.77.0.1", 5060)
caller = Peer("client", "10.77.0.10", "alice")
desk, mobile, home = phones = [
    Peer(host, f"10.77.0.{number}", host) for host, number in
    (("desk", 21), ("mobile", 22), ("home", 23))]


def invite(user):
    return caller.invite(None, uri=f"sip:{user}@10.77.0.1", via=SERVER)


def ring(*some):
    heard = [phone.hear("INVITE") for phone in some]
    for phone, request in zip(some, heard):
        phone.answer(request, "180 Ringing")
    pause(0.4)
    return heard


def refuse(phone, heard, status):
    phone.answer(heard, status)
    phone.hear("ACK")


def dropped(phone, heard):
    """What a phone says when the proxy cancels it."""
    phone.answer(phone.hear("CANCEL"), "200 OK")
    refuse(phone, heard, "487 Request Terminated")


def talk(phone, sent, heard):
    phone.accept(heard)
    caller.ack(sent, answered := caller.hear("SIP/2.0 200"), SERVER)
    phone.hear("ACK")
    pause(0.3)
    caller.within(sent, answered, "BYE", to=SERVER)
    phone.answer(phone.hear("BYE"), "200 OK")
    caller.hear("SIP/2.0 200")


# In turn: the desk is busy, the mobile answers.
sent = invite("hunt")
refuse(desk, ring(desk)[0], "486 Busy Here")
talk(mobile, sent, ring(mobile)[0])

# The desk rings for two seconds, the proxy takes it back and tries the mobile, which answers.
sent = invite("hunt")
dropped(desk, ring(desk)[0])
talk(mobile, sent, ring(mobile)[0])

# The desk declines for all: the mobile is not tried.
sent = invite("hunt")
refuse(desk, ring(desk)[0], "603 Decline")
caller.ack(sent, caller.hear("SIP/2.0 603"))

# Both are busy: the caller hears one 486.
sent = invite("hunt")
refuse(desk, ring(desk)[0], "486 Busy Here")
refuse(mobile, ring(mobile)[0], "486 Busy Here")
caller.ack(sent, caller.hear("SIP/2.0 486"))

# At once: three refusals, of which the proxy picks one.
sent = invite("everyone")
heard = ring(*phones)
for phone, request, status in zip(phones, heard, (
        "486 Busy Here", "480 Temporarily Unavailable", "404 Not Found")):
    refuse(phone, request, status)
final = caller.hear("SIP/2.0 4")
caller.ack(sent, final)

# One declines for all, the others are cancelled.
sent = invite("everyone")
heard = ring(*phones)
together(lambda: refuse(desk, heard[0], "603 Decline"), lambda: dropped(mobile, heard[1]),
         lambda: dropped(home, heard[2]))
caller.ack(sent, caller.hear("SIP/2.0 603"))

# One is busy, one answers, one is cancelled with the Reason "Call completed elsewhere".
sent = invite("everyone")
heard = ring(*phones)
refuse(desk, heard[0], "486 Busy Here")
together(lambda: talk(mobile, sent, heard[1]), lambda: dropped(home, heard[2]))

# Two answer at the same moment. The caller keeps the first and hangs up on the other.
sent = invite("everyone")
heard = ring(*phones)
together(lambda: desk.accept(heard[0]), lambda: mobile.accept(heard[1]),
         lambda: dropped(home, heard[2]))
first, second = caller.hear("SIP/2.0 200"), caller.hear("SIP/2.0 200")
for answered in (first, second):
    caller.ack(sent, answered, SERVER)
caller.within(sent, second, "BYE", to=SERVER)
pause(0.3)
caller.within(sent, first, "BYE", to=SERVER, cseq=3)
for phone in (desk, mobile):
    phone.answer(phone.hear("BYE"), "200 OK")
pause(0.2)
