"""A case of one of the twenty-four shapes that rules of real schemes have: each is said, asked and recorded.

A folder `NN-name` holds `scheme.yaml` with its tables, further versions and higher schemes in folders of its
own, and `cases.yaml`:

    facts:            what the cases share
    warnings:         {scheme/version: [code]} that are meant
    does_not_load:    {folder: [code]} a scheme that must be refused beside the others
    cases:
    - id: words-that-say-it
      at: 2026-05-02                a day (ten in the morning) or a moment: as_of, and the clock
      recorded_at: …                the clock, where it is another
      sent_as_of: …                 as_of as it is sent, where it is a bare date
      scheme: …                     where it is not that of the folder's own scheme.yaml
      facts: {decision: {amount: 100.00}}          laid over the shared ones
      without: [person.ref]                        facts nobody supplied
      done: [{duty: with-manager/team_manager, by: {ref: m-1, role: team_manager}}]
      earlier: [{at: …, facts: …, done: …}]        proposals recorded before this one
      supersedes: last                             it replaces the one recorded before it
      history: {name: 12.50}                       what these must come to
      refused: code                                the question is refused
      answer: {level: …, basis: …, may_act: …, …}  see `seen`: what is given is compared exactly

Names of rules and duties of the folder's own scheme are written without the scheme's name. Each case is asked
twice: of the judge, and of a service in which the folder's schemes are adopted. Both give the same answer to
the last member, and the entry that is left holds it, the facts, a commitment for each that is personal, and
nothing personal.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.shapes.shape import FOLDERS, Json, Shape, merged, shape_of

LONDON = ZoneInfo("Europe/London")


MEMBERS = {"id", "at", "recorded_at", "sent_as_of", "scheme", "facts", "without", "done", "earlier"} | {
    "supersedes",
    "history",
    "refused",
    "answer",
}
ALWAYS = ("level", "basis", "may_act")


@dataclass(frozen=True)
class Case:
    """A case, or one of the proposals before it."""

    shape: Shape
    text: Json
    shared: Json

    @property
    def scheme(self) -> str:
        return str(self.text.get("scheme", self.shape.scheme))

    @property
    def at(self) -> datetime:
        return moment(self.text["at"])

    @property
    def clock(self) -> datetime:
        return moment(self.text.get("recorded_at", self.text["at"]))

    @property
    def facts(self) -> Json:
        facts = merged(self.shared, self.text.get("facts", {}))
        for name in self.text.get("without", ()):
            inner, (*path, last) = facts, name.split(".")
            for part in path:
                inner[part] = dict(inner[part])
                inner = inner[part]
            del inner[last]
        return facts

    @property
    def body(self) -> str:
        """The body of the actor's role, or of the scheme."""
        roles = self.facts["actor"].get("role", [])
        bodies = {
            name: role.value.body.value for v in self.shape.versions for name, role in v.text.roles.items()
        }
        known = [bodies[role] for role in (roles if isinstance(roles, list) else [roles]) if role in bodies]
        return str(known[0] if known else self.shape.versions[0].text.owner.value)

    @property
    def refused(self) -> str | None:
        return self.text.get("refused")

    @property
    def earlier(self) -> "list[Case]":
        return [Case(self.shape, text, self.facts) for text in self.text.get("earlier", ())]

    @property
    def sent(self) -> Json:
        as_of = self.text.get("sent_as_of", self.at.isoformat())
        question: Json = {"scheme": self.scheme, "as_of": as_of, "facts": self.facts}
        return question | ({"done": self.text["done"]} if "done" in self.text else {})

    @property
    def history(self) -> dict[str, Decimal]:
        return {f"history.{name}": Decimal(value) for name, value in self.text.get("history", {}).items()}


def moment(text: str) -> datetime:
    if "T" in text:
        read = datetime.fromisoformat(text)
        return read if read.tzinfo else read.replace(tzinfo=LONDON)
    return datetime.combine(date.fromisoformat(text), time(10), LONDON)


def all_cases() -> list[Any]:
    found = []
    for folder in FOLDERS:
        shape = shape_of(folder)
        for text in shape.text["cases"]:
            case = Case(shape, text, shape.text.get("facts", {}))
            found.append(pytest.param(case, id=f"{folder.name}/{text['id']}"))
    return found
