"""What tests of downloads need: a publisher's server with its moods, a proxy, packages that point there."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

FAST = "Dataset297_TotalSegmentator_total_3mm_1559subj"
ROUGH = "Dataset298_TotalSegmentator_total_6mm_1559subj"
LIVER = "Dataset570_ct_liver_segments"
TISSUE = "Dataset481_tissue_1559subj"
PARTS = tuple(f"Dataset29{n}_part{n}" for n in (1, 2))

_MAP_TASKS_CONFIG = f"""
DEFAULT_CONFIG = {{
    "crop": None, "crop_model": None, "robust_crop": False, "cascade": None, "commercial": False
}}
TASK_CONFIGS = {{
    "total": {{"sub_modes": {{"fast": {{"task_id": 297}}, "default": {{"task_id": [291, 292]}}}}}},
    "liver_segments": {{"task_id": 570, "crop": ["liver"]}},
    "tissue_types": {{"task_id": 481, "commercial": True}},
    "test": {{"task_id": [517]}},
}}
TASK_ID_WEIGHTS_CONFIGS = {{
    291: {{"foldername": "{PARTS[0]}", "version": "v2"}},
    292: {{"foldername": "{PARTS[1]}", "version": "v2"}},
    297: {{"foldername": "{FAST}", "version": "v2"}},
    298: {{"foldername": "{ROUGH}", "version": "v2"}},
    570: {{"foldername": "{LIVER}", "version": "TODO"}},
    481: {{"foldername": "{TISSUE}"}},
}}
"""


def install_totalsegmentator(venv: Path, address: str = "http://127.0.0.1:9") -> Path:
    """The path of a Python with the tables of a TotalSegmentator whose weights are at an address."""
    site = venv / "lib/python3.11/site-packages/totalsegmentator"
    site.mkdir(parents=True, exist_ok=True)
    (site / "map_tasks_config.py").write_text(_MAP_TASKS_CONFIG)
    (site / "registry.py").write_text('TASKS = ["total", "liver_segments", "tissue_types", "test"]\n')
    (site / "map_to_binary.py").write_text(
        'import os\ncommercial_models = {"tissue_types": 481}\nx = os.getcwd()\n'
    )
    (site / "libs.py").write_text(
        f'def download_pretrained_weights(task_id):\n    url = "{address}/releases"\n    return url\n'
    )
    return _python(venv)


def install_mrsegmentator(venv: Path, address: str, sha256: str) -> Path:
    """A Python with the registry of an MRSegmentator, likewise."""
    site = venv / "lib/python3.11/site-packages/mrsegmentator"
    site.mkdir(parents=True, exist_ok=True)
    models = {"base": {"version": 1.2, "url": f"{address}/weights.zip?download=1", "sha256": sha256}}
    (site / "config.py").write_text(f"MODEL_REGISTRY: dict = {models!r}\n")
    return _python(venv)


def _python(venv: Path) -> Path:
    (venv / "bin").mkdir(exist_ok=True)
    (venv / "bin/python").touch()
    return venv / "bin/python"


def model_files(folder: str, *, size: int = 1_500_000, classes: int = 118) -> dict[str, bytes]:
    """The files of a model, by path; its checkpoint has so many bytes of noise."""
    labels = {"background": 0, **{f"structure_{n}": n for n in range(1, classes)}}
    noise = b"".join(hashlib.sha256(n.to_bytes(4, "little")).digest() for n in range(size // 32))
    prefix = f"{folder}/" if folder else ""
    return {
        f"{prefix}plans.json": b"{}",
        f"{prefix}dataset.json": json.dumps({"labels": labels}).encode(),
        f"{prefix}fold_0/checkpoint_final.pth": b"\x80\x02" + noise,
    }


def archive_of(dataset: str, *, size: int = 1_500_000) -> bytes:
    """A TotalSegmentator archive as its publisher packs it."""
    return zipped(model_files(f"{dataset}/nnUNetTrainer__nnUNetPlans__3d_fullres", size=size))


def zipped(files: dict[str, bytes]) -> bytes:
    """Files as a zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as output:
        for name, data in files.items():
            output.writestr(name, data)
    return packed.getvalue()


