"""A caller that sends what does not fit, to a phone that answers its call by itself."""

from play import SDP, Peer, pause

SERVER = ("10.77.0.1", 5060)
FAX = ("v=0\r\no=- 3800 2 IN IP4 10.77.0.10\r\ns=-\r\nc=IN IP4 10.77.0.10\r\nt=0 0\r\n"
       "m=image 10002 udptl t38\r\na=T38FaxVersion:0\r\n")
alice = Peer("client", "10.77.0.10", "alice")
SESSION = SDP.format("10.77.0.10")


def final_of(request, seconds=3):
    while True:
        response = alice.hear("SIP/2.0", seconds)
        if (response.value("CSeq") == request.value("CSeq") and response.start[8] > "1"
                and response.value("Via").split("branch=")[1].split(";")[0]
                in request.value("Via")):
            return response


def call(*headers):
    sent = alice.invite(None, *headers, uri="sip:bob@10.77.0.1", via=SERVER)
    answered = final_of(sent)
    alice.ack(sent, answered, SERVER)
    return sent, answered


def within(method, cseq, *headers, body=""):
    request = alice.within(sent, answered, method, *headers, cseq=cseq, to=SERVER, body=body)
    response = final_of(request)
    if method == "INVITE":
        alice.ack(request, response, SERVER)
    pause(0.1)
    return request


sent, answered = call()
pause(0.2)
alice.cancel(sent, SERVER)
pause(0.2)
within("OPTIONS", 2)
within("INFO", 10, body="x")
within("OPTIONS", 5)
within("PRACK", 11, ("RAck", "99 1 INVITE"))
within("INVITE", 12, body=FAX)
within("UPDATE", 13, body=SESSION)
within("SUBSCRIBE", 14, ("Event", "dialog"), ("Expires", "60"))
first = alice.within(sent, answered, "INVITE", cseq=20, to=SERVER, body=SESSION)
second = alice.within(sent, answered, "INVITE", cseq=21, to=SERVER, body=SESSION)
for request in (first, second):
    alice.ack(request, final_of(request), SERVER)
within("BYE", 30)
within("BYE", 31)
