"""Damage to wording: labels misprinted, broken, respelled, and characters lost everywhere."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from opencc import OpenCC

from bench.quality.scene import Drawn, Slot, Text, is_label

_FORM_CHARACTERS = "政府信息公开申请数量行机关处理结果本年上属于国家其他法规禁止要求提出物"
_NARROW = str.maketrans("（）：，、；０１２３４５６７８９", "():,,;0123456789")
_TWINS = str.maketrans("日己未人土大本木复士", "曰已末入士太木本夏土")
_DIGIT_NEIGHBOUR = re.compile(r"(?<=\d)[\u4e00-\u9fff]")
_TRADITIONAL = OpenCC("s2t")


def _each_label(drawn: Drawn, change: Callable[[str], str]) -> Drawn:
    def each(slot: Slot) -> Slot:
        return replace(slot, text=change(slot.text)) if is_label(slot) and slot.text else slot

    return drawn.map_slots(each)


def _each_word(drawn: Drawn, change: Callable[[str], str]) -> Drawn:
    """All labels and all running text."""

    def each(text: Text) -> Text:
        return replace(text, text=change(text.text))

    return _each_label(drawn, change).map_text(each)


def misprints(drawn: Drawn, random: Random) -> Drawn:
    """Three labels in ten have lost or changed a character; long ones two."""
    return _each_label(
        drawn, lambda text: _misprinted(text, random) if random.random() < 0.3 else text
    )


def _misprinted(text: str, random: Random) -> str:
    for _ in range(1 if len(text) < 8 else random.choice([1, 2])):
        places = [at for at, sign in enumerate(text) if "\u4e00" <= sign <= "\u9fff"]
        if len(places) < 2:
            return text
        at = random.choice(places)
        text = text[:at] + random.choice(["", random.choice(_FORM_CHARACTERS)]) + text[at + 1 :]
    return text


def spaces(drawn: Drawn, random: Random) -> Drawn:
    """Spaces within labels: 结果 维持, 第二十条 第（一）项."""
    space = random.choice([" ", " ", "\u3000", "\xa0"])

    def change(text: str) -> str:
        if len(text) < 4 or random.random() < 0.4:
            return text
        at = random.randint(2, len(text) - 2)
        return text[:at] + space + text[at:]

    return _each_label(drawn, change)


def half_width(drawn: Drawn, random: Random) -> Drawn:
    """Brackets, colons and commas in half width."""
    return _each_word(drawn, lambda text: text.translate(_NARROW))


def marks_changed(drawn: Drawn, random: Random) -> Drawn:
    """The form's own numbers written otherwise or left out: 1、 for 1., (一) for （一）."""
    point = random.choice(["、", " ", "．", ")", ""])

    def change(text: str) -> str:
        text = re.sub(r"^(\d)\.", rf"\1{point}" if point else "", text)
        return re.sub(r"^（(.)）", random.choice([r"(\1)", r"\1、", ""]), text)

    return _each_label(drawn, change)


def wrapped(drawn: Drawn, random: Random) -> Drawn:
    """Narrow cells: labels spelled in groups of two parted by spaces, 三、 本年 度办 理结 果."""
    size = random.choice([1, 2, 2, 4])
    return _each_label(drawn, lambda text: " ".join(_groups(text, size)))


def wrapped_over_lines(drawn: Drawn, random: Random) -> Drawn:
    """Vertical or narrow labels: a line break every one, two or four characters."""
    size = random.choice([1, 2, 4, 8])
    return _each_label(drawn, lambda text: "\n".join(_groups(text, size)))


def _groups(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def lost_beside_digits(drawn: Drawn, random: Random) -> Drawn:
    """The characters behind digits are gone: 12月31日 is 1231, 2020年 is 2020."""
    return _each_word(drawn, lambda text: _DIGIT_NEIGHBOUR.sub("", text).replace("增/减", "增/"))


def look_alikes(drawn: Drawn, random: Random) -> Drawn:
    """OCR takes characters for their twins: 未 for 末, 己 for 已."""
    return _each_word(drawn, lambda text: _some(text, random, 0.5, lambda s: s.translate(_TWINS)))


def traditional(drawn: Drawn, random: Random) -> Drawn:
    """All words in traditional characters."""
    return _each_word(drawn, _TRADITIONAL.convert)


def half_traditional(drawn: Drawn, random: Random) -> Drawn:
    """Every other character converted, as a half-finished replacement leaves it."""
    return _each_word(drawn, lambda text: _some(text, random, 0.5, _TRADITIONAL.convert))


def question_marks(drawn: Drawn, random: Random) -> Drawn:
    """One character in twenty is '?'; digits survive, as they do in every encoding."""
    return _each_word(
        drawn,
        lambda text: _some(text, random, 0.05, lambda sign: "?" if sign > "\u2fff" else sign),
    )


def _some(text: str, random: Random, share: float, change: Callable[[str], str]) -> str:
    return "".join(change(sign) if random.random() < share else sign for sign in text)


def short_labels(drawn: Drawn, random: Random) -> Drawn:
    """Labels in other wordings that agencies use: 合计 for 总计, 规范性文件, 社会组织."""
    return _each_label(drawn, lambda text: _OTHER_WORDING.get(text, text))


_OTHER_WORDING: Mapping[str, str] = {
    "总计": "合计",
    "（七）总计": "（七）合计",
    "行政规范性文件": "规范性文件",
    "社会公益组织": "公益组织",
    "第二十条第（一）项": "第二十条（一）项",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "2.其他法律行政法规禁止公开": "2.其他法律、行政法规禁止公开的",
}