@dataclass
class Publisher:
    """A server with files, and what it does wrong.

    Attributes:
        files: content by path.
        cuts: after how many bytes each of the next answers ends too early.
        ranges: it sends parts of files.
        shift: by how many bytes the parts begin too late.
        moved: paths to the addresses that they redirect to.
        etag: the version that it gives, empty for none.
        status: what it answers to everything, 0 for the files.
        page: it answers everything with a web page.
        lengths: it says how long files are.
        heads: it answers questions for sizes.
        between: called after each piece that was sent.
        asked: method, path and headers of each request.
        sent: bytes of files that went out.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=list)
    ranges: bool = True
    shift: int = 0
    moved: dict[str, str] = field(default_factory=dict)
    etag: str = '"1"'
    status: int = 0
    page: bool = False
    lengths: bool = True
    heads: bool = True
    between: Callable[[int], None] | None = None
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    sent: int = 0
    address: str = ""

    def starts(self) -> list[int]:
        """Where each of the downloads began."""
        ranges = [headers.get("Range", "bytes=0-") for method, _, headers in self.asked if method == "GET"]
        return [int(text.removeprefix("bytes=").removesuffix("-")) for text in ranges]

    def __enter__(self) -> Publisher:  # noqa: PYI034 - typing.Self is of Python 3.11
        self._server = _serve(type("Handler", (_PublisherHandler,), {"publisher": self}))
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _serve(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True).start()
    return server


class _PublisherHandler(BaseHTTPRequestHandler):
    publisher: Publisher

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        publisher = self.publisher
        path = urlsplit(self.path).path
        publisher.asked.append((self.command, path, dict(self.headers)))
        content = publisher.files.get(path)
        if path in publisher.moved:
            self.send_response(302)
            self.send_header("Location", publisher.moved[path])
            self.end_headers()
        elif publisher.page:
            self._plain(200, b"<html>Please log in</html>", "text/html; charset=utf-8")
        elif publisher.status or content is None:
            self._plain(publisher.status or 404)
        elif self.command == "HEAD" and not publisher.heads:
            self._plain(405)
        elif self._start() >= len(content):
            self._plain(416)
        else:
            self._file(content, self._start())

    def _start(self) -> int:
        wanted = self.headers.get("Range", "")
        known = self.publisher.ranges and self.headers.get("If-Range") == self.publisher.etag
        if not (wanted and known):
            return 0
        return int(wanted.removeprefix("bytes=").removesuffix("-")) + self.publisher.shift

    def _file(self, content: bytes, start: int) -> None:
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if self.publisher.etag:
            self.send_header("ETag", self.publisher.etag)
        if self.publisher.lengths:
            self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        if self.command == "GET":
            self._send(content[start:])

    def _send(self, content: bytes) -> None:
        publisher = self.publisher
        end = publisher.cuts.pop(0) if publisher.cuts else len(content)
        for first in range(0, end, 100_000):
            piece = content[first : min(end, first + 100_000)]
            try:
                self.wfile.write(piece)
            except OSError:  # the other side has gone
                return
            publisher.sent += len(piece)
            if publisher.between:
                publisher.between(first + len(piece))
        self.close_connection = True

    def _plain(self, code: int, content: bytes = b"no", kind: str = "text/plain") -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)


class Proxy:
    """A proxy for web servers.

    Args:
        status: what it answers instead of asking on, 0 to ask on.
        server: host and port that it asks on at, whatever name it was asked for.
    """

    def __init__(self, status: int = 0, server: str = "") -> None:
        self.asked: list[str] = []
        self.passed: list[str] = []
        about = {"proxy": self, "status": status, "server_name": server}
        self._server = _serve(type("Handler", (_ProxyHandler,), about))
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.address = f"http://user:secret@{self.host}"

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


class _ProxyHandler(BaseHTTPRequestHandler):
    proxy: Proxy
    status: int
    server_name: str

    def do_CONNECT(self) -> None:
        self.proxy.asked.append(self.path)
        self.send_error(self.status or 502)

    def do_GET(self) -> None:
        self.proxy.asked.append(self.path)
        self.proxy.passed.append(self.headers.get("Proxy-Authorization", ""))
        if self.status:
            self.send_error(self.status)
            return
        connection = http.client.HTTPConnection(self.server_name)
        connection.request("GET", urlsplit(self.path).path)
        answer = connection.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False
