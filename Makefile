# make demo   the whole road on a scratch copy of the example, in three minutes
# make bench  the analysis of a real application against libcst alone, PyCG and grimp
# make test   everything that is tested, real proxies and command lines included
# make practice  how well real applications are read: writes the table of docs/measurements.md
# make effects-bench  the tables that are named for routes, against the SQL of running applications
# make extract-bench  extracted areas of real applications beside the whole of them, lifted
# make grouping-bench  whether behaviour alone finds the areas of real applications: a table as well
# make cutover-stats  how often a rollback is wrong, and how soon it comes: a table as well
# make cutover-bench  how much of a proxy's throughput its facade keeps: a table as well
# make map    bundles what `migrate map` is drawn with; demo and test do it by themselves
# make cold-start  what the private package of services costs when a container starts
# make check  format, lint, types, import contracts, generated docs
# Everything that is needed is installed here, into this folder, on first use; only the browser of
# the tests comes from Debian (apt-get).

PYTHON ?= python3
VENV := .venv
MONOLITH := .venv-monolith
BIN := $(VENV)/bin
WORKERS ?= 2
SUDO := $(shell [ $$(id -u) = 0 ] || echo sudo)

BUNDLE := templates/map/bundle/map.js

.PHONY: pull-request-bench findings-bench demo map test test-fast test-example practice effects-bench extract-bench grouping-bench check format lock docs bench chromium proxies clean cold-start cutover-bench cutover-stats
.DELETE_ON_ERROR:

demo: $(VENV)/.installed $(MONOLITH)/.installed $(BUNDLE)
	$(BIN)/python examples/demo.py

test: $(VENV)/.installed $(MONOLITH)/.installed tooling/node_modules/.installed $(BUNDLE) chromium proxies test-example
	$(BIN)/pytest -n $(WORKERS) --dist loadscope

test-fast: $(VENV)/.installed
	$(BIN)/pytest -n $(WORKERS) --dist loadscope -m "not slow"

test-example: $(MONOLITH)/.installed
	cd examples/monolith && ../../$(MONOLITH)/bin/python -m pytest -q -p no:cacheprovider

# Real applications against what they have when they run: half an hour; writes a table of the docs.
# SOURCES=DIR takes DIR/NAME where it exists, instead of downloading.
practice: $(VENV)/.installed
	$(BIN)/python -m tests.practice $(if $(SOURCES),--sources $(SOURCES))

# What was recorded of running applications against what is read in their source: a minute.
# `$(BIN)/python -m tests.effects record` runs them and records it anew.
effects-bench: $(VENV)/.installed
	$(BIN)/python -m tests.effects $(if $(SOURCES),--sources $(SOURCES))

# Areas of real applications, extracted, against the whole of each, lifted with the same adapter: it
# installs both, records and replays; ten minutes; writes a table of the docs. FlaskBB and healthchecks
# need python3.13 and python3.12 on PATH; `.venv/bin/python -m tests.extraction NAME` runs one of them.
extract-bench: $(VENV)/.installed
	$(BIN)/python -m tests.extraction $(if $(SOURCES),--sources $(SOURCES))

# Whether calls, data and hidden edges alone find the areas that applications have themselves.
grouping-bench: $(VENV)/.installed
	$(BIN)/python -m tests.grouping.bench $(if $(SOURCES),--sources $(SOURCES))

# How many lines there are to read in the pull requests of the example, area by area: a minute.
pull-request-bench: $(VENV)/.installed
	$(BIN)/python -m tests.pull_requests

# The rule of rollbacks against dice: half a minute.
cutover-stats: $(VENV)/.installed
	$(BIN)/python -m tests.routing.bench

# Requests a second of each facade and of the same proxy with a plain pass, in turns: two minutes on an
# idle machine.
cutover-bench: $(VENV)/.installed proxies
	@command -v wrk >/dev/null || $(SUDO) apt-get install --quiet=2 --yes --no-install-recommends wrk
	$(BIN)/python -m tests.routing.throughput

check: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy examples/demo.py
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict rules
	$(BIN)/python docs/generate.py --check

format: $(VENV)/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.installed
	$(BIN)/python docs/generate.py

# CPU time of imports, in new processes: half a minute.
cold-start: $(VENV)/.installed
	$(BIN)/python -m tests.generation.package.cold_start

# How many findings that a person has read are right; writes a table of the docs.
findings-bench: $(VENV)/.installed
	$(BIN)/python -m tests.findings $(if $(SOURCES),--sources $(SOURCES))

# How long the analysis of a real application takes, against libcst alone, PyCG and grimp.
bench: $(VENV)/.installed
	$(BIN)/python -m tests.practice.bench $(APP)

# The locks name exact versions for every supported Python; run this to move them.
lock: $(VENV)/.installed
	$(BIN)/pip install --quiet "uv>=0.5"
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --group dev \
	  --no-header --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) $(MONOLITH) tooling/node_modules tooling/map/node_modules templates/map/bundle .demo .practice build dist

$(VENV)/.installed: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# The monolith runs in an interpreter of its own, as yours does. The last two are what parity and
# `migrate local` need there.
$(MONOLITH)/.installed: examples/monolith/requirements-dev.txt examples/monolith/requirements.txt examples/requirements-parity.txt
	$(PYTHON) -m venv $(MONOLITH)
	$(MONOLITH)/bin/python -m pip install --quiet --disable-pip-version-check \
	  -r examples/monolith/requirements-dev.txt -r examples/requirements-parity.txt
	@touch $@

tooling/node_modules/.installed: tooling/package.json tooling/package-lock.json
	npm ci --prefix tooling --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

map: $(BUNDLE)

# The scripts of the map with the libraries that they use; both pages are made at once.
$(BUNDLE): tooling/map/node_modules/.installed tooling/map/build.js $(wildcard templates/map/*.js)
	npm run --silent build --prefix tooling/map
	@touch $@

tooling/map/node_modules/.installed: tooling/map/package.json tooling/map/package-lock.json
	npm ci --prefix tooling/map --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# The facades of the tests that Debian has; Envoy comes from PyPI.
proxies:
	@{ command -v haproxy && { command -v nginx || test -x /usr/sbin/nginx; } \
	  && test -e /usr/lib/nginx/modules/ngx_http_lua_module.so; } >/dev/null 2>&1 \
	  || { $(SUDO) apt-get update --quiet=2 && $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	  RUNLEVEL=1 apt-get install --quiet=2 --yes --no-install-recommends haproxy nginx-light \
	  libnginx-mod-http-lua; }

# The browser that opens the HTML report; what is on PATH already is used.
chromium:
	@command -v chromium >/dev/null || { $(SUDO) apt-get update --quiet=2 && $(SUDO) apt-get install \
	  --quiet=2 --yes --no-install-recommends chromium fonts-dejavu-core; }
