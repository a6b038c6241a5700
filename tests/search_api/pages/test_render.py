"""Whatever a file or a question says is shown as text; colours can be told apart; bytes are few."""

import gzip
import re
from dataclasses import replace
from itertools import product

import pytest
from jinja2 import UndefinedError

from corpus.catalogue import ReportRow
from corpus.model import Status
from search_api.answers import Alternative, Asked, Facet, Interpreted, Meant, Repeated
from search_api.comparison import Amount, Coverage, Covered, Ranked, Ranking, Sum
from search_api.pages.cells import Shown
from search_api.pages.figures import Chosen as Narrowed
from search_api.pages.figures import DirectView, ValueView, coverage_page, figures_page
from search_api.pages.findings import Narrowed as Findings
from search_api.pages.findings import findings_page
from search_api.pages.home import Chosen, directory_page, home_page
from search_api.pages.panels import History
from search_api.pages.reference import reference_page
from search_api.pages.render import WEB, environment, render, static_files, tight
from search_api.pages.report import report_page, source_page
from search_api.pages.search import search_page
from search_api.pages.sheet import sheet_page
from search_api.service.sheet import sheet
from tests.search_api.pages.made import (
    made_answer,
    made_figure,
    made_finding,
    made_hit,
    made_report,
    made_row,
    seen,
)

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}公开"


def search_html() -> str:
    row = replace(made_row(EVIL, EVIL, failed=1), title=EVIL, region=(EVIL,))
    figure = replace(
        made_figure(
            value=None, status=Status.TEXT, printed=EVIL, report=EVIL, agency=EVIL, why=EVIL
        ),
        label=EVIL,
    )
    hit = replace(made_hit(row, text=EVIL * 9, figures=(figure,), more=2), section_title=EVIL)
    hit = replace(
        hit,
        passage=replace(hit.passage, heading=(EVIL, EVIL)),
        heading_highlights=(((0, 3),), ()),
        repeated=Repeated((0, 5), 3, False),
    )
    numbers = [made_figure(value=n, year=year, agency=f"{EVIL}{n}", report=f"{EVIL}{n}{year}")
               for n, year in product((1, 2), (2021, 2022))]  # fmt: skip
    answer = made_answer(
        Asked(q=EVIL, agency=(EVIL,), group=True, size=8),
        (hit,),
        interpreted=(Interpreted("year", EVIL, EVIL, EVIL),),
        terms=(EVIL,),
        notes=(EVIL,),
        facets={"agency": tuple(Facet(f"{EVIL}{n}", EVIL, 1, False) for n in range(20))},
        indicators=(Meant("t3.new.total", EVIL, EVIL), Meant(EVIL, EVIL, EVIL)),
        rows=(figure, *numbers),
    )
    history = History(tuple(numbers), frozenset({2021, 2022}))
    found = replace(made_finding(), message=EVIL, id=EVIL)
    return render(
        "search.html", current="search",
        page=search_page(answer, (EVIL,), history, [(row, found)]), direct=(hostile_direct(),),
    )  # fmt: skip


def hostile_direct() -> DirectView:
    value = ValueView(Shown(EVIL, "number", EVIL), EVIL, "/reports/x")
    return DirectView(
        EVIL, EVIL, value, EVIL, True, EVIL, ((EVIL, value),) * 2, (EVIL,), "/reports/x"
    )


def nothing_html() -> str:
    asked = Asked(q=EVIL, group=True, size=8)
    answer = made_answer(
        asked, alternatives=(Alternative(EVIL, 3, asked),), suggestions=((EVIL, 2),)
    )
    return render(
        "search.html", current="search", page=search_page(answer, (), History(), ()), direct=()
    )


def report_html() -> str:
    report = made_report(words=EVIL)
    cell = replace(report.statistics[0], printed=EVIL, value=None, status=Status.TEXT, remark=EVIL)
    finding = replace(made_finding(), message=EVIL, about=EVIL, rule=EVIL, id="e")
    report = replace(
        report, statistics=(cell, *report.statistics[1:]), findings=(finding, *report.findings)
    )
    row = made_row(EVIL, EVIL)
    found = report_page(report, EVIL, lambda text: [(0, 3)], [row, made_row("b", EVIL, 2019)])
    return render("report.html", current="reports", page=found)


def reference_html() -> str:
    parameter = {"name": EVIL, "in": "query", "description": EVIL, "example": EVIL, "schema": {}}
    operation = {"summary": EVIL, "description": EVIL, "parameters": [parameter],
                 "responses": {"200": {"description": EVIL}}}  # fmt: skip
    document = {"info": {"title": EVIL, "description": EVIL}, "paths": {"/api": {"get": operation}}}
    return render("docs.html", current="docs", page=reference_page(document, {}))


def evil_row() -> ReportRow:
    return replace(made_row(agency=EVIL), title=EVIL, region=(EVIL,))


def source_html() -> str:
    found = source_page(made_report(words=EVIL), 1, 1)
    return render("source.html", current="reports", page=found)


def directory_html() -> str:
    found = directory_page([evil_row()], 1, Chosen(agency=EVIL), (2022,), (EVIL,))
    return render("reports.html", current="reports", page=found)


def home_html() -> str:
    found = home_page([evil_row()], [(EVIL, 1)])
    return render("home.html", current="search", page=found, notes=(EVIL,))


def error_html() -> str:
    said = {"title": EVIL, "detail": EVIL, "hint": EVIL, "error_id": EVIL}
    return render("error.html", current="", code=404, **said)


