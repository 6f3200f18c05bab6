"""API of the library: the list with the page's filters, one document with its clauses and links, upload, search."""

from datetime import date, datetime
from typing import Any, BinaryIO, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from luoshi.accounts.http import signed_in
from luoshi.library.actions.documents import add_document
from luoshi.library.causes import sentence_for
from luoshi.library.models import Document
from luoshi.library.queries import documents as queries
from luoshi.library.queries.links import links_out_of
from luoshi.library.queries.search import LONGEST, found_in, places_of
from luoshi.library.states import DocumentKind, LinkKind, LinkState, ReadingState
from luoshi.units.queries.units import units_visible_to

router = Router(tags=["documents"])
MOST_FOUND = 50


class FilterIn(Schema):
    """The filters of the list; all that are given have to hold."""

    q: str = Field("", max_length=100, description="Words of title, number, issuer or file name")
    kind: DocumentKind | None = None
    owner: int | None = Field(None, ge=1, le=2**31, description="The unit whose library it is")
    year: int | None = Field(None, ge=1900, le=2200, description="The year of signature")
    state: ReadingState | None = None


class DocumentOut(Schema):
    """A document as lists show it; `unread` says why it was not read, if it was not."""

    id: int
    owner_id: int
    title: str
    doc_number: str
    issuers: str
    signed_on: date | None
    kind: DocumentKind
    state: ReadingState
    name: str
    uploaded_at: datetime
    version: int
    unread: str

    @staticmethod
    def resolve_unread(document: Document) -> str:
        return sentence_for(document)


class ClauseOut(Schema):
    """A clause: its place in the tree and in the text, and the digest of its own words."""

    id: int
    parent_id: int | None
    number: int
    kind: str
    marker: str
    path: str
    heading: str
    start: int
    end: int
    digest: str


class LinkOut(Schema):
    """A link out of the document; `target_id` is empty if the target is not in the library, or not to be seen."""

    id: int
    kind: LinkKind
    state: LinkState
    target_name: str
    target_id: int | None
    start: int | None
    end: int | None


class WholeDocumentOut(DocumentOut):
    """A document with its frozen text, its clauses and its links; all offsets count characters of `text`."""

    addressees: str
    text: str
    clauses: list[ClauseOut]
    links: list[LinkOut]

    @staticmethod
    def resolve_links(document: Document, context: dict[str, Any]) -> list[dict[str, Any]]:
        names = ("id", "kind", "state", "target_name", "start", "end")
        return [
            {name: getattr(shown.link, name) for name in names} | {"target_id": shown.other and shown.other.pk}
            for shown in links_out_of(document, signed_in(context["request"]))
        ]


class FoundOut(Schema):
    """A place that holds the words: the document, the clause (none: the title), the first hit, the words around it."""

    document_id: int
    title: str
    clause_id: int | None
    path: str
    start: int
    end: int
    snippet: str


class WordsIn(Schema):
    """What is looked for; words with spaces between have to stand in the same clause."""

    q: str = Field(min_length=1, max_length=LONGEST)


class UploadIn(Schema):
    """Whose library the file joins, and of which document it is a new version."""

    owner: int = Field(ge=1, le=2**31)
    supersedes: int | None = Field(None, ge=1, le=2**31)


@router.get("/", response=list[DocumentOut], summary="Documents that one sees, the newest uploads first")
@paginate
def list_documents(request: HttpRequest, wanted: Query[FilterIn]) -> object:
    return queries.listed(queries.documents_visible_to(signed_in(request)), wanted.model_dump())


@router.get("/search", response=list[FoundOut], summary="Places whose words hold all that was asked for, best first")
def search(request: HttpRequest, wanted: Query[WordsIn]) -> object:
    q = wanted.q
    places = places_of(q, queries.documents_visible_to(signed_in(request)))
    return [
        {
            "document_id": found.document.pk,
            "title": found.document.title,
            "clause_id": found.clause.pk if found.clause else None,
            "path": found.clause.path if found.clause else "",
            "start": found.start,
            "end": found.end,
            "snippet": "".join(piece.text for piece in found.pieces),
        }
        for found in found_in(q, list(places[:MOST_FOUND]))
    ]


@router.get("/{int:pk}", response=WholeDocumentOut, summary="One document with text, clauses and links")
def get_document(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(queries.documents_visible_to(signed_in(request)).select_related("owner"), pk=pk)


@router.post("/", response={201: DocumentOut}, summary="Upload a file: checked, read, kept")
def upload(request: HttpRequest, given: Form[UploadIn], file: File[UploadedFile]) -> Status[Document]:
    user = signed_in(request)
    owner = get_object_or_404(units_visible_to(user), pk=given.owner)
    seen = queries.documents_visible_to(user)
    older = get_object_or_404(seen, pk=given.supersedes) if given.supersedes else None
    opened = cast("BinaryIO", file.file)
    made = add_document(opened, name=file.name or "", size=file.size or 0, owner=owner, by=user, supersedes=older)
    return Status(201, made)
