"""A machine at the end of a line of its own: a network namespace, whose line can be slowed and cut.

Two TUN devices, one of them in the namespace, and this file as the process that carries packets between them
at the line's speed. Not every kernel has netem, and this needs nothing of it. A process that is stopped is a
line that is cut: no packet gets through, and neither end is told.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

NEAR, FAR = "10.213.77.1", "10.213.77.2"
MTU = 9000
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
# What a router would hold before it drops.
_QUEUE = 0.25


class Line:
    """A line to a namespace.

    Args:
        rate: bits per second, each way.
        delay: seconds there and back.

    Raises:
        OSError: this kernel or user cannot make one.
    """

    def __init__(self, rate: float, delay: float) -> None:
        self.namespace = f"invertseg{os.getpid()}"
        self.inside = ("ip", "netns", "exec", self.namespace)
        self._cards = near, far = f"isn{os.getpid()}", f"isf{os.getpid()}"
        run("ip", "netns", "add", self.namespace)
        command = [sys.executable, __file__, near, far, str(rate), str(delay / 2)]
        self._carrier = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if self._carrier.stdout.readline() != "ready\n":
            error = self._carrier.communicate()[1].strip().splitlines()[-1:]
            self.remove()
            raise OSError(*error)
        run("ip", "link", "set", far, "netns", self.namespace)
        for words, card, own, other in (((), near, NEAR, FAR), (self.inside, far, FAR, NEAR)):
            run(*words, "ip", "addr", "add", own, "peer", other, "dev", card)
            run(*words, "ip", "link", "set", card, "mtu", str(MTU), "up")

    @property
    def sent(self) -> int:
        """Bytes that have gone into the line from here, with all that the network adds."""
        return int(Path(f"/sys/class/net/{self._cards[0]}/statistics/tx_bytes").read_text())

    def cut(self) -> None:
        """Let nothing through, and tell neither end."""
        self._carrier.send_signal(signal.SIGSTOP)

    def mend(self) -> None:
        """Let everything through again."""
        self._carrier.send_signal(signal.SIGCONT)

    def remove(self) -> None:
        """Take it away."""
        self._carrier.kill()
        self._carrier.communicate()
        subprocess.run(["ip", "netns", "del", self.namespace], check=False, capture_output=True)


def run(*words: str) -> None:
    """Run a command that must succeed."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{' '.join(words)}: {done.stderr.strip()}")


class Direction:
    """Packets on their way from one device to the other.

    Args:
        source, target: file descriptors of the devices.
        rate: bits per second.
        delay: seconds.
    """

    def __init__(self, source: int, target: int, rate: float, delay: float) -> None:
        self.source, self._target, self._rate, self._delay = source, target, rate, delay
        self._free_at = 0.0
        self._packets: deque[tuple[float, bytes]] = deque()

    @property
    def due(self) -> float:
        """When the next packet arrives."""
        return self._packets[0][0] if self._packets else float("inf")

    def take(self, now: float) -> None:
        """Take a packet in; it is dropped where too many wait."""
        packet = os.read(self.source, MTU + 100)
        start = max(now, self._free_at)
        if start - now < _QUEUE:
            self._free_at = start + 8 * len(packet) / self._rate
            self._packets.append((self._free_at + self._delay, packet))

    def deliver(self, now: float) -> None:
        """Hand over what has arrived."""
        while self.due <= now:
            packet = self._packets.popleft()[1]
            # The device at that end may not be up yet, or be gone.
            with contextlib.suppress(OSError):
                os.write(self._target, packet)


def carry(near: str, far: str, rate: float, delay: float) -> None:
    """Make the devices and carry packets between them for ever."""
    a, b = device(near), device(far)
    print("ready", flush=True)
    ways = {a: Direction(a, b, rate, delay), b: Direction(b, a, rate, delay)}
    while True:
        now = time.monotonic()
        due = min(way.due for way in ways.values())
        wait = None if due == float("inf") else max(0.0, due - now)
        for source in select.select(list(ways), [], [], wait)[0]:
            ways[source].take(time.monotonic())
        for way in ways.values():
            way.deliver(time.monotonic())


def device(name: str) -> int:
    """Make a TUN device that lives as long as this process; its file descriptor."""
    descriptor = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(descriptor, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return descriptor


if __name__ == "__main__":
    carry(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
