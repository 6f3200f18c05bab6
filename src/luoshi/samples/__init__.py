"""The bundled samples: invented documents of an invented city, and what is expected to be found in them."""

from __future__ import annotations

from pathlib import Path

CITY_PLAN = "city-plan.docx"
PROVINCE_OPINION = "province-opinion.docx"


def sample_path(name: str = CITY_PLAN) -> Path:
    """Where a bundled sample lies; raises FileNotFoundError for a name that is not there."""
    path = Path(__file__).parent / name
    if not path.is_file():
        raise FileNotFoundError(name)
    return path
