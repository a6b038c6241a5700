"""What is shipped is what is needed: the wheel, its requirements, and what is said of them."""

import configparser
import re
import subprocess
import sys
import tomllib
from email.message import Message
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {"corpus", "indexer", "search_api", "web"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
REQUIRED = [*PROJECT["dependencies"], *EXTRAS["dev"], *EXTRAS["browser"], *EXTRAS["bench"]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel as pip builds it from this checkout, with the backend of the environment."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel: pip install -e '.[dev]'")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("gongkai-*.whl")
    return ZipFile(file)


def metadata(wheel: ZipFile, file: str) -> str:
    """The text of a file in the wheel's own folder of facts about itself."""
    (name,) = (name for name in wheel.namelist() if name.endswith(f".dist-info/{file}"))
    return wheel.read(name).decode("utf-8")


def facts(wheel: ZipFile) -> Message:
    return Parser().parsestr(metadata(wheel, "METADATA"))


def normal(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    """The packages that lines such as `jinja2>=3.1.4,<4` are about."""
    return {normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in requirements}


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("web/templates/**/*", id="templates"),
        pytest.param("web/static/**/*", id="static files"),
        pytest.param("corpus/forms/*.toml", id="forms"),
        pytest.param("corpus/rules/*.toml", id="rules"),
        pytest.param("corpus/samples/**/*", id="sample reports"),
        pytest.param("corpus/**/*.py", id="corpus"),
        pytest.param("indexer/**/*.py", id="indexer"),
        pytest.param("search_api/**/*.py", id="search_api"),
    ],
)
def test_the_wheel_holds_all_that_the_program_needs(wheel: ZipFile, pattern: str) -> None:
    here = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern) if path.is_file()}
    assert here, f"nothing in the checkout matches {pattern}"
    assert here <= set(wheel.namelist())


def test_the_wheel_holds_nothing_else(wheel: ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES


def test_web_is_data_only(wheel: ZipFile) -> None:
    assert not [name for name in wheel.namelist() if re.match(r"web/.*\.pyc?$", name)]


def test_the_command_is_there(wheel: ZipFile) -> None:
    entry_points = configparser.ConfigParser()
    entry_points.read_string(metadata(wheel, "entry_points.txt"))
    assert dict(entry_points["console_scripts"]) == {"gongkai": "search_api.cli:main"}


def test_the_wheel_says_what_it_is(wheel: ZipFile) -> None:
    said = facts(wheel)
    assert (said["Name"], said["Version"]) == ("gongkai", PROJECT["version"])
    assert (said["Requires-Python"], said["License-Expression"]) == (">=3.11", "MIT")
    assert "Gongkai contributors" in metadata(wheel, "licenses/LICENSE")


def test_every_requirement_is_locked() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    locked = [line for line in lines if not line.startswith("#")]
    assert [line for line in locked if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert names(REQUIRED) - names(locked) == set()


def test_every_requirement_is_accounted_for() -> None:
    """docs/DEPENDENCIES.md has a row for each, and for no package that is not required."""
    text = (ROOT / "docs" / "DEPENDENCIES.md").read_text("utf-8")
    python, _, _ = text.partition("## Not Python")
    assert {normal(name) for name in re.findall(r"^\| `([\w.-]+)`", python, re.MULTILINE)} == names(
        REQUIRED
    )