def findings_html() -> str:
    found = [(EVIL, replace(made_finding(), message=EVIL, id=EVIL, rule=EVIL))]
    page = findings_page(
        Findings(agency=EVIL, by="agency"),
        {EVIL: {"fail": 2}},
        found,
        total=99,
        rows={EVIL: made_row(EVIL, EVIL)},
        choices=((EVIL,), (2022,)),
    )
    return render("checks.html", current="checks", page=page)


def figures_html() -> str:
    every = [
        Amount(EVIL, EVIL, (EVIL,), "county", year, "2021", "t3.new.total", value, EVIL)
        for year, value in ((2020, 3), (2021, 5), (2022, None))
    ]
    sums = [Sum("t3.new.total", EVIL, EVIL, 2021, "", 5, 1, 0, (EVIL,))]
    ranks = Ranking("t3.new.total", EVIL, EVIL, (Ranked(1, every[0]),), (), (EVIL,))
    asked = Narrowed(agency=(EVIL,), region=EVIL)
    page = figures_page(asked, every, sums, ranks, (2021,), notes=(EVIL,))
    return render("statistics.html", current="statistics", page=page)


def coverage_html() -> str:
    body = Covered(EVIL, (EVIL,), EVIL, {2022: "cut", 2023: "missing"}, {2022: EVIL})
    page = coverage_page(Narrowed(region=EVIL), Coverage((2022, 2023), (body,), (EVIL,)))
    return render("coverage.html", current="statistics", page=page)


def sheet_html() -> str:
    report = made_report()
    report = replace(
        report,
        title=EVIL,
        agency=replace(report.agency, name=EVIL),
        notes=(EVIL,),
        findings=(replace(made_finding(), message=EVIL, id=EVIL),),
        sources=tuple(replace(one, name=EVIL) for one in report.sources),
    )
    said = {"complaint": EVIL, "hint": EVIL, "text": EVIL, "limit": EVIL}
    page = sheet_page(sheet(None, report))
    return render("check.html", current="check", page=page, **said)


PAGES = {
    "findings": findings_html,
    "figures": figures_html,
    "coverage": coverage_html,
    "sheet": sheet_html,
    "search": search_html,
    "nothing found": nothing_html,
    "report": report_html,
    "reference": reference_html,
    "source": source_html,
    "list": directory_html,
    "home": home_html,
    "error": error_html,
}


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_stays_text(name: str) -> None:
    found = seen(PAGES[name]())
    scripts = [one.attributes for one in found.all("script")]
    assert [set(one) for one in scripts] == [{"src", "defer"}]
    assert not list(found.all("img"))
    assert not [one for one in found.elements for key in one.attributes if key.startswith("on")]
    assert "<script>alert(1)</script>" in found.text
    assert "{{7*7}}" in found.text
    assert found.unpaired == []
    assert found.opened == []


def test_hostile_addresses_lead_nowhere_else() -> None:
    for made in PAGES.values():
        links = [one.attributes.get("href") or "" for one in seen(made()).all("a")]
        assert all(link.startswith(("/", "#")) and not link.startswith("//") for link in links)


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_templates_write_nothing_unescaped_and_nothing_inline() -> None:
    for path in sorted((WEB / "templates").iterdir()):
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe|autoescape\s+false|Markup|\sstyle=|\son\w+=", text), path


# Colours


def tokens() -> dict[str, dict[str, str]]:
    """The colours of both themes; dark ones stand in the second block."""
    css = (WEB / "static" / "site.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    named = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block)) for block in (light, dark)]
    return {"light": named[0], "dark": {**named[0], **named[1]}}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


TEXT = {
    "paper": ("text", "quiet", "link", "action", "warn"),
    "panel": ("text", "quiet", "link"),
    "action": ("on-action",),
    "mark": ("on-mark",),
    "warn-paper": ("text", "warn", "link", "quiet"),
}
"""Words by what they stand on."""

LINES = {
    "paper": ("ring", "field", "mark-line", "located", "s0", "s1", "s2", "s3"),
    "warn-paper": ("located", "warn"),
}
"""Lines and marks by what they stand on."""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("grounds", "least"), [(TEXT, 4.5), (LINES, 3.0)], ids=["text", "lines"])
def test_colours_can_be_told_apart(
    theme: str, grounds: dict[str, tuple[str, ...]], least: float
) -> None:
    colours = tokens()[theme]
    found = {
        (name, ground): contrast(colours[name], colours[ground])
        for ground, names in grounds.items()
        for name in names
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


def test_every_colour_is_a_token() -> None:
    css = (WEB / "static" / "site.css").read_text("utf-8")
    rest = re.sub(r":root \{.*?\}", "", css, flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-f]{3,6}\b|rgba?\(", rest)
    assert set(re.findall(r"var\(--([\w-]+)\)", css)) <= set(tokens()["light"])


# Static files


@pytest.mark.parametrize(
    ("name", "raw", "packed"), [("site.css", 14_000, 5_000), ("enhance.js", 12_000, 5_000)]
)
def test_static_files_are_small(name: str, raw: int, packed: int) -> None:
    content = static_files()[name].content
    assert len(content) <= raw
    assert len(gzip.compress(content)) <= packed


def test_static_files_load_nothing_from_elsewhere() -> None:
    for file in static_files().values():
        text = file.content.decode().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\(", text), file.name


def test_a_style_sheet_loses_its_layout_only() -> None:
    loose = "/* why */\n@media print {\n  a:hover { color: red; margin: 0 1px; }\n}\n"
    assert tight(loose) == "@media print{a:hover{color:red;margin:0 1px}}"
