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


def install(wanted: Sequence[str], left_out: Sequence[str], on_line: Callable[[str], None]) -> None:
    """Install packages with what they need, except for some.

    Args:
        wanted: requirements.
        left_out: canonical names of packages that are not touched, whatever asks for them.
        on_line: told each line of what happens.

    Raises:
        InstallError: pip could not.
    """
    with_skips = _with_skips()
    try:
        if with_skips is None:
            install_beside(wanted, left_out, slicer.util.pip_install, on_line)
        else:
            on_line(_("installing {names}").format(names=", ".join(wanted)))
            with_skips(list(wanted), skip_packages=list(left_out), requester="InvertSeg")
    except Exception as error:
        raise failed(_("pip could not install {names}").format(names=", ".join(wanted)), error) from error
    importlib.invalidate_caches()


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
        try:
            slicer.util.pip_install(f"{wanted} --no-deps")
        except Exception as error:
            sentence = _("{package} could not be put back").format(package=wanted)
            raise failed(sentence, error, _("Install Slicer again: it brings its own packages.")) from error
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


def _with_skips() -> Callable[..., Any] | None:
    """`slicer.packaging.pip_install` where it can leave packages out, None in Slicer 5.10."""
    try:
        from slicer.packaging import pip_install
    except ImportError:
        return None
    return pip_install if "skip_packages" in inspect.signature(pip_install).parameters else None
