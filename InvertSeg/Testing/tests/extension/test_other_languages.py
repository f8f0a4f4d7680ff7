"""The module in another language: every text translated, loaded by the application, places kept."""

from __future__ import annotations

import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[4]
MODULE = ROOT / "InvertSeg" / "InvertSeg.py"
FILES = sorted((ROOT / "InvertSeg/Resources/Translations").glob("*.ts"))


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """tools/update_translations.py."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "tools/update_translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(path: Path) -> list[tuple[str, str, str]]:
    """Context, source and translation of each message of a .ts file."""
    return [
        (context.findtext("name"), message.findtext("source"), message.findtext("translation"))
        for context in ET.parse(path).iter("context")
        for message in context.iter("message")
    ]


def test_every_text_of_the_code_is_translated(tool: ModuleType, tmp_path: Path) -> None:
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    lacking = {path.name: tool.untranslated(path) for path in tool.update(tmp_path)}
    assert lacking == {path.name: [] for path in FILES}, (
        "run python tools/update_translations.py and translate"
    )
    assert len(FILES) == 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_places_to_fill_in_and_markup_are_kept(path: Path) -> None:
    """Slicer takes no translation that lost a place; a lost tag would spoil the text."""
    for _context, source, translation in messages(path):
        for pattern in (r"\{[^{}]*\}", r"</?\w+[^>]*>", r"%\w"):
            found = [sorted(re.findall(pattern, text)) for text in (source, translation)]
            assert found[0] == found[1], source
        assert source.endswith("...") == translation.endswith("..."), source
        assert (source[:1] + source[-1:]).isspace() == (translation[:1] + translation[-1:]).isspace(), source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_compiled_file_is_that_of_the_translations(tool: ModuleType, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    tool.compile_file(copy)
    assert copy.with_suffix(".qm").read_bytes() == path.with_suffix(".qm").read_bytes()


def test_the_panel_speaks_the_language_of_the_application() -> None:
    import bench

    with bench.start(language="de_DE") as running:
        running.load_module(MODULE)
        running.show_panel("InvertSeg", width=350)
        german = {(context, source): text for context, source, text in messages(FILES[0])}
        assert running.find("segmentButton").text == german["Segmentation", "Segment"] != "Segment"
        help_text = running.slicer.modules.invertseg.helpText
        assert help_text in german.values()
        assert help_text not in {source for _context, source in german}
