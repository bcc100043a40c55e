# Two commands do everything from a clean clone: make demo, make test.
# The virtual environment is made once from requirements.lock and renewed when that changes.

PYTHON ?= python3
SERVE ?= 1
PORT ?= 8001
PORT_BASE ?= 8721
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test lint test-browser bench schema lock clean

help:
	@echo "make demo          crawl the demonstration portals and browse them (SERVE=0: stop after it; PORT, PORT_BASE: other ports)"
	@echo "make test          lint, type check and the whole test suite"
	@echo "make test-browser  the tests that need Chromium"
	@echo "make bench         speed beside a plain spider, measured in one run"
	@echo "make lock          renew requirements.lock from pyproject.toml (needs uv)"

demo: $(READY)
	@$(BIN)/tuyengiao demo --port-base $(PORT_BASE) $(if $(filter 0,$(SERVE)),--no-serve,--port $(PORT))

test: lint
	@$(BIN)/python -m pytest -m "not browser" -n 2

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

test-browser: $(READY)
	@$(BIN)/python -m pytest -m browser

bench: $(READY)
	@$(BIN)/python -m benchmarks.crawl

schema: $(READY)
	@$(BIN)/python -m corpus.schema_docs --write

lock:
	uv pip compile --universal --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	  --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock

$(READY): requirements.lock pyproject.toml
	@PYTHON=$(PYTHON) sh deploy/make-venv.sh $(VENV)
	@touch $(READY)

clean:
	rm -rf $(VENV) data/demo .pytest_cache .mypy_cache .ruff_cache *.egg-info
