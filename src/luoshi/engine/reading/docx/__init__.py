"""Reading .docx: package, styles, numbering, what is shown of the tree, and the walk that makes text of it."""

from luoshi.engine.reading.docx.reader import DocxReader

__all__ = ["DocxReader"]
