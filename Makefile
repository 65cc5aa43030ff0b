# `make read` is all that a reader needs. The other targets are for working on Glossator.

VENV := .venv
BIN := $(VENV)/bin
# The collection that `make read` opens: make read COLLECTION=~/letters
COLLECTION ?= samples

# Each of the processes that test would compile every test anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: read test check check-all bench bench-search bench-understanding bench-readers bench-scale build clean tmux chromium

read: $(VENV)/.reading
	@$(BIN)/glossator -- "$(COLLECTION)"

# All tests but the slow ones, four at a time because many wait for a terminal; those in a real terminal need tmux and
# are skipped where there is none. Neighbours stay together, for they share what they index.
test: $(VENV)/.working tmux
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not slow"

check: $(VENV)/.working
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_imports.py

# Ten minutes of it are for damaged files, which every reader must stand.
check-all: check tmux chromium
	@sh tests/slow/peers.sh $(VENV)/peers $(BIN)/python
	TESTS_PEERS=$(abspath $(VENV)/peers) TESTS_FUZZ_SECONDS=600 $(BIN)/python -m pytest -n 2 --dist worksteal

bench: $(VENV)/.working
	@set -e; for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

# Search alone: how fast, and how good the order of hits is (that on judged queries, where they are there).
bench-search: $(VENV)/.working
	$(BIN)/python bench/relevance.py
	$(BIN)/python bench/search.py --documents 20000

# Names, clusters, quotations, dates, figures and structure: how right, on what gold there is, and words a second of each.
bench-understanding: $(VENV)/.working
	$(BIN)/python bench/understanding.py

# What each reader makes of files whose text is known, beside trafilatura on the same web pages, which nothing else needs.
bench-readers: $(VENV)/.working
	@$(BIN)/python -c 'import trafilatura' 2>/dev/null || \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt trafilatura lxml_html_clean
	$(BIN)/python bench/readers.py

# 100,000 documents in thirteen formats, killed half way and gone on with; some twenty minutes on two quiet cores.
bench-scale: $(VENV)/.working
	$(BIN)/python bench/scale.py --documents 100000

build: $(VENV)/.working
	$(BIN)/python -m build

# The environment stays: it is removed with `rm -r .venv`.
clean:
	rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis snapshot_report.html
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# What the program itself needs, in the versions that were tested.
$(VENV)/.reading: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing Glossator into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

# What its tests and checks need. The groups are read here because older releases of pip do not know them.
$(VENV)/.working: $(VENV)/.reading
	@$(BIN)/python -c 'import tomllib; groups = tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]; \
	    print(*(line for group in groups.values() for line in group), sep="\n")' > $(VENV)/groups.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[serve,fast,watch]' -r $(VENV)/groups.txt
	@touch $@

$(BIN)/python:
	@for python in python3.13 python3.12 python3.11 python3 python; do \
	    if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        if $$python -m venv $(VENV); then exit 0; fi; \
	        echo "$$python cannot make an environment: on Debian and Ubuntu, install python3-venv" >&2; exit 1; \
	    fi; \
	done; \
	echo "Glossator needs Python 3.11 or later, and none was found" >&2; exit 1

tmux:
	@command -v tmux >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get install -y -q tmux || { apt-get update -q && apt-get install -y -q tmux; }; } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "tmux is missing: the tests that drive a real terminal will be skipped"

chromium:
	@for browser in chromium chromium-browser google-chrome; do command -v $$browser >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    export DEBIAN_FRONTEND=noninteractive; \
	    { apt-get install -y -q --no-install-recommends chromium || \
	      { apt-get update -q && apt-get install -y -q --no-install-recommends chromium; }; } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "Chromium is missing: the tests of the reading room in a browser will be skipped"
