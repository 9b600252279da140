"""A peer with other codecs, profiles and keys than those of two phones. The From user names the
case; near- is what looks like it and is accepted, or refused for another reason."""

from play import Peer, pause

PLAIN = ("10.77.0.1", 5060)
SECURE = ("10.77.0.2", 5060)
DTLS = ("10.77.0.3", 5060)
KEY = "inline:" + "A" * 40
PRINT = ("a=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\na=setup:actpass\r\n"
         "a=ice-ufrag:abcd\r\na=ice-pwd:" + "p" * 22 + "\r\na=rtcp-mux\r\n")
AUDIO = "m=audio 10000 {} {}\r\n"


def session(*media):
    return ("v=0\r\no=- 3800 1 IN IP4 10.77.0.10\r\ns=-\r\nc=IN IP4 10.77.0.10\r\nt=0 0\r\n"
            + "".join(media))


def crypto(suite="AES_CM_128_HMAC_SHA1_80"):
    return f"a=crypto:1 {suite} {KEY}\r\n"


def answered(phone, body):
    """The phone calls, and goes once it has been heard."""
    alice = Peer("client", "10.77.0.10", "alice")
    heard = alice.hear("INVITE")
    ok = alice.answer(heard, "200 OK", body=body)
    alice.hear("ACK")
    pause(0.3)
    alice.within(heard, ok, "BYE", cseq=1)
    alice.hear("SIP/2.0 200")
    alice.socket.close()


def offer(name, phone, *media):
    """A call with this offer; one that is accepted is hung up."""
    alice = Peer("client", "10.77.0.10", name)
    sent = alice.invite(None, uri=f"sip:bob@{phone[0]}", via=phone, body=session(*media))
    while (final := alice.hear("SIP/2.0")).start.startswith("SIP/2.0 1"):
        pass
    alice.ack(sent, final, to=phone)
    pause(0.2)
    if final.start.startswith("SIP/2.0 2"):
        alice.within(sent, final, "BYE", to=phone)
        alice.hear("SIP/2.0 200")
    alice.socket.close()


answered(PLAIN, session(AUDIO.format("RTP/AVP", "0")))
answered(SECURE, session(AUDIO.format("RTP/SAVP", "0"), crypto()))
WEBRTC = AUDIO.format("UDP/TLS/RTP/SAVPF", "0"), PRINT

offer("other-codecs", PLAIN, AUDIO.format("RTP/AVP", "9 18"))
offer("near-codecs", PLAIN, AUDIO.format("RTP/AVP", "9 0"))
offer("secure", PLAIN, AUDIO.format("RTP/SAVP", "0"), crypto())
offer("near-secure", SECURE, AUDIO.format("RTP/SAVP", "0"), crypto())
offer("plain", SECURE, AUDIO.format("RTP/AVP", "0"))
offer("secure-and-keyless", PLAIN, AUDIO.format("RTP/SAVP", "0"))
offer("webrtc", PLAIN, *WEBRTC)
offer("webrtc", SECURE, *WEBRTC)
offer("near-webrtc", DTLS, *WEBRTC)
offer("keyless", DTLS, AUDIO.format("UDP/TLS/RTP/SAVPF", "0"))
offer("keyless", DTLS, AUDIO.format("RTP/SAVP", "0"))
offer("near-keyless", SECURE, AUDIO.format("RTP/SAVP", "0"))
