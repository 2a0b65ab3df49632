from __future__ import annotations

import asyncio
import json
import pickle
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import made
import pytest
from conftest import Script, Serve

import shirube
from shirube import AsyncClient, Client, format_passages

QUESTION = "ハイフのダウンタイムは何日？"
PROBLEM = {"Content-Type": "application/problem+json"}


def test_passages_with_all_that_is_needed_to_quote_them(url: str) -> None:
    with Client(url + "/") as client:
        found = client.retrieve(QUESTION, top_k=5, max_chars=1500)
    assert found
    assert found.answerable
    assert 1 <= len(found.passages) <= 5
    assert sum(len(p.text) for p in found.passages) <= 1500
    for number, p in enumerate(found.passages, 1):
        assert p.number == number
        assert p.citation.startswith(f"[{number}] {p.title}")
        assert p.text
        assert p.id.startswith(p.article_id)
        assert p.url
        assert 0 <= p.score <= 1
        assert p.role in {"match", "risk_pair", "contraindication"}
        assert p.raw["text"] == p.text
        assert all(s.name or s.title or s.url for s in p.sources)
    assert any(p.sources for p in found.passages)
    assert any(p.supervision.name and p.supervision.reviewed for p in found.passages)
    assert found.citations == tuple(p.citation for p in found.passages)
    assert any("自由診療" in n for n in found.notices)
    assert found.interpretation["terms"]


def test_the_text_of_a_prompt_has_everything(url: str) -> None:
    with Client(url) as client:
        found = client.retrieve(QUESTION)
    text = format_passages(found)
    for p in found.passages:
        assert p.text in text
        assert p.citation in text
    for notice in found.notices:
        assert notice in text


def test_nothing_answers(url: str) -> None:
    with Client(url) as client:
        found = client.retrieve("明日の東京の天気は？")
    assert not found
    assert found.passages == ()
    assert found.groups() == []


def test_an_emergency_is_told(url: str) -> None:
    with Client(url) as client:
        found = client.retrieve("意識がない")
    assert any("119" in n for n in found.notices)


def test_filters_reach_the_server(url: str) -> None:
    with Client(url) as client:
        found = client.retrieve("ハイフのリスク", filters={"kind": ["risks"], "treatment": ["-AGA治療"]}, min_score=0.1)
    assert {p.kind for p in found.passages if p.role == "match"} == {"risks"}


async def test_async_answers_the_same(url: str) -> None:
    async with AsyncClient(url) as client:
        many = await asyncio.gather(*(client.retrieve(QUESTION) for _ in range(8)))
    with Client(url) as blocking:
        assert set(map(str, many)) == {str(blocking.retrieve(QUESTION))}


def test_what_is_not_accepted_is_named_with_what_is(url: str) -> None:
    with Client(url) as client, pytest.raises(shirube.InvalidParameters) as e:
        client.retrieve(QUESTION, top_k=51, filters={"kind": ["danger"]})
    assert {p.parameter for p in e.value.errors} == {"top_k", "filters.kind"}
    kind = next(p for p in e.value.errors if p.parameter == "filters.kind")
    assert kind.value == "danger"
    assert "risks" in kind.allowed
    assert "1 to 50" in str(e.value)
    assert e.value.status == 422
    assert e.value.request_id
    assert e.value.type == "urn:shirube:problem:invalid-parameters"


def test_a_query_that_is_empty_or_too_long(url: str) -> None:
    with Client(url) as client:
        for query in ("", "あ" * 513):
            with pytest.raises(shirube.InvalidParameters, match="query"):
                client.retrieve(query)


