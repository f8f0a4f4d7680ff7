"""The weights of an engine in the panel: what is here, what can be fetched, imported, shared, removed."""

from __future__ import annotations

import json
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from InvertSegLib.environment import settings, weights
from InvertSegLib.environment.weights import EngineWeights, ModelStatus, TaskStatus, WeightsFolder

UI = Path(__file__).parents[3] / "Resources/UI/Engines.ui"
HERE = Path("/weights/totalsegmentator")
OWN = WeightsFolder(HERE, "InvertSeg")


def here(name: str, **more: Any) -> ModelStatus:
    return ModelStatus(name, "here", folder=HERE / name, size=135_000_000, ours=True, removable=True, **more)


def absent(name: str, **more: Any) -> ModelStatus:
    return ModelStatus(name, "absent", **{"downloadable": True} | more)


def of_totalsegmentator() -> EngineWeights:
    """A network that is here, one of five that is, a damaged one, one with a licence, a stranger."""
    parts = [here("part1"), *(absent(f"part{number}") for number in range(2, 6))]
    models = (
        *parts,
        here("fast"),
        here("rough"),
        absent("heart", downloadable=False, licensed=True),
        ModelStatus(
            "body", "damaged", "body is damaged: no plans.json.", HERE / "body", size=1, removable=True
        ),
        absent("lung", kept=2_000_000),
        here("stranger"),
    )
    names = tuple(part.name for part in parts)
    tasks = (
        TaskStatus("total", "full", names, names[1:]),
        TaskStatus("total", "fast", ("fast", "rough"), ()),
        TaskStatus("face", "full", ("rough",), ()),
        TaskStatus("heart", "full", ("heart", "rough"), ("heart",), licensed=True),
        TaskStatus("body", "full", ("body",), ("body",)),
        TaskStatus("lung", "full", ("lung",), ("lung",)),
    )
    return EngineWeights("totalsegmentator", (OWN,), OWN, True, models, tasks)


