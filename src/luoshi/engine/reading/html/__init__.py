"""Reading HTML: of a whole web page only the document that it shows, with its headings, lists and tables."""

from __future__ import annotations

from luoshi.engine.reading.html.reader import HtmlReader

__all__ = ["HtmlReader"]
