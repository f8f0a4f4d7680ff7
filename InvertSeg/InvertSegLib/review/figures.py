"""Figures of an evaluation: by structure, before and after, and how volumes agree (Bland-Altman).

They are drawn without a display and without matplotlib's global state, so that any program can call them; the
suffix of the path decides the format (.png, .svg, .pdf).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from InvertSegLib.errors import InvertSegError
from InvertSegLib.labels.structures import describe
from InvertSegLib.review.evaluate import CaseEvaluation
from InvertSegLib.review.metrics import MEASURES
from InvertSegLib.review.statistics import Interval, fixed, mean_interval, paired_test
from InvertSegLib.review.summary import ALL, case_means, paired, structures_of, values
from InvertSegLib.volume.writing import atomic_output

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours, which people with any colour vision tell apart; the palest (yellow) left out.
_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
_MARKERS = "osD^vPX*<>"
_MEANS = "Ds^vo"  # of a mean, the next one where the colours begin anew
_GREY = "#8a8a8a"
_STYLE = {
    "font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": _GREY,
    "xtick.color": "#444444", "ytick.color": "#444444", "axes.labelcolor": "#222222", "legend.frameon": False,
    "svg.fonttype": "none", "pdf.fonttype": 42,
}  # fmt: skip
_LIMITS_OF_AGREEMENT = 1.96  # standard deviations that hold 95 % of a normal distribution


def require() -> None:
    """Find out before anything is measured whether figures can be drawn.

    Raises:
        InvertSegError: matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        raise InvertSegError(
            "Figures need matplotlib, which is not installed.",
            'Install it with: pip install "invertseg[review]"',
        )


def by_structure(
    settings: Mapping[str, Sequence[CaseEvaluation]], path: Path, measure: str = "dice", *, title: str = ""
) -> None:
    """For each structure the cases as dots, their mean and its 95 % interval; settings below each other.

    Args:
        settings: name to the evaluations of its cases; the paper's Figure 2 has three.
        path: where to write it.
        measure: of `MEASURES`.
        title: stands above.

    Raises:
        OutputError: it cannot be written there.
    """
    every = [case for cases in settings.values() for case in cases]
    names = structures_of(every)
    rows = [ALL, *names] if len(names) > 1 else names
    step = 1.0 / (len(settings) + 1.2)
    height = 0.9 + max(1.2, len(rows) * (0.2 + 0.13 * len(settings)))
    with _drawing(path, 7.0, height) as figure:
        axes = figure.add_subplot()
        for number, (setting, cases) in enumerate(settings.items()):
            again, place = divmod(number, len(_COLORS))
            color = _COLORS[place]
            for line, structure in enumerate(rows):
                found = case_means(cases, measure) if structure == ALL else values(cases, structure, measure)
                height = line + (number - (len(settings) - 1) / 2) * step
                _dots(axes, found, height, color, step)
                _mean(axes, height, mean_interval(found), "x", color, again)
            axes.plot([], [], linestyle="", label=setting, **_mean_style(color, again))
        axes.set_yticks(range(len(rows)), [_titled(name) for name in rows])
        axes.set_ylim(len(rows) - 0.45, -0.55)
        axes.tick_params(axis="y", length=0)
        for line in range(1, len(rows)):
            axes.axhline(line - 0.5, color=_GREY if line == 1 else "#e4e4e4", linewidth=0.6)
        if len(rows) > 1:
            axes.get_yticklabels()[0].set_fontweight("bold")
        _axis(axes, measure, "x")
        axes.set_xlabel(f"{MEASURES[measure].label}; dots are cases, bars their mean and its 95 % interval")
        axes.grid(axis="x", color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)
        if len(settings) > 1:
            figure.legend(loc="outside lower center", ncols=min(4, len(settings)), handletextpad=0.3)
        if title:
            figure.suptitle(title, fontsize=10)


def before_after(
    before: Sequence[CaseEvaluation],
    after: Sequence[CaseEvaluation],
    path: Path,
    measure: str = "dice",
    *,
    titles: tuple[str, str] = ("before", "after"),
) -> None:
    """A line for each case from the one setting to the other; what gets worse is drawn in another colour.

    Args:
        before: evaluations of the first setting.
        after: of the second; the cases are paired by name, and the others left out.
        path: where to write it.
        measure: of `MEASURES`, its mean over the structures of a case.
        titles: of the two settings.

    Raises:
        OutputError: it cannot be written there.
    """
    one, two = paired(before, after)
    first, second = case_means(one, measure), case_means(two, measure)
    test = paired_test(first, second)
    with _drawing(path, 3.8, 4.0) as figure:
        axes = figure.add_subplot()
        sign = {"high": 1, "low": -1}.get(MEASURES[measure].better, 0)
        for low, high in zip(first, second, strict=True):
            worse = (high - low) * sign < 0
            axes.plot(
                (0, 1), (low, high), color=_COLORS[1] if worse else _COLORS[0], alpha=0.55, marker="o",
                markersize=4, linewidth=1, linestyle="--" if worse else "-",
            )  # fmt: skip
        for x, found in ((-0.14, first), (1.14, second)):
            _mean(axes, x, mean_interval(found), "y", "#222222")
        axes.set_xlim(-0.4, 1.4)
        axes.set_xticks((0, 1), titles)
        _axis(axes, measure, "y")
        decimals = MEASURES[measure].decimals
        p = "p < 0.001" if test.p_t < 0.001 else f"p = {test.p_t:.3f}"
        told = f"difference {test.difference.text(decimals)}, {test.difference.count} cases"
        axes.set_title(told if np.isnan(test.p_t) else f"{told}, {p}", fontsize=9)


