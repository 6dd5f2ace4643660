# Every target sets up what it needs in .venv: Python 3.11, make and a package index are enough.
# Plain pip installs, because it follows whatever index and certificates the machine is configured for.

PYTHON ?= $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)
BIN := .venv/bin
RUN := PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONUNBUFFERED=1
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-index-annotation --custom-compile-command "make lock"

LIVEKIT_VERSION := $(shell sed -n 's/^VERSION = "\(.*\)"/\1/p' simulator/real_livekit/processes.py)
LIVEKIT := .livekit/livekit-server-$(LIVEKIT_VERSION)

.DEFAULT_GOAL := help
.PHONY: help demo test coverage live livekit test-livekit ears storm serve lint bench stored soak docs lock
.DELETE_ON_ERROR:

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: .venv/runtime ## Play one whole warm transfer here, without an account (ONCE=1: stop after the receipt)
	@$(RUN) exec flask --app app demo $(if $(filter-out 0,$(ONCE)),--once)

test: .venv/dev ## Run the whole test suite (ARGS: more arguments for pytest)
	$(RUN) python -m pytest -n 2 --dist worksteal -q $(ARGS)

serve: .venv/runtime ## Run the production server on PORT (8000), settings from the environment and .env
	@$(RUN) exec sh -c "$$(sed -n 's/^web: *//p' Procfile)"

# By the tests that mirror the code, without whole calls and random walks: what only those come to has no test
# that says what it is for.
coverage: .venv/dev ## Show that the tests reach every branch of the tables and of twiml/, and 95 % of everything
	$(RUN) sh -c 'coverage erase && coverage run -m pytest -n 2 --dist worksteal -q -m "not live and not livekit and not clock" \
		tests/bridge tests/console tests/summaries tests/twiml \
		--ignore tests/bridge/core/test_machine_properties.py && coverage combine -q \
		&& coverage report --fail-under 95 && coverage report --include "bridge/core/*,twiml/*" --fail-under 100'

live: .venv/dev ## Play every scenario over sockets against the real server (forty minutes)
	$(RUN) python -m pytest -n 4 -q -m "live or not live" tests/scenarios/test_over_sockets.py $(ARGS)

livekit: .venv/dev $(LIVEKIT) ## Run a real LiveKit server and its Redis here (built once, which needs Go)
	@$(RUN) exec python -m simulator.real_livekit

test-livekit: .venv/dev ## Run the tests against a real LiveKit server (skipped in one line without Go or Redis)
	@if [ -x $(LIVEKIT) ] || command -v go >/dev/null; then $(MAKE) --no-print-directory $(LIVEKIT); fi
	$(RUN) python -m pytest -n 2 --dist loadfile -q -rs -m livekit tests/real_livekit $(ARGS)

ears: .venv/dev $(LIVEKIT) ## Measure joining, hand-overs and deaths on the real LiveKit server, by ear (25 minutes)
	$(RUN) python -m simulator.real_livekit.measure

storm: .venv/dev ## Play every scenario through every disturbance and kill (hours; PART=3/24 is a 24th of them)
	$(RUN) STORM_PART=$(or $(PART),1/1) python -m pytest -n 2 -q tests/scenarios/test_storm.py \
		tests/scenarios/test_kill_points.py tests/scenarios/test_on_postgresql.py \
		tests/scenarios/test_database_outages.py \
		tests/scenarios/test_switches.py::test_a_scenario_ends_well_whatever_twilio_does $(ARGS)

lint: .venv/dev ## Check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict bridge twiml summaries

bench: .venv/dev ## Measure the server and the transfer on this machine
	$(RUN) python -m benchmarks

stored: .venv/dev ## Measure what a call costs while 10 to 100,000 ended calls are stored (some minutes)
	$(RUN) python -m benchmarks.stored

soak: .venv/dev ## A thousand live calls, a worker killed every 20 s (12 minutes; SOAK_SECONDS, SOAK_CALLS, SOAK_LOG)
	$(RUN) python -m benchmarks.soak

docs: .venv/dev ## Write the generated parts of docs/ again
	$(RUN) flask --app app docs

lock: .venv/dev ## Choose the newest allowed packages and pin them with their hashes
	$(BIN)/python -m pip install --quiet uv
	$(COMPILE) --upgrade requirements.in -o requirements.txt
	$(COMPILE) --upgrade requirements-dev.in -o requirements-dev.txt

# LiveKit's server is one Go program; its SIP service is not to be had like this (docs/livekit.md).
$(LIVEKIT):
	@command -v go >/dev/null || { echo "LiveKit's server is built with Go 1.26 or newer: install Go." >&2; exit 1; }
	@echo "Building LiveKit $(LIVEKIT_VERSION) (once, some minutes)" >&2
	@GOBIN="$(CURDIR)/.livekit" go install github.com/livekit/livekit-server/cmd/server@v$(LIVEKIT_VERSION)
	@mv .livekit/server $@

# Stamps: their age says which lock file was installed last.
.venv/runtime: requirements.txt
	@echo "Setting up .venv from $< (once, about half a minute)" >&2
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(INSTALL) -r $<
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@echo "Adding what tests and linters need from $< (once)" >&2
	@$(INSTALL) -r $<
	@touch $@
