# Gongkai: `make demo` to see it, `make test` to check it. GNU make; Windows: the pip lines in README.md.
#
#   make demo [CORPUS=folder]   serve the sample reports, or your own, and print the address
#   make test                   style, types and all tests: within ten minutes on two cores
#   make soak                   the same tests with many more examples, and the long campaigns
#   make lock                   write requirements.lock anew, from the newest versions allowed
#   make clean                  remove what the above left behind
#
# PYTHON=python3.12 chooses the interpreter (3.11 or newer) that .venv is made with.

PYTHON ?= python3
VENV ?= .venv
CORPUS ?=

BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet -c requirements.lock
# A folder without a Python file is an error for mypy.
TYPED := corpus indexer search_api $(if $(wildcard bench/*.py),bench) tests

.DELETE_ON_ERROR:
.PHONY: demo test check chromium soak lock clean

demo: $(VENV)/.installed
	$(BIN)/gongkai demo $(if $(CORPUS),"$(CORPUS)")

test: check chromium
	$(BIN)/python -m pytest -q

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(TYPED)

soak: check chromium
	$(BIN)/python -m pytest -q -m "soak or not soak" --hypothesis-profile=soak -o faulthandler_timeout=0

# The last thing that making an environment puts in place is pip: half an environment is completed.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Gongkai needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Stamps: nothing is installed again until the requirements change.
$(VENV)/.installed: pyproject.toml requirements.lock | $(BIN)/pip
	$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml requirements.lock | $(BIN)/pip
	$(PIP_INSTALL) -e ".[dev,browser]"
	@touch $(VENV)/.installed $@

# A browser for the tests: the one that is there; else, as root on Debian and its kin, the system's.
# Where neither is to be had the browser tests are skipped, and say so.
chromium:
	@found() { \
	  test -n "$$CHROMIUM" && return; \
	  for name in chromium chromium-browser google-chrome google-chrome-stable msedge; do \
	    command -v $$name >/dev/null && return; \
	  done; \
	  return 1; \
	}; \
	chinese() { ! command -v fc-list >/dev/null || fc-list :lang=zh-cn family | grep -q .; }; \
	if found && chinese; then exit 0; fi; \
	if test -f /etc/debian_version && test "$$(id -u)" = 0; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk </dev/null >/dev/null; } || \
	    echo "Chromium could not be installed; the browser tests will be skipped" >&2; \
	else \
	  echo "no Chromium with a Chinese font; install them, or set CHROMIUM, to run the browser tests" >&2; \
	fi

lock:
	@set -e; fresh=$$(mktemp -d); trap 'rm -rf "$$fresh"' EXIT; \
	$(PYTHON) -m venv "$$fresh"; \
	"$$fresh/bin/python" -m pip install --quiet ".[dev,browser]"; \
	{ echo "# The versions the tests run with: constraints (pip install -c requirements.lock …), written by \`make lock\`."; \
	  "$$fresh/bin/python" -m pip freeze --exclude gongkai; } > "$$fresh/lock"; \
	cp "$$fresh/lock" requirements.lock

clean:
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
