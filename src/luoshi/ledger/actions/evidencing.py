"""Evidence: files and links on acceptance points, checked by content, with a warning on numbers of persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoshi.common import clock, files, history
from luoshi.common.errors import IllegalMoveError, UnmetConditionError
from luoshi.common.rules import require
from luoshi.common.uploads import EVIDENCE, check_upload
from luoshi.common.versions import lock, next_version
from luoshi.engine import read_bytes
from luoshi.engine.errors import EngineError
from luoshi.engine.personal_numbers import find_personal_numbers
from luoshi.ledger.actions.door import need_reason
from luoshi.ledger.actions.truths import refresh_truths
from luoshi.ledger.models import AcceptancePoint, Evidence, Measure
from luoshi.ledger.rules import RULES
from luoshi.ledger.states import OPEN

if TYPE_CHECKING:
    from typing import BinaryIO

    from luoshi.accounts.models import User
    from luoshi.ledger.models import Report
    from luoshi.units.models import Unit

READABLE = frozenset({"pdf", "docx", "xlsx", "text"})


def add_file(
    measure: Measure,
    unit: Unit,
    file: BinaryIO,
    *,
    name: str,
    size: int,
    by: User,
    point: AcceptancePoint | None = None,
    report: Report | None = None,
) -> Evidence:
    """Keep a file as evidence; `warnings` names the kinds of personal numbers that it seems to hold."""
    evidence = Evidence(measure=measure, unit=unit, point=point, report=report, name=name[:200], by=by)
    require(RULES, "evidence.add", by, evidence)
    kind = check_upload(file, name=name, size=size, kinds=EVIDENCE, limit=settings.LUOSHI_UPLOAD_LIMIT)
    evidence.warnings = _warnings(file, name) if kind in READABLE else []
    evidence.file = files.store(file, kind=kind)
    return _keep(evidence, by=by)


def add_link(
    measure: Measure,
    unit: Unit,
    link: str,
    *,
    name: str,
    by: User,
    point: AcceptancePoint | None = None,
    report: Report | None = None,
) -> Evidence:
    """Keep a web address as evidence; it is shown, never fetched."""
    evidence = Evidence(
        measure=measure, unit=unit, point=point, report=report, link=link, name=name[:200] or link, by=by
    )
    require(RULES, "evidence.add", by, evidence)
    if not link.startswith(("http://", "https://")):
        raise UnmetConditionError("link", _("请填写以http://或https://开头的网址。"))
    return _keep(evidence, by=by)


@transaction.atomic
def purge_evidence(evidence: Evidence, *, by: User, reason: str) -> Evidence:
    """Take the content away for good, with a reason; that it was there stays."""
    require(RULES, "evidence.purge", by, evidence)
    measure = lock(Measure.objects.select_related("plan__profile"), evidence.measure_id)
    evidence = lock(Evidence.objects.select_related("file"), evidence.pk)
    stored = evidence.file
    evidence.purged_reason = need_reason(reason)[:300]
    evidence.file, evidence.link, evidence.warnings = None, "", []
    evidence.save()
    _refresh(measure)
    history.record(measure, "evidence.purge", by=by, params={"reason": reason, "number": evidence.pk})
    if stored:
        files.discard(stored)
    return evidence


def check_open(measure: Measure) -> None:
    """Refuse evidence where nothing is at work."""
    if measure.state not in OPEN:
        raise IllegalMoveError("not_open", _("这项措施目前不在办理中，不能再添加佐证材料。"))


@transaction.atomic
def _keep(evidence: Evidence, *, by: User) -> Evidence:
    measure = lock(Measure.objects.select_related("plan__profile"), evidence.measure_id)
    check_open(measure)
    evidence.at = clock.now()
    evidence.save()
    _refresh(measure)
    params = {
        "name": evidence.name,
        "sha256": evidence.file.sha256 if evidence.file else "",
        "unit": str(evidence.unit),
    }
    history.record(measure, "evidence.add", by=by, params=params)
    return evidence


def _refresh(measure: Measure) -> None:
    refresh_truths(measure)
    next_version(measure)
    measure.save(update_fields=["evidenced", "verified", "version"])


def _warnings(file: BinaryIO, name: str) -> list[str]:
    """The kinds of personal numbers in the file's text; what cannot be read is not warned about."""
    file.seek(0)
    try:
        text = read_bytes(file.read(), name=name).text
    except EngineError:
        return []
    return personal_numbers_in(text)


def personal_numbers_in(text: str) -> list[str]:
    """The kinds of personal numbers that a text seems to hold."""
    return sorted({number.kind.value for number in find_personal_numbers(text)})
