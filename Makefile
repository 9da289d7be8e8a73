# acsg-intake: `make run` to see it work, `make test` to check everything.
PYTHON ?= python3
VENV   := .venv
FUZZ   := .venv-fuzz
BIN    := $(VENV)/bin
UV     := $(BIN)/uv --quiet
LOCK   := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help run test lint types contracts unit soak fuzz figures lock clean system-ocr

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run system-ocr ## set up what is missing, start the program with the chat sandbox and send samples
	@ACSG_CHAT=sandbox ACSG_DATA_DIR=var/sandbox $(BIN)/python -m bot.sandbox

test: $(VENV)/.dev system-ocr lint types contracts unit ## set up what is missing, then lint, type, check the architecture and run every test

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev
	$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

soak: $(VENV)/.dev system-ocr ## the long kill and load runs (three quarters of an hour)
	$(BIN)/pytest -m soak -p no:randomly $(ARGS)

fuzz: $(VENV)/.dev ## fuzz each reader for FUZZ_SECONDS (300), guided by coverage
	@test -x $(FUZZ)/bin/python || { $(PYTHON) -m venv $(FUZZ) && $(FUZZ)/bin/python -m pip install --quiet atheris==3.0.0; }
	@for target in $(or $(TARGETS),mail sniff markup charset pdf office archive); do \
	  echo "fuzzing $$target ..."; mkdir -p var/fuzz/$$target; \
	  PYTHONPATH=.:$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') \
	  nice $(FUZZ)/bin/python tests/fuzz $$target var/fuzz/$$target -max_total_time=$(or $(FUZZ_SECONDS),300) \
	    -timeout=90 -rss_limit_mb=3000 -verbosity=0 -print_final_stats=1 -artifact_prefix=var/fuzz/$$target- || exit 1; \
	done

figures: $(VENV)/.dev ## print the measured figures
	$(BIN)/python -m benchmarks

lock: $(VENV)/.uv ## renew the hash-locked requirements from pyproject.toml
	$(UV) pip compile $(LOCK) pyproject.toml -o requirements.txt
	$(UV) pip compile $(LOCK) --extra dev --extra train -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(UV) pip compile $(LOCK) -c requirements-dev.txt requirements-build.in -o requirements-build.txt

clean: ## remove the virtual environment and everything the program wrote
	rm -rf $(VENV) $(FUZZ) var

system-ocr:
	@.ci/system-packages tesseract

$(VENV)/.uv: requirements-build.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: install python3 and python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt
	@touch $@

$(VENV)/.run: $(VENV)/.uv requirements.txt pyproject.toml
	@echo "installing locked packages ..."
	@test -e $(VENV)/.dev || $(UV) pip sync --compile-bytecode --python $(BIN)/python --require-hashes --no-build-isolation requirements-build.txt requirements.txt
	@test -e $(VENV)/.dev || $(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.uv requirements-dev.txt pyproject.toml
	@echo "installing locked packages with the tools for tests ..."
	@$(UV) pip sync --compile-bytecode --python $(BIN)/python --require-hashes --no-build-isolation requirements-build.txt requirements-dev.txt
	@$(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run
