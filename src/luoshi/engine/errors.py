"""What the engine says when it cannot go on: a code and its parameters, put into words where they are shown."""

from __future__ import annotations


class EngineError(Exception):
    """Base of the engine's own errors; `code` names the cause, `params` fill the sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class ReadingError(EngineError):
    """A file that cannot be read, with the cause; codes are listed in `luoshi.engine.reading.codes`."""


class SecrecyError(EngineError):
    """A document that carries a secrecy mark of its own; nothing of it may be kept."""
