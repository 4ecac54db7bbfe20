# One command sets up and runs the main job (make demo), one sets up and passes the tests (make test).
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out/demo
export OMP_NUM_THREADS ?= 1

.PHONY: demo test pytest serve lint bench peers setup clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: setup        ## plan the sample network and print where its report is
	$(BIN)/quarterhour demo --out $(OUT)

test: setup        ## everything that must hold, without the slow benchmarks
	$(MAKE) --jobs=2 lint pytest

pytest: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

serve: setup       ## the HTTP service on this machine only
	$(BIN)/quarterhour serve

bench: setup       ## the short form of every benchmark
	$(BIN)/python -m benchmarks

peers: .peers/venv/.ready   ## the peers' own environment, for the benchmarks' `--peers`

.peers/venv/.ready: benchmarks/peers.txt
	$(PYTHON) -m venv .peers/venv
	.peers/venv/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	touch $@

clean:
	rm -rf $(VENV) out .peers/venv
