"""Small forms around one measure: its words, parts, points, milestones, evidence, decisions, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.accounts.models import User
from luoshi.common.fields import DayField, WordsField
from luoshi.common.forms import DateInput, SeenVersion
from luoshi.ledger.forms.filters import UnitByNumber
from luoshi.ledger.models import AcceptancePoint
from luoshi.ledger.queries.people import leaders_for
from luoshi.ledger.states import Grade, Judgement, PartRole, PointFinding
from luoshi.units.models import Field, Unit
from luoshi.units.queries.units import fields_visible_to, units_visible_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from luoshi.ledger.models import Plan


class MeasureForm(SeenVersion):
    """The words of a measure, its field, and what the supervisor thinks of it."""

    text = WordsField(label=_("具体措施任务"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)
    aim = WordsField(label=_("工作目标"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False)
    field = forms.ModelChoiceField(
        label=pgettext_lazy("one", "分管领域"), queryset=Field.objects.none(), required=False, empty_label=_("未定")
    )
    judgement = forms.ChoiceField(
        label=_("督办研判"),
        choices=Judgement.choices,
        required=False,
        help_text=_("督办员自己的判断，与红黄绿灯并列显示。"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = fields_visible_to(user)  # type: ignore[attr-defined]  # a field of rows


class PartForm(forms.Form):
    """A unit's part in a measure."""

    unit = UnitByNumber(label=pgettext_lazy("one", "单位"), options_url="units:options")
    role = forms.ChoiceField(label=_("角色"), choices=PartRole.choices, initial=PartRole.SUPPORT)
    leader = WordsField(label=_("责任领导"), max_length=60, required=False)
    person = WordsField(label=_("责任人"), max_length=60, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].rows = units_visible_to(user).filter(closed_on=None)  # type: ignore[attr-defined]  # a field for picking


class SignPartForm(forms.Form):
    """Another unit confirms its part."""

    promised_on = DayField(label=_("承诺完成时间"), widget=DateInput(), required=False, help_text=_("可不填。"))
    note = WordsField(label=_("办理说明"), max_length=300, required=False, help_text=_("可不填。"))


class PointForm(SeenVersion):
    """An acceptance point."""

    text = WordsField(label=_("验收要点"), max_length=300, help_text=_("凭什么认定完成，一条写一件事。"))
    wants_evidence = forms.BooleanField(
        label=_("需要佐证材料"), required=False, help_text=_("勾选后，单位报送时才会要求上传。没有必要就不要勾选。")
    )


class ChangedPointForm(PointForm):
    """An acceptance point as it is changed later."""

    is_recorded = forms.BooleanField(
        label=_("督查室已有记录"), required=False, help_text=_("记录在纸上或别处，不需要单位上传。")
    )


class MilestoneForm(SeenVersion):
    """A step with a date."""

    name = WordsField(label=_("时间节点"), max_length=200)
    due_on = DayField(label=_("日期"), widget=DateInput())


class EvidenceForm(forms.Form):
    """A file or a link, for which unit and on which point."""

    unit = forms.ModelChoiceField(label=_("提供单位"), queryset=Unit.objects.none(), empty_label=None)
    point = forms.ModelChoiceField(
        label=_("验收要点"),
        queryset=AcceptancePoint.objects.none(),
        required=False,
        empty_label=_("整项措施"),
    )
    file = forms.FileField(label=_("文件"), required=False, help_text=_("非涉密系统，请勿上传涉密内容。"))
    link = forms.URLField(label=_("或链接"), required=False, max_length=500, assume_scheme="https")
    name = WordsField(label=_("名称"), max_length=200, required=False, help_text=_("不填则用文件名。"))

    def __init__(self, *args: Any, units: Iterable[Unit], points: Iterable[AcceptancePoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        fields["unit"].initial = next((unit.pk for unit in units), None)
        fields["point"].queryset = AcceptancePoint.objects.filter(pk__in=[point.pk for point in points])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values.get("file")) == bool(values.get("link")):
            raise forms.ValidationError(_("请选择一个文件，或者填写一个链接。"))
        return values


class DecisionForm(forms.Form):
    """Whether a later date is granted."""

    granted = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("1", _("同意延期")), ("0", _("不同意"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = WordsField(
        label=_("意见"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不同意时须写明理由。"),
    )
    approver = WordsField(label=_("审批人"), max_length=60)
    approved_on = DayField(label=_("审批日期"), widget=DateInput())

    def __init__(self, *args: Any, by_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_paper = by_paper
        if not by_paper:
            del self.fields["approver"], self.fields["approved_on"]


class FindingForm(forms.Form):
    """What a verifier has found: words, a grade, and every acceptance point."""

    finding = WordsField(label=_("核查意见"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    grade = forms.ChoiceField(label=_("完成等次"), choices=Grade.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, points: Iterable[AcceptancePoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_name = {f"point_{point.pk}": point for point in points}
        for name, point in self.by_name.items():
            found = point.finding if point.finding != PointFinding.OPEN else None
            self.fields[name] = forms.ChoiceField(
                label=_("验收要点：%(text)s") % {"text": point.text},
                choices=[choice for choice in PointFinding.choices if choice[0] != PointFinding.OPEN],
                widget=forms.RadioSelect,
                initial=found,
            )

    def points(self) -> dict[int, str]:
        """Point by point what was found."""
        return {point.pk: self.cleaned_data[name] for name, point in self.by_name.items()}

    def of_points(self) -> list[tuple[forms.BoundField, AcceptancePoint]]:
        """The fields of the points, each with what carries its evidence."""
        return [(self[name], point) for name, point in self.by_name.items()]


class PassForm(SeenVersion):
    """Before whom an obstacle is put."""

    to = forms.ModelChoiceField(label=_("请谁答复"), queryset=User.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = leaders_for(plan)  # type: ignore[attr-defined]  # a field of rows
