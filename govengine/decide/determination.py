"""The engine's whole answer (MEANING §3). Values only; `to_json` gives the form that is sent and recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from govengine.scheme import Level

SEMANTICS = 1
"""Raised by any change to what a scheme means; every entry of the record carries it."""

Json = dict[str, Any]


class Basis(StrEnum):
    """Why the level is what it is: the first of these that is true."""

    STATUTE = "statute"
    CONTROL = "control"
    SAFEGUARD = "safeguard"
    MISSING_FACTS = "missing_facts"
    EXCEPTION = "exception"
    OWN_AUTHORITY = "own_authority"
    DELEGATED_ELSEWHERE = "delegated_elsewhere"
    NOT_MET = "not_met"
    SILENCE = "silence"


@dataclass(frozen=True)
class Determination:
    """Whose decision it is, why, and what would change it.

    `may_act` is None in a what-if, which carries `would_allow` instead. Lists hold JSON objects whose
    members `docs/answer.md` describes.
    """

    level: Level
    may_act: bool | None
    complete: bool
    basis: Basis
    decided_by: tuple[Json, ...]
    ask: Json | None
    route: tuple[Json, ...]
    company: tuple[Json, ...]
    duties: tuple[Json, ...]
    needed: tuple[Json, ...]
    relies_on: tuple[str, ...]
    because: tuple[Json, ...]
    would_change: tuple[Json, ...]
    would_have: tuple[Json, ...]
    accountability: Json
    schemes: tuple[Json, ...]
    as_of: str
    truths: Mapping[str, str]
    """Every rule that bears on the kind, with its truth: for the record, not for the reply."""
    would_allow: bool | None = None
    binds: tuple[Json, ...] = ()
    """Where one duty excludes another, or two bodies' lines pull apart (`govengine.decide.binds`). Left out where none do."""
    notices: tuple[Json, ...] = ()
    """Grants this rests on that end soon. Sent only where there are any, and made again by re-deciding."""

    def quoting(self, because: tuple[Json, ...], as_of: str) -> "Determination":
        """The same answer to another question, explained by that: as `replace`, in a tenth of the time."""
        made = object.__new__(Determination)
        vars(made).update(vars(self), because=because, as_of=as_of, _in_common=self._in_common)
        return made

    def to_json(self) -> Json:
        """The answer as it is sent. What is in it belongs to the answer: whoever changes it, copies it."""
        return {**self._in_common, "because": list(self.because), "as_of": self.as_of}

    @cached_property
    def _in_common(self) -> Json:
        """What is sent, but for what quotes the question."""
        body: Json = {
            "level": str(self.level),
            "may_act": self.may_act,
            "complete": self.complete,
            "basis": str(self.basis),
            "decided_by": list(self.decided_by),
            "ask": self.ask,
            "route": list(self.route),
            "with": list(self.company),
            "duties": list(self.duties),
            "needed": list(self.needed),
            "relies_on": list(self.relies_on),
            "because": None,
            "would_change": list(self.would_change),
            "would_have": list(self.would_have),
            "accountability": self.accountability,
            "schemes": list(self.schemes),
            "semantics": SEMANTICS,
            "as_of": None,
        }
        if self.notices:
            body["notices"] = list(self.notices)
        if self.may_act is None:
            body["would_allow"] = self.would_allow
        if self.binds:
            body["binds"] = list(self.binds)
        return body
