"""Offers that are refused. The From user names the case; near- is what looks like it."""

from play import SDP, Peer, call, hang_up, pause

ALICE = SDP.format("10.77.0.10")
BOB = SDP.format("10.77.0.1")
CAPABLE = BOB.replace("m=audio 10000", "m=audio 0")     # RFC 3264 section 9
SECURE = ALICE.replace("RTP/AVP", "RTP/SAVP")
CRYPTO = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "A" * 40 + "\r\n"
T38 = ALICE.split("m=")[0] + "m=image 10004 udptl t38\r\na=T38FaxVersion:0\r\n"
VIDEO = ALICE + "m=video 10002 RTP/AVP 99\r\na=rtpmap:99 H264/90000\r\n"
NO_VIDEO = BOB + "m=video 0 RTP/AVP 99\r\n"


def pair(name):
    pause(0.1)
    for peer in pairs:
        peer.socket.close()
    pairs[:] = Peer("client", "10.77.0.10", name), Peer("server", "10.77.0.1", "bob")
    return pairs


def refuse(alice, bob, sent, *response, **more):
    bob.answer(bob.hear("INVITE"), *response, **more)
    alice.ack(sent, alice.hear("SIP/2.0"), to=bob)
    bob.hear("ACK")


pairs = []
NOT_HERE = "488 Not Acceptable Here"

alice, bob = pair("keyless")
refuse(alice, bob, alice.invite(bob, body=SECURE), NOT_HERE)
alice, bob = pair("near-keyless")
refuse(alice, bob, alice.invite(bob, body=SECURE + CRYPTO), NOT_HERE)

# Nothing is known of bob so far but what he says in his refusal.
alice, bob = pair("other-codecs")
refuse(alice, bob, alice.invite(bob, body=ALICE), NOT_HERE,
       body=CAPABLE.replace("RTP/AVP 0", "RTP/AVP 18 97").replace("a=rtpmap:0 PCMU/8000",
                                                                  "a=rtpmap:97 opus/48000/2"))
alice, bob = pair("near-codecs")
refuse(alice, bob, alice.invite(bob, body=ALICE), NOT_HERE, body=CAPABLE)

alice, bob = pair("network")
refuse(alice, bob, alice.invite(bob, body=ALICE), "606 Not Acceptable",
       ("Warning", '301 10.77.0.1 "Incompatible network address formats"'))
alice, bob = pair("near-network")
refuse(alice, bob, alice.invite(bob, body=ALICE), "606 Not Acceptable",
       ("Warning", '399 10.77.0.1 "Not today"'))
alice, bob = pair("transport")
refuse(alice, bob, alice.invite(bob, body=SECURE + CRYPTO), NOT_HERE,
       ("Warning", '302 10.77.0.1 "Incompatible transport protocol"'))

alice, bob = pair("fax")
sent, _, answered = call(alice, bob)
pause(0.4)
refuse(alice, bob, alice.within(sent, answered, "INVITE", body=T38), NOT_HERE)
again = alice.within(sent, answered, "INVITE", body=T38, cseq=3)            # near miss: accepted
bob.answer(bob.hear("INVITE"), "200 OK",
           body=T38.replace("10.77.0.10", "10.77.0.1").replace("10004", "10006"))
alice.ack(again, alice.hear("SIP/2.0 200"))
bob.hear("ACK")
hang_up(alice, bob, sent, answered, 4)
alice, bob = pair("near-fax")                                               # no call to go on with
refuse(alice, bob, alice.invite(bob, body=T38), NOT_HERE)

alice, bob = pair("video")
sent, _, answered = call(alice, bob)
pause(0.4)
refuse(alice, bob, alice.within(sent, answered, "INVITE", body=VIDEO), NOT_HERE)
again = alice.within(sent, answered, "INVITE", body=VIDEO, cseq=3)          # near miss: port 0
bob.answer(bob.hear("INVITE"), "200 OK", body=NO_VIDEO)
alice.ack(again, alice.hear("SIP/2.0 200"))
bob.hear("ACK")
hold = ALICE + "a=sendonly\r\n"                                             # near miss: no video
refuse(alice, bob, alice.within(sent, answered, "INVITE", body=hold, cseq=4), NOT_HERE)
hang_up(alice, bob, sent, answered, 5)
