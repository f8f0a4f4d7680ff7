"""`invertseg engines`: the list, and its actions, as a user calls them."""

from __future__ import annotations

import json
import sys
import zipfile

import pytest

from InvertSegLib.cli.main import main
from InvertSegLib.engines.catalogue import ENGINES

DATASET = "Dataset297_TotalSegmentator_total_3mm_1559subj"


@pytest.fixture
def home(tmp_path):
    """Variables for a user with nothing installed."""
    return {
        "INVERTSEG_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path),
        **{f"INVERTSEG_PYTHON_{name.upper()}": "" for name in ENGINES},
        "TOTALSEG_WEIGHTS_PATH": "",
        "TOTALSEG_HOME_DIR": "",
    }


@pytest.fixture
def archive(tmp_path):
    """An archive laid out like TotalSegmentator's own."""
    path = tmp_path / "weights.zip"
    with zipfile.ZipFile(path, "w") as output:
        model = f"{DATASET}/nnUNetTrainer__nnUNetPlans__3d_fullres"
        for name in ("plans.json", "dataset.json"):
            output.writestr(f"{model}/{name}", "{}")
        output.writestr(f"{model}/fold_0/checkpoint_final.pth", b"\x80\x02")
    return path


def test_the_list_names_every_engine_and_what_to_do_next(invertseg, home):
    done = invertseg("engines", env=home)
    assert done.returncode == 0
    for name in ENGINES:
        assert name in done.stdout
        assert f"invertseg engines install {name}" in done.stdout


def test_the_list_as_json(invertseg, home):
    done = invertseg("engines", "--json", env=home)
    document = json.loads(done.stdout)
    assert document["home"] == home["INVERTSEG_HOME"]
    assert [engine["name"] for engine in document["engines"]] == list(ENGINES)
    assert {engine["state"] for engine in document["engines"]} == {"absent"}


@pytest.fixture
def here(home, monkeypatch, capsys, tmp_path):
    """Call `invertseg ARGUMENTS...` in this process; gives exit code, standard output and standard error."""
    for name, value in home.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "stdin", None)

    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return call


def test_the_folder_is_shown_chosen_and_emptied(here, monkeypatch, tmp_path):
    monkeypatch.delenv("INVERTSEG_HOME")
    assert "the usual one" in here("engines", "folder")[1]
    chosen = tmp_path / "my disk"
    document = json.loads(here("engines", "folder", chosen, "--json")[1])
    assert (document["folder"], document["chosen_by"]) == (str(chosen), "user")
    (chosen / "logs").mkdir()
    (chosen / "of the user.txt").write_text("mine")
    code, _out, err = here("engines", "folder", "--delete")
    assert code == 2
    assert "--yes" in err
    assert (chosen / "logs").is_dir()
    code, out, _err = here("engines", "folder", "--delete", "--yes")
    assert str(chosen / "of the user.txt") in out
    assert [path.name for path in chosen.iterdir()] == ["of the user.txt"]
    assert "the usual one" in here("engines", "folder", "--usual")[1]
    assert here("engines", "folder", chosen, "--usual")[0] == 2


def test_what_was_interrupted_is_listed_with_the_command_that_finishes_it(here, tmp_path):
    partial = tmp_path / "home" / "environments" / ".monai.partial"
    partial.mkdir(parents=True)
    listed = here("engines")[1]
    assert "half, interrupted" in listed
    assert "invertseg engines resume monai" in listed
    assert here("engines", "remove", "monai")[0] == 0
    assert not partial.exists()
    for action, text in (("resume", "No installation was interrupted"), ("update", "No engine is installed")):
        code, _out, err = here("engines", action)
        assert code == 0
        assert text in err


def test_an_engine_that_is_to_run_in_slicers_python(here):
    document = json.loads(here("engines", "way", "nnunet", "slicer", "--python", sys.executable, "--json")[1])
    assert (document["way"], document["state"]) == ("slicer", "lacking")
    assert "invertseg engines way nnunet private" in document["next"]
    assert here("engines", "way", "nnunet", "private")[0] == 0
    assert "invertseg engines install nnunet" in here("engines")[1]


def test_a_python_that_the_user_names_is_shown(invertseg, home):
    done = invertseg("engines", "--json", env={**home, "INVERTSEG_PYTHON_MONAI": sys.executable})
    (monai,) = [engine for engine in json.loads(done.stdout)["engines"] if engine["name"] == "monai"]
    assert (monai["state"], monai["python"]) == ("named", sys.executable)


def test_weights_are_imported_once(invertseg, home, archive):
    done = invertseg("engines", "import", "totalsegmentator", archive, "--json", env=home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["models"] == [DATASET]
    (engine, *_) = json.loads(invertseg("engines", "--json", env=home).stdout)["engines"]
    assert engine["weights"]["models"] == [DATASET]
    again = invertseg("engines", "import", "totalsegmentator", archive, env=home)
    assert again.returncode == 1
    assert "already" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_users_mistake_is_one_sentence_and_an_exit_code(invertseg, home, tmp_path):
    done = invertseg("engines", "--json", "import", "totalsegmentator", tmp_path / "absent.zip", env=home)
    assert done.returncode == 2
    assert "absent.zip" in json.loads(done.stdout)["error"]["sentence"]
    assert "Traceback" not in done.stderr
    assert invertseg("engines", "install", "nonsense", env=home).returncode == 2
    missing = invertseg("engines", "tasks", "monai", env=home)
    assert missing.returncode == 3
    assert "invertseg engines install monai" in missing.stderr


def test_a_failed_installation_says_why(invertseg, home):
    done = invertseg("engines", "install", "monai", "--python", "/not/there/python3", "--json", env=home)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["remedy"]
    assert "Traceback" not in done.stderr


def test_removing_what_is_not_there_is_no_error(invertseg, home):
    done = invertseg("engines", "remove", "monai", "--json", env=home)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"engine": "monai", "removed": False})


def test_the_help_has_examples(invertseg, home):
    assert "invertseg engines install totalsegmentator" in invertseg("engines", "--help", env=home).stdout


def test_tasks_of_an_installed_engine(invertseg, engine_python):
    python = engine_python("totalsegmentator")
    done = invertseg(
        "engines",
        "tasks",
        "totalsegmentator",
        "--json",
        env={"INVERTSEG_PYTHON_TOTALSEGMENTATOR": str(python)},
    )
    assert done.returncode == 0, done.stderr
    tasks = {task["name"]: task for task in json.loads(done.stdout)["tasks"]}
    assert tasks["total"]["structures"] == 117
    assert tasks["total_mr"]["modality"] != tasks["total"]["modality"]
