"""The command line: results on stdout, progress and complaints on stderr.

Exit codes: 0 done, 1 done with failures listed (or a check that found some), 2 misuse.

Order: terminal, progress, tally, addresses, ingest, files, batch, ask, stats, tell, check, export,
serve, main
"""

from search_api.cli.main import main

__all__ = ["main"]
