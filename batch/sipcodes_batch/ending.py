"""How an attempt ended, and what it is grouped by, as the report of tshark has it.

SPDX-License-Identifier: GPL-2.0-or-later
"""

_OTHER = {
    "unknown": "open",
    "cancelled": "not taken",
    "answered-elsewhere": "not taken",
    "busy": "not taken",
    "no-answer": "not taken",
    "declined": "not taken",
}
# Where nothing else tells the cause.
_TITLES = {
    "challenged": "Challenge not answered",
    "dropped": "Answered, then dropped",
    "unanswered": "No response",
}


def of(row):
    """The columns ending, cause and cause_title of an attempt, a row of the JSON report. The cause is the
    id of a finding, else e.g. "INVITE 404". There is none if all is well: the attempt was answered
    and shows no fault, even beside the answer, or another attempt tells how it went on."""
    why, outcome = row.get("why", {}), row["outcome"]
    if outcome == "answered":
        faults = [found for found in row["findings"] if found["severity"] in ("warn", "error")]
        return _columns("faulty", faults[0]["id"], faults[0]["title"]) if faults \
            else _columns("answered")
    if outcome == "redirected" and any(found["id"] == "redirect-followed"
                                       for found in row["findings"]):
        return _columns("followed")
    code = row.get("code") if outcome != "dropped" else None
    return _columns(_OTHER.get(outcome, "failed"),
                    why.get("id") or f"{row['method']} {code or outcome}",
                    why.get("title") or _TITLES.get(outcome, "No final response"))


def _columns(ending, cause=None, title=None):
    return {"ending": ending, "cause": cause, "cause_title": title}
