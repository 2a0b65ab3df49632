"""What a server answers: passages with all that is needed to quote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, TypeVar

from ._errors import UnexpectedAnswer

Role = Literal["match", "risk_pair", "contraindication"]


class Turn(TypedDict):
    """Something that was said before the query."""

    role: str
    content: str


class Filters(TypedDict, total=False):
    """The filters of a search. Values of one are alternatives, a leading ``-`` excludes."""

    collection: list[str]
    treatment: list[str]
    effect: list[str]
    risk: list[str]
    contraindication: list[str]
    condition: list[str]
    supervisor: list[str]
    approval: list[str]
    insurance: list[str]
    department: list[str]
    tag: list[str]
    kind: list[str]
    source: list[str]
    source_type: list[str]
    cost_min: int
    cost_max: int
    downtime_max: int
    reviewed_after: str
    updated_after: str


@dataclass(frozen=True)
class Source:
    """An organisation or a work that supports a passage."""

    name: str
    title: str
    url: str
    type: str
    year: int | None


@dataclass(frozen=True)
class Supervision:
    """Who answers for an article (empty: nobody is named), and when they last did."""

    name: str
    reviewed: str | None


@dataclass(frozen=True)
class Passage:
    """A stretch of an article, in the article's own words."""

    number: int
    """Its number in the answer, as at the beginning of ``citation``."""
    id: str
    article_id: str
    title: str
    url: str
    kind: str
    heading: str
    path: tuple[str, ...]
    text: str
    score: float
    """Share of passages found like this that answer, 0 to 1."""
    role: str
    """``match`` answers; ``risk_pair`` and ``contraindication`` must not be left out."""
    sources: tuple[Source, ...]
    supervision: Supervision
    citation: str
    """A line for readers: number, title, heading, supervision, review, sources, address."""
    effect: bool
    """It tells what a treatment does for somebody."""
    paired_with: tuple[str, ...]
    """Ids of the passages with the risks that belong to this one."""
    unpaired: str
    """Why an effect has no risks beside it; empty where it has, or is no effect."""
    shortened: bool
    """The passage goes on in the article, or begins before."""
    suspicious: tuple[str, ...]
    """Why the text looks like an instruction to a language model, which must not be followed."""
    raw: Mapping[str, Any] = field(repr=False, compare=False)
    """The passage as the server sent it, with what newer servers know besides."""


@dataclass(frozen=True)
class Retrieval:
    """The answer to a retrieval. It is false where nothing answers: say so then."""

    passages: tuple[Passage, ...]
    answerable: bool
    notices: tuple[str, ...]
    """What a reader must be told, also where nothing answers: show them."""
    interpretation: Mapping[str, Any]
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.answerable

    @property
    def citations(self) -> tuple[str, ...]:
        """The lines to be shown under what is quoted."""
        return tuple(p.citation for p in self.passages)

    def groups(self) -> list[tuple[Passage, ...]]:
        """Passages that must not be parted, best first.

        An effect and the risks that came along with it are one group; effects that
        share a passage on risks are one as well, so that no text comes twice. Who
        keeps only the first few groups never parts an effect from its risk.
        """
        return _groups(self.passages)


def _groups(passages: Sequence[Passage]) -> list[tuple[Passage, ...]]:
    place = {p.id: i for i, p in enumerate(passages)}
    first = list(range(len(passages)))  # a passage leads to an earlier one of its group

    def root(i: int) -> int:
        while first[i] != i:
            i = first[i]
        return i

    for i, p in enumerate(passages):
        for other in p.paired_with:
            if other in place:
                low, high = sorted((root(i), root(place[other])))
                first[high] = low
    groups: dict[int, list[Passage]] = {}
    for i, p in enumerate(passages):
        groups.setdefault(root(i), []).append(p)
    return [tuple(g) for g in groups.values()]


def read_retrieval(data: object) -> Retrieval:
    """Read the JSON of ``POST /v1/retrieve``."""
    try:
        answer = _object(data)
        return Retrieval(
            passages=tuple(_passage(p, i + 1) for i, p in enumerate(answer["passages"])),
            answerable=_typed(answer["answerable"], bool),
            notices=tuple(_typed(n, str) for n in answer["notices"]),
            interpretation=_object(answer["interpretation"]),
            raw=answer,
        )
    except (KeyError, TypeError, ValueError) as e:
        raise UnexpectedAnswer(f"this is not the answer to a retrieval: {type(e).__name__}: {e}") from e


def _passage(data: object, number: int) -> Passage:
    p = _object(data)
    supervision = _object(p["supervision"])
    return Passage(
        number=number,
        path=tuple(p["path"]),
        score=float(p["score"]),
        sources=tuple(_source(s) for s in p["sources"]),
        supervision=Supervision(_typed(supervision["name"], str), supervision["reviewed"]),
        effect=bool(p.get("effect", False)),
        paired_with=tuple(p.get("paired_with", ())),
        unpaired=str(p.get("unpaired", "")),
        shortened=bool(p.get("shortened", False)),
        suspicious=tuple(p.get("suspicious", ())),
        raw=p,
        id=_typed(p["id"], str),
        article_id=_typed(p["article_id"], str),
        title=_typed(p["title"], str),
        url=_typed(p["url"], str),
        kind=_typed(p["kind"], str),
        heading=_typed(p["heading"], str),
        text=_typed(p["text"], str),
        role=_typed(p["role"], str),
        citation=_typed(p["citation"], str),
    )


def _source(data: object) -> Source:
    s = _object(data)
    return Source(
        name=s.get("name") or "",
        title=s.get("title") or "",
        url=s.get("url") or "",
        type=s.get("type") or "other",
        year=s.get("year"),
    )


def _object(data: object) -> dict[str, Any]:
    return _typed(data, dict)


_T = TypeVar("_T")


def _typed(value: object, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r:.60} is not {kind.__name__}")
    return value
