"""The words of a sentence to the cells each of its figures speaks of.

A clause must be understood as a whole: a word that is not known may narrow what is counted. What is
told of a sentence goes on to its later clauses (the year, the area, whose parts are listed).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.claims.figures import COUNT, Figure
from corpus.claims.phrases import Word
from corpus.claims.setting import GROUPS, Setting, total
from corpus.model import Form, Number, Span

SUBJECTS = frozenset(
    ("flow", "outcome", "applicant", "block", "result", "document", "act", "decision", "decided")
)
_NARROWING = frozenset(("gap", "request"))
_TOTAL = ("total",)
_LEGAL = ("business", "research", "social", "legal_service", "other")
_LITIGATION = ("litigation_direct", "litigation_after_review")
_CASES = frozenset(("件", "宗", "起", "例", "份", "条", "个", ""))
_DISPUTES = frozenset(("件", "宗", "起", "例", "个", ""))
_PAPERS = frozenset(("件", "份", "部", "个", ""))
_RESTRICTS = ("通过", "涉及", "关于", "对于", "以", "申请人为", "经由", "采用")
_OTHER_BUSINESS = re.compile(r"提案|(?<!复)议案|保障房|公租房|廉租|低保|商标|专利")
_AREAS = frozenset("省市区县州旗镇乡")  # 全域 is of no level
_LEVEL = re.compile(r"([省市区县州盟旗镇乡])(?:人民)?政府$")


class Bound(NamedTuple):
    """A figure, or a denial, of a sentence and what it speaks of."""

    span: Span
    subject: Span  # the words that say what is counted
    figure: Figure | None  # None for a denial: its value is 0
    cells: tuple[str, ...] = ()
    scope: str = ""
    year: int | None = None
    denied: str = ""  # of a denial: what is said to be nought, 未发生行政复议


@dataclass(slots=True)
class _Said:
    """What the sentence has said so far."""

    scope: str = ""
    fits: bool = True  # whether the area or body named is the report's own
    year: int | None = None
    rows: tuple[str, ...] = ()  # of the count last bound: "t3.new"
    group: str = ""  # inside the parts of this group
    last_group: str = ""
    blocks: tuple[str, ...] = ()  # of table 4, the last named
    all_blocks: tuple[str, ...] = ()
    document: str = ""
    asked: bool = False  # requests for information are meant
    outer: list[str] = field(default_factory=list)  # groups outside of the open brackets


def bind(
    text: str, words: Sequence[Word], setting: Setting, *, asked: bool, disputed: bool
) -> Iterator[Bound]:
    """Every figure of the sentence in order, and what it denies.

    `asked`: the heading or an earlier sentence says that requests for information are meant;
    `disputed`: that reviews and litigation about them are.
    """
    yield from _Sentence(text, words, setting, asked, disputed).read()


class _Sentence:
    """One sentence while it is read."""

    def __init__(
        self, text: str, words: Sequence[Word], setting: Setting, asked: bool, disputed: bool
    ) -> None:
        self.text, self.words, self.setting = text, words, setting
        self.said = _Said(year=setting.year, asked=asked)
        self.disputed = disputed or any(word.kind == "request" for word in words)
        self.flows = frozenset(w.name for w in words if w.kind == "flow")
        whole = text[words[0].start : words[-1].end]
        self.disputed |= "信息公开" in whole
        self.other_business = bool(_OTHER_BUSINESS.search(whole))
        self.restricted = False

    def read(self) -> Iterator[Bound]:
        clause: list[Word] = []
        for index, word in enumerate(self.words):
            if word.kind != "stop":
                clause.append(word)
                continue
            yield from self._clause(clause, index)
            clause = []
            self._stop(word.name)
        yield from self._clause(clause, len(self.words))

    def _stop(self, sign: str) -> None:
        said = self.said
        if sign == "(":
            said.outer.append(said.group)
            said.group = said.last_group
        elif sign == ")":
            said.group = said.outer.pop() if said.outer else ""
        elif sign == ";":
            said.group, self.restricted = "", False

    def _clause(self, clause: list[Word], end: int) -> Iterator[Bound]:
        if not clause:
            return
        self._notice(clause)
        at = [i for i, word in enumerate(clause) if word.figure]
        if not at:
            yield from self._denied(clause)
            self.restricted = self._restricts(clause)
            return
        starts = [0, *(i + 1 for i in at)]
        pieces = [
            clause[start:stop] for start, stop in zip(starts, [*at, len(clause)], strict=True)
        ]
        if _in_order(pieces[0]):
            yield from self._each(clause, at, pieces)
            return
        before = _has_subject(pieces[0])
        for number, i in enumerate(at):
            figure = clause[i].figure
            if figure is None:
                continue
            left, right = pieces[number], pieces[number + 1]
            yield self._told(figure, left, right, before, end)

    def _told(
        self, figure: Figure, left: list[Word], right: list[Word], before: bool, end: int
    ) -> Bound:
        words = left if before or _has_subject(left) else [*left, *right]
        if before and (self._among(left) or (_only_results(left) and not self.said.blocks)):
            words = [*left, *right]
        cells: tuple[str, ...] = ()
        if figure.kind == COUNT and self._applies(words):
            cells = self._cells(words, figure, end)
        subject = _subject_span(left) or _subject_span(right) or _span(left) or figure.span
        return Bound(figure.span, subject, figure, cells, self.said.scope, self.said.year)

    def _among(self, left: Sequence[Word]) -> bool:
        """行政诉讼中 1 件被纠正: what is counted is told behind the number."""
        if not left or "中" not in self.text[left[0].start : left[-1].end]:
            return False
        last = max((i for i, word in enumerate(left) if word.kind in SUBJECTS), default=len(left))
        return any(self._text(word) == "中" for word in left[last + 1 :])

    def _each(
        self, clause: Sequence[Word], at: Sequence[int], pieces: Sequence[list[Word]]
    ) -> Iterator[Bound]:
        subjects = _subjects(pieces[0])
        sure = (
            len(subjects) == len(at)
            and not any(map(_has_subject, pieces[1:]))
            and self._applies(pieces[0])
        )
        for number, i in enumerate(at):
            figure = clause[i].figure
            if figure is None:
                continue
            cells: tuple[str, ...] = ()
            if sure and figure.kind == COUNT and len(pieces[number + 1]) < 2:
                cells = self._cells([subjects[number]], figure, len(self.words))
            subject = (subjects[number].start, subjects[number].end) if sure else figure.span
            yield Bound(figure.span, subject, figure, cells, self.said.scope, self.said.year)

    def _denied(self, clause: Sequence[Word]) -> Iterator[Bound]:
        """未收到申请, 无上年结转: every subject behind the denial is nought."""
        at = next((i for i, word in enumerate(clause) if word.kind == "deny"), None)
        if at is None or not self._applies(clause) or any(w.kind == "change" for w in clause):
            return
        after = [word for word in clause[at + 1 :] if word.kind not in ("deny",)]
        subjects = _subjects(after)
        if not subjects or _has_subject(clause[:at]) or len(after) - len(subjects) > 12:
            return
        for cells, words in self._nothing(subjects):
            start = clause[at].start if words[0] is subjects[0] else words[0].start
            span = start, words[-1].end
            told = self._text(clause[at]) + self.text[words[0].start : words[-1].end]
            said = self.said
            yield Bound(span, span, None, cells, said.scope, said.year, denied=told)

    def _nothing(self, subjects: Sequence[Word]) -> Iterator[tuple[tuple[str, ...], list[Word]]]:
        kinds = {word.kind for word in subjects}
        if kinds == {"block"}:
            for word in subjects:
                yield self._known(_totals([word])), [word]
        elif kinds == {"result"} and self.said.all_blocks and len(subjects) == 1:
            yield self._known(_results(self.said.all_blocks, subjects)), [*subjects]
        elif kinds <= {"flow", "block", "result", "outcome"} and len(subjects) < 3:
            yield self._resolve(subjects, [*subjects], None, len(self.words)), [*subjects]

    def _notice(self, clause: Sequence[Word]) -> None:
        """The year and the area a clause names hold until others are named."""
        for word in clause:
            name = word.name
            if word.kind == "request":
                self.said.asked = True
            elif word.kind == "part":
                self.said.group = self.said.group or self.said.last_group
            elif word.kind == "year" and name != "compared":
                self.said.year = self._year(word)
            elif word.kind == "scope":
                self._notice_scope(word)
            elif word.kind == "gap" and self._text(word) in self.setting.names:
                self.said.fits = True

    def _year(self, word: Word) -> int | None:
        now = self.setting.year
        if word.name == "named":
            return word.year
        if now is None:
            return None
        return now if word.name == "this" else now - 1

    def _notice_scope(self, word: Word) -> None:
        scope, text = word.name, self._text(word)
        agency = self.setting.agency
        governs = agency.kind == "government"
        mine = _short(agency.name)
        if scope == "area":
            mine_is = _LEVEL.search(agency.name)
            fits = (
                governs
                and agency.scope != "own"
                and (mine_is is None or text[-1] == mine_is[1] or text[-1] not in _AREAS)
            )
        elif scope == "all":
            named_before = self.said.scope == "area"
            fits = self.said.fits if named_before else governs and agency.scope != "own"
            scope = "area"
        elif scope == "village":
            scope, fits = "area", agency.level == "township"
        elif scope == "own":
            fits = governs and agency.scope == "own"
        elif text in ("本机关", "我们", "本行政机关") or text[:1] in "本我全":
            fits = not governs or agency.scope != "compiled"
        else:
            named = _short(text)
            fits = (mine.endswith(named) and (not governs or agency.scope != "compiled")) or (
                not governs and named in mine
            )
        self.said.scope, self.said.fits = scope, fits

    def _applies(self, words: Sequence[Word]) -> bool:
        """Whether every word is understood, and of this body and this year."""
        for i, word in enumerate(words):
            if word.kind == "gap" and self._unknown(word) and not self._is_reason(words, i):
                return False
        of_now = self.said.year == self.setting.year
        return of_now and self.said.fits and not self.restricted and not self.other_business

    def _unknown(self, word: Word) -> bool:
        return word.kind == "gap" and self._text(word) not in self.setting.names

    def _is_reason(self, words: Sequence[Word], i: int) -> bool:
        """其中 1 件因送达超期被纠正: why it was so does not change how many were."""
        behind = next((w for w in words[i + 1 :] if w.kind in SUBJECTS), None)
        because = any(self._text(word) in ("因", "由于") for word in words[:i])
        return because and behind is not None and behind.kind == "result"

    def _restricts(self, clause: Sequence[Word]) -> bool:
        """通过网络渠道，: what follows is only a part, though its own words do not say so."""
        narrow = self.text.startswith(_RESTRICTS, clause[0].start)
        return narrow and any(map(self._unknown, clause))

    def _text(self, word: Word) -> str:
        return self.text[word.start : word.end]

    # From subjects to cells

    def _cells(self, words: Sequence[Word], figure: Figure, end: int) -> tuple[str, ...]:
        subjects = _subjects(words)
        return self._resolve(subjects, words, figure, end) if subjects else ()

    def _resolve(
        self, subjects: Sequence[Word], words: Sequence[Word], figure: Figure | None, end: int
    ) -> tuple[str, ...]:
        kinds = {word.kind for word in subjects}
        unit = figure.unit if figure else ""
        if kinds <= {"block", "result"}:
            return self._disputes(subjects) if unit in _DISPUTES else ()
        if kinds <= {"document", "act"}:
            return self._papers(subjects) if unit in _PAPERS else ()
        if kinds <= {"decision", "decided", "flow"} and "decision" in kinds:
            return self._decisions(subjects) if unit in _DISPUTES else ()
        if kinds <= {"flow", "outcome", "applicant"} and self.said.asked and unit in _CASES:
            return self._requests(subjects, words, figure, end)
        return ()

    def _requests(
        self, subjects: Sequence[Word], words: Sequence[Word], figure: Figure | None, end: int
    ) -> tuple[str, ...]:
        flows = _names(subjects, "flow")
        outcomes = [word for word in subjects if word.kind == "outcome"]
        applicants = _names(subjects, "applicant")
        rows: tuple[str, ...] = ()
        if outcomes:
            rows = self._outcomes(outcomes, words) if set(flows) <= {"processed", "handled"} else ()
        elif flows:
            rows = self._flow(flows, words, figure if not applicants else None, end)
        elif applicants:
            rows = self.said.rows
        columns = [one for name in applicants for one in _columns(name)] or _TOTAL
        cells = self._known(tuple([f"{row}.{column}" for row in rows for column in columns]))
        if cells and not applicants:
            self.said.rows = rows
        return cells

    def _flow(
        self, flows: Sequence[str], words: Sequence[Word], figure: Figure | None, end: int
    ) -> tuple[str, ...]:
        named = set(flows)
        if named == {"handled"}:
            named = {"processed"} if "carried_out" in self.flows else set()
        elif named == {"handled", "processed"}:
            named = {"processed"}
        if named in ({"came"}, {"new"}, {"new", "came"}):
            return self._came(figure, end, certain="new" in named)
        if named in ({"new", "carried_in"}, {"came", "carried_in"}) and _joined(words):
            return ("t3.new", "t3.carried_in")
        names = {"processed": "total_processed"}
        return tuple(f"t3.{names.get(one, one)}" for one in named) if len(named) == 1 else ()

    def _came(self, figure: Figure | None, end: int, *, certain: bool) -> tuple[str, ...]:
        """Requests that came in: new ones, or with those carried in where that is told or fits.

        Agencies use 受理 both ways. Where the sentence does not tell, the reading that is borne
        out by the table is taken, and the plain one if neither is.
        """
        if self._includes_carried_in(end):
            return ("t3.new", "t3.carried_in")
        if certain or figure is None or "carried_in" in self.flows:
            return ("t3.new",)
        new, both = (
            self._sum(keys) for keys in (("t3.new.total",), ("t3.new.total", "t3.carried_in.total"))
        )
        fits_both = both is not None and new != both and figure.value == both
        return ("t3.new", "t3.carried_in") if fits_both else ("t3.new",)

    def _includes_carried_in(self, end: int) -> bool:
        """Whether （含上年结转 or ，其中上年结转 follows."""
        ahead = [word for word in self.words[end : end + 4] if word.kind not in ("plain",)]
        kinds = [word.kind for word in ahead[:3]]
        return (
            kinds == ["stop", "part", "flow"]
            and ahead[2].name == "carried_in"
            and ahead[0].name in "(,"
        )

    def _outcomes(self, outcomes: Sequence[Word], words: Sequence[Word]) -> tuple[str, ...]:
        names = [word.name for word in outcomes]
        groups = [name for name in names if name in GROUPS]
        rows = [name for name in names if name not in GROUPS]
        if (
            groups
            and rows
            and len(set(groups)) == 1
            and all(one.startswith(f"{groups[0]}_") for one in rows)
        ):
            others = any(word.kind == "others" for word in words)
            # 因不掌握等原因无法提供: one reason stands for the group, unless its parts are listed
            names = groups[:1] if others and self.said.group != groups[0] else rows
        if len(set(names)) > 1 and not _joined(words):
            return ()
        self._enter(names)
        return tuple(dict.fromkeys(row for name in names for row in self._rows(name)))

    def _enter(self, names: Sequence[str]) -> None:
        self.said.last_group = names[0] if len(names) == 1 and names[0] in GROUPS else ""

    def _rows(self, name: str) -> Sequence[str]:
        """Rows of table 3 as they stand on this form: a group is all of its rows."""
        return self.setting.groups[name] if name in GROUPS else (f"t3.{name}",)

    def _disputes(self, subjects: Sequence[Word]) -> tuple[str, ...]:
        """Cells of table 4; the block may have been named earlier in the sentence."""
        named = _blocks(subjects)
        if not self.disputed:
            return ()
        if named:
            self.said.blocks = named
            self.said.all_blocks = tuple(dict.fromkeys((*self.said.all_blocks, *named)))
        results = [word for word in subjects if word.kind == "result"]
        if len({word.name for word in results}) > 1 or not (named or self.said.blocks):
            return ()
        keys = _results(self.said.blocks, results) if results else _totals(subjects)
        return self._known(keys)

    def _papers(self, subjects: Sequence[Word]) -> tuple[str, ...]:
        """Cells of table 2 that count documents."""
        documents, acts = _names(subjects, "document"), _names(subjects, "act")
        if len(documents) == 1:
            self.said.document = documents[0]
        elif documents:
            self.said.document = ""
        if len(acts) != 1 or not self.said.document:
            return ()
        act = "made" if acts[0] == "issued" and self.setting.form is Form.Y2019 else acts[0]
        return self._known((f"t2.{self.said.document}.{act}",))

    def _decisions(self, subjects: Sequence[Word]) -> tuple[str, ...]:
        named = _names(subjects, "decision")
        told = _names(subjects, "decided") or _names(subjects, "flow") in (("handled",),)
        return self._known((f"t2.{named[0]}.decisions",)) if len(named) == 1 and told else ()

    def _known(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return keys if self.setting.cells.by_key.keys() >= set(keys) else ()

    def _sum(self, keys: Sequence[str]) -> Number | None:
        return total(self.setting.cells, keys)


def _in_order(words: Sequence[Word]) -> bool:
    """予以公开、部分公开分别为 10 件、2 件: several subjects, then as many figures."""
    at = next((i for i, word in enumerate(words) if word.kind == "each"), 0)
    return len(_subjects(words[:at])) > 1


def _has_subject(words: Sequence[Word]) -> bool:
    return bool(_subjects(words))


def _subjects(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.kind in SUBJECTS]


def _only_results(words: Sequence[Word]) -> bool:
    return {word.kind for word in _subjects(words)} == {"result"}


def _names(words: Sequence[Word], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([word.name for word in words if word.kind == kind]))


def _joined(words: Sequence[Word]) -> bool:
    return any(word.kind == "join" for word in words)


def _columns(name: str) -> tuple[str, ...]:
    return _LEGAL if name == "legal" else (name,)


def _blocks(subjects: Sequence[Word]) -> tuple[str, ...]:
    """行政诉讼 is both kinds of it, unless one is named beside it."""
    names = _names(subjects, "block")
    finer = any(name in _LITIGATION for name in names)
    found = []
    for name in names:
        if name != "litigation":
            found.append(name)
        elif not finer:
            found += _LITIGATION
    return tuple(dict.fromkeys(found))


def _totals(subjects: Sequence[Word]) -> tuple[str, ...]:
    return tuple(f"t4.{block}.total" for block in _blocks(subjects))


def _results(blocks: Sequence[str], results: Sequence[Word]) -> tuple[str, ...]:
    return tuple(f"t4.{block}.{word.name}" for block in blocks for word in results[:1])


def _subject_span(words: Sequence[Word]) -> Span | None:
    """From the first word that says what is counted, or narrows it, to the last."""
    at = [i for i, word in enumerate(words) if word.kind in SUBJECTS or word.kind in _NARROWING]
    return (words[at[0]].start, words[-1].end) if at and _has_subject(words) else None


def _span(words: Sequence[Word]) -> Span | None:
    return (words[0].start, words[-1].end) if words else None


def _short(name: str) -> str:
    return name.replace("人民政府", "政府").removesuffix("室").removesuffix("厅")
