"""Every kind of damage by name: what is done to the report, and in which layouts it is met."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.quality import figures, labels, running_text, shapes
from bench.quality.draw import draw
from bench.quality.made import made
from bench.quality.render_docx import STYLES as DOCX_STYLES
from bench.quality.render_docx import render_docx
from bench.quality.render_html import LYING, render_html
from bench.quality.render_html import STYLES as HTML_STYLES
from bench.quality.render_pdf import STYLES as PDF_STYLES
from bench.quality.render_pdf import UNRULED, render_pdf
from bench.quality.render_text import File, render_text
from bench.quality.scene import Damage, Drawn

ROWS = (
    "tabs",
    "tabs, uneven padding",
    "tabs, 1-3 label cells",
    "pipes",
    "bare pipes",
    "trailing pipes",
)
LINES = ("lines", "lines apart", "lines, piped", "lines between pipes")
HTML = tuple(HTML_STYLES)
DOCX = tuple(DOCX_STYLES)
PDF = tuple(PDF_STYLES)
ANY = (*ROWS, *LINES, *HTML, *DOCX, *PDF)
TRACED = (*ROWS[:-1], *HTML, *DOCX, *PDF)  # layouts in which a blank cell can be seen


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of damage. `may_err` and `may_refuse`: what no reader can be held to, and `why`."""

    name: str
    steps: tuple[Damage, ...] = ()
    layouts: tuple[str, ...] = ANY
    labels_kept: bool = True  # whether every label can still be read as on the form
    slips: int = 0  # cells that the agency itself got wrong
    spoil: Callable[[File], File] | None = None  # done to the bytes of the finished file
    may_err: bool = False  # silently wrong cells are shown, but not counted
    may_refuse: bool = False  # to refuse the file is right; its share is not in the means
    why: str = ""
    mixes: bool = True  # whether other damage can come before or after it

    def drawn(self, seed: int) -> Drawn:
        """The damaged report of this seed."""
        random = Random(f"{self.name}/{seed}")
        report = draw(made(random, slips=self.slips))
        for step in self.steps:
            report = step(report, random)
        return report

    def rendered(self, seed: int, report: Drawn) -> File:
        """That report, or a part of it, in the layout of this seed."""
        random = Random(f"{self.name}/{seed}/layout")
        file = render(report, random.choice(self.layouts), random)
        return self.spoil(file) if self.spoil else file


def render(report: Drawn, layout: str, random: Random) -> File:
    """The report in any layout by name."""
    for format_, renderer in _RENDERERS.items():
        if layout.startswith(format_):
            return renderer(report, layout, random)
    return render_text(report, layout, random)


_RENDERERS: Mapping[str, Callable[[Drawn, str, Random], File]] = {
    "html": render_html,
    "docx": render_docx,
    "pdf": render_pdf,
}
"""First word of a layout -> what renders it; all others are text."""


def _mojibake(file: File) -> File:
    """UTF-8 taken for GBK and saved again."""
    return replace(file, text=file.text.encode().decode("gb18030", "replace"))


def _as_gbk(file: File) -> File:
    return replace(file, encoding="gb18030")


def _as_utf16(file: File) -> File:
    return replace(file, encoding="utf-16")


_MARKDOWN = (*ROWS, *LINES)

