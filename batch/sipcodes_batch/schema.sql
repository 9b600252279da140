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
  error TEXT  -- why there is no result of it
);
CREATE TABLE IF NOT EXISTS attempts (
  id TEXT PRIMARY KEY,    -- the unit and a number: the same wherever the unit is loaded
  unit TEXT NOT NULL REFERENCES units (id) ON DELETE CASCADE,
  point TEXT NOT NULL, begin INTEGER NOT NULL,
  capture TEXT,           -- NULL: the unit's files overlap, frame counts in them merged
  frame INTEGER NOT NULL, -- its first message
  client TEXT NOT NULL, server TEXT NOT NULL, method TEXT NOT NULL, call_id TEXT NOT NULL,
  in_dialog INTEGER NOT NULL, steps INTEGER NOT NULL, caller TEXT, callee TEXT,
  outcome TEXT NOT NULL, code INTEGER,
  first_response_time REAL, ring_time REAL, setup_time REAL,
  why TEXT, severity TEXT, title TEXT, text TEXT, hint TEXT
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
CREATE INDEX IF NOT EXISTS attempts_call ON attempts (call_id);
CREATE INDEX IF NOT EXISTS findings_id ON findings (id);

CREATE VIEW IF NOT EXISTS calls AS
  SELECT * FROM attempts WHERE method = 'INVITE' AND in_dialog = 0;

CREATE VIEW IF NOT EXISTS failures AS
  SELECT * FROM attempts
  WHERE outcome IN ('refused', 'failed', 'unanswered', 'dropped', 'challenged', 'redirected');

CREATE VIEW IF NOT EXISTS hosts AS
  WITH roles AS (
    SELECT point, client AS address, 'client' AS role, outcome FROM attempts UNION ALL
    SELECT point, server AS address, 'server' AS role, outcome FROM attempts)
  SELECT point, address, role, count(*) AS attempts,
    count(*) FILTER (WHERE outcome = 'answered') AS answered
  FROM roles GROUP BY point, address, role;

CREATE VIEW IF NOT EXISTS ratios AS
  WITH counted AS (
    SELECT point, count(*) AS calls,
      count(*) FILTER (WHERE outcome = 'answered') AS answered,
      count(*) FILTER (WHERE outcome <> 'answered' AND code IN (480, 486, 600, 603)) AS effective,
      count(*) FILTER (WHERE coalesce(code, 0) / 100 <> 3) AS not_redirected,
      count(*) FILTER (WHERE outcome IN ('answered', 'answered-elsewhere', 'busy', 'no-answer',
        'declined', 'cancelled')) AS by_network
    FROM calls GROUP BY point)
  SELECT point, calls, 100.0 * answered / nullif(not_redirected, 0) AS ser,
    100.0 * (answered + effective) / nullif(not_redirected, 0) AS seer,
    100.0 * by_network / calls AS ner, 100.0 * answered / calls AS asr
  FROM counted;

-- Attempts whose end may lie in a hole: they began at most 64 s before it (RFC 3261 section
-- 17.1.1.2 and 17.1.2.2: 64*T1 is 32 s, and as long for one step more).
CREATE VIEW IF NOT EXISTS attempts_at_holes AS
  SELECT a.*, h.begin AS hole_begin, h."end" AS hole_end
  FROM attempts a JOIN holes h
    ON h.point = a.point AND a.begin <= h.begin AND a.begin > h.begin - 64000000000
  WHERE a.outcome IN ('unknown', 'unanswered', 'challenged');
