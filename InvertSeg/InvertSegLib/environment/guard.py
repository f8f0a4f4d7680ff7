"""Runs a program and ends it, with all it started, when whoever asked for it has gone.

Started as a file by an engine's new Python, so it uses the standard library alone. Its standard input is a
pipe that nothing is written to: when it closes, the other side has ended (also by kill -9) or has cancelled.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """Run the command; return its exit code, negative for a signal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=os.name != "nt")

    def watch() -> None:
        while sys.stdin.buffer.read(1):
            pass
        end_tree(process)

    threading.Thread(target=watch, daemon=True).start()
    return process.wait()


def end_tree(process: subprocess.Popen) -> None:
    """End a process that leads its own session (its own tree on Windows), and everything in it."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/PID", str(process.pid), "/T", "/F"], capture_output=True, check=False)
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Leave without waiting for the thread that still reads.
    os._exit(code if code >= 0 else 128 - code)
