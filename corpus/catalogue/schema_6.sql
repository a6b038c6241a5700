-- When a report came, and when its text last changed: what a feed of new passages goes by.
--
-- A report that is read again keeps the time it first came. Where that was not noted, it is the time
-- it was fetched at, else the time of this migration.

CREATE TABLE arrivals (
    report TEXT NOT NULL PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    ingested TEXT NOT NULL,     -- ISO 8601, UTC, to the second
    changed TEXT NOT NULL       -- likewise: when a passage of it last read otherwise than before
) WITHOUT ROWID;
INSERT INTO arrivals
SELECT id, came, came FROM (
    SELECT reports.id, coalesce(
        (SELECT min(strftime('%Y-%m-%dT%H:%M:%SZ', fetched)) FROM sources WHERE report = reports.id),
        strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
    ) AS came
    FROM reports
);
