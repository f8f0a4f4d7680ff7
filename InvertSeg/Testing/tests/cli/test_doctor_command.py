"""`invertseg doctor`, as a user calls it."""

from __future__ import annotations

import json

import pytest

from InvertSegLib.engines.catalogue import ENGINES


@pytest.fixture
def nothing_installed(tmp_path):
    """Variables for a user with nothing installed."""
    return {
        "INVERTSEG_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path),
        **{f"INVERTSEG_PYTHON_{name.upper()}": "" for name in ENGINES},
    }


def test_a_healthy_machine_has_exit_code_0(invertseg, nothing_installed):
    done = invertseg("doctor", env=nothing_installed)
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stdout
    assert "installer: uv" in done.stdout


def test_something_that_cannot_work_has_exit_code_1_and_a_remedy(invertseg, nothing_installed):
    broken = {**nothing_installed, "INVERTSEG_PYTHON_MONAI": "/not/there/python"}
    done = invertseg("doctor", "--json", env=broken)
    assert done.returncode == 1
    document = json.loads(done.stdout)
    (error,) = [finding for finding in document["findings"] if finding["status"] == "error"]
    assert document["errors"] == 1
    assert error["name"] == "monai"
    assert error["remedy"]
