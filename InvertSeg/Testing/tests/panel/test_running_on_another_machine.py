"""The panel's part of another machine: named, tested, prepared, run on and forgotten, over a real sshd."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from conftest import missing
from InvertSegLib.volume.volume import Volume
from tests.remote.ssh_server import FAR_COMMAND, SSHD, SshServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: Any) -> Iterator[SshServer]:
    """A machine with the command, and the engine of the worker's tests behind every name but with --facts."""
    if SSHD is None:
        missing("there is no sshd: apt-get install openssh-server")
    folder = tmp_path_factory.mktemp("far")
    python = {"INVERTSEG_PYTHON_NNUNET": sys.executable, "INVERTSEG_HOME": str(folder / "invertseg")}
    made = SshServer(folder / "server", variables=python)
    command = made.put_command(sys.executable, "-m", "InvertSegLib.cli")
    facts = command.read_text().splitlines()[1]
    made.put_command(sys.executable, str(FAR_COMMAND))
    worker = command.read_text().splitlines()[1]
    command.write_text(f'#!/bin/sh\n[ "$2" = --facts ] && {{ {facts}; }}\n{worker}\n')
    yield made
    made.stop()


@pytest.fixture
def part(slicer_with_qt: Any, server: SshServer, tmp_path: Path, monkeypatch: Any) -> Iterator[Any]:
    """The section over a session of its own."""
    from InvertSegLib.panel.carrier import QProcessCarrier
    from InvertSegLib.panel.remote_section import RemoteSection
    from InvertSegLib.session.environments import InstalledEnvironments
    from InvertSegLib.session.session import Session

    monkeypatch.setenv("INVERTSEG_SSH", server.ssh)
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "configuration"))
    session = Session(QProcessCarrier, InstalledEnvironments(lambda: dict(os.environ)))
    session.update(engine="nnunet")
    section = RemoteSection(session)
    section.widget.show()
    yield SimpleNamespace(session=session, section=section, ui=section._ui)
    section.close()
    session.close()


def wait(condition: Callable[[], Any], seconds: float = 60.0) -> None:
    import qt

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        qt.QCoreApplication.processEvents()
        time.sleep(0.001)


def add(part: Any, host: str) -> None:
    part.ui.addHostButton.click()
    part.ui.newHostLineEdit.text = host
    part.ui.newHostButton.click()


def hosts(part: Any) -> list[str]:
    return [part.ui.hostComboBox.itemText(row) for row in range(part.ui.hostComboBox.count)]


def test_at_first_it_is_this_machine(part: Any) -> None:
    assert hosts(part) == ["This machine"]
    assert part.session.parameters.host == ""
    assert not part.ui.hostFrame.visible
    assert not part.ui.newHostFrame.visible
    part.ui.addHostButton.click()
    assert part.ui.newHostFrame.visible


def test_a_machine_is_named_tested_and_forgotten(part: Any) -> None:
    add(part, " far ")
    assert part.session.parameters.host == "far"
    assert part.ui.testHostButton.text == "Testing..."
    assert not part.ui.testHostButton.enabled
    wait(lambda: part.ui.testHostButton.enabled)
    text = part.ui.hostLabel.text
    assert "The machine far answers" in text
    assert "Installed there: nnU-Net" in text
    assert "invertseg remote" not in text, "the panel has buttons, no commands"
    assert hosts(part) == ["This machine", "far"]
    part.ui.hostComboBox.currentIndex = 0
    assert part.session.parameters.host == ""
    part.ui.hostComboBox.currentIndex = 1
    assert "The machine far answers" in part.ui.hostLabel.text
    part.ui.forgetHostButton.click()
    assert hosts(part) == ["This machine"]
    assert part.session.parameters.host == ""


@pytest.mark.parametrize(
    ("host", "words"), [("stranger", "ssh-copy-id stranger"), ("refused", "no ssh connections")]
)
def test_what_is_in_the_way_is_said(part: Any, host: str, words: str) -> None:
    add(part, host)
    wait(lambda: part.ui.testHostButton.enabled)
    assert words in part.ui.hostLabel.text
    assert not part.session.readiness().ready
    assert part.session.readiness().action == "prepare_host"
    assert host in part.session.readiness().reason
    assert not part.ui.clearHostButton.enabled
    assert "Test the connection first" in part.ui.clearHostButton.toolTip


def test_what_is_no_name_is_refused_and_not_kept(part: Any) -> None:
    add(part, "-oProxyCommand=x")
    assert "no name of another machine" in part.ui.hostLabel.text
    assert hosts(part) == ["This machine"]
    assert part.session.parameters.host == ""


def test_a_run_goes_to_that_machine(part: Any, tmp_path: Path) -> None:
    from InvertSegLib.phantom.demo import MODEL

    add(part, "far")
    wait(lambda: part.ui.testHostButton.enabled)
    part.session.update(model=str(MODEL), preset="none")
    outcomes: list = []
    part.session.finished.connect(outcomes.append)
    voxels = np.arange(4 * 5 * 6, dtype=np.int16).reshape(4, 5, 6)
    part.session.start(Volume(voxels, np.eye(4)))
    assert not part.ui.hostComboBox.enabled
    wait(lambda: outcomes)
    assert outcomes[0].failure is None, outcomes[0].failure
    found = outcomes[0].segmentation
    assert np.array_equal(found.label_map > 0, voxels > 0)
    assert part.session.run.warm
    part.session.update(host="")
    assert part.session.tasks == ()


def test_preparing_fails_with_words_and_can_be_tried_again(part: Any, monkeypatch: Any) -> None:
    import slicer

    add(part, "refused")
    wait(lambda: part.ui.testHostButton.enabled)
    asked: list[str] = []
    answers = [False, True]

    def answer(text: str, **_options: Any) -> bool:
        asked.append(text)
        return answers.pop(0)

    # Without a main window nobody can be asked.
    monkeypatch.setattr(slicer.util, "confirmOkCancelDisplay", answer)
    part.ui.prepareHostButton.click()
    assert "~/.local/share/invertseg" in asked[0]
    assert part.ui.prepareHostButton.text == "Prepare...", "nothing begins where the user does not agree"
    part.ui.prepareHostButton.click()
    assert part.ui.prepareHostButton.text == "Stop"
    wait(lambda: part.ui.prepareHostButton.text == "Prepare...")
    assert "takes no ssh connections" in part.ui.hostLabel.text
    assert "sending InvertSeg to refused" in part.ui.hostLogTextEdit.toPlainText()
