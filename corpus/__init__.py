"""From files to a catalogue of checked reports.

    file ─ read ─▶ Document ─ recognise ─▶ Identity ─ outline ─▶ Sections, Passages
                       └──── tables ─▶ Statistics ─ rules ─▶ Findings ─ catalogue ─▶ rows

Read the modules in this order; each imports only from those before it.
Order: model, errors, forms, read, characters, headings, agencies, recognise, tables, outline,
passages, rules, prepare, catalogue, ingest

Only `read` and `catalogue` touch the disk, and nothing here knows of search or HTTP. The same file
always gives the same report, so everything behind it can be built again at any time.
"""
