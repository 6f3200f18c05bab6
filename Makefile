# One command each: `make demo` shows the main job, `make test` checks everything.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

ASSETS := src/luoshi/common/static/luoshi/luoshi.css
CATALOGUES := $(wildcard src/luoshi/locale/en/LC_MESSAGES/django.po src/luoshi/*/locale/en/LC_MESSAGES/django.po)
WORDS := $(VENV)/.words

.PHONY: setup demo demo-table demo-web test check bench samples messages test-postgres lock clean

setup: $(STAMP) $(ASSETS) $(WORDS)

$(STAMP): requirements.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(STAMP)

# The libraries, styles and scripts of the pages.
$(ASSETS): $(STAMP) frontend/package-lock.json frontend/build.mjs frontend/icons.txt $(wildcard frontend/src/*)
	$(BIN)/python -m scripts.assets
	touch $(ASSETS)

# The English of the pages.
$(WORDS): $(STAMP) $(CATALOGUES)
	$(BIN)/python -m scripts.messages compile
	touch $(WORDS)

messages: $(STAMP)
	$(BIN)/python -m scripts.messages update

# First the breakdown of the bundled plan, then the pages; `make demo PORT=8001` where the port is taken.
demo: demo-table
	$(BIN)/luoshi serve --demo --port $(PORT)

# The breakdown alone.
demo-table: setup
	$(BIN)/luoshi demo

# The pages alone.
demo-web: setup
	$(BIN)/luoshi serve --demo --port $(PORT)

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint src --lint --quiet

test: check
	$(BIN)/pytest --numprocesses auto

# The tests that touch the database, on a PostgreSQL server of their own where Debian's is installed.
test-postgres: setup
	.ci/postgres $(BIN)/pytest --numprocesses auto tests --ignore tests/engine --ignore tests/cli --ignore tests/browser

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	$(BIN)/python -m bench

samples: $(STAMP)
	$(BIN)/python -m scripts.samples

lock:
	uv pip compile --quiet --universal --no-emit-index-url --no-header pyproject.toml --output-file requirements.txt
	uv pip compile --quiet --universal --no-emit-index-url --no-header --group dev --constraint requirements.txt --output-file requirements-dev.txt
	uv pip compile --quiet --universal --no-emit-index-url --no-header --group bench --constraint requirements-dev.txt --output-file requirements-bench.txt

clean:
	rm -rf $(VENV) build dist
