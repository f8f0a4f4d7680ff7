"""Each thing that can be in the way of another machine has its own sentence and remedy."""

from __future__ import annotations

import shlex
import socket
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from InvertSegLib.errors import EngineError, Failure, ParameterError
from InvertSegLib.session.remote import HostFacts, findings
from InvertSegLib.worker import messages, remote_causes
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import remote_worker_command
from InvertSegLib.worker.remote_login import facts
from InvertSegLib.worker.remote_tunnel import SILENCE, TUNNEL
from tests.remote.conftest import CHOICE, a_volume


@pytest.fixture(scope="module", autouse=True)
def stubborn(far) -> Iterator[SimpleNamespace]:
    """A run whose engine never lets go of Python's interpreter, beside the other tests of this file."""
    with Worker(remote_worker_command("far", "nnunet")) as worker:
        worker.load(CHOICE)
        run = SimpleNamespace(worker=worker, began=time.monotonic(), end=None)

        def segment() -> None:
            try:
                worker.segment(a_volume(), ["csleep"])
            except EngineError as error:
                run.end = error.failure.kind

        thread = threading.Thread(target=segment)
        thread.start()
        yield run
        worker.cancel()
        thread.join()


def failure_of(host: str) -> Failure:
    with pytest.raises(EngineError) as caught:
        facts(host)
    failure = caught.value.failure
    assert failure.sentence.endswith(".")
    assert failure.remedy
    return failure


@pytest.mark.parametrize(
    ("host", "sentence", "remedy"),
    [
        ("nowhere", "There is no machine called nowhere", "VPN"),
        ("refused", "takes no ssh connections at this port", "an ssh server runs there"),
        ("stranger", "does not let you in without a password", "ssh-copy-id stranger"),
        ("unknown-key", "is not known yet, so nothing was sent", "compare the fingerprint"),
        ("changed-key", "shows another host key", "ssh-keygen -R changed-key"),
    ],
)
def test_each_cause_has_its_own_words(far, host, sentence, remedy):
    failure = failure_of(host)
    assert failure.kind == "no_connection"
    assert sentence in failure.sentence
    assert host in failure.sentence
    assert remedy in failure.remedy
    assert failure.log, "what ssh said belongs to the log"


def test_a_machine_that_never_answers(far):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        far.server.add_host("silent", f"HostName 127.0.0.1\n Port {port}")
        began = time.monotonic()
        failure = failure_of("silent")
    assert "silent did not answer in time" in failure.sentence
    assert time.monotonic() - began < 10


def test_a_key_that_others_can_read(far):
    open_key = far.server.folder / "open_key"
    open_key.write_bytes((far.server.folder / "user").read_bytes())
    open_key.chmod(0o644)
    far.server.add_host(
        "open-key",
        f"HostName 127.0.0.1\n Port {far.server.port}\n IdentitiesOnly yes\n IdentityFile {open_key}\n"
        f" UserKnownHostsFile {far.server.folder}/known",
    )
    assert "chmod 600" in failure_of("open-key").remedy


def test_an_error_in_the_configuration(far, monkeypatch, tmp_path):
    (tmp_path / "config").write_text("Host far\n NoSuchWord yes\n")
    monkeypatch.setenv("INVERTSEG_SSH", f"ssh -F {tmp_path}/config")
    assert "configuration has an error" in failure_of("far").sentence


def test_no_ssh_on_this_machine(monkeypatch):
    monkeypatch.setenv("INVERTSEG_SSH", "/nowhere/ssh")
    assert "/nowhere/ssh was not found" in failure_of("far").sentence


@pytest.mark.parametrize("host", ["", " ", "-oProxyCommand=touch /tmp/x", "two words", "a'b", "a\nb"])
def test_what_is_no_name_of_a_machine_never_reaches_ssh(host):
    with pytest.raises(ParameterError, match="no name of another machine"):
        facts(host)


@pytest.fixture
def another_command(far):
    """Puts something else where the far side looks for its command; the right one comes back."""
    command = far.server.home / ".local" / "bin" / "invertseg"
    before = command.read_text()

    def put(script: str | None) -> None:
        command.write_text(f"#!/bin/sh\n{script}\n") if script is not None else command.unlink()

    yield put
    command.write_text(before)
    command.chmod(0o755)


