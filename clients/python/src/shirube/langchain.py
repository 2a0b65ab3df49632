"""A retriever for LangChain: ``pip install 'shirube[langchain]'``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ._answer import Retrieval
from ._client import AsyncClient, Client
from ._prompt import format_parts, group_metadata, group_text, tell, turn

try:
    from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
    from pydantic import Field
except ImportError as e:
    raise ImportError("shirube.langchain needs LangChain: pip install 'shirube[langchain]'") from e


class ShirubeRetriever(BaseRetriever):
    """Documents that answer, best first; none where nothing does.

    A document is a passage, or an effect together with the risks and
    contraindications that came along with it: no later cut (``docs[:k]``, a reranker,
    a compressor) can part them. ``metadata["passages"]`` has them one by one.

    ``invoke(query, history=[…])`` takes the conversation before the query. Notices are
    in the metadata of every document; where there is none, ask ``answer`` or
    ``aanswer``, or set ``on_answer``, which is called with each whole answer.
    """

    client: Client = Field(default_factory=Client, exclude=True)
    async_client: AsyncClient | None = Field(default=None, exclude=True)
    """Used by the async calls; without one each opens a connection of its own."""
    top_k: int | None = None
    max_chars: int | None = None
    max_tokens: int | None = None
    min_score: float | None = None
    filters: Mapping[str, object] | None = None
    """As ``shirube.Filters``; the server, not this class, says what is wrong in them."""
    on_answer: Callable[[Retrieval], None] | None = Field(default=None, exclude=True)

    def answer(self, query: str, *, history: Iterable[object] | None = None) -> Retrieval:
        """Return the whole answer; ``documents`` makes documents of it."""
        return self.client.retrieve(query, **self._options(history))

    async def aanswer(self, query: str, *, history: Iterable[object] | None = None) -> Retrieval:
        """Return the whole answer; ``documents`` makes documents of it."""
        if self.async_client is not None:
            return await self.async_client.retrieve(query, **self._options(history))
        async with self.client.as_async() as client:
            return await client.retrieve(query, **self._options(history))

    def _options(self, history: Iterable[object] | None) -> dict[str, Any]:
        return {
            "top_k": self.top_k,
            "max_chars": self.max_chars,
            "max_tokens": self.max_tokens,
            "min_score": self.min_score,
            "filters": self.filters,
            "history": None if history is None else [turn(m) for m in history],
        }

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it
        history: Iterable[object] | None = None,
    ) -> list[Document]:
        return self._documents(self.answer(query, history=history))

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it
        history: Iterable[object] | None = None,
    ) -> list[Document]:
        return self._documents(await self.aanswer(query, history=history))

    def _documents(self, retrieval: Retrieval) -> list[Document]:
        tell(retrieval, self.on_answer)
        return documents(retrieval)


def documents(retrieval: Retrieval) -> list[Document]:
    """Make documents of an answer, one a group of passages that must not be parted."""
    return [
        Document(page_content=group_text(g), metadata=group_metadata(g, retrieval.notices), id=g[0].id)
        for g in retrieval.groups()
    ]


def format_documents(found: Sequence[Document]) -> str:
    """Return documents as text for a prompt: numbered, with citations and notices."""
    notices = dict.fromkeys(n for d in found for n in d.metadata["notices"])
    return format_parts((p for d in found for p in d.metadata["passages"]), notices)
