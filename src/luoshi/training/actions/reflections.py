"""Writes of reflections: the author's drafts, versions and hand-in; what the class head records, returns and says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, files, history
from luoshi.common.errors import IllegalMoveError, StaleFormError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.versions import lock, next_version
from luoshi.notices.actions import notify
from luoshi.training.actions.commitments import renew_offers
from luoshi.training.actions.reflection_versions import keep_version
from luoshi.training.essays import MOST_CHARACTERS, MOST_PARTS, essay_of
from luoshi.training.models import Reflection, ReflectionComment, Trainee
from luoshi.training.queries.reflections import essay, place_of
from luoshi.training.rules import RULES
from luoshi.training.states import REFLECTION_MOVES, ReflectionState, TraineeState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.files.uploadedfile import UploadedFile

    from luoshi.accounts.models import User
    from luoshi.training.essays import Essay
    from luoshi.training.models import TrainingClass

OPEN = REFLECTION_MOVES["hand_in"][0]
"""The states in which the author writes."""
SCANS = frozenset({"pdf", "png", "jpeg", "webp", "tiff"})


@transaction.atomic
def open_own(training_class: TrainingClass, *, by: User) -> Reflection:
    """One's own reflection of a class, begun now if it was not; after a deletion it begins anew."""
    require(RULES, "reflection.open", by, training_class)
    own = Trainee.objects.filter(training_class=training_class, user=by, state=TraineeState.ENROLLED)
    trainee = lock(Trainee.objects.select_related("training_class__owner"), own.values_list("pk", flat=True).get())
    return _begun(trainee, by=by)


@transaction.atomic
def save(
    reflection: Reflection,
    *,
    title: str,
    parts: Iterable[Mapping[str, Any]],
    seen: int | None,
    by: User,
    apart: bool = False,
) -> Reflection:
    """Keep what the author wrote; `parts` are {"heading", "text"} in order.

    `seen` is the version that was written on: if another window saved meanwhile, `StaleFormError`, and nothing is
    overwritten. `apart` begins a new version, so that the one before stays whatever comes.
    """
    require(RULES, "reflection.write", by, reflection)
    reflection = entered(reflection)
    check_is_open(reflection)
    _check_seen(reflection, seen)
    written = _within_limits(essay_of(title, parts))
    if written == essay(reflection):
        return reflection
    return put(reflection, written, verb="reflection.save", by=by, apart=apart)


@transaction.atomic
def restore(reflection: Reflection, number: int, *, seen: int | None, by: User) -> Reflection:
    """Take an earlier version up again; what stands now becomes a version itself."""
    require(RULES, "reflection.write", by, reflection)
    reflection = entered(reflection)
    check_is_open(reflection)
    _check_seen(reflection, seen)
    version = reflection.versions.filter(number=number, purged_at=None).first()
    if version is None:
        raise UnmetConditionError("version_unknown", _("没有这个版本。"))
    written = essay_of(version.title, version.parts)
    return put(reflection, written, verb="reflection.restore", by=by, apart=True, params={"number": number})


@transaction.atomic
def hand_in(reflection: Reflection, *, by: User, seen: int | None = None) -> Reflection:
    """Give it to the class head, as it stands; findings never hold it up, and what it intends is offered anew."""
    require(RULES, "reflection.hand_in", by, reflection)
    reflection = entered(reflection)
    _check_seen(reflection, seen)
    written = essay(reflection)
    if written.is_empty:
        raise UnmetConditionError("reflection_empty", _("还没有写内容，不能提交。"))
    reflection.handed_in_at = clock.now()
    handed_in = _move(reflection, "hand_in", by=by, after={"digest": history.digest(written.digest_text)})
    renew_offers(handed_in)
    return handed_in


@transaction.atomic
def withdraw(reflection: Reflection, *, by: User) -> Reflection:
    """Take it back to go on writing; from then on the class head does not see it."""
    require(RULES, "reflection.withdraw", by, reflection)
    return _move(entered(reflection), "withdraw", by=by)


@transaction.atomic
def return_to_author(reflection: Reflection, *, reason: str, by: User) -> Reflection:
    """Give it back with a reason, which stands among the comments; from then on only the author sees it."""
    require(RULES, "reflection.return", by, reflection)
    if not reason.strip():
        raise UnmetConditionError("reason_missing", _("请写明退回的理由。"))
    reflection = _move(entered(reflection), "return", by=by)
    ReflectionComment.objects.create(reflection=reflection, author=by, text=reason.strip(), at=clock.now())
    _tell_author(reflection, "training.reflection_returned")
    return reflection


@transaction.atomic
def record_on_paper(trainee: Trainee, *, scan: UploadedFile[bytes] | None = None, by: User) -> Reflection:
    """Note that it was handed in on paper, with a scan if there is one; what the author drafted stays unread."""
    require(RULES, "reflection.record_on_paper", by, trainee)
    trainee = lock(Trainee.objects.select_related("training_class__owner"), trainee.pk)
    reflection = entered(_begun(trainee, by=by))
    stored = files.store_upload(scan, kinds=SCANS) if scan else None
    before, reflection.file = reflection.file, stored
    reflection.file_name = (scan.name or "")[:200] if scan else ""
    reflection.recorded_by, reflection.handed_in_at = by, clock.now()
    reflection = _move(reflection, "record_on_paper", by=by)
    if before:
        files.discard(before)
    return reflection


