"""Films and captions: told by their content, hostile bytes refused, chapters lead to clauses, a place is kept."""

from __future__ import annotations

import contextlib
import io
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.common import history
from luoshi.common.errors import MissingRightError, UnmetConditionError
from luoshi.common.files import open_stored
from luoshi.training.actions import videos as actions
from luoshi.training.actions.sessions import add_lecturer, add_session, change_session
from luoshi.training.captions import LARGEST, Cue, NoCaptionsError, read_captions, written
from luoshi.training.films import Film, NoFilmError, read_film
from luoshi.training.models import Video, WatchingPlace
from tests.training.conftest import moment

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from luoshi.accounts.models import User
    from luoshi.library.models import Document
    from luoshi.training.models import Session, Trainee, TrainingClass
    from luoshi.units.models import Unit

FILMS = Path(__file__).parent / "films"
SRT = (
    "1\n00:00:01,000 --> 00:00:03,500\n<i>水源地</i>怎样划定\n\n2\n00:00:20,000 --> 00:00:24,000\n管网<b>怎样</b>修复\n"
)


def film(name: str = "river.webm", *, called: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(called or name, (FILMS / name).read_bytes())


@pytest.fixture
def video_session(training_class: TrainingClass, class_head: User) -> Session:
    times = {"starts_at": moment(2, 14), "ends_at": moment(2, 15)}
    return add_session(training_class, form="video", title="短片", by=class_head, **times)


@pytest.fixture
def video(video_session: Session, class_head: User) -> Video:
    return actions.set_video(video_session, film(), by=class_head)


@pytest.mark.parametrize(("name", "kind"), [("river.webm", "webm"), ("river.mp4", "mp4")])
def test_a_film_tells_its_container_and_length(name: str, kind: str) -> None:
    assert read_film(io.BytesIO((FILMS / name).read_bytes())) == Film(kind, 60)


@pytest.mark.parametrize("name", ["river.webm", "river.mp4"])
def test_a_broken_film_is_a_film_or_refused_and_nothing_else(name: str) -> None:
    whole = (FILMS / name).read_bytes()
    chance = random.Random(4)  # noqa: S311 -- the same bytes every time

    for _number in range(400):
        broken = bytearray(whole[: chance.randrange(1, 4096)])
        for _flip in range(6):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with contextlib.suppress(NoFilmError):
            assert read_film(io.BytesIO(bytes(broken))).seconds >= 0


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (b"", "a.mp4"),
        (b"<html><script>1</script></html>", "a.mp4"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2", "a.mp4"),
        (b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\xff\xff\xff\xffmoov", "a.mp4"),
        (b"\x1a\x45\xdf\xa3\x88\x42\x82\x85mkv..", "a.webm"),
        (b"\x1a\x45\xdf\xa3" + b"\xff" * 4000, "a.webm"),
    ],
)
def test_what_is_no_film_is_refused(content: bytes, called: str, video_session: Session, class_head: User) -> None:
    with pytest.raises(UnmetConditionError):
        actions.set_video(video_session, SimpleUploadedFile(called, content), by=class_head)


def test_a_film_under_a_wrong_name_or_too_large_is_refused(
    video_session: Session, class_head: User, settings: SettingsWrapper
) -> None:
    with pytest.raises(UnmetConditionError, match="扩展名不符"):
        actions.set_video(video_session, film(called="river.mp4"), by=class_head)
    settings.LUOSHI_VIDEO_LIMIT = 1000
    with pytest.raises(UnmetConditionError, match="上限"):
        actions.set_video(video_session, film(), by=class_head)


def test_a_reading_session_has_no_film(session: Session, class_head: User) -> None:
    with pytest.raises(UnmetConditionError, match="不是观看视频"):
        actions.set_video(session, film(), by=class_head)


def test_a_trainee_uploads_no_film(video_session: Session, enrolled: Trainee, trainee: User) -> None:
    with pytest.raises(MissingRightError):
        actions.set_video(video_session, film(), by=trainee)


def test_another_film_takes_the_place_and_keeps_the_chapters(video: Video, class_head: User) -> None:
    actions.add_chapter(video, at=20, title="管网怎样修复", by=class_head)

    again = actions.set_video(video.session, film("river.mp4"), by=class_head)

    assert (Video.objects.count(), again.file.kind, again.length) == (1, "mp4", 60)
    assert [one["at"] for one in again.chapters] == [20]


def test_a_chapter_leads_to_a_clause(video: Video, document: Document, class_head: User) -> None:
    made = actions.add_chapter(video, at=20, title="管网", document=document, clause="一（二）", by=class_head)
    actions.add_chapter(video, at=0, title="开头", by=class_head)

    clause = document.clauses.get(path__endswith="(二)")
    made.refresh_from_db()
    assert [(one["at"], one["title"], one["clause"]) for one in made.chapters] == [
        (0, "开头", None),
        (20, "管网", clause.pk),
    ]
    assert actions.remove_chapter(made, 0, by=class_head).chapters[0]["at"] == 20


@pytest.mark.parametrize(
    "given", [{"at": 60, "title": "晚了"}, {"at": 1, "title": " "}, {"at": 1, "title": "无此条款", "clause": "九十九"}]
)
def test_a_chapter_that_leads_nowhere_is_refused(
    given: dict[str, object], video: Video, document: Document, class_head: User
) -> None:
    with pytest.raises(UnmetConditionError):
        actions.add_chapter(video, document=document, by=class_head, **given)  # type: ignore[arg-type]  # as given


def test_captions_are_written_anew_as_webvtt(video: Video, class_head: User) -> None:
    made = actions.set_captions(video, SimpleUploadedFile("字幕.srt", SRT.encode("gb18030")), by=class_head)

    assert made.captions is not None
    with open_stored(made.captions) as file:
        assert file.read().decode() == (
            "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\n水源地怎样划定\n\n00:00:20.000 --> 00:00:24.000\n管网怎样修复\n"
        )


def test_captions_are_replaced_and_removed(video: Video, class_head: User) -> None:
    for words in ("一", "二"):
        upload = SimpleUploadedFile("河.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}\n".encode())
        video = actions.set_captions(video, upload, by=class_head)
    assert video.captions is not None
    with open_stored(video.captions) as file:
        assert "二" in file.read().decode()

    video = actions.remove_captions(video, by=class_head)
    actions.remove_captions(video, by=class_head)

    verbs = [entry.verb for entry in history.entries_of(video.session) if "captions" in entry.verb]
    assert (video.captions, video.name) == (None, "river.webm")
    assert verbs == ["session.captions_set", "session.captions_set", "session.captions_remove"]


def test_the_lecturer_of_a_session_sees_to_its_captions_only(
    video: Video, class_head: User, stranger: User, city: Unit
) -> None:
    speaker = add_lecturer(city, name="苏老师", user=stranger, by=class_head)
    change_session(video.session, seen=None, speaker=speaker, by=class_head)
    video = Video.objects.select_related("session__speaker").get()

    actions.set_captions(video, SimpleUploadedFile("河.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n"), by=stranger)

    with pytest.raises(MissingRightError):
        actions.remove_video(video, by=stranger)
    assert actions.remove_captions(video, by=stranger).captions is None


def test_a_trainee_changes_no_captions(video: Video, enrolled: Trainee, trainee: User) -> None:
    for act in (
        lambda: actions.set_captions(video, SimpleUploadedFile("a.vtt", b"WEBVTT"), by=trainee),
        lambda: actions.remove_captions(video, by=trainee),
    ):
        with pytest.raises(MissingRightError):
            act()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("<script>alert(1)</script>停", "alert(1)停"),
        ("<c.a onclick=x>话</c>", "话"),
        ("<<b>b>粗</b>", "&lt;b&gt;粗"),
        ("&lt;img src=x onerror=1&gt;", "&amp;lt;img src=x onerror=1&amp;gt;"),
        ("一 \x00\x1b[31m二", "一 [31m二"),
        ("{\\an8}字", "{\\an8}字"),
        ("x" * 5_000, "x" * 1_000),
    ],
)
def test_hostile_words_are_words(words: str, kept: str) -> None:
    content = f"WEBVTT\n\nNOTE <script>\n\n00:01.000 --> 00:02.000 position:99999%\n{words}\n"

    assert written(read_captions(content.encode())).decode() == (f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{kept}\n")


def test_captions_carry_no_markup() -> None:
    content = "WEBVTT\n\nSTYLE\n::cue{background:url(//x)}\n\n00:01.000 --> 00:02.000 line:0\n<v 甲>一<img src=x> & 二 --> 三\n"

    cues = read_captions(content.encode())

    assert cues == [Cue(1000, 2000, "一 & 二 --> 三")]
    assert written(cues).decode().endswith("一 &amp; 二 → 三\n")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 0),
        (b"%PDF-1.7", 0),
        ("没有时间".encode(), 0),
        (b"1\n00:00:05,000 --> 00:00:03,000\nx\n", 2),
        (b"x" * (LARGEST + 1), 0),
    ],
)
def test_what_holds_no_captions_is_refused(content: bytes, line: int) -> None:
    with pytest.raises(NoCaptionsError) as error:
        read_captions(content)

    assert error.value.line == line


def test_a_watching_place_is_one_row_without_time(
    video: Video, enrolled: Trainee, trainee: User, liaison: User
) -> None:
    actions.keep_watching_place(video, 31, by=trainee)
    actions.keep_watching_place(video, 10**12, by=trainee)

    assert WatchingPlace.objects.get().second == 60
    assert {field.name for field in WatchingPlace._meta.get_fields()} == {"id", "user", "video", "second"}
    with pytest.raises(MissingRightError):
        actions.keep_watching_place(video, 1, by=liaison)
