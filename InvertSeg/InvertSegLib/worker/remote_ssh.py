"""The command that reaches another machine: the user's own OpenSSH, with the user's own configuration."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence

from InvertSegLib.errors import ParameterError

# Another program than `ssh`, with options if need be ("ssh -F /path/to/config"), as git has GIT_SSH_COMMAND.
PROGRAM_VARIABLE = "INVERTSEG_SSH"

# Where `invertseg remote prepare` puts InvertSeg on the other machine, for its shell.
FAR_FOLDER = "${XDG_DATA_HOME:-$HOME/.local/share}/invertseg/command"

# Nobody is there to answer questions; a line that is cut is noticed while the login is still under way; what
# is packed is not packed again; a command, port or display that is meant for people is not for us.
_OPTIONS = (
    "BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=3", "ServerAliveCountMax=2", "Compression=no",
    "ClearAllForwardings=yes", "RemoteCommand=none", "LogLevel=INFO",
)  # fmt: skip

# The prepared command, else the one that the user has installed there. The login shell may be any.
_FIND = (
    f'd="{FAR_FOLDER}"; if test -x "$d/bin/python"; then exec "$d/bin/python" -I -m InvertSegLib.cli "$@"; '
    'else PATH="$PATH:$HOME/.local/bin"; exec invertseg "$@"; fi'
)


def check_host(host: str) -> str:
    """A host as `ssh` takes it: a name, user@name, or an alias of the user's configuration.

    Raises:
        ParameterError: it is empty, or `ssh` would take it for something else.
    """
    name = host.strip()
    if not re.fullmatch(r"[^\s\-'\"\\\x00-\x1f][^\s'\"\\\x00-\x1f]*", name):
        raise ParameterError(
            f"{host!r} is no name of another machine.",
            "Name it as for ssh: gpu-box, user@gpu-box, or a Host of your ssh configuration.",
        )
    return name


def ssh_command(host: str, script: str, *, words: Sequence[str] = ()) -> list[str]:
    """The command that runs a POSIX shell script on another machine.

    Args:
        host: see `check_host`.
        script: for `sh`.
        words: its positional parameters.

    Raises:
        ParameterError: the host makes no sense.
    """
    program = shlex.split(os.environ.get(PROGRAM_VARIABLE, "")) or ["ssh"]
    options = [word for option in _OPTIONS for word in ("-o", option)]
    far = shlex.join(["exec", "sh", "-c", script, "invertseg", *words])
    return [*program, "-T", "-a", "-x", *options, "--", check_host(host), far]


def far_command(host: str, words: Sequence[str]) -> list[str]:
    """The command that runs InvertSeg's own command line on another machine.

    Args:
        host: see `check_host`.
        words: arguments of `invertseg` there.
    """
    return ssh_command(host, _FIND, words=words)


def ssh_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Environment variables for `ssh`: its messages in English, by which causes are told."""
    return {**environment, "LC_ALL": "C"}
