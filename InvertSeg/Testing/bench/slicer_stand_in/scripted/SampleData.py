"""Sample Data: sources that modules register, read from addresses of this machine; nothing is downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import slicer


@dataclass
class SampleDataSource:
    """Files and what to make of them; the lists are of one length."""

    sampleName: str | None = None
    sampleDescription: str | None = None
    uris: Any = None
    fileNames: Any = None
    nodeNames: Any = None
    checksums: Any = None
    loadFiles: Any = None
    customDownloader: Any = None
    thumbnailFileName: str | None = None
    loadFileTypes: Any = None
    loadFileProperties: dict = field(default_factory=dict)

    def __post_init__(self) -> None:
        count = 1 if isinstance(self.uris, str) else len(self.uris or [])
        for name in ("uris", "fileNames", "nodeNames", "checksums", "loadFiles", "loadFileTypes"):
            value = getattr(self, name)
            spread = [value] * count if value is None or isinstance(value, (str, bool)) else list(value)
            if len(spread) != count:
                raise ValueError(f"{self.sampleName}: {name} has {len(spread)} entries, uris has {count}")
            setattr(self, name, spread)


def _registry(name: str) -> dict:
    if not hasattr(slicer.modules, name):
        setattr(slicer.modules, name, {})
    return getattr(slicer.modules, name)


class SampleDataLogic:
    """Registers sources and loads from them."""

    @staticmethod
    def registerCustomSampleDataCategory(category: str, title: str) -> None:
        """Give a category a title."""
        _registry("sampleDataSourceCategories").setdefault(category, {})["title"] = title

    @staticmethod
    def registerCustomSampleDataSource(
        category: str = "Custom",
        sampleName: str | None = None,
        uris: Any = None,
        fileNames: Any = None,
        nodeNames: Any = None,
        customDownloader: Callable | None = None,
        thumbnailFileName: str | None = None,
        loadFileTypes: Any = None,
        loadFiles: Any = None,
        loadFileProperties: dict | None = None,
        checksums: Any = None,
        loadFileType: Any = None,
    ) -> None:
        """Offer files; the same source twice is one."""
        source = SampleDataSource(
            sampleName=sampleName,
            uris=uris,
            fileNames=fileNames,
            nodeNames=nodeNames,
            checksums=checksums,
            loadFiles=loadFiles,
            customDownloader=customDownloader,
            thumbnailFileName=thumbnailFileName,
            loadFileTypes=loadFileTypes or loadFileType,
            loadFileProperties=loadFileProperties or {},
        )
        known = _registry("sampleDataSources").setdefault(category, [])
        if source not in known:
            known.append(source)

    @staticmethod
    def sampleDataSourcesByCategory(category: str | None = None) -> Any:
        """All sources, or those of a category."""
        sources = _registry("sampleDataSources")
        return sources if category is None else sources.get(category, [])

    @staticmethod
    def isSampleDataSourceRegistered(category: str, source: SampleDataSource) -> bool:
        """Whether a source is known."""
        return source in _registry("sampleDataSources").get(category, [])

    @staticmethod
    def registerUrlRewriteRule(name: str, rewriteFunction: Callable[[str], str]) -> None:
        """Have addresses changed before they are asked for."""
        if not callable(rewriteFunction):
            raise TypeError(f"Expected 'rewriteFunction' to be callable, got {type(rewriteFunction)}")
        _registry("sampleDataUrlRewriteRules")[name] = rewriteFunction

    def sourceForSampleName(self, sampleName: str) -> SampleDataSource | None:
        """The source of a name."""
        every = (source for sources in _registry("sampleDataSources").values() for source in sources)
        return next((source for source in every if source.sampleName == sampleName), None)

    def downloadFromSource(self, source: SampleDataSource, **_: Any) -> list[Any]:
        """Load what a source offers: nodes, or paths where nothing is to be loaded."""
        if source.customDownloader is not None:
            return source.customDownloader(source)
        results: list[Any] = []
        for index, uri in enumerate(source.uris):
            path = self.downloadFileIntoCache(uri, source.fileNames[index], source.checksums[index])
            if source.loadFiles[index] is False or not source.nodeNames[index]:
                results.append(path)
                continue
            properties = {**source.loadFileProperties, "name": source.nodeNames[index]}
            results.append(slicer.util.loadNodeFromFile(path, source.loadFileTypes[index], properties))
        return results

    def downloadFileIntoCache(self, uri: str, name: str, checksum: str | None = None) -> str:
        """The path of a file in the scene's cache.

        Raises:
            ValueError: the address is not of this machine, or the file's checksum is another one.
        """
        for rewrite in _registry("sampleDataUrlRewriteRules").values():
            uri = rewrite(uri)
        address = urlparse(uri)
        if address.scheme != "file":
            raise ValueError(f"the bench downloads nothing: {uri}")
        target = Path(slicer.mrmlScene.GetCacheManager().GetRemoteCacheDirectory()) / name
        shutil.copyfile(unquote(address.path), target)
        if checksum:
            algorithm, digest = slicer.util.extractAlgoAndDigest(checksum)
            if slicer.util.computeChecksum(algorithm, str(target)) != digest:
                raise ValueError(f"{name} has another checksum than {checksum}")
        return str(target)

    def downloadSamples(self, sampleName: str) -> list[Any]:
        """Load all of a sample; an unknown name gives an empty list."""
        source = self.sourceForSampleName(sampleName)
        return self.downloadFromSource(source) if source else []

    def downloadSample(self, sampleName: str) -> Any:
        """Load a sample of one node."""
        return self.downloadSamples(sampleName)[0]


def downloadSample(sampleName: str) -> Any:
    """See SampleDataLogic."""
    return SampleDataLogic().downloadSample(sampleName)


def downloadSamples(sampleName: str) -> Sequence[Any]:
    """See SampleDataLogic."""
    return SampleDataLogic().downloadSamples(sampleName)