def says(entries: str) -> str:
    return f"echo welcome; echo; echo INVERTSEG-FAR-SIDE {shlex.quote(entries)}"


OTHER = f'{{"tunnel": {TUNNEL + 1}, "protocol": {messages.PROTOCOL}, "version": "9.9"}}'


@pytest.mark.parametrize(
    ("script", "kind", "sentence", "remedy"),
    [
        (None, "not_prepared", "not installed on far", "invertseg remote prepare far"),
        ("exec no-such-python -m x", "not_prepared", "not installed on far", "remote prepare far"),
        (says(OTHER), "not_prepared", "is version 9.9", "Bring it up to date: invertseg remote prepare far"),
        (
            "echo \"invertseg: error: argument COMMAND: invalid choice: 'worker'\" >&2; exit 2",
            "not_prepared",
            "an older version",
            "remote prepare far",
        ),
        ("exit 3", "not_prepared", "exit code 3", "remote prepare far"),
        (says("{"), "protocol_mismatch", "not JSON", "same version"),
    ],
)
def test_what_is_there_is_no_invertseg_that_can_be_used(another_command, script, kind, sentence, remedy):
    another_command(script)
    failure = failure_of("far")
    assert failure.kind == kind
    assert sentence in failure.sentence
    assert remedy in failure.remedy


def test_an_engine_that_is_not_there_is_said_with_the_machines_name(another_command):
    entries = f'{{"tunnel": {TUNNEL}, "protocol": {messages.PROTOCOL}, "version": "1", "missing": "No."}}'
    another_command(says(entries))
    with Worker(remote_worker_command("far", "nnunet")) as worker, pytest.raises(EngineError) as caught:
        worker.hello()
    assert caught.value.failure.kind == "no_environment"
    assert caught.value.sentence == "No on far."
    assert "remote prepare far --engine nnunet" in caught.value.remedy


def test_a_worker_says_the_same_causes(far):
    with Worker(remote_worker_command("stranger", "nnunet")) as worker, pytest.raises(EngineError) as caught:
        worker.hello()
    assert caught.value.failure.kind == "no_connection"
    assert "stranger does not let you in" in caught.value.sentence


def a_host(**changes) -> HostFacts:
    data = {
        "version": "1",
        "engines": {"nnunet": {"installed": True, "why_not": "", "version": "2", "models": []}},
        "memory": {"total": 64e9, "available": 32e9},
        "gpus": [{"name": "A card", "memory": 24e9}],
        "disk_free": 1e12,
        "home": "/home/me/invertseg",
    }
    return HostFacts.from_json("far", data | changes)


def test_a_machine_that_lacks_nothing():
    assert {finding.status for finding in findings(a_host(), "1", "nnunet")} == {"ok"}


@pytest.mark.parametrize(
    ("changes", "name", "status", "sentence"),
    [
        ({"version": "2"}, "version", "warning", "InvertSeg 2 is on far, and 1 here."),
        ({"engines": {}}, "engines", "error", "no engine nnunet"),
        ({"gpus": []}, "GPU", "warning", "far has no graphics card"),
        (
            {"gpus": [{"name": "Old", "memory": 2e9}]},
            "GPU",
            "warning",
            "too little memory for most networks: Old",
        ),
        ({"memory": {"total": 8e9, "available": 2e9}}, "memory", "warning", "far has too little memory"),
    ],
)
def test_what_a_machine_lacks_is_said(changes, name, status, sentence):
    found = next(f for f in findings(a_host(**changes), "1", "nnunet") if f.name == name)
    assert found.status == status
    assert sentence in found.sentence
    assert found.remedy


def test_every_cause_names_the_machine_or_the_configuration():
    for cause in remote_causes.CAUSES:
        text = cause.sentence.format(host="far") + cause.remedy.format(host="far")
        assert "far" in text, cause.name
        assert text.count(".") >= 2


def test_an_engine_that_never_lets_go_of_the_interpreter_is_no_lost_line(stubborn):
    time.sleep(max(0.0, stubborn.began + SILENCE + 1 - time.monotonic()))
    assert stubborn.end is None
    stubborn.worker.cancel()
    end = time.monotonic() + 10
    while stubborn.end is None and time.monotonic() < end:
        time.sleep(0.05)
    assert stubborn.end == "cancelled"