@transaction.atomic
def unrecord_paper(reflection: Reflection, *, by: User) -> Reflection:
    """Correct a record made by mistake; the author can write again."""
    require(RULES, "reflection.record_on_paper", by, reflection.trainee)
    reflection = entered(reflection)
    before, reflection.file, reflection.file_name = reflection.file, None, ""
    reflection.recorded_by = reflection.handed_in_at = None
    reflection = _move(reflection, "unrecord_paper", by=by)
    if before:
        files.discard(before)
    return reflection


@transaction.atomic
def comment(reflection: Reflection, *, text: str, by: User, quote: str = "", near: int = 0) -> ReflectionComment:
    """Say something on a stretch of what was handed in, or on all of it; `near` is where the quoted words stand."""
    require(RULES, "reflection.comment", by, reflection)
    reflection = entered(reflection)
    if not text.strip():
        raise UnmetConditionError("comment_empty", _("请写意见。"))
    place = place_of(quote, essay(reflection).text, near=near)
    if quote and (place is None or reflection.state != ReflectionState.HANDED_IN):
        raise UnmetConditionError("quote_unknown", _("正文中没有找到所引的这句话，请照原文选取。"))
    start, end = place or (None, None)
    made = ReflectionComment.objects.create(
        reflection=reflection, author=by, text=text.strip(), quote=quote, start=start, end=end, at=clock.now()
    )
    history.record(reflection, "reflection.comment", by=by, after={"digest": history.digest(made.text)})
    _tell_author(reflection, "training.reflection_commented")
    return made


def entered(reflection: Reflection) -> Reflection:
    """The row, locked."""
    return lock(Reflection.objects.select_related("trainee"), reflection.pk)


def check_is_open(reflection: Reflection) -> None:
    """Raise IllegalMoveError unless the author may write now."""
    if reflection.purged_at is not None:
        raise IllegalMoveError("reflection_gone", _("这篇心得体会已经删除。"))
    if reflection.state not in OPEN:
        raise IllegalMoveError("reflection_closed", _("心得体会已经提交，撤回之后才能修改。"))


def put(
    reflection: Reflection,
    written: Essay,
    *,
    verb: str,
    by: User,
    apart: bool,
    params: Mapping[str, Any] | None = None,
) -> Reflection:
    """Make this the text of a locked reflection; the history holds its digest, once for every version kept."""
    reflection.title, reflection.parts = written.title, written.rows()
    reflection.changed_at = clock.now()
    next_version(reflection)
    reflection.save(update_fields=["title", "parts", "changed_at", "version"])
    if keep_version(reflection, written, apart=apart):
        history.record(
            reflection, verb, by=by, after={"digest": history.digest(written.digest_text)}, params=params or {}
        )
    return reflection


def _begun(trainee: Trainee, *, by: User) -> Reflection:
    """The reflection of a locked trainee."""
    made, is_new = Reflection.objects.get_or_create(trainee=trainee, defaults={"changed_at": clock.now()})
    if made.purged_at is not None:
        made.purged_at, made.state, made.handed_in_at, made.changed_at = None, ReflectionState.DRAFT, None, clock.now()
        next_version(made)
        made.save()
        is_new = True
    if is_new:
        history.record(made, "reflection.open", by=by)
    return made


def _move(reflection: Reflection, verb: str, *, by: User, after: dict[str, Any] | None = None) -> Reflection:
    """The one door through which the state of a locked reflection changes."""
    starts, target = REFLECTION_MOVES[verb]
    if reflection.purged_at is not None:
        raise IllegalMoveError("reflection_gone", _("这篇心得体会已经删除。"))
    if reflection.state not in starts:
        sentence = _("心得体会现在的状态是“%(state)s”，不能这样办理。") % {"state": reflection.get_state_display()}
        raise IllegalMoveError("illegal_move", sentence)
    before = history.snapshot(reflection, ("state",))
    reflection.state = target
    next_version(reflection)
    reflection.save()
    after = history.snapshot(reflection, ("state",)) | (after or {})
    history.record(reflection, f"reflection.{verb}", by=by, before=before, after=after)
    return reflection


def _check_seen(reflection: Reflection, seen: int | None) -> None:
    """Another window or device of the same author; unlike elsewhere the history cannot say what it wrote."""
    if seen is not None and seen != reflection.version:
        raise StaleFormError(by=str(_("您在另一个窗口或设备上")), at=reflection.changed_at, version=reflection.version)


def _within_limits(written: Essay) -> Essay:
    if len(written.parts) > MOST_PARTS or len(written.text) > MOST_CHARACTERS:
        sentence = _("心得体会最多%(parts)s个部分、%(characters)s字，这次没有保存。请删减后再保存。")
        raise UnmetConditionError(
            "reflection_too_long", sentence % {"parts": MOST_PARTS, "characters": MOST_CHARACTERS}
        )
    return written


def _tell_author(reflection: Reflection, code: str) -> None:
    if reflection.trainee.user:
        url = reverse("training:reflection", args=[reflection.pk])
        notify([reflection.trainee.user], code, url=url, params={"class": reflection.trainee.training_class.title})
