"""Clients that answer the proxy's challenges rightly and wrongly."""

from play import Peer, credentials, pause

SERVER = ("10.77.0.1", 5060)
PORT = iter(range(5070, 5200))


class Client(Peer):
    """One registration or call; the name says what is shown, the account is alice's."""

    def __init__(self, name, user="alice"):
        super().__init__("client", "10.77.0.10", user, next(PORT))
        self.shown = name
        self.final = None

    @property
    def contact(self):
        return f"<sip:{self.name}@{self.address}>"

    def begin(self, method="REGISTER", uri="sip:10.77.0.1"):
        registers = method == "REGISTER"
        return self.go(self.request(
            method, uri, ("User-Agent", self.shown), *((("Expires", "60"),) if registers else ()),
            to=f"sip:{self.name}@10.77.0.1" if registers else uri))

    def go(self, request):
        self.sent = request
        self.send(request, SERVER)
        self.final = self.hear("SIP/2.0")
        while self.final.start.startswith("SIP/2.0 1"):
            self.final = self.hear("SIP/2.0")
        if self.final.value("WWW-Authenticate") or self.final.value("Proxy-Authenticate"):
            self.challenge = self.final
        if request.method == "INVITE" and not self.final.start.startswith("SIP/2.0 2"):
            self.ack(request, self.final)
        return self.final

    def retry(self, password="alice-secret", challenge=None, step=1, **changed):
        header = credentials(challenge or self.challenge, self.sent, "alice", password, **changed)
        clean = self.sent.without("Authorization", "Proxy-Authorization")
        return self.go(self.again(clean, header, step=step))


def fresh(name, *what):
    """A client that has just been challenged."""
    client = Client(name)
    client.begin(*what)
    return client


fresh("right").retry()

wrong = fresh("wrong-password")
wrong.retry("guess")
wrong.retry()

loop = fresh("again-and-again")
for number in range(4):
    pause(0.2)
    loop.retry(f"guess-{number}")

realm = fresh("other-realm")
realm.retry(realm="office.example")
realm.retry()

header = fresh("wrong-header", "INVITE", "sip:nobody@10.77.0.1")
header.retry(header="Authorization")
header.retry()

algorithm = fresh("algorithm-not-offered")
algorithm.retry(algorithm="SHA-256")
algorithm.retry()

short = fresh("short-digest")
short.retry(algorithm="SHA-256", hashed="MD5")
short.retry()

for name, changed in (("no-nc", {"nc": None}), ("no-cnonce", {"cnonce": None}),
                      ("qop-not-offered", {"qop": "auth-int"})):
    qop = fresh(name)
    qop.retry(**changed)
    qop.retry()

same = fresh("same-cseq")
same.retry(step=0)

# A nonce that was used: with the same count, then with the next.
used = fresh("nonce-count")
challenge = used.challenge
used.retry(challenge=challenge)
used.retry(challenge=challenge, nc="00000001")
used.retry()
used.retry(nc="00000002")

# A nonce that has grown old: stale=true, and the new one is good.
old = fresh("old-nonce")
pause(3)
old.retry()
old.retry()

# The same with a call, where this proxy does not say stale=true.
old = fresh("old-nonce-unsaid", "INVITE", "sip:nobody@10.77.0.1")
pause(3)
old.retry()
old.retry()

# 403 without any challenge, and after credentials that were right.
stranger = Client("stranger")
stranger.domain = "10.77.0.10"
stranger.begin("INVITE", "sip:premium@10.77.0.1")
fresh("member", "INVITE", "sip:premium@10.77.0.1").retry()
