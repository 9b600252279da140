"""A caller who tries the phone's patience in the middle of a call."""

from play import SDP, Peer, pause

PHONE = ("10.77.0.1", 5060)
BROKEN = SDP.format("10.77.0.10").replace("v=0", "v=zero").replace("m=audio 10000", "m=audio")

alice = Peer("client", "10.77.0.10", "alice")
sent = alice.invite(None, uri="sip:bob@10.77.0.1", via=PHONE)
ok = alice.hear("SIP/2.0 200")
alice.ack(sent, ok)
pause(0.3)


def within(method, *headers, number, **more):
    request = alice.within(sent, ok, method, *headers, cseq=number, send=False, **more)
    return alice.send(request, PHONE)


again = within("INVITE", number=2, body=BROKEN)
refused = alice.hear("SIP/2.0 4")
alice.ack(again, refused)
within("UPDATE", number=3)
alice.hear("SIP/2.0 501")
within("INFO", number=4, body="volume=11\r\n", kind="application/unheard-of")
alice.hear("SIP/2.0 ")
within("INFO", ("Info-Package", "weather"), number=5, body="rain\r\n", kind="text/weather")
alice.hear("SIP/2.0 ")
within("OPTIONS", number=6)
alice.hear("SIP/2.0 ")

# Not in this dialog: the Request-URI of the OPTIONS is nobody's, the tags of the BYE are others'.
strange = alice.within(sent, ok, "OPTIONS", cseq=7, send=False)
alice.send(strange.starting("OPTIONS sip:nobody@10.77.0.1 SIP/2.0"), PHONE)
alice.hear("SIP/2.0 ")
for header in ("From", "To"):
    bye = alice.within(sent, ok, "BYE", cseq=8, send=False)
    alice.send(bye.put(header, bye.value(header).split(";tag=")[0] + ";tag=another"), PHONE)
    alice.hear("SIP/2.0 ")

within("INFO", number=2, body="Signal=5\r\n", kind="application/dtmf-relay")  # CSeq 2 was used
alice.hear("SIP/2.0 ")
within("PRACK", ("RAck", "77 1 INVITE"), number=9)
alice.hear("SIP/2.0 ")
within("INFO", number=10, body="Signal=5\r\nDuration=160\r\n", kind="application/dtmf-relay")
alice.hear("SIP/2.0 ")

within("BYE", number=11)
alice.hear("SIP/2.0 200")
within("BYE", number=12)                    # the call is over
alice.hear("SIP/2.0 ")
