"""Runs the figures: `python -m bench` all of them, `python -m bench NAME…` those named."""

from __future__ import annotations

import importlib
import sys
import traceback

FIGURES = (
    "start",
    "ledger",
    "jobs",
    "growth",
    "mutations",
    "web",
    "classroom",
    "workbooks",
    "quotations",
    "resemblance",
    "linking",
    "clock",
)


def main(names: list[str]) -> int:
    """Run each figure; one that fails does not keep the others from running."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"unknown figure: {', '.join(unknown)}; known are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or FIGURES:
        print(f"== {name}", flush=True)
        try:
            importlib.import_module(f"bench.{name}").run()
        except Exception:  # noqa: BLE001 -- one figure that fails must not hide the others; it is printed and counted
            failed += 1
            traceback.print_exc()
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
