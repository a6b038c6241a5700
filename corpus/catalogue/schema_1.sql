-- The first schema. A later one is a further file of statements in `_MIGRATIONS` of database.py;
-- this one is never edited once it has been released.
--
-- Reports and passages keep their public ids, so that a person who opens the file can follow them.
-- A list is JSON text. "position" is the 0-based place in the tuple that a row was read from.
-- Columns without a type keep whole numbers and fractions apart: 5 stays 5 and 5.0 stays 5.0.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- What the cells of the forms are called; filled from corpus.forms, never read back.
CREATE TABLE indicators (
    key TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,  -- in form order, over both versions of the form
    table_no INTEGER NOT NULL,  -- 2, 3 or 4
    label TEXT NOT NULL,
    short TEXT NOT NULL,
    unit TEXT NOT NULL          -- '' where the form fixes none
) WITHOUT ROWID;

-- One row a body, made of what its reports say: the directory to choose from.
CREATE TABLE agencies (
    name TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,       -- JSON list, widest first
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    short TEXT NOT NULL         -- JSON list
) WITHOUT ROWID;

CREATE TABLE reports (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    agency TEXT NOT NULL REFERENCES agencies (name) DEFERRABLE INITIALLY DEFERRED,
    agency_printed TEXT NOT NULL,
    region TEXT NOT NULL,       -- JSON list, widest first
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    short TEXT NOT NULL,        -- JSON list
    scope TEXT NOT NULL,        -- own, compiled; '' if not said
    year INTEGER,               -- the year covered; NULL if no source names it
    form TEXT NOT NULL,
    published TEXT,
    origins TEXT NOT NULL,      -- JSON object
    notes TEXT NOT NULL,        -- JSON list
    damage TEXT NOT NULL        -- JSON list
);
CREATE INDEX reports_in_order ON reports (agency, year DESC, id);
CREATE INDEX reports_by_year ON reports (year);

-- The steps of each report's region path, one a row: what the region filter looks at.
CREATE TABLE regions (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    step TEXT NOT NULL,
    PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX regions_by_step ON regions (step, report);

-- Position 0 is the file that the report's contents were read from.
CREATE TABLE sources (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    encoding TEXT,
    url TEXT,
    fetched TEXT,
    pipeline INTEGER NOT NULL,  -- version of the steps that read it
    text TEXT NOT NULL,
    PRIMARY KEY (report, position)
);
CREATE INDEX sources_by_sha256 ON sources (sha256, report, pipeline);
CREATE INDEX sources_by_path ON sources (path, report);

CREATE TABLE sections (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,    -- 1-6, 0 for the preface
    title TEXT NOT NULL,
    printed TEXT NOT NULL,
    headings TEXT NOT NULL,     -- JSON list
    text TEXT NOT NULL,
    line INTEGER NOT NULL,
    cell INTEGER NOT NULL,
    page INTEGER,
    box TEXT,                   -- JSON list: x0, top, x1, bottom in points
    PRIMARY KEY (report, position)
);
CREATE INDEX sections_by_number ON sections (report, number);

CREATE TABLE passages (
    id TEXT NOT NULL PRIMARY KEY,
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,   -- 1-based, as in the id
    section INTEGER NOT NULL,
    heading TEXT NOT NULL,      -- JSON list, outermost first
    text TEXT NOT NULL,
    start INTEGER NOT NULL,     -- offsets in the text of source 0
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,         -- text, table
    indicators TEXT NOT NULL    -- JSON list
);
CREATE UNIQUE INDEX passages_in_order ON passages (report, position);

CREATE TABLE statistics (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    value,                      -- NULL unless status is 'printed'
    printed TEXT,
    status TEXT NOT NULL,
    unit TEXT,
    implied,                    -- the only value the form's identities allow; never shown as value
    remark TEXT,
    line INTEGER,               -- NULL where the cell was not found
    cell INTEGER,
    page INTEGER,
    box TEXT,
    PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX statistics_by_indicator ON statistics (indicator, report);

CREATE TABLE findings (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    rule TEXT NOT NULL,
    about TEXT NOT NULL,
    level TEXT NOT NULL,
    verdict TEXT NOT NULL,
    message TEXT NOT NULL,
    message_en TEXT NOT NULL,
    cells TEXT NOT NULL,        -- JSON list of objects: indicator, value, status, side
    located TEXT,               -- JSON object: indicator, printed, implied, relations
    PRIMARY KEY (report, position)
);
CREATE INDEX findings_by_verdict ON findings (report, verdict);
CREATE INDEX findings_by_rule ON findings (rule, verdict, report);

-- Numbers stated in prose. Nothing writes here yet; the columns stand so that adding the step that
-- reads them changes no layout.
CREATE TABLE claims (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    passage TEXT NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    value,
    unit TEXT,
    approximate INTEGER NOT NULL,  -- 1 for 约, 余, 近 ...
    scope TEXT,
    start INTEGER NOT NULL,     -- offsets in the text of the passage
    "end" INTEGER NOT NULL,
    indicator TEXT,             -- the cell it speaks of, where it can be told
    verdict TEXT,
    PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX claims_by_passage ON claims (passage);

-- For people: one row a cell, in words. A value is NULL wherever no number stands; see status.
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
    statistics.line,
    statistics.remark
FROM reports
JOIN statistics ON statistics.report = reports.id
LEFT JOIN indicators ON indicators.key = statistics.indicator;
