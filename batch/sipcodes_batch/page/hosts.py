"""Hosts, trunks, slow answers, what was sent again, and registrations.

SPDX-License-Identifier: GPL-2.0-or-later
"""

from .calls import NAMES, RATIOS, percent
from .markup import Cell, Column, Left, join, table, tag
from .moments import seconds, short

ROWS = 30
SLOW = 0.5  # seconds
# The most frequent cause of what failed, by what KEY says.
_MOST = """(SELECT {key} AS named, cause_title, count(*) AS times, row_number() OVER (
              PARTITION BY {key} ORDER BY count(*) DESC, cause_title) AS place
            FROM {source} GROUP BY 1, 2)"""


def _count(base, query):
    return base.execute(f"SELECT count(*) FROM ({query})").fetchone()[0]


def _most(title, times):
    return f"{title} ({times:,})" if title else ""


def _explained(meaning, *of_table):
    return join((tag("p", meaning), table(*of_table)))


def by_host(base):
    host = "coalesce(responder, server)"
    rows = base.execute(
        f"""SELECT a.host, a.attempts, a.failed, a.silent, m.cause_title, m.times, a.slowest FROM (
              SELECT {host} AS host, count(*) AS attempts, sum(ending = 'failed') AS failed,
                sum(responder IS NULL) AS silent, max(first_response_time) AS slowest
              FROM attempts GROUP BY 1) a
            LEFT JOIN {_MOST.format(key=host, source="attempts WHERE ending = 'failed'")} m
              ON m.named = a.host AND m.place = 1
            ORDER BY a.failed DESC, a.attempts DESC, a.host LIMIT {ROWS}""").fetchall()
    left = _count(base, f"SELECT DISTINCT {host} FROM attempts") - len(rows)
    return _explained(
        "Each attempt counts for the host that made its final response; without one, for the host "
        "that was asked.",
        "Attempts by responding host",
        (Column("Host", "name"), Column("Attempts", "number"), Column("Failed", "number"),
         Column("Failed, share", "number"), Column("No final response", "number"),
         Column("Most frequent cause of failure"), Column("Slowest first response", "number")),
        [(host, attempts, failed, percent(100 * failed / attempts), silent, _most(title, times),
          slowest if slowest is None else Cell(seconds(slowest), slowest))
         for host, attempts, failed, silent, title, times, slowest in rows], Left(left, "hosts"))


def by_trunk(base):
    rows = base.execute(
        f"""SELECT a.*, m.cause_title, m.times FROM (
              SELECT client, server, count(*) AS calls, sum(established), {RATIOS}
              FROM rated_calls GROUP BY client, server) a
            LEFT JOIN {_MOST.format(key="client || ' > ' || server",
                                    source="calls WHERE ending IN ('failed', 'not taken', 'open')")} m
              ON m.named = a.client || ' > ' || a.server AND m.place = 1
            ORDER BY a.calls DESC, client, server LIMIT {ROWS}""").fetchall()
    left = _count(base, "SELECT DISTINCT client, server FROM calls") - len(rows)
    return _explained(
        "From one host to another, on the outermost hop that was captured.", "Calls by trunk",
        (Column("From > to", "name"), Column("Calls", "number"), Column("Answered", "number"),
         *(Column(name, "number") for name, _ in NAMES), Column("Not answered mostly because")),
        [(f"{client} > {server}", calls, answered, *map(percent, ratios), _most(title, times))
         for client, server, calls, answered, *ratios, title, times in rows],
        Left(left, "trunks"))


def slow(base):
    rows = base.execute(
        f"""SELECT first_response_time, method, server, begin, capture, frame FROM attempts
            WHERE first_response_time >= {SLOW} ORDER BY first_response_time DESC, begin, id
            LIMIT {ROWS}""").fetchall()
    if not rows:
        return tag("p", f"Every first response came within {SLOW} s.")
    left = _count(base, f"SELECT 1 FROM attempts WHERE first_response_time >= {SLOW}") - len(rows)
    return table(
        f"First responses after {SLOW} s or more",
        (Column("After", "number"), Column("Method"), Column("Server", "name"), Column("Time"),
         Column("Capture"), Column("Frame", "number")),
        [(Cell(seconds(after), after), method, server, Cell(short(begin), begin),
          capture or "merged files", Cell(str(frame), frame))
         for after, method, server, begin, capture, frame in rows], Left(left, "slow answers"))


def sent_again(base):
    total, attempts = base.execute(
        "SELECT total(retransmissions), count(*) FROM attempts WHERE retransmissions > 0").fetchone()
    if not attempts:
        return tag("p", "No message was sent again.")
    whole, = base.execute("SELECT count(*) FROM attempts").fetchone()
    query = """SELECT client, server, count(*) AS attempts, sum(retransmissions > 0),
                 sum(retransmissions) AS copies, max(retransmissions) FROM attempts
               GROUP BY client, server HAVING copies > 0"""
    rows = base.execute(f"{query} ORDER BY copies DESC, client, server LIMIT {ROWS}").fetchall()
    left = _count(base, query) - len(rows)
    return join((
        tag("p", f"{int(total):,} messages were sent again, in {attempts:,} of {whole:,} attempts. "
                 "Packets get lost, or a host answers late."),
        table("Attempts with messages that were sent again",
              (Column("From > to", "name"), Column("Attempts", "number"),
               Column("With copies", "number"), Column("Share", "number"),
               Column("Copies", "number"), Column("Most in one", "number")),
              [(f"{client} > {server}", attempts, touched, percent(100 * touched / attempts),
                copies, most) for client, server, attempts, touched, copies, most in rows],
              Left(left, "pairs of hosts"))))


def registrations(base):
    rows = base.execute(
        f"""SELECT server, count(*), sum(outcome = 'answered'), sum(ending = 'failed'),
              count(DISTINCT client) FROM attempts WHERE method = 'REGISTER'
            GROUP BY server ORDER BY 4 DESC, 2 DESC, server LIMIT {ROWS}""").fetchall()
    if not rows:
        return tag("p", "There are no registrations.")
    failed = "FROM attempts WHERE method = 'REGISTER' AND ending = 'failed'"
    clients = base.execute(
        f"""SELECT client, server, cause_title, count(*), max(begin) {failed}
            GROUP BY client, server, cause_title ORDER BY 4 DESC, client, server, cause_title
            LIMIT {ROWS}""").fetchall()
    return join((
        table("Registrations by server",
              (Column("Server", "name"), Column("Attempts", "number"), Column("Answered", "number"),
               Column("Failed", "number"), Column("Clients", "number")), rows,
              Left(_count(base, "SELECT DISTINCT server FROM attempts WHERE method = 'REGISTER'")
                   - len(rows), "servers")),
        table("Clients whose registration failed",
              (Column("Client > server", "name"), Column("Cause"), Column("Attempts", "number"),
               Column("Last")),
              [(f"{client} > {server}", title, count, Cell(short(last), last))
               for client, server, title, count, last in clients],
              Left(_count(base, f"SELECT DISTINCT client, server, cause_title {failed}")
                   - len(clients), "rows"))))