GROUPS: Mapping[str, tuple[Kind, ...]] = {
    "undamaged": (
        *(Kind(f"undamaged: {layout}", layouts=(layout,)) for layout in ANY),
        Kind("undamaged: GBK", layouts=_MARKDOWN, spoil=_as_gbk),
        Kind("undamaged: UTF-16", layouts=_MARKDOWN, spoil=_as_utf16),
        Kind("the agency's own slips", slips=3),
    ),
    "layout": (
        Kind("one space between cells", layouts=("spaces",)),
        Kind("columns lined up by spaces", layouts=("aligned",)),
        Kind("blank cells vanish", (figures.blank_cells_vanish,), LINES),
        Kind("blank cells are empty lines", (figures.blanks_for_zeros,), LINES),
        Kind("column-wise reading", layouts=("column-wise",)),
        Kind("labels first, figures after", layouts=("labels first",)),
        *(Kind(layout, layouts=(layout,)) for layout in (*LYING, *UNRULED)),
    ),
    "figures": (
        Kind("value lost", (figures.value_lost,)),
        Kind("two values lost", (figures.two_values_lost,)),
        Kind("column lost", (figures.column_lost,)),
        Kind("value doubled", (figures.value_doubled,)),
        Kind("total repeated in its neighbour", (figures.value_repeated,)),
        Kind("value lost and its neighbour doubled", (figures.value_lost_and_repeated,)),
        Kind(
            "value lost, with slips",
            (figures.value_lost,),
            slips=3,
            may_err=True,
            why="a row that does not add up can look like another row that has lost a figure",
        ),
        Kind("blanks for zeros", (figures.blanks_for_zeros,), TRACED),
        Kind("marks for zeros", (figures.marks_for_zeros,)),
        Kind("thousands separators", (figures.thousands,)),
        Kind("full-width digits", (figures.full_width,)),
        Kind("万", (figures.ten_thousands,)),
        Kind("units and remarks", (figures.units_and_remarks,)),
        Kind("signs in words", (figures.signs_in_words,)),
        Kind("number split over two cells", (figures.number_split,)),
        Kind("two cells run together", (figures.cells_run_together,)),
        Kind("letters for digits", (figures.digits_misread,)),
        Kind("? for digits", (figures.digits_unreadable,)),
        Kind("spaces in numbers", (figures.spaces_in_numbers,), TRACED),
    ),
    "shape of tables": (
        Kind("page break", (shapes.page_break,)),
        Kind("page break, heads again", (shapes.page_break_with_heads,)),
        Kind("page break inside a row", (shapes.page_break_in_row,)),
        Kind("heads apart from the body", (shapes.heads_apart,)),
        Kind("heads lost", (shapes.heads_lost,)),
        Kind("group labels lost", (shapes.group_labels_lost,)),
        Kind("table ends", (shapes.table_ends,)),
        Kind("row labels lost", (shapes.row_labels_lost,), labels_kept=False),
        Kind("figures without labels", (shapes.figures_without_labels,), labels_kept=False),
        Kind("labels without figures", (shapes.labels_without_figures,), mixes=False),
        Kind("some rows without figures", (shapes.some_figures_lost,)),
        Kind("child labels lost", (shapes.child_labels_lost,), labels_kept=False),
        Kind("page marks in tables", (shapes.page_marks,)),
        Kind("page marks between cells", (shapes.page_marks_between_cells,), LINES),
        Kind("bare page numbers in tables", (shapes.bare_page_numbers,)),
        Kind("invented heads", (shapes.invented_heads,)),
        Kind("rows out of order", (shapes.rows_out_of_order,)),
        Kind("columns out of order", (shapes.columns_out_of_order,), mixes=False),
        Kind("table 4 block by block", (shapes.blocks_out_of_order,)),
        Kind("unofficial rows", (shapes.unofficial_rows,)),
        Kind("figures in group rows", (shapes.figures_in_group_rows,)),
        Kind("a column of row numbers", (shapes.row_numbers,)),
        Kind("a column of remarks", (shapes.remarks_column,)),
        Kind("one table holds all three", (shapes.one_table,)),
        Kind("forms mixed", (shapes.mixed_forms,), mixes=False),
    ),
    "wording": (
        Kind("misprints in labels", (labels.misprints,), labels_kept=False),
        Kind("spaces in labels", (labels.spaces,)),
        Kind("half-width punctuation", (labels.half_width,)),
        Kind("other marks before labels", (labels.marks_changed,)),
        Kind("other wordings", (labels.short_labels,)),
        Kind("labels wrapped by spaces", (labels.wrapped,)),
        Kind("labels over lines", (labels.wrapped_over_lines,), labels_kept=False),
        Kind("characters lost beside digits", (labels.lost_beside_digits,), labels_kept=False),
        Kind("look-alike characters", (labels.look_alikes,), labels_kept=False),
        Kind("traditional characters", (labels.traditional,)),
        Kind("half traditional", (labels.half_traditional,)),
        Kind("? for characters", (labels.question_marks,), labels_kept=False),
        Kind(
            "mojibake",
            layouts=_MARKDOWN,
            spoil=_mojibake,
            labels_kept=False,
            may_refuse=True,
            why="no word is left",
        ),
    ),
    "around the tables": (
        Kind("sentences cut", (running_text.sentences_cut,)),
        Kind("title over lines", (running_text.title_over_lines,)),
        Kind("title without year", (running_text.title_without_year,)),
        Kind("title without agency", (running_text.title_without_agency,)),
        Kind("title lost", (running_text.title_lost,)),
        Kind("headings drift", (running_text.headings_drift,), _MARKDOWN),
        Kind("sections misnumbered", (running_text.sections_misnumbered,)),
        Kind("headings lost", (running_text.headings_lost,)),
        Kind("site chrome", (running_text.site_chrome,)),
        Kind("page marks in text", (running_text.page_marks_in_text,)),
        # to be refused whole: nothing in it may be read, so it has no part in the share of what is
        Kind(
            "two reports in a file", (running_text.second_report,), labels_kept=False, mixes=False
        ),
        Kind("a table of the agency's own", (running_text.own_table,)),
        Kind("the tables' words in short lines", (running_text.tables_named_in_text,)),
    ),
}
"""Kinds by what they damage. Undamaged files are kinds too: nothing may be lost on them."""

KINDS = tuple(kind for kinds in GROUPS.values() for kind in kinds)


def _mixable(kinds: Sequence[Kind]) -> list[Kind]:
    """Kinds that go together in any layout."""
    free = [each for each in kinds if each.mixes and not each.slips]
    return [each for each in free if each.steps and each.layouts is ANY]


def together(seed: int) -> Kind:
    """Two or three kinds at once, chosen by the seed."""
    random = Random(f"together/{seed}")
    chosen = random.sample(_mixable(KINDS), random.choice([2, 2, 3]))
    steps = tuple(step for kind in chosen for step in kind.steps)
    return Kind(" + ".join(kind.name for kind in chosen), steps, labels_kept=False)
