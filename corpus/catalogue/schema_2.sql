-- Several files of one report, each with what was read from it alone, and copies of files.

-- What each source says by itself, so that a report can be merged anew when one of them changes.
-- Only for reports of several sources: one alone says what the report says.
CREATE TABLE readings (
    report TEXT NOT NULL,
    position INTEGER NOT NULL,
    contents BLOB NOT NULL,     -- JSON of the rows it would have alone, deflated
    PRIMARY KEY (report, position),
    FOREIGN KEY (report, position) REFERENCES sources (report, position) ON DELETE CASCADE
) WITHOUT ROWID;

-- Further places where the bytes of a source have been met: they speak for it as well.
CREATE TABLE copies (
    path TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX copies_by_sha256 ON copies (sha256, path);

-- Which source a place is in, by position. NULL where there is no place.
ALTER TABLE sections ADD COLUMN source INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statistics ADD COLUMN source INTEGER;
UPDATE statistics SET source = 0 WHERE line IS NOT NULL;

-- So far only the first source of a report was kept as read. The others count as not read by any
-- version of the steps, and are read again when they are next met.
UPDATE sources SET pipeline = 0 WHERE position > 0;

-- The same view, with the source that a line is in: 1 is the first.
DROP VIEW tidy;
CREATE VIEW tidy AS
SELECT
    reports.id AS report,
    reports.title,
    reports.agency,
    (
        SELECT group_concat(step, ' / ')
        FROM (SELECT step FROM regions WHERE regions.report = reports.id ORDER BY position)
    ) AS region,
    reports.level,
    reports.year,
    reports.form,
    indicators.table_no,
    statistics.indicator,
    indicators.label,
    indicators.short,
    statistics.value,
    coalesce(statistics.unit, indicators.unit) AS unit,
    statistics.status,
    statistics.printed,
    statistics.implied,
    statistics.source + 1 AS source,
    statistics.line,
    statistics.remark
FROM reports
JOIN statistics ON statistics.report = reports.id
LEFT JOIN indicators ON indicators.key = statistics.indicator;
