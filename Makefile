PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-shifts bench-browser bench-reliability pictures

help:  ## what there is to do
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /: /'

run: $(VENV)/run  ## set everything up and serve the dashboard on http://127.0.0.1:8050
	$(BIN)/python app.py

test: $(VENV)/dev  ## every test, in Chromium (installed if there is none) and on both databases
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

check: $(VENV)/dev  ## format, lint, types, rooms, sizes, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_rooms.py tests/test_style.py tests/test_docs.py

bench: $(VENV)/dev  ## print the measurements (shifts and browser have targets of their own)
	$(BIN)/python -m bench.coding
	$(BIN)/python -m bench.keyness
	$(BIN)/python -m bench.first_use

bench-shifts: $(VENV)/bench  ## the numbers of docs/method/shifts.md, with peers; takes hours, QUICK=1 minutes
	$(BIN)/python -m bench.shifts $(if $(QUICK),--quick)
	$(BIN)/python -m bench.shifts --real

bench-reliability: $(VENV)/dev  ## hostile files, kills, crowds, locks, repeats, speed; QUICK=1 for a look
	$(BIN)/python -m bench.reliability $(if $(QUICK),--quick)

bench-browser: $(VENV)/dev  ## what a filter change costs until the chart is redrawn
	$(BIN)/python -m bench.browser

pictures: $(VENV)/bench  ## take the pictures of docs/guide anew, from the demo
	$(BIN)/python -m bench.pictures

$(VENV)/run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -r requirements.txt
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(BIN)/pip install -q -r requirements-dev.txt
	touch $@

$(VENV)/bench: requirements-bench.txt $(VENV)/dev
	$(BIN)/pip install -q -r requirements-bench.txt
	touch $@
