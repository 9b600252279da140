-- The plan of sipcodes-batch: what is to be in the database, and of which captures each unit is made.
-- Times are nanoseconds since the epoch. Names of files, capture points and errors are bytes, as the
-- file system has them.
CREATE TABLE IF NOT EXISTS made (version TEXT NOT NULL, options TEXT NOT NULL);  -- one row
CREATE TABLE IF NOT EXISTS captures (
  path BLOB NOT NULL, changed INTEGER NOT NULL, size INTEGER NOT NULL, packets INTEGER NOT NULL,
  begin INTEGER, "end" INTEGER, error BLOB,
  interface BLOB,         -- NULL if it was not asked for
  point BLOB NOT NULL,
  gone INTEGER NOT NULL,  -- 1: deleted since
  read INTEGER NOT NULL,  -- 1: a unit has it, or there is nothing in it
  PRIMARY KEY (path, changed)
);
CREATE INDEX IF NOT EXISTS captures_begin ON captures (point, begin, "end", path);
CREATE TABLE IF NOT EXISTS holes (
  point BLOB NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (point, "end")
);
CREATE TABLE IF NOT EXISTS units (
  id TEXT PRIMARY KEY, point BLOB NOT NULL, begin INTEGER, "end" INTEGER,
  unit TEXT NOT NULL      -- all of it as JSON, with its files
);
CREATE INDEX IF NOT EXISTS units_begin ON units (point, begin);
