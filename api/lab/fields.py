"""The questions a case can be asked: a field for each fact that some rule for its kind reads, and no other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from govengine.decide import facts_that_can_matter
from govengine.decide.wording import name_in_words
from govengine.feel import text_of
from govengine.feel.types import BOOLEAN, DATE, NUMBER
from govengine.scheme import FactType, Stack

ALREADY_SAID = frozenset({"actor.role", "actor.body", "decision.kind"})
"""What is chosen before the facts are asked for."""

CLASSES = "decision.classes"

MADE_UP = {"actor.ref": "w-1", "person.ref": "p-1"}
"""Who asks and whom it is for, where nobody says otherwise: as scenarios have it."""

FEW = 7
"""Choices that are shown beside each other; more go into a list that opens."""

ON_A_PART = 30
"""Fields on one page. A scheme may have hundreds of facts; the pages stay short."""


class Widget(StrEnum):
    """How a fact is asked for."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    LENGTH = "length"
    TEXT = "text"
    TEXTS = "texts"


PARTS = {
    Widget.DATE: ("day", "month", "year"),
    Widget.MOMENT: ("day", "month", "year", "time"),
    Widget.LENGTH: ("number", "unit"),
}
"""Widgets of several fields, and what is put behind the fact's name for each."""

NOT_KNOWN, NONE = "?", "-"
"""What is sent for `not known`, and for `none of these`: no value of a fact is written so."""

UNITS = {
    "days and time duration": ("hours", "days", "weeks"),
    "years and months duration": ("months", "years"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A question. `prefix` and `suffix` stand beside what is typed: a currency, a unit."""

    fact: FactType
    widget: Widget
    label: str
    hint: str
    prefix: str = ""
    suffix: str = ""
    options: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the field in a page."""
        return "fact-" + self.fact.name.replace(".", "-")

    @property
    def first(self) -> str:
        """The id of what is typed into first, to which a message links."""
        return f"{self.id}-{PARTS[self.widget][0]}" if self.widget in PARTS else self.id

    @property
    def names(self) -> tuple[str, ...]:
        """What its parts are sent as."""
        parts = PARTS.get(self.widget, ())
        return tuple(f"{self.fact.name}/{part}" for part in parts) or (self.fact.name,)

    @property
    def title(self) -> str:
        """The fact as a message begins with it: `The personal budget for a year`, `The answer to “…”`."""
        asked = self.fact.confirm or self.fact.ask
        name = f"the answer to “{asked}”" if asked and not self.fact.title else name_in_words(self.fact)
        return name[:1].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together, under a heading."""

    heading: str
    about: str
    fields: tuple[Field, ...]


_HEADINGS = {
    "decision": "The decision",
    "actor": "Who is asking",
    "person": "The person it is for",
    "history": "Earlier decisions",
    "findings": "Earlier decisions",
}
EARLIER = "In a real question the service counts these itself. In a made-up case you say what they would be."
ABOVE = "These come from the law and from other schemes above this one. Leave them if they play no part."
_CURRENCIES = {"GBP": ("£", ""), "EUR": ("€", ""), "USD": ("$", "")}


def sections_for(stack: Stack, kind: str) -> Sequence[Section]:
    """Every question for this kind: the scheme's own first, as it declares them; then what is counted, then
    what stands above."""
    own = stack.versions[0].text.facts
    order = {name: number for number, name in enumerate(own)}
    found = sorted(facts_that_can_matter(stack, kind), key=lambda fact: order.get(fact.name, len(order)))
    facts = [fact for fact in found if fact.name not in ALREADY_SAID]
    if kind not in stack.kinds:  # one nobody has heard of may come with classes, which safeguards read
        facts = [stack.facts[CLASSES], *(fact for fact in facts if fact.name != CLASSES)]
    grouped: dict[tuple[int, str], list[Field]] = {}
    for fact in facts:
        grouped.setdefault(_group(fact, fact.name in own), []).append(field_for(fact))
    return [
        Section(heading, {2: EARLIER, 3: ABOVE}.get(rank, ""), tuple(fields))
        for (rank, heading), fields in sorted(grouped.items(), key=lambda group: group[0])
    ]


def _group(fact: FactType, own: bool) -> tuple[int, str]:  # noqa: FBT001
    if fact.name in MADE_UP:
        return 4, "Made-up names"
    first = fact.name.partition(".")[0]
    heading = _HEADINGS.get(first, f"The {first.replace('_', ' ')}")
    if fact.computed:
        return 2, heading
    if not own and not fact.name.startswith(("decision.", "actor.")):
        return 3, "What other schemes ask"
    return (0 if first == "decision" else 1), heading


def parts_of(sections: Sequence[Section]) -> list[list[Section]]:
    """The sections in pages of at most `ON_A_PART` fields. There is always a first."""
    pages: list[list[Section]] = [[]]
    room = ON_A_PART
    for section in sections:
        for chunk in _chunks(section, room):
            if room == 0:
                pages.append([])
                room = ON_A_PART
            pages[-1].append(chunk)
            room -= len(chunk.fields)
    return pages


def _chunks(section: Section, room: int) -> Iterator[Section]:
    fields = section.fields
    take = room or ON_A_PART
    while fields:
        yield Section(section.heading, section.about, fields[:take])
        fields, take = fields[take:], ON_A_PART


def field_for(fact: FactType) -> Field:
    """How a fact is asked for."""
    widget = _widget(fact)
    prefix, suffix = _CURRENCIES.get(fact.unit or "", ("", fact.unit or ""))
    options = fact.one_of if widget in (Widget.CHOICE, Widget.CHOICES) else UNITS.get(str(fact.type), ())
    return Field(fact, widget, _label(fact), " ".join(_hints(fact, widget)), prefix, suffix, options)


def _label(fact: FactType) -> str:
    """How the scheme asks for it; where it says nothing, its name as words."""
    if fact.confirm or fact.ask or fact.title:
        return fact.question
    words = fact.name.rpartition(".")[2].replace("_", " ")
    return words[:1].upper() + words[1:] + ("?" if fact.type == BOOLEAN else "")


def _widget(fact: FactType) -> Widget:
    if fact.type.name == "list":
        return Widget.CHOICES if fact.one_of else Widget.TEXTS
    if fact.type == BOOLEAN:
        return Widget.YES_NO
    if fact.one_of:
        return Widget.CHOICE
    match str(fact.type):
        case "number":
            return Widget.NUMBER
        case "date":
            return Widget.DATE
        case "date-time":
            return Widget.MOMENT
        case kind if kind in UNITS:
            return Widget.LENGTH
        case _:
            return Widget.TEXT


def _hints(fact: FactType, widget: Widget) -> Iterator[str]:
    if fact.confirm:
        yield "The person deciding can vouch for this."
    if fact.type == NUMBER:
        yield from _range(fact)
    if fact.type == DATE:
        yield "For example, 27 3 2026."
    if widget is Widget.MOMENT:
        yield "For example, 27 3 2026 at 14:30."
    if widget is Widget.TEXTS:
        such = {"date": ", such as 27 3 2026", "number": ", such as 1,250.50"}.get(str(fact.type.item), "")
        yield f"One on each line{such}. Write a single - for none."
    if fact.name in MADE_UP:
        yield f"A made-up name will do. If you leave it empty, it is {MADE_UP[fact.name]}."


def _range(fact: FactType) -> Iterator[str]:
    least, most = fact.least, fact.most
    if least is not None and most is not None:
        yield f"From {text_of(least)} to {text_of(most)}."
    elif most is not None:
        yield f"Up to {text_of(most)}."
    elif least:
        yield f"{text_of(least)} or more."
