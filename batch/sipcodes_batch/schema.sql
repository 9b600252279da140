-- The database of sipcodes-batch. Times are nanoseconds since the epoch (integers), spans seconds.
-- In SQLite's words; postgresql.py replaces the few that PostgreSQL has others for.
CREATE TABLE IF NOT EXISTS captures (
  path TEXT NOT NULL,
  changed INTEGER NOT NULL,  -- when it was, in nanoseconds: a ring may use a name again
  point TEXT NOT NULL, size INTEGER NOT NULL, packets INTEGER NOT NULL,
  begin INTEGER, "end" INTEGER,
  error TEXT,             -- why it was not read, or not to its end
  gone INTEGER NOT NULL,  -- 1: deleted since; what was found in it is kept
  PRIMARY KEY (path, changed)
);
CREATE TABLE IF NOT EXISTS holes (
  point TEXT NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (point, begin)
);
CREATE TABLE IF NOT EXISTS units (
  id TEXT PRIMARY KEY, point TEXT NOT NULL, begin INTEGER, "end" INTEGER,
  files INTEGER NOT NULL, version TEXT NOT NULL, filter TEXT NOT NULL,
  masked INTEGER NOT NULL,  -- 1: names in place of addresses
  cut_short INTEGER,  -- messages of which the capture lacks a part, with those of the context
  error TEXT  -- why there is no result of it
);
CREATE TABLE IF NOT EXISTS attempts (
  id TEXT PRIMARY KEY,    -- the unit and a number: the same wherever the unit is loaded
  unit TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
  point TEXT NOT NULL, begin INTEGER NOT NULL,
  capture TEXT,           -- NULL: the unit's files overlap, frame counts in them merged
  frame INTEGER NOT NULL, -- its first message
  client TEXT NOT NULL, server TEXT NOT NULL,
  responder TEXT,         -- made the final response, as far as it was captured
  method TEXT NOT NULL, call_id TEXT NOT NULL,
  in_dialog INTEGER NOT NULL, steps INTEGER NOT NULL, caller TEXT, callee TEXT,
  outcome TEXT NOT NULL, code INTEGER,
  first_response_time REAL, ring_time REAL, setup_time REAL,
  retransmissions INTEGER NOT NULL,  -- how often its messages were sent again, on all hops
  why TEXT, severity TEXT, title TEXT, text TEXT, hint TEXT,
  ending TEXT NOT NULL,   -- answered; faulty: answered, with a fault; failed; not taken: a call that
                          -- people did not take; followed: a redirection; open: not captured
  cause TEXT,             -- what it is grouped by: a finding, else e.g. "INVITE 404"
  cause_title TEXT
);
CREATE TABLE IF NOT EXISTS findings (
  attempt TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
  place INTEGER NOT NULL, -- in the order of the report
  id TEXT NOT NULL, confidence TEXT NOT NULL, severity TEXT NOT NULL, text TEXT NOT NULL,
  blockers TEXT NOT NULL, -- their names, separated by a comma
  PRIMARY KEY (attempt, place)
);
CREATE TABLE IF NOT EXISTS causes (
  attempt TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  protocol TEXT NOT NULL, value INTEGER, name TEXT, text TEXT,
  PRIMARY KEY (attempt, place)
);
CREATE INDEX IF NOT EXISTS attempts_unit ON attempts (unit);
CREATE INDEX IF NOT EXISTS attempts_begin ON attempts (begin);
CREATE INDEX IF NOT EXISTS attempts_why ON attempts (why);
CREATE INDEX IF NOT EXISTS attempts_cause ON attempts (cause, cause_title, begin);
CREATE INDEX IF NOT EXISTS attempts_call ON attempts (call_id);
CREATE INDEX IF NOT EXISTS findings_id ON findings (id);

CREATE VIEW IF NOT EXISTS calls AS
  SELECT * FROM attempts WHERE method = 'INVITE' AND in_dialog = 0;

CREATE VIEW IF NOT EXISTS failures AS
  SELECT * FROM attempts
  WHERE outcome IN ('refused', 'failed', 'unanswered', 'dropped', 'challenged', 'redirected');

-- What each call counts for in the ratios: 1 or 0.
CREATE VIEW IF NOT EXISTS rated_calls AS
  SELECT *, CASE WHEN outcome = 'answered' THEN 1 ELSE 0 END AS established,
    CASE WHEN outcome = 'answered' OR coalesce(code, 0) IN (480, 486, 600, 603) THEN 1 ELSE 0 END
      AS effective,
    CASE WHEN outcome IN ('answered', 'answered-elsewhere', 'busy', 'no-answer', 'declined',
      'cancelled') THEN 1 ELSE 0 END AS delivered,
    CASE WHEN coalesce(code, 0) / 100 <> 3 THEN 1 ELSE 0 END AS tried
  FROM calls;

CREATE VIEW IF NOT EXISTS ratios AS
  SELECT point, count(*) AS calls,
    100.0 * sum(established) / nullif(sum(tried), 0) AS ser,
    100.0 * sum(effective) / nullif(sum(tried), 0) AS seer,
    100.0 * sum(delivered) / count(*) AS ner,
    100.0 * sum(established) / count(*) AS asr
  FROM rated_calls GROUP BY point;

-- A line for each role of a host; a responder made the final response.
CREATE VIEW IF NOT EXISTS hosts AS
  WITH roles AS (
    SELECT point, client AS address, 'client' AS role, ending, first_response_time FROM attempts
    UNION ALL
    SELECT point, server, 'server', ending, first_response_time FROM attempts
    UNION ALL
    SELECT point, responder, 'responder', ending, first_response_time FROM attempts
    WHERE responder IS NOT NULL)
  SELECT point, address, role, count(*) AS attempts,
    count(*) FILTER (WHERE ending = 'failed') AS failed,
    max(first_response_time) AS slowest_response
  FROM roles GROUP BY point, address, role;

-- Attempts whose end may lie in a hole: they began at most 64 s before it (RFC 3261 section
-- 17.1.1.2 and 17.1.2.2: 64*T1 is 32 s, and as long for one step more).
CREATE VIEW IF NOT EXISTS attempts_at_holes AS
  SELECT a.*, h.begin AS hole_begin, h."end" AS hole_end
  FROM attempts a JOIN holes h
    ON h.point = a.point AND a.begin <= h.begin AND a.begin > h.begin - 64000000000
  WHERE a.outcome IN ('unknown', 'unanswered', 'challenged');