@pytest.fixture
def made(slicer_with_qt: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The part of the weights, with the engine said to be there; the user agrees to everything."""
    import slicer.util

    from InvertSegLib.panel.carrier import QProcessCarrier
    from InvertSegLib.panel.engines_weights import WeightsPart
    from InvertSegLib.panel.installing import Installer

    for variable in ("TOTALSEG_WEIGHTS_PATH", "TOTALSEG_HOME_DIR", "MRSEG_WEIGHTS_PATH"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    said: dict[str, EngineWeights | None] = {"totalsegmentator": of_totalsegmentator()}
    monkeypatch.setattr(weights, "status", said.get)
    questions: list[str] = []
    monkeypatch.setattr(
        slicer.util, "confirmOkCancelDisplay", lambda text, **_: questions.append(text) or True
    )
    widget = slicer.util.loadUI(str(UI))
    ui, installer = slicer.util.childWidgetVariables(widget), Installer(QProcessCarrier)
    messages: list[tuple[str, str]] = []
    part = WeightsPart(ui, installer, lambda *said: messages.append(said))
    ends: list[Any] = []
    installer.ended.connect(ends.append)
    widget.show()
    part.show("totalsegmentator", "total", "fast")
    yield SimpleNamespace(
        ui=ui, part=part, installer=installer, messages=messages, questions=questions, ends=ends, said=said
    )
    part.close()
    installer.cancel()
    wait(lambda: installer.order is None)
    widget.hide()


def wait(condition: Callable[[], Any], seconds: float = 60.0) -> None:
    import slicer

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        slicer.app.processEvents()
        time.sleep(0.002)


def ordered(made: Any) -> list[list[tuple[str, ...]]]:
    """What is ordered instead of being done: for each order, its commands without the program."""
    orders: list[list[tuple[str, ...]]] = []

    def note(order: Any, commands: Any = ()) -> None:
        orders.append([tuple(command[2:]) for command in commands or order.commands])

    made.installer.start = note
    return orders


def select(made: Any, task: str) -> None:
    table = made.ui.weightsTable
    names = [table.item(row, 0).text() for row in range(table.rowCount)]
    table.selectRow(names.index(task))


def test_each_task_is_listed_with_what_it_has(made: Any) -> None:
    table = made.ui.weightsTable
    listed = [tuple(table.item(row, column).text() for column in range(3)) for row in range(table.rowCount)]
    assert listed == [
        ("total, full", "1 of 5", "135 MB"),
        ("total, fast", "Here", "270 MB"),
        ("face, full", "Here", "135 MB"),
        ("heart, full", "Licence", "135 MB"),
        ("body, full", "Damaged", "0.0 MB"),
        ("lung, full", "Interrupted", ""),
        ("stranger", "Here", "135 MB"),
    ]
    assert made.ui.weightsLabel.text.startswith("2 of 6 tasks have their weights.")
    assert made.part.selected.task == "total"
    assert made.part.selected.quality == "fast"
    assert "no plans.json" in table.item(4, 0).toolTip()


@pytest.mark.parametrize(
    ("task", "download", "removal"),
    [
        ("total, full", "", ""),
        ("total, fast", "here already", ""),
        ("heart, full", "licence number", "Other tasks need them too"),
        ("body, full", "Remove what is damaged first", ""),
        ("lung, full", "", "They are not here"),
        ("face, full", "here already", "Other tasks need them too"),
    ],
)
def test_a_button_that_cannot_be_used_says_why(made: Any, task: str, download: str, removal: str) -> None:
    select(made, task)
    for button, reason in ((made.ui.downloadButton, download), (made.ui.removeWeightsButton, removal)):
        assert button.enabled is not bool(reason)
        assert reason in button.toolTip


def answer(monkeypatch: pytest.MonkeyPatch, message: dict[str, Any]) -> list[tuple[str, ...]]:
    """Have a question answered by this message; what was asked is listed."""
    from InvertSegLib.panel import inquiry

    asked: list[tuple[str, ...]] = []

    def command(*words: str) -> list[str]:
        asked.append(words)
        return [sys.executable, "-c", f"print({json.dumps(message)!r})"]

    monkeypatch.setattr(inquiry, "environment_command", command)
    return asked


def test_a_download_is_asked_for_with_its_size(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {"part2": 200_000_000, "part3": 100_000_000, "part4": None, "part5": 100_000_000}
    asked = answer(monkeypatch, {"type": "done", "sizes": sizes})
    orders = ordered(made)
    select(made, "total, full")
    made.ui.downloadButton.click()
    assert made.ui.downloadButton.enabled is False
    wait(lambda: orders)
    chosen = ("totalsegmentator", "--task", "total", "--quality", "full")
    assert asked == [("weights", "sizes", *chosen)]
    assert orders == [[("weights", "download", *chosen)]]
    assert "4 archives, more than 400 MB together" in made.questions[0]
    assert "no checksums" in made.questions[0]


def test_an_interrupted_download_goes_on(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, {"type": "done", "sizes": {"lung": 50_000_000}})
    orders = ordered(made)
    select(made, "lung, full")
    made.ui.downloadButton.click()
    wait(lambda: orders)
    assert "2 MB are here from an interrupted download" in made.questions[0]


def test_without_a_network_the_cause_is_said(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(
        monkeypatch, {"type": "failure", "kind": "network", "sentence": "No network.", "remedy": "Plug in."}
    )
    orders = ordered(made)
    select(made, "total, full")
    made.ui.downloadButton.click()
    wait(lambda: ("No network.", "Plug in.") in made.messages)
    assert orders == []
    assert made.ui.downloadButton.enabled is True


def test_removal_leaves_what_other_tasks_need(made: Any) -> None:
    orders = ordered(made)
    select(made, "total, fast")
    made.ui.removeWeightsButton.click()
    assert orders == [[("weights", "remove", "totalsegmentator", "fast")]]
    assert str(HERE / "fast") in made.questions[0]
    assert "rough" not in made.questions[0]


def test_what_somebody_else_has_put_there_is_asked_for_as_such(made: Any) -> None:
    orders = ordered(made)
    select(made, "body, full")
    made.ui.removeWeightsButton.click()
    assert "InvertSeg has not put all of them there" in made.questions[0]
    assert orders == [[("weights", "remove", "totalsegmentator", "body", "--not-ours")]]


def test_an_engine_that_runs_a_model_folder_has_no_list(made: Any) -> None:
    made.part.show("nnunet")
    assert made.ui.weightsTable.visible is False
    assert made.ui.downloadButton.visible is False
    assert "a model folder of yours" in made.ui.weightsLabel.text


def test_a_shared_folder_is_chosen_and_new_weights_go_there(made: Any, tmp_path: Path) -> None:
    from bench.pythonqt import dialogs

    shared = tmp_path / "für alle"
    shared.mkdir()
    looked: list[int] = []
    made.installer.looked.connect(lambda: looked.append(1))
    choose, none = made.ui.sharedButton.menu().actions()
    dialogs.answer("getExistingDirectory", str(shared))
    choose.trigger()
    assert settings.read().weights == str(shared)
    assert looked
    made.part.show("totalsegmentator")
    assert made.ui.sharedButton.text == "für alle"
    made.ui.intoSharedCheckBox.checked = True
    orders = ordered(made)
    dialogs.answer("getExistingDirectory", "/media/stick/weights")
    made.ui.importButton.menu().actions()[1].trigger()
    assert orders == [[("weights", "import", "totalsegmentator", "/media/stick/weights", "--shared")]]
    none.trigger()
    made.part.show("totalsegmentator")
    assert settings.read().weights == ""
    assert made.ui.intoSharedCheckBox.enabled is False


def test_a_real_archive_is_imported(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bench.pythonqt import dialogs

    archive, name = tmp_path / "weights of 3 mm.zip", "Dataset297_TotalSegmentator_total_3mm_1559subj"
    inside = f"{name}/nnUNetTrainer_4000epochs_NoMirroring__nnUNetPlans__3d_fullres"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(f"{inside}/plans.json", "{}")
        file.writestr(f"{inside}/dataset.json", "{}")
        with zipfile.ZipFile(tmp_path / "checkpoint", "w") as checkpoint:
            checkpoint.writestr("archive/data.pkl", b"x")
        file.write(tmp_path / "checkpoint", f"{inside}/fold_0/checkpoint_final.pth")
    dialogs.answer("getOpenFileName", str(archive))
    made.ui.importButton.menu().actions()[0].trigger()
    wait(lambda: made.ends)
    assert made.ends[0].ok, made.ends[0].failure
    monkeypatch.undo()
    assert (tmp_path / "home/weights/totalsegmentator" / name).is_dir()
