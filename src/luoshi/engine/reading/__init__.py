"""Reading: one module per format, told apart by content; the registry is the only place that knows them all."""

from luoshi.engine.reading.files import read, read_bytes

__all__ = ["read", "read_bytes"]
