"""Makes the films of the demonstration from drawn cards: python -m scripts.films.make (needs Chromium and ffmpeg)."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections import defaultdict
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

CARDS = Path(__file__).parent / "cards.tsv"
TARGET = Path(__file__).parent.parent.parent / "src" / "luoshi" / "demo" / "study"
WIDTH, HEIGHT = 640, 360
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
RIVER = "M0 {0} C 160 {1}, 300 {2}, 420 {1} S 600 {0}, 640 {2} L 640 360 L 0 360 Z"
HOUSE = (
    '<g fill="#f2ead8"><rect x="420" y="190" width="120" height="80"/><path d="M408 190 L480 140 L552 190 Z"/></g>'
    '<g fill="#b3362d"><rect x="472" y="206" width="16" height="44"/><rect x="458" y="220" width="44" height="16"/></g>'
)


def card(row: dict[str, str]) -> str:
    """One picture: hills, below them the river or the clinic, and the words."""
    is_river = row["film"] == "river"
    below = (
        f'<path d="{RIVER.format(275, 300, 265)}" fill="{row["water"]}"/>'
        f'<path d="{RIVER.format(310, 330, 302)}" fill="{row["sky"]}" opacity=".25"/>'
        if is_river
        else HOUSE
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="Noto Sans CJK SC">'
        f'<rect width="100%" height="100%" fill="{row["sky"]}"/>'
        f'<path d="M0 230 L120 150 L230 215 L340 130 L470 225 L560 170 L640 220 L640 360 L0 360 Z" '
        f'fill="{row["ground"]}" opacity=".75"/>'
        f'<path d="M0 270 L640 255 L640 360 L0 360 Z" fill="{row["ground"]}"/>{below}'
        f'<text x="40" y="78" fill="#fff" font-size="38" font-weight="700">{escape(row["title"])}</text>'
        f'<text x="40" y="116" fill="#fff" font-size="20" opacity=".9">{escape(row["line"])}</text></svg>'
    )


def main() -> None:
    films: dict[str, list[tuple[Path, str]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver, CARDS.open(encoding="utf-8") as lines:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t")):
            picture = Path(folder) / f"{number}.png"
            page.set_content(f"<body style='margin:0'>{card(row)}</body>")
            page.screenshot(path=picture)
            films[row["film"]].append((picture, row["seconds"]))
        browser.close()
        for name, cards in films.items():
            _join(cards, TARGET / f"{name}.webm")


def _join(cards: list[tuple[Path, str]], target: Path) -> None:
    """The cards one after the other: two pictures a second are enough for what stands still."""
    shown = [word for picture, seconds in cards for word in ("-loop", "1", "-t", seconds, "-i", str(picture))]
    joined = f"concat=n={len(cards)}:v=1,fps=2,format=yuv420p"
    codec = ["-c:v", "libvpx-vp9", "-crf", "36", "-b:v", "0", "-g", "20", "-fflags", "+bitexact", "-map_metadata", "-1"]
    command = ["ffmpeg", "-v", "error", "-y", *shown, "-filter_complex", joined, *codec, str(target)]
    subprocess.run(command, check=True)  # noqa: S603 -- our own arguments


if __name__ == "__main__":
    main()
