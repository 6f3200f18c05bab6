"""Reads for the home page: what is new for a person, and what an administrator has still to set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.accounts.models import User
from luoshi.ledger.queries.counting import count_lights, count_many_assigned
from luoshi.ledger.queries.measures import measures_visible_to, sees_plans
from luoshi.ledger.rules import RULES as LEDGER_RULES
from luoshi.ledger.states import DRAFT, Light
from luoshi.library.models import Document
from luoshi.library.rules import KEEPERS
from luoshi.notices.kinds import add_matters
from luoshi.notices.queries import notices_visible_to
from luoshi.units.duties import duties_of
from luoshi.units.models import Field, Post, Unit
from luoshi.units.queries.units import administered_tops

if TYPE_CHECKING:
    from datetime import date

    from luoshi.notices.models import Notice

NEWS_AT_MOST = 6


@dataclass(frozen=True)
class LightCount:
    """How many of the open measures that one sees show a colour, and the list that holds exactly those."""

    light: Light
    count: int
    url: str


@dataclass(frozen=True)
class FirstStep:
    """Something to set up before the work can begin, and whether it is done."""

    label: str
    hint: str
    url: str
    is_done: bool


def news_for(user: User) -> list[Notice]:
    """The newest notices that have not been seen, with the words of what they tell of."""
    news = list(notices_visible_to(user).unread()[:NEWS_AT_MOST])
    add_matters(news, user)
    return news


def light_counts_for(user: User, today: date) -> list[LightCount]:
    """The colours of the day over everything that one sees, with one query; nothing for those without a ledger."""
    if not LEDGER_RULES["ledger.see"](user):
        return []
    visible = measures_visible_to(user)
    if sees_plans(user):
        counts = count_many_assigned(visible, today, by=user)
    else:
        counts = count_lights(visible.exclude(state__in=DRAFT), today)
    ledger = reverse("ledger:ledger")
    return [LightCount(light, counts[light.value], f"{ledger}?light={light.value}") for light in Light]


def first_steps_for(user: User) -> list[FirstStep]:
    """What an administrator sets up and an office does first; nothing for others, and nothing once all is done."""
    top = administered_tops(user).first()
    steps = [*(_setting_up(user, top) if top else ()), *_first_document(user)]
    return [] if all(step.is_done for step in steps) else steps


def _first_document(user: User) -> list[FirstStep]:
    """What those do first who keep a library: everything else grows out of a document."""
    if not duties_of(user).holds(*KEEPERS):
        return []
    hint = _("把上级文件或工作方案拖进来，系统读出条款、任务、单位和时限。")
    return [FirstStep(_("上传第一份文件"), hint, reverse("library:upload"), Document.objects.exists())]


def _setting_up(user: User, top: Unit) -> list[FirstStep]:
    return [
        FirstStep(
            _("导入单位"),
            _("下载模板，按模板填好各单位，上传后先看变化再确认。"),
            reverse("units:start_import", args=[top.pk]),
            Unit.objects.exclude(pk=top.pk).exists(),
        ),
        FirstStep(
            _("录入人员"),
            _("先录入督办员和各单位联络员，系统给出首次登录密码。"),
            reverse("units:add_person"),
            User.objects.exclude(pk=user.pk).exists(),
        ),
        FirstStep(
            _("设置职责"),
            _("在单位页面上设置谁是联络员、谁是督办员。"),
            reverse("units:tree"),
            Post.objects.exclude(user=user).exists(),
        ),
        FirstStep(
            _("设置分管领域"),
            _("如教育、农业；领导由此只看到自己分管的部分。"),
            reverse("units:fields"),
            Field.objects.exists(),
        ),
    ]
