-- Archives: what is in one is told by its bytes, so it need not be opened to be known again.

CREATE TABLE archives (
    sha256 TEXT NOT NULL PRIMARY KEY,
    members TEXT NOT NULL       -- JSON list of [name inside, sha256], none of which was refused
) WITHOUT ROWID;
