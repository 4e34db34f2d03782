PYTHON ?= python3
PORT ?= 8000
PYTEST_WORKERS ?= 2
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test check bench campaign lock set-up-dev chromium format

help: ## List what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Start Golden Thread with its demo organisation (PORT=8000)
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} $(PYTHON) bin/set_up.py run
	@echo
	@echo "Golden Thread runs at http://127.0.0.1:$(PORT). Press Ctrl-C to stop it."
	@DJANGO_SETTINGS_MODULE=config.settings.dev SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} PORT=$(PORT) honcho start --no-colour

set-up-dev:
	@$(PYTHON) bin/set_up.py dev

chromium:
	@$(PYTHON) bin/find_chromium.py

test: set-up-dev chromium ## Run the whole suite, browser journeys included (TEST_DATABASE_URL for PostgreSQL)
	pytest tests --ignore=tests/journeys -m "not campaign" -n $(PYTEST_WORKERS) --dist loadfile
	pytest tests/journeys -n $(PYTEST_WORKERS) --dist loadfile

check: set-up-dev ## Linters, types, import contracts, migrations
	ruff check .
	ruff format --check .
	mypy
	lint-imports --no-cache
	djlint templates --lint --quiet
	DJANGO_SETTINGS_MODULE=config.settings.test python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.test python manage.py check --fail-level WARNING

bench: set-up-dev ## Measure the pages as ratios to a bare page, in one run
	python benchmarks/run.py

campaign: set-up-dev ## Slow fault campaigns: many kill points, and a real external record store
	pytest tests -m campaign -p no:cacheprovider

format: set-up-dev ## Put the code into shape
	ruff check --fix .
	ruff format .

lock: ## Renew the lock files after changing requirements/*.in
	@for name in run dev uv node; do uv pip compile -q requirements/$$name.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements/$$name.txt; done
