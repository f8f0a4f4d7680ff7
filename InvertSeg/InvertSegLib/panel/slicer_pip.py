"""Slicer's pip, on its main thread as Slicer asks for: what it cannot do is said as cause and remedy."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import slicer.util
from slicer.i18n import tr as _

from InvertSegLib.environment.failures import InstallError
from InvertSegLib.panel.slicer_packages import Change
from InvertSegLib.panel.slicer_walk import install_beside

# Of the same name and version on PyPI, and another: Slicer's Qt and MRML are not made for it.
_SLICERS_BUILDS = ("vtk",)
_AGAIN = "Install Slicer again: it brings its own packages."


def install(
    wanted: Sequence[str], left_out: Sequence[str], on_line: Callable[[str], None]
) -> tuple[str, ...]:
    """Install packages with what they need, except for some.

    Args:
        wanted: requirements.
        left_out: canonical names of packages that are not touched, whatever asks for them.
        on_line: told each line of what happens.

    Returns:
        The requirements that were not looked after, because their packages are left out.

    Raises:
        InstallError: pip could not.
    """
    try:
        kept = install_beside(wanted, left_out, _install_one, on_line)
    except Exception as error:
        raise failed(_("pip could not install {names}").format(names=", ".join(wanted)), error) from error
    importlib.invalidate_caches()
    return tuple(kept)


def uninstall(names: Sequence[str]) -> None:
    """Remove packages.

    Raises:
        InstallError: pip could not.
    """
    try:
        slicer.util.pip_uninstall(list(names))
    except Exception as error:
        raise failed(_("pip could not remove {names}").format(names=", ".join(names)), error) from error
    importlib.invalidate_caches()


def restore(changed: Sequence[Change]) -> None:
    """Bring packages back to their versions from before, and nothing else.

    Raises:
        InstallError: pip could not.
    """
    for change in changed:
        wanted = f"{change.name}=={change.before}"
        if change.name in _SLICERS_BUILDS:
            raise InstallError(
                "protected_changed",
                _("{package} is a build of Slicer's own, which pip has not.").format(package=wanted),
                _(_AGAIN),
            )
        try:
            _install_one(f"{wanted} --no-deps")
        except Exception as error:
            sentence = _("{package} could not be put back").format(package=wanted)
            raise failed(sentence, error, _(_AGAIN)) from error
    importlib.invalidate_caches()


def failed(sentence: str, error: Exception, remedy: str = "") -> InstallError:
    """What to say of an exception of pip's or an extension's.

    Args:
        sentence: what could not be done, without a full stop.
        error: why.
        remedy: what to do; the log and another try where it is empty.
    """
    reason = str(error) or type(error).__name__
    return InstallError("pip", f"{sentence} ({reason}).", remedy or _("Look at the log, and try again."))


def _install_one(words: str) -> None:
    """Have pip do one thing while Slicer waits, its output in Slicer's Python console.

    Slicer 5.12 would show a window for each package, over a Python thread that comes to no turn there.
    """
    if "show_progress" in inspect.signature(_of_packaging()).parameters:
        _of_packaging()(words, show_progress=False)
    else:
        slicer.util.pip_install(words)


def _of_packaging() -> Callable[..., Any]:
    """`slicer.packaging.pip_install`, or what Slicer 5.10 has instead."""
    try:
        from slicer.packaging import pip_install
    except ImportError:
        return slicer.util.pip_install
    return pip_install
