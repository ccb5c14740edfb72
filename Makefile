# `make` alone lists the targets. Nothing is installed outside this folder.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := examples/idlib-2020
OUT ?= out/demo
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install demo test lint format types layers unit evaluation constraints clean

help: ## List the targets
	@echo "make TARGET, where TARGET is one of"
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' | awk -F'|' '{ printf "  %-12s %s\n", $$1, $$2 }'

# A stamp says that what pyproject.toml and the constraints ask for is installed, so that a second call does nothing.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which with make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt package-lock.json hatch_build.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

install: $(VENV)/.installed ## Install Trucewatch into .venv
	@echo "Installed: $(BIN)/trucewatch --help"

demo: $(VENV)/.installed ## Install, and turn 48 reports of the worked example into a record in out/demo
	@mkdir -p $(OUT)
	@grep '"retold": true' $(EXAMPLE)/reports.jsonl | $(BIN)/trucewatch run - --agreement $(EXAMPLE)/agreement.toml --out $(OUT)

test: $(VENV)/.installed-dev ## Install what tests need and run every check
	@$(MAKE) --no-print-directory lint types layers unit evaluation

lint: $(VENV)/.installed-dev ## Style of the code, unchanged
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.installed-dev ## Bring the code into style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.installed-dev ## Types, strictly
	$(BIN)/mypy

layers: $(VENV)/.installed-dev ## Imports run downwards only
	$(BIN)/lint-imports

unit: $(VENV)/.installed-dev ## The tests alone
	$(BIN)/pytest --numprocesses auto

evaluation: $(VENV)/.installed-dev ## Scores may not fall below their committed floors
	$(BIN)/python -m evaluation gate

constraints: ## Pin anew what a fresh installation brings (needs a package index)
	rm -rf build/pins
	$(PYTHON) -m venv build/pins
	PIP_CONSTRAINT= build/pins/bin/python -m pip install --quiet '.[dev]' hatchling
	{ echo '# Written by make constraints: everything that an installation brings, and what builds it.'; \
	  build/pins/bin/python -m pip freeze --exclude trucewatch; } > constraints.txt

clean: ## Remove what was built and written (.venv, out, caches)
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests evaluation -name __pycache__ -type d -prune -exec rm -rf {} +
