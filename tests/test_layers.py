"""The order of the flow holds in the code: no import runs backwards and none hides.

The order stands in the docstring of each package ("Order: a, b, c"; it may run on after a comma at
the end of a line). A package further in may have an order of its own. Sources are read, never
imported, so that what a module does on import cannot matter here.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "indexer", "search_api")
OUTSIDE = ("bench", "tests")  # the product knows nothing of them
ORDER = re.compile(r"^Order: ((?:.+,\n)*.+)$", re.MULTILINE)
LAST = "__main__"  # stands in no order: it starts the program, so it comes after everything


@dataclass(frozen=True)
class Module:
    """One source file. `name` is as it is imported; a package's is that of its folder."""

    name: str
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text("utf-8"), str(self.path))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names after "Order:" in the docstring; none if it gives no order."""
        found = ORDER.search(ast.get_docstring(self.tree) or "")
        return tuple(re.split(r",\s+", found[1].strip())) if found else ()

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


def modules_of(root: Path, *folders: str) -> dict[str, Module]:
    """Every module below the folders, by name."""
    modules = {}
    for path in sorted(path for folder in folders for path in (root / folder).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        modules[name] = Module(name, path)
    return modules


def imports_of(module: Module, modules: Mapping[str, Module]) -> Iterator[str]:
    """What a module imports: modules where they can be told from names inside a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for full in (f"{node.module}.{alias.name}" for alias in node.names):
                yield full if full in modules else str(node.module)


def step(name: str, package: str) -> str:
    """The part of a dotted name after that of the package; empty for the package itself."""
    return name.removeprefix(package).lstrip(".").partition(".")[0]


def is_inside(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"{package}.")


def packages_around(name: str, modules: Mapping[str, Module]) -> list[Module]:
    """The packages a module stands in, from the outside in, itself included if it is one."""
    parts = name.split(".")
    around = (modules.get(".".join(parts[:n])) for n in range(1, len(parts) + 1))
    return [package for package in around if package and package.is_package]


def between_packages(module: Module, modules: Mapping[str, Module]) -> Iterator[str]:
    """Imports that run backwards between the top packages, or out of the product."""
    own = module.name.partition(".")[0]
    ahead = {*PACKAGES[PACKAGES.index(own) + 1 :], *OUTSIDE}
    for target in imports_of(module, modules):
        if target.partition(".")[0] in ahead:
            yield f"{module.name} imports {target}"


def inside_packages(module: Module, modules: Mapping[str, Module]) -> Iterator[str]:
    """Imports that run backwards inside a package."""
    for target in imports_of(module, modules):
        for package in packages_around(module.name, modules):
            if is_inside(target, package.name) and runs_backwards(module, target, package, modules):
                yield f"{module.name} imports {target}, against the order of {package.name}"


def runs_backwards(
    module: Module, target: str, package: Module, modules: Mapping[str, Module]
) -> bool:
    """Whether an import inside a package is of something that does not come before."""
    here, there = step(module.name, package.name), step(target, package.name)
    if here in {"", there, LAST}:  # the package gathers its parts; one step is a matter of its own
        return False
    if not there:  # a part may use its package, unless the package is made of its parts
        return any(
            is_inside(used, package.name) and used != package.name
            for used in imports_of(package, modules)
        )
    order = package.order
    return here in order and there in order[order.index(here) :]


