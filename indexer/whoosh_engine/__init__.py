"""The embedded engine: Whoosh 2.7.4 keeps the postings, this package decides what matches.

    passages ─ update ─▶ generation folder ─ WhooshEngine.open ─▶ search(Request) ─▶ Found

Read the modules in this order; each imports only from those before it.
Order: schema, rows, expanding, matching, scoring, ranking, engine

**What matches.** A word of a query (a unit, see `words.units`) matches a passage that has it as a
sequence of characters, spaces left out, in its text or sub-headings; in the title of the report it
counts too, but a title alone is no answer while any passage has a word itself. Pairs of characters
give the candidates, the stored normal form decides: so nothing is missed and nothing wrong found.

**What comes first.** BM25 over words, pairs and single characters, scores summed. Where all words
were not to be had together, the notes say so.

Whoosh's own query parser, refresh, processes and asynchronous writers are not used: each has been
seen to fail (endless expansion, stale rows, held locks, lost commits). A reader serves one thread
at a time. An index is a pickle inside: open only what this program has written.
"""

from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.schema import SCHEMA, VERSION, create, learn, update

__all__ = ["SCHEMA", "VERSION", "WhooshEngine", "create", "learn", "update"]
