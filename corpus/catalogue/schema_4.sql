-- The sentences of passages, so that what stands in many reports, or stood in last year's, is known.

-- Filled with the passages, by the names in corpus/sentences.py; meta 'sentences' has the version
-- of the keys, and a catalogue with another one is filled anew when it is next opened for writing.
CREATE TABLE sentences (
    passage TEXT NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    report TEXT NOT NULL,       -- the passage's
    start INTEGER NOT NULL,     -- offsets in the text of the passage
    "end" INTEGER NOT NULL,
    key INTEGER NOT NULL,       -- hash of the sentence with names and digits masked
    figures INTEGER NOT NULL,   -- 1 where it states figures
    PRIMARY KEY (passage, start)
) WITHOUT ROWID;
CREATE INDEX sentences_by_key ON sentences (key, report);
