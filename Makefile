# Two commands are enough: `make run` and `make test`. Everything they need is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run chat test check lint format types imports proofs catalogs docs mutants bench lock clean

help: ## List what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: .venv/.run ## Start the bot: on Telegram with TELEGRAM_TOKEN, else in the terminal
	@$(BIN)/steadyback run

chat: .venv/.run ## Hold the conversation in this terminal
	@$(BIN)/steadyback chat

test: .venv/.dev ## Run every test
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q

check: format lint types imports proofs test ## Everything that must hold before a commit

format: .venv/.dev ## Put the code in its usual shape
	@$(BIN)/ruff format -q .

lint: .venv/.dev ## Look for mistakes in the code
	@$(BIN)/ruff check .

types: .venv/.dev ## Check the types
	@$(BIN)/mypy

imports: .venv/.dev ## Check that the rooms do not reach into each other
	@$(BIN)/lint-imports

proofs: .venv/.dev ## Prove the protocol, check words and generated files
	@$(BIN)/steadyback check

catalogs: .venv/.run ## Write locales/messages.pot anew
	@$(BIN)/steadyback catalogs --update

docs: .venv/.run ## Write docs/clinical/ anew
	@$(BIN)/steadyback protocol --update

mutants: .venv/.dev ## Try every mutant of the protocol, the signed-off ones too
	@MUTANTS=all $(BIN)/python -m pytest -n 2 -q tests/dialogs/test_mutants.py

bench: .venv/.dev ## Measure against a plain python-telegram-bot
	@$(BIN)/python -m tests.benchmarks

lock: ## Write the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q -o requirements-dev.lock

clean: ## Remove the environment and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing SteadyBack into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m compileall -q bot dialogs content
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "Installing what the tests need into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
