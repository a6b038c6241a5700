"""How fast the index of arrays is beside other engines, on the same words in one run.

    python -m bench.engines [--sizes 20000 100000 500000] [--engines arrays tantivy …] [--out FILE]

Every engine gets the same generated passages as words, and the same twenty questions: for each it
gives the ten best, the number of all matches and three facets over them. Each engine runs in a
process of its own with one thread; times are of the processor, so that other work on the machine
matters little. What is not installed is named and left out.
"""
