"""Modal dialogs do not wait: they take the answer that was prepared, or are cancelled and noted."""

from __future__ import annotations

from types import SimpleNamespace

import pytest


def test_a_message_box_takes_the_prepared_answer(bench: SimpleNamespace) -> None:
    qt, dialogs = bench.qt, bench.pythonqt.dialogs
    dialogs.answer("question", qt.QMessageBox.Yes)
    assert qt.QMessageBox.question(None, "Replace?", "Edited by hand.") == qt.QMessageBox.Yes
    assert dialogs.asked[0].texts == ("Replace?", "Edited by hand.")
    assert not dialogs.unanswered


def test_without_an_answer_it_is_cancelled_and_noted(bench: SimpleNamespace) -> None:
    qt, dialogs = bench.qt, bench.pythonqt.dialogs
    assert qt.QMessageBox.warning(None, "Full", "No room.") == qt.QMessageBox.Cancel
    assert qt.QFileDialog.getOpenFileName(None, "Open") == ""
    box = qt.QMessageBox()
    box.text = "Sure?"
    assert box.exec_() == qt.QMessageBox.Cancel
    assert [question.kind for question in dialogs.unanswered] == ["warning", "getOpenFileName", "exec"]


def test_a_dialog_is_used_while_it_is_open(bench: SimpleNamespace) -> None:
    qt, dialogs = bench.qt, bench.pythonqt.dialogs
    dialog, accepted = qt.QDialog(), []
    name = qt.QLineEdit(dialog)
    dialog.accepted.connect(lambda: accepted.append(name.text))

    def fill(shown: object) -> None:
        name.text = "phantom"
        shown.accept()

    dialogs.answer("exec", fill)
    assert dialog.exec_() == qt.QDialog.Accepted
    assert accepted == ["phantom"]


def test_file_names_are_one_string_as_in_pythonqt(bench: SimpleNamespace) -> None:
    bench.pythonqt.dialogs.answer("getSaveFileName", "/data/organs.seg.nrrd")
    assert bench.qt.QFileDialog.getSaveFileName(None, "Save", "", "*.seg.nrrd") == "/data/organs.seg.nrrd"


def test_an_entry_of_a_menu_is_chosen_by_its_text(bench: SimpleNamespace) -> None:
    menu, chosen = bench.qt.QMenu("Presets"), []
    menu.addAction("None")
    menu.addAction("All").connect("triggered()", lambda: chosen.append("All"))
    bench.pythonqt.dialogs.answer("menu", "All")
    assert menu.exec_(bench.qt.QCursor.pos()).text == "All"
    assert chosen == ["All"]


def test_wrong_arguments_are_refused_before_anything_is_asked(bench: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match="question"):
        bench.qt.QMessageBox.question("Replace?", None, 3, 4, 5, 6)
    assert not bench.pythonqt.dialogs.asked
