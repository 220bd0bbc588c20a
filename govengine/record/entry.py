"""An entry of the record, format 1: a leaf that is hashed for ever, a side row that can go (DESIGN §3).

The leaf is an object with these members and whatever `fields` an act adds:

    entry        the kind of entry, `source.act`
    format       1
    id           identifier (ULID shape)
    index        place in the log, from 0, without gaps
    recorded_at  when it was recorded, never before the entry before it
    commitments  {name: commitment} for every personal value and every side member

The side row is an object, or absent when there is nothing personal:

    values       {name: value}           the personal values
    salts        {name: 64 hex digits}   the salt of every commitment
    <member>     reference, done, reasons, views: free text is always personal. Committed as `side.<member>`
    erased       [name]                  what was erased, once something was

So no byte of a side row can be changed unseen, although it is not in the tree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from govengine.errors import Problem, RecordError, nearest
from govengine.record.canonical import canonical
from govengine.record.commitment import commit
from govengine.record.instant import instant

FORMAT = 1

MAX_LEAF_BYTES = 60 * 1024
"""DESIGN §3. tlog-tiles prefixes an entry with a 16-bit length, so 65,535 bytes is the end of the road."""

SIDE_PREFIX = "side."
LEAF_MEMBERS = frozenset({"entry", "format", "id", "index", "recorded_at", "commitments"})
SIDE_MEMBERS = frozenset({"values", "salts", "erased"})


class Kind(StrEnum):
    """What happened, as `source.act`. A reader must expect kinds it does not know."""

    CLOCK_STEPPED = "clock.stepped"
    SCHEME_ADOPTED = "scheme.adopted"
    DECISION_PROPOSED = "decision.proposed"
    FINDING_RAISED = "finding.raised"
    FINDING_ACCEPTED = "finding.accepted"
    """Somebody said what is going to be done about a finding; it stays open. Leaf member `finding` is its id."""
    FINDING_EXPLAINED = "finding.explained"
    """Somebody said why it is as it should be. It is closed."""
    FINDING_RESOLVED = "finding.resolved"
    """Somebody said what was done about it. It is closed."""
    WATCH_FAILED = "watch.failed"
    DECISION_CORRECTED = "decision.corrected"
    """What a decision rested on was put right: the decision stands as it was made, and both readings are shown."""
    REQUEST_MADE = "request.made"
    """Somebody was asked to be heard, to recommend or to agree. This and the next kinds: `govengine.life.Act`."""
    REQUEST_ANSWERED = "request.answered"
    DUTY_DONE = "duty.done"
    DECISION_APPROVED = "decision.approved"
    DECISION_DECLINED = "decision.declined"
    DECISION_TAKEN = "decision.taken"
    DECISION_NOT_TAKEN = "decision.not_taken"
    DECISION_WITHDRAWN = "decision.withdrawn"
    DECISION_REOPENED = "decision.reopened"
    RESERVATION_LAPSED = "reservation.lapsed"
    DECISION_RATIFIED = "decision.ratified"
    OUTCOME_RECORDED = "outcome.recorded"
    DECISION_REVIEWED = "decision.reviewed"
    NOTICE_GIVEN = "notice.given"
    REVIEW_ASKED_FOR = "review.asked_for"
    COMPLAINT_MADE = "complaint.made"
    COMPLAINT_ACKNOWLEDGED = "complaint.acknowledged"
    BIND_RESOLVED = "bind.resolved"
    """Two duties excluded one another, or two bodies' lines pulled apart: which is kept, and why."""
    AUTHORISATION_GIVEN = "authorisation.given"
    """Somebody was authorised to something, from when to when: who agreed, and what shows it."""
    AUTHORISATION_ENDED = "authorisation.ended"
    POWER_SUSPENDED = "power.suspended"
    """A grant, or every grant of a scheme, opens nothing until further notice; by the role the scheme names."""
    POWER_RESTORED = "power.restored"
    LINK_MADE = "link.made"
    """A link was made by which a body without a system answers one request; whoever holds it speaks for that body."""
    REQUEST_UNANSWERED = "request.unanswered"
    """Nobody answered in time: the service says so, and asks the next role up the line."""
    OUTCOME_SIGNED = "outcome.signed"
    """A body took on its share of a shared outcome. What was signed when a scheme was adopted is in that entry."""
    OUTCOME_LEFT = "outcome.left"
    """A body withdrew its signature; whoever holds a grant that serves the outcome owes a review of it."""
    OWED_DONE = "owed.done"
    """What was owed about a shared outcome was done: a follow-up, or the review of a grant."""
    HANDOVER_OFFERED = "handover.offered"
    """Somebody would hand over what they owe; until the receiver accepts it is still theirs."""
    HANDOVER_ANSWERED = "handover.answered"
    STOP_CALLED = "stop.called"
    """Nobody of a body decides on their own authority from one minute to another, but for whoever called it."""
    STOP_LIFTED = "stop.lifted"
    CHANGE_PROPOSED = "change.proposed"
    """A change of a scheme: which version is to take whose place, what it does, and so what it goes through."""
    CHANGE_AGREED = "change.agreed"
    """Somebody played a part in it: leaf member `part`, and `change` is its id, here and in the next kinds."""
    CHANGE_EVIDENCED = "change.evidence_given"
    """Who took part in making it, by role, what changed because of it, what was asked and not done."""
    CHANGE_HOST_NAMED = "change.host_named"
    CHANGE_VIEWED = "change.view_given"
    """What somebody says of it from lived experience; leaf member `objects`."""
    CHANGE_ANSWERED = "change.objection_answered"
    CHANGE_ACKNOWLEDGED = "change.risks_acknowledged"
    """Whoever delegates has named the risks, and knows what no scheme can set aside."""
    CHANGE_WITHDRAWN = "change.withdrawn"
    CHANGE_ROLLED_BACK = "change.rolled_back"
    """The version before governs again. That a change was adopted is in `scheme.adopted`."""
    SUGGESTION_MADE = "suggestion.made"
    """Somebody said that a rule did not fit a decision, and what would have; whoever the rule's scheme names replies."""
    SUGGESTION_ANSWERED = "suggestion.answered"
    """They said what becomes of it: taken up, not now, or declined. Leaf member `suggestion` is its id."""
    KEPT_APART = "act.kept_apart"
    """Somebody would have approved, agreed to, ratified or reviewed what they had a part in. Nothing was done."""
    RECORD_READ = "record.read"
    """Somebody read personal facts: who, of which decisions, how many."""
    ERASURE_PROPOSED = "erasure.proposed"
    """Somebody asked for an erasure, which another person has to approve."""
    ERASURE_WITHDRAWN = "erasure.withdrawn"
    """A proposed erasure was withdrawn; leaf member `proposal` is its id. Nothing was erased."""
    RECORD_ERASED = "record.erased"
    """Leaf member `erases`: [{index, names}], which commitments of which entry lost their value and salt."""
    HOLD_PLACED = "hold.placed"
    """What the hold covers may not be erased."""
    HOLD_LIFTED = "hold.lifted"
    """A hold was lifted; leaf member `hold` is its id."""
    LOG_RESTORED = "log.restored"
    """The log was put back from a backup of as many entries as come before; what came after those then is lost."""
    KEY_ROTATED = "key.rotated"
    """Leaf member `rotation`: a note that the old and the new key of the log have signed (`rotation.py`)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry ready to be stored. The bytes are what is hashed and kept; the objects are what they say."""

    leaf: Mapping[str, Any]
    side: Mapping[str, Any] | None
    leaf_bytes: bytes
    side_bytes: bytes | None


