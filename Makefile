# One command each: `make demo` shows the main job, `make test` checks everything.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
# A PostgreSQL server as Debian installs it; the tests and the figures start one of their own from it.
SERVER := $(firstword $(wildcard /usr/lib/postgresql/*/bin/postgres))

ASSETS := src/luoshi/common/static/luoshi/luoshi.css
CATALOGUES := $(wildcard src/luoshi/locale/*/LC_MESSAGES/django.po src/luoshi/*/locale/en/LC_MESSAGES/django.po)
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

# Everything on SQLite, then what touches the database again on PostgreSQL.
test: check
	$(BIN)/pytest --numprocesses auto
	$(MAKE) --no-print-directory test-postgres

ON_POSTGRES := $(BIN)/pytest --numprocesses auto tests --ignore tests/engine --ignore tests/cli --ignore tests/browser \
	--ignore tests/exporting --ignore tests/samples --ignore tests/wording --ignore tests/test_shape.py \
	--ignore tests/test_messages.py --ignore tests/test_docs.py --ignore tests/test_openapi.py

test-postgres: setup
ifneq ($(SERVER),)
	.ci/postgres $(ON_POSTGRES)
else
	@echo "PostgreSQL was not tried: no server under /usr/lib/postgresql (on Debian: apt-get install postgresql)."
endif

# All figures, or those named: make bench FIGURES="web workbooks".
bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
ifneq ($(SERVER),)
	LUOSHI_SERVER_FOR=figures .ci/postgres $(BIN)/python -m bench $(FIGURES)
else
	$(BIN)/python -m bench $(FIGURES)
endif

samples: $(STAMP)
	$(BIN)/python -m scripts.samples

lock:
	uv pip compile --quiet --universal --no-emit-index-url --no-header pyproject.toml --output-file requirements.txt
	uv pip compile --quiet --universal --no-emit-index-url --no-header --group dev --constraint requirements.txt --output-file requirements-dev.txt
	uv pip compile --quiet --universal --no-emit-index-url --no-header --group bench --constraint requirements-dev.txt --output-file requirements-bench.txt

clean:
	rm -rf $(VENV) build dist
