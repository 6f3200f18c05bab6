"""Writes of a session's film: the file, its captions, its chapters, and where somebody stopped watching."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import files, history
from luoshi.common.errors import UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.uploads import FILMS
from luoshi.common.versions import lock
from luoshi.library.queries.links import clauses_named
from luoshi.training.actions.door import enter, lock_open
from luoshi.training.captions import LARGEST, NoCaptionsError, read_captions, written
from luoshi.training.films import NoFilmError, read_film
from luoshi.training.models import Session, Video, WatchingPlace
from luoshi.training.rules import RULES
from luoshi.training.states import SessionForm

if TYPE_CHECKING:
    from typing import BinaryIO

    from django.core.files.uploadedfile import UploadedFile

    from luoshi.accounts.models import User
    from luoshi.common.models import StoredFile
    from luoshi.library.models import Document
    from luoshi.training.films import Film

MOST_CHAPTERS = 200
LONGEST_TITLE = 120


def set_video(session: Session, upload: UploadedFile[bytes], *, by: User) -> Video:
    """Keep the film of a session; another one takes its place, chapters stay as far as they lie within it.

    A film takes long to be written: it is stored before the transaction, while nobody else waits.
    """
    _entered_class(session, by=by)
    if session.form != SessionForm.VIDEO:
        raise UnmetConditionError("no_video_session", _("这节课不是观看视频。"))
    opened: BinaryIO = upload.file  # type: ignore[assignment]  # an open binary file, which the stubs do not say
    try:
        film = read_film(opened)
    except NoFilmError as error:
        sentence = _("“%(name)s”不是完整的MP4或WebM视频，请重新导出后再上传。")
        raise UnmetConditionError("no_film", sentence % {"name": upload.name}) from error
    stored = files.store_upload(upload, kinds=FILMS, limit=settings.LUOSHI_VIDEO_LIMIT)
    return _keep_film(session, film, stored, name=(upload.name or "")[:200], by=by)


@transaction.atomic
def _entered_class(session: Session, *, by: User) -> None:
    enter(session.training_class, "video.change", by=by)


@transaction.atomic
def _keep_film(session: Session, film: Film, stored: StoredFile, *, name: str, by: User) -> Video:
    _entered_class(session, by=by)
    held = Video.objects.filter(session=session).first()
    chapters = [one for one in held.chapters if not film.seconds or one["at"] < film.seconds] if held else []
    values = {"file": stored, "name": name, "length": film.seconds, "chapters": chapters}
    video, _made = Video.objects.update_or_create(session=session, defaults=values)
    history.record(session, "session.video_set", by=by, params={"name": name})
    return video


@transaction.atomic
def remove_video(video: Video, *, by: User) -> None:
    """Take the film away, with its captions and chapters."""
    video = _entered(video, by=by)
    history.record(video.session, "session.video_remove", by=by, params={"name": video.name})
    video.delete()


@transaction.atomic
def set_captions(video: Video, upload: UploadedFile[bytes], *, by: User) -> Video:
    """Keep captions from a .vtt or .srt file, written anew as WebVTT; others take the place of the old ones."""
    video = _entered_for_captions(video, by=by)
    try:
        cues = read_captions(upload.read(LARGEST + 1))
    except NoCaptionsError as error:
        sentence = _("“%(name)s”不是可用的字幕文件，请上传WebVTT（.vtt）或SubRip（.srt）。")
        if error.line:
            sentence = _("字幕文件“%(name)s”第%(line)s行的时间有误，请改正后再上传。")
        raise UnmetConditionError("no_captions", sentence % {"name": upload.name, "line": error.line}) from error
    video.captions = files.store(BytesIO(written(cues)), kind="vtt")
    video.save(update_fields=["captions"])
    history.record(video.session, "session.captions_set", by=by, params={"name": (upload.name or "")[:200]})
    return video


@transaction.atomic
def remove_captions(video: Video, *, by: User) -> Video:
    """Take the captions away; the film and its chapters stay."""
    video = _entered_for_captions(video, by=by)
    if video.captions is not None:
        video.captions = None
        video.save(update_fields=["captions"])
        history.record(video.session, "session.captions_remove", by=by, params={"name": video.name})
    return video


@transaction.atomic
def add_chapter(
    video: Video, *, at: int, title: str, by: User, document: Document | None = None, clause: str = ""
) -> Video:
    """A chapter at a second of the film, which may lead to a clause of a document (named as on paper: 二（一）)."""
    video = _entered(video, by=by)
    title = title.strip()[:LONGEST_TITLE]
    if not title:
        raise UnmetConditionError("chapter_title", _("请填写章节标题。"))
    if video.length and at >= video.length:
        raise UnmetConditionError("chapter_late", _("章节时间超出了视频时长。"))
    if len(video.chapters) >= MOST_CHAPTERS:
        raise UnmetConditionError("too_many_chapters", _("章节已达上限。"))
    row: dict[str, Any] = {"at": at, "title": title, "document": document.pk if document else None}
    row["clause"] = _clause(document, clause.strip())
    video.chapters = sorted([*(one for one in video.chapters if one["at"] != at), row], key=lambda one: one["at"])
    video.save(update_fields=["chapters"])
    history.record(video.session, "session.chapter_set", by=by, params={"title": title})
    return video


@transaction.atomic
def remove_chapter(video: Video, at: int, *, by: User) -> Video:
    video = _entered(video, by=by)
    gone = [one for one in video.chapters if one["at"] == at]
    if gone:
        video.chapters = [one for one in video.chapters if one["at"] != at]
        video.save(update_fields=["chapters"])
        history.record(video.session, "session.chapter_remove", by=by, params={"title": gone[0]["title"]})
    return video


def keep_watching_place(video: Video, second: int, *, by: User) -> None:
    """Remember where to go on: one second for a person and a film, nothing of when or how long."""
    require(RULES, "video.watch", by, video.session)
    within = max(0, min(second, video.length or second, 2**31 - 1))
    WatchingPlace.objects.update_or_create(user=by, video=video, defaults={"second": within})


def _entered(video: Video, *, by: User) -> Video:
    """The film as it stands now: chapters are changed one by one, by whoever comes first."""
    enter(video.session.training_class, "video.change", by=by)
    return _locked(video)


def _entered_for_captions(video: Video, *, by: User) -> Video:
    """The lecturer of the session may see to its captions too."""
    require(RULES, "video.caption", by, video.session)
    lock_open(video.session.training_class)
    return _locked(video)


def _locked(video: Video) -> Video:
    return lock(Video.objects.select_related("session__training_class__owner"), video.pk)


def _clause(document: Document | None, name: str) -> int | None:
    if not name:
        return None
    if document is None:
        raise UnmetConditionError("chapter_document", _("请选择条款所在的文件。"))
    found, unknown = clauses_named(document, name)
    if unknown or not found:
        sentence = _("《%(title)s》中没有条款“%(clause)s”。") % {"title": document.title, "clause": name}
        raise UnmetConditionError("chapter_clause", sentence)
    return found[0].pk
