# What the README, the workflow, the script of the continuous checks and people call.

PYTHON ?= python3
BIN := .venv/bin
TARGET ?= loader
SECONDS ?= 60
KEYS ?= 100000

# The tests start the program hundreds of times: it must not be compiled each time.
unexport PYTHONDONTWRITEBYTECODE

# The theme of the site prints a notice about a later major release, which is not used here.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help setup test quick check docs golden bench fuzz monkey

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s%s\n", $$1, $$2 }' Makefile

setup: ## Install the program and every tool in .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev --group docs

test: ## Run all tests
	$(BIN)/python -m pytest

quick: ## Run the quick tests
	$(BIN)/python -m pytest -m 'not slow' --hypothesis-profile=quick -n 2

check: ## Check style, types, the directions of imports and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

docs: ## Build the documentation site, strictly
	$(BIN)/mkdocs build --strict

golden: ## Write the golden files and the expected texts of the corpus again
	COOP_TUI_UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/golden tests/cli/test_check_corpus.py

bench: ## Print what each part costs
	$(BIN)/python -m tests.benchmarks

fuzz: ## Search for input that makes a parser fail (TARGET=loader SECONDS=60)
	$(BIN)/python -m pip install --quiet --group fuzz
	$(BIN)/python -m tests.fuzz $(TARGET) --seconds $(SECONDS)

monkey: ## Press keys at random (KEYS=100000)
	$(BIN)/python -m tests.monkey --keys $(KEYS)
