"""The filter bar of the ledger, saved views and the choice of columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.common.fields import WordsField
from luoshi.common.forms import PickField
from luoshi.ledger.models import Plan, SavedView
from luoshi.ledger.queries.columns import COLUMNS
from luoshi.ledger.queries.filters import SORTS, LedgerFilter
from luoshi.ledger.queries.measures import plans_visible_to
from luoshi.ledger.states import Light, Matter, State
from luoshi.units.models import Unit
from luoshi.units.queries.units import fields_visible_to, units_visible_to

if TYPE_CHECKING:
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
    ("unit", _("按主责单位")),
    ("state", _("按状态")),
    ("light", _("按红黄绿灯")),
]
PART_CHOICES = [("", _("主责")), ("any", _("主责或参与"))]


_LOOKS: dict[type, str] = {
    forms.Select: "form-select",
    forms.CheckboxInput: "form-check-input",
    forms.CheckboxSelectMultiple: "form-check-input",
}


class UnitByNumber(PickField):
    """A unit picked by typing, or by its bare number as the links of the page name it."""

    _numbered = re.compile(r"(?:^|#)(\d{1,12})\s*$")


class FilterForm(forms.Form):
    """What the address of the ledger may ask; an answer that makes no sense asks nothing."""

    q = WordsField(label=_("内容或编号"), max_length=100, required=False)
    plan = forms.ModelChoiceField(
        label=_("方案"), queryset=Plan.objects.none(), required=False, empty_label=_("全部方案")
    )
    field = forms.TypedChoiceField(label=pgettext_lazy("one", "分管领域"), coerce=int, empty_value=None, required=False)
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
        self.fields["plan"].queryset = plans_visible_to(user).order_by("-pk")  # type: ignore[attr-defined]  # a field of rows
        self.fields["unit"].rows = units_visible_to(user)  # type: ignore[attr-defined]  # a field for picking
        known = fields_visible_to(user).order_by("owner__path", "position", "pk")
        self.fields["field"].choices = [  # type: ignore[attr-defined]  # a field of choices
            ("", _("全部领域")),
            *((field.pk, field.name) for field in known),
            (0, _("没有领域")),
        ]
        for field in self.fields.values():
            field.widget.attrs["class"] = _LOOKS.get(type(field.widget), "form-control")

    def wanted(self) -> LedgerFilter:
        """The filter; what was not understood is left out."""
        self.is_valid()
        given: dict[str, Any] = getattr(self, "cleaned_data", {})
        plan, unit = given.get("plan"), given.get("unit")
        return LedgerFilter(
            q=given.get("q", "").strip(),
            plan=plan.pk if isinstance(plan, Plan) else None,
            field=given.get("field"),
            unit=unit.pk if isinstance(unit, Unit) else None,
            state=tuple(given.get("state", ())),
            late=bool(given.get("late")),
            mine=bool(given.get("mine")),
            **{name: given.get(name, "") for name in ("part", "light", "due", "matter", "sort", "group")},
        )


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
