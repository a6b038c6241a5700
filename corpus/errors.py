"""What can go wrong with a file. Catch the branch you can answer for.

    CorpusError                something this project can explain
    ├── SourceError            this file cannot become a report; the run goes on without it
    │   ├── NotReadable        read: no such file, empty, too large, unknown or lying format
    │   └── NotAReport         recognise: readable, but not a yearly disclosure report
    ├── NamesError             agencies: the file of names is not there or not in its form
    └── CatalogueError         catalogue: the store is damaged, too new or locked

A table that does not add up is no error: it is a Finding, shown beside the report. A cell that
cannot be read is no error either: it is a Statistic without a value.

Messages are Chinese, have the thing as found and the next step; `hint` is that step alone.
"""


class CorpusError(Exception):
    """Base of all. `reason` says what was found, `hint` what to do about it."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(f"{reason}；{hint}" if hint else reason)


class SourceError(CorpusError):
    """This file cannot become a report."""


class NotReadable(SourceError):
    """The bytes cannot be read as a document."""


class NotAReport(SourceError):
    """The document is readable but is no yearly report on information disclosure."""


class NamesError(CorpusError):
    """A file of names (see `corpus/agency_names.toml`) cannot be used."""


class CatalogueError(CorpusError):
    """The catalogue cannot be opened or written."""
