"""`python -m luoshi.cli`, the same as `luoshi`."""

from __future__ import annotations

from luoshi.cli.main import run

if __name__ == "__main__":
    run()
