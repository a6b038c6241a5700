"""Damage to figures: how numbers are written, and what is lost, doubled or shifted among them."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from bench.quality.scene import Drawn, Row, Slot, Table
from corpus.model import Number, Status

_FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
_LOOK_ALIKES = str.maketrans("0158", "OlSB")
_MARKS = ("/", "-", "—", "——", "／")
_REMARKS = ("（其中{n}件跨年）", "（含上级转来{n}件）", "(不含{n}份内部件)")


def _each(drawn: Drawn, change: Callable[[Slot], Slot]) -> Drawn:
    """Every figure that is printed as a plain number changed."""
    return drawn.map_slots(
        lambda slot: change(slot) if slot.key and slot.text == str(slot.value) else slot
    )


def _number(slot: Slot) -> Number:
    """The value of a figure that is a number."""
    assert slot.value is not None
    return slot.value


def thousands(drawn: Drawn, random: Random) -> Drawn:
    """1234 as 1,234, with a half- or full-width comma."""
    comma = random.choice([",", ",", "，"])

    def change(slot: Slot) -> Slot:
        return replace(slot, text=f"{_number(slot):,}".replace(",", comma))

    return _each(drawn, change)


def full_width(drawn: Drawn, random: Random) -> Drawn:
    """Digits, points and signs in full width."""
    return _each(drawn, lambda slot: replace(slot, text=slot.text.translate(_FULL_WIDTH)))


def ten_thousands(drawn: Drawn, random: Random) -> Drawn:
    """Large counts of table 2 in 万, to two places: the number printed is the rounded one."""

    def change(slot: Slot) -> Slot:
        value = _number(slot)
        if value < 10_000 or not slot.key.startswith("t2") or slot.key.endswith("amount"):
            return slot
        rounded = int(value) // 100 * 100
        return replace(slot, text=f"{rounded / 10_000:g}万", value=rounded)

    return _each(drawn, change)


def units_and_remarks(drawn: Drawn, random: Random) -> Drawn:
    """Some cells name their unit or say something in brackets; money names 万元 or 元."""

    def change(slot: Slot) -> Slot:
        if slot.key.endswith("amount"):
            unit = random.choice(["万元", " 万元", "元"])
            return replace(slot, text=slot.text + unit, unit=unit.strip())
        chance = random.random()
        if chance < 0.1:
            return replace(slot, text=slot.text + random.choice(["件", " 件"]), unit="件")
        if chance < 0.15:
            remark = random.choice(_REMARKS).format(n=random.randint(1, 9))
            return replace(slot, text=slot.text + remark)
        return slot

    return _each(drawn, change)


def signs_in_words(drawn: Drawn, random: Random) -> Drawn:
    """增减 with a sign or a word: +5, 增5, 减4, －4."""

    def change(slot: Slot) -> Slot:
        value = _number(slot)
        if not slot.key.endswith("delta") or value == 0:
            return slot
        signs = ("+", "增", "增加") if value > 0 else ("-", "减", "减少", "－", "−")
        return replace(slot, text=f"{random.choice(signs)}{abs(value)}")

    return _each(drawn, change)


def blanks_for_zeros(drawn: Drawn, random: Random) -> Drawn:
    """Every zero of tables 3 and 4 is left blank, or most of them."""
    share = random.choice([1.0, 1.0, 0.6])
    return _zeros(drawn, random, share, "", Status.BLANK)


def blank_cells_vanish(drawn: Drawn, random: Random) -> Drawn:
    """Zeros are left blank, and the layout leaves no trace of a blank cell."""
    blank = blanks_for_zeros(drawn, random)
    return blank.map_rows(
        lambda _, row: tuple(slot for slot in row if slot.status is not Status.BLANK)
    )


def marks_for_zeros(drawn: Drawn, random: Random) -> Drawn:
    """Zeros are printed as a stroke or dash."""
    share = random.choice([1.0, 0.5])
    return _zeros(drawn, random, share, random.choice(_MARKS), Status.MARK)


def _zeros(drawn: Drawn, random: Random, share: float, text: str, status: Status) -> Drawn:
    def change(slot: Slot) -> Slot:
        if slot.value != 0 or slot.key.startswith("t2") or random.random() >= share:
            return slot
        return replace(slot, text=text, value=None, status=status, was=0)

    return _each(drawn, change)


def digits_misread(drawn: Drawn, random: Random) -> Drawn:
    """One figure in twenty holds a letter for a digit: O for 0, l for 1. No longer a number."""
    return _one_in_twenty(drawn, random, lambda text: text.translate(_LOOK_ALIKES))


def digits_unreadable(drawn: Drawn, random: Random) -> Drawn:
    """One figure in twenty has '?' for a digit."""
    return _one_in_twenty(drawn, random, lambda text: text[:-1] + "?")


def spaces_in_numbers(drawn: Drawn, random: Random) -> Drawn:
    """One figure in twenty of two digits or more has a space inside: one number or two?"""
    return _one_in_twenty(
        drawn, random, lambda text: f"{text[0]} {text[1:]}" if text.isdigit() else text
    )


def _one_in_twenty(drawn: Drawn, random: Random, write: Callable[[str], str]) -> Drawn:
    def change(slot: Slot) -> Slot:
        text = write(slot.text).strip()
        if random.random() > 0.05 or text == slot.text:
            return slot
        return replace(slot, text=text, value=None, status=Status.TEXT, was=slot.value)

    return _each(drawn, change)


def _rows3(
    drawn: Drawn, random: Random, share: float, change: Callable[[Row, list[int]], Row]
) -> Drawn:
    """Some rows of table 3 changed, at least one; `change` gets the places of their figures."""
    count = sum(map(_whole3, drawn.slots()))
    sure = random.randrange(max(count, 1))
    seen = -1

    def each(table: Table, row: Row) -> Row:
        nonlocal seen
        places = [at for at, slot in enumerate(row) if slot.key.startswith("t3")]
        if len(places) != 7:
            return row
        seen += 1
        return change(row, places) if seen == sure or random.random() < share else row

    return drawn.map_rows(each)


def _whole3(slot: Slot) -> bool:
    return slot.key.startswith("t3") and slot.key.endswith(".total")


def value_lost(drawn: Drawn, random: Random) -> Drawn:
    """A row or three of table 3 have lost one figure of their seven."""

    def change(row: Row, places: list[int]) -> Row:
        gone = random.choice(places)
        return row[:gone] + row[gone + 1 :]

    return _rows3(drawn, random, 0.06, change)


def two_values_lost(drawn: Drawn, random: Random) -> Drawn:
    """A row or three of table 3 have lost two figures."""

    def change(row: Row, places: list[int]) -> Row:
        gone = random.sample(places, 2)
        return tuple(slot for at, slot in enumerate(row) if at not in gone)

    return _rows3(drawn, random, 0.06, change)


def column_lost(drawn: Drawn, random: Random) -> Drawn:
    """Three rows in four of table 3 have lost the figure of the same column."""
    column = random.randrange(7)

    def change(row: Row, places: list[int]) -> Row:
        return row[: places[column]] + row[places[column] + 1 :]

    return _rows3(drawn, random, 0.75, change)


def value_doubled(drawn: Drawn, random: Random) -> Drawn:
    """A figure of a row or three of table 3 is printed twice: eight figures where seven belong."""

    def change(row: Row, places: list[int]) -> Row:
        twice = random.choice(places)
        stray = replace(row[twice], key="")
        return (*row[: twice + 1], stray, *row[twice + 1 :])

    return _rows3(drawn, random, 0.06, change)


def value_repeated(drawn: Drawn, random: Random) -> Drawn:
    """The total stands in its neighbour's cell too (2 0 0 0 0 2 2): right is what is printed."""

    def change(row: Row, places: list[int]) -> Row:
        total, at = row[places[-1]], places[-2]
        mended = replace(row[at], text=total.text, value=total.value, status=total.status)
        return (*row[:at], mended, *row[at + 1 :])

    return _rows3(drawn, random, 0.06, change)


