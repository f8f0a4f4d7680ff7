# Two commands do all the set-up: `make segment` runs the main job, `make test` passes the tests.
# Each makes what it needs, shows what it does, and is quick the second time.

PYTHON ?= python3
VENV := .venv
INVERTSEG := $(VENV)/bin/invertseg
UV := $(VENV)/bin/uv
SHARED := $(if $(INVERTSEG_SHARED),$(INVERTSEG_SHARED),../shared)

# pip may know a folder of ready wheels; uv reads another variable, with commas.
empty :=
space := $(empty) $(empty)
comma := ,
ifdef PIP_FIND_LINKS
export UV_FIND_LINKS ?= $(subst $(space),$(comma),$(strip $(PIP_FIND_LINKS)))
endif

.PHONY: help segment test lint benchmark clean
.DELETE_ON_ERROR:

help:
	@echo "make segment     see the main job on a synthetic patient"
	@echo "make segment INPUT=mri.nii.gz [OUTPUT=organs.seg.nrrd] [MODEL=folder] [OPTIONS='...']"
	@echo "                 run the main job on yours: invert the MRI, segment it, write the segmentation"
	@echo "make test        run every test (installs the engines first)"
	@echo "make lint        style and import rules"
	@echo "make package-list  after adding or removing a file: write Slicer's lists anew"
	@echo "make benchmark   the measurements, each against its alternative"
	@echo "make clean       remove the environment of this folder (engines stay: invertseg engines remove NAME)"

# ---- the application's environment -------------------------------------------------------------------
$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "InvertSeg needs Python 3.10 or newer, and $(PYTHON) is `$(PYTHON) --version 2>&1`. Pass PYTHON=/path/to/python3." >&2; exit 1; }
	@echo "== making the environment $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is incomplete. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(VENV)/bin/python -m pip install --quiet uv || \
	  { rm -rf $(VENV); echo "pip could not install uv: is the package index reachable from here?" >&2; exit 1; }

$(VENV)/.app: $(VENV)/bin/uv pyproject.toml
	@echo "== installing InvertSeg"
	@$(UV) pip install --python $(VENV)/bin/python --editable '.[dicom,review]' || \
	  { echo "InvertSeg could not be installed; uv says above why." >&2; exit 1; }
	@touch $@

$(VENV)/.test: $(VENV)/.app
	@echo "== installing what the tests need"
	@$(UV) pip install --python $(VENV)/bin/python --editable '.[dicom,review,test]' || \
	  { echo "The test packages could not be installed; uv says above why." >&2; exit 1; }
	@touch $@

# ---- the main job ------------------------------------------------------------------------------------
segment: $(VENV)/.app
	@$(VENV)/bin/python tools/main_job.py --shared '$(SHARED)' --input '$(INPUT)' --output '$(OUTPUT)' \
	  --model '$(MODEL)' -- $(OPTIONS)

# ---- tests -------------------------------------------------------------------------------------------
.PHONY: engines
engines: $(VENV)/.app
	@for engine in monai totalsegmentator nnunet mrsegmentator; do \
	  $(INVERTSEG) engines install $$engine || exit 1; done

# Computing on another machine is tested with a real ssh server, in a network namespace where the line is cut. Only
# a root user of a Debian, as on a fresh test machine, gets them; elsewhere those tests say what is missing.
.PHONY: ssh-server
ssh-server:
	@PATH="$$PATH:/usr/sbin:/sbin"; \
	have() { command -v "$$1" >/dev/null; }; \
	if have sshd && have ssh && have ip; then :; \
	elif [ "$$(id -u)" = 0 ] && have apt-get; then \
	  echo "== installing an ssh server for the tests; it is not started"; \
	  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1; \
	  apt-get -qq update; \
	  apt-get -qq install --no-install-recommends -y openssh-server openssh-client iproute2 >/dev/null; \
	else echo "There is no sshd here: the tests of other machines will be skipped."; fi

lint: $(VENV)/.test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python tools/list_package.py --check

# Files were added, renamed or removed: write Slicer's lists of them anew.
.PHONY: package-list
package-list: $(VENV)/.app
	$(VENV)/bin/python tools/list_package.py

test: $(VENV)/.test engines ssh-server lint
	$(VENV)/bin/python -m pytest $(PYTEST)

benchmark: $(VENV)/.test engines
	$(VENV)/bin/python benchmarks/run.py

clean:
	rm -rf $(VENV) build dist
