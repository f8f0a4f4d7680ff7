"""The panel's user has no command line: remedies name none."""

import pytest

from InvertSegLib.engines.safe_loading import TRUST_REMEDY
from InvertSegLib.errors import Failure
from InvertSegLib.session.wording import without_commands
from InvertSegLib.worker.failure_rules import RULES, STARTUP


@pytest.mark.parametrize(
    ("kind", "remedy", "expected"),
    [
        (
            "no_weights",
            "invertseg weights download totalsegmentator A_1",
            "Download them, or import the archive or folder from their publisher.",
        ),
        ("out_of_memory", "Crop the volume.", "Crop the volume."),
        ("internal", "", ""),
        ("bad_request", "Did you mean liver?", "Did you mean liver?"),
    ],
)
def test_the_rest_stays(kind, remedy, expected):
    assert without_commands(Failure(kind, "S.", remedy, ("a",))) == Failure(kind, "S.", expected, ("a",))


@pytest.mark.parametrize(
    "failure",
    [rule.failure(()) for rule in (*RULES, *STARTUP)]
    + [Failure("untrusted_model", "S.", TRUST_REMEDY), Failure("bad_request", "S.", "Give it with --model.")],
    ids=lambda failure: failure.remedy[:40],
)
def test_no_remedy_of_the_worker_names_a_command(failure):
    remedy = without_commands(failure).remedy
    assert "invertseg " not in remedy
    assert "--" not in remedy
    assert remedy.endswith(".") or not failure.remedy
