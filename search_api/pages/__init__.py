"""The HTML pages, rendered on the server; whatever they say works without a script.

    Answer, Report, rows ─ page models ─▶ SearchPage, ReportPage … ─ render ─▶ HTML

A page model is a frozen value with everything a template says, made by a pure function: links,
marked text, figures as they are written, drawings as geometry. Templates decide nothing about
numbers.

Order: text, address, cells, told, charts, checks, grids, panels, search, home, report, reference,
syntax, render, sheet, findings, figures, tools, batch, routes
"""

from search_api.pages.routes import error_page, router

__all__ = ["error_page", "router"]
