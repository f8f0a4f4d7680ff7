"""Putting an engine's packages into its environment, in one call of the resolver."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES, OVERRIDES
from InvertSegLib.environment import folders, gpu, installed, uv
from InvertSegLib.environment.failures import InstallError, explain

OnLine = Callable[[str], None]

# What an environment takes with the installer's cache on the same disk: measured 1.9 GB for the CPU; the
# CUDA libraries are about 5 GB more.
NEEDED_BYTES = {"cpu": 2_500_000_000, "cuda": 9_000_000_000}


def install_packages(
    engine: str, partial: Path, version: str, device: str, on_line: OnLine
) -> gpu.TorchBuild:
    """Install an engine's packages, with the first build of PyTorch that the resolver finds.

    Args:
        engine: name of the engine.
        partial: the new virtual environment.
        version: of its Python ("3.11.7").
        device: see `install.install`.
        on_line: told each line of the installer's output.

    Returns:
        The build of PyTorch.

    Raises:
        InstallError: with cause and remedy.
        ParameterError: the device makes no sense here.
    """
    what = f"installing {engine}"
    ready = gpu.offers_cpu_build(uv.environment().get("UV_FIND_LINKS", ""), version)
    builds = gpu.torch_builds(
        device, gpu.nvidia_gpus() if device in {"auto", "cuda"} else (), ready_cpu_build=ready
    )
    python = installed.python_of(partial)
    command = ["pip", "install", "--python", str(python)]
    for option, names in (("--excludes", EXCLUDED_PACKAGES), ("--overrides", OVERRIDES)):
        listed = partial / f"{option.strip('-')}.txt"
        listed.write_text("\n".join(names) + "\n", encoding="utf-8")
        command += [option, str(listed)]
    failure: InstallError | None = None
    for build in builds:
        check_space(partial, build.kind)
        if build.note:
            on_line(build.note)
        backend = ["--torch-backend", build.backend] if build.backend else []
        packages = ENGINES[engine].requirements
        try:
            uv.run([*command, *backend, *packages], on_line, folder=partial.parent, guarded_by=python)
        except uv.UvFailed as failed:
            failure = explain(failed.lines, what)
            # A build that is not published for this version of PyTorch: the next one may be.
            if failure.kind in {"conflict", "platform", "wrong_python"}:
                continue
            raise failure from failed
        return build
    raise failure or InstallError("unknown", f"There is no build of PyTorch to install for {engine}.")


def check_space(folder: Path, kind: str) -> None:
    """Raise InstallError unless the disk has room for an environment of a kind ("cpu" or "cuda")."""
    parent = folders.existing_parent(folder)
    free, needed = shutil.disk_usage(parent).free, NEEDED_BYTES[kind]
    if free < needed:
        raise InstallError(
            "disk_full",
            f"{free / 1e9:.1f} GB are free at {parent}, and the environment needs {needed / 1e9:.1f} GB.",
            "Free some space, or set INVERTSEG_HOME to a folder on a larger disk.",
        )
