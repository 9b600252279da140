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


def of(row):
    """The columns ending, cause and cause_title of an attempt, a row of the JSON report. The cause is the
    id of a finding, else e.g. "INVITE 404"; None if the attempt was answered and shows no fault, even
    beside the answer."""
    why = row.get("why", {})
    if row["outcome"] == "answered":
        faults = [found for found in row["findings"] if found["severity"] in ("warn", "error")]
        if not faults:
            return {"ending": "answered", "cause": None, "cause_title": None}
        return {"ending": "faulty", "cause": faults[0]["id"], "cause_title": faults[0]["title"]}
    code = row.get("code") if row["outcome"] != "dropped" else None
    return {
        "ending": _OTHER.get(row["outcome"], "failed"),
        "cause": why.get("id") or f"{row['method']} {code or row['outcome']}",
        "cause_title": why.get("title") or "No final response",
    }
