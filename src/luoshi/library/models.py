"""Tables of the library: documents with their frozen text, clauses, links."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.common.models import StoredFile, Versioned
from luoshi.library.states import DocumentKind, LinkKind, LinkState, ReadingState
from luoshi.units.models import Unit


class Document(Versioned):
    """A document of a unit's library: the file untouched, its text frozen with the version of its reader.

    `blocks` keeps the paragraphs and tables of the text as the engine read them; an upgrade of the engine moves no
    offset. `findings` keeps what the engine found in the text, for the eye (see `frozen`). `failure` says why a file
    could not be read (code and parameters of the engine).
    """

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents", verbose_name=_("所属单位"))
    title = models.CharField(_("标题"), max_length=300)
    doc_number = models.CharField(_("发文字号"), max_length=60, blank=True, db_index=True)
    issuers = models.CharField(_("发文机关"), max_length=300, blank=True)
    addressees = models.TextField(_("主送机关"), blank=True)
    signed_on = models.DateField(_("成文日期"), null=True, blank=True)
    kind = models.CharField(_("种类"), max_length=12, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="documents", null=True)
    name = models.CharField(_("文件名"), max_length=200)
    format = models.CharField(max_length=10, blank=True)
    reader = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    blocks: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    findings: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ReadingState.choices, default=ReadingState.WAITING)
    failure: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        verbose_name = _("文件")
        indexes = [models.Index(fields=["owner", "-signed_on"], name="document_by_owner")]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """A clause of a document with its place in the text; `digest` is of its own words, without marker and space."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    number = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10)
    marker = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=200, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words_start = models.PositiveIntegerField()
    words_end = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_clause_per_place")]
        indexes = [models.Index(fields=["document", "path"], name="clause_by_path")]

    def __str__(self) -> str:
        return f"{self.path} {self.heading}".strip()


class DocumentName(models.Model):
    """A name or number under which a document is cited, brought to the form in which names are compared."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="names")
    key = models.CharField(max_length=300, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="one_name_per_document")]

    def __str__(self) -> str:
        return self.key


class Passage(models.Model):
    """A stretch that the full-text search knows: a title, or a piece of a clause (see `search`)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, null=True, related_name="passages")
    weight = models.PositiveSmallIntegerField(default=1)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["document", "start"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.start}–{self.end}"


class Link(models.Model):
    """One document bears on another, which may not be in the library (then only its name is known).

    `name_key` and `number_key` are what a document that comes later is recognised by; `clauses` are those of the
    target that an amendment or an abolition names (none: all of them).
    """

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, blank=True, related_name="links_in")
    target_name = models.CharField(_("文件名称"), max_length=300)
    name_key = models.CharField(max_length=300, blank=True, db_index=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True)
    clauses = models.ManyToManyField(Clause, blank=True, related_name="named_in")
    kind = models.CharField(_("关系"), max_length=12, choices=LinkKind.choices)
    state = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.OFFERED)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    rule = models.CharField(max_length=40, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["source", "start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target_name", "kind"], name="one_link_of_a_kind_per_target")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target_name}"


class Change(models.Model):
    """A stretch of a document whose words a later one changed or took away.

    `start`, `end` count in the old text; `new_start`, `new_end` in the text of the link's source, None where the
    words are gone. `clause` is the old clause, `new_clause` the one that stands in its place.
    """

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="changes")
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, null=True, related_name="changes")
    new_clause = models.ForeignKey(Clause, on_delete=models.SET_NULL, null=True, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    new_start = models.PositiveIntegerField(null=True)
    new_end = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["link", "start"]

    def __str__(self) -> str:
        return f"{self.link_id} {self.start}–{self.end}"