def value_lost_and_repeated(drawn: Drawn, random: Random) -> Drawn:
    """A figure is lost and its neighbour doubled: seven figures, from there on one place off.

    The seven look whole. Only the sums can show that the row is not what the agency printed; as the
    file stands, right is what it prints in each place.
    """

    def change(row: Row, places: list[int]) -> Row:
        gone = random.randrange(6)
        texts = [row[at] for at in places]
        moved = texts[:gone] + texts[gone + 1 :] + texts[-1:]
        cells = list(row)
        for at, source in zip(places, moved, strict=True):
            cells[at] = replace(
                cells[at], text=source.text, value=source.value, status=source.status
            )
        return tuple(cells)

    return _rows3(drawn, random, 0.03, change)


def number_split(drawn: Drawn, random: Random) -> Drawn:
    """A figure of two digits or more stands in two cells: 12 as 1 | 2."""

    def change(row: Row, places: list[int]) -> Row:
        long = [at for at in places if row[at].text.isdigit() and len(row[at].text) > 1]
        if not long:
            return row
        at = random.choice(long)
        pieces = (Slot(row[at].text[:1], "figure"), Slot(row[at].text[1:], "figure"))
        return (*row[:at], *pieces, *row[at + 1 :])

    return _rows3(drawn, random, 0.2, change)


def cells_run_together(drawn: Drawn, random: Random) -> Drawn:
    """Two neighbouring figures stand in one cell: 5 | 12 as 512, or as 5 12."""
    between = random.choice(["", " "])

    def change(row: Row, places: list[int]) -> Row:
        at = random.choice(places[:-1])
        joined = Slot(row[at].text + between + row[at + 1].text, "figure")
        return (*row[:at], joined, *row[at + 2 :])

    return _rows3(drawn, random, 0.06, change)
