"""Writes the description of the API from the API itself: `python -m scripts.openapi docs/openapi.json`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def description() -> str:
    """The API as OpenAPI 3.1, in JSON; without the version of the product, so that a release changes nothing here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.settings")
    import django

    django.setup()
    from luoshi.api import api

    schema = api.get_openapi_schema()
    schema["info"].pop("version", None)
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    Path(arguments[0]).write_text(description(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
