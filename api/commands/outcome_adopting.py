"""A scheme is adopted once every body has signed the outcomes it shares; what was signed on paper is handed in with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.commands.answered_once import Person
from api.commands.outcome_signing import Signing, follow_ups, parts_of
from api.store.obligations import Owing, owe
from api.store.outcomes import Signature, Words, note_signed
from api.store.transaction import Appended, Transaction
from govengine.errors import Problem, SchemeError
from govengine.scheme import Library, Version
from govengine.scheme.shape import Absent
from govengine.scheme.stack import SharedOutcome


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A signature given on paper, handed in by whoever adopts. Its title and the bodies are those of the scheme."""

    outcome: str
    body: str
    by: Person
    share: str
    measure: str | None = None
    follow_up: Sequence[date] = ()


EXAMPLE_SHARE = "An example: nobody has signed this."


@dataclass(slots=True)
class Handed:
    """What goes into the entry of an adoption: the parts of its signatures, and what they owe."""

    signed: list[dict[str, Any]] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    owes: list[Owing] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, Any]:
        """For the leaf; nothing where nothing was handed in and nothing is owed."""
        owes = {"owes": [one.to_json() for one in self.owes]} if self.owes or self.signed else {}
        return owes | ({"signatures": self.signed} if self.signed else {})

    @property
    def side(self) -> dict[str, Any]:
        """For the side row."""
        return {"signatures": self.said} if self.said else {}

    def note(self, tx: Transaction, made: Appended) -> None:
        """Note them beside the entry just appended."""
        if self.signed:
            note_signed(tx, made, self.signed)
        owe(tx, made, made.index, self.owes)


def handed_with(
    versions: Sequence[Version],
    library: Library,
    stand: Sequence[Signature],
    given: Sequence[HandedIn],
    *,
    examples: bool,
) -> dict[str, Handed]:
    """What is handed in with the adoption of each version, by its name, in their order.

    `stand` are the signatures that stand. With `examples`, those that lack are made up and marked so. Raises
    SchemeError `outcome-unsigned` naming the outcome and the bodies, `outcome-not-shared` for what fits none.
    """
    found: dict[str, Handed] = {}
    problems = []
    signed = {(one.outcome, one.body, one.words.title, frozenset(one.words.shared_by)) for one in stand}
    left = list(given)
    for version in versions:
        here = found[version.name] = Handed()
        for name, outcome in shared_in(version, library):
            words = frozenset(outcome.shared_by)
            missing = [b for b in outcome.shared_by if (name, b, outcome.title, words) not in signed]
            for body in missing:
                ours = next((one for one in left if (one.outcome, one.body) == (name, body)), None)
                if ours is not None:
                    left.remove(ours)
                elif examples:
                    ours = HandedIn(name, body, Person("example", "example"), EXAMPLE_SHARE)
                if ours is not None:
                    _hand(here, ours, outcome, "example" if examples else "adopter")
                    signed.add((name, body, outcome.title, words))
            still = [b for b in missing if (name, b, outcome.title, words) not in signed]
            if still:
                problems.append(_unsigned(version, name, outcome, still))
    problems += [
        Problem(
            "outcome-not-shared",
            f"No version that is adopted here waits for {one.body} to sign {one.outcome}.",
            "Leave it out, or check the names of the outcome and the body.",
        )
        for one in left
    ]
    if problems:
        raise SchemeError(problems)
    return found


def shared_in(version: Version, library: Library) -> Iterator[tuple[str, SharedOutcome]]:
    """The outcomes that a version declares, or that its grants serve, and that several bodies share."""
    stack = library.stack_of(version, version.text.effective.since)
    served = {
        grant.outcome
        for grant in stack.grants
        if grant.scheme == version.id and not isinstance(grant.outcome, Absent)
    }
    for name in sorted(served | set(version.text.outcomes)):
        if len(stack.outcomes[name].shared_by) > 1:
            yield name, stack.outcomes[name]


def _hand(here: Handed, one: HandedIn, outcome: SharedOutcome, attested: str) -> None:
    words = Words(outcome.title, one.measure, outcome.shared_by)
    signing = Signing(one.outcome, words, one.share, one.by, one.follow_up)
    signed, said = parts_of(signing, one.body, attested)
    here.signed.append(signed)
    here.said.append(said)
    here.owes.extend(follow_ups(signing, one.body))


def _unsigned(version: Version, name: str, outcome: SharedOutcome, bodies: Sequence[str]) -> Problem:
    message = (
        f"{name} (“{outcome.title}”) has not been signed, as {version.name} has it, by: {', '.join(bodies)}."
    )
    what_to_do = (
        f"Each body signs it: POST /v1/outcomes/{name}/signatures. What was signed on paper goes in with "
        "--signatures FILE; to try things out, --example-signatures makes some up and marks them as examples."
    )
    return Problem("outcome-unsigned", message, what_to_do, f"{version.name}/outcomes/{name}")
