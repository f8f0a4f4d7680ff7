"""Why another machine could not be used: one sentence and one remedy for each cause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from InvertSegLib.errors import Failure

NO_CONNECTION, NOT_PREPARED, LOST = "no_connection", "not_prepared", "connection_lost"
_COMMAND_NOT_FOUND = (126, 127)


@dataclass(frozen=True)
class Cause:
    """What ssh says when something is in the way.

    Attributes:
        name: of the cause.
        words: regular expression for a line of its standard error.
        sentence: for the user, with {host}.
        remedy: what the user can do, with {host}.
    """

    name: str
    words: str
    sentence: str
    remedy: str


# The first that fits any line counts: special ones come first, as ssh ends with a general line.
CAUSES = (
    Cause(
        "host_key_changed",
        r"REMOTE HOST IDENTIFICATION HAS CHANGED|Offending \S+ key",
        "The machine {host} shows another host key than the one that is known, so nothing was sent to it.",
        "Ask who looks after it whether it was set up anew; if so, run 'ssh-keygen -R {host}', "
        "then log in once with 'ssh {host}' and compare the new fingerprint.",
    ),
    Cause(
        "host_key_unknown",
        r"No \S+ host key is known|Host key verification failed|"
        r"key fingerprint is|authenticity of host",
        "The host key of {host} is not known yet, so nothing was sent to it.",
        "Log in once in a terminal with 'ssh {host}', and compare the fingerprint before you agree.",
    ),
    Cause(
        "unknown_host",
        r"Could not resolve hostname|Name or service not known|no address associated with",
        "There is no machine called {host}, as far as this one can tell.",
        "Check how its name is written, the Host of your ssh configuration, and the network or VPN.",
    ),
    Cause(
        "refused",
        r"Connection refused",
        "The machine {host} is there, but takes no ssh connections at this port.",
        "Check the port in your ssh configuration, and that an ssh server runs there.",
    ),
    Cause(
        "timeout",
        r"timed out|No route to host|Network is unreachable|Host is down|not responding",
        "The machine {host} did not answer in time.",
        "Check that it is on, and that this machine reaches its network (VPN, firewall).",
    ),
    Cause(
        "key_file",
        r"UNPROTECTED PRIVATE KEY|bad permissions|Load key .*(invalid format|error in libcrypto)",
        "The private key for {host} cannot be used as it lies on the disk.",
        "Make it readable for you alone (chmod 600), and try 'ssh {host}' in a terminal.",
    ),
    Cause(
        "key_refused",
        r"Permission denied \(|Too many authentication failures|No supported authentication methods",
        "The machine {host} does not let you in without a password.",
        "Put your key there with 'ssh-copy-id {host}'; a key with a passphrase is added once with 'ssh-add'.",
    ),
    Cause(
        "configuration",
        r"Bad configuration option|terminating, \d+ bad configuration|Bad owner or permissions on|"
        r"keyword \S+ extra arguments|Can't open user config file",
        "Your ssh configuration has an error.",
        "Try 'ssh {host}' in a terminal: it names the line.",
    ),
    Cause(
        "no_agreement",
        r"Unable to negotiate|no matching (cipher|host key|key exchange|MAC)",
        "This machine and {host} have no kind of encryption in common.",
        "Update the older one, or allow what it has in your ssh configuration for {host}.",
    ),
    Cause(
        "closed",
        r"Connection (closed|reset) by|kex_exchange_identification|Broken pipe|"
        r"client_loop|Connection to \S+ closed|Connection reset",
        "The machine {host} closed the connection.",
        "Try 'ssh {host}' in a terminal; it may allow no more logins, or none from here.",
    ),
)  # fmt: skip


def cause_of(lines: Sequence[str]) -> Cause | None:
    """The cause that ssh's standard error tells, None for none that is known."""
    for cause in CAUSES:
        if any(re.search(cause.words, line) for line in lines):
            return cause
    return None


def failure_of_login(host: str, code: int | None, lines: Sequence[str]) -> Failure:
    """What it means that the far side said nothing that InvertSeg says.

    Args:
        host: the other machine.
        code: exit code of ssh: 255 for its own failures, else the far command's.
        lines: what was printed, newest last.
    """
    cause = cause_of(lines) if code in (255, None) else None
    log = tuple(lines)
    if cause is not None:
        return Failure(NO_CONNECTION, cause.sentence.format(host=host), cause.remedy.format(host=host), log)
    text = "\n".join(lines)
    if code in _COMMAND_NOT_FOUND or re.search(r"invertseg: (command )?not found|No module named Inv", text):
        return not_found(host, log)
    if re.search(r"invalid choice: '?(worker|remote)|unrecognized arguments", text):
        return other_version(host, "an older version", log)
    if code == 255:
        sentence = f"The connection to {host} failed."
        return Failure(NO_CONNECTION, sentence, f"Try 'ssh {host}' in a terminal.", log)
    sentence = f"InvertSeg could not be started on {host} (exit code {code})."
    return Failure(NOT_PREPARED, sentence, _prepare(host), log)


def not_found(host: str, log: tuple[str, ...] = ()) -> Failure:
    """InvertSeg is not on the other machine."""
    return Failure(NOT_PREPARED, f"InvertSeg is not installed on {host}.", _prepare(host), log)


def other_version(host: str, version: str, log: tuple[str, ...] = ()) -> Failure:
    """The far side is of a version that this one cannot talk to."""
    sentence = f"The InvertSeg on {host} is {version}, which this one does not understand."
    return Failure(NOT_PREPARED, sentence, f"Bring it up to date: invertseg remote prepare {host}", log)


def no_engine(host: str, engine: str, why_not: str) -> Failure:
    """An engine is not installed on the other machine, as that one says."""
    return Failure(
        "no_environment",
        f"{why_not.rstrip('.')} on {host}.",
        f"Install it there: invertseg remote prepare {host} --engine {engine}",
    )


def no_answer(host: str, seconds: float, lines: Sequence[str]) -> Failure:
    """The login went well, and then nothing came."""
    return Failure(
        NO_CONNECTION,
        f"The machine {host} let us in, but InvertSeg there said nothing for {seconds:.0f} seconds.",
        f"Look whether it is overloaded, and try 'ssh {host} true' in a terminal.",
        tuple(lines),
    )


def lost(host: str, lines: Sequence[str] = ()) -> Failure:
    """The line was cut while something was under way."""
    return Failure(
        LOST,
        f"The connection to {host} was lost; what ran there is ended.",
        "Run it again as soon as the machine can be reached.",
        tuple(lines),
    )


def no_ssh(program: str) -> Failure:
    """There is no ssh on this machine."""
    return Failure(
        NO_CONNECTION,
        f"The program {program} was not found on this machine.",
        "Install OpenSSH's client; Windows has it among its optional features.",
    )


def ended(host: str, lines: Sequence[str] = ()) -> Failure:
    """The far side's own process is gone, and the line is there."""
    return Failure(
        "killed",
        f"InvertSeg on {host} was ended by that machine, most often as memory ran out.",
        "Choose the fast model, crop the volume, or close other programs there.",
        tuple(lines),
    )


def _prepare(host: str) -> str:
    return f"Install it there with one command: invertseg remote prepare {host}"
