"""Settings come from GONGKAI_* variables; an odd one stops the start."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from search_api.settings import Settings


def test_what_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GONGKAI_DATA", "GONGKAI_HOST", "GONGKAI_PORT"):
        monkeypatch.delenv(name, raising=False)
    settings = Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)  # this machine alone
    assert settings.data == Path("gongkai-data")


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DATA", "elsewhere")
    monkeypatch.setenv("GONGKAI_PORT", "9000")
    assert (Settings().data, Settings().port) == (Path("elsewhere"), 9000)
    assert Settings(port=1).port == 1  # an argument comes first


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("GONGKAI_PORT", "70000", id="no such port"),
        pytest.param("GONGKAI_PAGE_SIZE", "0", id="pages without room"),
        pytest.param("GONGKAI_WINDOW", "many", id="no number"),
    ],
)
def test_odd_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()
