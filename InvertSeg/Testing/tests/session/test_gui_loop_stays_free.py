"""A run on a large volume, seen from the thread that draws: no call takes longer than 100 ms."""

import time

import numpy as np

from InvertSegLib.session.signal import Signal
from InvertSegLib.volume.volume import Volume

LIMIT = 0.1


class MeteredLoop:
    """Stands in for the loop's `call_soon`: times what the GUI thread would have to do in one go."""

    def __init__(self, loop):
        self.longest = 0.0
        self._put = loop.call_soon
        loop.call_soon = self.call_soon

    def call_soon(self, function):
        self._put(lambda: self.measure(function))

    def measure(self, function):
        began = time.monotonic()
        function()
        self.longest = max(self.longest, time.monotonic() - began)


def test_no_call_of_a_run_on_a_large_volume_keeps_the_loop_busy(a_bench):
    bench = a_bench()
    bench.run()
    meter = MeteredLoop(bench.loop)
    voxels = np.random.default_rng(2).integers(0, 1000, (200, 512, 512), np.int16)
    volume = Volume(voxels, np.eye(4))
    bench.session.update(structures=())
    longest = []
    for _ in range(3):  # the machine may be busy with something else meanwhile
        meter.longest = 0.0
        meter.measure(lambda: bench.session.start(volume))
        assert bench.loop.run_until(lambda: not bench.session.run.busy, 60)
        assert bench.outcomes[-1].segmentation.label_map.shape == voxels.shape
        longest.append(meter.longest)
    assert 0 < min(longest) < LIMIT


def test_a_cold_start_and_many_lines_of_log_keep_it_free(a_bench):
    bench = a_bench()
    meter = MeteredLoop(bench.loop)
    bench.session.update(structures=("print", "stages"))
    meter.measure(
        lambda: bench.session.start(Volume(np.arange(24, dtype=np.int16).reshape(2, 3, 4), np.eye(4)))
    )
    assert bench.loop.run_until(lambda: not bench.session.run.busy, 60)
    assert meter.longest < LIMIT


def test_lines_that_come_together_are_told_together():
    """Ten thousand lines are one call, not ten thousand changes of a widget."""
    from InvertSegLib.session.link import Link

    class Carrier:
        def call_later(self, seconds, function):
            return None

    carrier, told = Carrier(), Signal()
    calls = []
    told.connect(calls.append)
    Link(carrier, told.emit)
    carrier.on_error_output(b"a line\n" * 10_000)
    assert len(calls) == 1
    assert len(calls[0]) == 10_000
