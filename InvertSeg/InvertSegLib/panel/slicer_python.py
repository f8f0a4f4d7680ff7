"""The way through Slicer's own Python: engines beside Slicer's packages, for those who have the extensions.

PyTorch comes by the extension PyTorch, nnU-Net by the extension NNUNet where it is there, everything else by
Slicer's pip (`slicer.packaging` from 5.12 on, `slicer.util` in 5.10). Nothing that is there is changed; the
versions of all packages are compared before and after. pip works on Slicer's main thread, so Slicer waits
meanwhile.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES
from InvertSegLib.environment import ways
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.panel import slicer_pip, slicer_record
from InvertSegLib.panel.slicer_packages import Change, Lack, Packages, added, changes

_USE_PRIVATE = "Choose a private environment for it, which changes nothing in Slicer."


@dataclass(frozen=True)
class Step:
    """A part of an installation.

    Attributes:
        title: what it does, for people.
        run: does it; may take minutes, on the main thread.
    """

    title: str
    run: Callable[[], None]


class SlicerInstallation:
    """Installs one engine into Slicer's Python, or finishes what was interrupted.

    Args:
        engine: name of the engine.
        on_line: told each line of what happens.
    """

    def __init__(self, engine: str, on_line: Callable[[str], None] = lambda _line: None) -> None:
        self.engine = engine
        self._on_line = on_line
        # What was there before the first attempt: what an interrupted one has added, for whichever engine, is
        # ours.
        record = slicer_record.read()
        self._before = dict(record.before) if record.under_way else Packages().versions()

    def check(self) -> None:
        """Whether it can be done without changing what is there; nothing is installed.

        Raises:
            InstallError: with cause and remedy.
        """
        lack = self._lacks()
        self._refuse_unsuited(lack)
        if _torch_of(lack.absent):
            _torch_logic()

    def plan(self) -> tuple[str, ...]:
        """What is missing now, as pip would be asked for it; what that needs comes with it."""
        return self._lacks().absent

    def steps(self) -> Iterator[Step]:
        """The steps still to be taken, one after the other; an exception in one ends it.

        Each raises InstallError with cause and remedy. `undo` takes back what was added by then.
        """
        self.check()
        slicer_record.begin(self.engine, self._before)
        if _torch_of(self.plan()):
            yield Step(_("PyTorch, by the extension PyTorch"), self._install_torch)
        nnunet = next((text for text in self.plan() if canonical_of(text) == "nnunetv2"), "")
        logic = _nnunet_logic() if nnunet else None
        if logic is not None:
            yield Step(_("nnU-Net, by the extension NNUNet"), lambda: self._install_nnunet(logic, nnunet))
        if self.plan():
            title = _("Packages of {engine}").format(engine=ENGINES[self.engine].title)
            yield Step(title, self._install_rest)
        yield Step(_("Comparing Slicer's packages with those before"), self._finish)

    def undo(self) -> None:
        """Take out what was added since the beginning, but PyTorch, which is the extension's."""
        ours = self.ours()
        if ours:
            self._on_line(_("taking out {names}").format(names=", ".join(ours)))
            slicer_pip.uninstall(ours)
        slicer_record.give_up()

    def ours(self) -> list[str]:
        """Names of what was added since the beginning, but for what the extension PyTorch has added."""
        of_torch = set(slicer_record.read().of_torch)
        return [name for name in added(self._before, Packages().versions()) if name not in of_torch]

    def changed(self) -> tuple[Change, ...]:
        """What is not as it was before, which should be nothing."""
        return changes(self._before, Packages().versions())

    # ------------------------------------------------------------------ inside

    def _lacks(self) -> Lack:
        return Packages().lacks(requirements_of(self.engine), EXCLUDED_PACKAGES)

    def _install_torch(self) -> None:
        logic = _torch_logic()
        before = Packages().versions()
        try:
            torch = logic.installTorch(askConfirmation=False, torchVersionRequirement=ways.SLICER_TORCH)
        except Exception as error:
            raise slicer_pip.failed(_("The extension PyTorch could not install PyTorch"), error) from error
        importlib.invalidate_caches()
        slicer_record.note_torch(added(before, Packages().versions()))
        if torch is None or _torch_of(self.plan()):
            raise InstallError(
                "torch", _("The extension PyTorch did not install PyTorch."), _("Try again in its module.")
            )

    def _install_nnunet(self, logic: Any, requirement: str) -> None:
        logic.progressInfo.connect(lambda text: self._on_line(str(text)))
        # It says False for what went wrong, and the rest is installed by the next step in any case.
        if not logic.setupPythonRequirements(requirement):
            self._on_line(_("the extension NNUNet did not install it; it is installed without"))
        importlib.invalidate_caches()
        self._refuse_changes()

    def _install_rest(self) -> None:
        lack = self._lacks()
        # What was interrupted has left packages whose own requirements are missing: until nothing lacks.
        for _attempt in range(8):
            wanted = [text for text in lack.absent if canonical_of(text) != "torch"]
            if not wanted:
                break
            left_out = sorted({*map(ways.canonical, ways.slicer_skipped()), *self._before})
            kept = slicer_pip.install(wanted, left_out, self._on_line)
            # What new packages ask of those that stay is not in their notes any more.
            self._refuse_unsuited(Packages().lacks(kept, EXCLUDED_PACKAGES))
            last, lack = lack, self._lacks()
            if lack == last:
                break
        self._refuse_unsuited(lack)
        if lack.absent:
            raise InstallError(
                "incomplete",
                _("{names} could not be installed into Slicer's Python.").format(
                    names=", ".join(lack.absent)
                ),
                _("Look at the log; without network, or behind a proxy, pip reaches no packages.")
                + " "
                + _(_USE_PRIVATE),
            )

    def _finish(self) -> None:
        self._refuse_changes()
        for change in self.changed():
            self._on_line(f"{change.name}: {change.before} -> {change.after or _('gone')}")
        slicer_record.finish(self.engine, self.ours())

    def _refuse_unsuited(self, lack: Lack) -> None:
        for requirement, version in lack.unsuited:
            sentence = _(
                "{engine} needs {requirement}, and Slicer's Python has {version}, which stays as it is."
            )
            raise InstallError(
                "unsuited",
                sentence.format(engine=ENGINES[self.engine].title, requirement=requirement, version=version),
                _(_USE_PRIVATE),
            )

    def _refuse_changes(self) -> None:
        changed = tuple(change for change in self.changed() if change.protected)
        if changed:
            raise ProtectedChangedError(changed)