def hidden(module: Module) -> Iterator[str]:
    """Imports that a reader of the first lines does not see, or cannot search for."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node)):
                yield f"{module.name} imports inside {node.name}()"
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield f"{module.name}:{node.lineno} imports from {'.' * node.level}, not in full"
        elif isinstance(node, ast.Call) and called(node) in {"__import__", "import_module"}:
            yield f"{module.name}:{node.lineno} imports by {called(node)}()"


def called(node: ast.Call) -> str:
    """The last part of the name of what is called; empty if it has none."""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


def untrue_maps(modules: Mapping[str, Module], folder: Path) -> Iterator[str]:
    """Packages whose order leaves out a module, or names what is not there."""
    for package in (module for module in modules.values() if module.is_package):
        names = {step(name, package.name) for name in modules if is_inside(name, package.name)}
        names -= {"", LAST}
        order = package.order
        if not order and package.name in PACKAGES:
            yield f"{package.name} gives no order"
        elif order:
            there = {path.name for path in (folder / package.name.replace(".", "/")).iterdir()}
            yield from (f"{package.name} does not place {n}" for n in sorted(names - {*order}))
            yield from (
                f"{package.name} places {n}, which is not there"
                for n in order
                if n not in names | there
            )


def complaints(root: Path) -> list[str]:
    """Everything in the tree below `root` that is against the order; empty if it is kept."""
    modules = modules_of(root, *PACKAGES)
    found = [f"no package {name}" for name in PACKAGES if name not in modules]
    found += untrue_maps(modules, root)
    for module in modules.values():
        found += [*between_packages(module, modules), *inside_packages(module, modules)]
        found += hidden(module)
    for module in modules_of(root, "bench").values():
        used = imports_of(module, modules)
        found += [f"{module.name} imports {name}" for name in used if is_inside(name, "tests")]
    found += [f"Python in web: {name}" for name in modules_of(root, "web")]
    return sorted(set(found))


def test_the_project_keeps_its_order() -> None:
    assert complaints(ROOT) == []


SOUND = {
    "corpus/__init__.py": '"""Files.\n\nOrder: model, read,\ningest\n"""\n',
    "corpus/model.py": "import ast\n",
    "corpus/read/__init__.py": "from corpus.read.plain import plain\nfrom corpus import model\n",
    "corpus/read/plain.py": "import corpus.model\n",
    "corpus/ingest.py": "from corpus.read import plain\nfrom corpus.model import Report\n",
    "indexer/__init__.py": '"""Words.\n\nOrder: query, build\n"""\n',
    "indexer/query/__init__.py": '"""The tree.\n\nOrder: cut, parse\n"""\n',
    "indexer/query/cut.py": "from indexer.query import Words\n",
    "indexer/query/parse.py": "from indexer.query.cut import cut\n",
    "indexer/build.py": "from corpus.ingest import ingest\nfrom indexer.query import parse\n",
    "search_api/__init__.py": '"""Answers.\n\nOrder: app\n"""\n',
    "search_api/app.py": "import corpus.model\nfrom indexer import build\n",
    "search_api/__main__.py": "from search_api.app import app\n",
    "bench/speed.py": "from indexer.build import build\n",
    "web/page.html": "<h1>公开</h1>\n",
}


def write(root: Path, files: Mapping[str, str]) -> Path:
    """The files below `root`, with the folders they need."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def test_nothing_is_said_against_a_sound_tree(tmp_path: Path) -> None:
    assert complaints(write(tmp_path, SOUND)) == []


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        pytest.param(
            "corpus/model.py",
            "from indexer.build import build\n",
            "corpus.model imports indexer.build",
            id="backwards between packages",
        ),
        pytest.param(
            "indexer/build.py",
            "import search_api\n",
            "indexer.build imports search_api",
            id="backwards, a package as a whole",
        ),
        pytest.param(
            "corpus/read/plain.py",
            "from indexer import build\n",
            "corpus.read.plain imports indexer.build",
            id="backwards from further in",
        ),
        pytest.param(
            "search_api/app.py",
            "import bench.speed\n",
            "search_api.app imports bench.speed",
            id="the product imports a benchmark",
        ),
        pytest.param(
            "corpus/ingest.py",
            "from tests.conftest import ROOT\n",
            "corpus.ingest imports tests.conftest",
            id="the product imports a test",
        ),
        pytest.param(
            "bench/speed.py",
            "import tests.conftest\n",
            "bench.speed imports tests.conftest",
            id="a benchmark imports a test",
        ),
        pytest.param(
            "corpus/model.py",
            "from corpus.ingest import ingest\n",
            "corpus.model imports corpus.ingest, against the order of corpus",
            id="backwards inside a package",
        ),
        pytest.param(
            "corpus/model.py",
            "from corpus import ingest as later\n",
            "corpus.model imports corpus.ingest, against the order of corpus",
            id="backwards, by way of the package",
        ),
        pytest.param(
            "corpus/read/plain.py",
            "if True:\n    import corpus.ingest\n",
            "corpus.read.plain imports corpus.ingest, against the order of corpus",
            id="backwards from further in, under a condition",
        ),
        pytest.param(
            "indexer/query/cut.py",
            "from indexer.query import parse\n",
            "indexer.query.cut imports indexer.query.parse, against the order of indexer.query",
            id="backwards inside an inner package",
        ),
        pytest.param(
            "corpus/read/plain.py",
            "from corpus.read import plain_text\n",
            "corpus.read.plain imports corpus.read, against the order of corpus.read",
            id="a part uses the package made of it",
        ),
        pytest.param(
            "corpus/model.py",
            "def load():\n    if True:\n        import json\n",
            "corpus.model imports inside load()",
            id="in a function",
        ),
        pytest.param(
            "corpus/model.py",
            "class Report:\n    async def load(self):\n        from json import loads\n",
            "corpus.model imports inside load()",
            id="in a method",
        ),
        pytest.param(
            "corpus/ingest.py",
            "from .model import Report\n",
            "corpus.ingest:1 imports from ., not in full",
            id="not in full",
        ),
        pytest.param(
            "corpus/model.py",
            "import importlib\nlater = importlib.import_module('corpus.' + 'ingest')\n",
            "corpus.model:2 imports by import_module()",
            id="by a call",
        ),
        pytest.param(
            "corpus/tables.py", "", "corpus does not place tables", id="a module on no map"
        ),
        pytest.param(
            "corpus/__init__.py",
            '"""Files.\n\nOrder: model, read, tables, ingest\n"""\n',
            "corpus places tables, which is not there",
            id="a map with too much on it",
        ),
        pytest.param("search_api/__init__.py", "", "search_api gives no order", id="no map at all"),
        pytest.param("web/views.py", "", "Python in web: web.views", id="Python in web"),
    ],
)
def test_what_is_against_the_order_is_found(
    tmp_path: Path, file: str, text: str, complaint: str
) -> None:
    assert complaints(write(tmp_path, {**SOUND, file: text})) == [complaint]


def test_a_package_that_is_missing_is_found(tmp_path: Path) -> None:
    files = {name: text for name, text in SOUND.items() if not name.startswith("search_api/")}
    assert complaints(write(tmp_path, files)) == ["no package search_api"]