def bland_altman(cases: Sequence[CaseEvaluation], path: Path) -> None:
    """Volume error against volume, in percent of the mean of both, with bias and limits of agreement.

    In percent structures of all sizes fit into one figure: one that was missed lies at -200, one that is not
    in the reference at 200.

    Args:
        cases: the evaluations.
        path: where to write it.

    Raises:
        OutputError: it cannot be written there.
    """
    with _drawing(path, 6.2, 4.2) as figure:
        from matplotlib.ticker import LogLocator

        axes = figure.add_subplot()
        differences: list[float] = []
        names = structures_of(cases)
        for number, name in enumerate(names):
            pairs = np.array(
                [values(cases, name, f"volume_{side}_ml") for side in ("prediction", "reference")], float
            )
            pairs = pairs[:, np.nansum(pairs, axis=0) > 0]
            means = pairs.mean(axis=0)
            errors = 100 * (pairs[0] - pairs[1]) / means
            differences += errors.tolist()
            axes.scatter(
                means, errors, s=18, alpha=0.8, color=_COLORS[number % len(_COLORS)], linewidths=0,
                marker=_MARKERS[number // len(_COLORS) % len(_MARKERS)], label=_titled(name),
            )  # fmt: skip
        if differences:
            _agreement(axes, np.array(differences))
            axes.set_xscale("log")
            axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axes.xaxis.set_major_formatter("{x:g}")
            axes.xaxis.set_minor_formatter("")
        axes.set_xlabel("mean of both volumes (ml)")
        axes.set_ylabel("prediction - reference (% of the mean)")
        if 1 < len(names) <= 24:
            figure.legend(loc="outside right center", fontsize=8, handletextpad=0.1)


def _agreement(axes: Axes, differences: np.ndarray) -> None:
    """Bias and limits of agreement as lines, told above."""
    bias = float(differences.mean())
    axes.axhline(bias, color="#222222", linewidth=0.9)
    told = f"bias {fixed(bias, 0, '+')} %"
    if differences.size > 1:
        spread = _LIMITS_OF_AGREEMENT * float(differences.std(ddof=1))
        for level in (bias - spread, bias + spread):
            axes.axhline(level, color="#222222", linestyle="--", linewidth=0.9)
        ends = " to ".join(fixed(level, 0, "+") for level in (bias - spread, bias + spread))
        told += f", limits of agreement {ends} %"
    axes.axhline(0, color=_GREY, linewidth=0.6)
    axes.set_title(told, fontsize=9)
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -10), max(high, 10))  # rounding is not spread over the whole figure


def _dots(axes: Axes, found: Sequence[float], height: float, color: str, step: float) -> None:
    """The cases of one line, spread a little so that equal ones show."""
    finite = np.array([value for value in found if np.isfinite(value)])
    spread = step * 0.5 * ((np.arange(finite.size) * 0.618) % 1 - 0.5)
    axes.scatter(finite, height + spread, s=9, color=color, alpha=0.45, linewidths=0)


def _mean_style(color: str, again: int) -> dict[str, Any]:
    """How a mean is marked: the first ones filled; of another shape and hollow when colours come `again`."""
    face, edge, width = (color, "white", 0.5) if again == 0 else ("white", color, 1.2)
    return {
        "marker": _MEANS[again % len(_MEANS)], "markersize": 4.5, "color": color,
        "markerfacecolor": face, "markeredgecolor": edge, "markeredgewidth": width,
    }  # fmt: skip


def _mean(axes: Axes, place: float, interval: Interval, axis: str, color: str, again: int = 0) -> None:
    """A mean with its interval, along `axis`."""
    if np.isnan(interval.mean):
        return
    spread = np.nan_to_num([[interval.mean - interval.low], [interval.high - interval.mean]])
    where = (interval.mean, place) if axis == "x" else (place, interval.mean)
    style = {f"{axis}err": spread, **_mean_style(color, again)}
    axes.errorbar(*([value] for value in where), **style, linestyle="", elinewidth=1.6, zorder=5)


def _axis(axes: Axes, measure: str, which: str) -> None:
    """Label and limits of the axis of a measure: shares from 0 to 1, others as they come."""
    described = MEASURES[measure]
    getattr(axes, f"set_{which}label")(described.label)
    if described.better == "high":
        getattr(axes, f"set_{which}lim")(-0.02, 1.02)
    elif described.better == "low":
        getattr(axes, f"set_{which}lim")(left=0) if which == "x" else axes.set_ylim(bottom=0)
    else:
        getattr(axes, "axvline" if which == "x" else "axhline")(0, color=_GREY, linewidth=0.8)


def _titled(name: str) -> str:
    return name.capitalize() if name == ALL else describe(name).title.replace("_", " ")


@contextmanager
def _drawing(path: Path, width: float, height: float) -> Iterator[Figure]:
    """An empty figure of this size in inches, which is written when the block ends.

    Raises:
        InvertSegError: matplotlib is not installed.
        OutputError: it cannot be written there.
    """
    require()
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with atomic_output(path) as temporary, rc_context(_STYLE):
        figure = Figure((width, height), layout="constrained", facecolor="white")
        yield figure
        figure.savefig(temporary, dpi=200)
