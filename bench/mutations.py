"""Ten thousand damaged inputs: each is read and broken down, or refused in the engine's own words; never a crash."""

from __future__ import annotations

import io
import os
import random
import resource
import signal
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.engine import break_down, outline, read_bytes
from luoshi.engine.errors import EngineError
from luoshi.samples import sample_path
from tests.tools.as_html import as_html
from tests.tools.as_pdf import as_pdf
from tests.tools.as_xlsx import as_xlsx

if TYPE_CHECKING:
    from types import FrameType

COUNT = 10_000
SECONDS = 5
"""Of processor time, that of the engine's own processes with it: so much one damaged file may take."""
HANGS = 120
"""Seconds on the clock after which nothing is waited for any more, however busy the machine."""
SEED = 20_260


class TooSlow(BaseException):
    """Not an `Exception`, so that nothing on the way takes it for an ordinary error."""


def run(count: int = COUNT, seed: int = SEED) -> None:
    print(f"seed {seed}, {count} inputs")
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        try:
            _run(count, seed)
            left = sorted(path.name for path in Path(folder).iterdir())
        finally:
            tempfile.tempdir = None
    print(f"files left behind: {len(left)}")
    assert left == []


def _run(count: int, seed: int) -> None:
    seeds = _seeds()
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    signal.signal(signal.SIGALRM, _too_slow)
    for number in range(count):
        name, data = seeds[number % len(seeds)]
        mutated = _mutated(name, data, chance)
        start = _spent()
        signal.alarm(HANGS)
        outcomes[_outcome(name, mutated, number)] += 1
        signal.alarm(0)
        taken = _spent() - start
        assert taken <= SECONDS, f"input {number} ({name}) took {taken:.1f} s"
        slowest = max(slowest, taken)
    for outcome, times in outcomes.most_common():
        print(f"  {outcome}: {times}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"slowest {slowest:.2f} s of processor time (limit {SECONDS} s), peak memory {peak:.0f} MB")


def _spent() -> float:
    """Processor time so far, in seconds, of this process and of those that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _outcome(name: str, data: bytes, number: int) -> str:
    try:
        document = read_bytes(data, name=name)
        outline(document)
        break_down(document)
    except EngineError as error:
        return error.code
    except BaseException:
        print(f"input {number} ({name}) broke the engine")
        Path(f"mutation-{number}-{name}").write_bytes(data)
        raise
    return "read"


def _seeds() -> list[tuple[str, bytes]]:
    text = "\n".join(
        ["滨川市行动方案", "一、重点任务"]
        + [
            f"{i}.改造第{i}段管网，2026年{i}月底前完成{i}公里。（牵头单位：市住建局；配合单位：市财政局）"
            for i in range(1, 13)
        ]
    )
    return [
        ("plan.docx", sample_path("city-plan.docx").read_bytes()),
        ("plan.pdf", as_pdf(text)),
        ("plan.html", as_html(text)),
        ("plan.txt", text.encode()),
        ("plan.gb.txt", text.encode("gb18030")),
        ("plan.utf16.txt", text.encode("utf-16")),
        ("ledger.xlsx", as_xlsx(text)),
    ]


def _mutated(name: str, data: bytes, chance: random.Random) -> bytes:
    """Damage the bytes; of an archive half the time those of one of its parts, packed again."""
    if name.endswith(("docx", "xlsx")) and chance.random() < 0.7:
        return _repacked(data, chance)
    return _damaged(data, chance)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        names = archive.namelist()
        chosen = chance.choice(names)
        for part in names:
            if part == chosen and chance.random() < 0.1:
                continue
            content = archive.read(part)
            packed.writestr(part, _damaged(content, chance) if part == chosen else content)
    return target.getvalue()


def _damaged(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if not damaged:
            break
        at = chance.randrange(len(damaged))
        length = chance.choice((1, 1, 2, 8, 64, 512))
        kind = chance.randrange(6)
        if kind == 0:
            damaged[at] = chance.randrange(256)
        elif kind == 1:
            del damaged[at : at + length]
        elif kind == 2:
            damaged[at:at] = damaged[at : at + length] * chance.choice((1, 2, 50))
        elif kind == 3:
            damaged[at:at] = chance.choice((b"<", b">", b"(", "（".encode(), b"\x00", b"]]>", b"&x;", "。".encode()))
        elif kind == 4:
            del damaged[at:]
        else:
            damaged[at : at + length] = chance.randbytes(length)
    return bytes(damaged)


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow
