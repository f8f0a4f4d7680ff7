"""Transforms inside the worker: what is learned or a user's own never runs in the process that shows it."""

from __future__ import annotations

from InvertSegLib.engines.base import Reporter
from InvertSegLib.inversion.transforms.protocol import Transform, TransformChoice
from InvertSegLib.volume.volume import Volume


class Transforms:
    """Makes transforms, and keeps the last: loading a generator takes longer than running it."""

    def __init__(self) -> None:
        self._choice: TransformChoice | None = None
        self._made: Transform | None = None

    def apply(self, volume: Volume, choice: TransformChoice, reporter: Reporter) -> tuple[Transform, Volume]:
        """The transform, and the volume as it gives it.

        Raises:
            ParameterError: there is no such transform.
            InputError: the volume cannot be transformed.
            EngineError: the file of a generator or of a user's own transform cannot be used.
        """
        # Imported here: a worker should say hello before it has imported what only some requests need.
        from InvertSegLib.engines.generator import Generator
        from InvertSegLib.inversion.transforms.own import checked

        if self._made is None or self._choice != choice:
            with reporter.stage("loading transform", choice.title):
                self._choice, self._made = None, None
                self._made = _make(choice)
                self._choice = choice
        with reporter.stage("transforming", choice.title):
            if isinstance(self._made, Generator):
                return self._made, self._made.apply(volume, reporter.progress)
            return self._made, checked(self._made, volume)


def _make(choice: TransformChoice) -> Transform:
    from InvertSegLib.engines.generator import Generator
    from InvertSegLib.inversion.transforms import built_in, own

    if choice.name == "generator":
        return Generator(choice.file or "", device=choice.device, trusted=choice.trusted)
    if choice.name == "own":
        return own.load(choice.file or "", trusted=choice.trusted)
    return built_in.make(choice.name, choice.parameters)
