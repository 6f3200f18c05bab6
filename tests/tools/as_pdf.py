"""Typesets a plain-text official document as a PDF in the form of GB/T 9704."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Literal

import typst

Role = Literal["title", "centred", "left", "right", "body"]

RUNNING_HEAD = "公文汇编"

_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_DOC_NUMBER = re.compile(r"[^，。；]{2,20}〔\d{4}〕\d{1,5}号")
_ATTACHMENT = re.compile(r"附件\s*\d{0,2}[:：]?")
_TERMINAL = "。；：！？，、"

# Text is handed over as JSON and set as strings, so nothing of it can be taken for markup.
_TEMPLATE = """
#set page(
  paper: "a4",
  margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  header: align(center, text(size: 9pt, sys.inputs.head)),
  footer: context {
    let page = counter(page).get().first()
    align(if calc.odd(page) { right } else { left }, text(size: 14pt, "— " + str(page) + " —"))
  },
)
#set text(font: "Noto Serif CJK SC", size: 15.8pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 13.2pt, spacing: 13.2pt)
#for line in json(bytes(sys.inputs.lines)) {
  let (role, words) = line
  if role == "title" {
    align(center, par(justify: false, text(size: 22pt, words)))
  } else if role == "centred" {
    align(center, par(justify: false, words))
  } else if role == "right" {
    align(right, par(justify: false, words + h(2em)))
  } else if role == "left" {
    par(words)
  } else {
    par(first-line-indent: (amount: 2em, all: true), words)
  }
}
"""


def as_pdf(text: str, *, head: str = RUNNING_HEAD) -> bytes:
    """A PDF of `text`, every non-empty line a paragraph: A4, 28 characters by 22 lines, page numbers, running head."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    inputs = {"lines": json.dumps(list(zip(_roles(lines), lines, strict=True))), "head": head}
    made = typst.compile(_TEMPLATE.encode(), sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def _roles(lines: list[str]) -> list[Role]:
    roles: list[Role] = ["title"] if lines else []
    for before, line in pairwise(lines):
        role = _role(line, after=roles[-1], follows=before)
        if _DATE.fullmatch(line) and roles[-1] == "body" and len(before) <= 25 and before[-1] not in _TERMINAL:
            roles[-1] = "right"
        roles.append(role)
    return roles


def _role(line: str, *, after: Role, follows: str) -> Role:
    if _DATE.fullmatch(line):
        return "right"
    if _ATTACHMENT.fullmatch(line):
        return "left"
    if _DOC_NUMBER.fullmatch(line) and after == "title":
        return "centred"
    heads_a_new_part = bool(_DATE.fullmatch(follows) or _ATTACHMENT.fullmatch(follows))
    if heads_a_new_part and len(line) <= 50 and line[-1] not in _TERMINAL:
        return "title"
    if after in ("title", "centred") and line.endswith("："):
        return "left"
    return "body"
