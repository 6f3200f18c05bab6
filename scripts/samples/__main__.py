"""`python -m scripts.samples` writes the bundled samples; `--check` says which of them are not as written."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scripts.samples.amend import amend
from scripts.samples.labels import labels_of, traces_of
from scripts.samples.layout import write_docx
from scripts.samples.pack import pack_docx, parts_of
from scripts.samples.plain import write_plain
from scripts.samples.source import Source, read_source

FOLDER = Path(__file__).parents[2] / "src" / "luoshi" / "samples"
LABELLED = {"plan", "minutes", "opinion", "commendation"}


def make_all() -> dict[str, bytes]:
    """Every generated file by its name."""
    sources = {file.stem: read_source(file) for file in sorted((FOLDER / "texts").glob("*.txt"))}
    opinion, plan = sources["province-opinion"], sources["city-plan"]
    sources["province-opinion-revised"] = amend(opinion, FOLDER / "texts" / "province-amendments.tsv")
    files: dict[str, bytes] = {}
    for name, source in sources.items():
        files |= make_one(name, source)
    files["trace.tsv"] = trace_table(plan, opinion)
    files["manifest.json"] = to_json({name: manifest_of(source) for name, source in sorted(sources.items())})
    return files


def make_one(name: str, source: Source) -> dict[str, bytes]:
    files = {f"{name}.docx": pack_docx(write_docx(source), source)}
    if source.facts.get("also") == "txt":
        files[f"{name}.txt"] = write_plain(source).encode()
    if source.facts["kind"] in LABELLED:
        files[f"{name}.gold.json"] = to_json(labels_of(source))
    return files


def manifest_of(source: Source) -> dict[str, str]:
    kept = ("kind", "doc_number", "issuers", "signed_on", "implements", "supersedes", "cited_as")
    return {"title": source.title} | {key: source.facts[key] for key in kept if key in source.facts}


def trace_table(plan: Source, opinion: Source) -> bytes:
    rows = ["measure\tclause\twords"]
    rows += [f"{trace.measure}\t{trace.clause or 'local'}\t{trace.words}" for trace in traces_of(plan, opinion)]
    return ("\n".join(rows) + "\n").encode()


def to_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def same(file: Path, made: bytes) -> bool:
    if not file.exists():
        return False
    kept = file.read_bytes()
    return parts_of(kept) == parts_of(made) if file.suffix == ".docx" else kept == made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    options = parser.parse_args()
    stale = {name: made for name, made in make_all().items() if not same(FOLDER / name, made)}
    for name, made in stale.items():
        if not options.check:
            (FOLDER / name).write_bytes(made)
        print(f"{'differs' if options.check else 'written'}: {name}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
