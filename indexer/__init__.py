"""Which passages answer these words, and how many by agency, year and section?

    Catalogue ─ build ─▶ index generation ◀─ engine ◀─ words ◀─ lexicon, query ◀─ text

Read the modules in this order; each imports only from those before it.
Order: text, alike, query, lexicon, words, synonyms, pinyin, suggest, engine,
generations, arrays, whoosh_engine, build

One chain of words serves indexing and asking. Nothing here knows of HTTP.
"""
