"""What people said and did about a decision after its answer, as the thirty fields hold it.

An act is an entry of its own: what each says is shown with its time, and with who did it.
"""

from typing import Any, Final

from api.exporting.contents import EMERGENCY, NOBODY, NONE, NOT_SENT, RATIFY
from api.exporting.recorded import About, Recorded
from api.store.obligations import What
from govengine.life import Act
from govengine.record import Kind

Json = dict[str, Any]

NOT_DECIDED: Final = "not decided"
NOT_TAKEN: Final = "not taken"
NOT_NOTED: Final = "not noted"

_DECIDING = (Act.APPROVE, Act.DECLINE, Act.TAKE, Act.LEAVE, Act.WITHDRAW, Act.REOPEN)


def human_decision(decision: Recorded) -> Any:
    """Field 11. In order, for a decision may be approved, taken and opened again."""
    return [
        {"act": one.leaf["entry"], **_done(one), **_open(one, "taken_at")}
        for one in decision.entries_of(*_DECIDING)
    ] or NOT_DECIDED


def departure(decision: Recorded) -> Any:
    """Field 12."""
    return [
        {
            "at": one.leaf["recorded_at"],
            **_open(one, "departs", "within", "unheard"),
            "why": _of_departure(one, "why"),
        }
        for one in decision.entries_of(Act.TAKE)
    ] or NOT_TAKEN


def reasons(decision: Recorded) -> Any:
    """Field 13."""
    found = []
    for one in decision.entries_of(*_DECIDING):
        told = _words(one, "said", "why")
        if "departure" in one.side:
            told |= {name: _of_departure(one, name) for name in ("need", "why")}
        if told:
            found.append({"at": one.leaf["recorded_at"], "act": one.leaf["entry"], **told})
    return found or NONE


def alternatives(decision: Recorded) -> Any:
    """Field 14."""
    return [
        {"at": one.leaf["recorded_at"], "options": _of_departure(one, "options")}
        for one in decision.entries_of(Act.TAKE)
        if "departure" in one.side
    ] or NONE


def consultees(decision: Recorded) -> Any:
    """Field 15."""
    return {
        "asked_for": decision.answer["with"] or NONE,
        "done": decision.done
        + [
            {"duty": one.leaf["discharges"], **_done(one), **_words(one, "evidence")}
            for one in decision.entries_of(Act.DISCHARGE)
        ]
        or NONE,
        "asked": [
            {"at": one.leaf["recorded_at"], **one.leaf["asked"], **_words(one, "question")}
            for one in decision.entries_of(Act.ASK)
        ]
        or NONE,
        "views": [
            {
                **one.leaf["asked"],
                "view": one.leaf["view"],
                **_done(one),
                "attested": one.leaf["attested"],
                **_words(one, "said", "title"),
            }
            for one in decision.entries_of(Act.REPLY)
        ]
        or NONE,
        "unanswered": [
            {
                "at": one.leaf["recorded_at"],
                **one.leaf["asked"],
                "asked_next": [next_["role"] for next_ in one.leaf["owes"]] or NOBODY,
            }
            for one in decision.entries_of(Kind.REQUEST_UNANSWERED)
        ]
        or NONE,
    }


def persons_view(decision: Recorded) -> Any:
    """Field 16."""
    return [
        {"at": one.leaf["recorded_at"], **_words(one, "matters")}
        for one in decision.entries_of(Act.TAKE)
        if "matters" in one.side
    ] or NONE


def interests(decision: Recorded) -> Any:
    """Field 18."""
    return _noted(decision, "interests")


def review_right(decision: Recorded) -> Any:
    """Field 22."""
    noted = decision.entries_of(Act.TAKE, Act.TELL)
    told = [{"at": one.leaf["recorded_at"], **_open(one, "review_until", "notice")} for one in noted]
    asked = [
        {"asked_for": True, **_done(one), **_open(one, "asker", "in_time"), **_words(one, "said")}
        for one in decision.entries_of(Act.ASK_REVIEW)
    ]
    found = [*(one for one in told if len(one) > 1), *asked]
    return found or (NOT_NOTED if noted else NOT_TAKEN)


def publication(decision: Recorded) -> Any:
    """Field 23."""
    return _noted(decision, "publication")


def emergency(decision: Recorded) -> Any:
    """Field 21."""
    duties = [duty for duty in decision.answer["duties"] if duty["id"].endswith(RATIFY)]
    for one in decision.entries_of(Act.TAKE):  # by the answer when it was taken, which may be another
        found = [duty for duty in one.leaf["determination"]["duties"] if duty["id"].endswith(RATIFY)]
        duties = found or duties
    ratified = [
        {"ratified": one.leaf["ratified"], **_done(one), **_words(one, "said")}
        for one in decision.entries_of(Act.RATIFY)
    ]
    return {
        "emergency": decision.facts.get(EMERGENCY, NOT_SENT),
        "ratify": [{"by": duty["tell"], "within": duty["within"]} for duty in duties] or NONE,
        "ratified_by": ratified or (NOBODY if duties else NONE),
    }


def review_findings(decision: Recorded) -> Any:
    """Field 26."""
    return [
        {"finding": one.leaf["finding"], **_done(one), **_words(one, "said")}
        for one in decision.entries_of(Act.REVIEW)
    ] or NONE


def follow_up(decision: Recorded) -> Any:
    """Field 27. The days that were set, what was found then, and who took it over."""
    days = [
        {"at": one.leaf["recorded_at"], "days": [due["duty"].partition("/")[2] for due in set_]}
        for one in decision.entries_of(Act.TAKE)
        if (set_ := [due for due in one.leaf["owes"] if due["what"] == What.FOLLOW_UP])
    ]
    came = [
        {"came": one.leaf["came"], "outcome": one.leaf["shared"] or NONE, **_done(one), **_words(one, "said")}
        for one in decision.entries_of(Act.RECORD_OUTCOME)
    ]
    handed_over = [
        {
            "act": one.leaf["entry"],
            **_open(one, "obligation", "to", "accepted"),
            **_done(one),
            **_words(one, "said"),
        }
        for one in decision.entries_of(Kind.HANDOVER_OFFERED, Kind.HANDOVER_ANSWERED)
    ]
    return days + came + handed_over or NONE


def _noted(decision: Recorded, *names: str) -> Any:
    """What was noted when it was taken; nobody has to."""
    taken = decision.entries_of(Act.TAKE)
    noted = [{"at": one.leaf["recorded_at"], **_open(one, *names), **_words(one, *names)} for one in taken]
    return [one for one in noted if len(one) > 1] or (NOT_NOTED if taken else NOT_TAKEN)


def _done(one: About) -> Json:
    by = {"ref": one.values["by"], "role": one.leaf["by_role"], "body": one.leaf["body"]}
    return {"at": one.leaf["recorded_at"], "by": by}


def _open(one: About, *names: str) -> Json:
    return {name: one.leaf[name] for name in names if name in one.leaf}


def _words(one: About, *names: str) -> Json:
    return {name: one.side[name] for name in names if name in one.side}


def _of_departure(one: About, name: str) -> Any:
    """A part of the reasons for departing; what stands for all of them where they are masked or erased."""
    found = one.side.get("departure", NONE)
    return found[name] if isinstance(found, dict) else found
