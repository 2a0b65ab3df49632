from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program under test: SHIRUBE_PROGRAM, or built."""
    if given := os.environ.get("SHIRUBE_PROGRAM"):
        return Path(given)
    path = tmp_path_factory.mktemp("program") / "shirube"
    subprocess.run(["go", "build", "-o", path, "./cmd/shirube"], cwd=REPOSITORY, check=True)
    return path


Serve = Callable[..., str]


@pytest.fixture(scope="session")
def serve(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start servers of the sample knowledge base on free ports; returns an address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, ready: bool = True) -> str:
        home = tmp_path_factory.mktemp("server")
        address, log = home / "address", home / "log"
        command: list[str | Path] = [
            program,
            "serve",
            "--data",
            home / "data",
            "--addr",
            "127.0.0.1:0",
            "--addr-file",
            address,
            *arguments,
        ]
        with log.open("wb") as out:
            server = subprocess.Popen(command, cwd=home, env={"HOME": str(home)}, stdout=out, stderr=out)
        running.append(server)

        def answers() -> bool:
            if server.poll() is not None:
                pytest.fail(f"the server ended: {log.read_text()}")
            if not address.exists() or not address.read_text().strip():
                return False
            return not ready or httpx.get(f"http://{address.read_text().strip()}/readyz").is_success

        deadline = time.monotonic() + 120
        while not answers():
            if time.monotonic() > deadline:
                pytest.fail(f"the server is not ready: {log.read_text()}")
            time.sleep(0.05)
        return f"http://{address.read_text().strip()}"

    yield start
    for server in running:
        server.terminate()
    for server in running:
        server.wait(timeout=60)


@pytest.fixture(scope="session")
def url(serve: Serve) -> str:
    """The address of a server with the sample knowledge base."""
    return serve()


Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Asked:
    """A request that a scripted server was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Script:
    """A server that answers what a test tells it to, one reply after the other."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


@pytest.fixture
def script() -> Iterator[Script]:
    """A server for what a sound one does not do on demand."""
    told = Script()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            status, headers, content = told.replies.pop(0) if told.replies else (500, {}, b"the script is at its end")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST  # noqa: N815 - http.server names it

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    yield told
    server.shutdown()
    server.server_close()
    thread.join()
