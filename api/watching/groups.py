"""What an entry has in common with others: the groups of the watches it is a member of."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from api.store.obligations import What
from api.store.tables import ACTOR
from api.store.watch_groups import KEYED
from govengine.record import Kind
from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.stack import BoundGrant
from govengine.scheme.words import Lacking, Matter
from govengine.watch.window import fits

Json = Mapping[str, Any]


ENTRIES: Mapping[Matter, Kind] = {
    Matter.ALLOWED: Kind.DECISION_PROPOSED,
    Matter.SILENT: Kind.DECISION_PROPOSED,
    Matter.TAKEN: Kind.DECISION_TAKEN,
    Matter.APPROVED: Kind.DECISION_APPROVED,
    Matter.DEPARTED: Kind.DECISION_TAKEN,
    Matter.ASKED: Kind.REQUEST_MADE,
}
"""The kind of entry of each matter. What is owed is read from every entry that makes something owed."""
OWED = (What.DUTY, What.RATIFY, What.REVIEW, What.FOLLOW_UP)
OWING = (
    Kind.DECISION_TAKEN,
    Kind.DECISION_APPROVED,
    Kind.DECISION_DECLINED,
    Kind.DECISION_RATIFIED,
    Kind.REVIEW_ASKED_FOR,
    Kind.HANDOVER_ANSWERED,
    Kind.OUTCOME_LEFT,
)
LOOKED_AT = sorted({str(kind) for kind in (*ENTRIES.values(), *OWING)} | {str(Kind.DECISION_DECLINED)})


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry and the decision it is about. `leaf` is its own; for a proposal both are one."""

    index: int
    kind: str
    leaf: Json
    recorded_at: str
    decision_index: int
    decision: Json
    on_day: str

    @property
    def by(self) -> str:
        """Who acted, as a keyed hash; empty when nobody said."""
        found: str = self.leaf.get("keys", {}).get(ACTOR, "")
        return found


def is_of(watch: BoundWatch, one: Recorded) -> bool:
    """Whether the watch looks at this entry: `when` is seen to later."""
    if one.decision["kind"] not in watch.kinds or _scheme(watch) not in {
        s["id"] for s in one.decision["schemes"]
    }:
        return False
    match watch.of:
        case Matter.OWED:
            return any(owing["what"] in OWED for owing in one.leaf.get("owes", ()))
        case Matter.ALLOWED:
            return one.kind == Kind.DECISION_PROPOSED and bool(one.leaf["determination"]["may_act"])
        case Matter.SILENT:
            return one.kind == Kind.DECISION_PROPOSED and one.leaf["determination"]["basis"] == "silence"
        case Matter.DEPARTED:
            return one.kind == Kind.DECISION_TAKEN and bool(one.leaf["departs"])
    return one.kind == ENTRIES[watch.of]


def is_against(watch: BoundWatch, one: Recorded) -> bool:
    """Whether the entry is what must not have happened."""
    return (
        watch.without is Lacking.DECLINE
        and one.kind == Kind.DECISION_DECLINED
        and one.decision["kind"] in watch.kinds
        and _scheme(watch) in {s["id"] for s in one.decision["schemes"]}
    )


def shared_by(watch: BoundWatch, one: Recorded, grants: Collection[str]) -> Iterator[str]:
    """The groups it is a member of: none where it is not known what it shares.

    The rules of an answer are those it rests on; of a departure also the `grants` of the schemes that did not reach.
    """
    match watch.same:
        case "kind":
            yield f"kind:{one.decision['kind']}"
        case "scheme":
            yield f"scheme:{_scheme(watch)}"
        case "rule":
            yield from sorted({f"rule:{rule}" for rule in _rules(watch, one, grants)})
        case "role":
            yield from sorted({f"role:{role}" for role in _roles(watch, one)})
        case "pair":
            asked, acted = one.decision["keys"].get(ACTOR, ""), one.by
            if asked and acted and asked != acted:
                yield f"{KEYED}pair:" + ":".join(sorted((asked, acted)))
        case fact:
            key = one.decision["keys"].get(fact)
            if key is not None:
                yield f"{KEYED}{fact}:{key}"


def shared_by_reviews(watch: BoundWatch, leaf: Json, grants: Collection[BoundGrant]) -> Iterator[str]:
    """The groups of an entry by which a body leaves a shared outcome: it makes reviews of grants owed.

    It is about no decision, so it is the kind, scheme, rule and role of the grants that it shares with others.
    """
    if watch.of is not Matter.OWED or not fits(watch, {}):
        return
    roles = {owing["duty"]: owing["role"] for owing in leaf["owes"]}
    owed = [
        one
        for one in grants
        if one.id in roles and one.scheme == _scheme(watch) and one.bears_on & watch.kinds
    ]
    shared = {
        "kind": (f"kind:{kind}" for one in owed for kind in one.bears_on & watch.kinds),
        "scheme": (f"scheme:{one.scheme}" for one in owed),
        "rule": (f"rule:{one.id}" for one in owed),
        "role": (f"role:{roles[one.id]}" for one in owed),
    }
    yield from sorted(set(shared.get(watch.same, ())))


def day_of(one: Recorded, zone: ZoneInfo) -> int:
    """The local day of the entry: of a proposal the day it is about, of an act the day it was recorded."""
    if one.kind == Kind.DECISION_PROPOSED:
        return datetime.fromisoformat(one.on_day).toordinal()
    return local_day(one.recorded_at, zone)


def local_day(moment: str, zone: ZoneInfo) -> int:
    """The day of a moment there, as a proleptic ordinal."""
    return datetime.fromisoformat(moment).astimezone(zone).date().toordinal()


def _scheme(watch: BoundWatch) -> str:
    return watch.id.partition("/")[0]


def _rules(watch: BoundWatch, one: Recorded, grants: Collection[str]) -> set[str]:
    if watch.of is not Matter.DEPARTED:
        answer = one.leaf.get("determination") or one.decision["determination"]
        return set(answer["relies_on"])
    answer = one.decision["determination"]
    return {*answer["relies_on"], *(r for r in grants if answer["rules"].get(r) == "false")}


def _roles(watch: BoundWatch, one: Recorded) -> set[str]:
    if watch.of is Matter.ASKED:
        return {one.leaf["asked"]["role"]}
    if watch.of is Matter.OWED:
        return {owing["role"] for owing in one.leaf["owes"] if owing["role"]}
    if one.kind == Kind.DECISION_PROPOSED:
        return set(one.leaf["facts"].get("actor.role", {}).get("value", ()))
    return {one.leaf["by_role"]}
