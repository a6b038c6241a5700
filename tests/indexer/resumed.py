"""Takes in a folder, as `gongkai ingest` does: python -m tests.indexer.resumed DATA FOLDER

With small batches, so that a run of a second or two has many commits to be killed between.
"""

import sys
from contextlib import closing
from pathlib import Path

from corpus.catalogue import FILE, Catalogue
from indexer import build
from tests.indexer.plain_writer import PlainWriter


def main(data: Path, folder: Path) -> None:
    """Say a line for each file."""
    build.BATCH_REPORTS = 5
    with closing(Catalogue(data / FILE)) as catalogue:
        build.ingest(
            data,
            catalogue,
            [folder],
            lambda outcome: print(outcome.path.name, flush=True),
            writer=PlainWriter(),
            workers=2,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
