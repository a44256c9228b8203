# Two commands: `make run` serves Barnstar with demo content; `make test` runs every test.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN = .venv/bin

.PHONY: run test check bench interop fuzz setup setup-test lock words screenshots

run: setup
	@BARNSTAR_DEMO=$${BARNSTAR_DEMO:-auto} $(BIN)/flask --app wsgi serve --demo

test: setup-test
	@$(BIN)/python scripts/browser.py
	@$(BIN)/python -m pytest

check: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python scripts/lock.py --check

bench: setup-test
	@$(BIN)/python -m benchmarks

interop: setup-test
	@$(BIN)/python -m interop

# Every parser that reads what strangers send; a million inputs each take hours. `make fuzz FUZZ="json --runs 10000"`
fuzz: setup-test
	@$(BIN)/uv pip install -q --system-certs --require-hashes --python $(BIN)/python -r requirements/fuzz.txt
	@$(BIN)/python -m fuzz $(FUZZ)

setup:
	@$(PYTHON) scripts/setup.py run

setup-test:
	@$(PYTHON) scripts/setup.py test

# After editing pyproject.toml: resolve anew and read the diff.
lock: setup-test
	$(BIN)/python scripts/lock.py

# After editing sentences: collect them into the catalogues.
words: setup-test
	$(BIN)/pybabel -q extract -F web/translations/babel.cfg -k _ -k lazy_gettext -k _l -o web/translations/messages.pot --no-location --sort-output .
	for code in sv es ar; do $(BIN)/pybabel -q update -i web/translations/messages.pot -d web/translations -l $$code --no-fuzzy-matching --no-wrap --ignore-obsolete; done

screenshots: setup-test
	@$(BIN)/python scripts/screenshots.py
