"""What a page draws besides text: ruling lines and pictures.

A ruling is drawn in many ways: a stroke, the edges of a stroked box, a filled box so thin that it
looks like a stroke, or many short ones that make a dotted line. All of them become `Rule`s.
"""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from corpus.read.compose import Box

_MOST_OBJECTS = 50_000  # drawn on one page; a page full of tables has 1,500
_MOST_POINTS = 100_000  # of all lines on one page
_DEEPEST = 6  # drawings within drawings
_THIN = 3.0  # points; the thickest ruling seen has 2.25, the flattest row of text is 6 high
_STRAIGHT = 1.0  # points that a ruling may lean over its whole length
_SHORTEST = 0.8  # points; shorter pieces are dots and corners


class Rule(NamedTuple):
    """A straight line along the page or down it: x0 = x1 or top = bottom."""

    x0: float
    top: float
    x1: float
    bottom: float


class Matrix(NamedTuple):
    """x' = ax + cy + e, y' = bx + dy + f, as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point, moved."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box around the moved box."""
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    def after(self, first: "Matrix") -> "Matrix":
        """The matrix that does `first`, then this."""
        a, b = self.a * first.a + self.c * first.b, self.b * first.a + self.d * first.b
        c, d = self.a * first.c + self.c * first.d, self.b * first.c + self.d * first.d
        return Matrix(a, b, c, d, *self.point(first.e, first.f))


def drawn(page: Any, matrix: Matrix) -> tuple[tuple[Rule, ...], float, bool]:
    """The page's rulings, the area of its largest picture, and whether it has too many lines.

    Some of too many lines would make wrong cells, so then there are none.
    """
    rules: list[Rule] = []
    picture, points = 0.0, 0
    for count, (thing, kind, own) in enumerate(_objects(page, matrix), 1):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = own.box(0, 0, 1, 1)  # a picture is drawn into the unit square
            picture = max(picture, (x1 - x0) * (bottom - top))
            continue
        points += pdfium.FPDFPath_CountSegments(thing)
        if count > _MOST_OBJECTS or points > _MOST_POINTS:
            return (), picture, True
        rules += _rules(thing, own)
    return tuple(rules), picture, False


def _objects(page: Any, matrix: Matrix) -> Iterator[tuple[Any, int, Matrix]]:
    """Lines and pictures of the page and of the drawings in it, each with its way to the page."""
    count = pdfium.FPDFPage_CountObjects(page)
    stack = [(pdfium.FPDFPage_GetObject(page, n), matrix, 0) for n in reversed(range(count))]
    while stack:
        thing, outer, depth = stack.pop()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind not in (
            pdfium.FPDF_PAGEOBJ_PATH,
            pdfium.FPDF_PAGEOBJ_IMAGE,
            pdfium.FPDF_PAGEOBJ_FORM,
        ):
            continue
        own = outer.after(_matrix(thing))
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield thing, kind, own
        elif depth < _DEEPEST:
            inner = range(pdfium.FPDFFormObj_CountObjects(thing))
            stack += [(pdfium.FPDFFormObj_GetObject(thing, n), own, depth + 1) for n in inner]


def _matrix(thing: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, found)
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _rules(path: Any, matrix: Matrix) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not (fill.value or stroke.value):
        return
    for points in _outlines(path, matrix):
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                yield from _straight(x0, y0, x1, y1, _STRAIGHT)
        else:
            across, down = [x for x, _ in points], [y for _, y in points]
            yield from _straight(min(across), min(down), max(across), max(down), _THIN)


def _outlines(path: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of the path; parts with curves are letters or pictures."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(matrix.point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _straight(x0: float, y0: float, x1: float, y1: float, thin: float) -> Iterator[Rule]:
    """The line along the longer side of a box that is thin enough to be one."""
    width, height = abs(x1 - x0), abs(y1 - y0)
    if height <= thin and width >= _SHORTEST and width > height:
        middle = (y0 + y1) / 2
        yield Rule(min(x0, x1), middle, max(x0, x1), middle)
    elif width <= thin and height >= _SHORTEST and height > width:
        middle = (x0 + x1) / 2
        yield Rule(middle, min(y0, y1), middle, max(y0, y1))
