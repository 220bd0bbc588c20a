"""The one family of errors this project raises on purpose.

Every error has a stable `code`, says where it happened, and says in one sentence what to do. A loader
collects all its `Problem`s and raises once; nobody should have to fix ten mistakes in ten runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what somebody wrote or sent.

    `code` is a kebab-case identifier that never changes its meaning. `place` is either
    `file:line:column` (lines and columns from 1) or a JSON pointer (RFC 6901).
    """

    code: str
    message: str
    what_to_do: str
    place: str = ""
    did_you_mean: str | None = None
    severity: str = "error"
    """`error` stops the load; `warning` and `note` are told and the load goes on."""

    def __str__(self) -> str:
        near = f" Did you mean {self.did_you_mean!r}?" if self.did_you_mean else ""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity} {self.code}: {self.message}{near} {self.what_to_do}"

    def to_json(self) -> dict[str, Any]:
        """The problem as a JSON object; `did_you_mean` is absent when there is no near name."""
        body = {
            "code": self.code,
            "place": self.place,
            "message": self.message,
            "what_to_do": self.what_to_do,
            "severity": self.severity,
        }
        if self.did_you_mean:
            body["did_you_mean"] = self.did_you_mean
        return body


@dataclass(eq=False)
class GovengineError(Exception):
    """Base of every error raised on purpose. `problems` is never empty."""

    problems: Sequence[Problem] = field(default_factory=tuple)

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problems[0].code

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class SchemeError(GovengineError):
    """A scheme does not load."""


class RequestError(GovengineError):
    """A question cannot be asked as it was sent. Places are JSON pointers into the request."""


class RecordError(GovengineError):
    """A record, proof or log does not verify, or an entry cannot be made."""


_LONGEST_NAME = 100
"""No name of the format is longer; comparing much longer text would take long and suggest nothing."""


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.7) -> str | None:
    """The known name most like `name`, or None when none is like it by `likeness` (1 is the same)."""
    if len(name) > _LONGEST_NAME:
        return None
    matches = get_close_matches(name, sorted(known), n=1, cutoff=likeness)
    return matches[0] if matches else None
