from __future__ import annotations

import asyncio
import json
import logging

import made
import pytest
from conftest import Script
from llama_index.core.base.response.schema import Response
from llama_index.core.llms import ChatMessage, MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import get_response_synthesizer
from llama_index.core.schema import MetadataMode, NodeWithScore

import shirube
from shirube import AsyncClient, Client, Retrieval
from shirube.llama_index import ShirubeRetriever, format_nodes, nodes

QUESTION = "ハイフのダウンタイムは何日？"
JSON = {"Content-Type": "application/json"}


def plain(found: list[NodeWithScore]) -> list[tuple[str, str, object, float]]:
    return [(f.node.node_id, f.node.get_content(), f.node.metadata, f.get_score()) for f in found]


def test_nodes_with_metadata(url: str) -> None:
    retriever = ShirubeRetriever(Client(url), top_k=5, filters={"kind": ["downtime", "risks"]})
    found = retriever.retrieve(QUESTION)
    assert found
    whole = retriever.answer(QUESTION)
    for f in found:
        m = f.node.metadata
        assert f.node.node_id == m["id"]
        assert f.score == m["score"]
        assert 0 <= f.get_score() <= 1
        assert m["citation"].startswith(f"[{m['number']}] {m['title']}")
        for key in ("article_id", "url", "kind", "role", "sources", "supervision"):
            assert key in m
        assert m["notices"] == list(whole.notices) != []
        assert f.node.get_content() == "\n\n".join(p["text"] for p in m["passages"])
        for_model = f.node.get_content(metadata_mode=MetadataMode.LLM)
        assert m["citation"] in for_model
        assert "自由診療" in for_model
        assert "article_id" not in for_model
        assert f.node.get_content(metadata_mode=MetadataMode.EMBED) == f.node.get_content()
    assert sorted(p["id"] for f in found for p in f.node.metadata["passages"]) == sorted(p.id for p in whole.passages)
    json.dumps([f.node.metadata for f in found])
    assert plain(nodes(whole)) == plain(found)


def test_async_answers_the_same(url: str) -> None:
    retriever = ShirubeRetriever(Client(url))
    want = plain(retriever.retrieve(QUESTION))
    for _ in range(2):  # each asyncio.run is a new event loop
        assert plain(asyncio.run(retriever.aretrieve(QUESTION))) == want

    async def shared() -> list[NodeWithScore]:
        async with AsyncClient(url) as client:
            return await ShirubeRetriever(async_client=client).aretrieve(QUESTION)

    assert plain(asyncio.run(shared())) == want


def test_nothing_answers(url: str) -> None:
    heard: list[Retrieval] = []
    retriever = ShirubeRetriever(Client(url), on_answer=heard.append)
    assert retriever.retrieve("明日の東京の天気は？") == []
    assert asyncio.run(retriever.aretrieve("明日の東京の天気は？")) == []
    assert [bool(h) for h in heard] == [False, False]
    assert format_nodes([]) == ""


def test_notices_without_nodes_are_not_lost(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    script.replies = [(200, JSON, made.answer(notices=["119番へ電話してください。"]))]
    with caplog.at_level(logging.WARNING, "shirube"):
        assert ShirubeRetriever(Client(script.url)).retrieve("苦しい") == []
    assert "119番" in caplog.text


def test_no_cut_parts_an_effect_from_its_risk(script: Script) -> None:
    script.replies = [(200, JSON, made.paired())]
    found = ShirubeRetriever(Client(script.url)).retrieve("効果")
    kept = SimilarityPostprocessor(similarity_cutoff=0.65).postprocess_nodes(found)
    assert [k.node.get_content() for k in kept] == [
        "しわが目立たなくなります。\n\n内出血が出ます。\n\n効果は半年続きます。",
        "毛穴が引き締まります。\n\n赤みが出ます。\n\n妊娠中は受けられません。",
    ]
    assert "[6]（受けられない人・注意：省かずに伝える） 妊娠中は受けられません。" in format_nodes(kept)


def test_the_conversation_is_sent(script: Script) -> None:
    script.replies = [(200, JSON, made.answer(made.passage("a#1", "痛みます。")))] * 2
    retriever = ShirubeRetriever(Client(script.url))
    turns = [
        ChatMessage(role="user", content="ハイフとは"),
        ChatMessage(role="assistant", content="超音波を当てます。"),
    ]
    retriever.with_history(turns).retrieve("それは痛い？")
    retriever.retrieve("それは痛い？")
    assert json.loads(script.asked[0].body)["history"] == [
        {"role": "user", "content": "ハイフとは"},
        {"role": "assistant", "content": "超音波を当てます。"},
    ]
    assert "history" not in json.loads(script.asked[1].body)


def test_errors_reach_the_caller(url: str) -> None:
    with pytest.raises(shirube.InvalidParameters, match="1 to 50"):
        ShirubeRetriever(Client(url), top_k=500).retrieve(QUESTION)


def test_in_a_query_engine(url: str) -> None:
    engine = RetrieverQueryEngine(
        retriever=ShirubeRetriever(Client(url), top_k=3),
        response_synthesizer=get_response_synthesizer(llm=MockLLM()),
    )
    answer = engine.query(QUESTION)
    assert isinstance(answer, Response)
    assert answer.source_nodes
    assert answer.source_nodes[0].node.metadata["citation"] in str(answer)  # the model that repeats its prompt
