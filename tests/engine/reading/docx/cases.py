"""What a numbering case is: a small document, the labels that Word prints, and LibreOffice's where they differ."""

from __future__ import annotations

from dataclasses import dataclass

from tests.tools.docx_parts import abstract_num, lvl, make_docx, num, num_pr, paragraph, start_override, styled


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph: its properties, and the label that Word prints before it."""

    properties: str
    label: str


@dataclass(frozen=True, slots=True)
class Case:
    """A small document. `libreoffice` holds LibreOffice's labels where they differ from Word's; `why` says why.

    `body` is the body around the items, each standing where its number does in braces; without it they follow one
    another.
    """

    name: str
    numbering: str
    items: tuple[Item, ...]
    styles: str = ""
    body: str = ""
    libreoffice: tuple[str, ...] = ()
    why: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(item.label for item in self.items)

    def text(self, place: int) -> str:
        """The words of an item, unlike those of every other."""
        return f"句{place}完"

    def docx(self) -> bytes:
        paragraphs = [paragraph(self.text(place), item.properties) for place, item in enumerate(self.items)]
        body = self.body.format(*paragraphs) if self.body else "".join(paragraphs)
        return make_docx(body, numbering=self.numbering, styles=self.styles)


def listed(*items: str) -> tuple[Item, ...]:
    """Items written as "level label" in list 1, or "list:level label"; "-" is a paragraph without number."""
    return tuple(_item(item) for item in items)


def _item(words: str) -> Item:
    place, _, label = words.partition(" ")
    if place == "-":
        return Item("", "")
    num_id, _, ilvl = place.rpartition(":")
    return Item(num_pr(num_id or 1, int(ilvl) if ilvl else None), label)


def by(style_id: str, label: str, more: str = "") -> Item:
    """A paragraph that is numbered by its style."""
    return Item(styled(style_id) + more, label)


def counted(
    number_format: str, labels: dict[int, str], *, text: str = "%1、", libreoffice: tuple[str, ...] = (), why: str = ""
) -> Case:
    """One item for each of some numbers in a format, reached by start overrides."""
    levels = abstract_num(1, lvl(0, text, number_format))
    nums = "".join(num(value + 1, 1, start_override(value)) for value in labels)
    items = tuple(Item(num_pr(value + 1), label) for value, label in labels.items())
    name = f"{number_format} {'·'.join(map(str, labels))}"
    return Case(name, levels + nums, items, libreoffice=libreoffice, why=why)


ONE = num(1, 1)
OFFICIAL = abstract_num(
    1,
    lvl(0, "%1、", "chineseCounting"),
    lvl(1, "（%2）", "chineseCounting"),
    lvl(2, "%3."),
    lvl(3, "（%4）"),
    lvl(4, "%5", "decimalEnclosedCircle"),
)
OUTLINE = abstract_num(1, lvl(0, "%1"), lvl(1, "%1.%2"), lvl(2, "%1.%2.%3"), lvl(3, "%1.%2.%3.%4"))
