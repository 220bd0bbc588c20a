"""The answer in plain English, for a worker in a hurry. Made from the determination, never stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from govengine.decide.determination import Basis, Determination
from govengine.errors import nearest
from govengine.scheme import Level, Stack

Json = Mapping[str, Any]


def summary(stack: Stack, determination: Determination, kind: str) -> str:
    """A few sentences: whose it is, why, what is owed, what is missing."""
    d = determination
    sentences = ["This is a what-if. Nothing was recorded."] if d.may_act is None else []
    sentences += [_first(stack, d)]
    sentences += _reasons(stack, d, kind)
    sentences += _owed(stack, d)
    sentences += _missing(d)
    sentences += _changes(stack, d)
    if d.level is Level.ACT and d.relies_on:
        sentences.append(_reliance(stack, d))
    return " ".join(sentences)


def _first(stack: Stack, d: Determination) -> str:
    match d.level:
        case Level.ACT:
            return (
                "This is yours to decide."
                if (d.may_act or d.would_allow)
                else "This is yours to decide, once what is listed here is done."
            )
        case Level.CONSULT:
            return f"This is yours to decide, after advice from {_names(stack, d.company)}."
        case Level.AGREE:
            return f"This is yours to decide together with {_names(stack, d.company)}."
        case Level.STOP:
            routes = "; ".join(_lower(route["do"]) for route in d.route)
            return f"Not this way. The route is: {routes}."
        case Level.REFER:
            settled = [e for e in d.decided_by if not e["provisional"]]
            if settled:
                return f"This one is for {_names(stack, settled, ' or ')} to decide."
            assert d.ask is not None  # a referral always names somebody
            other = "another " if d.ask["other_person"] else "the "
            return f"Please ask {other}{stack.title_of(d.ask['role'])} about this one."


def _reasons(stack: Stack, d: Determination, kind: str) -> list[str]:
    sentences = []
    why = [entry["why"] for entry in d.because if entry["held"] == "true" and "why" in entry]
    match d.basis:
        case Basis.SILENCE:
            near = nearest(kind, stack.kinds) if kind not in stack.kinds else None
            hint = f" Did you mean {near}?" if near else ""
            title = stack.kind_titles.get(kind, kind.replace("_", " "))
            sentences.append(f"No rule here speaks about {title}, which means ask, not no.{hint}")
        case Basis.NOT_MET:
            sentences.append("The rules know this kind of decision, and as the case stands nobody holds it.")
        case Basis.STATUTE:
            sentences.append("The law sets this, and no local rule can change it.")
        case Basis.CONTROL:
            sentences.append("An organisation-wide control applies at the moment.")
        case Basis.MISSING_FACTS:
            sentences.append("Some facts are missing, so nothing has been settled yet.")
        case Basis.EXCEPTION:
            sentences.append("It is outside the usual limit, and there is a way for exceptions.")
        case Basis.DELEGATED_ELSEWHERE:
            sentences += [_near_miss(entry) for entry in d.because if _is_near_miss(entry)][:1]
        case _:
            pass
    sentences += [f"{text}." for text in dict.fromkeys(why)]
    provisional = [e for e in d.decided_by if e["provisional"]]
    if provisional:
        sentences.append(
            f"If what is missing turns out as it should, it is for {_names(stack, provisional, ' or ')}."
        )
    return sentences


def _is_near_miss(entry: Json) -> bool:
    return bool(entry["effect"] == "grant" and entry["held"] == "false" and entry["clauses"])


def _near_miss(entry: Json) -> str:
    seen = [f"{name} is {value}" for clause in entry["clauses"] for name, value in clause["seen"].items()]
    authority = f" ({entry['authority']})" if entry["authority"] else ""
    return f"The nearest rule{authority} asks for {entry['clauses'][0]['text']}; here {', '.join(seen)}."


def _owed(stack: Stack, d: Determination) -> list[str]:
    due = [
        duty
        for duty in d.duties
        if duty["certain"] and not duty["done"] and not duty["id"].startswith("confirm/")
    ]
    groups = (("before", "Before you act"), ("with", "As you do it"), ("after", "Afterwards"))
    return [
        f"{label}: {'; '.join(_duty(stack, duty) for duty in of_time)}."
        for at, label in groups
        if (of_time := [duty for duty in due if duty["at"] == at])
    ]


def _duty(stack: Stack, duty: Json) -> str:
    tell = duty["tell"]
    name = (
        None
        if tell is None
        else stack.title_of_body(tell)
        if tell in stack.bodies
        else f"the {stack.title_of(tell)}"
    )
    text = f"tell {name}" if duty["do"] is None else _lower(duty["do"])
    if duty["do"] is not None and name is not None:
        text += f" ({name})"
    return text + (f" within {_length(duty['within'])}" if duty["within"] else "")


def _missing(d: Determination) -> list[str]:
    if not d.needed:
        return []
    asks = [item["ask"] for item in d.needed if item["ask"]]
    return ["What is still needed: " + " ".join(text if text.endswith("?") else f"{text}." for text in asks)]


def _changes(stack: Stack, d: Determination) -> list[str]:
    if d.would_change:
        names = (f"{change['fact']} were {change['to']}" for change in d.would_change)
        return ["It would be different if " + ", or if ".join(names) + "."]
    settled = [entry for entry in d.decided_by if not entry["provisional"]]
    if d.level is Level.REFER and d.basis is Basis.DELEGATED_ELSEWHERE and not d.needed and settled:
        return [
            f"Nothing about the case makes this yours to decide; it is the {stack.title_of(settled[0]['role'])}'s."
        ]
    return []


def _reliance(stack: Stack, d: Determination) -> str:
    """What a manager and a worker can rely on."""
    by = d.accountability.get("delegated_by", {})
    authority = next(
        (e["authority"] for e in d.because if e["rule"] == d.relies_on[0] and e["authority"]), d.relies_on[0]
    )
    if "role" not in by:
        return f"Decided within {authority}."
    dated = f" on {_day(by['dated'])}" if by.get("dated") else ""
    return f"Decided within {authority}, delegated by the {stack.title_of(by['role'])}{dated}, who answers for the delegation."


def _names(stack: Stack, people: Sequence[Json], joined_by: str = " and ") -> str:
    names = dict.fromkeys(
        f"another {stack.title_of(p['role'])}"
        if p.get("second_person")
        else f"the {stack.title_of(p['role'])}"
        for p in people
    )
    return joined_by.join(names) or "others"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


_UNITS = {"D": "day", "H": "hour", "M": "minute", "Y": "year", "W": "week"}


def _length(text: str) -> str:
    digits = "".join(c for c in text if c.isdigit())
    unit = "month" if text.endswith("M") and "T" not in text else _UNITS.get(text[-1], "")
    return (
        f"{digits} {unit}{'s' * (digits != '1')}"
        if text.count("T") + text.count("P") + len(digits) + 1 == len(text)
        else text
    )
