"""Client of the Shirube knowledge-base search.

``Client`` and ``AsyncClient`` ask a server for passages that a chatbot may quote.
``shirube.langchain`` and ``shirube.llama_index`` hold retrievers, with the extras
``shirube[langchain]`` and ``shirube[llama-index]``.
"""

from ._answer import Filters, Passage, Retrieval, Role, Source, Supervision, Turn
from ._client import DEFAULT_URL, AsyncClient, Client
from ._errors import (
    Forbidden,
    InvalidParameters,
    ParameterError,
    ServerError,
    ShirubeError,
    StatusError,
    Unauthorized,
    Unavailable,
    UnexpectedAnswer,
    Unreachable,
)
from ._prompt import format_passages

__all__ = [
    "DEFAULT_URL",
    "AsyncClient",
    "Client",
    "Filters",
    "Forbidden",
    "InvalidParameters",
    "ParameterError",
    "Passage",
    "Retrieval",
    "Role",
    "ServerError",
    "ShirubeError",
    "Source",
    "StatusError",
    "Supervision",
    "Turn",
    "Unauthorized",
    "Unavailable",
    "UnexpectedAnswer",
    "Unreachable",
    "format_passages",
]
