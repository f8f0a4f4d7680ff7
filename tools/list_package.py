"""Write the list of packaged files into InvertSeg/CMakeLists.txt, or check that it agrees with the tree.

    python tools/list_package.py            # rewrite the lists
    python tools/list_package.py --check    # end with 1 when they differ

Slicer builds what the lists name: a file that is missing breaks the build, one that is not listed is missing
from the package.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULE = ROOT / "InvertSeg"
SCRIPTS, RESOURCES = "MODULE_PYTHON_SCRIPTS", "MODULE_PYTHON_RESOURCES"
NEVER = {"__pycache__", ".ruff_cache", ".pytest_cache", ".hypothesis"}


def packaged(module: Path = MODULE) -> dict[str, list[str]]:
    """The files that belong into the package, relative to the module's folder, by the name of their list."""
    library = _files(module, module / "InvertSegLib")
    scripts = ["InvertSeg.py", *(file for file in library if file.endswith(".py"))]
    data = [file for file in library if not file.endswith(".py")]
    return {SCRIPTS: scripts, RESOURCES: data + _files(module, module / "Resources")}


def listed(cmake: str) -> dict[str, list[str]]:
    """The files that CMakeLists.txt names, by the name of their list."""
    return {name: _block(name).search(cmake).group(2).split() for name in (SCRIPTS, RESOURCES)}


def written(cmake: str, lists: dict[str, list[str]]) -> str:
    """CMakeLists.txt with these lists in it."""
    for name, files in lists.items():
        lines = "".join(f"  {file}\n" for file in files)
        cmake = _block(name).sub(lambda found, lines=lines: found[1] + lines + found[3], cmake)
    return cmake


def main() -> int:
    """Rewrite or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, end with 1 when they differ")
    check = parser.parse_args().check
    path = MODULE / "CMakeLists.txt"
    old = path.read_text(encoding="utf-8")
    there, named = packaged(), listed(old)
    for name, files in there.items():
        for file in sorted(set(files) ^ set(named[name])):
            print("not listed:" if file in files else "not there: ", file)
    new = written(old, there)
    if new == old:
        return 0
    if check:
        print("InvertSeg/CMakeLists.txt and the tree differ: run python tools/list_package.py")
        return 1
    path.write_text(new, encoding="utf-8", newline="\n")
    return 0


def _files(module: Path, folder: Path) -> list[str]:
    """All files below a folder as CMake writes them, sorted."""
    found: Iterable[Path] = (path.relative_to(module) for path in folder.rglob("*") if path.is_file())
    kept = (path for path in found if not NEVER & set(path.parts) and not path.name.startswith("."))
    return sorted(path.as_posix() for path in kept)


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^(set\({name}\n)((?:  \S+\n)*)(  \)$)")


if __name__ == "__main__":
    sys.exit(main())
