"""An engine of two small packages and an index that publishes them, so that real installations take a second.

Run as a program it is ``python -m InvertSegLib.environment`` with that engine in the place of monai.
"""

from __future__ import annotations

import re
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from random import Random
from types import MappingProxyType
from typing import Any

ENGINE = "monai"


def use(setattr_: Callable[[Any, str, Any], None]) -> None:
    """Put the tiny engine in the place of monai."""
    from InvertSegLib.engines.catalogue import ENGINES
    from InvertSegLib.environment import asking, gpu

    tiny = replace(ENGINES[ENGINE], requirements=("big-package", "small-package"), package="big-package")
    for name in ("installed", "making", "resolving", "ways"):
        module = __import__(f"InvertSegLib.environment.{name}", fromlist=[name])
        setattr_(module, "ENGINES", {**ENGINES, ENGINE: tiny})
    setattr_(asking, "MODULES", {**asking.MODULES, ENGINE: ("big_package", "small_package")})
    setattr_(gpu, "torch_index_reachable", lambda: False)
    setattr_(gpu, "nvidia_gpus", lambda: ())


@dataclass
class Index:
    """A package index.

    Attributes:
        url: for UV_DEFAULT_INDEX.
        sends_parts: answers requests for parts of a file.
        pause: seconds before each 64 KiB of a file.
        holds: path ending that is not answered until `let_go` is set.
        fetched: names of the files that were sent whole.
    """

    url: str = ""
    sends_parts: bool = True
    pause: float = 0.0
    holds: str = ""
    let_go: threading.Event = field(default_factory=threading.Event)
    fetched: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    unpacked: dict[str, int] = field(default_factory=dict)

    def publish(self, name: str, version: str, size: int, source: str = "") -> None:
        """Publish a package: a module, and as many bytes that do not compress."""
        info = f"{name}-{version}.dist-info"
        contents = {
            f"{name}/__init__.py": source.encode(),
            f"{name}/data.bin": Random(name).randbytes(size),
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
            f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        listed = "".join(f"{path},,\n" for path in [*contents, f"{info}/RECORD"])
        contents[f"{info}/RECORD"] = listed.encode()
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
            for path, data in contents.items():
                wheel.writestr(path, data)
        filename = f"{name}-{version}-py3-none-any.whl"
        self.files[filename] = packed.getvalue()
        self.unpacked[filename] = sum(map(len, contents.values()))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    index: Index

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if self.index.holds and self.index.holds in self.path:
            self.index.let_go.wait(30)
        name = self.path.rstrip("/").rpartition("/")[2]
        if self.path.startswith("/simple/"):
            self._send_page(name.replace("-", "_"))
        elif name in self.index.files:
            self._send_file(name, self.index.files[name])
        else:
            self._send(404, b"")

    def _send_page(self, package: str) -> None:
        # With checksums, as real indexes have them: without, uv fetches whole files to compute them.
        files = {name: data for name, data in self.index.files.items() if name.startswith(f"{package}-")}
        links = [
            f'<a href="/files/{name}#sha256={sha256(data).hexdigest()}">{name}</a>\n'
            for name, data in files.items()
        ]
        self._send(200 if links else 404, "".join(links).encode(), {"Content-Type": "text/html"})

    def _send_file(self, name: str, data: bytes) -> None:
        part = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        headers = {"Accept-Ranges": "bytes"} if self.index.sends_parts else {}
        if part and self.index.sends_parts:
            first = int(part[1]) if part[1] else max(0, len(data) - int(part[2]))
            last = min(int(part[2]), len(data) - 1) if part[1] and part[2] else len(data) - 1
            headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            self._send(206, data[first : last + 1], headers)
            return
        self._send(200, data, headers, slowly=True)
        if self.command == "GET":
            self.index.fetched.append(name)

    def _send(
        self,
        status: int,
        data: bytes,
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        slowly: bool = False,
    ) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        for start in range(0, len(data) if self.command == "GET" else 0, 1 << 16):
            time.sleep(self.index.pause if slowly else 0)
            self.wfile.write(data[start : start + (1 << 16)])

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True


def serve(index: Index) -> ThreadingHTTPServer:
    """Serve an index on a free port; whoever calls shuts it down."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"index": index}))
    server.daemon_threads = True
    index.url = f"http://127.0.0.1:{server.server_port}/simple/"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


if __name__ == "__main__":
    use(setattr)
    from InvertSegLib.environment.__main__ import main

    sys.exit(main())
