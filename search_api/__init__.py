"""What does a person or a program get back?

    Engine + Catalogue ─ service, statistics ─▶ Answer ─ views ─▶ JSON, pages, terminal

Read the modules in this order; each imports only from those before it.
Order: settings, answers, interpret, statistics, comparison, service, store, views, export,
problems, routes, pages, app, cli

Routes and pages check, call and wrap; what is said is decided in `service` and `statistics`.
"""
