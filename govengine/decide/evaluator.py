"""The judge. What a scheme means, as decided in the design's MEANING, in the order it is worked out here.

1.  *Time.* `as_of` alone chooses the versions; control schemes, and the ends of pilots, also look at when it
    is recorded.
2.  *Grants open.* With no grant that holds for the actor the level is `refer`, never a refusal.
3.  *Safeguards close, and win.* The level is the greater of the least level among grants that hold and the
    greatest among safeguards that apply. `with:` and `to:` only exempt; power always comes from a grant.
4.  *Unknown.* An unknown grant does not grant; an unknown safeguard counts at its level, an unknown stop as
    `refer`. A fact the person can confirm is taken as met and becomes a duty before. A missing fact never
    yields `may_act`.
5.  *Layers* have been checked by name when the schemes were loaded.
6.  *Duties add up*: of every safeguard that applies and of the grants relied on.
7.  *Never a dead end*: a stop has a route; a referral names who holds a grant, or whom to ask.
8.  *Order is irrelevant*: everything listed stands by layer, then rule, then duty or fact.
9.  *Every answer explains itself* from the evaluation that produced it.
10. *No exemption exists.* An emergency lifts what says it may be lifted, and owes ratification.
11. *Autonomy comes with both accountabilities*: the answer names the outcome, whom it involves, how it is
    assured and who delegated it.
12. *Steps.* A shadow grant never opens; an advised one counts, but at least at `consult`.
"""

from dataclasses import replace
from typing import Any

from govengine.decide.across import with_agreements
from govengine.decide.basis import basis_of
from govengine.decide.binds import binds_of_duties
from govengine.decide.case import Case, Owed, case_of, program_for
from govengine.decide.completeness import is_complete
from govengine.decide.determination import Determination
from govengine.decide.duties import (
    CONFIRM,
    company_json,
    company_of,
    duties_of,
    duty_json,
    routes_of,
)
from govengine.decide.explanation import because, truths_of_rules
from govengine.decide.needs import Needs, needs_of
from govengine.decide.notices import notices_of
from govengine.decide.people import Ask, Decider, actor, deciders, provisional_deciders, whom_to_ask
from govengine.decide.question import Question
from govengine.decide.standing import HeldGrant, Standing, Standings, grants_for
from govengine.decide.suggestion import would_change
from govengine.feel import UNKNOWN, text_of
from govengine.scheme import At, Level, Stack, Step
from govengine.scheme.shape import Absent
from govengine.scheme.stack import BoundDuty

Json = dict[str, Any]


def determine(
    stack: Stack, question: Question, *, what_if: bool = False, suggest: bool = True
) -> Determination:
    """Whose decision it is. Pure: the same stack and question give the same answer, byte for byte.

    Without `suggest` the answer does not say what would change it, which takes most of the time.
    """
    answer = _determine_alone(stack, question, what_if=what_if)
    if stack.beside:
        answer = with_agreements(answer, stack, question)
    binds = binds_of_duties(stack, answer)
    if binds:
        answer = replace(answer, binds=(*answer.binds, *binds))
    changes = _suggestions(stack, question, answer) if suggest else ()
    return replace(answer, would_change=changes) if changes else answer


def _determine_alone(stack: Stack, question: Question, *, what_if: bool) -> Determination:
    """By the scheme that was asked about and those above it."""
    case = case_of(stack, question)
    standings = Standings(case)
    own = standings.of(actor(case))
    needs = needs_of(case, own)
    named, ask = _people(case, own, standings)
    relied = own.relied_on if own.holds else ()
    allowed = own.ready and not question.late
    return Determination(
        level=own.level,
        may_act=None if what_if else allowed,
        complete=own.level is Level.STOP or (not needs.duties and is_complete(case)),
        basis=basis_of(case, own, named),
        decided_by=_decided_by(case, own, named),
        ask=None if ask is None else {"role": ask.role, "body": ask.body, "other_person": ask.other_person},
        route=routes_of(stack, own),
        company=_company(case, own, needs),
        duties=_duties(case, own, needs),
        needed=needs.to_json(case),
        relies_on=tuple(held.grant.id for held in relied),
        because=because(case, own),
        would_change=(),
        would_have=_would_have(case),
        accountability=_accountability(case, relied),
        schemes=tuple(dict(scheme) for scheme in stack.summary),
        as_of=question.as_of.isoformat(),
        truths=truths_of_rules(case),
        would_allow=allowed if what_if else None,
        notices=notices_of(case, [own, *(decider.standing for decider in named)]),
    )


# -- people ---------------------------------------------------------------------------------------------------