class ProtectedChangedError(InstallError):
    """Packages of Slicer's are not what they were.

    Attributes:
        changes: which, and how.
    """

    def __init__(self, changed: Sequence[Change]) -> None:
        names = ", ".join(
            f"{each.name} {each.before} -> {each.after}" if each.after else f"{each.name} {each.before}"
            for each in changed
        )
        super().__init__(
            "protected_changed",
            _("Slicer's own packages were changed by the installation: {names}.").format(names=names),
            _("Put them back before Slicer is restarted."),
        )
        self.changes = tuple(changed)


def requirements_of(engine: str) -> tuple[str, ...]:
    """What an engine asks of Slicer's Python, with a torch of the extension's choice."""
    wanted = (text for text in ENGINES[engine].requirements if canonical_of(text) != "torch")
    return (f"torch{ways.SLICER_TORCH}", *wanted)


def remove(engine: str) -> tuple[str, ...]:
    """Take out of Slicer's Python what was added for an engine, and what no other engine there needs.

    Returns:
        The names of what was taken out.

    Raises:
        InstallError: pip could not do it.
    """
    names = removable(engine)
    if slicer_record.read().under_way == engine:
        SlicerInstallation(engine).undo()
        return names
    if names:
        slicer_pip.uninstall(names)
    slicer_record.forget(engine, names)
    return names


def removable(engine: str) -> tuple[str, ...]:
    """What `remove` would take out: added by InvertSeg, and not needed by its other engines there."""
    packages, record = Packages(), slicer_record.read()
    if record.under_way == engine:
        return tuple(SlicerInstallation(engine).ours())
    others = [text for other in record.engines if other != engine for text in requirements_of(other)]
    kept = packages.closure(others)
    return tuple(name for name in record.added if name in packages.versions() and name not in kept)


def canonical_of(requirement: str) -> str:
    """The canonical name in a requirement."""
    from packaging.requirements import Requirement

    return ways.canonical(Requirement(requirement).name)


def _torch_logic() -> Any:
    try:
        import PyTorchUtils
    except ImportError as error:
        raise InstallError(
            "no_extension",
            _("Slicer's Python has no PyTorch, and the extension PyTorch, which installs it, is not there."),
            _("Install PyTorch in the Extensions Manager and restart Slicer.") + " " + _(_USE_PRIVATE),
        ) from error
    return PyTorchUtils.PyTorchUtilsLogic()


def _nnunet_logic() -> Any:
    try:
        from SlicerNNUNetLib import InstallLogic
    except ImportError:
        return None
    return InstallLogic(doAskConfirmation=False)


def _torch_of(requirements: Sequence[str]) -> str:
    return next((text for text in requirements if canonical_of(text) == "torch"), "")