@pytest.fixture(scope="module")
def keyed(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    keys = tmp_path_factory.mktemp("keys") / "keys.yaml"
    keys.write_text(
        "- {name: chatbot, secret: chatbot-secret, scopes: [retrieve]}\n"
        "- {name: site, secret: site-secret, scopes: [search]}\n"
    )
    keys.chmod(0o600)
    return serve("--key-file", str(keys))


def test_keys(keyed: str) -> None:
    with Client(keyed) as client, pytest.raises(shirube.Unauthorized, match="api_key"):
        client.retrieve(QUESTION)
    with Client(keyed, api_key="site-secret") as client, pytest.raises(shirube.Forbidden, match="scope retrieve"):
        client.retrieve(QUESTION)
    with Client(keyed, api_key="chatbot-secret") as client:
        assert client.retrieve(QUESTION)
        assert "secret" not in repr(client)


async def test_a_server_that_begins_is_waited_for(serve: Serve) -> None:
    async with AsyncClient(serve(ready=False), max_retries=20) as client:
        assert await client.retrieve(QUESTION)


class Waits(list[float]):
    """What was waited for, without waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)

    async def asleep(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    slept = Waits()
    monkeypatch.setattr("shirube._client.time.sleep", slept)
    monkeypatch.setattr("shirube._client.asyncio.sleep", slept.asleep)
    return slept


def busy(wait: str = "") -> tuple[int, dict[str, str], bytes]:
    headers = {**PROBLEM, **({"Retry-After": wait} if wait else {})}
    return 503, headers, json.dumps({"title": "The index is being built", "status": 503, "errors": []}).encode()


def limited(wait: str) -> tuple[int, dict[str, str], bytes]:
    return 429, {**PROBLEM, "Retry-After": wait}, b"{}"


def good() -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, made.answer(made.passage("a#1", "赤みが出ます。"))


async def test_retry_after_is_honoured(script: Script, waits: Waits) -> None:
    script.replies = [busy("2"), limited("7"), good()]
    with Client(script.url) as client:
        assert client.retrieve("赤み")
    assert waits == [2, 7]
    script.replies = [busy("2"), limited("7"), good()]
    async with AsyncClient(script.url) as asking:
        assert await asking.retrieve("赤み")
    assert waits == [2, 7, 2, 7]
    assert len({a.body for a in script.asked}) == 1


def test_retry_after_as_a_date(script: Script, waits: Waits) -> None:
    soon = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=20), usegmt=True)
    gone = format_datetime(datetime.now(timezone.utc) - timedelta(hours=1), usegmt=True)
    script.replies = [busy(soon), busy(gone), good()]
    with Client(script.url) as client:
        client.retrieve("赤み")
    assert 0 < waits[0] <= 20
    assert waits[1] == 0


def test_without_retry_after_waits_grow(script: Script, waits: Waits) -> None:
    script.replies = [busy(), busy("soon"), busy(), good()]
    with Client(script.url) as client:
        client.retrieve("赤み")
    assert waits == [0.5, 1, 2]


def test_retries_are_bounded(script: Script, waits: Waits) -> None:
    script.replies = [busy("1")] * 10
    with Client(script.url, max_retries=2) as client, pytest.raises(shirube.Unavailable, match="ask again later") as e:
        client.retrieve("赤み")
    assert len(script.asked) == 3
    assert waits == [1, 1]
    assert e.value.retry_after == 1


def test_a_long_wait_is_the_callers(script: Script, waits: Waits) -> None:
    script.replies = [limited("3600")]
    with Client(script.url) as client, pytest.raises(shirube.Unavailable, match="wait 3600 s") as e:
        client.retrieve("赤み")
    assert waits == []
    assert e.value.retry_after == 3600


def test_other_errors_are_not_tried_again(script: Script, waits: Waits) -> None:
    script.replies = [(500, PROBLEM, json.dumps({"title": "x", "request_id": "abc"}).encode())]
    with Client(script.url) as client, pytest.raises(shirube.ServerError, match="request id abc"):
        client.retrieve("赤み")
    script.replies = [(404, {}, b"<html>")]
    with Client(script.url) as client, pytest.raises(shirube.StatusError, match="404 Not Found"):
        client.retrieve("赤み")
    assert waits == []
    assert len(script.asked) == 2


@pytest.mark.parametrize(
    "reply",
    [
        (200, {"Content-Type": "text/html"}, b"<html>login</html>"),
        (200, {"Content-Type": "application/json"}, b'{"passages":[]}'),
        (200, {"Content-Type": "application/json"}, b"[]"),
        (200, {"Content-Type": "application/json"}, b'{"passages":[{"id":1}],"answerable":true,"notices":[]}'),
        (200, {"Content-Type": "application/json"}, b'{"passages":'),
        (302, {"Location": "/login"}, b""),
    ],
)
def test_what_is_no_answer_of_this_server(script: Script, reply: tuple[int, dict[str, str], bytes]) -> None:
    script.replies = [reply]
    with Client(script.url) as client, pytest.raises(shirube.UnexpectedAnswer):
        client.retrieve("赤み")


def test_no_server(script: Script) -> None:
    with Client("http://127.0.0.1:9") as client, pytest.raises(shirube.Unreachable, match="shirube serve"):
        client.retrieve("赤み")
    with Client("no address") as client, pytest.raises(shirube.Unreachable):
        client.retrieve("赤み")
    script.replies = [(200, {"Content-Length": "100"}, b"{")]  # breaks off
    with Client(script.url) as client, pytest.raises(shirube.Unreachable):
        client.retrieve("赤み")


def test_only_what_was_given_is_sent(script: Script) -> None:
    script.replies = [good(), good()]
    with Client(script.url, api_key="a-key") as client:
        client.retrieve("赤み")
        client.retrieve(
            "赤み",
            top_k=3,
            max_tokens=500,
            history=[{"role": "user", "content": "ハイフとは"}],
            carry=False,
            interpret=["synonyms"],
            filters={"cost_max": 0},
        )
    assert json.loads(script.asked[0].body) == {"query": "赤み"}
    assert json.loads(script.asked[1].body) == {
        "query": "赤み",
        "top_k": 3,
        "max_tokens": 500,
        "history": [{"role": "user", "content": "ハイフとは"}],
        "carry": False,
        "interpret": ["synonyms"],
        "filters": {"cost_max": 0},
    }
    assert {a.headers["Authorization"] for a in script.asked} == {"Bearer a-key"}


def test_what_was_paired_is_one_group(script: Script) -> None:
    script.replies = [(200, {"Content-Type": "application/json"}, made.paired())]
    with Client(script.url) as client:
        found = client.retrieve("効果")
    assert [[p.id for p in g] for g in found.groups()] == [["a#1", "a#r", "a#2"], ["b#1", "b#r", "b#c"], ["c#1"]]


def test_errors_survive_other_processes() -> None:
    for e in (shirube.Unreachable("x"), shirube.UnexpectedAnswer("y")):
        assert str(pickle.loads(pickle.dumps(e))) == str(e)


def test_bounds_of_the_client_itself() -> None:
    with pytest.raises(ValueError, match="negative"):
        Client(max_retries=-1)
