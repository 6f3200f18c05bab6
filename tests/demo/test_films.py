"""The films of the demonstration: as long as their captions, which say something in every chapter."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pytest

from luoshi.demo.class_story import PACKAGE
from luoshi.demo.tables import bytes_of, rows_of
from luoshi.training.captions import read_captions
from luoshi.training.films import read_film


@pytest.mark.parametrize("name", ["river", "clinic"])
def test_every_chapter_of_a_film_is_captioned(name: str) -> None:
    film = read_film(BytesIO(bytes_of(PACKAGE, f"{name}.webm")))
    cues = read_captions(bytes_of(PACKAGE, f"{name}.vtt"))
    chapters = [int(row[2]) for row in rows_of(PACKAGE, "chapters.tsv") if row[1] == name]

    ends = [*chapters[1:], film.seconds]
    within = [
        [cue for cue in cues if start * 1000 <= cue.start and cue.end <= end * 1000]
        for start, end in zip(chapters, ends, strict=True)
    ]

    assert (film.seconds, [len(found) for found in within], len(cues)) == (60, [3, 3, 3], 9)
    assert all(one.end <= other.start for one, other in pairwise(cues))
