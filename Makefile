# Two commands are all a newcomer needs: `make render` and `make test`. `make help` lists the others.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
APP := app/.venv

.PHONY: help render check test lint fix unit mutants app serve bench bench-app proto lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

render: $(VENV)/run ## Render every stack, judged, to rendered/
	$(BIN)/slipway render --all

check: $(VENV)/run ## Judge every stack in memory
	$(BIN)/slipway check

test: lint unit app ## Everything CI runs

lint: $(VENV)/dev ## Style, types, and that generated files are up to date
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/slipway schema --check
	$(BIN)/slipway rules --format markdown | diff docs/policies.md -
	$(BIN)/slipway rules --format data | diff policies/rules/data.yaml -
	$(BIN)/slipway render --all --check

unit: $(VENV)/dev ## All tests; those that need OPA build it with Go, once
	$(BIN)/pytest -n 2

app: $(APP)/dev ## The inference server and the downloader: types and tests, in an environment of their own
	$(APP)/bin/mypy app
	$(APP)/bin/pytest -n 2 --dist loadscope app/tests

serve: $(APP)/dev ## Train a classifier of irises, export it to ONNX, serve it on port 8080 and print a request
	$(APP)/bin/python -m app.demo $(APP)/demo

fix: $(VENV)/dev ## Format, and write what is generated
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/slipway schema
	$(BIN)/slipway rules --format markdown > docs/policies.md
	mkdir -p policies/rules
	$(BIN)/slipway rules --format data > policies/rules/data.yaml
	$(BIN)/slipway render --all

bench: $(VENV)/dev ## Times, memory and ratios, printed as a table
	$(BIN)/python -m tests.bench

mutants: $(VENV)/dev ## Delete and negate every condition of every rule; tests must notice (minutes)
	$(BIN)/python -m tests.policy.mutation

bench-app: $(APP)/dev ## Requests per second and latency of the server, MLServer and a plain FastAPI handler
	$(APP)/bin/python -m app.tests.bench

proto: $(APP)/dev ## Generate the gRPC messages from the protocol's official file
	$(APP)/bin/python -m grpc_tools.protoc -I app/server/rpc --python_out=app/server/rpc --pyi_out=app/server/rpc inference.proto

lock: ## Pin the newest versions that pyproject.toml allows, with hashes, for every platform
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --upgrade pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --upgrade --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade app/requirements.in -o app/requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade app/requirements-sklearn.in -o app/requirements-sklearn.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade app/requirements-dev.in -o app/requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade app/tests/oracle/requirements.in -o app/tests/oracle/requirements.txt

clean: ## Remove what was installed and cached here
	rm -rf $(VENV) $(APP) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Slipway needs Python 3.11 or later, this is {sys.version.split()[0]}: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

# The command is a link to this folder, so an edit needs no new installation.
$(VENV)/run: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) -r requirements.txt
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(PIP) -r requirements-dev.txt
	touch $@

$(APP)/bin/python: | $(BIN)/python
	$(PYTHON) -m venv $(APP)

$(APP)/dev: app/requirements-dev.txt | $(APP)/bin/python
	$(APP)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r app/requirements-dev.txt
	touch $@
