"""Putting an engine's packages into its environment: resolved once, counted, then installed as resolved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from InvertSegLib.environment import cache, gpu, resolving, space, uv
from InvertSegLib.environment.arriving import Arrivals
from InvertSegLib.environment.failures import InstallError, explain
from InvertSegLib.environment.progress import OnLine, OnProgress
from InvertSegLib.environment.resolving import Package, Resolution
from InvertSegLib.environment.sizes import unpacked_sizes


def resolve(
    engine: str, folder: Path, python: Path, version: str, device: str, on_line: OnLine, *, anew: bool = False
) -> Resolution:
    """Resolve an engine's packages with the first build of PyTorch that the resolver finds.

    Args:
        engine: name of the engine.
        folder: for the resolver's files.
        python: of the environment.
        version: of that Python ("3.11.7").
        device: see `install.install`.
        on_line: told each line of the resolver's output.
        anew: ask the index again even if it was asked a few minutes ago.

    Raises:
        InstallError: with cause and remedy.
        ParameterError: the device makes no sense here.
    """
    ready = gpu.offers_cpu_build(uv.environment().get("UV_FIND_LINKS", ""), version)
    builds = gpu.torch_builds(
        device, gpu.nvidia_gpus() if device in {"auto", "cuda"} else (), ready_cpu_build=ready
    )
    failure: InstallError | None = None
    for build in builds:
        # With a cache elsewhere each file is copied, and nothing tells how much that is before it is there.
        needed = (
            space.RESERVE if space.is_same_disk(cache.folder(), folder) else space.NEEDED_BYTES[build.kind]
        )
        space.check_disk(folder, needed)
        if build.note:
            on_line(build.note)
        try:
            return resolving.resolve(engine, folder, python, build, on_line, anew=anew)
        except uv.UvFailed as failed:
            failure = explain(failed.lines, f"installing {engine}")
            # A build that is not published for this version of PyTorch: the next one may be.
            if failure.kind not in {"conflict", "platform", "wrong_python"}:
                raise failure from failed
    raise failure or InstallError("unknown", f"There is no build of PyTorch to install for {engine}.")


def install_packages(resolution: Resolution, partial: Path, on_line: OnLine, on_progress: OnProgress) -> None:
    """Download what is missing, and put all packages into a new environment.

    Args:
        resolution: what to install.
        partial: the environment.
        on_line: told each line of the installer's output.
        on_progress: told how far it is.

    Raises:
        UvFailed: see `failures.explain`.
        InstallError: the disk has no room for them.
    """
    missing = resolving.to_download(resolution, partial)
    total = None if missing is None else _total_bytes(missing)
    place = cache.folder()
    if total is not None:
        space.check_disk(place, total + space.RESERVE)
    else:
        space.check_disk(place, space.NEEDED_BYTES[resolution.build.kind])
    on_line(_summary(len(resolution.packages), missing, total))
    arrivals = Arrivals(place, partial, total, len(resolution.packages), on_progress)

    def tell(line: str) -> None:
        on_line(line)
        arrivals.on_line(line)

    arrivals.on_tick()
    resolving.install(resolution, partial, tell, arrivals.on_tick)
    arrivals.done()


def _total_bytes(missing: Sequence[Package]) -> int | None:
    """Bytes that packages unpack to; None unless every server tells."""
    urls = [url for package in missing for url in package.wheels]
    sizes = unpacked_sizes(urls)
    if len(sizes) < len(urls):
        return None
    # Of several wheels of one package the installer takes one; they differ by little.
    return sum(max((sizes[url] for url in package.wheels), default=0) for package in missing)


def _summary(count: int, missing: Sequence[Package] | None, total: int | None) -> str:
    size = "" if not total else f", {total / 1e9:.2f} GB unpacked"
    to_get = "some" if missing is None else len(missing) or "none"
    return f"{count} packages resolved; {to_get} to download{size}"
