-- Numbers stated in prose, with the cells they speak of. Nothing was ever written to the old table.

DROP TABLE claims;
CREATE TABLE claims (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    passage TEXT NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,     -- offsets in the text of the passage
    "end" INTEGER NOT NULL,
    subject TEXT NOT NULL,
    value NOT NULL,
    unit TEXT NOT NULL,         -- '' where none is printed
    kind TEXT NOT NULL,         -- count, money, share, change
    approximate INTEGER NOT NULL,  -- 1 for 约, 余, 近 ..., and where it is rounded
    scope TEXT NOT NULL,        -- area, own, body; '' where nothing is said
    year INTEGER,
    cells TEXT NOT NULL,        -- JSON list: the indicators whose sum it states
    stated,                     -- that sum in the tables; NULL where a cell has no number
    badge TEXT NOT NULL,        -- agrees, differs, unbound
    PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE INDEX claims_by_passage ON claims (passage);
CREATE INDEX claims_by_badge ON claims (badge, report);
