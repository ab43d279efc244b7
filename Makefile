# The verbs of this house. Each sets up what it needs in .venv, from the lock in requirements/; the second call
# finds it there. All it takes is make and a Python 3.11 or newer (PYTHON=... names a particular one).

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-ready
DEV := $(VENV)/.dev-ready
NODE_DIR := tests/clients/node
NODE := .cache/node-ready
# the package index of the machine is used as its pip is set up; what is installed is pinned by hash
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip
LOCK := CUSTOM_COMPILE_COMMAND="make lock" PIP_FIND_LINKS= $(BIN)/pip-compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --build-deps-for=editable

.PHONY: help serve test lint types fmt bench clients golden conformance docs lock clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(RUNTIME) ## serve on 127.0.0.1:8181, data in ./cassette-data (ARGS="--memory --port 9000" changes that)
	@exec $(BIN)/cassette serve $(ARGS)

test: lint types $(DEV) $(NODE) ## everything that has to pass before a change goes in
	$(BIN)/python -m pytest $(ARGS)

lint: $(DEV) ## style and likely mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## mypy, strict, over src and tests
	$(BIN)/mypy

fmt: $(DEV) ## format, and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV) ## measure; a whole run writes bench/RESULTS.md (ARGS="--quick", ARGS="find-id ingest", ARGS=--help)
	$(BIN)/python -m bench $(or $(ARGS),--write)

clients: $(DEV) $(NODE) ## the real clients against a served Cassette
	$(BIN)/python -m pytest tests/clients $(ARGS)

golden: $(DEV) ## the golden cases (REWRITE=1 writes them anew, for review)
	REWRITE=$(REWRITE) $(BIN)/python -m pytest tests/golden $(ARGS)

conformance: $(DEV) ## CQL beside Apache Cassandra's (RECORD=1 records its answers anew)
	$(BIN)/python -m $(if $(RECORD),tests.conformance.record,pytest tests/conformance) $(ARGS)

docs: $(DEV) ## write the generated pages again
	$(BIN)/python -m cassette.server.settings_page > docs/settings.md
	$(BIN)/python -m tests.conformance.page > docs/conformance.md

lock: $(DEV) ## pin the newest versions, with hashes
	$(LOCK) --upgrade --output-file=requirements/runtime.txt pyproject.toml
	$(LOCK) --upgrade --extra dev --constraint requirements/runtime.txt --output-file=requirements/dev.txt pyproject.toml

clean: ## forget the local environment and caches
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --- what the verbs need ---

$(BIN)/python:
	@found=""; \
	for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Cassette needs Python 3.11 or newer with its venv module, and found none on the PATH." >&2; \
	  echo "Install one (on Debian and Ubuntu: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi; \
	echo "setting up $(VENV) with $$("$$found" --version)"; \
	rm -rf $(VENV); "$$found" -m venv $(VENV)

$(RUNTIME): requirements/runtime.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --quiet --require-hashes -r requirements/runtime.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# without npm the Node suites are skipped, and say so; under CI they then fail
$(NODE): $(wildcard $(NODE_DIR)/package.json $(NODE_DIR)/package-lock.json)
	@mkdir -p $(@D)
	@if [ ! -f $(NODE_DIR)/package.json ]; then :; \
	elif command -v npm >/dev/null; then npm --prefix $(NODE_DIR) ci --ignore-scripts --no-audit --no-fund --loglevel=error; \
	elif [ "$${CI:-}" = "true" ]; then echo "CI=true, but there is no npm for $(NODE_DIR)" >&2; exit 1; \
	else echo "no npm here: the Node clients' suites will be skipped"; exit 0; fi; \
	if [ -f $(NODE_DIR)/package.json ] && [ ! -d $(NODE_DIR)/node_modules ]; then rm -f $@; else touch $@; fi
