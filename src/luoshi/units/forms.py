"""Forms of units, people, posts, fields, the calendar and imports: the shape of input, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.accounts.models import User
from luoshi.common import clock
from luoshi.common.fields import DayField, RowsField, WordsField, our_field
from luoshi.common.forms import DateInput, PickField, SeenVersion
from luoshi.units.models import Field, Unit
from luoshi.units.queries.people import people_visible_to
from luoshi.units.queries.units import fields_administered_by, units_visible_to
from luoshi.units.rules import RULES
from luoshi.units.states import Level, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet


class UnitForm(forms.ModelForm[Unit], SeenVersion):
    """The facts of a unit."""

    class Meta:
        model = Unit
        formfield_callback = our_field
        fields: ClassVar[list[str]] = ["name", "level", "kind", "code"]


class MoveForm(forms.Form):
    """A unit's new place."""

    parent = PickField(label=_("新的上级单位"), options_url="units:options")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].rows = units_visible_to(user)  # type: ignore[attr-defined]  # set on our own field


class AliasForm(forms.Form):
    """A further name of a unit."""

    text = WordsField(label=_("别名"), max_length=120)
    is_everywhere = forms.BooleanField(
        label=_("在所有单位的文件中都这样理解"),
        required=False,
        help_text=_("不勾选时，只在它的上级单位范围内这样理解。"),
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not RULES["unit.alias_everywhere"](viewer):
            del self.fields["is_everywhere"]


class PersonForm(forms.Form):
    """A new person."""

    name = WordsField(label=_("姓名"), max_length=60)
    username = forms.SlugField(
        label=_("登录名"), max_length=60, help_text=_("字母、数字、横线和下划线，例如姓名的拼音。")
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    phone = WordsField(label=_("联系电话"), max_length=40, required=False)


class PersonChangeForm(PersonForm):
    """A person's facts as the administrator changes them."""

    is_active = forms.BooleanField(
        label=_("可以登录"),
        required=False,
        help_text=_("去掉勾选后，本人立即退出所有设备，接口令牌和日历订阅地址全部作废。"),
    )


class PostForm(forms.Form):
    """A person takes a post."""

    user = PickField(label=_("人员"), options_url="units:people_options", exact=("name", "username"))
    role = forms.ChoiceField(label=_("职责"), choices=Role.choices, initial=Role.LIAISON)
    field = forms.ModelChoiceField(
        label=pgettext_lazy("one", "分管领域"),
        queryset=Field.objects.none(),
        required=False,
        empty_label=_("没有"),
        help_text=_("只有分管领导需要选。"),
    )
    title = WordsField(label=_("职务"), max_length=60, required=False)
    starts_on = DayField(label=_("自"), widget=DateInput(), initial=clock.today)
    ends_on = DayField(label=_("至"), widget=DateInput(), required=False, help_text=_("不填表示长期。"))

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].rows = people_visible_to(viewer).filter(is_active=True)  # type: ignore[attr-defined]  # set on our own field
        self.fields["field"].queryset = fields_administered_by(viewer)  # type: ignore[attr-defined]  # set on our own field

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("field") and values.get("role") != Role.LEADER:
            self.add_error("field", _("只有分管领导才有分管领域。"))
        if values.get("ends_on") and values.get("starts_on") and values["ends_on"] < values["starts_on"]:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        return values


class EndPostForm(forms.Form):
    """The last day of a post."""

    last_day = DayField(label=_("最后一天"), widget=DateInput(), initial=clock.today)


class HandOverForm(forms.Form):
    """Who takes a post over, and from when."""

    to = PickField(label=_("接任人"), options_url="units:people_options", exact=("name", "username"))
    on = DayField(
        label=_("自哪天起"),
        widget=DateInput(),
        initial=clock.today,
        help_text=_("职责从这一天起转移；指名请原任核查、答复而还没有办的，保存后随即转给接任人。"),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].rows = people  # type: ignore[attr-defined]  # set on our own field


class DelegateForm(forms.Form):
    """Who acts in a post for a time."""

    user = PickField(label=_("代行人"), options_url="units:people_options", exact=("name", "username"))
    starts_on = DayField(label=_("自"), widget=DateInput(), initial=clock.today)
    ends_on = DayField(label=_("至"), widget=DateInput())
    reason = WordsField(label=_("事由"), max_length=200, help_text=_("如：外出学习、休假。"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].rows = people  # type: ignore[attr-defined]  # set on our own field


class FieldForm(SeenVersion):
    """A portfolio field and its units."""

    name = WordsField(label=_("名称"), max_length=60)
    units = RowsField(
        label=_("包含单位"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, owner: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(parent=owner, closed_on=None)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]  # set on our own field


class DayForm(forms.Form):
    """A day of the calendar, or a span, that differs from the notices."""

    day = DayField(label=_("日期"), widget=DateInput())
    last = DayField(
        label=_("到（含）"), widget=DateInput(), required=False, help_text=_("放假几天的，填最后一天；只有一天的不填。")
    )
    is_working = forms.TypedChoiceField(
        label=_("这一天"), choices=[("1", _("上班")), ("0", _("休息"))], coerce=lambda value: value == "1"
    )
    note = WordsField(label=_("依据"), max_length=120, required=False)


class ImportForm(forms.Form):
    """A workbook of units."""

    file = forms.FileField(label=_("工作簿（.xlsx）"))


class WelcomeForm(forms.Form):
    """The first administrator and the organisation."""

    code = WordsField(
        label=_("启动码"), max_length=20, help_text=_("启动本系统的窗口中打印了一个启动码，如 ABCD-EFGH-JKLM。")
    )
    organisation = WordsField(label=_("本单位名称"), max_length=120, help_text=_("单位树的最上一级，如：某市。"))
    level = forms.TypedChoiceField(label=_("层级"), choices=Level.choices, coerce=int, initial=Level.CITY)
    name = WordsField(label=_("您的姓名"), max_length=60)
    username = forms.SlugField(label=_("登录名"), max_length=60, initial="admin")
    password = forms.CharField(
        label=_("密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少10个字符，不要只用数字，不要用常见的密码。"),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self.data.get("username", ""), name=self.data.get("name", "")))
        return password
