"""A retriever for LlamaIndex: ``pip install 'shirube[llama-index]'``."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ._answer import Filters, Retrieval
from ._client import AsyncClient, Client
from ._prompt import format_parts, group_metadata, group_text, tell, turn

try:
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
except ImportError as e:
    raise ImportError("shirube.llama_index needs LlamaIndex: pip install 'shirube[llama-index]'") from e

_FOR_MODELS = ("citation", "role", "notices", "suspicious")


class ShirubeRetriever(BaseRetriever):
    """Nodes that answer, best first; none where nothing does.

    A node is a passage, or an effect together with the risks and contraindications that
    came along with it: no later cut (a postprocessor, ``similarity_top_k``) can part
    them. ``metadata["passages"]`` has them one by one. A model is shown the text with its
    citations, its role and the notices.

    Where nothing answers there is no node to hold the notices: ask ``answer`` or
    ``aanswer``, or set ``on_answer``, which is called with each whole answer.
    """

    def __init__(
        self,
        client: Client | None = None,
        *,
        async_client: AsyncClient | None = None,
        top_k: int | None = None,
        max_chars: int | None = None,
        max_tokens: int | None = None,
        min_score: float | None = None,
        filters: Filters | None = None,
        on_answer: Callable[[Retrieval], None] | None = None,
        callback_manager: CallbackManager | None = None,
        verbose: bool = False,
    ) -> None:
        """Take the clients; without an ``async_client`` each async call opens a connection of its own."""
        super().__init__(callback_manager=callback_manager, verbose=verbose)
        self.client = client or Client()
        self.async_client = async_client
        self.on_answer = on_answer
        self._options: dict[str, Any] = {
            "top_k": top_k,
            "max_chars": max_chars,
            "max_tokens": max_tokens,
            "min_score": min_score,
            "filters": filters,
        }

    def with_history(self, messages: Iterable[object]) -> ShirubeRetriever:
        """Return a retriever that knows the conversation before the query."""
        other = copy.copy(self)
        other._options = {**self._options, "history": [turn(m) for m in messages]}
        return other

    def answer(self, query: str) -> Retrieval:
        """Return the whole answer; ``nodes`` makes nodes of it."""
        return self.client.retrieve(query, **self._options)

    async def aanswer(self, query: str) -> Retrieval:
        """Return the whole answer; ``nodes`` makes nodes of it."""
        if self.async_client is not None:
            return await self.async_client.retrieve(query, **self._options)
        async with self.client.as_async() as client:
            return await client.retrieve(query, **self._options)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return self._nodes(self.answer(query_bundle.query_str))

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return self._nodes(await self.aanswer(query_bundle.query_str))

    def _nodes(self, retrieval: Retrieval) -> list[NodeWithScore]:
        tell(retrieval, self.on_answer)
        return nodes(retrieval)


def nodes(retrieval: Retrieval) -> list[NodeWithScore]:
    """Make nodes of an answer, one a group of passages that must not be parted."""
    found = []
    for group in retrieval.groups():
        metadata = group_metadata(group, retrieval.notices)
        hidden = [key for key in metadata if key not in _FOR_MODELS]
        node = TextNode(
            id_=group[0].id,
            text=group_text(group),
            metadata=metadata,
            excluded_llm_metadata_keys=hidden,
            excluded_embed_metadata_keys=list(metadata),
        )
        found.append(NodeWithScore(node=node, score=group[0].score))
    return found


def format_nodes(found: Sequence[NodeWithScore]) -> str:
    """Return nodes as text for a prompt: numbered, with citations and notices."""
    notices = dict.fromkeys(n for f in found for n in f.node.metadata["notices"])
    return format_parts((p for f in found for p in f.node.metadata["passages"]), notices)
