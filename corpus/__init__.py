"""From files to a catalogue of checked reports.

    file ─ read ─▶ Document ─ recognise ─▶ Identity ─ outline ─▶ Sections, Passages
                       └──── tables ─▶ Statistics ─ claims ─▶ Claims ─ rules ─▶ Findings
    several files of one report ─ merge ─▶ one Report ─ catalogue ─▶ rows

Read the modules in this order; each imports only from those before it.
Order: model, errors, forms, read, characters, headings, agencies, recognise, tables, outline,
passages, sentences, rules, claims, prepare, merge, catalogue, neighbours, changes, outcome,
archives, files, fetch, pool, ingest

Only `read`, `fetch` and `catalogue` touch the disk, `fetch` alone touches the net, and nothing here
knows of search. The same file always gives the same report, so everything behind it can be built
again at any time.
"""
