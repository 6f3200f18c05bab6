"""Finds the straight lines that are drawn on a PDF page: the borders of its tables and boxes."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MOST_OBJECTS = 20_000
"""A page that draws more than this is a map or a picture and holds no table that can be told from it."""
MOST_RULINGS = 1_200
_THIN = 3.5
_SHORTEST = 4.0
_SNAP = 2.0
_MOST_NESTED = 4

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal or vertical stroke: `at` on the other axis, from `start` to `end` along its own."""

    is_horizontal: bool
    at: float
    start: float
    end: float


def find_rulings(page: Any, turn: Callable[[float, float], Point]) -> list[Ruling]:
    """The rulings of a page in turned coordinates, pieces that touch joined; none where there are too many."""
    found: list[Ruling] = []
    for seen, (path, matrix) in enumerate(_paths(page)):
        if seen > MOST_OBJECTS or len(found) > 4 * MOST_RULINGS:
            return []
        found.extend(_of_path(path, matrix, turn))
    joined = _joined(found)
    return joined if len(joined) <= MOST_RULINGS else []


def _paths(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """The paths of a page, those inside form objects too, with the matrix that brings them onto the page."""
    count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    todo: list[tuple[Any, Matrix, int]] = [
        (get(page, index), _IDENTITY, 0) for index in range(min(count(page), MOST_OBJECTS))
    ]
    while todo:
        thing, matrix, depth = todo.pop()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield thing, _times(_matrix_of(thing), matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MOST_NESTED:
            inner = _times(_matrix_of(thing), matrix)
            inside = min(pdfium.FPDFFormObj_CountObjects(thing), MOST_OBJECTS - min(len(todo), MOST_OBJECTS))
            todo.extend((pdfium.FPDFFormObj_GetObject(thing, index), inner, depth + 1) for index in range(inside))


def _matrix_of(thing: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _of_path(path: Any, matrix: Matrix, turn: Callable[[float, float], Point]) -> list[Ruling]:
    """Strokes count edge by edge; a filled shape counts where it is so thin that it is a line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke) or not (fill.value or stroke.value):
        return []
    rulings: list[Ruling] = []
    for corners in _outlines(path, matrix, turn):
        thin = _as_thin_shape(corners)
        if thin is not None:
            rulings.append(thin)
        elif stroke.value:
            edges = pairwise(corners)
            rulings.extend(edge for a, b in edges if (edge := _as_thin_shape((a, b))) is not None)
    return rulings


def _outlines(path: Any, matrix: Matrix, turn: Callable[[float, float], Point]) -> list[list[Point]]:
    """The corner points of each piece of a path; pieces with curves are left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    outlines: list[list[Point]] = []
    curved = False
    for index in range(min(pdfium.FPDFPath_CountSegments(path), 2_000)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not outlines:
            if curved:
                outlines.pop()
            outlines.append([])
            curved = False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        outlines[-1].append(turn(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            outlines[-1].append(outlines[-1][0])
    return outlines[:-1] if curved else outlines


def _as_thin_shape(corners: Sequence[Point]) -> Ruling | None:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if height <= _THIN and width >= _SHORTEST:
        return Ruling(True, (max(ys) + min(ys)) / 2, min(xs), max(xs))
    if width <= _THIN and height >= _SHORTEST:
        return Ruling(False, (max(xs) + min(xs)) / 2, min(ys), max(ys))
    return None


def _joined(rulings: list[Ruling]) -> list[Ruling]:
    """Pieces on one line that touch or overlap become one ruling."""
    joined: list[Ruling] = []
    for is_horizontal in (True, False):
        for group in _in_line([ruling for ruling in rulings if ruling.is_horizontal is is_horizontal]):
            joined.extend(_merged(group))
    return joined


def _in_line(rulings: list[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if groups and ruling.at - groups[-1][0].at <= _SNAP:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    return groups


def _merged(group: list[Ruling]) -> list[Ruling]:
    at = sum(ruling.at for ruling in group) / len(group)
    merged: list[Ruling] = []
    for ruling in sorted(group, key=lambda ruling: ruling.start):
        if merged and ruling.start <= merged[-1].end + _SNAP:
            last = merged[-1]
            merged[-1] = Ruling(last.is_horizontal, at, last.start, max(last.end, ruling.end))
        else:
            merged.append(Ruling(ruling.is_horizontal, at, ruling.start, ruling.end))
    return merged