def _people(case: Case, own: Standing, standings: Standings) -> tuple[list[Decider], Ask | None]:
    """Who decides, and whom to ask where nobody holds a grant."""
    match own.level:
        case Level.STOP:
            return [], None
        case Level.REFER:
            named = deciders(case, standings, own)
            if named:
                return named, None
            if _something_is_missing(case):
                named = provisional_deciders(case)
            return named, whom_to_ask(case)
        case _:
            roles = {role for held in own.relied_on for role in case.question.roles & held.grant.holders}
            role = min(roles)
            return [Decider(role, case.stack.roles[role].body, own)], None


def _something_is_missing(case: Case) -> bool:
    """Whether some rule in force is unknown because a fact is not there."""
    return not case.question.roles or any(case.truth(rule) is UNKNOWN for rule in case.rules)


def _decided_by(case: Case, own: Standing, named: list[Decider]) -> tuple[Json, ...]:
    stack = case.stack
    entries = []
    for decider in named:
        standing, relied = decider.standing, decider.standing.relied_on
        duties = duties_of(standing, relied)
        entries.append(
            {
                "role": decider.role,
                "body": decider.body,
                "level": str(standing.level),
                "with": [company_json(stack, asked) for asked in company_of(standing, relied)],
                "duties": [
                    duty_json(stack, owed)
                    for owed in duties
                    if not (decider.provisional and owed.id.startswith(CONFIRM))
                ],
                "must": [] if standing is own else list(decider.must),
                "provisional": decider.provisional,
            }
        )
    return tuple(entries)


# -- why ------------------------------------------------------------------------------------------------------


def _suggestions(stack: Stack, question: Question, answer: Determination) -> tuple[Json, ...]:
    def again(other: Question) -> Determination:
        return determine(stack, other, suggest=False)

    read = (program_for(one, question).facts for one in (stack, *stack.beside))
    facts = [stack.facts[name] for name in sorted(frozenset().union(*read))]
    allowed = answer.may_act if answer.would_allow is None else answer.would_allow
    return would_change(facts, question, answer.level, ready=bool(allowed), again=again)


def _would_have(case: Case) -> tuple[Json, ...]:
    """Shadow grants that hold: what they would have opened."""
    return tuple(
        {"rule": grant.id, "level": str(grant.level)}
        for grant in grants_for(case, actor(case))
        if grant.step is Step.SHADOW and case.truth(grant) is True
    )


# -- what is owed ---------------------------------------------------------------------------------------------


def _company(case: Case, own: Standing, needs: Needs) -> tuple[Json, ...]:
    """At `refer` only those who could still make it the actor's; at `stop` nobody."""
    if not own.holds and not needs.candidates:
        return ()
    return tuple(company_json(case.stack, asked) for asked in company_of(own, needs.candidates))


def _duties(case: Case, own: Standing, needs: Needs) -> tuple[Json, ...]:
    owed = duties_of(own, needs.candidates)
    if own.level is Level.REFER:
        reachable = {duty.id for duty in needs.duties}
        # What a grant asks along with the act or after it is not owed while the act is not the actor's.
        of_grants = {d.id for held in needs.candidates for d in held.duties}
        owed = [d for d in owed if d.id in reachable or (not d.open_before and d.id not in of_grants)]
    if own.level is Level.STOP:
        owed = [d for d in owed if not d.id.startswith(CONFIRM)]  # there is nothing left to vouch for
    if case.question.late:
        owed.append(
            Owed("late-record/review", "", At.AFTER, "Review this late record", case.stack.accountable, None)
        )
    return tuple(duty_json(case.stack, duty) for duty in owed)


def _accountability(case: Case, relied: tuple[HeldGrant, ...]) -> Json:
    """The shared outcome across, the line upwards and, where a grant is relied on, what it says of both."""
    stack = case.stack
    outcomes = [h.grant.outcome for h in relied if not isinstance(h.grant.outcome, Absent)]
    outcome = outcomes[0] if outcomes else case.question.outcome
    lines = [line for name, line in stack.lines.items() if case.question.roles & set(line)]
    body: Json = {
        "outcome": outcome,
        "shared_by": list(stack.outcomes[outcome].shared_by) if outcome else [],
        "line": list(lines[0]) if lines else [],
    }
    if relied:
        grant = relied[0].grant
        body["delegated_by"] = _or_none(grant.delegated_by)
        body["involve"] = (
            [_involved(duty) for duty in grant.involve]
            if not isinstance(grant.involve, Absent)
            else {"none": grant.involve.why}
        )
        body["assure"] = _or_none(grant.assure)
    return body


def _or_none(said: Any) -> Any:
    return {"none": said.why} if isinstance(said, Absent) else dict(said)


def _involved(duty: BoundDuty) -> Json:
    within = None if duty.within is None else text_of(duty.within)
    return {"id": duty.id, "at": str(duty.at), "do": duty.do, "tell": duty.tell, "within": within}
