"""What can go wrong, each with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class ShirubeError(Exception):
    """Any failure of a call. Its text says what to do."""


class Unreachable(ShirubeError):
    """No answer came: no server there, a broken connection, or no answer in time."""


class UnexpectedAnswer(ShirubeError):
    """An answer came, but not one of a Shirube server: look at the address."""


class StatusError(ShirubeError):
    """The server answered with an error."""

    def __init__(self, message: str, status: int, problem: Mapping[str, Any], retry_after: float | None) -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status."""
        self.problem = problem
        """The problem document as it was sent (RFC 9457); empty where there was none."""
        self.retry_after = retry_after
        """Seconds after which the server wants to be asked again, if it said so."""

    @property
    def type(self) -> str:
        """What sort of problem it is, such as ``urn:shirube:problem:not-ready``."""
        return str(self.problem.get("type", ""))

    @property
    def request_id(self) -> str:
        """The id under which the server's log has this request."""
        return str(self.problem.get("request_id", ""))


@dataclass(frozen=True)
class ParameterError:
    """Why one parameter was not accepted."""

    parameter: str
    value: str
    reason: str
    allowed: tuple[str, ...]
    """What is accepted instead, as far as it can be listed."""

    def __str__(self) -> str:
        text = f"{self.parameter}: {self.reason}"
        if self.value:
            text += f" (sent: {self.value})"
        if self.allowed:
            text += f"; allowed: {', '.join(self.allowed)}"
        return text


class InvalidParameters(StatusError):
    """The server does not accept a parameter: change what ``errors`` names."""

    @property
    def errors(self) -> tuple[ParameterError, ...]:
        """One entry a parameter."""
        return parameter_errors(self.problem)


class Unauthorized(StatusError):
    """The server wants a key, or does not know this one: pass ``api_key``."""


class Forbidden(StatusError):
    """The key lacks the scope ``retrieve``, or does not see a collection that was asked for."""


class Unavailable(StatusError):
    """The server cannot answer now (429, 503), also after the retries: ask later."""


class ServerError(StatusError):
    """Something went wrong in the server: its log says what, under ``request_id``."""


def parameter_errors(problem: Mapping[str, Any]) -> tuple[ParameterError, ...]:
    """Read ``errors`` of a problem document; what is malformed there is left out."""
    found = problem.get("errors")
    return tuple(
        ParameterError(
            parameter=str(e.get("parameter", "")),
            value=str(e.get("value", "")),
            reason=str(e.get("reason", "")),
            allowed=tuple(str(a) for a in e.get("allowed") or ()),
        )
        for e in (found if isinstance(found, list) else [])
        if isinstance(e, dict)
    )


MALFORMED, UNAUTHORIZED, FORBIDDEN, INVALID, TOO_MANY, UNAVAILABLE = 400, 401, 403, 422, 429, 503
CLIENT_ERROR, SERVER_ERROR = 400, 500

_ADVICE = {
    UNAUTHORIZED: "pass api_key=…, a key with the scope retrieve",
    FORBIDDEN: "use a key with the scope retrieve that sees these collections",
    TOO_MANY: "ask less often, or raise max_retries",
    UNAVAILABLE: "ask again later, or raise max_retries",
}


def status_error(status: int, problem: Mapping[str, Any], retry_after: float | None) -> StatusError:
    """Make the exception of an error status."""
    details = "; ".join(str(e) for e in parameter_errors(problem)) or str(problem.get("detail", ""))
    parts = [f"{status} {problem.get('title', '')}".strip(), details, _ADVICE.get(status, "")]
    if retry_after is not None:
        parts.append(f"the server asks to wait {retry_after:g} s")
    if status >= SERVER_ERROR and status != UNAVAILABLE:
        parts.append(f"the server's log says why, under request id {problem.get('request_id', '(none)')}")
    kind: type[StatusError]
    if status == UNAUTHORIZED:
        kind = Unauthorized
    elif status == FORBIDDEN:
        kind = Forbidden
    elif status in (TOO_MANY, UNAVAILABLE):
        kind = Unavailable
    elif status >= SERVER_ERROR:
        kind = ServerError
    elif status in (MALFORMED, INVALID):
        kind = InvalidParameters
    else:
        kind = StatusError
    message = ": ".join(p for p in parts[:2] if p) + "".join(f"; {p}" for p in parts[2:] if p)
    return kind(message, status, problem, retry_after)
