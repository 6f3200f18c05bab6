"""Parses XML of unknown origin: no entities, no document type, no network, bounded depth and size."""

from __future__ import annotations

from lxml import etree

from luoshi.engine.errors import ReadingError
from luoshi.engine.reading import codes

MAX_DEPTH = 200
"""Levels of nested elements; Word's deepest honest documents stay below 100."""
MAX_NODES = 1_500_000
"""Elements, attributes and texts, estimated before parsing; a tree takes some 150 bytes for each."""

_PROLOG = 4096
_IS_TOO_DEEP = etree.XPath("boolean(/" + "/".join("*" * (MAX_DEPTH + 1)) + ")")
_TOO_DEEP_FOR_PARSER = "Excessive depth"


def parse_xml(
    data: bytes,
    *,
    name: str,
    format: str,  # noqa: A002 - the word of `ReadingError`
    max_nodes: int = MAX_NODES,
) -> etree._Element:
    """The root element of `data`, without comments and processing instructions.

    Raises `ReadingError`: hostile (a document type or entities), too_much_inside (depth, number of nodes), damaged.
    """
    if b"<!DOCTYPE" in data[:_PROLOG]:
        raise ReadingError(codes.HOSTILE, name=name, format=format)
    if estimate_nodes(data, limit=max_nodes) > max_nodes:
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=name, format=format)
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(_cause(data, error), name=name, format=format) from error
    if root.getroottree().docinfo.internalDTD is not None:  # further down, or in an encoding unlike ASCII
        raise ReadingError(codes.HOSTILE, name=name, format=format)
    if _IS_TOO_DEEP(root):
        raise ReadingError(codes.TOO_MUCH_INSIDE, name=name, format=format)
    return root


def estimate_nodes(data: bytes, *, limit: int) -> int:
    """How many nodes the tree of `data` may have; counted only where the size alone could make it more than `limit`."""
    by_size = len(data) * 2 // 5  # the shortest are `<a/>x`, two nodes in five bytes
    return by_size if by_size <= limit else data.count(b"<") + 2 * data.count(b"=")


def _cause(data: bytes, error: Exception) -> str:
    if b"<!DOCTYPE" in data:
        return codes.HOSTILE
    return codes.TOO_MUCH_INSIDE if _TOO_DEEP_FOR_PARSER in str(error) else codes.DAMAGED


def _parser() -> etree.XMLParser:
    """A parser of its own for every part: lxml's parsers are not to be shared between threads."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
