# Every target does its own set-up; `make run` and `make test` need nothing but Python 3.11 and make.
PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
# Two processes, each handed one test after the other: in order, for tests that empty the database come near the end.
WORKERS := -n 2 --maxschedchunk 1

.PHONY: run ready test check lint fmt licences machine databases demo test-sqlite test-postgresql test-next bench drill pictures clean

$(VENV)/run-ready: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: apt-get install python3.11 python3.11-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } || \
		{ echo "The venv module is missing: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/test-ready: $(VENV)/run-ready tests/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# Our sentences, and our words for what the packages say: Chinese, and plain English.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard site/locale*/*/LC_MESSAGES/*.po))
%.mo: %.po $(VENV)/run-ready
	@$(BIN)/pybabel --quiet compile -i $< -o $@

# Packages and catalogues, and nothing started: what a server needs at first and after each pull.
ready: $(VENV)/run-ready $(CATALOGUES)

run: ready
	@$(BIN)/python manage.py serve --port $(PORT)

machine: $(VENV)/test-ready
	@tests/machine.sh

fmt: $(VENV)/test-ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint
	$(BIN)/pytest -q -n 2 -p no:cacheprovider tests/architecture

lint: $(VENV)/test-ready $(CATALOGUES)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet .
	$(BIN)/lint-imports
	$(BIN)/mypy core site/config {people,library,courses,exams,certificates,compliance}/models */domain */queries */actions */permissions.py courses/permissions */enums.py
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python tests/licences.py

# One run of the suite on each database; the last one ends in the summary line. What make check asks besides lint,
# tests/architecture, is part of the first. Lint takes one processor: the other migrates what the runs copy. The demo
# data are made beside the first run, in which the stories of the browser, who need them, come last.
test: machine $(CATALOGUES)
	@$(MAKE) --no-print-directory -j 2 --output-sync lint databases
	@$(MAKE) --no-print-directory -j 2 demo test-sqlite
	@$(MAKE) --no-print-directory test-postgresql

POSTGRESQL = DATABASE_URL="$${TEST_POSTGRESQL_URL:-postgresql://postgres@127.0.0.1:5432/annuan}"

AS_THE_SUITE = DJANGO_SETTINGS_MODULE=config.settings.test

databases: $(VENV)/test-ready $(CATALOGUES)
	@$(AS_THE_SUITE) $(BIN)/python -m tests.databases
	@$(AS_THE_SUITE) $(POSTGRESQL) $(BIN)/python -m tests.databases

demo: $(VENV)/test-ready $(CATALOGUES)
	@$(AS_THE_SUITE) $(BIN)/python -m tests.demo

test-sqlite: $(VENV)/test-ready $(CATALOGUES)
	$(BIN)/pytest -q $(WORKERS)

test-postgresql: $(VENV)/test-ready $(CATALOGUES)
	$(POSTGRESQL) $(BIN)/pytest -q $(WORKERS) -m "not browser"

# The suite on the next release of Wagtail, in an environment of its own.
NEXT := .venv-next
$(NEXT)/ready: $(VENV)/run-ready requirements.txt tests/requirements.txt tests/requirements-next.txt
	@test -x $(NEXT)/bin/python || $(PYTHON) -m venv $(NEXT)
	@{ grep -hEv '^(wagtail|draftjs_exporter)==|^-r' requirements.txt tests/requirements.txt; cat tests/requirements-next.txt; } > $(NEXT)/requirements.txt
	$(NEXT)/bin/python -m pip install --quiet --disable-pip-version-check -r $(NEXT)/requirements.txt
	@touch $@

test-next: $(NEXT)/ready $(CATALOGUES)
	$(NEXT)/bin/pytest -q $(WORKERS) -m "not browser"

# Writes the list of licences that make check compares.
licences: $(VENV)/test-ready
	$(BIN)/python tests/licences.py --write

# Takes the pictures of the README anew, on the way through the story of the main job.
pictures: machine $(CATALOGUES)
	PICTURES=1 $(BIN)/pytest -q tests/flows/test_main_job.py

# The fault drills in their long form, on both databases: 10,000 acknowledged answers, 1,000 races.
drill: machine $(CATALOGUES)
	DRILL=10000 $(BIN)/pytest -q -s -m fault
	DRILL=10000 $(POSTGRESQL) $(BIN)/pytest -q -s -m fault

# Measures the running system beside floors of the same run; make bench ONLY=journey,steps runs some.
bench: machine $(CATALOGUES)
	@ONLY="$(ONLY)" $(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) $(NEXT) var
