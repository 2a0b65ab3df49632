"""The clients: one that waits, one for asyncio."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

from ._answer import Filters, Retrieval, Turn, read_retrieval
from ._errors import CLIENT_ERROR, TOO_MANY, UNAVAILABLE, UnexpectedAnswer, Unreachable, status_error

DEFAULT_URL = "http://127.0.0.1:8080"
"""Where ``shirube serve`` listens."""


class _Settings:
    """What both clients know of their server, and what they make of its answers."""

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout: float = 15.0,
        max_retries: int = 3,
        max_wait: float = 30.0,
    ) -> None:
        """Take the address of a server, with its base path where it has one.

        ``timeout`` is of one try, in seconds. An answer of 429 or 503 is tried again at
        most ``max_retries`` times, after as long as the server says; one that asks to
        wait longer than ``max_wait`` seconds is not.
        """
        if max_retries < 0 or max_wait < 0:
            raise ValueError("max_retries and max_wait must not be negative")
        self.base_url = base_url.rstrip("/")
        self.timeout = timeout
        self.max_retries = max_retries
        self.max_wait = max_wait
        self._api_key = api_key

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_url!r})"  # never the key

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "application/json, application/problem+json"}
        if self._api_key is not None:
            headers["Authorization"] = f"Bearer {self._api_key}"
        return headers

    def _unreachable(self, e: Exception) -> Unreachable:
        if isinstance(e, httpx.TimeoutException):
            return Unreachable(
                f"{self.base_url} did not answer within {self.timeout:g} s; raise timeout, or look there"
            )
        return Unreachable(f"{self.base_url} cannot be reached ({e}); is `shirube serve` running there?")

    def _wait(self, response: httpx.Response, tries: int) -> float | None:
        """How long to wait before the next try; None where there is none."""
        if response.status_code not in (TOO_MANY, UNAVAILABLE) or tries >= self.max_retries:
            return None
        wait = _retry_after(response)
        if wait is None:
            wait = min(0.5 * 2**tries, self.max_wait)
        return wait if wait <= self.max_wait else None

    def _read(self, response: httpx.Response) -> Any:  # noqa: ANN401 - it is any JSON
        """Return the JSON of an answer, or raise what its error status means."""
        try:
            data = response.json()
        except ValueError:
            data = None
        if response.status_code >= CLIENT_ERROR:
            problem = (
                data if isinstance(data, dict) else {"title": response.reason_phrase, "detail": "without a reason"}
            )
            raise status_error(response.status_code, problem, _retry_after(response))
        if response.status_code != httpx.codes.OK or data is None:
            kind = response.headers.get("Content-Type", "nothing")
            raise UnexpectedAnswer(
                f"{response.url} answered {response.status_code} with {kind} where JSON was expected; "
                "is the address right, base path included?"
            )
        return data


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that an answer asks to wait, written as a number or as a date."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    return max(0.0, (when - datetime.now(timezone.utc)).total_seconds())


def _request(
    query: str,
    top_k: int | None,
    max_chars: int | None,
    max_tokens: int | None,
    min_score: float | None,
    filters: Filters | None,
    history: Iterable[Turn] | None,
    carry: bool | None,
    interpret: Sequence[str] | None,
) -> bytes:
    body: dict[str, object] = {
        "query": query,
        "top_k": top_k,
        "max_chars": max_chars,
        "max_tokens": max_tokens,
        "min_score": min_score,
        "filters": filters,
        "history": None if history is None else list(history),
        "carry": carry,
        "interpret": None if interpret is None else list(interpret),
    }
    return json.dumps({k: v for k, v in body.items() if v is not None}, ensure_ascii=False).encode()


def _call(name: str, arguments: str | Mapping[str, Any]) -> tuple[str, bytes]:
    content = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return f"/v1/tools/{quote(name, safe='')}", content.encode()


class Client(_Settings):
    """A client of one server; many threads may share it. Close it, or use ``with``."""

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout: float = 15.0,
        max_retries: int = 3,
        max_wait: float = 30.0,
    ) -> None:
        super().__init__(base_url, api_key=api_key, timeout=timeout, max_retries=max_retries, max_wait=max_wait)
        self._http = httpx.Client(headers=self._headers(), timeout=timeout)

    def retrieve(
        self,
        query: str,
        *,
        top_k: int | None = None,
        max_chars: int | None = None,
        max_tokens: int | None = None,
        min_score: float | None = None,
        filters: Filters | None = None,
        history: Iterable[Turn] | None = None,
        carry: bool | None = None,
        interpret: Sequence[str] | None = None,
    ) -> Retrieval:
        """Ask for the passages that answer; what is None is left to the server.

        Risks come with effects inside ``top_k``, ``max_chars`` and ``max_tokens``: the
        server leaves an effect out rather than its risk. ``carry=False`` keeps what the
        ``history`` is about out of the query.
        """
        content = _request(query, top_k, max_chars, max_tokens, min_score, filters, history, carry, interpret)
        return read_retrieval(self._ask("POST", "/v1/retrieve", content))

    def tools(self) -> list[dict[str, Any]]:
        """Return the server's operations as tools of a chat model, for strict function calling."""
        return list(self._ask("GET", "/v1/tools.json", None))

    def call_tool(self, name: str, arguments: str | Mapping[str, Any]) -> dict[str, Any]:
        """Run a model's call of a tool, with its arguments as the model wrote them."""
        return dict(self._ask("POST", *_call(name, arguments)))

    def as_async(self) -> AsyncClient:
        """Return a new client for asyncio with the same settings."""
        return AsyncClient(
            self.base_url,
            api_key=self._api_key,
            timeout=self.timeout,
            max_retries=self.max_retries,
            max_wait=self.max_wait,
        )

    def _ask(self, method: str, path: str, content: bytes | None) -> Any:  # noqa: ANN401 - it is any JSON
        tries = 0
        while True:
            try:
                response = self._http.request(method, self.base_url + path, content=content, headers=_JSON)
            except (httpx.RequestError, httpx.InvalidURL) as e:
                raise self._unreachable(e) from e
            wait = self._wait(response, tries)
            if wait is None:
                return self._read(response)
            time.sleep(wait)
            tries += 1

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_Settings):
    """The same for asyncio; it belongs to the event loop that first uses it."""

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout: float = 15.0,
        max_retries: int = 3,
        max_wait: float = 30.0,
    ) -> None:
        super().__init__(base_url, api_key=api_key, timeout=timeout, max_retries=max_retries, max_wait=max_wait)
        self._http = httpx.AsyncClient(headers=self._headers(), timeout=timeout)

    async def retrieve(
        self,
        query: str,
        *,
        top_k: int | None = None,
        max_chars: int | None = None,
        max_tokens: int | None = None,
        min_score: float | None = None,
        filters: Filters | None = None,
        history: Iterable[Turn] | None = None,
        carry: bool | None = None,
        interpret: Sequence[str] | None = None,
    ) -> Retrieval:
        """Ask for the passages that answer, as ``Client.retrieve`` does."""
        content = _request(query, top_k, max_chars, max_tokens, min_score, filters, history, carry, interpret)
        return read_retrieval(await self._ask("POST", "/v1/retrieve", content))

    async def tools(self) -> list[dict[str, Any]]:
        """Return the server's operations as tools of a chat model, for strict function calling."""
        return list(await self._ask("GET", "/v1/tools.json", None))

    async def call_tool(self, name: str, arguments: str | Mapping[str, Any]) -> dict[str, Any]:
        """Run a model's call of a tool, with its arguments as the model wrote them."""
        return dict(await self._ask("POST", *_call(name, arguments)))

    async def _ask(self, method: str, path: str, content: bytes | None) -> Any:  # noqa: ANN401 - it is any JSON
        tries = 0
        while True:
            try:
                response = await self._http.request(method, self.base_url + path, content=content, headers=_JSON)
            except (httpx.RequestError, httpx.InvalidURL) as e:
                raise self._unreachable(e) from e
            wait = self._wait(response, tries)
            if wait is None:
                return self._read(response)
            await asyncio.sleep(wait)
            tries += 1

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _tb: TracebackType | None
    ) -> None:
        await self.aclose()


_JSON = {"Content-Type": "application/json"}
