"""The filter bar of the ledger, saved views and the choice of columns."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common.fields import WordsField
from luoshi.common.forms import LongSelect, PickField
from luoshi.ledger.models import SavedView
from luoshi.ledger.queries.columns import COLUMNS
from luoshi.ledger.queries.filters import NO_SECTION, SORTS, LedgerFilter, sections_of
from luoshi.ledger.queries.measures import measures_visible_to, plans_visible_to
from luoshi.ledger.states import Light, Matter, State
from luoshi.units.models import Unit
from luoshi.units.queries.units import fields_visible_to, units_visible_to

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from luoshi.accounts.models import User

DUE_CHOICES = [
    ("", _("不限时限")),
    ("overdue", _("已超期")),
    ("within7", _("7天内到期")),
    ("within30", _("30天内到期")),
    ("within90", _("90天内到期")),
    ("none", _("没有时限")),
]
GROUP_CHOICES = [
    ("", _("不分组")),
    ("plan", _("按方案")),
    ("field", _("按分管领域")),
    ("section", _("按所属部分")),
    ("unit", _("按主责单位")),
    ("state", _("按状态")),
    ("light", _("按红黄绿灯")),
]
PART_CHOICES = [("", _("主责")), ("any", _("主责或参与"))]


ASKED = ("plan", "section", "field", "unit", "part", "state", "light", "due", "matter", "late", "mine", "q")
"""The questions that choose rows, in the order in which a sheet of paper tells them."""
CHART_FIELDS = ("plan", "section", "field", "unit", "light", "group", "span")
"""What can be asked on the chart itself."""

_LOOKS: dict[type, str] = {
    forms.Select: "form-select",
    LongSelect: "form-select",
    forms.CheckboxInput: "form-check-input",
    forms.CheckboxSelectMultiple: "form-check-input",
}


class UnitByNumber(PickField):
    """A unit picked by typing, or by its bare number as the links of the page name it."""

    _numbered = re.compile(r"(?:^|#)(\d{1,12})\s*$")


class FilterForm(forms.Form):
    """What the address of the ledger may ask; an answer that makes no sense asks nothing."""

    q = WordsField(label=_("内容或编号"), max_length=100, required=False)
    plan = forms.TypedChoiceField(label=_("方案"), coerce=int, empty_value=None, required=False, widget=LongSelect)
    field = forms.TypedChoiceField(label=pgettext_lazy("one", "分管领域"), coerce=int, empty_value=None, required=False)
    section = WordsField(label=_("所属部分"), max_length=400, required=False, widget=forms.Select)
    unit = UnitByNumber(label=_("单位（含下级）"), options_url="units:options", required=False)
    part = forms.ChoiceField(label=_("单位角色"), choices=PART_CHOICES, required=False)
    state = forms.MultipleChoiceField(
        label=_("状态"), choices=State.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    light = forms.ChoiceField(label=_("灯"), choices=[("", _("不限")), *Light.choices], required=False)
    due = forms.ChoiceField(label=_("完成时限"), choices=DUE_CHOICES, required=False)
    matter = forms.ChoiceField(label=_("事项类型"), choices=[("", _("全部类型")), *Matter.choices], required=False)
    late = forms.BooleanField(label=_("按首次时限已超期"), required=False)
    mine = forms.BooleanField(label=_("只看与我有关"), required=False)
    group = forms.ChoiceField(label=_("分组"), choices=GROUP_CHOICES, required=False)
    sort = forms.ChoiceField(
        choices=[("", ""), *((name, name) for name in SORTS), *((f"-{name}", name) for name in SORTS)], required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["plan"].choices = partial(_plans, user)  # type: ignore[attr-defined]  # a field of choices
        self.fields["unit"].rows = units_visible_to(user)  # type: ignore[attr-defined]  # a field for picking
        known = fields_visible_to(user).order_by("owner__path", "position", "pk")
        self.fields["field"].choices = [  # type: ignore[attr-defined]  # a field of choices
            ("", _("全部领域")),
            *((field.pk, field.name) for field in known),
            (0, _("没有领域")),
        ]
        self.fields["section"].widget.choices = self._sections  # asked for only where it is shown
        for field in self.fields.values():
            field.widget.attrs["class"] = _LOOKS.get(type(field.widget), "form-control")

    def told(self) -> list[str]:
        """What is asked for, in words: what a sheet of paper says above its rows."""
        self.is_valid()
        given: dict[str, Any] = getattr(self, "cleaned_data", {})
        asked = [(name, given.get(name)) for name in ASKED if given.get(name) not in (None, "", [], False)]
        return [_answer_in_words(self.fields[name], answer) for name, answer in asked]

    def _sections(self) -> list[tuple[str, _StrOrPromise]]:
        """The sections of the plan that is asked for, once the field is shown; without a plan the one that is asked."""
        wanted = self.wanted()
        known = sections_of(measures_visible_to(self.user).filter(plan=wanted.plan)) if wanted.plan else []
        if wanted.section and wanted.section not in (*known, NO_SECTION):
            known.append(wanted.section)
        return [("", _("全部")), *((name, name) for name in known), (NO_SECTION, _("没有所属部分"))]

    def wanted(self) -> LedgerFilter:
        """The filter; what was not understood is left out."""
        self.is_valid()
        given: dict[str, Any] = getattr(self, "cleaned_data", {})
        unit = given.get("unit")
        return LedgerFilter(
            q=given.get("q", "").strip(),
            plan=given.get("plan"),
            field=given.get("field"),
            unit=unit.pk if isinstance(unit, Unit) else None,
            state=tuple(given.get("state", ())),
            late=bool(given.get("late")),
            mine=bool(given.get("mine")),
            **{name: given.get(name, "") for name in ("section", "part", "light", "due", "matter", "sort", "group")},
        )


class ChartForm(FilterForm):
    """What the construction chart may be asked: the filters of the ledger, and which stretch of time."""

    span = forms.ChoiceField(
        label=_("时间范围"),
        choices=[("", _("全程")), ("year", _("今年")), ("half", _("近半年"))],
        required=False,
    )

    def rest(self) -> list[forms.BoundField]:
        """What the ledger was asked beyond the fields that the chart shows; it goes along unseen."""
        return [self[name] for name in self.fields if name not in CHART_FIELDS and self.data.get(name)]

    def scope(self) -> str:
        """The stretch of time; what was not understood is left out."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get("span", ""))


