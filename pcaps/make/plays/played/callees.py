"""Calls that are refused, at the same time. The From user names the case; "near-" is what only looks
so."""

from play import Peer, address_of, pause, together

PORT = iter(range(5100, 5180))
BLOCKED = 'SIP;cause=603;text="{}"'


def pair(name):
    port = next(PORT)
    return Peer("client", "10.77.0.10", name, port), Peer("server", "10.77.0.1", "bob", port)


def q850(cause):
    return "Reason", f"Q.850;cause={cause}"


def end(caller, callee, sent, heard, status, *headers, **more):
    callee.answer(heard, status, *headers, **more)
    caller.ack(sent, final := caller.hear(f"SIP/2.0 {status[:3]}"))
    callee.hear("ACK")
    return final


def refused(name, status, *headers, rings=0.0, progress=None, other_fork=False, asks=()):
    """One call: maybe 180, maybe a 183 with headers, then the final response."""
    caller, callee = pair(name)

    def play():
        sent = caller.invite(callee, *asks)
        heard = callee.hear("INVITE")
        if progress:
            callee.answer(heard, "183 Session Progress", progress,
                          tag="another" if other_fork else "")
            pause(0.4)
        if rings:
            callee.answer(heard, "180 Ringing")
            pause(rings)
        end(caller, callee, sent, heard, status, *headers)
    return play


def from_nobody(name, user):
    caller, callee = pair(name)

    def play():
        invite = caller.request("INVITE", callee.uri)
        tag = invite.value("From").partition(";")[2]
        sent = caller.send(invite.put("From", f"{user};{tag}"), callee)
        end(caller, callee, sent, callee.hear("INVITE"), "433 Anonymity Disallowed")
    return play


def dialled(name, *numbers):
    """Digits as they are dialled; the last number is the one that exists, if there are several."""
    caller, callee = pair(name)

    def play():
        invite = caller.request("INVITE", "")
        for at, number in enumerate(numbers):
            uri = f"sip:{number}@{callee.address}"
            sent = caller.send(invite.starting(f"INVITE {uri} SIP/2.0").put("To", f"<{uri}>"), callee)
            heard = callee.hear("INVITE")
            last = at > 0 and at == len(numbers) - 1
            end(caller, callee, sent, heard, "486 Busy Here" if last else "484 Address Incomplete",
                *([] if last else [q850(28)]))
            invite = caller.again(sent)
            pause(0.3)
    return play


def redirected(name, status, *targets, follow=True, headers=()):
    """Each target leads to the next; the last one is only named."""
    caller, callee = pair(name)

    def play():
        invite = caller.request("INVITE", callee.uri)
        for target in targets or [None]:
            sent = caller.send(invite, callee)
            contact = [("Contact", f"<{target}>")] if target else []
            end(caller, callee, sent, callee.hear("INVITE"), status, *contact, *headers)
            if not follow:
                return
            invite = caller.again(sent)
            if not status.startswith("305"):
                invite = invite.starting(f"INVITE {target} SIP/2.0")
            pause(0.1)
    return play


def by_proxy(name):
    """305, and the same request again by way of the proxy, which the far end of the case is, too."""
    caller, callee = pair(name)

    def play():
        sent = caller.invite(callee)
        proxy = f"sip:10.77.0.1:{callee.port};lr"
        final = end(caller, callee, sent, callee.hear("INVITE"), "305 Use Proxy",
                    ("Contact", f"<{proxy}>"))
        again = caller.again(sent, ("Route", f"<{proxy}>"))
        sent = caller.send(again, address_of(final.value("Contact")))
        end(caller, callee, sent, callee.hear("INVITE"), "486 Busy Here")
    return play


def then_another():
    parts = [
        refused("unallocated", "404 Not Found", q850('1;text="Unallocated number";location=LN')),
        refused("near-unallocated", "404 Not Found", q850(31)),
        refused("absent", "480 Temporarily Unavailable", q850(20)),
        refused("near-absent", "480 Do Not Disturb"),
        refused("cause-before", "480 Temporarily Unavailable", q850(31), progress=q850(34)),
        refused("near-cause-before", "480 Temporarily Unavailable", q850(31), progress=q850(34),
                other_fork=True),
        refused("conflict", "486 Busy Here", q850(19)),
        refused("near-conflict", "486 Busy Here", q850(17)),
        refused("no-reason", "603 Network Blocked"),
        refused("no-version", "603 Network Blocked",
                ("Reason", BLOCKED.format("url=https://redress.example.test") + ";location=LN")),
        refused("bare", "603 Network Blocked", ("Reason", BLOCKED.format("v=analytics1;"))),
        refused("rewritten", "603 Decline", ("Reason", BLOCKED.format(
            "v=analytics1;url=https://redress.example.test") + ";location=LN")),
        refused("near-blocked", "603 Network Blocked", ("Reason", BLOCKED.format(
            "v=analytics1;url=https://redress.example.test") + ";location=LN")),
        refused("screened", "603 Decline", q850(21)),
        refused("no-card", "608 Rejected", asks=[("Feature-Caps", "*;+sip.608")]),
        refused("no-card-owed", "608 Rejected"),
        refused("near-no-card", "608 Rejected", (
            "Call-Info", "<https://redress.example.test/card>;purpose=jwscard")),
        from_nobody("anonymous", "<sip:anonymous@anonymous.invalid>"),
        from_nobody("near-anonymous", "<sip:near-anonymous@10.77.0.10>"),
        dialled("short", "4930"),
        dialled("overlap", "4930", "49301", "493012"),
        redirected("circle", "302 Moved Temporarily", "sip:carol@10.77.0.1", "sip:bob@10.77.0.1"),
        redirected("near-circle", "302 Moved Temporarily", "sip:carol@10.77.0.1",
                   "sip:dave@10.77.0.1"),
        redirected("nowhere-to-go", "302 Moved Temporarily", follow=False),
        redirected("near-nowhere", "380 Alternative Service", follow=False),
        by_proxy("by-proxy"),
    ]
    for part in parts:
        part()


together(
    refused("rang-out", "480 Temporarily Unavailable", rings=16),
    refused("near-rang-out", "480 Temporarily Unavailable", rings=4),
    refused("rang-out-said", "480 Temporarily Unavailable", q850(19), rings=4.3),
    refused("timer", "408 Request Timeout", rings=5),
    refused("near-timer", "408 Request Timeout", rings=5.4),
    then_another,
)
