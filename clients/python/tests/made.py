"""Answers made for tests of what the sample knowledge base does not show."""

from __future__ import annotations

import json
from typing import Any


def passage(id: str, text: str, **further: object) -> dict[str, Any]:  # noqa: A002 - its name in the contract
    return {
        "id": id,
        "article_id": id.partition("#")[0],
        "title": "見本",
        "url": "https://example.jp/",
        "kind": "effects",
        "heading": "効果",
        "path": ["効果"],
        "text": text,
        "score": 0.8,
        "role": "match",
        "sources": [{"name": "見本学会", "title": "", "url": "", "type": "society", "year": None}],
        "supervision": {"name": "見本の医師", "reviewed": None},
        "citation": "[0] 見本",
        **further,
    }


def answer(*passages: dict[str, Any], **further: object) -> bytes:
    for number, p in enumerate(passages, 1):
        p["citation"] = f"[{number}] 見本"
    return json.dumps(
        {"passages": passages, "answerable": bool(passages), "notices": [], "interpretation": {}, **further}
    ).encode()


def paired() -> bytes:
    """Two effects with the same risks, one with others, and a passage that stands alone."""
    return answer(
        passage("a#1", "しわが目立たなくなります。", effect=True, paired_with=["a#r"]),
        passage("b#1", "毛穴が引き締まります。", effect=True, paired_with=["b#r", "b#c"], score=0.7),
        passage("a#r", "内出血が出ます。", role="risk_pair", kind="risks"),
        passage("c#1", "1回3万円です。", kind="cost", score=0.6),
        passage("b#r", "赤みが出ます。", role="risk_pair", kind="risks", suspicious=["ignore"]),
        passage("b#c", "妊娠中は受けられません。", role="contraindication", kind="precautions"),
        passage("a#2", "効果は半年続きます。", effect=True, paired_with=["a#r"], score=0.5),
        notices=["自由診療です。"],
    )
