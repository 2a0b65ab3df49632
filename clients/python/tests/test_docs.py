"""The examples of the documentation, run as they stand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY, Script

from shirube import DEFAULT_URL

FENCE = re.compile(r"^```python run\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> Iterator[object]:
    for path in ("docs/integrations.md", "clients/python/README.md"):
        text = (REPOSITORY / path).read_text()
        for found in FENCE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield pytest.param(found[1], id=f"{path}:{line}")


def completion(message: dict[str, object], reason: str) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": None, **message}, "finish_reason": reason}
    return json.dumps(
        {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    ).encode()


@pytest.mark.parametrize("code", list(examples()))
def test_example(code: str, url: str, script: Script, tmp_path: Path) -> None:
    """A model, where an example asks one, calls a tool first and then quotes."""
    arguments = json.dumps({"query": "ハイフのリスク", "top_k": 3, "max_chars": None, "filters": None})
    call = {"id": "c1", "type": "function", "function": {"name": "retrieve", "arguments": arguments}}
    kind = {"Content-Type": "application/json"}
    script.replies = [
        (200, kind, completion({"tool_calls": [call]}, "tool_calls")),
        (200, kind, completion({"content": "赤みが出ることがあります[1]。"}, "stop")),
    ]
    assert DEFAULT_URL in code
    ran = subprocess.run(
        [sys.executable, "-c", code.replace(DEFAULT_URL, url)],
        cwd=tmp_path,
        env={**os.environ, "OPENAI_BASE_URL": script.url, "OPENAI_API_KEY": "none", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "[1]" in ran.stdout
    if script.asked:
        last = json.loads(script.asked[-1].body)["messages"][-1]
        assert last["role"] == "tool"
        assert json.loads(last["content"])["passages"]
