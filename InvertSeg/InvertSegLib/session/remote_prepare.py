"""Prepares another machine over ssh, and takes away again what that has put there.

``python .../InvertSegLib/session/remote_prepare.py HOST [--engine NAME]`` is for hosts that must not wait:
what happens comes as lines of JSON, as `environment.messages` has them.
"""

from __future__ import annotations

import os
import sys

if not __package__:
    # Run as a file, its folder is first on the path, where `signal` would hide the standard library's.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120

import argparse
import contextlib
import hashlib
import json
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from InvertSegLib.environment import orphan
from InvertSegLib.environment.messages import Messages
from InvertSegLib.errors import EngineError, Failure, InvertSegError
from InvertSegLib.session import remote_wheel
from InvertSegLib.worker import remote_causes
from InvertSegLib.worker.remote_login import facts
from InvertSegLib.worker.remote_ssh import FAR_FOLDER, ssh_command, ssh_environment

OnMessage = Callable[[Mapping[str, Any]], None]

_BOOTSTRAP = Path(__file__).with_name("remote_bootstrap.py")
_NO_PYTHON = 41
_PATIENCE = 2.0
# The engines' own Python is found later, so any that InvertSeg itself runs with will do.
_WITH_PYTHON = f"""
for p in "$5" python3.13 python3.12 python3.11 python3.10 python3 python; do
  test -n "$p" && "$p" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null &&
    exec "$p" -I -c 'import sys; exec(sys.stdin.buffer.read(int(sys.argv.pop(1))).decode())' \\
      "$1" "{FAR_FOLDER}" "$2" "$3" "$4"
done; exit {_NO_PYTHON}"""
_INSTALL = f'exec "{FAR_FOLDER}/bin/python" -I -m InvertSegLib.environment install "$@"'
_REMOVE = f"""d="{FAR_FOLDER}"
test -x "$d/bin/python" || {{ echo '{{"type": "done", "removed": []}}'; exit 0; }}
"$d/bin/python" -I -m InvertSegLib.cli worker --remove || exit 1
rm -rf -- "$d"; rmdir -- "${{d%/*}}" 2>/dev/null; exit 0"""


def prepare(
    host: str,
    engines: Sequence[str] = (),
    on_message: OnMessage = lambda _message: None,
    *,
    python: str = "",
) -> None:
    """Put this InvertSeg, and engines, onto another machine; what is there already stays.

    Args:
        host: as `ssh` takes it.
        engines: names of engines to install there.
        on_message: told what happens, as `environment.messages` has it; not the "done" of the parts.
        python: the Python to make InvertSeg's environment there with, empty for the first that suits.

    Raises:
        EngineError: with cause and remedy.
        ParameterError: the host makes no sense.
    """
    on_message({"type": "line", "text": f"sending InvertSeg to {host}"})
    script, wheel = _BOOTSTRAP.read_bytes(), remote_wheel.build()
    digest = hashlib.sha256(wheel).hexdigest()
    words = [str(len(script)), remote_wheel.NAME, str(len(wheel)), digest, python]
    _converse(host, _WITH_PYTHON, words, on_message, script + wheel)
    for engine in engines:
        on_message({"type": "line", "text": f"installing {engine} on {host}"})
        _converse(host, _INSTALL, [engine], on_message)
    there = facts(host)
    on_message({"type": "line", "text": f"InvertSeg {there['version']} on {host} is ready"})


def remove(host: str, on_message: OnMessage = lambda _message: None) -> tuple[str, ...]:
    """Take away what `prepare` put onto another machine: engines, models that were sent, InvertSeg itself.

    Weights that were imported or downloaded there stay.

    Returns:
        what was removed, empty when there was nothing.

    Raises:
        EngineError: with cause and remedy.
        ParameterError: the host makes no sense.
    """
    return tuple(_converse(host, _REMOVE, [], on_message).get("removed", ()))


# ---------------------------------------------------------------------- inside


def _converse(
    host: str, script: str, words: Sequence[str], on_message: OnMessage, data: bytes = b""
) -> Mapping[str, Any]:
    """Run a script there that speaks in messages; its "done" is returned."""
    command = ssh_command(host, script, words=words)
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=ssh_environment(os.environ)
        )
    except OSError as error:
        raise EngineError(remote_causes.no_ssh(command[0])) from error
    lines: deque[str] = deque(maxlen=60)
    threads = [
        threading.Thread(target=_send, args=(process.stdin, data), daemon=True),
        threading.Thread(target=_collect, args=(process.stderr, lines), daemon=True),
    ]
    end: Mapping[str, Any] | None = None
    try:
        for thread in threads:
            thread.start()
        for line in process.stdout:
            message = _message(line)
            if message["type"] in ("done", "failure"):
                end = message
            else:
                lines.append(str(message.get("text", "")))
                on_message(message)
        # Open until here: its end would end what runs there.
        with contextlib.suppress(OSError):
            process.stdin.close()
        code = process.wait()
        threads[1].join(_PATIENCE)
    finally:
        process.kill()
    if end is None:
        raise EngineError(_failure(host, code, tuple(lines)))
    if end["type"] == "failure":
        sentence = f"On {host}: {end['sentence']}"
        raise EngineError(Failure(end["kind"], sentence, end["remedy"], tuple(end.get("log") or lines)))
    return end


def _failure(host: str, code: int, lines: tuple[str, ...]) -> Failure:
    if code == _NO_PYTHON:
        sentence = f"No Python from 3.10 on was found on {host}."
        remedy = "Install one there (python.org, or its package manager), or name it with --python PATH."
        return Failure(remote_causes.NOT_PREPARED, sentence, remedy)
    return remote_causes.failure_of_login(host, code, lines)


def _send(stream: IO[bytes], data: bytes) -> None:
    # Broken when ssh is gone, whose own words say more.
    with contextlib.suppress(OSError, ValueError):
        stream.write(data)
        stream.flush()


def _collect(stream: IO[bytes], lines: deque[str]) -> None:
    for line in stream:
        lines.append(line.decode("utf-8", "replace").rstrip())


def _message(line: bytes) -> dict[str, Any]:
    text = line.decode("utf-8", "replace").rstrip()
    with contextlib.suppress(ValueError):
        message = json.loads(text)
        if isinstance(message, dict) and "type" in message:
            return message
    # What the login shell prints.
    return {"type": "line", "text": text}


def main() -> int:
    """Prepare a machine, or with --remove take that back; the exit code is returned."""
    orphan.end_with_parent()
    parser = argparse.ArgumentParser(prog="invertseg-prepare", description=__doc__.partition("\n")[0])
    parser.add_argument("host")
    parser.add_argument("--engine", action="append", default=[])
    parser.add_argument("--remove", action="store_true")
    arguments = parser.parse_args()
    messages = Messages()
    try:
        if arguments.remove:
            messages.done({"removed": list(remove(arguments.host, messages.relay))})
        else:
            prepare(arguments.host, arguments.engine, messages.relay)
            messages.done({"host": arguments.host})
    except InvertSegError as error:
        messages.failure(error)
        return error.exit_code
    except KeyboardInterrupt:
        messages.failure(EngineError(Failure("cancelled", "Cancelled.")))
        return orphan.CANCELLED
    return 0


if __name__ == "__main__":
    sys.exit(main())