def make_entry(
    kind: str,
    fields: Mapping[str, Any],
    personal: Mapping[str, Any],
    side: Mapping[str, Any],
    *,
    salts: Callable[[], bytes],
    entry_id: str,
    index: int,
    recorded_at: str,
) -> Entry:
    """The entry of `kind` at `index`.

    `fields` goes into the leaf as it is: nothing personal. `personal` is {name: value}; `side` is {member:
    value}, free text and what else must not be in the leaf. `salts()` gives 32 fresh random bytes each time.
    `recorded_at` is in the form of `instant_text`.

    Raises RecordError: `entry-kind` unknown kind; `entry-member` a reserved name in `fields` or `side`, or a
    personal name beginning `side.`; `entry-too-large` a leaf over 60 KB; and those of `canonical`, `commit`,
    `instant`.
    """
    known = _known(kind)
    _refuse_reserved(fields, personal, side)
    instant(recorded_at)
    to_commit = dict(personal) | {SIDE_PREFIX + member: value for member, value in side.items()}
    drawn = {name: salts() for name in to_commit}
    leaf = {
        **fields,
        "entry": known,
        "format": FORMAT,
        "id": entry_id,
        "index": index,
        "recorded_at": recorded_at,
        "commitments": {name: commit(name, value, drawn[name]) for name, value in to_commit.items()},
    }
    leaf_bytes = canonical(leaf)
    if len(leaf_bytes) > MAX_LEAF_BYTES:
        raise RecordError(
            [
                Problem(
                    "entry-too-large",
                    f"The entry has {len(leaf_bytes)} bytes; the log takes {MAX_LEAF_BYTES}.",
                    "Send fewer or shorter facts; refer to documents, do not include them.",
                )
            ]
        )
    if not to_commit:
        return Entry(leaf, None, leaf_bytes, None)
    side_row = {
        **side,
        "values": dict(personal),
        "salts": {name: salt.hex() for name, salt in drawn.items()},
    }
    return Entry(leaf, side_row, leaf_bytes, canonical(side_row))


def _known(kind: str) -> str:
    try:
        return Kind(kind).value
    except ValueError:
        near = nearest(kind, [known.value for known in Kind])
        raise RecordError(
            [
                Problem(
                    "entry-kind",
                    f"There is no entry of kind {kind!r}.",
                    "Use a kind of entry.Kind.",
                    "",
                    near,
                )
            ]
        ) from None


def _refuse_reserved(fields: Mapping[str, Any], personal: Mapping[str, Any], side: Mapping[str, Any]) -> None:
    reserved = [
        *(f"/{name}" for name in LEAF_MEMBERS.intersection(fields)),
        *(f"/side/{name}" for name in SIDE_MEMBERS.intersection(side)),
        *(f"/side/values/{name}" for name in personal if name.startswith(SIDE_PREFIX)),
    ]
    if reserved:
        raise RecordError(
            [
                Problem(
                    "entry-member",
                    f"{place} is a name the record keeps for itself.",
                    "Use another name.",
                    place,
                )
                for place in sorted(reserved)
            ]
        )
