"""Two installations at once, and installers whose parent is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from InvertSegLib.environment import guard
from InvertSegLib.environment.lock import only_one
from InvertSegLib.errors import OutputError

HOLD = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from InvertSegLib.environment.lock import only_one\n"
    "with only_one(Path(sys.argv[1]), doing='testing'):\n"
    "    print('held', flush=True)\n"
    "    time.sleep(60)\n"
)


def wait_until(condition, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return not status.stdout.strip().startswith("Z") and bool(status.stdout.strip())


def test_a_second_process_is_refused_and_a_killed_one_lets_go(tmp_path):
    path = tmp_path / "lock"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(OutputError, match="already testing"), only_one(path, doing="testing"):
            pass
        holder.kill()
        holder.wait()
    with only_one(path, doing="testing"):
        assert path.exists()
    assert not path.exists()


@pytest.mark.skipif(os.name == "nt", reason="process groups")
@pytest.mark.parametrize("ending", ["killed", "closed"])
def test_the_guard_ends_the_whole_tree_when_its_parent_is_gone(tmp_path, ending):
    pids = tmp_path / "pids"
    tree = f"sleep 300 & echo $! >> {pids}; echo $$ >> {pids}; wait"
    # The one in the middle is what gets killed: a process that started the guard and holds its pipe.
    middle = (
        "import subprocess, sys\n"
        f"p = subprocess.Popen([sys.executable, '-I', {guard.__file__!r}, 'sh', '-c', {tree!r}],\n"
        "    stdin=subprocess.PIPE, start_new_session=True)\n"
        "sys.stdin.read()\n"
        "p.stdin.close()\n"
        "sys.exit(p.wait())\n"
    )
    with subprocess.Popen([sys.executable, "-c", middle], stdin=subprocess.PIPE) as parent:
        assert wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
        started = [int(pid) for pid in pids.read_text().split()]
        assert all(is_running(pid) for pid in started)
        if ending == "killed":
            parent.send_signal(signal.SIGKILL)
        else:
            parent.stdin.close()
        parent.wait()
        assert wait_until(lambda: not any(is_running(pid) for pid in started))
        assert parent.returncode == (-signal.SIGKILL if ending == "killed" else 128 + signal.SIGKILL)


def test_the_guard_hands_on_the_exit_code():
    command = [sys.executable, "-I", guard.__file__, sys.executable, "-c", "import sys; sys.exit(7)"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.wait(30) == 7
