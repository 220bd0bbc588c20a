"""The thirty fields a decision record needs: one list, from which the export and `docs/record.md` are made.

What no act fills yet is exported as `not yet recorded`: an empty cell would read as "there was none".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from api.exporting import acts, contents
from api.exporting.recorded import Recorded

NOT_YET: Final = contents.NOT_YET


def _nothing(_: Recorded) -> Any:
    return NOT_YET


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `place` is where the record keeps it, `act` who or what fills it, `read` its value in an export."""

    number: int
    name: str
    meaning: str
    source: str
    place: str
    act: str
    read: Callable[[Recorded], Any] = _nothing

    @property
    def filled(self) -> bool:
        """Whether some act of this version fills it."""
        return self.read is not _nothing


FIELDS: Final = (
    Field(
        1,
        "record_id",
        "The record's own id, which means nothing, and the format it is in.",
        "ISO 15489",
        "leaf `id`, `format` of `decision.proposed`",
        "propose",
        contents.record_id,
    ),
    Field(
        2,
        "decided_and_recorded",
        "When it was decided, when it was asked and when it was recorded, kept apart; whether that was late.",
        "SI 2014/2095 reg 7(3)(a)",
        "leaf `as_of`, `asked_at`, `recorded_at`, `late`",
        "propose",
        contents.decided_and_recorded,
    ),
    Field(
        3,
        "proposal",
        "What was proposed, as it was submitted: the kind, the facts, the amount, the case's reference.",
        "SI 2014/2095 reg 7(3)(b); PROV used",
        "leaf `kind`, `facts`; side `values`, `reference`",
        "propose",
        contents.proposal,
    ),
    Field(
        4,
        "facts_provenance",
        "Where each fact came from: asserted by the caller, registered with the service, derived by it, or missing.",
        "ICO and The Alan Turing Institute, data explanation; the Robodebt Royal Commission",
        "leaf `facts.<name>.from`, `provenance`, `determination.needed`",
        "propose",
        contents.facts_provenance,
    ),
    Field(
        5,
        "actor",
        "Who acted, as a reference; in which role at the time, of which body; how they are known.",
        "SI 2012/2089 reg 13; PROV Agent and Role",
        "side `values.actor.ref`; leaf `facts.actor.role`, `body`, `client`, `attested`",
        "propose",
        contents.actor,
    ),
    Field(
        6,
        "authority",
        "On whose behalf and on what authority: the grants relied on, in which version; who answers upwards.",
        "Local Government Act 1972 s.101; PROV Delegation",
        "leaf `determination.relies_on`, `determination.accountability`, `scheme`, `schemes`",
        "propose",
        contents.authority,
    ),
    Field(
        7,
        "delegation_validity",
        "From when to when the delegation holds, who gave it; acting-up and earned authority.",
        "Cambridgeshire, scheme of delegation",
        "scheme text `effective`; leaf `determination.accountability.delegated_by`, `authorisations`; entries `authorisation.given`",
        "adopt; give an authorisation",
        contents.delegation_validity,
    ),
    Field(
        8,
        "rules_in_force",
        "Every scheme that applied: version, digest of its content, the days on which it applies; the semantics.",
        "replay; PROV hadPlan; ATRS",
        "leaf `schemes`, `semantics`; scheme text `effective`, kept by digest",
        "adopt; propose",
        contents.rules_in_force,
    ),
    Field(
        9,
        "evaluation_trace",
        "Every rule tried and whether it held; inputs and clauses are made again by deciding again.",
        "ICO and The Alan Turing Institute, rationale explanation",
        "leaf `determination.rules`",
        "propose",
        contents.evaluation_trace,
    ),
    Field(
        10,
        "advice",
        "What the engine answered: the level, whether they may act, on what basis, whose decision it is.",
        "decision support, not decision making",
        "leaf `determination`",
        "propose",
        contents.advice,
    ),
    Field(
        11,
        "human_decision",
        "What the person decided, which may differ from the advice.",
        "UK GDPR Article 22A, meaningful human involvement",
        "entries `decision.approved`, `.declined`, `.taken`, `.not_taken`, `.withdrawn`, `.reopened`: leaf `taken_at`, `by_role`; side `values.by`",
        "approve, decline, take, not take, withdraw, reopen",
        acts.human_decision,
    ),
    Field(
        12,
        "departure",
        "Whether the person departed from the advice, and why; required where 10 and 11 differ.",
        "LGSCO, principles of good administrative practice",
        "leaf `departs`, `within`, side `departure.why` of `decision.taken`",
        "take",
        acts.departure,
    ),
    Field(
        13,
        "reasons",
        "The reasons in plain language: the need, the options, why this one.",
        "SI 2014/2095 reg 7(3)(b); Housing Act 1996 s.184; LGSCO",
        "side `departure`, `said` of `decision.taken`; `said` of `decision.approved`; `why` of the others of 11",
        "approve, decline, take, not take, withdraw, reopen",
        acts.reasons,
    ),
    Field(
        14,
        "alternatives",
        "The alternatives considered and rejected; none, and why none.",
        "SI 2014/2095 reg 7(3)(c)",
        "side `departure.options` of `decision.taken`",
        "take",
        acts.alternatives,
    ),
    Field(
        15,
        "consultees",
        "Who had to be heard or to agree, who was, when; what they said.",
        "schemes of delegation; SI 2012/2089",
        "leaf `determination.with`, `done`; side `done`; `request.made`; leaf `view`, side `said` of `request.answered`; `duty.done`; `request.unanswered`",
        "propose; ask, reply, by a link too, say that a duty was done",
        acts.consultees,
    ),
    Field(
        16,
        "persons_view",
        "The person's own view and what matters to them, whether they agree; refusals.",
        "Care Act 2014 s.1, wellbeing; co-design",
        "side `matters` of `decision.taken`",
        "take",
        acts.persons_view,
    ),
    Field(
        17,
        "shared_outcome",
        "The shared outcome it serves and the bodies that agreed to it.",
        "the seed paper; Changing Futures, Plymouth",
        "leaf `determination.accountability.outcome`, `shared_by`; `outcome`",
        "propose",
        contents.shared_outcome,
    ),
    Field(
        18,
        "interests",
        "Interests declared, and any dispensation.",
        "SI 2014/2095; SI 2012/2089",
        "side `interests` of `decision.taken`",
        "take",
        acts.interests,
    ),
    Field(
        19,
        "capacity_and_statute",
        "Consent as it was said; every duty in law that was considered, and whether it held; the basis of capacity.",
        "Mental Capacity Act 2005; Children Act 1989 s.47; Care Act 2014 s.42",
        "side `values.person.consent`; leaf `determination.rules` of the statute layer; side `capacity` of `decision.taken`",
        "propose; take",
        contents.capacity_and_statute,
    ),
    Field(
        20,
        "lawful_basis",
        "The lawful basis and the purpose for which facts are used and shared, as each scheme states them.",
        "UK GDPR Article 6; Caldicott principles",
        "scheme text `lawful_basis`, `purpose`, kept by digest",
        "adopt",
        contents.lawful_basis,
    ),
    Field(
        21,
        "emergency",
        "Whether it was said to be an emergency, who ratifies and by when; who did.",
        "Durham and Calderdale, urgent decisions",
        "leaf or side `decision.emergency`; leaf `determination.duties`; leaf `ratified`, side `said` of `decision.ratified`",
        "propose; ratify",
        acts.emergency,
    ),
    Field(
        22,
        "review_right",
        "The right of review or appeal, its deadline, who reviews; when notice was sent.",
        "Housing Act 1996 s.202; UK GDPR Article 22C",
        "leaf `review_until`, `notice` of `decision.taken` and `notice.given`; leaf `asker`, `in_time`, side `said` of `review.asked_for`",
        "take; notice; review-asked",
        acts.review_right,
    ),
    Field(
        23,
        "publication",
        "Whether it is published, exempt and under which paragraph, or routine.",
        "SI 2014/2095; Waltham Forest",
        "leaf `publication` of `decision.taken`",
        "take",
        acts.publication,
    ),
    Field(
        24,
        "retention",
        "The class of retention, when it may go, and any hold.",
        "SI 2014/2095; NHS Records Management Code of Practice",
        "the periods the owner sets, by leaf `kind`; entries `hold.placed`, `hold.lifted`",
        "propose; place and lift a hold",
        contents.retention,
    ),
    Field(
        25,
        "sampling",
        "Whether it was selected for review, at what rate, why, and how that can be drawn again.",
        "ISO 2859; internal audit",
        "leaf `determination.accountability.assure`; leaf `sample` of `review.selected`",
        "propose; select for review (not yet)",
        contents.sampling,
    ),
    Field(
        26,
        "review_findings",
        "What a reviewer, who is not the decider, found: learning, conforming.",
        "IIA, three lines model",
        "leaf `finding`, side `said` of `decision.reviewed`",
        "review",
        acts.review_findings,
    ),
    Field(
        27,
        "follow_up",
        "When the outcome is looked at, what was found, and who took it over.",
        "the seed paper, metrics",
        "leaf `owes` of `decision.taken`; leaf `came`, `shared`, side `said` of `outcome.recorded`; `handover.offered`, `handover.answered`",
        "take; say what came of it; offer and answer a handover",
        acts.follow_up,
    ),
    Field(
        28,
        "corrections",
        "What it replaces and what replaced it; what was corrected, both readings, who and why.",
        "the Post Office Horizon IT Inquiry",
        "leaf `supersedes`, of this entry and of a later one; entries `decision.corrected`",
        "propose; correct",
        contents.corrections,
    ),
    Field(
        29,
        "integrity",
        "Its place in the log, the hash of its leaf, and the signed checkpoint that covers it.",
        "the Post Office Horizon IT Inquiry; ISO 15489, integrity; RFC 6962",
        "leaf `index`; the Merkle tree; checkpoints",
        "propose; every batch is signed",
        contents.integrity,
    ),
    Field(
        30,
        "access_log",
        "Who read personal facts of it, and when.",
        "UK GDPR Article 5(2), accountability",
        "entries `record.read`; a reading of more than 200 decisions says how many",
        "read personal facts, an export of them included",
        contents.access_log,
    ),
)
"""In the order of DOMAIN §4.2."""


def values_of(decision: Recorded) -> dict[str, Any]:
    """The thirty fields of a decision, by name."""
    return {field.name: field.read(decision) for field in FIELDS}
