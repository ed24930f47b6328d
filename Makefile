# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

# One word per task; .ci/run says the same words. `make help` lists them.
# Plain POSIX make: no functions, no pattern rules. Nothing is installed outside .venv and .venv-bench.

PYTHON = python3
# What `make run` scans: paths, folders or addresses, separated by spaces.
REPOS = .
DATA = ospora-data
REPORT = ospora-report.html
# Options for pytest, such as PYTEST="-k windows" or PYTEST="tests/core".
PYTEST =
# Options for uv, such as LOCK=--upgrade: without it, versions that still fit are kept.
LOCK =
# The tool that writes the locks. Newer ones give the same format; this one wrote those in the tree.
UV = uv==0.13.9

VENV = .venv
BIN = $(VENV)/bin
PIP = -m pip --disable-pip-version-check --quiet
COMPILE = pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --custom-compile-command "make lock"

.PHONY: help run test quick check fix bench docs lock clean

help: ## list these words
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 14

run: $(VENV)/run.stamp ## install, scan REPOS (default: this repository), write a report
	@status=0; \
	$(BIN)/ospora scan $(REPOS) --data $(DATA) --report $(REPORT) || status=$$?; \
	if [ $$status -eq 0 ] || [ $$status -eq 3 ]; then \
		printf '\nOpen the report in a browser:\n  file://%s/%s\n' "$$(pwd)" $(REPORT); \
		printf 'Look further in the terminal, for example:\n  %s show --data %s\n' $(BIN)/ospora $(DATA); \
	fi; \
	exit $$status

test: $(VENV)/test.stamp ## install and run all tests, with coverage
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered $(PYTEST)

quick: $(VENV)/test.stamp ## run the tests without slow and browser ones, without coverage
	$(BIN)/python -m pytest -m "not slow and not browser" $(PYTEST)

check: $(VENV)/test.stamp ## formatter, linter, types, imports, licences, spelling, generated pages
	@status=0; export REUSE_ENCODING_MODULE=charset_normalizer; \
	for words in "ruff format --check --output-format=concise ." "ruff check --output-format=concise ." mypy \
		"lint-imports" "reuse lint --lines" codespell "python tools/reference.py --check"; do \
		echo "$(BIN)/$$words"; $(BIN)/$$words || { status=1; echo "failed: $$words" >&2; }; \
	done; \
	exit $$status

fix: $(VENV)/test.stamp ## let formatter and linter repair what they can
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: $(VENV)/test.stamp ## write the generated pages of docs/reference again
	$(BIN)/python tools/reference.py

bench: $(VENV)-bench/bench.stamp ## measure against git, perceval and pydriller: make bench REPOS="one two"
	$(VENV)-bench/bin/python -m bench $(REPOS)

lock: $(VENV)/created ## resolve the dependencies again and write the three locks
	$(BIN)/python $(PIP) install "$(UV)"
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > $(VENV)/build.in
	$(BIN)/uv $(COMPILE) $(LOCK) pyproject.toml $(VENV)/build.in --output-file requirements.lock
	$(BIN)/uv $(COMPILE) $(LOCK) pyproject.toml $(VENV)/build.in --extra test --extra check \
		--constraint requirements.lock --output-file requirements-test.lock
	$(BIN)/uv $(COMPILE) $(LOCK) pyproject.toml $(VENV)/build.in --extra bench \
		--constraint requirements.lock --output-file requirements-bench.lock

clean: ## remove what these words have made, except the data of scans
	rm -rf .venv .venv-* build dist htmlcov tools/axe/node_modules
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find ospora tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is younger than what it was made from, so that a second run installs nothing.
# The project itself is installed as a link to this folder: a changed module needs no new installation.

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Ospora needs Python 3.11 or newer; say which one with: make PYTHON=/path/to/python3.11 …' >&2; exit 2; }
	@$(PYTHON) -m venv --clear $(VENV) || \
		{ echo 'This Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 2; }
	@touch $@

$(VENV)/run.stamp: $(VENV)/created requirements.lock pyproject.toml
	$(BIN)/python $(PIP) install --require-hashes --requirement requirements.lock
	$(BIN)/python $(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q ospora
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-test.lock
	$(BIN)/python $(PIP) install --require-hashes --requirement requirements-test.lock
	@touch $@

$(VENV)-bench/bench.stamp: requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)-bench
	$(VENV)-bench/bin/python $(PIP) install --require-hashes --requirement requirements-bench.lock
	$(VENV)-bench/bin/python $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