def _answer_in_words(field: Any, answer: Any) -> str:
    """One answer with the name of its question; a box that is ticked says all by its name."""
    if answer is True:
        return str(field.label)
    names = dict(getattr(field, "choices", None) or ()) if not hasattr(answer, "pk") else {}
    given = answer if isinstance(answer, list) else [answer]
    words = _("、").join(str(names.get(one, one)) for one in given)
    return str(_("%(name)s：%(words)s") % {"name": field.label, "words": words})


def _plans(user: User) -> list[tuple[int | str, _StrOrPromise]]:
    """The plans as choices: their names alone, a province has hundreds."""
    return [("", _("全部方案")), *plans_visible_to(user).order_by("-pk").values_list("pk", "name")]


class SaveViewForm(forms.Form):
    """A name for the view as it stands."""

    name = WordsField(label=_("名称"), max_length=SavedView._meta.get_field("name").max_length)
    is_shared = forms.BooleanField(label=_("本单位同事也能使用"), required=False)


class ColumnsForm(forms.Form):
    """Which columns to show; they keep the order in which they are offered."""

    columns = forms.MultipleChoiceField(
        label=_("显示哪些列"),
        choices=[(column.name, column.label) for column in COLUMNS.values()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )


def wanted_of(user: User, query: str) -> LedgerFilter:
    """The filter of an address's query."""
    return FilterForm(QueryDict(query), user=user).wanted()
