"""What Slicer's build and the extensions index read: lists of files, descriptions, the icon."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import SimpleITK as sitk

ROOT = Path(__file__).resolve().parents[4]
TOP = ROOT / "CMakeLists.txt"
MODULE = ROOT / "InvertSeg"

# What the macros of Slicer's build do with a scripted module, as far as names of files go.
SLICER = r"""
set(Slicer_USE_FILE "${CMAKE_CURRENT_LIST_DIR}/UseSlicer.cmake")
set(Slicer_EXTENSION_GENERATE_CONFIG "${CMAKE_CURRENT_LIST_DIR}/Nothing.cmake")
set(Slicer_EXTENSION_CPACK "${CMAKE_CURRENT_LIST_DIR}/Nothing.cmake")
macro(slicerMacroBuildScriptedModule)
  cmake_parse_arguments(MY "WITH_GENERIC_TESTS" "NAME" "SCRIPTS;RESOURCES" ${ARGN})
  if(MY_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "not an argument: ${MY_UNPARSED_ARGUMENTS}")
  endif()
  foreach(file IN LISTS MY_SCRIPTS MY_RESOURCES)
    if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
      message(FATAL_ERROR "given nonexistent file '${file}'")
    endif()
    configure_file("${CMAKE_CURRENT_SOURCE_DIR}/${file}" "${CMAKE_BINARY_DIR}/packaged/${file}" COPYONLY)
  endforeach()
  file(WRITE "${CMAKE_BINARY_DIR}/name" "${MY_NAME}")
endmacro()
macro(slicer_add_python_unittest)
  cmake_parse_arguments(MY "" "SCRIPT" "" ${ARGN})
  file(WRITE "${CMAKE_BINARY_DIR}/tests" "${MY_SCRIPT}")
endmacro()
"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """tools/list_package.py."""
    spec = importlib.util.spec_from_file_location("list_package", ROOT / "tools/list_package.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_packaged_file_is_listed_and_every_listed_file_is_there(tool: ModuleType) -> None:
    named = tool.listed((MODULE / "CMakeLists.txt").read_text(encoding="utf-8"))
    there = tool.packaged()
    assert named == there, "run python tools/list_package.py"
    files = [file for each in there.values() for file in each]
    assert "InvertSegLib/labels/structures.csv" in files
    assert any(file.endswith("checkpoint_final.pth") for file in files)
    assert "Resources/UI/InvertSeg.ui" in files
    assert not [file for file in files if "Testing" in file or "__pycache__" in file]


def test_the_tool_sees_what_is_missing_and_what_is_too_much(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "InvertSegLib").mkdir()
    (tmp_path / "Resources").mkdir()
    for name in ("InvertSegLib/new.py", "InvertSegLib/new.csv", "Resources/new.ui"):
        (tmp_path / name).touch()
    there = tool.packaged(tmp_path)
    assert there == {
        tool.SCRIPTS: ["InvertSeg.py", "InvertSegLib/new.py"],
        tool.RESOURCES: ["InvertSegLib/new.csv", "Resources/new.ui"],
    }
    old = f"set({tool.SCRIPTS}\n  gone.py\n  )\n\nset({tool.RESOURCES}\n  )\nlast()\n"
    new = tool.written(old, there)
    assert tool.listed(new) == there
    assert new.endswith("  )\nlast()\n")
    assert "gone.py" not in new


def test_cmake_builds_the_package_where_slicer_is(tmp_path: Path) -> None:
    cmake = shutil.which("cmake")
    if cmake is None or shutil.which("c++") is None:
        pytest.skip("cmake or a C++ compiler is not installed")
    slicer = tmp_path / "slicer"
    slicer.mkdir()
    (slicer / "SlicerConfig.cmake").write_text(SLICER)
    (slicer / "UseSlicer.cmake").write_text("")
    (slicer / "Nothing.cmake").write_text("")
    build = tmp_path / "build"
    options = [f"-DSlicer_DIR={slicer}", "-DBUILD_TESTING=ON", "-DCMAKE_SUPPRESS_DEVELOPER_WARNINGS=ON"]
    told = subprocess.run(
        [cmake, "-S", ROOT, "-B", build, *options], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert (build / "name").read_text() == "InvertSeg"
    assert (build / "tests").read_text() == "InvertSeg.py"
    # Nothing but the package is on the path of this Python, as in qt-scripted-modules.
    check = (
        "import sys; sys.path[:0] = [sys.argv[1]]; import InvertSegLib; from pathlib import Path;"
        "from InvertSegLib.phantom.demo import MODEL; from InvertSegLib.labels.structures import describe;"
        "assert Path(InvertSegLib.__file__).is_relative_to(sys.argv[1]);"
        "assert (MODEL / 'plans.json').is_file();"
        "print(describe('liver').title)"
    )
    told = subprocess.run(
        [sys.executable, "-c", check, build / "packaged"], capture_output=True, text=True, check=False
    )
    assert told.stdout.strip() == "Liver", told.stderr


@pytest.mark.parametrize(
    "name", ["HOMEPAGE", "CONTRIBUTORS", "DESCRIPTION", "ICONURL", "SCREENSHOTURLS", "DEPENDS"]
)
def test_the_index_can_read_each_description(name: str) -> None:
    lines = re.findall(rf'(?m)^set\(EXTENSION_{name} "([^"\n]+)"\)$', TOP.read_text(encoding="utf-8"))
    assert len(lines) == 1
    if name == "DESCRIPTION":
        assert all(word in lines[0] for word in ("MRI", "CT", "invert"))
    if name.endswith(("URL", "URLS")):
        assert (ROOT / lines[0].split("/main/")[1]).is_file()
    if name == "DEPENDS":
        assert lines[0] == "PyTorch NNUNet"


def test_the_icon_is_a_square_with_a_transparent_border() -> None:
    pixels = sitk.GetArrayFromImage(sitk.ReadImage(str(MODULE / "Resources/Icons/InvertSeg.png")))
    assert pixels.shape == (128, 128, 4)
    assert pixels[0, 0, 3] == 0
    assert pixels[64, 30, 3] == 255


def test_the_entry_for_the_extensions_index_agrees_with_cmake() -> None:
    """The keys are those of schema 1.0.1; the index refuses others and anything but LF."""
    text = (ROOT / "InvertSeg.json").read_bytes()
    assert b"\r" not in text
    entry = json.loads(text)
    assert list(entry) == [
        "$schema", "build_dependencies", "build_subdirectory", "category", "scm_revision", "scm_url", "tier",
    ]  # fmt: skip
    cmake = TOP.read_text(encoding="utf-8")
    assert f'set(EXTENSION_DEPENDS "{" ".join(entry["build_dependencies"])}")' in cmake
    assert entry["scm_url"].removesuffix(".git") in cmake
    assert f'"{entry["category"]}"' in (MODULE / "InvertSeg.py").read_text(encoding="utf-8")


def test_one_version_is_given_everywhere() -> None:
    import InvertSegLib

    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {InvertSegLib.__version__}\n" in citation
