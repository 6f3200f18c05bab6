"""`python -m luoshi`, the same as `luoshi`: for machines whose PATH does not lead to it."""

from __future__ import annotations

from luoshi.cli.main import run

if __name__ == "__main__":
    run()
