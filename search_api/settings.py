"""Settings: few, typed, read once at the start and then handed on as arguments."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.agencies import Names, read_names, standard_names

NAMES = "names.toml"
"""The file of one's own names in the data folder, used where no other is named."""


class Settings(BaseSettings):
    """From GONGKAI_* variables. An odd number stops the start, not a search.

    The limits are those at which a question stops being one of a reader: no phrase of a report is
    longer than 256 characters, and nobody pages to the ten thousandth passage.
    """

    model_config = SettingsConfigDict(env_prefix="GONGKAI_", frozen=True)

    data: Path = Field(Path("gongkai-data"), description="Folder of the catalogue and its indexes.")
    names: Path | None = Field(
        None, description="One's own names of bodies; names.toml in the data folder if unset."
    )
    host: str = Field("127.0.0.1", description="Address to serve on; this machine alone if unset.")
    port: int = Field(8000, ge=0, le=65535, description="0 takes any port that is free.")
    query_length: int = Field(256, ge=1, description="Characters of a query; longer is refused.")
    page_size: int = Field(100, ge=1, description="Passages on a page of an answer, at most.")
    list_size: int = Field(500, ge=1, description="Items on a page of a list, at most.")
    window: int = Field(10_000, ge=1, description="Page times size of a search, at most.")
    fetch_delay: float = Field(1.0, ge=0.1, description="Seconds between requests to one site.")
    upload_bytes: int = Field(50_000_000, ge=1, description="Bytes of a file to check, at most.")

    def known_names(self) -> Names:
        """The names that no rule can know, with one's own. Raises NamesError."""
        own = self.data / NAMES
        file = self.names or (own if own.exists() else None)
        return read_names(file) if file else standard_names()
