"""What is said while settings are tried."""

from __future__ import annotations

from slicer.i18n import tr as _

from InvertSegLib.labels.structures import describe
from InvertSegLib.panel.texts import remaining_text, rough_duration_text
from InvertSegLib.review.ranking import SettingScore
from InvertSegLib.review.tune import VOTE
from InvertSegLib.session.tuning import TuningState

_TONE = "tone "
_MOST_NAMED = 4
# About how many settings each effort tries without histogram matching, see `review.candidates`.
_COUNTS = {"quick": 5, "full": 13}


def effort_entries() -> tuple[tuple[str, str, str], ...]:
    """Efforts: (data, text, tooltip)."""
    return (
        (
            "quick",
            _("Tone curves, about {count}").format(count=_COUNTS["quick"]),
            _("The setting as it is and four other tone curves, which matter most"),
        ),
        (
            "full",
            _("All kinds, about {count}").format(count=_COUNTS["full"]),
            _("Tone curves, windows, clip ranges, background, the published recipe, the other sign"),
        ),
    )


def cost_text(effort: str, seconds: float | None) -> str:
    """What trying settings costs.

    Args:
        effort: "quick" or "full".
        seconds: of one run; None where unknown.
    """
    count = _COUNTS[effort]
    if seconds is None:
        return _("The network runs about {count} times.").format(count=count)
    return _("The network runs about {count} times: {duration}, by its last run.").format(
        count=count, duration=rough_duration_text(count * seconds)
    )


def state_text(state: TuningState, stage: str) -> str:
    """How it is going.

    Args:
        state: of tuning.
        stage: of the run under way, empty for none.
    """
    if not state.name:
        return _("Comparing the results...")
    number = min(state.done + 1, state.total)
    text = _("Setting {number} of {total}: {setting}").format(
        number=number, total=state.total, setting=setting_title(state.name)
    )
    if state.remaining is not None:
        return f"{text}, {remaining_text(state.remaining)}"
    return f"{text}, {_(stage)}" if stage else text


def setting_title(name: str) -> str:
    """The name of a setting, for people."""
    if name.startswith(_TONE):
        return _("Tone curve {exponent}").format(exponent=name.removeprefix(_TONE))
    # Each is looked up only when it is needed, which takes a while.
    titles = {
        VOTE: lambda: _("All together"),
        "start": lambda: _("As it was set"),
        "calibrated": lambda: _("Calibrated"),
        "wider window": lambda: _("Wider window"),
        "narrower window": lambda: _("Narrower window"),
        "inner window": lambda: _("Inner window"),
        "wider clip range": lambda: _("Wider clip range"),
        "narrower clip range": lambda: _("Narrower clip range"),
        "dark tissue black": lambda: _("Dark tissue black"),
        "published": lambda: _("As published"),
        "other sign": lambda: _("Other sign"),
    }
    return titles[name]() if name in titles else name


def score_line(score: SettingScore, *, best: bool) -> str:
    """The second line below a setting's picture."""
    text = f"{score.score:.2f}"
    return _("{score}, best single").format(score=text) if best else text


def explanation(name: str, score: SettingScore | None, *, doubts_inversion: bool = False) -> str:
    """What is to be said of a setting: its score, and the structures that it does worst."""
    if name == VOTE and doubts_inversion:
        return _(
            "The best single setting has the other sign: this may be no T1-weighted MRI. Look at its result "
            "first; what most settings agree on is probably wrong."
        )
    if name == VOTE:
        return _(
            "All together: each structure where a majority of the settings has it, those that look better "
            "counting more."
        )
    if score is None:
        return setting_title(name)
    worst = sorted(score.structures.items(), key=lambda item: item[1])[:_MOST_NAMED]
    text = _("{setting}: {score}. {structures}.") if worst else _("{setting}: {score}.")
    return text.format(
        setting=setting_title(name),
        score=f"{score.score:.2f}",
        structures=", ".join(f"{describe(structure).title} {value:.2f}" for structure, value in worst),
    )
