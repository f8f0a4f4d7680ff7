"""Reading .ui files: what Slicer would only warn of fails here."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

UI = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0">
 <class>Panel</class>
 <widget class="QWidget" name="Panel">
  <layout class="QVBoxLayout" name="layout">
   <item>
    <widget class="ctkCollapsibleButton" name="section">
     <property name="text"><string>Inversion</string></property>
     <property name="collapsed"><bool>true</bool></property>
     <layout class="QFormLayout" name="form">
      <item row="0" column="0">
       <widget class="QLabel" name="label"><property name="text"><string>Clip</string></property>
        <property name="buddy"><cstring>clip</cstring></property></widget>
      </item>
      <item row="0" column="1">
       <widget class="ctkRangeWidget" name="clip">
        <property name="maximum"><double>3000.0</double></property>
        <property name="maximumValue"><double>1200.0</double></property>
        <property name="SlicerParameterName" stdset="0"><string>clip</string></property>
       </widget>
      </item>
      <item row="1" column="1">
       <widget class="ctkPathLineEdit" name="model">
        <property name="filters"><set>ctkPathLineEdit::Dirs|ctkPathLineEdit::Readable</set></property>
       </widget>
      </item>
     </layout>
    </widget>
   </item>
   <item><widget class="QPushButton" name="run"><property name="checkable"><bool>true</bool></property>
    <property name="icon"><iconset>:/Icons/Go.png</iconset></property></widget></item>
  </layout>
 </widget>
 <customwidgets>
  <customwidget><class>ctkRangeWidget</class><extends>QWidget</extends><header>ctkRangeWidget.h</header></customwidget>
 </customwidgets>
 <resources/>
 <connections>
  <connection><sender>run</sender><signal>toggled(bool)</signal><receiver>clip</receiver>
   <slot>setDisabled(bool)</slot></connection>
 </connections>
</ui>
"""


@pytest.fixture
def ui_file(tmp_path: Path) -> Path:
    """A panel with widgets of CTK, a dynamic property and a connection."""
    path = tmp_path / "Panel.ui"
    path.write_text(UI)
    return path


def test_widgets_of_ctk_are_made_and_set(bench: SimpleNamespace, ui_file: Path) -> None:
    top = bench.pythonqt.load_ui(ui_file)
    assert top.objectName == "Panel"
    assert type(top.findChild("ctkRangeWidget", "clip")) is bench.ctk.ctkRangeWidget
    clip = top.findChild(bench.ctk.ctkRangeWidget, "clip")
    assert (clip.maximum, clip.maximumValue) == (3000, 1200)
    assert clip.property("SlicerParameterName") == "clip"
    assert top.findChild("QWidget", "section").collapsed
    kinds = bench.ctk.ctkPathLineEdit
    assert top.findChild("QWidget", "model").filters == kinds.Dirs | kinds.Readable
    assert not top.findChild("QWidget", "run").icon.isNull()


def test_connections_work(bench: SimpleNamespace, ui_file: Path) -> None:
    top = bench.pythonqt.load_ui(ui_file)
    run, clip = top.findChild("QWidget", "run"), top.findChild("QWidget", "clip")
    run.checked = True
    assert not clip.enabled
    run.checked = False
    assert clip.enabled


def test_slicers_own_loader_reads_it(bench: SimpleNamespace, ui_file: Path) -> None:
    qt = bench.qt
    file = qt.QFile(str(ui_file))
    assert file.open(qt.QFile.ReadOnly)
    assert qt.QUiLoader().load(file).objectName == "Panel"


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ('class="ctkPathLineEdit"', 'class="ctkPathLine"', "no widget class ctkPathLine"),
        ('name="maximumValue"', 'name="upperValue"', "no property upperValue"),
        ('name="checkable"', 'name="checkabel"', "no property checkabel"),
        ("ctkPathLineEdit::Dirs", "ctkPathLineEdit::Folders", "Folders"),
        ("<iconset>:/Icons/Go.png", "<iconset>:/Icons/Went.png", "no icon :/Icons/Went.png"),
        ('class="QFormLayout"', 'class="QTableLayout"', "QTableLayout"),
        ("toggled(bool)", "toggled(int)", "toggled"),
        ("<slot>setDisabled(bool)", "<slot>setDisabled(int)", "setDisabled"),
        ("<slot>setDisabled(bool)", "<slot>setClosed(bool)", "setClosed"),
        ("<receiver>clip", "<receiver>clap", "nothing is called clap"),
    ],
)
def test_what_does_not_exist_fails(
    bench: SimpleNamespace, ui_file: Path, good: str, bad: str, words: str
) -> None:
    assert good in UI
    ui_file.write_text(UI.replace(good, bad))
    with pytest.raises(bench.pythonqt.UiError, match=words):
        bench.pythonqt.load_ui(ui_file)
