"""How well damaged files are read: made-up reports with known numbers, damaged and read back.

    seed ─ made ─▶ Made ─ draw ─▶ Drawn ─ damage ─▶ Drawn ─ render ─▶ File ─ read ─▶ cells ─ measure

Order: scene, made, draw, render_text, render_html, render_docx, pdf_file, render_pdf, figures,
labels, shapes, running_text, kinds, measure, measure_text, shrink, run, page

`Drawn` carries what stands in every cell through all damage, so that "right" always means: as
printed in the damaged file. Run it with `python -m bench.quality`; docs/QUALITY.md is its output.
"""
