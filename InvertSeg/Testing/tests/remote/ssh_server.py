"""A real sshd with a key, a configuration and a home of its own; nothing of this machine's own is touched."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")

FAR_COMMAND = Path(__file__).with_name("far_command.py")


class SshServer:
    """An sshd on an address of this machine, and the ways to reach it.

    Args:
        folder: for all of its files; the far side's home is `folder/home`.
        address: to listen on.
        variables: environment of those who log in, beside HOME.
        inside: words before its command, to start it elsewhere (in a network namespace).

    Attributes:
        home: the far side's home.
        ssh: the words for INVERTSEG_SSH.
    """

    def __init__(
        self,
        folder: Path,
        address: str = "127.0.0.1",
        variables: Mapping[str, str] | None = None,
        inside: Sequence[str] = (),
    ) -> None:
        self.folder, self.address, self.inside = folder, address, tuple(inside)
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        self.port = free_port() if not inside else 2222
        for name in ("host", "other_host", "user", "stranger"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
            subprocess.run(command, check=True)
        shutil.copy(folder / "user.pub", folder / "authorized_keys")
        self._write_known("known", "host")
        self._write_known("known_wrongly", "other_host")
        self.write_config()
        self.variables = {"PATH": os.environ["PATH"], **(variables or {}), "HOME": str(self.home)}
        self.start()

    @property
    def ssh(self) -> str:
        """Words for INVERTSEG_SSH; the short timeout is for the host that never answers."""
        return shlex.join(["ssh", "-F", str(self.folder / "config"), "-o", "ConnectTimeout=2"])

    def start(self) -> None:
        """Start sshd and wait until it listens."""
        settings = {
            "Port": self.port,
            "ListenAddress": self.address,
            "HostKey": self.folder / "host",
            "PidFile": "none",
            "AuthorizedKeysFile": self.folder / "authorized_keys",
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
            "PermitRootLogin": "yes",
            "SetEnv": " ".join(f'"{name}={value}"' for name, value in self.variables.items()),
        }
        file = self.folder / "sshd_config"
        file.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        log = (self.folder / "sshd.log").open("wb")
        command = [*self.inside, SSHD, "-D", "-e", "-f", str(file)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 10
        while b"Server listening" not in (self.folder / "sshd.log").read_bytes():
            assert self.process.poll() is None, (self.folder / "sshd.log").read_text()
            assert time.monotonic() < end
            time.sleep(0.02)

    def stop(self) -> None:
        """End it; connections that are there stay."""
        self.process.kill()
        self.process.wait()

    def write_config(self) -> None:
        """The configuration of ssh, with a host for each situation."""
        common = f"User {getpass.getuser()}\n IdentitiesOnly yes\n StrictHostKeyChecking yes\n"
        common += " GlobalKnownHostsFile /dev/null\n"
        here = f"HostName {self.address}\n Port {self.port}\n {common}"
        known = f" UserKnownHostsFile {self.folder}/known\n"
        key = f" IdentityFile {self.folder}/user\n"
        hosts = {
            "far": here + known + key,
            "unknown-key": here + key + " UserKnownHostsFile /dev/null\n",
            "changed-key": here + key + f" UserKnownHostsFile {self.folder}/known_wrongly\n",
            "stranger": here + known + f" IdentityFile {self.folder}/stranger\n",
            "refused": f"HostName 127.0.0.1\n Port {free_port()}\n {common}",
            "nowhere": f"HostName no-such-machine.invalid\n {common}",
        }
        text = "".join(f"Host {name}\n {entries}" for name, entries in hosts.items())
        (self.folder / "config").write_text(text)

    def add_host(self, name: str, entries: str) -> None:
        """Another host in ssh's configuration."""
        with (self.folder / "config").open("a") as file:
            file.write(f"Host {name}\n {entries}\n")

    def put_command(self, *words: str) -> Path:
        """Put a command `invertseg` where the far side looks for one; the words come before its arguments."""
        file = self.home / ".local" / "bin" / "invertseg"
        file.parent.mkdir(parents=True, exist_ok=True)
        path = os.pathsep.join(sys.path)
        file.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(path)} exec {shlex.join(words)} "$@"\n')
        file.chmod(0o755)
        return file

    def _write_known(self, name: str, key: str) -> None:
        public = (self.folder / f"{key}.pub").read_text().split()[:2]
        (self.folder / name).write_text(f"[{self.address}]:{self.port} {' '.join(public)}\n")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
