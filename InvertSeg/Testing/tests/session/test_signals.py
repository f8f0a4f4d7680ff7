"""Listeners of a plain-Python signal."""

from InvertSegLib.session.signal import Signal


def test_listeners_are_called_once_in_their_order():
    told, signal = [], Signal()
    first = signal.connect(lambda value: told.append(("first", value)))
    signal.connect(lambda value: told.append(("second", value)))
    signal.connect(first)
    signal.emit(1)
    signal.disconnect(first)
    signal.disconnect(first)
    signal.emit(2)
    signal.clear()
    signal.emit(3)
    assert told == [("first", 1), ("second", 1), ("second", 2)]


def test_methods_are_told_by_their_object():
    class Widget:
        def __init__(self):
            self.told = 0

        def update(self):
            self.told += 1

    one, other, signal = Widget(), Widget(), Signal()
    signal.connect(one.update)
    signal.connect(one.update)
    signal.connect(other.update)
    signal.emit()
    signal.disconnect(one.update)
    signal.emit()
    assert (one.told, other.told) == (1, 2)


def test_a_listener_may_disconnect_itself_and_others():
    def first():
        told.append("first")
        signal.disconnect(first)
        signal.disconnect(second)
        signal.connect(third)

    def second():
        told.append("second")

    def third():
        told.append("third")

    told, signal = [], Signal()
    signal.connect(first)
    signal.connect(second)
    signal.emit()
    assert told == ["first"]
    signal.emit()
    assert told == ["first", "third"]
