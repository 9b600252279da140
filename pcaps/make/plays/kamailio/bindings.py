"""Phones that register, and a caller who calls them afterwards."""

from play import Peer, pause

SERVER = ("10.77.0.1", 5060)


def register(name, *expires):
    phone = Peer("phone", "10.77.0.20", name)
    request = phone.request("REGISTER", "sip:10.77.0.1", to=f"sip:{name}@10.77.0.1")
    for seconds in expires:
        phone.send(request.put("Expires", seconds), SERVER)
        phone.hear("SIP/2.0 200")
        request = phone.again(request)
        pause(0.2)
    return phone


def call(name, final, phone=None, status=""):
    caller = Peer("client", "10.77.0.10", "alice")
    sent = caller.invite(None, uri=f"sip:{name}@10.77.0.1", via=SERVER)
    if phone:
        phone.answer(phone.hear("INVITE"), status)
        phone.hear("ACK")
    caller.ack(sent, caller.hear(f"SIP/2.0 {final}"))


register("frank", "3600")  # is called when the registrar was restarted
register("bob", "600", "0").socket.close()
call("bob", 480)
register("carol", "2").socket.close()
pause(2.5)
call("carol", 480)
dave = register("dave", "600")
call("dave", 480, dave, "480 Temporarily Unavailable")
