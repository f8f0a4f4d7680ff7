"""The bench's classes have the members that a real Slicer has, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench.pythonqt import classes, facts, signals, specials

# What only the C++ side uses, and the listing shows all the same.
INTERNAL = ("_q_", "on", "operator_", "enum_", "readFrom", "writeTo", "getDecodedMetricF")
# Public members of CTK's widgets that no panel calls, and of Qt's that PySide6 lacks.
NOT_OFFERED = {
    "ctkCheckableComboBox": {"allPatiallyChecked", "checkableModelHelper"},
    "ctkFittedTextBrowser": {"collapsibleText", "setCollapsibleHtml", "setCollapsiblePlainText"},
    "ctkMessageBox": {"addDontShowAgainButtonRole", "dontShowAgainButtonRoles"},
    "ctkRangeWidget": {
        *("changeMaximumValue", "changeMinimumValue", "setSliderValues"),
        *("setMaximumToMinimumSpinBox", "setMinimumToMaximumSpinBox"),
    },
    "ctkSliderWidget": {"setSliderValue", "setSpinBoxValue"},
    "QInputDialog": {"options", "setOptions"},
    "QPolygonF": {"takeFirst", "takeLast"},
    "QThread": {"currentThreadId"},
    "QTransform": {"multiplied"},
}
GRAPHICS_ITEMS = {"Type", "setExtension", "supportsExtension"}
PRIVATE = {"internalDelayedPopup", "drawItems"}
# Properties that give back another value than was set, or none: they depend on others or are put in shape.
CHANGED_WHEN_SET = {
    *(
        "checkable",
        "checked",
        "down",
        "dontShowAgain",
        "currentIndex",
        "currentText",
        "currentUserDataAsString",
    ),
    *("markdown", "html", "documentTitle", "inputMask", "clearButtonEnabled", "placeholderText", "directory"),
    *(
        "minimumValue",
        "maximumValue",
        "minimumPosition",
        "maximumPosition",
        "sliderPosition",
        "value",
        "cursorPosition",
    ),
}


def of(module: str) -> list[str]:
    """The classes of a module that the bench offers."""
    listed = [name.partition(".")[2] for name in facts.listing() if name.startswith(f"{module}.")]
    return [name for name in listed if name != "Qt" and classes.find_native(name) is not None]


def missing(info: classes.Info) -> set[str]:
    """Members that a real class has and the bench's has not."""
    lacking = set()
    for name in info.facts.names():
        kind = info.kind(name)
        found = hasattr(info.native, classes.native_name(info.native, name))
        if kind == "property" and name not in classes.property_types(info.native):
            lacking.add(name)
        if kind in {"slot", "method"} and not found and specials.find(info.native, name) is None:
            lacking.add(name)
        if not kind or (kind == "signal" and not found):
            lacking.add(name)
    return {name for name in lacking if not name.startswith(INTERNAL)} - PRIVATE


def test_all_members_are_there(bench: SimpleNamespace) -> None:
    everything = [(bench.qt, name) for name in of("qt")] + [(bench.ctk, name) for name in of("ctk")]
    assert len(everything) > 120
    lacking = {name: missing(getattr(module, name).__bench_info__) for module, name in everything}
    unexpected = {
        name: names - NOT_OFFERED.get(name, set()) - (GRAPHICS_ITEMS if "Graphics" in name else set())
        for name, names in lacking.items()
    }
    assert {name: names for name, names in unexpected.items() if names} == {}


def test_what_is_not_offered_says_so(bench: SimpleNamespace) -> None:
    with pytest.raises(AttributeError, match=r"the bench has no ctkSliderWidget\.setSliderValue"):
        bench.ctk.ctkSliderWidget().setSliderValue(3)


def values_of(cpp: str, bench: SimpleNamespace) -> list[Any]:
    """Two values for a property of a C++ type."""
    known = {
        "bool": [True, False],
        "int": [3, 4],
        "double": [3.0, 4.0],
        "QString": ["a", "b"],
        "QStringList": [("a",), ("b", "c")],
        "QColor": [bench.qt.QColor("red"), bench.qt.QColor("blue")],
    }
    return known.get(cpp, [])


def test_properties_of_every_ctk_widget_keep_what_is_set(bench: SimpleNamespace) -> None:
    names = of("ctk")
    assert len(names) > 15
    for name in names:
        check_properties(getattr(bench.ctk, name)(), bench)


def check_properties(widget: Any, bench: SimpleNamespace) -> None:
    """Set every own property twice, and read it again."""
    info = type(widget).__bench_info__
    own = set(info.facts.properties) - set(facts.find("qt.QWidget").properties)
    own -= CHANGED_WHEN_SET | NOT_OFFERED.get(info.name, set()) | info.facts.read_only
    for prop in sorted(own):
        for value in values_of(info.facts.properties[prop], bench):
            setattr(widget, prop, value)
            assert getattr(widget, prop) == value, f"{info.name}.{prop}"


def test_every_signal_of_every_ctk_widget_can_be_connected(bench: SimpleNamespace) -> None:
    for name in of("ctk"):
        widget = getattr(bench.ctk, name)()
        for known in type(widget).__bench_info__.facts.signals.values():
            for signature in known:
                assert widget.connect(signature, lambda: None), f"{name}.{signature}"
                assert signals.disconnect(widget, signature)


def test_trimmed_facts_say_what_the_whole_listing_says(shared: Path) -> None:
    listing = json.loads((shared / "reference" / "slicer_api.json").read_text())["classes"]
    for name in facts.listing():
        if name not in listing:  # the namespace Qt and the application stand elsewhere in it
            continue
        names: set[str] = set()
        at = name
        while at:
            own = listing[at]
            names |= set(own.get("properties", ())) | set(own.get("other_members", ()))
            names |= {s.partition("(")[0] for s in [*own.get("signals", ()), *own.get("slots", ())]}
            at = own.get("inherits")
        known = facts.find(name)
        assert known.names() - known.internal == names - known.internal, name
