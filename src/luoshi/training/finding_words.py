"""Puts the findings of the quotation check into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from luoshi.training.queries.quotation_findings import Finding, Mend

SENTENCES: dict[str, _StrOrPromise] = {
    "marked.exact": _("与原文一致"),
    "marked.exact_but_punctuation": _("文字与原文一致，标点不同"),
    "marked.altered": _("与原文不同"),
    "marked.joined": _("由原文几处的话拼成"),
    "marked.wrong_attribution": _("原文不在所说的文件中，而在下面这份文件里"),
    "marked.not_found": _("在您能看到的文件中没有找到这句话"),
    "attributed.exact": _("转述与原文一致"),
    "attributed.exact_but_punctuation": _("转述的文字与原文一致，标点不同"),
    "attributed.altered": _("转述与原文有出入"),
    "attributed.joined": _("转述由原文几处的话拼成"),
    "attributed.wrong_attribution": _("转述的话不在所说的文件中，而在下面这份文件里"),
    "attributed.not_found": _("在您能看到的文件中没有找到转述的话"),
    "unmarked.exact": _("与原文相同，没有加引号"),
    "unmarked.exact_but_punctuation": _("除标点外与原文相同，没有加引号"),
    "unmarked.altered": _("与原文几乎相同，没有加引号"),
    "unmarked.joined": _("由原文几处的话拼成，没有加引号"),
    "unmarked.wrong_attribution": _("与下面这份文件相同，没有加引号"),
    "unmarked.not_found": _("没有找到原文"),
    "title.exact": _("文件名称无误"),
    "title.exact_but_punctuation": _("文件名称的标点与原文件不同"),
    "title.altered": _("文件名称与原文件不同"),
    "title.short_form": _("文件的简称，全称见下"),
    "title.joined": _("文件名称由几个名称拼成"),
    "title.wrong_attribution": _("文件名称与所说的文件不符"),
    "title.not_found": _("在您能看到的文件中没有这个名称"),
    "mark.reversed": _("引号方向反了"),
    "mark.unbalanced": _("引号或书名号不成对"),
    "mark.nested": _("引号里还有引号"),
    "mark.straight": _("用的是英文直引号"),
    "mark.mask": _("有遮盖的字，核对时不作猜测"),
    "mark.ellipsis": _("引文有省略，前后两段分别核对"),
    "mark.traditional": _("有繁体字，按简体核对"),
}
MENDS: dict[str, _StrOrPromise] = {
    "original": _("改成原文"),
    "marks": _("加上引号"),
    "turn": _("改正引号"),
}


def sentence_of(finding: Finding) -> _StrOrPromise:
    """What is to be said about a passage or a mark."""
    return SENTENCES[finding.code]


def label_of(mend: Mend) -> _StrOrPromise:
    """What a click would do."""
    return MENDS[mend.kind]
