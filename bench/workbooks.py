"""50 returned workbooks with 5,000 rows: how long until they are registered, and how long others have to wait."""

from __future__ import annotations

from bench.databases import databases, run_fresh
from bench.measuring import print_figure


def run() -> None:
    for database in databases():
        for figure, value, unit, goal in run_fresh(database, "bench.workbooks_one"):
            print_figure(f"{database} {figure}", float(value), unit, goal=goal)
