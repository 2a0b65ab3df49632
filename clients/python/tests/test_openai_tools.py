"""The tools as the official client of OpenAI takes them, and what a model makes of them."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

import jsonschema
import pytest
from conftest import Script
from openai import OpenAI
from openai.lib._pydantic import _ensure_strict_json_schema
from openai.types.chat import ChatCompletionFunctionToolParam
from pydantic import TypeAdapter

import shirube
from shirube import AsyncClient, Client

NO_FILTERS = dict.fromkeys(
    [
        "treatment",
        "effect",
        "risk",
        "contraindication",
        "condition",
        "approval",
        "insurance",
        "kind",
        "source_type",
        "cost_min",
        "cost_max",
        "downtime_max",
        "reviewed_after",
    ]
)


@pytest.fixture(scope="module")
def tools(url: str) -> list[dict[str, Any]]:
    with Client(url) as client:
        return client.tools()


def test_the_official_types_take_them(tools: list[dict[str, Any]]) -> None:
    adapter = TypeAdapter(ChatCompletionFunctionToolParam)
    for tool in tools:
        assert adapter.validate_python(tool) == tool
    assert [t["function"]["name"] for t in tools] == ["retrieve", "search", "article", "passage", "facets"]


def test_the_official_client_calls_them_strict(tools: list[dict[str, Any]]) -> None:
    for tool in tools:
        parameters = tool["function"]["parameters"]
        jsonschema.Draft202012Validator.check_schema(parameters)
        made_strict = _ensure_strict_json_schema(copy.deepcopy(parameters), path=(), root=copy.deepcopy(parameters))
        assert made_strict == parameters
        assert tool["function"]["strict"] is True


@pytest.mark.parametrize(
    ("name", "arguments", "field"),
    [
        ("retrieve", {"query": "ハイフの効果とリスク", "top_k": None, "max_chars": 2000, "filters": None}, "passages"),
        (
            "retrieve",
            {"query": "ハイフのリスク", "top_k": 3, "max_chars": None, "filters": {**NO_FILTERS, "kind": ["risks"]}},
            "passages",
        ),
        (
            "search",
            {
                "q": "しみ",
                "view": None,
                "sort": "cost",
                "page": None,
                "per_page": 3,
                "filters": {**NO_FILTERS, "cost_max": 50000},
            },
            "hits",
        ),
        ("facets", {"name": "risk", "prefix": "内", "query": None, "facet_limit": None, "filters": None}, "values"),
    ],
)
def test_calls_that_the_schema_allows_are_answered(
    url: str, tools: list[dict[str, Any]], name: str, arguments: dict[str, Any], field: str
) -> None:
    schema = next(t["function"]["parameters"] for t in tools if t["function"]["name"] == name)
    jsonschema.validate(arguments, schema)
    with Client(url) as client:
        answer = client.call_tool(name, json.dumps(arguments, ensure_ascii=False))
    assert answer[field]

    async def asynchronously() -> dict[str, Any]:
        async with AsyncClient(url) as asking:
            assert await asking.tools() == tools
            return await asking.call_tool(name, arguments)

    assert asyncio.run(asynchronously())[field] == answer[field]


def test_what_was_found_can_be_opened(url: str) -> None:
    with Client(url) as client:
        passage = client.retrieve("ハイフのリスク").passages[0]
        assert client.call_tool("passage", {"id": passage.id})["text"]
        assert client.call_tool("article", {"id": passage.article_id})["sections"]


def test_a_call_that_the_schema_refuses(url: str, tools: list[dict[str, Any]]) -> None:
    arguments = {"query": "ハイフ", "top_k": 3, "max_chars": None, "filters": {**NO_FILTERS, "kind": ["danger"]}}
    schema = tools[0]["function"]["parameters"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(arguments, schema)
    with Client(url) as client, pytest.raises(shirube.InvalidParameters, match="one of overview"):
        client.call_tool("retrieve", arguments)


def test_a_round_with_the_official_client(url: str, script: Script, tools: list[dict[str, Any]]) -> None:
    """The list goes out as it came, and a call of a model comes back and is run."""
    arguments = json.dumps({"query": "ハイフのダウンタイム", "top_k": 3, "max_chars": None, "filters": None})
    call = {"id": "c1", "type": "function", "function": {"name": "retrieve", "arguments": arguments}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    completion = {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    script.replies = [(200, {"Content-Type": "application/json"}, json.dumps(completion).encode())]
    model = OpenAI(base_url=script.url + "/v1", api_key="none", max_retries=0)
    parsed = model.chat.completions.parse(
        model="m",
        messages=[{"role": "user", "content": "ハイフのダウンタイムは？"}],
        tools=TypeAdapter(list[ChatCompletionFunctionToolParam]).validate_python(tools),
    )
    assert json.loads(script.asked[0].body)["tools"] == tools
    called = parsed.choices[0].message.tool_calls
    assert called is not None
    with Client(url) as client:
        answer = client.call_tool(called[0].function.name, called[0].function.arguments)
    assert answer["answerable"]
