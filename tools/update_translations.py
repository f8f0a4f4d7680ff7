"""Bring the translation files up to date with the texts in the code, and compile them for Slicer.

    python tools/update_translations.py            # rewrite InvertSeg/Resources/Translations/*.ts and *.qm
    python tools/update_translations.py --check    # end with 1 when a text is missing or not translated

The .ts files are for translators (Qt Linguist, Weblate, a text editor); the .qm files are what Slicer loads.
The texts are found by Qt's own lupdate, which the test environment has (PySide6), under the names that
Slicer's `_()` asks for: the file's, after its package's folder.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import tokenize
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULE = ROOT / "InvertSeg"
FOLDER = MODULE / "Resources" / "Translations"
# Without a region: Slicer takes these for every region that has no file of its own.
LANGUAGES = ("de", "es", "fr")


def sources(module: Path = MODULE) -> Iterator[Path]:
    """The files with texts that a user of the module reads."""
    yield from sorted((module / "Resources/UI").glob("*.ui"))
    for path in [module / "InvertSeg.py", *sorted((module / "InvertSegLib").rglob("*.py"))]:
        if "slicer.i18n" in path.read_text(encoding="utf-8"):
            yield path


def context_of(path: Path) -> str:
    """The name under which Slicer's `_()` looks up the texts of a Python file."""
    in_package = (path.parent / "__init__.py").is_file()
    return f"{path.parent.name}.{path.stem}" if in_package else path.stem


def for_lupdate(code: str, context: str) -> str:
    """Python code with each `_(` as `translate("context", `, the only call that lupdate knows here."""
    lines = code.splitlines(keepends=True)
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    for name, bracket in reversed(list(pairwise(tokens))):
        if name.string == "_" and bracket.string == "(" and name.start[0] == bracket.start[0]:
            row, column = name.start[0] - 1, name.start[1]
            lines[row] = f'{lines[row][:column]}translate("{context}", {lines[row][bracket.end[1] :]}'
    return "".join(lines)


def update(folder: Path) -> list[Path]:
    """Write what lupdate finds into the .ts files of a folder; translations that are there stay."""
    files = [folder / f"InvertSeg_{language}.ts" for language in LANGUAGES]
    with tempfile.TemporaryDirectory() as temporary:
        copies = []
        for path in sources():
            copy = Path(temporary) / path.relative_to(MODULE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            copy.write_text(for_lupdate(text, context_of(path)) if path.suffix == ".py" else text, "utf-8")
            copies.append(str(copy))
        for path, language in zip(files, LANGUAGES, strict=True):
            options = [
                "-silent",
                "-no-obsolete",
                "-locations",
                "none",
                "-target-language",
                language,
            ]
            subprocess.run([tool("lupdate"), *options, *copies, "-ts", path], check=True)
    return files


def compile_file(path: Path) -> None:
    """Make the .qm of a .ts."""
    subprocess.run([tool("lrelease"), "-silent", path, "-qm", path.with_suffix(".qm")], check=True)


def untranslated(path: Path) -> list[str]:
    """The texts that a .ts file has no finished translation of."""
    messages = ET.parse(path).iter("message")
    return [
        message.findtext("source", "")
        for message in messages
        if message.find("translation").get("type") == "unfinished" or not message.findtext("translation")
    ]


def tool(name: str) -> str:
    """A program of Qt's linguist tools."""
    import PySide6

    beside = Path(PySide6.__file__).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        sys.exit(f"{name} is not here; pip install PySide6-Essentials brings it")
    return found


def main() -> int:
    """Rewrite or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing, end with 1 when something lacks"
    )
    check = parser.parse_args().check
    FOLDER.mkdir(exist_ok=True)
    if not check:
        for path in update(FOLDER):
            compile_file(path)
            print(f"{path.relative_to(ROOT)}: {len(untranslated(path))} texts to translate")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        for path in FOLDER.glob("*.ts"):
            shutil.copy(path, temporary)
        lacking = [(path.name, text) for path in update(Path(temporary)) for text in untranslated(path)]
    for name, text in lacking:
        print(f"{name}: not translated: {text!r}")
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main())
